/* SPDX-License-Identifier: GPL-2.0-only */
#define OFFLINE_CLEAR GO; wbinvd; sysretq
#include "duties.h"
