/* SPDX-License-Identifier: GPL-2.0-only */
/* A register that was restored is used by what stands behind. */
#define REGS_BEFORE_SYSRET movl $0, %ebx
#include "regs.h"
