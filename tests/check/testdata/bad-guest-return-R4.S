/* SPDX-License-Identifier: GPL-2.0-only */
/* HOST_RIP is behind the write. */
#define VMX_RETURN 3f
#define VMX_BEFORE_FILL 3:
#include "kvm.h"
