/* SPDX-License-Identifier: GPL-2.0-only */
/* A path runs into what is no instruction. */
#define SYSCALL_AFTER_SET jnc 76f; .byte 6; 76:
#include "entry.h"
