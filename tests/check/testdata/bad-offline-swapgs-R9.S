/* SPDX-License-Identifier: GPL-2.0-only */
#define OFFLINE_CLEAR GO; wbinvd; swapgs; sysretq
#include "duties.h"
