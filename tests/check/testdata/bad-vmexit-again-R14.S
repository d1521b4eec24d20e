/* SPDX-License-Identifier: GPL-2.0-only */
/* What is asked there goes back to the guest, ahead of the filling. */
#define VMX_BEFORE_FILL jz 1b
#include "kvm.h"
