/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is patched in together, as the kernel's choice has it: which features
 * it forces on each of its paths, up to where alternatives are applied (R12).
 */
#ifndef CHECK_FORCED_H
#define CHECK_FORCED_H

struct check;

/*
 * Sets c->ft.chosen where the image shows that all that is presumed of the
 * gate's features is so; what shows the opposite is a finding.
 */
void forced_find(struct check *c);

#endif
