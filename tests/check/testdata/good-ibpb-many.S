/* SPDX-License-Identifier: GPL-2.0-only */
/* As many features are asked on the way as are looked at, and it hangs on one. */
#define IBPB_BEFORE .irpc a, 2345678; .irpc b, 012345678; \
	ALTERNATIVE "", "nop", \a\b; .endr; .endr; call __ibpb_switch_mm
#include "ibpb.h"
