/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's GS is taken to mean that IBRS was set. */
#define PARANOID_OTHER_LEG
#include "entry.h"
