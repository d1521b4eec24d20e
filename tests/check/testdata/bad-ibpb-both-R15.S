/* SPDX-License-Identifier: GPL-2.0-only */
/* One ahead of the load, and one behind it. */
#define IBPB_BEHIND call __ibpb_switch_mm
#include "ibpb.h"
