/* SPDX-License-Identifier: GPL-2.0-only */
/* Retpolines are chosen as well. */
#define CHOICE_RETPOLINE jmp 1f
#include "choose.h"
