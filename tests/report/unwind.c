// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report unwind OUT BASEMAP OURMAP RESULTS - does the unwinder find its
 * way from what the series adds as it does from what was there before?
 *
 * OUT/base and OUT/ours are what ibrs-check --insns lists of v4.15 and of the
 * series; the consoles of the four runs say how the backtraces ended that NMIs
 * at entry instructions caused.
 *
 * An instruction is "way" when each backtrace from it got anywhere, "none" when
 * none did, else "mixed": it depends on what was interrupted before.  One that
 * both have must not be "none" where it is "way" on the base; an added one must
 * be what the base's nearest instruction before or after it is, or "way" where
 * neither is: better than the base, and counted as that.  FAIL else.
 *
 * An added one that was executed and has no backtrace is an ERROR, but for two
 * kinds: those of the NMI's own path, since an NMI in there is put off, and
 * those behind a conditional jump, where the NMI found it taken.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"
#include "report/diff.h"
#include "report/listing.h"

enum way { UNSEEN, WAY, NONE, MIXED };

static const char * const way_name[] = { "-", "way", "none", "mixed" };

/* A kernel: its instructions, and how the backtraces from each ended. */
struct side {
	struct listing list;
	const char **text;	/* without what moves when code is put before */
	uint64_t *ways, *nones;
	bool *ran;
};

struct unwind {
	struct side base, ours;
	long *twin;		/* in base, of each of ours */
	unsigned int added, from, better, common, excused, unseen, bad;
};

/* --- reading ------------------------------------------------------------ */

/* Replaces what stands from @from to the end of its number by "N". */
static void blot(char *from, const char *digits)
{
	size_t len = strspn(from, digits);

	*from = 'N';
	memmove(from + 1, from + len, strlen(from + len) + 1);
}

/* The text without addresses: these move when code is put before. */
static char *settled(const char *listed)
{
	static const char hex[] = "x0123456789ABCDEFabcdef";
	char *s = strdup(listed), *p;

	if (!s)
		abort();
	p = strstr(s, "  # ");
	if (p)
		*p = 0;
	if (*s == 'j' || !strncmp(s, "call", 4))
		s[strcspn(s, "+")] = 0;
	p = strstr(s, "%gs:0x");
	if (p)
		blot(p + 4, hex);
	while ((p = strcasestr(s, "0xffffffff8")))
		blot(p, hex);
	return s;
}

static int side_read(struct side *s, const char *dir, const char *name)
{
	char *path = path_in(dir, name);

	if (listing_read(&s->list, path, "entry trampoline") || !s->list.n)
		return say(W_ERROR, "unwind: no listing in %s", path);
	s->text = calloc(s->list.n, sizeof(*s->text));
	s->ways = calloc(s->list.n, sizeof(*s->ways));
	s->nones = calloc(s->list.n, sizeof(*s->nones));
	s->ran = calloc(s->list.n, sizeof(*s->ran));
	if (!s->text || !s->ways || !s->nones || !s->ran)
		abort();
	for (size_t i = 0; i < s->list.n; i++)
		s->text[i] = settled(s->list.insn[i].text);
	return 0;
}

static long insn_at(const struct side *s, const struct symbols *map,
		    uint64_t addr)
{
	return listing_at(&s->list, symbols_home(map, addr));
}

/* "symbol+0x10" or an address */
static long place(const struct side *s, const struct symbols *map, char *name)
{
	char *plus = strchr(name, '+');
	uint64_t addr;

	if (!plus)
		return insn_at(s, map, strtoull(name, NULL, 16));
	*plus = 0;
	addr = symbol_addr(map, name);
	return addr ? insn_at(s, map, addr + strtoull(plus + 1, NULL, 16)) : -1;
}

/* "# unwind: PLACE regs|root|kernel|none COUNT" of a guest's console */
static void read_line(struct side *s, const struct symbols *map,
		      const char *line)
{
	char name[128], how[16];
	unsigned long long n;
	int end = 0;
	long at;

	if (sscanf(line, "# unwind: %127s %15[a-z] %llu%n", name, how, &n,
		   &end) != 3 || line[end])
		return;
	at = place(s, map, name);
	if (at < 0)
		return;
	if (!strcmp(how, "none"))
		s->nones[at] += n;
	else
		s->ways[at] += n;
}

static int console(struct side *s, const struct symbols *map,
		   const char *results, const char *name)
{
	char *path = path_in(path_in(results, name), "console.log");
	char **line = lines_read(path);

	if (!line)
		return say(W_ERROR, "unwind: %s: %s", path, strerror(errno));
	for (; *line; line++)
		read_line(s, map, *line);
	return 0;
}

/* What the run @name executed, as the sweep counted it. */
static int executed(struct side *s, const struct symbols *map,
		    const char *results, const char *name)
{
	struct result *r = run_read(results, name);

	if (!r)
		return say(W_ERROR, "unwind: no counts of %s", name);
	for (unsigned int i = 0; i < r->cover.nrows; i++) {
		const struct cover_row *row = &r->cover.row[i];
		long at = row->exec ? insn_at(s, map, row->entry) : -1;

		if (at >= 0)
			s->ran[at] = true;
	}
	return 0;
}

/* --- judging ------------------------------------------------------------ */

static enum way way_of(const struct side *s, long i)
{
	if (!s->ways[i] && !s->nones[i])
		return UNSEEN;
	return !s->nones[i] ? WAY : !s->ways[i] ? NONE : MIXED;
}

/* On the base, of what both have and is nearest to @i, before or behind. */
static enum way nearest(const struct unwind *u, size_t i, int step)
{
	for (i += (size_t)step; i < u->ours.list.n; i += (size_t)step)
		if (u->twin[i] >= 0 && way_of(&u->base, u->twin[i]) != UNSEEN)
			return way_of(&u->base, u->twin[i]);
	return UNSEEN;
}

static void judge_added(struct unwind *u, size_t i)
{
	enum way here = way_of(&u->ours, (long)i);
	enum way before = nearest(u, i, -1), after = nearest(u, i, 1);

	u->added++;
	u->from += here != NONE;
	if (here == before || here == after || here == MIXED ||
	    before == MIXED || after == MIXED)
		return;
	if (here == WAY && (before == NONE || after == NONE)) {
		u->better++;
		return;
	}
	printf("unwind: added %" PRIx64 " (%s): %s, beside %s and %s\n",
	       u->ours.list.insn[i].addr, u->ours.text[i], way_name[here],
	       way_name[before], way_name[after]);
	u->bad++;
}

static void judge_common(struct unwind *u, size_t i)
{
	enum way was = way_of(&u->base, u->twin[i]);

	if (was == UNSEEN)
		return;
	u->common++;
	if (was != WAY || way_of(&u->ours, (long)i) != NONE)
		return;
	printf("unwind: %" PRIx64 " (%s): none, on the base there was a way\n",
	       u->ours.list.insn[i].addr, u->ours.text[i]);
	u->bad++;
}

/* An added instruction ran, and there is no backtrace from it. */
static void judge_unseen(struct unwind *u, size_t i, bool in_nmi)
{
	const char *before = i ? u->ours.text[i - 1] : "";

	if (in_nmi || (*before == 'j' && strncmp(before, "jmp ", 4))) {
		u->excused++;
		return;
	}
	printf("unwind: added %" PRIx64 " (%s): executed, no backtrace from "
	       "there\n", u->ours.list.insn[i].addr, u->ours.text[i]);
	u->unseen++;
}

static void judge_all(struct unwind *u)
{
	bool in_nmi = false;

	for (size_t i = 0; i < u->ours.list.n; i++) {
		if (!strcmp(u->ours.text[i], "<nmi>:"))
			in_nmi = true;
		if (!strcmp(u->ours.text[i], "<ignore_sysret>:"))
			in_nmi = false;
		if (u->ours.list.insn[i].label)
			continue;
		if (way_of(&u->ours, (long)i) == UNSEEN) {
			if (u->twin[i] < 0 && u->ours.ran[i])
				judge_unseen(u, i, in_nmi);
		} else if (u->twin[i] < 0) {
			judge_added(u, i);
		} else {
			judge_common(u, i);
		}
	}
}

static int word(const struct unwind *u)
{
	enum word w = W_PASS;

	printf("unwind: %u added instructions, a way from %u of them, from %u "
	       "where the base has none beside; %u others as on the base; no "
	       "backtrace from %u (NMI path, behind jumps) and %u more, "
	       "%u wrong\n", u->added, u->from, u->better, u->common,
	       u->excused, u->unseen, u->bad);
	if (u->unseen || !u->added || !u->common)
		w = W_ERROR;
	if (u->bad)
		w = W_FAIL;
	printf("%s unwind\n", word_name(w));
	return word_exit(w);
}

/* --- the files, and all of it ------------------------------------------- */

static int write_classes(const struct side *s, const char *dir,
			 const char *name)
{
	struct out o;

	if (!out_open(&o, dir, name))
		return 2;
	for (size_t i = 0; i < s->list.n; i++)
		if (way_of(s, (long)i) != UNSEEN)
			fprintf(o.f, "%" PRIx64 " %" PRIu64 " %" PRIu64 "\n",
				s->list.insn[i].addr, s->ways[i], s->nones[i]);
	return out_close(&o) ? 2 : 0;
}

/* One line for each of ours: + where it was added, = where it was there. */
static int write_edits(const struct unwind *u, const char *dir)
{
	struct out o;

	if (!out_open(&o, dir, "edits"))
		return 2;
	for (size_t i = 0; i < u->ours.list.n; i++)
		fprintf(o.f, "%c %" PRIx64 " %s\n", u->twin[i] < 0 ? '+' : '=',
			u->ours.list.insn[i].addr, u->ours.text[i]);
	return out_close(&o) ? 2 : 0;
}

/* What word() tells, for a record. */
static int write_counts(const struct unwind *u, const char *dir)
{
	struct out o;

	if (!out_open(&o, dir, "unwind.tsv"))
		return 2;
	fprintf(o.f, "added\t%u\nfrom\t%u\nbetter\t%u\nbeside\t%u\n"
		"common\t%u\nexcused\t%u\nwrong\t%u\n", u->added, u->from,
		u->better, u->added - u->from, u->common, u->excused, u->bad);
	return out_close(&o) ? 2 : 0;
}

static int read_kernel(struct side *s, char **argv, const char *name,
		       const char *map_path, const char * const *runs)
{
	const struct symbols *map = symbols_read(map_path);
	int ret = side_read(s, argv[1], name);

	if (ret)
		return ret;
	if (!map)
		return say(W_ERROR, "unwind: %s: %s", map_path,
			   strerror(errno));
	for (unsigned int i = 0; i < 2; i++) {
		ret = console(s, map, argv[4], runs[i]);
		if (!ret)
			ret = executed(s, map, argv[4], runs[i]);
		if (ret)
			return ret;
	}
	return 0;
}

int cmd_unwind(int argc, char **argv)
{
	static const char * const base[] = { "unwind-base-pti",
					     "unwind-base-nopti" };
	static const char * const ours[] = { "unwind-pti", "unwind-nopti" };
	struct unwind u = { 0 };

	if (argc != 5)
		return say(W_ERROR, "usage: ibrs-report unwind OUT BASEMAP "
			   "OURMAP RESULTS");
	if (read_kernel(&u.base, argv, "base", argv[2], base) ||
	    read_kernel(&u.ours, argv, "ours", argv[3], ours))
		return 2;
	u.twin = calloc(u.ours.list.n, sizeof(*u.twin));
	if (!u.twin || diff(u.base.text, u.base.list.n, u.ours.text,
			    u.ours.list.n, u.twin))
		return say(W_ERROR, "unwind: a listing is too long");
	if (write_classes(&u.base, argv[1], "base.classes") ||
	    write_classes(&u.ours, argv[1], "ours.classes") ||
	    write_edits(&u, argv[1]))
		return 2;
	judge_all(&u);
	return write_counts(&u, argv[1]) ? 2 : word(&u);
}
