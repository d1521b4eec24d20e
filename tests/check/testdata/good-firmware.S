/* SPDX-License-Identifier: GPL-2.0-only */
/* With IBRS in use nothing is written there, and else it is put back. */
#include "firmware.h"
