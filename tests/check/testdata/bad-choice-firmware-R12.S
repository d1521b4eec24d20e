/* SPDX-License-Identifier: GPL-2.0-only */
/* IBRS around firmware as well, which clears it behind each call. */
#define CHOICE_LAST FORCE(7 * 32 + 22); jmp alternative_instructions
#include "choose.h"
