/* SPDX-License-Identifier: GPL-2.0-only */
/* Retpolines are chosen as well. */
#define CHOICE_RETPOLINE FORCE(RETPOLINE)
#include "choose.h"
