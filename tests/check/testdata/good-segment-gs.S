/* SPDX-License-Identifier: GPL-2.0-only */
/* load_gs_index(): the user's base is in use around the load. */
#define MORE_ENTRY FUNC load_gs; pushfq; cli; swapgs; movl %edi, %gs; mfence; \
	swapgs; popfq; ret; END load_gs
#define MORE_TEXT FUNC uses; call load_gs; ret; END uses
/* and DS has no base */
#define SYSCALL_AFTER_SET xorl %eax, %eax; movl %eax, %ds
#include "entry.h"
