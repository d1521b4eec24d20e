/* SPDX-License-Identifier: GPL-2.0-only */
/* A second barrier on the way. */
#define IBPB_BEFORE call __ibpb_switch_mm; call __ibpb_switch_mm
#include "ibpb.h"
