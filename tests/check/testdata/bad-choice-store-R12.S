/* SPDX-License-Identifier: GPL-2.0-only */
/* Retpolines are forced as well, by a store. */
#define CHOICE_CTXSW movb $0xff, cpu_caps_set + RETPOLINE / 8
#include "choose.h"
