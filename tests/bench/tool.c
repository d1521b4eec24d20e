// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-bench <directory> [case...]: make bench, or its part that asks no shell.
 *
 * By the environment: COMPARE=a.tsv,b.tsv compares; ACCEL=kvm boots each case
 * unwatched, with the real MSR and a clock that counts ticks; otherwise the cases
 * have run in build/results, under the instrument. Leaves bench.tsv or
 * compare.tsv, and plots, in <directory>. Exit status 0 or 2.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/rows.h"

#define RESULTS	"build/results"
#define LIMIT	"300"

static struct rows rows, other;
static const char *dir;

static void die(const char *fmt, ...)
{
	va_list ap;

	fputs("error: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

static FILE *open_in(const char *name, const char *mode)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, mode);
	if (!f)
		die("%s: %s", path, strerror(errno));
	return f;
}

static void done(FILE *f, const char *name)
{
	if (ferror(f) | fclose(f))
		die("%s/%s: it could not be written whole", dir, name);
}

static void add(struct rows *to, const struct row *r)
{
	if (to->nr == MAX_ROWS)
		die("more than %u rows", MAX_ROWS);
	to->row[to->nr++] = *r;
}

/* The value of "meta\t@key\t", or NULL. */
static const char *meta(const char *line, const char *key)
{
	size_t len = strlen(key);

	return !strncmp(line, "meta\t", 5) && !strncmp(line + 5, key, len) &&
	       line[5 + len] == '\t' ? line + 6 + len : NULL;
}

/* A guest's console: what its programs printed, into rows; who it was to @tsv. */
static void read_console(const char *name, FILE *tsv)
{
	char path[4096], line[4096], mode[WORD_LEN] = "", pti[WORD_LEN] = "";
	static const char mark[] = "# bench: ";
	unsigned int had = 0;
	struct row r;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s/console.log", RESULTS, name);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f)) {
		const char *text = line + sizeof(mark) - 1, *val;

		if (strncmp(line, mark, sizeof(mark) - 1))
			continue;
		line[strcspn(line, "\r\n")] = '\0';
		val = meta(text, "mode");
		if (val)
			snprintf(mode, sizeof(mode), "%s", val);
		val = meta(text, "pti");
		if (val)
			snprintf(pti, sizeof(pti), "%s", val);
		if (!row_of_program(text, mode, pti, &r)) {
			fprintf(tsv, "#%s\t%s\n", name, text);
			continue;
		}
		had++;
		/* a machine without STIBP has two cases in one mode */
		if (row_find(&rows, &r))
			fprintf(tsv, "#%s\tthe same mode as another: %s\n", name, text);
		else
			add(&rows, &r);
	}
	if (f)
		fclose(f);
	if (!had)
		die("%s: no row in it: did %s come to its end?", path, name);
}

/* What the instrument counted of each path in the same run. */
static void read_accesses(const char *name, FILE *tsv)
{
	char path[4096], line[4096], way[WORD_LEN];
	unsigned long long n, rd, wr;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s/rig.tsv", RESULTS, name);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "path\t%63[^\t]\t%llu\t%llu\t%llu", way, &n,
			   &rd, &wr) == 4)
			fprintf(tsv, "#%s\taccesses\t%s\tcrossings %llu\tRDMSR %llu\tWRMSR %llu\n",
				name, way, n, rd, wr);
	if (f)
		fclose(f);
}

/* gnuplot, of what plot_print() has made: the numbers are in the .gp too. */
static void draw(const struct rows *all, const char *pti, const char *stem)
{
	char gp[WORD_LEN], svg[4096], command[8400];
	FILE *f;

	snprintf(gp, sizeof(gp), "%s-pti-%s.gp", stem, pti);
	snprintf(svg, sizeof(svg), "%s/%s-pti-%s.svg", dir, stem, pti);
	f = open_in(gp, "w");
	if (!plot_print(f, all, pti, svg)) {
		fclose(f);
		return;
	}
	done(f, gp);
	snprintf(command, sizeof(command), "gnuplot '%s/%s'", dir, gp);
	if (system(command))
		die("%s: gnuplot failed: is gnuplot-nox installed?", command);
	printf("  %s\n", svg);
}

static void read_tsv(const char *path, struct rows *to)
{
	FILE *f = fopen(path, "r");
	char line[4096];
	struct row r;

	if (!f)
		die("COMPARE=: %s: %s", path, strerror(errno));
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		if (row_read(line, &r))
			add(to, &r);
		else if (*line != '#')
			die("COMPARE=: %s: %.40s: no row of make bench", path, line);
	}
	fclose(f);
	if (!to->nr)
		die("COMPARE=: %s: no row in it", path);
}

/* Both into one plot, the modes of each with its letter. */
static void draw_both(void)
{
	static struct rows both;

	for (int k = 0; k < 2; k++) {
		const struct rows *of = k ? &other : &rows;

		for (unsigned int i = 0; i < of->nr; i++) {
			struct row r = of->row[i];

			snprintf(r.mode, sizeof(r.mode), "%c:%.*s", "ab"[k],
				 WORD_LEN - 3, of->row[i].mode);
			add(&both, &r);
		}
	}
	draw(&both, "on", "compare");
	draw(&both, "off", "compare");
}

static void compare(char *files)
{
	char *comma = strchr(files, ',');
	FILE *f;

	if (!comma || strchr(comma + 1, ','))
		die("COMPARE=%s: two files, please, as in COMPARE=a.tsv,b.tsv",
		    files);
	*comma = '\0';
	read_tsv(files, &rows);
	read_tsv(comma + 1, &other);
	f = open_in("compare.tsv", "w");
	if (!compare_print(f, &rows, &other))
		die("COMPARE=: the two have no mode, path and unit in common");
	done(f, "compare.tsv");
	printf("  %s/compare.tsv\n", dir);
	draw_both();
}

/* One case by KVM: its console to where the instrument's runs leave theirs. */
static void boot_kvm(const char *name)
{
	char command[8192];

	snprintf(command, sizeof(command),
		 "eval \"$(build/tools/ibrs-report case %s)\" && "
		 "mkdir -p " RESULTS "/%s && rm -f " RESULTS "/%s/rig.tsv && "
		 "tests/qemu.sh -A kvm -t ${LIMIT:-" LIMIT "} "
		 "-n \"$smp${threads:+,threads=$threads}\" "
		 "-k build/kernel/$kernel/arch/x86/boot/bzImage "
		 "-i build/boot/bench.cpio -o " RESULTS "/%s/console.log "
		 "-a \"quiet $append ibrs.bench=ticks ibrs.loops=100\"",
		 name, name, name, name);
	printf("  %s by KVM\n", name);
	fflush(stdout);
	if (system(command))
		exit(2);	/* qemu.sh has said why */
}

int main(int argc, char **argv)
{
	char *files = getenv("COMPARE"), *accel = getenv("ACCEL");
	bool kvm = accel && !strcmp(accel, "kvm");
	FILE *tsv;

	if (argc < 2) {
		fputs("usage: ibrs-bench <directory> [case...]\n", stderr);
		return 2;
	}
	dir = argv[1];
	if (mkdir(dir, 0777) && errno != EEXIST)
		die("%s: %s", dir, strerror(errno));
	if (files && *files) {
		compare(files);
		return 0;
	}
	tsv = open_in("bench.tsv", "w");
	for (int i = 2; i < argc; i++) {
		if (kvm)
			boot_kvm(argv[i]);
		read_console(argv[i], tsv);
		read_accesses(argv[i], tsv);
	}
	fputs(HEAD, tsv);
	for (unsigned int i = 0; i < rows.nr; i++)
		row_print(tsv, &rows.row[i]);
	done(tsv, "bench.tsv");
	printf("  %s/bench.tsv: %u rows%s\n", dir, rows.nr, kvm ? "" :
	       "; TCG has no cycles: these count instructions, and are no ticks");
	draw(&rows, "on", "cost");
	draw(&rows, "off", "cost");
	return 0;
}
