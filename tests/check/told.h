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

#include "check/feat.h"

struct check;
struct image;

/* After the tables. One of which they say two numbers is not told. */
void told_find(struct check *c);
/*
 * What a function at that address is called for at a crossing, by name: the feature
 * that such a call hangs on; NR_TOLD: for nothing that is known.
 */
enum told told_call(const struct image *im, uint64_t target);
/* False: the image does not tell. */
bool told_id(const struct check *c, const char *name, uint64_t *id);

#endif
