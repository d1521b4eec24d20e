/* SPDX-License-Identifier: GPL-2.0-only */
/* One hook is patched in by what the CPU has, not by what was chosen. */
#define SYSCALL_SET SET gate=PCID
#include "entry.h"
