/* SPDX-License-Identifier: GPL-2.0-only */
/* The next kernel finds IBRS set. */
#define KEXEC_CLEAR
#include "duties.h"
