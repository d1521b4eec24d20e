// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report numbers check BLOCKS RECORDS NOW SERIES FILE...
 * ibrs-report numbers render BLOCKS RECORDS FILE...
 * ibrs-report numbers take RECORDS NOW
 *
 * The texts FILE... show numbers in blocks. RECORDS is the directory of what
 * was counted when they were written, NOW that of what is counted in the
 * results at hand (ibrs-report counts). check compares, render writes what
 * RECORDS say into the texts, take makes RECORDS what is in NOW.
 *
 * Of NOW, check takes the records of kind exact: those of kind run differ a
 * little each time. SERIES are ids, one a line: of the whole series, and of each
 * set with those below it. A record of another one that NOW has not is older than
 * the series: SKIP. One of the first sets holds for these, and what NOW has of the
 * whole is not compared with it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/map.h"
#include "report/numbers.h"

struct all {
	struct blocks blocks;
	struct num_records kept, now, shown;	/* shown: kept, or now */
	const char *series;
	unsigned int places, again;
	enum word word;
};

/* Is @id one of the lines of @list? */
static bool is_of(const char *list, const char *id)
{
	size_t len = strlen(id);

	for (const char *at = list; len && (at = strstr(at, id)); at++)
		if ((at == list || at[-1] == '\n') &&
		    (!at[len] || at[len] == '\n'))
			return true;
	return false;
}

static enum word stale(struct all *a, enum word w)
{
	/* a SKIP is not a PASS here, and less than all else */
	if (w == W_SKIP)
		return a->word == W_PASS ? W_SKIP : a->word;
	return a->word == W_SKIP ? w : word_worse(a->word, w);
}

/* What a text should show: of each record what was counted last. */
static void choose(struct all *a)
{
	a->shown.r = calloc(a->kept.n + a->now.n + 1, sizeof(*a->shown.r));
	if (!a->shown.r)
		abort();
	for (size_t i = 0; i < a->kept.n; i++) {
		const struct num_record *old = &a->kept.r[i];
		struct num_record *r = record_named(&a->now, old->name);
		struct num_record *to = &a->shown.r[a->shown.n++];

		*to = *old;
		if (!r || strcmp(record_get(r, "kind"), "exact") ||
		    (strcmp(record_get(r, "series"), record_get(old, "series")) &&
		     is_of(a->series, record_get(old, "series"))))
			continue;
		if (!strcmp(record_get(r, "with"), record_get(old, "with"))) {
			*to = *r;
			a->again++;
			continue;
		}
		say(W_SKIP, "%s: was counted with %s and not with %s: %s", old->path,
		    record_get(old, "with"), record_get(r, "with"),
		    "not compared");
		a->word = stale(a, W_SKIP);
	}
	for (size_t i = 0; i < a->now.n; i++)
		if (!record_named(&a->kept, a->now.r[i].name))
			a->shown.r[a->shown.n++] = a->now.r[i];
}

static void tell_older(struct all *a)
{
	for (size_t i = 0; i < a->shown.n; i++) {
		const struct num_record *r = &a->shown.r[i];
		const char *of = record_get(r, "series");

		if (is_of(a->series, of))
			continue;
		say(W_SKIP, "%s: was counted on series %s, and this is %.*s: %s, "
		    "then make results", r->path, of,
		    (int)strcspn(a->series, "\n"), a->series,
		    record_get(r, "command"));
		a->word = stale(a, W_SKIP);
	}
}

/* The first line of @s, for a message. */
static int length(const char *s)
{
	return strcspn(s, "\n");
}

/* Is the text there what @lines are? Names each line that is not. */
static bool as_counted(const struct text *t, const struct place *p,
		       char **lines, const char *by)
{
	const char *s = t->s + p->from, *end = t->s + p->to;
	unsigned int line = p->line;
	bool same = true;

	for (; *lines || s < end; line++) {
		int n = s < end ? length(s) : -1;

		if (n < 0 || !*lines || (size_t)n != strlen(*lines) ||
		    strncmp(s, *lines, n)) {
			say(W_FAIL, "%s:%u: \"%.*s\"; %s: \"%s\": make results",
			    t->path, line, n < 0 ? 0 : n, s, by,
			    *lines ? *lines : "");
			same = false;
		}
		s += n < 0 ? 0 : n + 1;
		lines += !!*lines;
	}
	return same;
}

static void check_text(struct all *a, const char *path)
{
	struct text t;

	int status = text_read(&t, path);

	if (status) {
		a->word = stale(a, word_of_exit(status));
		return;
	}
	for (size_t i = 0; i < t.nplaces; i++) {
		char **now, **kept;

		a->places++;
		now = block_lines(&a->blocks, t.place[i].name,
				  map_block(t.place[i].name) ? &a->kept :
				  &a->shown);
		kept = block_lines(&a->blocks, t.place[i].name, &a->kept);
		if (!now || !kept) {
			say(W_ERROR, "%s:%u cannot be compared", path,
			    t.place[i].line - 1);
			a->word = stale(a, W_ERROR);
		} else if (!as_counted(&t, &t.place[i], now, "counted is") ||
			   !as_counted(&t, &t.place[i], kept, "recorded is")) {
			a->word = stale(a, W_FAIL);
		}
	}
}

static int usage(void)
{
	return say(W_ERROR, "usage: ibrs-report numbers check BLOCKS RECORDS "
		   "NOW SERIES FILE... | render BLOCKS RECORDS FILE... | "
		   "take RECORDS NOW");
}

static int check(int argc, char **argv)
{
	struct all a = { .word = W_PASS, .series = argc > 5 ? argv[4] : "" };
	const char *name;

	if (argc < 6)
		return usage();
	if (blocks_read(&a.blocks, argv[1]) || records_read(&a.kept, argv[2]) ||
	    records_read(&a.now, argv[3]))
		return 2;
	if (!a.kept.n)
		return say(W_ERROR, "%s has no record: git checkout it",
			   argv[2]);
	choose(&a);
	for (int i = 5; i < argc; i++)
		check_text(&a, argv[i]);
	/* what could not be read may show it */
	while (a.word != W_ERROR && (name = block_unused(&a.blocks))) {
		say(W_FAIL, "%s: block %s stands in no text", argv[1], name);
		a.word = stale(&a, W_FAIL);
	}
	tell_older(&a);
	if (a.word == W_PASS)
		say(W_PASS, "numbers: %u blocks in %d texts show what was "
		    "counted; %u of %zu records were counted again",
		    a.places, argc - 5, a.again, a.kept.n);
	return word_exit(a.word);
}

/* show: writes the blocks of a text anew; without @write only looks. */
static int show(struct blocks *blocks, const struct num_records *kept,
		const char *path, bool write)
{
	bool changed = false;
	struct text t;
	int status = text_read(&t, path);

	for (size_t k = 0; !status && k < t.nplaces; k++) {
		char **lines = block_lines(blocks, t.place[k].name, kept);
		char *was = t.s;

		if (!lines || (write && text_put(&t, k, lines)))
			return 2;
		changed |= strcmp(was, t.s);
	}
	if (changed)
		printf("  %s\n", path);
	return status;
}

/* All of the texts, or none: half of them would be two states of a series. */
static int render(int argc, char **argv)
{
	struct blocks blocks;
	struct num_records kept;
	int status = 0;

	if (argc < 4)
		return usage();
	if (blocks_read(&blocks, argv[1]) || records_read(&kept, argv[2]))
		return 2;
	for (int i = 3; i < 2 * argc - 3 && !status; i++) {
		bool write = i >= argc;

		status = show(&blocks, &kept, argv[write ? i - argc + 3 : i],
			      write);
	}
	return status;
}

static int take_one(const char *dir, const struct num_record *r)
{
	char **line = lines_read(r->path);
	struct out o;

	if (!line || !out_open(&o, dir, strrchr(r->path, '/') + 1))
		return -1;
	while (*line)
		fprintf(o.f, "%s\n", *line++);
	return out_close(&o);
}

static int take(int argc, char **argv)
{
	struct num_records kept, now;

	if (argc != 3)
		return usage();
	if (records_read(&kept, argv[1]) || records_read(&now, argv[2]))
		return 2;
	for (size_t i = 0; i < now.n; i++) {
		const struct num_record *old = record_named(&kept, now.r[i].name);

		if (old && record_same(old, &now.r[i]))
			continue;
		if (take_one(argv[1], &now.r[i]))
			return 2;
		printf("  %s/%s.tsv\n", argv[1], now.r[i].name);
	}
	return 0;
}

int cmd_numbers(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "check"))
		return check(argc - 1, argv + 1);
	if (argc > 1 && !strcmp(argv[1], "render"))
		return render(argc - 1, argv + 1);
	if (argc > 1 && !strcmp(argv[1], "take"))
		return take(argc - 1, argv + 1);
	return usage();
}
