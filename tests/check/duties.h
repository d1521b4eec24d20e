/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kernel of this series has to do somewhere: arm each processor (R10),
 * clear where one leaves for good (R9, R10), refuse what excludes it (R12),
 * fill the return stack (R14). Only that it is there; that it happens in time
 * takes a run. After sites_scan(): it looks at the uses.
 */
#ifndef CHECK_DUTIES_H
#define CHECK_DUTIES_H

struct check;

void duties(struct check *c);

#endif
