/* SPDX-License-Identifier: GPL-2.0-only */
/* The same, and on one leg it is not. */
#define DEAD_FIRST cli; testl $1, use_ibrs; jz 1f; call hlt_play_dead; 1:
#include "bad-later-offline-caller-R9.S"
