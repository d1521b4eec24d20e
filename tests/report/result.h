/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A finished run as ibrs-report sees it: the records of rig.tsv, the guest's
 * console, and the verdicts drawn from both.
 */
#ifndef REPORT_RESULT_H
#define REPORT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rules/inject.h"
#include "rules/rules.h"
#include "rules/words.h"

#define MAX_ROWS	160
#define MAX_KINDS	128	/* kinds.def, and reasons of R0 */
#define MAX_LIST	64
#define MAX_VIOL	64

struct row {			/* one path */
	char *name;
	uint64_t n, rd, wr;
	uint64_t in[3], out[3];	/* min, typical, max */
	uint64_t entry[2], total[2];	/* min, typical */
	uint64_t viol[NR_RULES];
};

struct kind {
	unsigned int rule;
	char *name;
	uint64_t count;
};

/* one address on one processor that executed RDMSR or WRMSR of 48h */
struct site_row {
	bool write;
	uint64_t addr;
	char *name, *cls;
	uint64_t count, dropped, set;	/* set: wrote bit 0 as 1 */
};

/*
 * Nested NMIs are demanded at what ran so often inside NMIs: a path that a
 * fault took there once has more instructions than that NMI can have others.
 */
#define NEST_DEMAND	64

struct cover_row {
	char *name, *reasons;
	uint64_t entry;		/* its address, 0 for user instructions */
	uint64_t exec;
	uint64_t able[INJ_NR], sent[INJ_NR];
	uint64_t back[INJ_NR];
};

struct cover_result {
	struct cover_row *row;
	unsigned int nrows, room;
	uint64_t asked[INJ_KINDS], sent[INJ_KINDS], back[INJ_KINDS];
	uint64_t nested, latched, gone, backtraces;
};

struct cover_count {
	unsigned int total, covered, excluded, missing;
};

struct result {
	char *run_id, *qemu, *args, *lost_why, *first;
	uint64_t cpus, active, armed, armings, insns, crossings, user_blocks;
	uint64_t mark, base, keep, pti, entry_msr, lost, drop, dropped;
	uint64_t nmis, nmi_asked, mces, mix_asked, mwaits, stopped, sets;
	uint64_t held, compared, entry_bytes;
	struct cover_result cover;
	bool ended;
	struct row row[MAX_ROWS];
	unsigned int nrows;
	uint64_t exercised[NR_RULES], violations[NR_RULES];
	struct kind kind[MAX_KINDS];
	unsigned int nkinds;
	struct site_row *site;
	size_t nsites;
	char *viol[MAX_VIOL], *trace[MAX_VIOL];	/* trace: "what a b; ..." */
	unsigned int nviol;
	/* of the console */
	bool done;
	uint64_t guest_pass, guest_fail, guest_skip;
	char *not_ok[MAX_LIST];
	unsigned int nnot_ok;
	char *tail[12];		/* last lines, ring */
	unsigned int ntail;
};

struct options {
	const char *rig, *console, *ktap, *name;
	bool off, seeded, sweep;
	bool all;		/* IBRS_ALL: off, but for one write */
	uint64_t min_insns;
	const char *require[MAX_LIST];
	unsigned int nrequire;
	const char *known[MAX_LIST];	/* "R5:kind" */
	unsigned int nknown;
	const char *skip[MAX_LIST];	/* "R6:reason" */
	unsigned int nskip;
	const char *header[MAX_LIST];
	unsigned int nheader;
};

struct verdict {
	enum word rule[NR_RULES];
	char why[NR_RULES][160];
	enum word run;
	char run_why[MAX_LIST][256];
	unsigned int nwhy;
};

/* tsv.c: 0, or -1 with one line in @err */
int result_read(struct result *r, const char *path, char *err, size_t len);
int console_read(struct result *r, const char *path, char *err, size_t len);

/* cover.c */
bool cover_meta(struct cover_result *c, const char *key, uint64_t val);
void cover_record(struct cover_result *c, char **field);
void cover_count(const struct cover_result *c, unsigned int kind,
		 struct cover_count *n);
void cover_why(const struct result *r, unsigned int kind, char *buf,
	       size_t len);
void cover_print(FILE *f, const struct cover_result *c);

/* verdict.c */
void judge_result(const struct result *r, const struct options *o,
		  struct verdict *v);
/* Is @rule one this instrument gives a word for? */
bool judged_rule(unsigned int rule);

/* table.c */
void print_table(FILE *f, const struct result *r, const struct options *o,
		 const struct verdict *v);
int write_ktap(const char *path, const struct result *r,
	       const struct options *o, const struct verdict *v);

#endif
