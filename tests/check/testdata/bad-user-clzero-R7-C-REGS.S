/* SPDX-License-Identifier: GPL-2.0-only */
/* No operand names it: CLZERO goes by RAX. */
#define SYSCALL_BEFORE_SET clzero
#include "entry.h"
