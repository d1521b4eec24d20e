/* SPDX-License-Identifier: GPL-2.0-only */
/* Whatever the command line says 0 is given back. */
#define ASK_NOREPLACE call cmdline_find_option_bool; xorl %eax, %eax
#include "xen.h"
