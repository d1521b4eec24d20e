/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why no rule is broken without an instruction: what the checker itself has to
 * say of it.
 */
#ifndef ALTER_WHY_H
#define ALTER_WHY_H

#include <stddef.h>

struct check;
struct said;
struct site;

/* What is said of the kernel as it is: of all, and with IBRS in use. */
struct plain {
	struct said *all, *in_use;
};

/* One line at buf; NULL: there is no reason, and so a hole. */
const char *why_silent(struct check *c, const struct plain *plain,
		       const struct site *s, const struct said *without,
		       char *buf, size_t len);

#endif
