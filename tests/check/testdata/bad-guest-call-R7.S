/* SPDX-License-Identifier: GPL-2.0-only */
/* C between the clear and the guest. */
#define VMX_BEFORE_RUN call c_function
#include "kvm.h"
