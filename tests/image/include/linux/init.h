/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IMAGE_INIT_H
#define IMAGE_INIT_H
#define __init
#define __initdata
/* As a kernel with everything the series asks about built in. */
#define IS_ENABLED(option)	1
/* Not "rodata=off" */
#define rodata_enabled		true
#endif
