/* SPDX-License-Identifier: GPL-2.0-only */
/* It hangs on page table isolation. */
#define IBPB_GATE ALTERNATIVE "jmp .Libpb_no", "", PTI
#include "ibpb.h"
