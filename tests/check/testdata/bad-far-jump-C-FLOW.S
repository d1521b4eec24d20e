/* SPDX-License-Identifier: GPL-2.0-only */
/* A far jump goes by memory. */
#define SYSCALL_AFTER_SET jnc 76f; rex.w ljmp *rsp_scratch; 76:
#include "entry.h"
