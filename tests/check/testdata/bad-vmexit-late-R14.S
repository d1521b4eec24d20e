/* SPDX-License-Identifier: GPL-2.0-only */
/* A jump through a pointer comes before the filling. */
#define VMX_BEFORE_FILL call *%rax
#include "kvm.h"
