/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest runs with the host's IBRS. */
#define VMX_ENTER
#include "kvm.h"
