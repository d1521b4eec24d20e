/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names: the ways into and out of the kernel, and the kinds of code outside
 * the entry text that write IA32_SPEC_CTRL.  What a vector number means is
 * architectural (Intel SDM volume 3, table 6-1); 80h is Linux's INT 80h gate.
 */
#ifndef RIG_PATHS_H
#define RIG_PATHS_H

#include <stddef.h>
#include <stdint.h>

enum entry_class {
	E_NONE,			/* was in the kernel when first seen */
	E_SYSCALL64,
	E_SYSCALL32,
	E_SYSENTER,
	E_VEC0,			/* + vector, for 0..31 */
	E_INT80 = E_VEC0 + 32,
	E_IRQ,			/* every other vector */
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
	L_NR,
};

enum site_class {
	S_ENTRY,
	S_IDLE,
	S_OFFLINE,
	S_KEXEC,
	S_FIRMWARE,
	S_OTHER,		/* boot, CPU bring-up, anything not named */
	S_NR,
};

#define VEC_DB	1
#define VEC_NMI	2
#define VEC_BP	3
#define VEC_DF	8
#define VEC_PF	14
#define VEC_MC	18

/* Entry class of IDT vector @vec (0..255). */
unsigned int path_of_vector(unsigned int vec);

/* "SYSCALL64/SYSRET", "NMI@window", ... into @buf; returns @buf. */
const char *path_name(unsigned int cls, unsigned int origin,
		      unsigned int leave, char *buf, size_t len);

/* Class of a write to 48h in function @func, which is outside entry text. */
unsigned int site_class_of(const char *func);

const char *site_class_name(unsigned int cls);

#endif
