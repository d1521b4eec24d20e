/* SPDX-License-Identifier: GPL-2.0-only */
/* By the gate of IBRS, which is off with IBRS_ALL. */
#define VMX_FILL FILL_RSB IBRS
#include "kvm.h"
