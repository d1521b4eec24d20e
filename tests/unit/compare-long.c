// SPDX-License-Identifier: GPL-2.0-only
/* long: a case again and again, what these runs have watched together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/commands.h"
#include "unit/compare.h"

#define AT(name) path("l/long/%s/" name, where) + strlen(dir) + 1

/* The run @where, "<case>-<n>/<case>": its id, series and word, @insns watched. */
static void kept(const char *where, const char *id, const char *series,
		 const char *word, const char *insns)
{
	FILE *f = create(AT("rig.tsv"));

	fprintf(f, "meta\trun_id\t%s\nmeta\tinsns\t%s\nmeta\tcrossings\t7\n"
		"meta\tnmi_user\t3\nmeta\tnmi_entry\t2\nmeta\tsent_NMI\t100\n"
		"meta\tsent_NEST\t10\nend\n", id, insns);
	fclose(f);
	f = create(AT("run.tsv"));
	fprintf(f, "series\t%s\nset\t\ndate\t2026-02-01\ngcc\t12.2.0\n"
		"qemu\t7.2.22 (X)\ncommit\tc\nid\t%s\nstatus\t0\n"
		"judges\trig %s check c\n", series, id, strcmp(id, "12") ? "ab" : "cd");
	fclose(f);
	f = create(AT("verdict.tsv"));
	fprintf(f, "case\t%s\t%s\t3\tthat is why\n", strchr(where, '/') + 1, word);
	fclose(f);
}

static void say_of(const char *name, int status, const char *pattern)
{
	GIVES(name, status, pattern, cmd_long, path("l/long"), "aaa");
}

static void record_says(const char *name, const char *says)
{
	GIVES(name, 0, says, cmd_counts, path("l"), "aaa", "eee", path("out"),
	      "long");
}

static void fine(void)
{
	kept("a-1/a", "11", "aaa", "PASS", "1000");
	kept("a-2/a", "12", "aaa", "PASS", "2000");
	kept("b-1/b", "13", "aaa", "PASS", "40000000000");
}

static void gone(const char *where)
{
	unlink(path("l/long/%s/run.tsv", where));
}

static void records(void)
{
	record_says("as a record", "long\thave");
	leaves("of all runs", "out/long.tsv", "runs\t3");
	leaves("of all cases", "out/long.tsv", "cases\t2");
	leaves("and instruments", "out/long.tsv", "instruments\t2");
	leaves("instructions", "out/long.tsv", "insns\t40000003000");
	leaves("in thousand millions", "out/long.tsv",
	       "insns.thousand-million\t40.0");
	leaves("NMIs", "out/long.tsv", "nmis\t345");
	leaves("one case's runs", "out/long.tsv", "a.runs\t2");
	leaves("its instructions", "out/long.tsv", "a.insns\t3000");
	leaves("its crossings", "out/long.tsv", "a.crossings\t14");
	leaves("its NMIs", "out/long.tsv", "b.nmis\t115");
	kept("c-1/c", "14", "bbb", "FAIL", "5");
	record_says("another series' do not count", "long\thave");
	gone("c-1/c");
	kept("d-1/d", "14", "aaa", "FAIL", "5");
	put("l/long/d-1/d/run.tsv", "series\taaa\nset\t\ndebian\t6.1-x 6.1.9-2\n");
	record_says("nor another's kernel", "long\thave");
	gone("d-1/d");
	kept("a-3/a", "15", "aaa", "FAIL", "5");
	record_says("with one that is no PASS there is none",
		    "long\tnone\tlong/a-3/a: is no PASS (FAIL)");
	kept("a-3/a", "11", "aaa", "PASS", "5");
	record_says("with one that is there twice",
		    "long\tnone\tlong/a-3/a: is another of these runs, copied");
	gone("a-3/a");
	GIVES("with none at all", 0, "long\tnone\tno run of this series in long",
	      cmd_counts, path("l-none"), "aaa", "eee", path("out"), "long");
}

void longs(void)
{
	GIVES("nothing is kept", 2, "error: no run of this series in*", cmd_long,
	      path("l/long"), "aaa");
	fine();
	say_of("each case together", 0, "a  *    2     2     0     0     0  *"
	       "    3000           14        230");
	say_of("and the other", 0, "b  *    1     1     0     0     0  *"
	       "40000000000            7        115");
	kept("a-1/a.old", "16", "aaa", "FAIL", "5");
	say_of("and by how many instruments", 0,
	       "watched by 2 versions of the instrument");
	say_of("what was replaced does not count", 0, "a  *    2     2  *");
	kept("c-1/c", "14", "bbb", "FAIL", "5");
	say_of("nor another series'", 0, "1 runs of another series, or * do not count");
	put("l/long/c-1/c/run.tsv", "series\taaa\nset\tAPPEND=\n");
	say_of("nor one with more than is the default", 0,
	       "1 runs of another series, or * do not count");
	gone("c-1/c");
	kept("a-3/a", "15", "aaa", "FAIL", "5");
	say_of("one that FAILs", 1, "FAIL*a-3/a*that is why");
	say_of("is counted", 1, "a  *    3     2     1     0     0  *"
	       "    3000  *");
	kept("a-3/a", "15", "aaa", "ERROR", "5");
	say_of("one that is ERROR", 2, "a  *    3     2     0     1     0  *");
	kept("a-3/a", "15", "aaa", "SKIP", "5");
	say_of("one that is SKIP is no PASS", 0,
	       "a  *    3     2     0     0     1  *");
	put("l/long/d-1/d/run.tsv", "unbuilt\tno small kernel\nunbuilt_status\t77\n");
	put("l/long/d-1/d/verdict.tsv", "case\td\tSKIP\t0\tno small kernel\n");
	put("l/long/c-1/c/run.tsv", "series\taaa\nset\t\n");
	put("l/long/c-1/c/verdict.tsv", "case\tc\tPASS\t0\twell\n");
	say_of("one that does not say who watched", 2,
	       "ERROR*c-1/c*does not say which instrument watched");
	gone("c-1/c");
	say_of("one that could not be built", 0, "SKIP*d-1/d*no small kernel");
	gone("d-1/d");
	kept("a-3/a", "15", "aaa", "PASS", "5");
	unlink(path("l/long/a-3/a/verdict.tsv"));
	say_of("one without a verdict", 2, "ERROR*a-3/a*it left no verdict");
	kept("a-3/a", "11", "aaa", "PASS", "5");
	say_of("one that is there twice", 2,
	       "ERROR*a-3/a*is another of these runs, copied");
	put("l/long/a-3/a/rig.tsv", "meta\trun_id\t15\n");
	say_of("one that is cut short", 2, "ERROR*a-3/a*rig.tsv is not whole");
	gone("a-3/a");
	records();
	GIVES("more of them", 0, "s-2 s", cmd_long, path("l/long"),
	      "--next", "s", "2");
	kept("s-2/s", "17", "aaa", "FAIL", "5");
	GIVES("in free places", 0, "s-3 s", cmd_long, path("l/long"),
	      "--next", "s", "2");
	kept("s-3/s", "18", "aaa", "SKIP", "5");
	GIVES("one that is SKIP is made again", 0, "s-3 s", cmd_long,
	      path("l/long"), "--next", "s", "2");
	GIVES("of no case", 2, "error: CASE= is missing: *", cmd_long,
	      path("l/long"), "--next", "", "2");
	GIVES("of a case that is none", 2, "error: no case 'x': *", cmd_long,
	      path("l/long"), "--next", "x", "2");
	GIVES("usage", 2, "error: usage: *", cmd_long, path("l/long"));
}
