/* SPDX-License-Identifier: GPL-2.0-only */
/* Through paravirt's pointer, made direct: who is not known to write. */
#include "direct.h"
#undef MORE_TEXT
#define MORE_TEXT PV_TEXT; FUNC some_driver; \
	PV_WRITE(0x48, x86_spec_ctrl_kernel); ret; END some_driver
#include "entry.h"
