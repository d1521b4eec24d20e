/* SPDX-License-Identifier: GPL-2.0-only */
/* Nobody calls it. */
#define IBPB_BEFORE nop
#include "ibpb.h"
