/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line is asked, for one spelling of those that have it. */
#define ASK_NOREPLACE call cmdline_find_option_bool
#include "xen.h"
