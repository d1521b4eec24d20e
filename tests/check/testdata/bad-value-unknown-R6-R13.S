/* SPDX-License-Identifier: GPL-2.0-only */
/* What is written comes from nowhere. */
#define LOAD_KERNEL movl %esi, %eax; movl %edi, %edx
#include "entry.h"
