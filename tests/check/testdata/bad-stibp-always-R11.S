/* SPDX-License-Identifier: GPL-2.0-only */
/* Who comes up writes base whatever it has read. */
#define OFF_LACKS
#include "stibp.h"
