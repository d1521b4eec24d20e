/* SPDX-License-Identifier: GPL-2.0-only */
/* An AP comes up with IBRS clear. */
#define AP_ARM
#include "duties.h"
