/* SPDX-License-Identifier: GPL-2.0-only */
/* What hits anywhere: between SYSCALL and the call, say. */
#define PARANOID_SAVE SAVE
#include "cleared.h"
