/* SPDX-License-Identifier: GPL-2.0-only */
/* A jump in C, and nothing says where to. */
#define IDLE_FIRST jnc 76f; jmp *%rax; 76:
#include "entry.h"
