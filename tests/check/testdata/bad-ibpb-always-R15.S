/* SPDX-License-Identifier: GPL-2.0-only */
/* It is issued where it was not chosen, too. */
#define IBPB_GATE
#include "ibpb.h"
