/* SPDX-License-Identifier: GPL-2.0-only */
/* It counts to what a variable holds, which another processor may move on. */
#define OFFLINE_CLEAR GO; wbinvd; xorl %eax, %eax; 91: pause; incl %eax; \
	cmpl %eax, use_ibrs; jne 91b
#include "duties.h"
