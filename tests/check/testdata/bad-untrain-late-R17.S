/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind a RET. */
#define SYSCALL_SET SET; call returns; UNTRAIN; HISTORY
#define MORE FUNC returns; ret; END returns
#include "cleared.h"
