/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ibrs-check: proves the rules of Documentation/rules.txt on a vmlinux without
 * running it. One struct check is passed through all layers; each has a header
 * of its own, and calls those above it in this list only:
 *
 *	util		memory, sorting, the error line
 *	elf, symbol	the file: sections, symbols, bytes
 *	kallsyms	symbols that a kernel carries for itself
 *	decode		bytes -> struct insn
 *	layout		where the entry code is
 *	find, reach	findings, notes, uses; what was walked
 *	tally		per rule: how often it was asked, what of it was not
 *	alt, tables	what the kernel patches
 *	told, feat	on which features, and which of them is IBRS
 *	rodata, scan, wrapper	all text in its order, with what it takes from
 *			read-only tables; who accesses MSRs for others
 *	fetch		the instruction that stands there once it is patched
 *	value, state	abstract values; registers, stacks, switches
 *	entries, start	which entry points there are, and what is true at them
 *	noret		functions that do not return
 *	walker		the states of a walk, and its paths
 *	operand, flags	what an instruction reads and writes
 *	branch		what is known after a branch
 *	count		loops that do nothing but count
 *	choice		what C asks of the kernel's choice
 *	rules, rule_*	which event in which state breaks which rule
 *	leg		the leg that a branch does not take, to be walked
 *	orc		the unwinder's tables
 *	system		MSRs, the GS base, the interrupt flag
 *	exec, flow	what one instruction does to the state; to the path
 *	ends, trap	where it goes by a stack, a table; by an exception
 *	call		what is known of a function that is called
 *	wrong		what is and what may not be on such a leg
 *	source		source lines, by addr2line
 *	list		what is in the file
 *	verdict		a word for each rule, and for all
 *	json		brackets, commas, quotes
 *	report, tsv, report_json  what came out, as text and for programs
 *	walk		every combination of features
 *	sites, vmexit	C functions that have to be walked
 *	bits		which bits are known on a path of C
 *	refuse, forced	what excludes IBRS, on each path of who asks; what goes
 *			with it, on each path of who chooses
 *	duties		who has to write the MSR, or to fill the return stack
 *	other_mm	what a way asks of features, and of the mm that is next
 *	ways		where IBPB is on the ways to another mm, or guest
 *	ibpb		who issues IBPB, and where
 *	judge		all of it, in order
 *	task		verdict, path or list
 *	pages		Documentation/rules.txt, built in
 *	options, main	the command line
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include <stdio.h>

#include "check/elf.h"
#include "check/entries.h"
#include "check/feat.h"
#include "check/find.h"
#include "check/layout.h"
#include "check/noret.h"
#include "check/orc.h"
#include "check/source.h"
#include "check/tables.h"
#include "check/tally.h"
#include "check/wrapper.h"
#include "rules/msr.h"

#define MAX_ADD 16			/* --entry */

enum task { JUDGE, SHOW_PATH, LIST_ENTRIES, LIST_INSNS, LIST_SYMBOLS, LIST_RULES,
	    EXPLAIN, HELP };
enum format { AS_TEXT, AS_TSV, AS_JSON };

struct options {
	enum task task;
	enum format format;		/* of a verdict */
	bool verbose;
	const char *path, *symbols;
	const char *explain;		/* EXPLAIN: what */
	const char *show;		/* SHOW_PATH: from where */
	bool to_kernel;			/* its other end */
	const char *via_name;
	const struct symbol *via;	/* through it */
	const char *off;		/* a feature that is, whatever is presumed */
	bool in_use;			/* walks nothing with IBRS not in use */
	void (*watch)(struct check *c);	/* each time an entry point is done */
	const char *add[MAX_ADD];
	int nadd;
	const char *module[MAX_MODULES];
	int nmodule;
	uint64_t max_steps;		/* for each entry point */
};

struct check {
	struct options opt;
	struct image im;
	struct layout lay;
	struct tables t;
	struct features ft;
	struct entries en;
	struct orcs orc;
	struct results res;
	struct lines lines;
	struct tally tally;
	struct noret noret;
	struct wrapper *wrap;
	size_t nwrap, capwrap;
	uint64_t wrap_at[64];		/* bits: some wrapper may be there */
	uint64_t *stack_at;		/* where unknown stacks were taken */
	size_t nstack, capstack;
	uint64_t nsteps;
	struct decoded *decoded;	/* what fetch() has met */
	uint8_t *reached;		/* a byte for each of the first range */
	bool broken;			/* the image, or the walk, is lost */
	bool astray;			/* an entry point without a way out */
	char *why;			/* what error_() said */
};

/*
 * Says why no verdict can be had, once: the first reason is the one to mend.
 * The exit status is 2 from here on.
 */
void error_(struct check *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* The same where all that could be was judged, and is not enough. */
void no_verdict(struct check *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* The file's name without its directory, for messages. */
const char *file_name(const struct check *c);

#endif
