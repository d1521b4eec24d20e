/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is written where Intel's guest is left. */
#define VMX_EXIT
#include "kvm.h"
