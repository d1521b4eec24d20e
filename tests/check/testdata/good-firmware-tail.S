/* SPDX-License-Identifier: GPL-2.0-only */
/* It is put back behind firmware, ahead of the jump that ends the function. */
#define FW_BEHIND popq %rbx; jmp c_function
#include "firmware.h"
