/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a vector number means: architectural, Intel SDM volume 3, table 6-1;
 * 80h is Linux's INT 80h gate.
 */
#ifndef RULES_VECTORS_H
#define RULES_VECTORS_H

#include <stdbool.h>

#define VEC_DB		1
#define VEC_NMI		2
#define VEC_BP		3
#define VEC_DF		8
#define VEC_GP		13
#define VEC_PF		14
#define VEC_MC		18
#define VEC_EXCEPTIONS	32	/* those below are the processor's own */
#define VEC_INT80	0x80

/* Does the processor push an error code on @vec? */
bool vector_has_error_code(unsigned int vec);

/* "#GP", "NMI", "v9"; "?" for VEC_EXCEPTIONS and above. */
const char *vector_name(unsigned int vec);

#endif
