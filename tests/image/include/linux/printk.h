/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's log is KTAP's diagnostic lines here. */
#ifndef IMAGE_PRINTK_H
#define IMAGE_PRINTK_H
__attribute__((format(printf, 1, 2))) void print(const char *fmt, ...);
#define pr_err(fmt, ...)	print("# " pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)	print("# " pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)	print("# " pr_fmt(fmt), ##__VA_ARGS__)
#endif
