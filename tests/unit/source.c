// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each wrong kernel source is refused by name, before anything is applied, and
 * no source is ever written to.
 */
#include <stddef.h>
#include <stdio.h>

#include "fake.h"

#define TREE(source) "LINUX=%s scripts/tree.sh", where("%s", source)
#define ENTRY "arch/x86/entry/entry_64.S"

static void fresh(void)
{
	must("rm -rf build ../copy && cp -a ../tree ../copy");
}

static void commit(void)
{
	must("git -C ../copy init -q && git -C ../copy add -A && "
	     "git -C ../copy -c user.name=t -c user.email=t@t commit -q -m x");
}

static void refused(const char *name, const char *source, const char *says)
{
	gives(name, 2, says, "LINUX=%s scripts/tree.sh", where("%s", source));
	if (there("p/build/linux"))
		ok(false, "%s: and nothing is made of it", name);
}

/* what is done to the tree: @from becomes @to, or a file @file says @to */
static const struct wrong {
	const char *name, *file, *from, *to;
	enum { DIR, GIT, DIRTY } kind;
	const char *says;
} wrong[] = {
	{ "a directory without a kernel", "Makefile", NULL, "", DIR,
	  "not a kernel tree" },
	{ "v4.15.18", "Makefile", "SUBLEVEL = 0", "SUBLEVEL = 18", DIR,
	  "is v4.15.18, .*check out the tag v4.15" },
	{ "v4.14", "Makefile", "PATCHLEVEL = 15", "PATCHLEVEL = 14", DIR,
	  "is v4.14, the series stands on v4.15" },
	{ "v4.15-rc9", "Makefile", "EXTRAVERSION =", "EXTRAVERSION = -rc9",
	  DIR, "is v4.15-rc9," },
	{ "a dirty git tree", "tools/tool.c", NULL, "x", DIRTY,
	  "uncommitted changes .tools/tool.c." },
	{ "a patched directory", "arch/x86/entry/ibrs.h", NULL, "", DIR,
	  "already has the series" },
	{ "a patched git tree", "arch/x86/entry/ibrs.h", NULL, "", GIT,
	  "already has the series" },
	{ "a file the series touches differs", ENTRY, "\n20\n", "\n02\n", DIR,
	  "differs from v4.15 in " ENTRY },
	{ "in a git tree too", ENTRY, "\n20\n", "\n02\n", GIT,
	  "differs from v4.15 in " ENTRY },
	{ "a directory that was built in", ".config", NULL, "", DIR,
	  "make mrproper" },
};

static void wrong_trees(void)
{
	for (size_t i = 0; i < COUNT(wrong); i++) {
		const struct wrong *w = wrong + i;
		char file[64];

		snprintf(file, sizeof(file), "copy/%s", w->file);
		fresh();
		if (w->kind == DIRTY)
			commit();
		if (w->from)
			change(file, w->from, w->to);
		else
			put(file, w->to);
		if (w->kind == GIT)
			commit();
		refused(w->name, "copy", w->says);
	}
	fresh();
	must("rm ../copy/" ENTRY);
	refused("a file the series touches is missing", "copy",
		"differs from v4.15 in " ENTRY);
}

static void wrong_files(void)
{
	fresh();
	refused("LINUX= that is not there", "none", "none: no such file");
	must("head -c 300 ../linux-4.15.tar.xz >../short.tar.xz");
	refused("a truncated tarball", "short.tar.xz", "truncated or damaged");
	must("tar -C .. -cJf ../other.tar.xz tree");
	refused("another tarball", "other.tar.xz",
		"is not linux-4.15.tar.xz .sha256");
	put("text", "text\n");
	refused("a text", "text", "is no tree and no tar.xz");
	must("mkfifo ../fifo");
	refused("a pipe", "fifo", "is no tree and no tar.xz");
}

/* its dates, sizes and names */
#define LOOK "find ../%s -type f -exec stat -c '%%n %%Y %%s' '{}' + | sort"

static void taken(const char *source, bool git)
{
	fresh();
	if (git)
		commit();
	must(LOOK " >../was", git ? "copy" : "tree");
	gives(source, 0, "build/linux: v4.15 and 2 patches",
	      "LINUX=%s scripts/tree.sh", where("%s", source));
	ok(!sh("cmp ../applied/arch/x86/entry/ibrs.h "
	       "build/linux/arch/x86/entry/ibrs.h"), "gives the series");
	ok(!sh(LOOK " | cmp - ../was", git ? "copy" : "tree"),
	   "and was not written to");
}

static void good_trees(void)
{
	taken("copy", true);
	put("copy/stray.c", "");
	gives("an untracked file is no harm", 0, NULL, TREE("copy"));
	ok(!there("p/build/linux/stray.c"), "and is not taken over");
	taken("tree", false);
	taken("linux-4.15.tar.xz", false);
	gives("a second run does nothing", 0, NULL, TREE("linux-4.15.tar.xz"));
	ok(sh("[ -s ../out ]"), "and says nothing");
	change("copy/Makefile", "SUBLEVEL = 0", "SUBLEVEL = 18");
	gives("a wrong LINUX= is refused with build/linux there too", 2,
	      "is v4.15.18", TREE("copy"));
	gives("without LINUX= it stands", 0, NULL, "scripts/tree.sh");
}

/* What the series does not touch may differ, and is not called v4.15. */
static void labels(void)
{
	fresh();
	put("copy/stray.c", "\n");
	gives("a file the series does not touch", 0,
	      "build/linux: v4.15 [+] other files and 2 patches", TREE("copy"));
	fresh();
	commit();
	must("sed -i \"s/^commit .*/commit $(git -C ../copy rev-parse HEAD)/\" "
	     "patches/base");
	append("copy/Makefile", "\n");
	put("copy/stray.c", "\n");
	commit();
	gives("is counted where v4.15 itself is there", 0,
	      "build/linux: v4.15 [+] 2 files and 2", TREE("copy"));
	must("rm -r ../copy");
	must("cp -a ../tree ../copy && touch ../copy/README");
	commit();
	gives("and a document does not matter", 0, "build/linux: v4.15 and 2",
	      TREE("copy"));
}

static void downloads(void)
{
	fresh();
	gives("no tree at all is one line and 77", 77,
	      "^SKIP: no v4.15 tree: .*LINUX=", "scripts/tree.sh");
	ok(sh("[ \"$(scripts/tree.sh 2>&1 | grep -vc '^  fetching')\" = 1 ]")
	   == 0, "that line only");
	must("cp ../other.tar.xz ../served.tar.xz && sed -i "
	     "\"s|^url .*|url file://$(cd .. && pwd)/served.tar.xz|\" patches/base");
	gives("a download with the wrong hash", 2, "sha256 differs",
	      "scripts/tree.sh");
	ok(!there("cache"), "does not reach the cache");
	must("cp ../linux-4.15.tar.xz ../served.tar.xz");
	gives("a download with the right hash", 0, "2 patches",
	      "scripts/tree.sh");
	ok(!sh("cmp ../served.tar.xz ../cache/ibrs-v4.15/linux-4.15.tar.xz"),
	   "is cached");
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	wrong_trees();
	wrong_files();
	good_trees();
	labels();
	downloads();
	return end();
}
