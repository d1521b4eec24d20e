/* SPDX-License-Identifier: GPL-2.0-only */
/* Set again behind a WARN(), in an interrupt's way in. */
#define IRQ_BEFORE_RET SET; jnc 76f; TRAP ud2 5; SET; 76:
#include "entry.h"
