/* SPDX-License-Identifier: GPL-2.0-only */
/* A CPU goes offline with IBRS set. */
#define OFFLINE_CLEAR
#include "duties.h"
