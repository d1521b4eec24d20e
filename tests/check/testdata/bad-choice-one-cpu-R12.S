/* SPDX-License-Identifier: GPL-2.0-only */
/* Without SMP what forces a feature has no LOCK. RETPOLINE is forced as well. */
#define CHOICE_LOCK
#define CHOICE_LAST FORCE(RETPOLINE); jmp alternative_instructions
#include "choose.h"
