/* SPDX-License-Identifier: GPL-2.0-only */
/* A paravirt call becomes STI, ahead of the write. */
#define PV_NAME native_irq_enable
#define PV_DOES sti
#include "pv.h"
