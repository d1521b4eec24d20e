/* SPDX-License-Identifier: GPL-2.0-only */
/* As one is taken an IRET that faulted. */
#define BAD_IRET_SET SET
#include "cleared.h"
