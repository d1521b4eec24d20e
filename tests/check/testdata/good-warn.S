/* SPDX-License-Identifier: GPL-2.0-only */
/* A WARN(), a BUG(), an INT n where IBRS is set. */
#define SYSCALL_AFTER_SET TRAP ud2 1; jnc 76f; TRAP ud2 0; 76: jnc 76f; int3; \
	76: int $0x81
#include "entry.h"
