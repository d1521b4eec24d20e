/* SPDX-License-Identifier: GPL-2.0-only */
/* To a stack that nobody says is mapped for user mode. */
#define ESPFIX_STACK other_stack
#include "espfix.h"
