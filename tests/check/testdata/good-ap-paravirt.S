/* SPDX-License-Identifier: GPL-2.0-only */
/* One becomes CLI. */
#define PV_NAME native_irq_disable
#define PV_DOES cli
#include "pv.h"
