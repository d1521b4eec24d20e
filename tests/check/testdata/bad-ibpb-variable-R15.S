/* SPDX-License-Identifier: GPL-2.0-only */
/* The value of the other MSR. */
#define IBPB_VALUE LOAD_KERNEL
#include "ibpb.h"
