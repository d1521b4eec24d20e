/* SPDX-License-Identifier: GPL-2.0-only */
/* The next kernel finds IBRS set, where this one was told something. */
#define KEXEC_CLEAR testl %edi, %edi; jz 3f; GO; 3:
#include "duties.h"
