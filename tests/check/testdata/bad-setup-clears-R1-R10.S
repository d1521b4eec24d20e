/* SPDX-License-Identifier: GPL-2.0-only */
/* What every processor calls as it comes up writes the other value. */
#define SETUP_LOAD LOAD_BASE
#include "duties.h"
