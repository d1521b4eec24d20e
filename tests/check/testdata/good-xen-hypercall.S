/* SPDX-License-Identifier: GPL-2.0-only */
/* Xen returns for the guest: that hypercall does not come back. */
#include "hypercall.h"
