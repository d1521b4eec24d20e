/* SPDX-License-Identifier: GPL-2.0-only */
/* A CPU that is stopped keeps IBRS set. */
#define STOP_CLEAR
#include "duties.h"
