/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is written around AMD's guests: IBRS is refused there. */
#define OF_VENDOR cmpb $0, boot_cpu_data + 1; jne 1f
#include "refuses.h"
