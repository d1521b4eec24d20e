/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rig.tsv, described once for its writer, the plugin, and its reader,
 * ibrs-report: the records there are and the columns each has, by name.  To
 * move or to add a column is to do it here.
 *
 * A record is a line of fields with tabs between them; the first is the tag.
 */
#ifndef RULES_RECORD_H
#define RULES_RECORD_H

#include "rules/inject.h"
#include "rules/rules.h"

enum record {
	REC_META,
	REC_PATH,
	REC_RULE,
	REC_PART,
	REC_KIND,
	REC_SITE,
	REC_GATE,
	REC_COUNTED,
	REC_COVER,
	REC_WINDOW,
	REC_SYMBOL,
	REC_VIOLATION,
	REC_END,		/* the last line of a run that ended in order */
	REC_NR,
};

/* One fact about the run. */
enum { META_KEY = 1, META_VALUE, META_COLUMNS };
enum meta {
#define META(key, name) M_##key,
#include "rules/meta.def"
#undef META
	M_NR,
};
#define M_SENT(kind)	(M_SENT_NMI + (kind))	/* enum inject */
#define M_BACK(kind)	(M_BACK_NMI + (kind))
_Static_assert((int)M_SENT(INJ_UNMASK) == M_SENT_UNMASK &&
	       (int)M_BACK(INJ_UNMASK) == M_BACK_UNMASK, "order of meta.def");

/*
 * One way through the kernel.  IN and OUT are instructions unprotected on the
 * way in and out, ENTRY those in entry text, TOTAL all of them; TYP is the
 * most frequent number.
 */
enum {
	PATH_NAME = 1, PATH_CROSSINGS, PATH_RDMSR, PATH_WRMSR,
	PATH_IN_MIN, PATH_IN_TYP, PATH_IN_MAX,
	PATH_OUT_MIN, PATH_OUT_TYP, PATH_OUT_MAX,
	PATH_ENTRY_MIN, PATH_ENTRY_TYP, PATH_TOTAL_MIN, PATH_TOTAL_TYP,
	PATH_R1,		/* violations of each rule: PATH_RULE() */
	PATH_COLUMNS = PATH_R1 + NR_RULES - 1,
};
#define PATH_RULE(r)	(PATH_R1 + (r) - 1)

enum { RULE_ID = 1, RULE_EXERCISED, RULE_VIOLATIONS, RULE_COLUMNS };

/* A part of a rule, as parts.def has it, and how often it was exercised. */
enum { PART_RULE = 1, PART_NAME, PART_COUNT, PART_COLUMNS };

/* Violations of one kind on one processor. */
enum { KIND_RULE = 1, KIND_NAME, KIND_COUNT, KIND_CPU, KIND_COLUMNS };

/* An instruction that accessed 48h on one processor. */
enum {
	SITE_OP = 1, SITE_ADDRESS, SITE_SYMBOL, SITE_CLASS, SITE_COUNT,
	SITE_DROPPED,		/* ... times the seeded fault hit it */
	SITE_CPU,
	SITE_SET,		/* of SITE_COUNT had bit 0 as 1 */
	SITE_COLUMNS,
};

/*
 * A way into the kernel that a processor had: a gate of its IDT, by the vector, or
 * one of the MSRs, "lstar", "cstar", "sysenter".  ADDRESS is where the kernel ran,
 * of an alias of the trampoline what it is one of; TYPE is the gate's, 14 or 15.
 */
enum {
	GATE_WAY = 1, GATE_ADDRESS, GATE_SYMBOL, GATE_IST, GATE_TYPE,
	GATE_COLUMNS,
};

/*
 * What a kernel that checks itself has to have counted when the guest read that,
 * at least and at most. WHAT: a way in, from user mode or "@kernel"; a function that
 * checks as itself (of start_secondary and the like, how often R10 was judged there);
 * RDMSR, all that its checks have read; out, the ways out but for NMIs and guests,
 * and SYSRET, those that may be without prepare_exit_to_usermode().
 */
enum { COUNTED_WHAT = 1, COUNTED_LOW, COUNTED_HIGH, COUNTED_COLUMNS };

/* An instruction a sweep injects at. */
enum {
	COVER_ADDRESS = 1, COVER_SYMBOL, COVER_EXECUTED,
	COVER_ABLE,		/* for each kind: COVER_KIND() */
	COVER_REASONS = COVER_ABLE + 3 * INJ_NR,
	COVER_COLUMNS,
};
/* One outside the entry text, behind a clear of that class of site. */
enum { WINDOW_SITE = COVER_COLUMNS, WINDOW_COLUMNS };
/* A function that the entry text has, executed or not. */
enum { SYMBOL_NAME = 1, SYMBOL_COLUMNS };
enum { C_ABLE, C_SENT, C_BACK };
#define COVER_KIND(kind, what)	(COVER_ABLE + 3 * (kind) + (what))

enum {
	VIOL_RULE = 1, VIOL_KIND, VIOL_CPU, VIOL_SYMBOL, VIOL_ADDRESS,
	VIOL_PATH, VIOL_ARGUMENT, VIOL_MSR,
	VIOL_TRACE,		/* events before it: "what a b;" of each */
	VIOL_COLUMNS,
};

#define RECORD_FORMAT	5	/* another meaning of the records is another number */
#define RECORD_COLUMNS	64	/* no record has more */
_Static_assert((int)PATH_COLUMNS <= RECORD_COLUMNS &&
	       (int)WINDOW_COLUMNS <= RECORD_COLUMNS, "RECORD_COLUMNS");

/* The record with @tag, REC_NR when there is none. */
enum record record_of(const char *tag);
const char *record_tag(enum record rec);

/* The key with @name, M_NR when there is none. */
enum meta meta_of(const char *name);
const char *meta_name(enum meta key);

/* How many fields @rec has, its tag included. */
unsigned int record_columns(enum record rec);

#endif
