/* SPDX-License-Identifier: GPL-2.0-only */
/* IBPB before CR3 is loaded, behind a feature of its own. */
#include "ibpb.h"
