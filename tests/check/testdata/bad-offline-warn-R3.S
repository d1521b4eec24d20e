/* SPDX-License-Identifier: GPL-2.0-only */
/* WARN() behind the clear: its handler runs unprotected. */
#define OFFLINE_CLEAR GO; wbinvd; TRAP ud2 1
#include "duties.h"
