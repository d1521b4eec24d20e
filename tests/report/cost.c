// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-report cost RESULTS LISTING CPUFEATURES - what the series costs where
 * IBRS is not in use (tests/proof/cost.sh says how it is counted).
 *
 * LISTING is what ibrs-check --insns says of the series' vmlinux, CPUFEATURES
 * the header that numbers the features.  FAIL when a path executes more than
 * MOST instructions of entry text more than without the series' IBRS code.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/commands.h"
#include "report/compare.h"

#define MOST	2		/* the jumps over the macros, one in, one out */
#define GATE	"X86_FEATURE_KERNEL_IBRS"

enum { BASE, PATCH1, SERIES, KERNELS };

static const char * const kernel_name[KERNELS] = { "base", "base1", "series" };
static const char * const mode_name[] = { "pti", "nopti" };
/*
 * INT80 for interrupts as well: they have the same sites, but C code in entry
 * text (.irqentry.text) whose ways differ from run to run.
 */
static const char * const path_name[] = { "SYSCALL64/SYSRET", "#PF/IRET",
					  "INT80/IRET" };

#define MODES	(sizeof(mode_name) / sizeof(mode_name[0]))
#define PATHS	(sizeof(path_name) / sizeof(path_name[0]))

struct counts {
	const struct row *row[MODES][PATHS][KERNELS];
	uint64_t bytes[KERNELS];	/* of entry text */
};

struct hook {
	char *symbol;
	uint64_t bytes;
};

static int read_run(struct counts *c, const char *results, unsigned int m,
		    unsigned int k)
{
	const struct result *r;
	char name[64];

	snprintf(name, sizeof(name), "cost-%s-%s", kernel_name[k],
		 mode_name[m]);
	r = run_read(results, name);
	for (unsigned int p = 0; p < PATHS; p++) {
		c->row[m][p][k] = r ? row_named(r, path_name[p]) : NULL;
		if (!c->row[m][p][k])
			return say(W_ERROR, "no %s in %s: run tests/run %s",
				   path_name[p], name, name);
	}
	if (!m)
		c->bytes[k] = r->entry_bytes;
	return 0;
}

long feature_number(const char *header, const char *name)
{
	char **line = lines_read(header), is[64];
	unsigned int word, bit;

	for (size_t i = 0; line && line[i]; i++)
		if (sscanf(line[i], "#define %63s ( %u*32+ %u)", is, &word,
			   &bit) == 3 && !strcmp(is, name))
			return word * 32 + bit;
	return -1;
}

/*
 * The places that are patched for the gate and hold a jump over the code, as
 * they do while IBRS is off.  Returns how many, *@hooks has them.
 */
static size_t hooks_of(char **line, long gate, struct hook **hooks)
{
	struct hook *h = NULL;
	size_t n = 0;
	char *f[8];

	for (; *line; line++) {
		uint64_t at;

		if (fields(*line, f, 8) < 8 || strcmp(f[0], "alt") ||
		    strtol(f[3], NULL, 10) != gate ||
		    strncmp(f[6], "jmp", 3) || !strcmp(f[7], "-"))
			continue;
		h = reallocarray(h, n + 1, sizeof(*h));
		if (!h)
			abort();
		f[2][strcspn(f[2], "+")] = 0;
		at = strtoull(f[1], NULL, 16);
		h[n++] = (struct hook){ f[2], strtoull(f[7], NULL, 16) - at };
	}
	*hooks = h;
	return n;
}

/* --- the files ---------------------------------------------------------- */

static void write_tsv(FILE *f, const struct counts *c)
{
	for (unsigned int m = 0; m < MODES; m++)
		for (unsigned int p = 0; p < PATHS; p++) {
			fprintf(f, "%s\t%s", mode_name[m], path_name[p]);
			for (unsigned int k = 0; k < KERNELS; k++) {
				const struct row *r = c->row[m][p][k];

				fprintf(f, "\t%" PRIu64 "\t%" PRIu64 "\t%"
					PRIu64, r->entry[1], r->total[0],
					r->total[1]);
			}
			fputc('\n', f);
		}
}

static void write_sites(FILE *f, const struct hook *h, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fprintf(f, "%s\t%" PRIu64 "\tjmp\n", h[i].symbol, h[i].bytes);
}

/* What the series adds to a number of v4.15 with patch 1. */
static int64_t more(const struct row * const *r, bool total)
{
	return total ? (int64_t)(r[SERIES]->total[1] - r[PATCH1]->total[1])
		     : (int64_t)(r[SERIES]->entry[1] - r[PATCH1]->entry[1]);
}

static void write_paths(FILE *f, const struct counts *c)
{
	const char *head = "%-6s %-17s %8s %8s %8s   %8s %8s %8s   %s\n";

	fprintf(f, head, "", "", "entry", "text", "", "all", "of CPL0", "",
		"IBRS code adds");
	fprintf(f, head, "", "path", "v4.15", "patch 1", "series", "v4.15",
		"patch 1", "series", "entry text, all");
	for (unsigned int m = 0; m < MODES; m++)
		for (unsigned int p = 0; p < PATHS; p++) {
			const struct row * const *r = c->row[m][p];

			fprintf(f, "%-6s %-17s", mode_name[m], path_name[p]);
			for (unsigned int k = 0; k < KERNELS; k++)
				fprintf(f, " %8" PRIu64, r[k]->entry[1]);
			fputs("  ", f);
			for (unsigned int k = 0; k < KERNELS; k++)
				fprintf(f, " %8" PRIu64, r[k]->total[1]);
			fprintf(f, "   %+" PRId64 ", %+" PRId64 "\n",
				more(r, false), more(r, true));
		}
}

static void write_txt(FILE *f, const struct counts *c, const struct hook *h,
		      size_t n)
{
	uint64_t sum = 0;

	write_paths(f, c);
	fprintf(f, "entry text: %" PRIu64 " bytes in v4.15, %+" PRId64
		" by patch 1, %+" PRId64 " by the rest\n", c->bytes[BASE],
		(int64_t)(c->bytes[PATCH1] - c->bytes[BASE]),
		(int64_t)(c->bytes[SERIES] - c->bytes[PATCH1]));
	for (size_t i = 0; i < n; i++) {
		fprintf(f, "  %-44s %3" PRIu64 " bytes, jmp over it\n",
			h[i].symbol, h[i].bytes);
		sum += h[i].bytes;
	}
	fprintf(f, "%zu places, %" PRIu64 " bytes\n", n, sum);
}

static int write_all(const char *dir, const struct counts *c,
		     const struct hook *h, size_t n)
{
	struct out o;

	if (!out_open(&o, dir, "cost.tsv"))
		return -1;
	write_tsv(o.f, c);
	if (out_close(&o) || !out_open(&o, dir, "cost-sites.tsv"))
		return -1;
	write_sites(o.f, h, n);
	if (out_close(&o) || !out_open(&o, dir, "cost.txt"))
		return -1;
	write_txt(o.f, c, h, n);
	if (out_close(&o))
		return -1;
	out_show(&o);
	return 0;
}

/* --- the word ----------------------------------------------------------- */

static int word(const struct counts *c, const char *results)
{
	for (unsigned int m = 0; m < MODES; m++)
		for (unsigned int p = 0; p < PATHS; p++)
			if (more(c->row[m][p], false) > MOST)
				return say(W_FAIL, "cost: a path executes more "
					   "than %d instructions more, see "
					   "%s/cost.tsv", MOST, results);
	return say(W_PASS, "cost: at most %d instructions of entry text per "
		   "crossing", MOST);
}

int cmd_cost(int argc, char **argv)
{
	static struct counts c;
	struct hook *h;
	char **line;
	long gate;
	size_t n;

	if (argc != 4)
		return say(W_ERROR, "usage: ibrs-report cost RESULTS LISTING "
			   "CPUFEATURES");
	for (unsigned int m = 0; m < MODES; m++)
		for (unsigned int k = 0; k < KERNELS; k++)
			if (read_run(&c, argv[1], m, k))
				return 2;
	line = lines_read(argv[2]);
	if (!line)
		return say(W_ERROR, "%s: %s", argv[2], strerror(errno));
	gate = feature_number(argv[3], GATE);
	if (gate < 0)
		return say(W_ERROR, "cost: no " GATE " in %s", argv[3]);
	n = hooks_of(line, gate, &h);
	if (!n)
		return say(W_ERROR, "cost: no place to patch for IBRS in %s",
			   argv[2]);
	if (write_all(argv[1], &c, h, n))
		return 2;
	return word(&c, argv[1]);
}
