/* SPDX-License-Identifier: GPL-2.0-only */
/* Without IBRS there is none. */
#define IBPB_GATE ALTERNATIVE "jmp .Libpb_no", "", IBRS
#include "ibpb.h"
