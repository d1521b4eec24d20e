/* SPDX-License-Identifier: GPL-2.0-only */
/* The gate of a vector is a trap gate: interrupts stay on. */
#define GATE_TYPE 0x8f00
#include "gate.h"
