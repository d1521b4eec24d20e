/* SPDX-License-Identifier: GPL-2.0-only */
/* One leg goes round for ever behind the clear, and does not halt. */
#define OFFLINE_CLEAR GO; wbinvd; testl %edi, %edi; jz 5f; 91: pause; \
	jmp 91b; 5:
#include "duties.h"
