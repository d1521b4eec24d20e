/* SPDX-License-Identifier: GPL-2.0-only */
/* It writes where STIBP is there. */
#define OFF_LACKS testl $2, %eax; jz 3f
#include "stibp.h"
