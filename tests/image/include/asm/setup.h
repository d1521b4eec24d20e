/* SPDX-License-Identifier: GPL-2.0-only */
extern char boot_command_line[];
