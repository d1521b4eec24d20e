/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel for Xen PV as well. */
#include "xen.h"
