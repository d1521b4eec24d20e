/* SPDX-License-Identifier: GPL-2.0-only */
#define OFFLINE_CLEAR GO; wbinvd; int $0x80
#include "duties.h"
