/* SPDX-License-Identifier: GPL-2.0-only */
/* What the IDT is filled from: tables, and arrays of stubs. */
#ifndef CHECK_IDT_H
#define CHECK_IDT_H

#include <stdbool.h>

struct check;

/* The gates of the image's tables. False: one is no table; said. */
bool idt_tables(struct check *c);
/* Stubs of an array that are not like its first one, which is an entry. */
bool idt_stubs(struct check *c);

#endif
