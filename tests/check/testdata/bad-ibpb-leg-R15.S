/* SPDX-License-Identifier: GPL-2.0-only */
/* A leg goes round it. */
#define IBPB_BEFORE testl %edx, %edx; je .Libpb_no; call __ibpb_switch_mm
#include "ibpb.h"
