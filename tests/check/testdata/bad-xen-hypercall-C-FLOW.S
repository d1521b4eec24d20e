/* SPDX-License-Identifier: GPL-2.0-only */
/* A hypercall that comes back, to what was pushed: the flags for the other. */
#define HYPERCALL xen_hypercall_other
#include "hypercall.h"
