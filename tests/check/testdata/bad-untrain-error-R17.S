/* SPDX-License-Identifier: GPL-2.0-only */
/* A fault of user mode returns first. */
#define ERROR_SET SET
#include "cleared.h"
