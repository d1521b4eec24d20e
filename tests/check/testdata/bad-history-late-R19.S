/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind C. */
#define SYSCALL_SET SET; UNTRAIN; call c_function; HISTORY
#include "cleared.h"
