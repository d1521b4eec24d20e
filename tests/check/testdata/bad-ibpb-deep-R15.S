/* SPDX-License-Identifier: GPL-2.0-only */
/* What issues it calls itself: how often nobody knows. */
#define IBPB_CALLED IBPB_WRITE; testl %esi, %esi; je 8f; \
	call __ibpb_switch_mm; 8:
#include "ibpb.h"
