// SPDX-License-Identifier: GPL-2.0-only
/*
 * make mail: what it makes is what git send-email and git am take, and what it
 * refuses is told in a line with the command that mends it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fake.h"

#define ENTRY "arch/x86/entry/entry_64.S"
#define SOB "SOB='A. B <a@b.net>' "
#define MAKE(out) "OUT=" out " scripts/mail.sh"
#define CLEAN_HOME "HOME=$PWD/../home GIT_CONFIG_NOSYSTEM=1 "
#define AS_T "GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t GIT_COMMITTER_NAME=t " \
	"GIT_COMMITTER_EMAIL=t@t "

static void commit(const char *subject)
{
	must("cd build/linux && git add -A && git -c user.name='IBRS entry "
	     "series' -c user.email=ibrs-entry@example.org commit -q -m '%s'",
	     subject);
}

/* keep: the project's own commit, tagged as a version that was sent */
static void keep(const char *tag)
{
	must("git add -A && " AS_T "git commit -q --allow-empty -m x");
	if (tag)
		must("git tag %s", tag);
}

/* sent: what git send-email says it would send, one line per mail and header */
static void sent(const char *out, unsigned int mails, const char *subject)
{
	gives("git send-email sends all", 0, NULL, CLEAN_HOME
	      "git -c user.name='A. B' -c user.email=a@b.net send-email --dry-run "
	      "--confirm=never --smtp-server=/bin/true ../%s/*.patch "
	      "</dev/null >../sent && [ $(grep -c '^Subject: ' ../sent) = %u ]",
	      out, mails);
	gives("the cover letter first", 0, NULL,
	      "[ \"$(grep -m 1 '^Subject: ' ../sent)\" = 'Subject: %s' ]",
	      subject);
	gives("the others are answers to it", 0, NULL,
	      "id=$(sed -n 's/^Message-I[dD]: //p' ../sent | sed 1q); "
	      "[ -n \"$id\" ] && [ $(grep -c \"^In-Reply-To: $id\" ../sent) "
	      "= %u ]", mails - 1);
	gives("to the maintainer", 0, NULL, "[ $(grep -c '^To: Main Tainer "
	      "<main@tainer.net>' ../sent) = %u ]", mails);
	gives("and the list", 0, NULL, "[ $(grep -c '^Sendmail:.* "
	      "list@lists.net$' ../sent) = %u ]", mails);
	gives("from the sender", 0, NULL, "[ $(grep -c '^From: \"A. B\" "
	      "<a@b.net>' ../sent) = %u ]", mails);
	gives("and nobody else", 1, NULL, "grep example.org ../sent ../%s/*",
	      out);
}

/* applied: on the plain tree, the cover letter aside, they are the series. */
static void applied(const char *out, const char *how, const char *tip)
{
	must("rm -rf ../am && git clone -q --shared build/linux ../am && "
	     "git -C ../am checkout -q --detach base");
	gives("git am of the mails", 0, NULL, "set -- ../%s/0*.patch; shift; "
	      "git -C ../am -c user.name=t -c user.email=t@t am -q %s "
	      "$(realpath \"$@\")", out, how);
	gives("gives the series", 0, NULL, "cd ../am && [ -z \"$(git diff "
	      "HEAD %s -- arch Makefile)\" ]", tip);
	gives("signed off", 0, NULL, "[ $(git -C ../am log base.. | grep -c "
	      "'^    Signed-off-by: A. B <a@b.net>$') = $(git -C ../am "
	      "rev-list --count base..) ]");
	gives("with the messages of the series", 0, NULL, "for c in $(git -C "
	      "../am log --format=%%h base..); do git -C ../am log -1 "
	      "--format=%%B $c | sed /^Signed-off/d; done | grep . >../now; "
	      "git -C build/linux log --format=%%B series-base..%s | grep . | "
	      "cmp - ../now", *tip == 'o' && tip[11] ? "HEAD~1" : "HEAD");
	gives("and no more in the log", 1, NULL,
	      "git -C ../am log base.. | grep -e 'Changes in' -e ---");
}

/* Where mails would be a part of something, or removed with it. */
static void places(void)
{
	static const char * const no[] = {
		"patches", "patches/v1", ".", "arch/x86/v1", "$PWD/tests/v1",
		"build/linux/v1", "build/mail", "build/mail/v1", "build/v/../am",
		"../link/patches/v1", "-n", "/", "build",
	};

	must("ln -s p ../link");
	for (size_t i = 0; i < COUNT(no); i++)
		gives(no[i], 2, "^error: OUT=.* is no place for mails: give "
		      "another directory, as OUT=build/v1$",
		      SOB "OUT=%s scripts/mail.sh", no[i]);
	gives("a blank in it", 2, "^error: OUT=a b: only letters",
	      SOB MAKE("'a b'"));
	must("mkdir build/none ../p2");
	gives("build/v1 is one, and ../p2", 0, NULL, "for out in build/none "
	      "../p2; do build/tools/mail asked 'A <a@b>' $out 1 '' "
	      "$(realpath $out) $PWD || exit; done");
	must("rmdir build/none ../p2; rm ../link");
}

static void asked(void)
{
	gives("no SOB=", 2, "^error: SOB= is missing: make mail SOB=",
	      MAKE("../mails"));
	gives("no OUT=", 2, "needs OUT=", SOB "scripts/mail.sh");
	static const char * const bad[] = {
		"me", "a@b.net", "A <a.b>", "A <a@b> x", "<a@b>", "A<a@b>",
		"A <@b>", "A <a@>", "A <a@b@c>", "A <a b@c>", "A <a@b",
		"\"A\" <a@b>", "A > <a@b>", "A <ibrs-entry@example.org>",
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		gives(bad[i], 2, "^error: SOB=", "SOB='%s' " MAKE("../mails"),
		      bad[i]);
	gives("RFC=0", 2, "^error: RFC=0: RFC=1, or nothing",
	      SOB "RFC=0 " MAKE("../mails"));
	places();
	put("file", "\n");
	gives("OUT= that is a file", 2, "is no directory", SOB MAKE("../file"));
	gives("REROLL= that is no number", 2, "^error: REROLL=two",
	      SOB "REROLL=two " MAKE("../mails"));
	gives("REROLL=0", 2, "^error: REROLL=0: a number from 1",
	      SOB "REROLL=0 " MAKE("../mails"));
	gives("REROLL=1000", 2, "^error: REROLL=1000: a number from 1 to 999",
	      SOB "REROLL=1000 " MAKE("../mails"));
	gives("REROLL=02", 2, "^error: REROLL=02: a number",
	      SOB "REROLL=02 " MAKE("../mails"));
	gives("SET= that begins as one", 2, "^error: SET=entr: one of",
	      SOB "SET=entr " MAKE("../mails"));
	gives("SET= that is none", 2, "^error: SET=nix: one of .*: entry$",
	      SOB "SET=nix " MAKE("../mails"));
	gives("REROLL=2 without the version before", 2, "^error: REROLL=2: no "
	      "tag 'entry-v1' .*git fetch --tags, or git tag entry-v1 <",
	      SOB "REROLL=2 " MAKE("../mails"));
	ok(!there("mails"), "none of them makes OUT");
}

static void work(void)
{
	append("p/build/linux/" ENTRY, "more\n");
	gives("uncommitted edits", 2, "^error: .*uncommitted edits",
	      SOB MAKE("../mails"));
	commit("fixup! x86/entry: Add a file");
	gives("an unsquashed fixup!", 2, "^error: .*unsquashed commit .*git -C "
	      "build/linux rebase -i --autosquash series-base$",
	      SOB MAKE("../mails"));
	must("git -C build/linux -c user.name=Own -c user.email=o@o commit -q "
	     "--amend --reset-author -m 'x86: Own'");
	gives("a commit of one's own", 2, "^error: .*by Own <o@o> in .*: git -C "
	      "build/linux rebase series-base -x", SOB MAKE("../mails"));
	must("git -C build/linux -c user.name='IBRS entry series' -c user.email"
	     "=ibrs-entry@example.org commit -q --amend --reset-author "
	     "--no-edit");
	gives("work that is not exported", 2, "^error: build/linux has work "
	      "that patches/ does not have .*make export", SOB MAKE("../mails"));
	must("git -C build/linux reset -q --hard HEAD~1");
	must("mkdir -p Documentation/results");
	put("p/tests/numbers.sh", "#!/bin/sh\necho older; "
	    "exit 77\n");
	must("chmod +x tests/numbers.sh");
	gives("results that are older", 2, "^error: the numbers .*make results",
	      SOB MAKE("../mails"));
	must("mv Documentation/results .. && cp patches/cover-entry.txt .. && "
	     "sed -i 's/^Prose.$/&\\n[counted: calls]/' patches/cover-entry.txt");
	gives("and none, though a text has a block", 2,
	      "^error: the numbers .*make results", SOB MAKE("../mails"));
	must("mv ../results Documentation && mv ../cover-entry.txt patches");
	put("p/tests/numbers.sh", "#!/bin/sh\nexit 0\n");
	must("chmod +x tests/numbers.sh");
}

/* hostile: no setting of a user's may change what is made. */
static void first(void)
{
	must("mkdir -p ../home ../bad");
	put("bad/.gitconfig", "[user]\nname = Other\nemail = o@o\n[b4]\n"
	    "prep-cover-strategy = tip-commit\nsend-prefixes = NOT\n"
	    "[sendemail]\nsmtpserver = /nix\nfrom = o@o\n[diff]\n"
	    "noprefix = true\n[format]\nsignOff = true\n");
	gives("mails", 0, "cover letter and 2 patches from A. B <a@b.net>",
	      SOB "HOME=$PWD/../bad GIT_CONFIG_GLOBAL=$PWD/../bad/.gitconfig "
	      MAKE("../mails"));
	sent("mails", 3, "[PATCH 0/2] x86: A fake");
	applied("mails", "", "origin/HEAD");
	applied("mails", "-s", "origin/HEAD");
	gives("the base is v4.15's", 0, "^base-commit: d8a5b80568a9cb",
	      "cat ../mails/0000*");
	gives("an OUT= that is not empty", 2, "^error: OUT=../mails is not "
	      "empty.*: rm -r '../mails', or give another",
	      SOB MAKE("../mails"));
	gives("an empty one is fine, and an RFC", 0, NULL,
	      "mkdir ../rfc; RFC=1 " SOB MAKE("../rfc"));
	gives("in its prefix", 0, "^Subject: \\[PATCH RFC 2/2\\]",
	      "cat ../rfc/0002*");
}

static void second(void)
{
	keep("entry-v1");
	must("sed -i s/^thirty/THIRTY/ build/linux/" ENTRY " && cd build/linux "
	     "&& git -c user.name=t -c user.email=t@t commit -q -a --amend "
	     "--no-edit");
	append("p/build/linux/Makefile", "# end\n");
	commit("kbuild: Say where it ends\n\n10: not a trailer = 10: so\n1: nor this");
	must("scripts/export.sh");
	must("mkdir -p patches/changes");
	put("p/patches/changes/x86-entry-Add-a-file", "v2:\n - Louder.\n\nv3:\n"
	    " - Not yet.\n");
	put("p/patches/changes/cover-entry", "v2:\n - One patch more.\n");
	gives("version 2", 0, "cover letter and 3 patches",
	      "REROLL=2 " SOB MAKE("../v2"));
	sent("v2", 4, "[PATCH v2 0/3] x86: A fake");
	applied("v2", "-s", "origin/HEAD");
	gives("the changes are below the patch's ---", 0, "^ - Louder.$",
	      "sed '1,/^---$/d;/^diff/,$d' ../v2/0002*");
	gives("and in the cover letter, with its shortlog", 0,
	      "^  kbuild: Say where it ends$",
	      "sed '1,/^Changes in v2:$/d;/^ - One patch more/d' ../v2/0000*");
	gives("not those of later versions", 1, NULL,
	      "grep -r -e 'Not yet' -e v3: ../v2");
	gives("the range-diff has what changed", 0, "^    -\\+thirty$",
	      "sed '1,/^Range-diff against v1:/d' ../v2/0000*");
	gives("to its last line, in its order", 0, NULL, "sed '1,/^$/d' "
	      "../v2/0000* >../now; sed 1,2d build/mail/letter | cmp - ../now");
	gives("what did not", 0, "^1:  [0-9a-f]* = 1:  [0-9a-f]* x86/entry: Sp",
	      "cat ../v2/0000*");
	gives("and what is new", 0, "^-:  -* > 3:  [0-9a-f]* kbuild: Say",
	      "cat ../v2/0000*");
	gives("from a clone of the project, too", 0, NULL, "rm -rf ../q; "
	      "git add -A; " AS_T "git commit -q -m y; git clone -q . ../q; "
	      "cp -r build ../q/; cd ../q; REROLL=2 " SOB MAKE("../v2q")
	      " && cd .. && for f in v2/*; do sed '1,/^$/d' $f >1; "
	      "sed '1,/^$/d' v2q/${f#v2/} | cmp - 1 || exit 1; done");
}

static void sets(void)
{
	change("p/patches/series", "\n0003", "\n# set: more\n0003");
	put("p/patches/cover-more.txt", "Subject: [PATCH] kbuild: The end\n\n"
	    "One more.\n");
	must("scripts/export.sh");
	gives("with two sets one has to be named", 2,
	      "^error: SET=: one of patches/series, please: entry more$",
	      SOB MAKE("../one"));
	gives("the first alone", 0, "letter and 2 patches",
	      "SET=entry " SOB MAKE("../one"));
	applied("one", "", "origin/HEAD~1");
	must("git tag more-v1 entry-v1");
	gives("no version of a set in its tag", 2, "^error: REROLL=2: .* has "
	      "no set 'more': git tag -f more-v1 <commit",
	      "SET=more REROLL=2 " SOB MAKE("../two"));
	gives("the second", 0, "1 patches from", "SET=more " SOB MAKE("../two"));
	gives("goes on top of the first", 0, NULL, "cd ../am && git checkout "
	      "-q origin/HEAD~1 && git -c user.name=t -c user.email=t@t am -q "
	      "../two/0*1-*");
	gives("quilt pushes all of them", 0, "Now at patch .*0003",
	      "rm -rf ../am && git clone -q build/linux ../am && cd ../am && "
	      "git checkout -q base && QUILT_PATCHES=$OLDPWD/patches "
	      "QUILT_PATCH_OPTS=-F0 quilt push -a");
}

#define UP "SET=upstream " SOB MAKE("../up")
#define ONE "patches/upstream/1.0/0001-tool-Mend-it.patch"

/* A patch of two files on the plain tree, to a list; and one that is no mail. */
static void make_upstream(void)
{
	must("rm -rf ../am && git clone -q --shared build/linux ../am && cd ../am && "
	     "git checkout -q --detach base && echo more >>tools/tool.c && "
	     "echo more >>" ENTRY " && " AS_T "git commit -q -a -m 'tool: Mend it' "
	     "-m 'It is broken.' -m 'Cc: stable@lists.net' && "
	     "mkdir -p ../p/patches/upstream/1.0 ../p/patches/upstream/2.0 && "
	     "git format-patch -q --full-index --no-signature --zero-commit "
	     "-o ../p/patches/upstream/1.0 base && cp ../p/" ONE
	     " ../p/patches/upstream/2.0 && "
	     "sed -i '1,/^$/s/^$/To: list@lists.net\\n/' ../p/" ONE);
}

/* What is no mail yet is refused, with nothing made of the others. */
static void not_yet(void)
{
	static const struct {
		const char *name, *by, *says;
	} no[] = {
		{ "signed off", "/^Cc: st/a Signed-off-by: I <i@i>",
		  "signed off already" },
		{ "no changelog", "/^It is/d", "no changelog: say" },
		{ "short blob ids", "s/^index .*/index 1234567..1234567 100644/",
		  "no whole blob ids: git format-patch --full-index$" },
		{ "no diff", "/^index/d", "no diff in it" },
		{ "no ---", "/^---$/d", "no line '---'" },
		{ "no subject", "/^Subject/d", "in its head: git format-patch$" },
		{ "no sender", "/^From: /d", "in its head: git format-patch$" },
	};

	for (size_t i = 0; i < COUNT(no); i++) {
		must("cp " ONE " ../saved && sed -i \"%s\" " ONE, no[i].by);
		gives(no[i].name, 2, no[i].says, UP);
		must("cp ../saved " ONE);
	}
	gives("REROLL=2 of what has no versions", 2, "^error: REROLL=2: ",
	      "REROLL=2 " UP);
	ok(!there("up"), "none of them makes OUT");
}

static void upstream(void)
{
	make_upstream();
	not_yet();
	gives("mails of patches/upstream", 0, "^../up/1.0, from A. B <a@b.net>: "
	      "git send-email --no-thread --suppress-cc=bodycc", UP);
	ok(said("patches/upstream/2.0/.*: has no To:, and is no mail$") == 1,
	   "one for nobody is named");
	gives("and is none", 0, NULL, "[ \"$(ls ../up/*)\" = "
	      "0001-tool-Mend-it.patch ]");
	gives("git am takes it, as the sender's", 0, NULL, "cd ../am && "
	      "git checkout -q --detach base && " AS_T "git am -q ../up/1.0/* && "
	      "[ \"$(git log -1 --format='%%an %%ae')\" = 'A. B a@b.net' ]");
	gives("signed off behind its trailers", 0, NULL, "git -C ../am log -1 "
	      "--format=%%B | grep . | sed -n '3,$p' >../now && printf '%%s\\n' "
	      "'Cc: stable@lists.net' 'Signed-off-by: A. B <a@b.net>' | "
	      "cmp - ../now");
	gives("an OUT= that is not empty", 2, "^error: OUT=../up is not empty", UP);
	gives("an RFC", 0, "^Subject: .PATCH RFC. tool: Mend it",
	      "rm -r ../up; RFC=1 " UP " && cat ../up/1.0/*");
	if (*getenv("MISSING"))
		untried("nobody else gets it", "no git send-email");
	else
		gives("nobody else gets it", 1, NULL, CLEAN_HOME "git -c user.name='A. B' "
		      "-c user.email=a@b.net send-email --dry-run --confirm=never "
		      "--smtp-server=/bin/true --no-thread --suppress-cc=bodycc "
		      "../up/1.0/*.patch </dev/null >../sent; "
		      "grep -q '^Sendmail: .*list@lists' ../sent && "
		      "grep '^Sendmail: .*stable' ../sent");
	must("rm -r patches/upstream");
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	asked();
	work();
	upstream();
	if (*getenv("MISSING")) {
		untried("mails", "not installed: make mail does that");
		return end();
	}
	first();
	second();
	sets();
	return end();
}
