/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of the ways into and out of the kernel.
 */
#ifndef RULES_PATHS_H
#define RULES_PATHS_H

#include <stddef.h>

#include "rules/vectors.h"

enum entry_class {
	E_NONE,			/* was in the kernel when first seen */
	E_SYSCALL64,
	E_SYSCALL32,
	E_SYSENTER,
	E_VEC0,			/* + vector, below VEC_EXCEPTIONS */
	E_INT80 = E_VEC0 + VEC_EXCEPTIONS,
	E_IRQ,			/* every other vector */
	E_VMEXIT,		/* from a guest, at whatever CPL it has */
	E_NR,
};

enum origin {
	O_USER,			/* from CPL3 */
	O_BADIRET,		/* the fault of an IRET to CPL3 */
	O_KERNEL,		/* from CPL0, protected */
	O_WINDOW,		/* from CPL0, unprotected */
	O_NESTED,		/* NMI inside the same stack's NMI */
	O_NR,
};

enum leave {
	L_KERNEL,		/* back to CPL0 */
	L_SYSRET,
	L_IRET,
	L_SYSEXIT,
	L_FAULT,		/* the IRET to CPL3 faulted */
	L_VMENTRY,		/* to a guest */
	L_NR,
};

/* Entry class of IDT vector @vec (0..255). */
unsigned int path_of_vector(unsigned int vec);

/* "SYSCALL64/SYSRET", "NMI@window", ... into @buf; returns @buf. */
const char *path_name(unsigned int cls, unsigned int origin,
		      unsigned int leave, char *buf, size_t len);

#endif
