// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a case demands beside the rules. Each is a line of the verdict: in the
 * table, in KTAP, and in the word of the case.
 */
#include <stdlib.h>
#include <string.h>

#include "report/compare.h"

/* Was a WRMSR executed at a site of class @cls (@len characters)? */
static bool wrote(const struct result *r, const char *cls, size_t len)
{
	for (size_t i = 0; i < r->nsites; i++)
		if (r->site[i].write && r->site[i].count &&
		    strlen(r->site[i].cls) == len &&
		    !strncmp(r->site[i].cls, cls, len))
			return true;
	return false;
}

/* A check of the guest that was neither left out nor failed. */
static bool guest_passed(const struct result *r, const char *name)
{
	for (unsigned int i = 0; i < r->ntests; i++) {
		const char *last = strrchr(r->test[i], ' ');

		if (last && !strcmp(last + 1, name) &&
		    !strncmp(r->test[i], "ok ", 3))
			return true;
	}
	return false;
}

/* Which driver of the guest leads to a site of @cls, where none is to write. */
static const char *driver_of(const char *cls, size_t len)
{
	return !strncmp(cls, "idle", len) ? "idle-mwait" : "efi-vars";
}

static void check_sites(const struct options *o, const struct result *r,
			struct verdict *v)
{
	const char *missing = NULL;
	const char *wrong = NULL, *unused = NULL;
	size_t len = 0;

	for (const char *p = o->sites; *p && !missing; p += len) {
		p += strspn(p, " ");
		len = strcspn(p, " ");
		if (*p == '!') {
			wrong = wrote(r, p + 1, len - 1) ? p + 1 : wrong;
			unused = guest_passed(r, driver_of(p + 1, len - 1)) ?
				 unused : p + 1;
		} else if (len && !wrote(r, p, len)) {
			missing = p;
		}
	}
	if (wrong)
		verdict_check(v, "sites", W_FAIL, "WRMSR executed at a%s %.*s "
			      "site, and there was to be none",
			      *wrong == 'i' ? "n" : "", (int)strcspn(wrong, " "),
			      wrong);
	else if (unused)
		verdict_check(v, "sites", W_ERROR, "no WRMSR of a%s %.*s site, "
			      "but the guest's %s did not pass either",
			      *unused == 'i' ? "n" : "",
			      (int)strcspn(unused, " "), unused,
			      driver_of(unused, strcspn(unused, " ")));
	else if (missing)
		verdict_check(v, "sites", W_ERROR, "no WRMSR of a%s %.*s site "
			      "was executed", strchr("aeio", *missing) ? "n" : "",
			      (int)len, missing);
	else
		verdict_check(v, "sites", W_PASS, "WRMSR executed at sites of "
			      "%s", o->sites);
}

/*
 * R11: the log and sysfs give the reason, word for word. Of , by : is
 *  among the  lines of ?
 */
/*
 * expand: what is in brackets is there where the kernel has the set "beyond"; one
 * whose sets are not known is taken for the whole series.
 */
static char *expand(const char *want, const struct run_info *i)
{
	bool whole = !i->sets || strstr(i->sets, "beyond"), in = false;
	char *to = strdup(want), *at = to;

	for (; to && *want; want++) {
		if (*want == '[' || *want == ']')
			in = *want == '[';
		else if (whole || !in)
			*at++ = *want;
	}
	if (!to)
		abort();
	*at = 0;
	return to;
}

static void check_line(const struct result *r, struct verdict *v,
		       const char *what, const char *who, const char *want,
		       char **list, unsigned int n)
{
	if (!want || !*want)
		return;
	for (unsigned int i = 0; i < n; i++)
		if (!strcmp(list[i], want)) {
			verdict_check(v, what, W_PASS, "%s says: %s", who,
				      want);
			return;
		}
	/* one that did not come to its end may have had no chance to */
	verdict_check(v, what, r->done || r->stopped ? W_FAIL : W_ERROR,
		      "%s does not say: %s", who, want);
}

/* The two halves of a result are of one run, of the one that was started. */
static void check_id(const struct options *o, const struct result *r,
		     struct verdict *v)
{
	const char *line = console_fact(r, "cmdline");
	const char *want = o->info.id;
	const char *at;

	if (!line)
		line = console_fact(r, "command-line");
	at = line ? strstr(line, "ibrs.id=") : NULL;
	if (!r->run_id || strcmp(r->run_id, want))
		verdict_check(v, "id", W_LOST, "rig.tsv is of another run: id "
			      "%s, not %s", r->run_id ? r->run_id : "none", want);
	else if (!line && r->done)
		verdict_check(v, "id", W_ERROR, "console.log does not say of "
			      "which run it is: no command line");
	else if (line && (!at || strncmp(at + 8, want, strlen(want)) ||
			  !strchr(" ", at[8 + strlen(want)])))
		verdict_check(v, "id", W_LOST, "console.log is of another run: "
			      "its command line has no ibrs.id=%s", want);
}

/*
 * What the case demands of its own mode. Events from kernel code are followed
 * on an armed processor only, so no path of theirs is seen with IBRS off.
 */
static void forget_own_mode(struct options *o)
{
	unsigned int n = 0;

	o->fact = o->says = o->sites = "";
	o->selfcheck = false;
	o->nskip = 0;
	for (unsigned int i = 0; i < o->nrequire; i++)
		if (!o->off || !strchr(o->require[i], '@'))
			o->require[n++] = o->require[i];
	o->nrequire = n;
}

void checks_mode(struct options *o, const struct result *r, struct verdict *v)
{
	const char *says = console_fact(r, "spectre_v2");
	bool off = o->off, all = o->all;

	if (!o->info.append || !strstr(o->info.append, "spectre_v2="))
		return;
	if (!says) {
		verdict_check(v, "mode", W_ERROR, "APPEND= sets spectre_v2, and "
			      "the guest does not say what came of it");
		return;
	}
	o->all = strstr(says, "Enhanced IBRS");
	o->off = o->all || strncmp(says, "Mitigation: IBRS", 16) ||
		 says[16] == '_';
	if (o->off == off && o->all == all)
		return;
	forget_own_mode(o);
	verdict_check(v, "mode", W_PASS, "by APPEND= the kernel is in '%s': "
		      "judged as %s", says, o->all ? "all" :
		      o->off ? "off" : "on")->tell = true;
}

void checks_run(const struct options *o, const struct result *r,
		struct verdict *v)
{
	const char *ops;

	if (o->info.id)
		check_id(o, r, v);
	if (o->seeded)
		return;
	if (o->fact)
		check_line(r, v, "fact", "the guest", expand(o->fact, &o->info),
			   r->fact, r->nfacts);
	check_line(r, v, "says", "the kernel", o->says, r->dmesg, r->ndmesg);
	if (o->sites && *o->sites)
		check_sites(o, r, v);
	if (o->gates)
		check_gates(o, r, v);
	if (o->selfcheck)
		check_selfcheck(r, v);
	if (o->floor && *o->floor)
		floor_judge(r, o, v);
	if (!o->soak)
		return;
	ops = console_fact(r, "soak_ops");
	if (ops && strtoull(ops, NULL, 10))
		verdict_check(v, "soak", W_PASS, "stress-ng did %s operations",
			      ops);
	else
		verdict_check(v, "soak", W_ERROR, "stress-ng did nothing");
}

/* --- against another run ---------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char * const *)a, *(char * const *)b);
}

/* The first line of @a, sorted, that @b does not have; NULL when none. */
static const char *only_in(char **a, unsigned int na, char **b,
			   unsigned int nb)
{
	for (unsigned int i = 0, k = 0; i < na; i++) {
		while (k < nb && strcmp(b[k], a[i]) < 0)
			k++;
		if (k == nb || strcmp(b[k], a[i]))
			return a[i];
		k++;
	}
	return NULL;
}

static void check_same(const struct options *o, const struct result *r,
		       struct verdict *v)
{
	static struct result other;
	char path[4096], err[512];
	const char *here, *there;

	snprintf(path, sizeof(path), "%s/../%s/console.log", o->dir, o->same);
	if (console_read(&other, path, err, sizeof(err)) || !other.ntests) {
		verdict_check(v, "same", W_ERROR, "%s has not run: nothing to "
			      "compare with", o->same);
		return;
	}
	if (other.nlate) {
		verdict_check(v, "same", W_ERROR, "the guest of %s ran out of "
			      "time in %s", o->same, other.late[0]);
		return;
	}
	if (!r->ntests) {
		verdict_check(v, "same", W_ERROR, "the guest reported no "
			      "result");
		return;
	}
	qsort(r->test, r->ntests, sizeof(*r->test), by_name);
	qsort(other.test, other.ntests, sizeof(*other.test), by_name);
	here = only_in(r->test, r->ntests, other.test, other.ntests);
	there = only_in(other.test, other.ntests, r->test, r->ntests);
	if (here || there)
		verdict_check(v, "same", W_FAIL, "guest results differ from %s: "
			      "here '%s', there '%s'", o->same,
			      here ? here : "no more", there ? there : "no more");
	else
		verdict_check(v, "same", W_PASS, "%u guest results as in %s",
			      r->ntests, o->same)->tell = true;
}

/* What the plugin was told names the directory and the run: these differ. */
static const char *next_count(char ***line)
{
	while (**line && (strstr(**line, "\targs\t") ||
			  strstr(**line, "\trun_id\t")))
		(*line)++;
	return **line ? *(*line)++ : NULL;
}

static void check_again(const struct options *o, struct verdict *v)
{
	char path[4096];
	const char *a, *b;
	char **one, **two;
	unsigned int n = 0;

	one = lines_read(o->rig);
	snprintf(path, sizeof(path), "%s/again/rig.tsv", o->dir);
	two = lines_read(path);
	if (!one || !two || !*two) {
		verdict_check(v, "again", W_ERROR, "the second run left "
			      "nothing");
		return;
	}
	do {
		a = next_count(&one);
		b = next_count(&two);
		n++;
	} while (a && b && !strcmp(a, b));
	if (a || b)
		verdict_check(v, "again", W_FAIL, "two runs differ: '%s' and "
			      "'%s'", a ? a : "end", b ? b : "end");
	else
		verdict_check(v, "again", W_PASS, "two runs, the same %u records",
			      n - 1)->tell = true;
}

/* DIR/<part>.verdict: one line, a word, a tab and why. */
static void check_part(const struct options *o, const char *part,
		       struct verdict *v)
{
	char path[4096], *field[2], **line;

	snprintf(path, sizeof(path), "%s/%s.verdict", o->dir, part);
	line = lines_read(path);
	if (!line || !*line || line[1] || fields(*line, field, 2) != 2 ||
	    !*field[1])
		verdict_check(v, part, W_ERROR, "%s: no verdict", part);
	else
		verdict_check(v, part, word_of_name(field[0]), "%s",
			      field[1])->tell = true;
}

void checks_parts(const struct options *o, const struct result *r,
		  struct verdict *v)
{
	if (v->run != W_PASS)
		return;
	if (o->same && *o->same)
		check_same(o, r, v);
	if (o->again)
		check_again(o, v);
	for (unsigned int i = 0; i < o->nparts; i++)
		check_part(o, o->part[i], v);
}
