/* SPDX-License-Identifier: GPL-2.0-only */
/* Code outside the entry text leaves by it, behind the clear. */
#define MORE_TEXT FUNC ret_from_thread; call c_function; cli; swapgs; \
	jmp native_iret; END ret_from_thread
#include "entry.h"
