/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which number a feature has in this image, where its alternatives show it by
 * what they do. Not the gate, and nothing that a rule asks of a feature by
 * name: that a filling hangs on the right one could not be told any more.
 */
#ifndef CHECK_TOLD_H
#define CHECK_TOLD_H

#include <stdbool.h>
#include <stdint.h>

struct check;

/* After the tables. One of which they say two numbers is not told. */
void told_find(struct check *c);
/* False: the image does not tell. */
bool told_id(const struct check *c, const char *name, uint64_t *id);

#endif
