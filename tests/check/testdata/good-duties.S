/* SPDX-License-Identifier: GPL-2.0-only */
/* Each has done what it has to. */
#include "duties.h"
