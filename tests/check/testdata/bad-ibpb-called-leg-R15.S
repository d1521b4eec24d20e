/* SPDX-License-Identifier: GPL-2.0-only */
/* What issues it has a leg round it, by a feature of something else. */
#define IBPB_CALLED ALTERNATIVE "", "jmp 7f", PCID; IBPB_WRITE
#include "ibpb.h"
