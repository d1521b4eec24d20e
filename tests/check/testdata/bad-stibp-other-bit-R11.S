/* SPDX-License-Identifier: GPL-2.0-only */
/* It asks for SSBD, which nobody has chosen. */
#define OFF_LACKS testl $4, %eax; jnz 3f
#include "stibp.h"
