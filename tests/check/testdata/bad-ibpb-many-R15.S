/* SPDX-License-Identifier: GPL-2.0-only */
/* More features are asked on the way than are looked at: nobody knows. */
#define IBPB_BEFORE .irpc a, 23456789; .irpc b, 012345678; \
	ALTERNATIVE "", "nop", \a\b; .endr; .endr; call __ibpb_switch_mm
#include "ibpb.h"
