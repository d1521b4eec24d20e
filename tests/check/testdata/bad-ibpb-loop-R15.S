/* SPDX-License-Identifier: GPL-2.0-only */
/* A loop of two rounds issues two. */
#define IBPB_WRITE movl $0x49, %ecx; IBPB_VALUE; movl $2, %esi; 91: wrmsr; decl %esi; jnz 91b
#include "ibpb.h"
