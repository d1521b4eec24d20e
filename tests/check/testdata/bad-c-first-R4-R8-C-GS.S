/* SPDX-License-Identifier: GPL-2.0-only */
/* C is called before anything was switched. */
#define ERROR_FIRST testb $3, 18 * 8(%rsp); jz 79f; call c_function; 79:
#include "entry.h"
