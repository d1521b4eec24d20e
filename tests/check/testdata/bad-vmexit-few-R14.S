/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind a VM exit 30 entries are made. */
#define FILL_LOOPS 15
#include "kvm.h"
