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

#include "rules/kinds.h"
#include "rules/parts.h"
#include "rules/record.h"
#include "rules/rules.h"
#include "rules/words.h"

#define MAX_ROWS	160
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

/* A way into the kernel, as a processor had it. */
struct gate_row {
	char *way;		/* the vector, or "lstar", "cstar", "sysenter" */
	char *name;
	uint64_t addr, ist, type;
};

/* Of a kernel that checks itself: what the instrument has, as record.h says ... */
struct counted {
	char *what;
	uint64_t low, high;
};

/* ... and a row of the kernel's own. */
struct own_count {
	char *row;
	uint64_t checks, user, bad;
};

struct cover_row {
	char *name, *reasons;
	char *site;		/* whose window it is in; NULL in entry text */
	uint64_t entry;		/* its address, 0 for user instructions */
	uint64_t exec;
	uint64_t able[INJ_NR], sent[INJ_NR];
	uint64_t back[INJ_NR];
};

struct cover_result {
	struct cover_row *row;
	unsigned int nrows, room;
	uint64_t asked[INJ_KINDS], sent[INJ_KINDS], back[INJ_KINDS];
	uint64_t nested, latched, gone, backtraces, unstepped;
	uint64_t windows;	/* these alone were asked for */
	char **symbol;		/* functions that the entry text has */
	size_t nsymbols;
};

struct cover_place {		/* of the entry text, or of the windows */
	bool windows;
	const char *site;	/* ... of this class, if not NULL */
	const char *symbol;	/* ... in this function, of @len characters */
	size_t len;
};

#define WINDOW_OF	"window:"	/* a demand for those of a class */

struct cover_count {
	unsigned int total, covered, excluded, missing;
};

struct result {
	char *run_id, *qemu, *args, *lost_why, *first;
	uint64_t cpus, active, armed, armings, insns, crossings, user_blocks;
	uint64_t mark, base, keep, pti, entry_msr, lost, drop, dropped;
	uint64_t nmis, nmi_asked, mces, mix_asked, mwaits, stopped, sets;
	uint64_t held, compared, entry_bytes, updates, ucode_asked, found;
	uint64_t ibpb_unknown;	/* switches of which R15 could say little */
	bool ibpb_asked;	/* R15 was told where a barrier has to be */
	uint64_t stibp_asked;
	struct cover_result cover;
	/* their records were there */
	bool had[M_NR], had_rule[NR_RULES], had_part[NR_PARTS];
	bool ended;
	struct row row[MAX_ROWS];
	unsigned int nrows;
	uint64_t exercised[NR_RULES], violations[NR_RULES];
	uint64_t part[NR_PARTS];
	unsigned int shown[NR_RULES];	/* `violation' records */
	struct kind kind[NR_KINDS];
	unsigned int nkinds;
	struct stray {		/* what rules.def and kinds.def do not have */
		char *name;
		uint64_t count;
	} stray[MAX_LIST];
	unsigned int nstray;
	struct site_row *site;
	size_t nsites;
	struct gate_row *gate;
	size_t ngates;
	struct counted *counted;
	size_t ncounted;
	struct own_count *own;
	char *own_wrong;	/* why its table is not known whole; NULL: it is */
	size_t nown;
	char *broke_first, *broke_at;	/* the first kept: "R4:kind", place */
	char *viol[MAX_VIOL], *trace[MAX_VIOL];	/* trace: "what a b; ..." */
	unsigned int nviol;
	/* of the console */
	bool done;
	uint64_t guest_pass, guest_fail, guest_skip;
	uint64_t guest_timeout;	/* of those that failed */
	char *not_ok[MAX_LIST];	/* the first of them */
	unsigned int nnot_ok;
	uint64_t failed;	/* lines "not ok" */
	char *late[MAX_LIST];	/* "name: why" of those that had not the time */
	unsigned int nlate;
	char **fact, **test;	/* "name=value"; "ok name", "not ok name" */
	char **dmesg;		/* of the kernel's log, what the guest shows */
	unsigned int nfacts, ntests, ndmesg;
	char *bail;		/* why the guest gave up: "Bail out! ..." */
	char *tail[12];		/* last lines, ring */
	unsigned int ntail;
};

struct run_info {		/* run.tsv: what tests/run knows of a run */
	char *id;		/* also in rig.tsv and on the command line */
	char *append;		/* of APPEND= */
	char *sets;		/* of the series in the kernel; NULL: unknown */
	char *unbuilt;		/* why there was no run */
	char *retried;		/* what QEMU died of, the first time */
	char *log;		/* the last line of qemu.log */
	bool there;
	unsigned int had;	/* keys, a bit each */
	const char *wrong;	/* what is wrong with it, NULL when nothing */
	unsigned int status, limit;	/* of QEMU; seconds */
	unsigned int unbuilt_status, seconds;
	const char *header[MAX_LIST];
	unsigned int nheader;
};

struct options {
	const char *rig, *console, *ktap, *name;
	const char *dir;	/* build/results/<case> */
	struct run_info info;
	bool off, seeded, sweep, soak, legend, first, rest;
	bool all;		/* IBRS_ALL: off, but for one write */
	bool again;
	uint64_t min_insns;
	const char *require[MAX_LIST];	/* paths, and parts of rules */
	unsigned int nrequire;
	const char *known[MAX_LIST];	/* "R5:kind" */
	unsigned int nknown;
	const char *breaks[MAX_LIST];	/* "NMI@window:R1" */
	unsigned int nbreaks;
	const char *skip[MAX_LIST];	/* "R6:reason" */
	unsigned int nskip;
	const char *fact, *says, *sites, *same;
	const char *floor;	/* sections of tests/proof/sweep.floor */
	bool gates;		/* of a kernel that ibrs-check has read */
	bool selfcheck;		/* the kernel's counts have to be the instrument's */
	const char *part[3];	/* judged by others: seeded, control, whole */
	unsigned int nparts;
};

#define MAX_CHECKS	14

/* What a case demands beside the rules; a line of its own in each result. */
struct check {
	const char *name;
	enum word word;
	bool tell;		/* its reason is worth the line of the summary */
	char why[256];
};

struct verdict {
	bool nothing;		/* no data: nothing was judged */
	enum word rule[NR_RULES];
	char why[NR_RULES][160];
	enum word run;
	struct {
		enum word word;
		char text[256];
	} why_run[MAX_LIST];
	unsigned int nwhy;
	struct check check[MAX_CHECKS];
	unsigned int nchecks;
};

/*
 * tsv.c: 0, or -1 with one line in @err.  What is not understood, whole and to
 * its last record, is not judged.
 */
/* An ordinary file, or NULL with one line in @err. */
FILE *result_open(const char *path, const char *what, char *err, size_t len);
int result_read(struct result *r, const char *path, char *err, size_t len);
/* A number of rig.tsv, or 0 and the record is one that is not understood. */
uint64_t tsv_num(const char *s);
/* The same of a number of things: decimal, and not more than can have been. */
uint64_t tsv_count(const char *s);
/* A record that each run has and @r has not, as "meta lost"; NULL when none. */
const char *result_lacks(const struct result *r);

/* console.c */
int console_read(struct result *r, const char *path, char *err, size_t len);
/* The kernel toggles IBRS, so says its fact spectre_v2. */
#define TOGGLED	"Mitigation: IBRS ("
/* The value of the fact @name, NULL when the guest does not say. */
const char *console_fact(const struct result *r, const char *name);

/* cover.c */
/* Where the number of @key goes; NULL when it is none of a sweep. */
uint64_t *cover_number(struct cover_result *c, enum meta key);
/* @site: NULL for a record of the entry text. */
void cover_record(struct cover_result *c, char **field, const char *site);
void cover_symbol(struct cover_result *c, const char *name);
void cover_count(const struct cover_result *c, const struct cover_place *p,
		 unsigned int kind, struct cover_count *n);
/* How many instructions at @p were executed. */
unsigned int cover_executed(const struct cover_result *c,
			    const struct cover_place *p);
/* Is @row, which is at @p, the first that is? */
bool cover_first(const struct cover_result *c, unsigned int row,
		 const struct cover_place *p);
void cover_why(const struct result *r, unsigned int kind, char *buf,
	       size_t len);
void cover_print(FILE *f, const struct cover_result *c);

/* floor.c: has it reached what the table of @o->floor demands? */
void floor_judge(const struct result *r, const struct options *o,
		 struct verdict *v);

/* gates.c: are they those that ibrs-check has walked? */
void check_gates(const struct options *o, const struct result *r,
		 struct verdict *v);

/* Of a kernel that checks itself. cover.c: a record; console.c: a line of its table */
void selfcheck_record(struct result *r, char **field);
void selfcheck_line(struct result *r, const char *line);

/* selfcheck.c: both compared */
void check_selfcheck(const struct result *r, struct verdict *v);
void selfcheck_print(FILE *f, const struct result *r);
/* Is it a row of which is known what it counts? */
bool selfcheck_row(const char *row);

/* demands.c */
/* The text after "R<rule>:" of an option in @list (of @kind), or NULL. */
const char *demand_option(const char * const *list, unsigned int n,
			  unsigned int rule, const char *kind);
/* Violations of @rule that nobody announced, and the first one's kind. */
uint64_t violations_unknown(const struct result *r, const struct options *o,
			    unsigned int rule, const char **first);
/*
 * @rule is one that this kernel is known to break, on paths of that name (`breaks'
 * of tests/cases.cfg), BROKEN_ENOUGH times at least and nowhere else than behind
 * an event in a window.  NULL where it is none, or where all that is so; else
 * what is not.
 */
#define BROKEN_ENOUGH	100
const char *broken_otherwise(const struct result *r, const struct options *o,
			     unsigned int rule);
/* A kind of @rule that was announced and not seen, or NULL. */
const char *known_missing(const struct result *r, const struct options *o,
			  unsigned int rule);
/* A part of @rule that is demanded and was not seen, as it is demanded. */
const char *part_unseen(const struct result *r, const struct options *o,
			unsigned int rule);
/* Has @rule a part that was not seen? */
bool part_lacking(const struct result *r, unsigned int rule);
/* ": ist 12, interrupt 0", each part of @rule with its count; "" without. */
const char *parts_text(const struct result *r, unsigned int rule, char *buf,
		       size_t len);
bool path_seen(const struct result *r, const char *want);

/* verdict.c */
void judge_result(const struct result *r, const struct options *o,
		  struct verdict *v);
/*
 * One more line of the verdict, which counts for the run as well.  The check is
 * returned for `tell'.
 */
struct check *verdict_check(struct verdict *v, const char *name, enum word w,
			    const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Why the run has its word, in one line; "" where nothing is to be said. */
const char *verdict_why(const struct verdict *v);
/* What the guest itself says of its checks, and of its time. */
void verdict_guest(const struct result *r, const struct options *o,
		   struct verdict *v);
/* The judge lost track: then no rule has a word either. */
void verdict_lost(struct verdict *v);
/* Is @rule one this instrument gives a word for? */
bool judged_rule(unsigned int rule);

/* runinfo.c: DIR/run.tsv and the last line of DIR/qemu.log */
void info_read(struct run_info *i, const char *dir);
/* Why the run left nothing that can be judged, into @buf. */
void info_cause(const struct run_info *i, const struct result *r, char *buf,
		size_t len);

/*
 * checks.c.  checks_mode: where APPEND= chose another way, the mode that the
 * kernel says it is in.  checks_run: what the case demands of the run.
 * checks_parts: what was had from further runs, where the first was a PASS.
 */
void checks_mode(struct options *o, const struct result *r, struct verdict *v);
void checks_run(const struct options *o, const struct result *r,
		struct verdict *v);
void checks_parts(const struct options *o, const struct result *r,
		  struct verdict *v);

/* table.c */
/* All but what print_end() prints: the checks, the notes and the word. */
void print_table(FILE *f, const struct result *r, const struct options *o,
		 const struct verdict *v);
void print_end(FILE *f, const struct options *o, const struct verdict *v);
/* For "ibrs-report summary": the run, its rules and its paths. */
void write_verdict(FILE *f, const struct result *r, const struct options *o,
		   const struct verdict *v);
/* One line for the summary: word, name, seconds, why. */
void print_line(FILE *f, enum word w, const char *name, const char *seconds,
		const char *why);
void write_ktap(FILE *f, const struct result *r, const struct options *o,
		const struct verdict *v);

#endif
