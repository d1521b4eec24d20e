/* SPDX-License-Identifier: GPL-2.0-only */
/* Between guests there is a barrier, whether it was chosen or not. */
#define GUEST_GATE
#include "good-ibpb-guest.S"
