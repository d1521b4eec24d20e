/* SPDX-License-Identifier: GPL-2.0-only */
#define IDLE_WAIT pause
#include "entry.h"
