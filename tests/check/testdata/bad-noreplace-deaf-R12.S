/* SPDX-License-Identifier: GPL-2.0-only */
/* What is asked says no, whatever was parsed. */
#define SAY_NOREPLACE xorl %eax, %eax
#include "xen.h"
