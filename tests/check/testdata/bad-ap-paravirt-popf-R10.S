/* SPDX-License-Identifier: GPL-2.0-only */
/* One becomes POPF. */
#define PV_NAME native_restore_fl
#define PV_DOES pushq %rdi; popfq
#include "pv.h"
