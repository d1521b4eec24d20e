// SPDX-License-Identifier: GPL-2.0-only
/*
 * Results that were tampered with: the same word in the exit status, KTAP, the
 * table and the summary, and never PASS.
 */
#include <stdio.h>
#include <string.h>

#include "fake.h"
#include "guest.h"

enum { PASS, FAIL, ERROR };
static const char *const word[] = { "PASS", "FAIL", "ERROR" };

/* what the case's name has the stand-in leave, and the reason that is given */
static const struct {
	const char *name, *set;
	int word;
	const char *why;
} results[] = {
	{ "whole", "", PASS, "" },
	{ "fail", "", FAIL, "R1: 3 violations, first kind ret" },
	{ "stranger", "", FAIL, "R12: 2 violations, first kind other-side" },
	{ "unknown", "", FAIL, "no such rule or kind: R99" },
	{ "unheard", "", ERROR, "no such rule or kind: R99" },
	{ "lost", "", ERROR, "tracker lost the processor 1 times: cpu 0: it" },
	{ "fact", "fact = nothing of the kind", FAIL,
	  "the guest does not say: nothing of the kind" },
	{ "sites", "sites = firmware", ERROR,
	  "no WRMSR of a firmware site was executed" },
	{ "idle", "sites = !idle", FAIL, "WRMSR executed at an idle site" },
	{ "quiet", "sites = !idle", PASS, "" },
	{ "quiet-by-hlt", "sites = !idle", ERROR,
	  "but the guest.s idle-mwait did not pass" },
	{ "quiet-kexec", "sites = !idle kexec", ERROR,
	  "no WRMSR of a kexec site" },
	{ "cut", "", ERROR, "rig.tsv: .*cut short" },
	{ "twice", "", ERROR, "rig.tsv: .*line [0-9]* is not understood" },
	{ "joined", "", ERROR, "rig.tsv is of another run: id it" },
	{ "known", "known = R5:extra-write-in", PASS, "" },
	{ "known-not", "known = R5:extra-write-out", FAIL,
	  "R5: .*first kind extra-write-in" },
	{ "never", "require = SYSENTER,#DE", ERROR,
	  "path never exercised: SYSENTER" },
	{ "fail-never", "require = SYSENTER", FAIL, "R1: 3 violations" },
};

static void in_each_place(void)
{
	char text[2048] = "", file[80], line[160];

	for (size_t i = 0; i < COUNT(results); i++) {
		size_t n = strlen(text);

		snprintf(text + n, sizeof(text) - n, "[%s]\n%s\n",
			 results[i].name, results[i].set);
	}
	cases(text);
	for (size_t i = 0; i < COUNT(results); i++) {
		const char *name = results[i].name, *is = word[results[i].word];

		snprintf(line, sizeof(line), "%s: exit status of %s", name, is);
		gives(line, results[i].word, results[i].why, RUN "%s", name);
		snprintf(file, sizeof(file), RESULTS "%s/result.ktap", name);
		snprintf(line, sizeof(line), "^%sok [0-9]* %s",
			 results[i].word == PASS ? "" : "not ", name);
		ok(found(file, line), "... result.ktap");
		snprintf(file, sizeof(file), RESULTS "%s/table.txt", name);
		snprintf(line, sizeof(line), "^%s: %s$", name, is);
		ok(found(file, line), "... table.txt");
		snprintf(line, sizeof(line), "^%s *%s [(].*%s", is, name,
			 results[i].why);
		ok(found(RESULTS "summary", line), "... and the summary");
	}
	must(RUN "whole && sed -i 's/ibrs.id=[0-9a-f]*/ibrs.id=0123/' "
	     "build/results/whole/console.log");
	gives("a console log of another run", 2, "console.log is of another run",
	      REPORT "judge --case whole --dir build/results/whole");
}

static void says(const char *what)
{
	put("p/tests/qemu.sh.says", what);
}

static void mode(void)
{
	cases("[on]\nfact = spectre_v2=it\n"
	      "[on-off]\nfact = spectre_v2=it\nrequire = #GP@kernel\n"
	      "[never-off]\n");
	says("Vulnerable\n");
	gives("APPEND=spectre_v2=off", 0, "in 'Vulnerable': judged as off",
	      "APPEND=spectre_v2=off " RUN "on-off");
	ok(said("^R11  PASS"), "and R11 is what it shows");
	gives("armed all the same", 1, "R11: a processor set the bit",
	      "APPEND=spectre_v2=off " RUN "on");
	says("Mitigation: Full generic retpoline, IBRS_FW\n");
	gives("retpoline", 0, "judged as off",
	      "APPEND=spectre_v2=retpoline " RUN "on-off");
	says("Mitigation: IBRS (command line)\n");
	gives("never armed, and on", 2, "no processor was ever armed",
	      "APPEND=spectre_v2=ibrs " RUN "never-off");
}

static void no_files(void)
{
	static const char *const files[] = {
		"/", "/dev/zero", "../fifo", "../garbage", "/nix", "tests/run",
	};

	must("mkfifo ../fifo && head -c 5000 /dev/urandom >../garbage");
	for (size_t i = 0; i < COUNT(files); i++) {
		gives(files[i], 2, "^run: ERROR: ", "IBRS_CASES=tests/cases.cfg timeout 10 "
		      "build/tools/ibrs-report judge --rig %s --console tests/run", files[i]);
		ok(!said("[^[:print:][:blank:]]"),
		   "is told in printable characters");
	}
	gives("--mode foo", 2, "^error: .*--mode 'foo': on, off or all",
	      REPORT "judge --rig / --console / --mode foo");
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	stand_ins();
	in_each_place();
	mode();
	no_files();
	return end();
}
