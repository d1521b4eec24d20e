// SPDX-License-Identifier: GPL-2.0-only
/*
 * Work in build/linux is never lost; export gives the same bytes each time;
 * check-series goes red on each byte that differs.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "fake.h"

#define ENTRY "arch/x86/entry/entry_64.S"
#define FIRST "p/patches/0001-x86-entry-Spell-out-twenty.patch"
#define STORED "find patches arch -type f | sort | xargs sha256sum"
#define TAR "linux-4.15.tar.xz"
#define CHECK "scripts/check-series.sh"
#define LINUX(source) "LINUX=%s scripts/tree.sh", where("%s", source)

/* commit: all edits of build/linux, by the series' author */
static void commit(const char *subject)
{
	must("cd build/linux && git add -A && git -c user.name='IBRS entry "
	     "series' -c user.email=ibrs-entry@example.org commit -q -m '%s'",
	     subject);
}

static void restore(void)
{
	must("rm -rf patches arch && cp -a ../patches ../arch . && "
	     "mkdir -p patches/changes");
}

static bool as_stored(const char *name)
{
	return ok(!sh(STORED " | cmp - ../stored"), "%s", name);
}

static void export(void)
{
	must(STORED " >../stored && cp -a patches arch ..");
	ok(!sh("[ $(grep -c '^0' patches/series) = 2 ]"), "two patches");
	ok(!sh("cmp build/linux/arch/x86/entry/ibrs.h arch/x86/entry/ibrs.h"),
	   "the copy of the created file");
	gives("base lists the created file", 0,
	      "^absent arch/x86/entry/ibrs.h$", "cat patches/base");
	gives("the changed one, as it was", 0, NULL, "grep -qx \"blob "
	      "$(git hash-object ../tree/" ENTRY ") " ENTRY "\" patches/base");
	gives("and the fix-up's", 0, "^blob .* tools/tool.c$",
	      "cat patches/base");
	gives("a second export", 0, "2 patches", "scripts/export.sh");
	as_stored("gives the same bytes");
	gives("check-series is content", 0, "2 patches apply", CHECK);
	must("rm -rf build/linux");
	gives("from patches/ alone", 0, "2 patches", LINUX("tree"));
	gives("export gives", 0, "2 patches", "scripts/export.sh");
	as_stored("the same bytes");
	change("p/patches/series", "\n0002", "\n# About files\n0002");
	gives("a group line of patches/series", 0, NULL, "scripts/export.sh");
	gives("stays above its patch", 0, "^0002-x86-entry-Add-a-file.patch$",
	      "sed -n '/^# About/{n;p}' patches/series");
	restore();
	gives("and takes nothing else along", 0, "2 patches apply", CHECK);
}

/* @from of the file becomes @to; or it is @to; or without either it goes. */
static const struct {
	const char *name, *file, *from, *to, *says;
} red[] = {
	{ "a byte of a patch", FIRST, "\n+twenty", "\n+Twenty",
	  "patches/base differs|0001-.* differs" },
	{ "a byte of a blob id", FIRST, "\nindex ", "\nindex 0",
	  "differs from what the series gives" },
	{ "a context line that needs fuzz", FIRST, "\n 19\n", "\n 91\n",
	  "does not apply" },
	{ "a hunk with an offset", FIRST, "\n@@ -17", "\n@@ -16",
	  "differs from what the series gives" },
	{ "a commit id", FIRST, "From 0000", "From dead",
	  "first line names a commit" },
	{ "another author", FIRST, "\nFrom: I", "\nFrom: A", "From: is not" },
	{ "a stored sign-off", FIRST, "\n---\n",
	  "\nSigned-off-by: A <a@b>\n---\n",
	  "sign-off is added for sending only" },
	{ "a long subject", FIRST, "[PATCH] ", "[PATCH] x86/entry: Ten words "
	  "and more of them make no subject that anybody reads to its end: ",
	  "subject longer than 75 characters" },
	{ "a byte of a copy", "p/arch/x86/entry/ibrs.h", "new", "New",
	  "arch/x86/entry/ibrs.h differs" },
	{ "a copy that is gone", "p/arch/x86/entry/ibrs.h", NULL, NULL,
	  "arch/x86/entry/ibrs.h differs" },
	{ "a copy of nothing", "p/arch/x86/entry/more.h", NULL, "\n",
	  "more.h is not a file the series creates" },
	{ "a patch missing in series", "p/patches/series",
	  "0002-x86-entry-Add-a-file.patch\n", "",
	  "0002-.* is not in patches/series" },
	{ "a patch without its file",
	  "p/patches/0002-x86-entry-Add-a-file.patch", NULL, NULL,
	  "no file 0002" },
	{ "no cover letter", "p/patches/cover-entry.txt", NULL, NULL,
	  "no patches/cover-entry.txt: write" },
	{ "a cover letter of no set", "p/patches/cover-x.txt", NULL, "\n",
	  "patches/cover-x.txt is the cover letter of no set" },
	{ "a patch in no set", "p/patches/series", "# set: entry\n", "",
	  "0001-.* is in no set: write '# set: <name>' above" },
	{ "a set without a patch", "p/patches/series", "# set: entry\n",
	  "# set: none\n# set: entry\n", "set none has no patch: take" },
	{ "the same set twice", "p/patches/series", "\n0002",
	  "\n# set: entry\n0002", "two sets are named entry" },
	{ "a set with no name", "p/patches/series", "set: entry",
	  "set: Entry 1", "set 'Entry 1': small letters" },
	{ "changes of no patch", "p/patches/changes/gone", NULL, "v2:\n",
	  "changes/gone: of no patch: git mv" },
	{ "changes without a heading", "p/patches/changes/cover-entry", NULL,
	  " - more\n", "cover-entry:1: ' - more': a heading as 'v2:'" },
	{ "changes that are no text below one", "p/patches/changes/cover-entry",
	  NULL, "v2:\n---\n", "cover-entry:2: '---': a heading" },
	{ "the N of the cover", "p/patches/cover-entry.txt", "0/2", "0/3",
	  "cover-entry.txt:1: '.* 0/3. .*' should be '.* 0/2. .*': make exp" },
	{ "a subject in the cover", "p/patches/cover-entry.txt", "Spell out",
	  "Spell", "cover-entry.txt:6: .* should be .*twenty': make export" },
	{ "the diffstat of the cover", "p/patches/cover-entry.txt", " 2 files",
	  " 3 files", "cover-entry.txt:[0-9]+: ' 3 files.*' should be ' 2 " },
	{ "the base of the cover", "p/patches/cover-entry.txt", "d8a5",
	  "d8a6", "cover-entry.txt:[0-9]+: 'base-commit: d8a6.*d8a5" },
	{ "no shortlog", "p/patches/cover-entry.txt", "IBRS entry series (2)",
	  "Others", "cover-entry.txt:[0-9]+: .*'IBRS entry series .2.:': make" },
};

static void differences(void)
{
	for (size_t i = 0; i < COUNT(red); i++) {
		if (red[i].from)
			change(red[i].file, red[i].from, red[i].to);
		else if (red[i].to)
			put(red[i].file, red[i].to);
		else
			must("rm ../%s", red[i].file);
		gives(red[i].name, 1, red[i].says, CHECK);
		restore();
	}
	must("sed -i /entry_64/d patches/base");
	gives("a file missing in base", 1, "patches/base differs", CHECK);
	restore();
	must("for i in $(seq -w 3 19); do "
	     "cp ../" FIRST " patches/00$i-x.patch; "
	     "echo 00$i-x.patch >>patches/series; done");
	gives("nineteen patches", 1, "19 patches, 18 is the most", CHECK);
	restore();
	gives("restored, it is content again", 0, "2 patches apply", CHECK);
}

/* read_ids: series_id() and series_state() of scripts/, a line each. */
static void read_ids(const char *to)
{
	must("TOP=$PWD sh -c '. scripts/lib.sh; . scripts/work.sh; series_id; "
	     "series_state' >../%s && [ $(grep -c . ../%s) = 2 ]", to, to);
}

static void id_after(const char *name, const char *file, const char *from,
		     const char *to, bool same)
{
	change(file, from, to);
	read_ids("now");
	restore();
	ok(!sh("[ \"$(sed 1q ../was)\" = \"$(sed 1q ../now)\" ]") == same,
	   "%s: %s id", name, same ? "the same" : "another");
	ok(sh("[ \"$(sed 1d ../was)\" = \"$(sed 1d ../now)\" ]"),
	   "and build/linux is made anew");
}

static void ids(void)
{
	read_ids("was");
	id_after("another message", FIRST, "Spell out", "Spell", true);
	id_after("other code", FIRST, "\n+twenty", "\n+Twenty", false);
	id_after("another file", FIRST, "\ndiff --git a/arch",
		 "\ndiff --git a/ARCH", false);
	id_after("a document", FIRST, "\ndiff --git a/arch",
		 "\ndiff --git a/Documentation/x b/Documentation/x\n+text\n"
		 "diff --git a/arch", true);
}

static void new_series(void)
{
	must("cd build/linux && touch -d @1000 arch/x86/entry/ibrs.h " ENTRY);
	change(FIRST, "\n+twenty", "\n+Twenty");
	gives("a changed patch is applied anew", 0, "2 patches",
	      "scripts/tree.sh");
	gives("into the tree", 0, "^Twenty$", "cat build/linux/" ENTRY);
	gives("files it does not change keep their date", 0, "^1000$",
	      "stat -c %%Y build/linux/arch/x86/entry/ibrs.h");
	restore();
	gives("and back", 0, "2 patches", "scripts/tree.sh");
}

/* What nobody may lose, however it stands there. */
static void work(void)
{
	append("p/build/linux/tools/tool.c", "mine\n");
	gives("an edit in build/linux is refused", 2,
	      "work that patches/ does not have \\(tools/tool.c\\)",
	      "scripts/tree.sh");
	gives("unless asked for", 0, "using it as it is",
	      "scripts/tree.sh --edits-ok");
	gives("not exported", 2, "uncommitted edits \\(tools/tool.c\\)",
	      "scripts/export.sh");
	change(FIRST, "\n+twenty", "\n+Twenty");
	gives("and not run over by a new series", 2, "work that patches/ does",
	      "scripts/tree.sh --edits-ok");
	restore();
	gives("nor by another source", 2, "work that patches/ does",
	      LINUX(TAR));
	gives("nor by clean", 2, "work that patches/ does",
	      "scripts/clean.sh");
	gives("it is still there", 0, "^mine$",
	      "cat build/linux/tools/tool.c");
	must("git -C build/linux stash -q");
	gives("nor is a stash lost by clean", 2,
	      "^error: .*commits that only 'stash' has", "scripts/clean.sh");
	gives("or another source", 2, "commits that only 'stash' has",
	      LINUX(TAR));
	gives("which no run minds", 0, NULL, "scripts/tree.sh");
	must("cd build/linux && git stash pop -q && git checkout -q -b mine");
	commit("tools: Mine");
	must("git -C build/linux checkout -q work");
	gives("nor a branch", 2, "^error: .*commits that only 'mine' has",
	      "scripts/clean.sh");
	must("cd build/linux && git tag mine mine && git branch -q -D mine");
	gives("nor a tag", 2, "^error: .*commits that only 'mine' has",
	      "scripts/clean.sh");
	must("git -C build/linux tag -d mine && touch build/linux/notes.o");
	gives("nor what git ignores", 2, "work that .* \\(notes.o\\)",
	      "scripts/clean.sh");
	gives("which no run minds either", 0, NULL, "scripts/tree.sh");
	must("rm build/linux/notes.o");
}

/* HEAD is not the series while git is at something. */
static void under_way(void)
{
	must("cd build/linux && GIT_SEQUENCE_EDITOR='sed -i 1s/pick/edit/' "
	     "git -c user.name=t -c user.email=t@t rebase -q -i series-base");
	gives("half of a rebase is not exported", 2,
	      "^error: .*rebase-merge under way: end it there first",
	      "scripts/export.sh");
	gives("nor cleaned away", 2, "rebase-merge under way",
	      "scripts/clean.sh");
	as_stored("and patches/ stays as it is");
	must("git -C build/linux rebase --abort");
	must("git -C build/linux tag -d series-base");
	gives("without its tag nothing is exported", 2,
	      "tag series-base is not there: run make tree",
	      "scripts/export.sh");
	gives("make tree", 0, "2 patches", "scripts/tree.sh");
	gives("makes it anew", 0, "2 patches", "scripts/export.sh");
	must("cp build/linux/.git/HEAD .. && echo x >build/linux/.git/HEAD");
	gives("a HEAD that is none", 2, "^error: build/linux: .*move it away",
	      "scripts/tree.sh");
	must("mv ../HEAD build/linux/.git/");
}

/* What is no series yet, and the command that makes it one. */
static void unfinished(void)
{
	append("p/build/linux/" ENTRY, "more\n");
	commit("fixup! x86/entry: Add a file");
	gives("an unsquashed fixup! is not exported", 2, "^error: .*unsquashed "
	      "commit \\([0-9a-f]+ \"fixup! .*git -C build/linux rebase -i "
	      "--autosquash series-base$", "scripts/export.sh");
	must("GIT_SEQUENCE_EDITOR=true git -C build/linux -c user.name=t "
	     "-c user.email=t@t rebase -q -i --autosquash series-base");
	gives("squashed it is", 0, "2 patches", "scripts/export.sh");
	must("git -C build/linux -c user.name=Own -c user.email=own@t commit "
	     "-q --allow-empty -m 'x86: fixup! is no prefix here' && "
	     "git -C build/linux rm -q -f Makefile && git -C build/linux "
	     "-c user.name=Own -c user.email=own@t commit -q --amend "
	     "--no-edit");
	gives("a commit of one's own is not exported", 2, "^error: .*by Own "
	      "<own@t> in .*: git -C build/linux rebase series-base -x "
	      "\"git commit --amend", "scripts/export.sh >../own");
	must("export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t; "
	     "scripts/export.sh 2>&1 | sed 's/^.*: git/git/' >../own; "
	     "sh -e ../own");
	gives("the command told mends that", 0, "3 patches",
	      "scripts/export.sh");
	gives("a third patch is in the cover letter", 0, "PATCH 0/3. x86: A f",
	      "cat patches/cover-entry.txt");
	gives("in its shortlog", 0, "^  x86: fixup! is no prefix here$",
	      "cat patches/cover-entry.txt && grep -q 'series (3):' "
	      "patches/cover-entry.txt");
	gives("and diffstat", 0, "^ delete mode 100644 Makefile$",
	      "cat patches/cover-entry.txt");
	gives("and all is in step", 0, "3 patches apply", CHECK);
	must("rm -rf build/linux");
	restore();
	gives("and the first series again", 0, "2 patches", LINUX("tree"));
	as_stored("gives the first bytes");
}

#define BY_US "git -C build/linux -c user.name='IBRS entry series' " \
	"-c user.email=ibrs-entry@example.org "
#define EDITED "echo >>build/linux/Makefile && " BY_US \
	"commit -q -a -m 'x86: A'"

/* What no patch can be made of, or none that git am and quilt take. */
static const struct {
	const char *name, *does, *says;
} unfit[] = {
	{ "an empty commit", BY_US "commit -q --allow-empty -m 'x86: Empty'",
	  "an empty commit: git -C build/linux rebase -i .*\"x86: Empty\"" },
	{ "and one behind it", BY_US "commit -q --allow-empty -m 'x86: Empty' "
	  "&& " EDITED,
	  "an empty commit: .*\"x86: Empty\"" },
	{ "a merge", "git -C build/linux checkout -q -b side HEAD~1 && "
	  EDITED " && git -C build/linux checkout -q - && " BY_US "merge -q side",
	  "a merge: git -C build/linux rebase series-base" },
	{ "a line --- in a message", EDITED " -m ---",
	  "with the line '---', where git am ends it: .*\"x86: A\"" },
	{ "a diff in it", EDITED " -m 'diff --git a/b'",
	  "with the line 'diff --git a/b', where" },
	{ "two of one subject", EDITED " && " EDITED,
	  "two commits with one subject" },
	{ "a name with a blank", ": >'build/linux/a b' && git -C build/linux add "
	  "'a b' && " BY_US "commit -q -m 'x86: A'", "a file named 'a b': " },
};

static void no_patches(void)
{
	for (size_t i = 0; i < COUNT(unfit); i++) {
		must("cp -a build/linux .. && %s", unfit[i].does);
		gives(unfit[i].name, 2, unfit[i].says, "scripts/export.sh");
		must("rm -rf build/linux && mv ../linux build/");
		as_stored("and nothing is written");
		restore();
	}
	must(EDITED " -m '---- of lines\n--\n-----\n diff -u'");
	gives("lines that are like it", 0, "3 patches", "scripts/export.sh");
	gives("are no harm", 0, "3 patches apply", CHECK);
	must("echo x >patches/base");
	gives("a base that says nothing", 2, "patches/base: no line 'tag ",
	      "scripts/export.sh");
	gives("to make tree as well", 2, "patches/base: no line 'tag ",
	      "scripts/tree.sh");
	must("rm -rf build/linux");
	restore();
	must(LINUX("tree"));
}

/* Which set a patch is in after the names change: tells "name:set" of each. */
static const struct {
	const char *name, *now, *sets;
} moved[] = {
	{ "as they were", "a b c d", "one 1 2 two 3 2" },
	{ "one more at the end of a set", "a b x c d", "one 1 3 two 4 2" },
	{ "in front of all", "x a b c d", "one 1 3 two 4 2" },
	{ "the first of the second set renamed", "a b x d", "one 1 2 two 3 2" },
	{ "that, and one more before it", "a b y x d", "one 1 3 two 4 2" },
	{ "the first of all renamed", "x b c d", "one 1 2 two 3 2" },
	{ "one more at the end", "a b c d x", "one 1 2 two 3 3" },
	{ "the second set taken back", "a b", "one 1 2" },
	{ "the first set taken back", "c d", "two 1 2" },
};

static void sets(void)
{
	put("old", "# head\n\n# set: one\n\n# About a\n1-a.patch\n2-b.patch\n"
	    "\n# set: two\n3-c.patch\n4-d.patch\n");
	gives("a series in two sets stays as it is", 0, NULL,
	      "grep patch ../old >../new; build/tools/series order ../old "
	      "../new | cmp - ../old");
	gives("one of the sets", 0, "^two 3 2$",
	      "build/tools/series sets ../old two >../now && cat ../now && "
	      "[ $(grep -c . ../now) = 1 ]");
	gives("which one has to be said", 2,
	      "^error: SET=: one of patches/series, please: one two$",
	      "build/tools/series sets ../old ''");
	gives("where there is one that is it", 0, "^entry 1 2$",
	      "build/tools/series sets patches/series ''");
	for (size_t i = 0; i < COUNT(moved); i++) {
		must("n=0; for p in %s; do n=$((n + 1)); echo $n-$p.patch; "
		     "done >../new", moved[i].now);
		gives(moved[i].name, 0, NULL, "build/tools/series order ../old "
		      "../new >../now && [ \"$(echo $(build/tools/series sets "
		      "../now))\" = '%s' ]", moved[i].sets);
	}
}

static void commits(void)
{
	put("p/build/linux/arch/x86/entry/more.h", "more\n");
	commit("x86/entry: Add more");
	gives("a commit in build/linux is refused", 2, "commit .*Add more",
	      "scripts/tree.sh");
	gives("nor is it cleaned away", 2, "commit .*Add more",
	      "scripts/clean.sh");
	gives("export keeps it", 0, "3 patches", "scripts/export.sh");
	ok(there("p/arch/x86/entry/more.h"), "with its copy");
	gives("and all is in step", 0, "3 patches apply", CHECK);
	must("git -C build/linux reset -q --hard HEAD~1");
	gives("a commit taken back", 0, "2 patches", "scripts/export.sh");
	ok(!there("p/arch/x86/entry/more.h"), "takes its copy along");
	as_stored("and gives the first bytes again");
}

/* An rm that removes half of a tree, and then ends who calls it. */
static void killed(void)
{
	must("mkdir ../bin");
	put("bin/rm", "#!/bin/sh\ncase $2 in *linux.old | */build) "
	    "[ ! -e \"$2\" ] || { /bin/rm -rf \"$2/Makefile\" "
	    "\"$2/linux.old/arch\"; kill -9 \"$PPID\"; exit; } ;;\nesac\n"
	    "exec /bin/rm \"$@\"\n");
	must("chmod +x ../bin/rm");
	gives("killed while it removes the old tree", 137, NULL,
	      "PATH=%s:$PATH LINUX=%s scripts/tree.sh", where("%s", "bin"),
	      where("%s", TAR));
	gives("the new one is whole", 0, "2 patches", "scripts/tree.sh");
	gives("killed while clean removes it", 137, NULL,
	      "PATH=%s:$PATH scripts/clean.sh", where("%s", "bin"));
	gives("half of a tree is not taken for work", 0, "2 patches",
	      LINUX("tree"));
	gives("two at once wait for each other", 0, "waiting for another run",
	      "flock build/tree.lock sleep 1 & sleep 0.3; scripts/tree.sh");
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	export();
	differences();
	ids();
	unfinished();
	sets();
	new_series();
	work();
	under_way();
	commits();
	no_patches();
	killed();
	gives("a clean tree is removed", 0, NULL, "scripts/clean.sh");
	ok(!there("p/build"), "wholly");
	return end();
}
