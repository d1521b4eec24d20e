/* SPDX-License-Identifier: GPL-2.0-only */
/* A function is called, and returns, before IBRS is set. */
#define SYSCALL_BEFORE_SET call untrain
#define MORE_ENTRY FUNC untrain; ret; END untrain
#include "entry.h"
