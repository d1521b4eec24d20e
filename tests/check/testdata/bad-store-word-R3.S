/* SPDX-License-Identifier: GPL-2.0-only */
/* A push of 16 bits moves the stack by two bytes, and the pop by eight. */
#define PARANOID_AFTER_C pushq %r13; pushw $0; popq %r13; addq $2, %rsp
#include "entry.h"
