/* SPDX-License-Identifier: GPL-2.0-only */
/* It stays set behind firmware, and the function ends in a jump to another. */
#define FW_CLEAR nop
#define FW_BEHIND popq %rbx; jmp c_function
#include "firmware.h"
