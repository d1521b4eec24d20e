/* SPDX-License-Identifier: GPL-2.0-only */
/* The loop behind a VM exit can be left too early. */
#define FILL_FENCE
#include "kvm.h"
