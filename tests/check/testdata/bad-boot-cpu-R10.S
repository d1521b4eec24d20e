/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot CPU keeps what it had. */
#define BOOT_ARM
#include "duties.h"
