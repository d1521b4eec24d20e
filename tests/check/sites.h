/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every access to IA32_SPEC_CTRL in the whole text, by function: one that is
 * not known there is a finding. Functions that clear around an idle state, or
 * for good, become entry points of their own.
 */
#ifndef CHECK_SITES_H
#define CHECK_SITES_H

#include <stdbool.h>

#include "rules/sites.h"

struct check;
struct use;

/* Is it a kernel of this series, for which what others do is not known? */
bool is_series(const struct check *c);
/* Is that gone once the kernel is up? */
bool in_init_text(const struct check *c, uint64_t addr);
/* What its function accesses the MSR for. */
enum site_class use_class(const struct check *c, const struct use *u);

/* Appends to c->en.func. False: out of memory, said. */
bool sites_scan(struct check *c);

#endif
