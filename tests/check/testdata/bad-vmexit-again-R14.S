/* SPDX-License-Identifier: GPL-2.0-only */
/* What is asked there goes back to the guest, ahead of the filling. */
#define VMX_BEFORE_FILL jz 4b
#include "kvm.h"
