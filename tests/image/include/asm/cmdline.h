/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/types.h>
int cmdline_find_option_bool(const char *cmdline, const char *option);
