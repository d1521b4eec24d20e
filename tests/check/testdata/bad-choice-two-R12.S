/* SPDX-License-Identifier: GPL-2.0-only */
/* Retpolines are forced as well, by the second bit of an OR. */
#define CHOICE_CTXSW lock; orb $(1 << (RETPOLINE % 8) | 1), cpu_caps_set + RETPOLINE / 8
#include "choose.h"
