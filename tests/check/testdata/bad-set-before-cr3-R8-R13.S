/* SPDX-License-Identifier: GPL-2.0-only */
/* IBRS is set with the user page tables still loaded. */
#define ERROR_SET
#define ERROR_FIRST testb $3, 18 * 8(%rsp); jz 79f; SET; 79:
#include "entry.h"
