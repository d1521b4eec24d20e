/* SPDX-License-Identifier: GPL-2.0-only */
/* A register is used as a scratch register before it is saved. */
#define IRQ_FIRST movq %rsp, %rsi
#include "entry.h"
