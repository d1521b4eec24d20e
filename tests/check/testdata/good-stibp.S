/* SPDX-License-Identifier: GPL-2.0-only */
/* STIBP, chosen at boot, where IBRS is not in use. */
#include "stibp.h"
