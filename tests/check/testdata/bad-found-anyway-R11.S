/* SPDX-License-Identifier: GPL-2.0-only */
/* Base is written by each, whether IBRS was found set or not. */
#define SETUP_OFF movl $0x48, %ecx; LOAD_BASE; wrmsr
#include "duties.h"
