/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who issues IBPB, with which value, and that switch_mm_irqs_off() has done so
 * before it loads CR3 (R15). Whether the mm is one that needs it is data, and so
 * is all of exec: that takes a run.
 */
#ifndef CHECK_IBPB_H
#define CHECK_IBPB_H

struct check;

void rule_ibpb(struct check *c);

#endif
