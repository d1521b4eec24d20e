/* SPDX-License-Identifier: GPL-2.0-only */
/* Another guest is next, and what the last one trained steers it. */
#define GUEST_IBPB
#include "good-ibpb-guest.S"
