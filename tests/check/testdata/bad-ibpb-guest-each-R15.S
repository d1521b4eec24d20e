/* SPDX-License-Identifier: GPL-2.0-only */
/* A barrier for each load of a virtual CPU, the last one's too. */
#define GUEST_SAME 8f
#include "good-ibpb-guest.S"
