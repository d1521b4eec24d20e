/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is in a file, judged by nobody: its entry points, the instructions of
 * its entry text, its alternatives. Others that need to know what stands where
 * read this, and no ELF. Of the latter two one record a line, tab-separated:
 *
 *	insn	address	symbol+offset	text	entry|irqentry|trampoline
 *	alt	address	symbol+offset	feature	length	length of the new
 *		text	target
 *
 * The text is what stands in the file, unpatched. That of padding begins with
 * "nop", that of a byte that is no instruction with "(bad)". The target is the
 * address a direct branch at the site goes to, "-" where there is none.
 */
#ifndef CHECK_LIST_H
#define CHECK_LIST_H

struct check;
struct entry;

/* "gate", "leave": what kind of entry point that is. */
const char *entry_kind(const struct entry *e);
void list_entries(struct check *c);
/* Needs the layout and the tables, and no entry point. */
void list_insns(struct check *c);

#endif
