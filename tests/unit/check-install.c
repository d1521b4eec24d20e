// SPDX-License-Identifier: GPL-2.0-only
/*
 * make install: what is there works from there, the pages say what the programs
 * take, and the few lines by which a build fails do that as they are written.
 */
#include <stddef.h>

#include "check.h"

#define INSTALL "make -s -C $HERE/tests O=$HERE/build/tools install "
#define ROOT "$(dirname $C)/root"
#define BUILD "PATH=" ROOT "/usr/bin:$PATH sh ../build.sh"

static const struct step there_[] = {
	{ "make install", 0, NULL, INSTALL "PREFIX=/usr DESTDIR=" ROOT },
	{ "leaves these and no more", 0, NULL, "cd " ROOT " && find . -type f | "
	  "LC_ALL=C sort >$C.is && printf './usr/%s\\n' bin/ibrs-check "
	  "bin/ibrs-report lib/ibrs/ibrs-rig.so share/man/man1/ibrs-check.1 "
	  "share/man/man1/ibrs-report.1 | cmp - $C.is" },
	{ "twice is fine", 0, NULL, INSTALL "PREFIX=/usr DESTDIR=" ROOT },
	{ "PREFIX= that is relative", 2, "PREFIX=usr.*: absolute ones",
	  INSTALL "PREFIX=usr DESTDIR=" ROOT },
	{ "DESTDIR= that is two words", 2, "DESTDIR=.*: absolute ones",
	  INSTALL "PREFIX=/usr DESTDIR='/x y'" },
	{ "where nobody may write", 2, "cannot create|[Nn]ot a directory",
	  INSTALL "PREFIX=/usr DESTDIR=/dev/null" },
	{ "the checker there passes a good one", 0, NULL,
	  "P=" ROOT "; cd / && $P/usr/bin/ibrs-check $OLDPWD/good" },
	{ "and not a bad one", 1, "error: R",
	  "P=" ROOT "; cd / && $P/usr/bin/ibrs-check $OLDPWD/bad" },
	{ "has its pages with it", 0, "^R7", "P=" ROOT "; cd / && "
	  "$P/usr/bin/ibrs-check --explain R7" },
	{ "the report judges", 2, "^run: ERROR: no result of the instrument: /none", "P=" ROOT "; cd / && "
	  "$P/usr/bin/ibrs-report judge --rig /none/rig.tsv --console /none/c" },
	{ "a plugin is one of QEMU's", 0, "qemu_plugin_install$",
	  "nm -D " ROOT "/usr/lib/ibrs/ibrs-rig.so" },
	{ "the page has each option of the report", 0, NULL, "for o in $("
	  ROOT "/usr/bin/ibrs-report judge 2>&1 | grep -o -e '--[a-z-]*' | "
	  "sort -u); do grep -q \"Fl Fl ${o#--}\" " ROOT
	  "/usr/share/man/man1/ibrs-report.1 || { echo $o; exit 1; }; done" },
};

static const struct step build[] = {
	{ "the lines that fail a build", 0, NULL, "sed -n '/^#!\\/bin\\/sh$/,"
	  "/^}/p' " ROOT "/usr/share/man/man1/ibrs-check.1 | "
	  "sed 's/\\\\e$/\\\\/' >../build.sh && [ $(wc -l <../build.sh) = 8 ]" },
	{ "pass a good one", 0, NULL, "cp good vmlinux && : >ibrs.known && "
	  BUILD },
	{ "fail a bad one, and name it", 1, "^> R[0-9]+ ", "cp bad vmlinux && "
	  BUILD },
	{ "not where it is known", 0, NULL, "cp ibrs.found ibrs.known && "
	  BUILD },
	{ "and where that is gone", 1, "^< R[0-9]+ ", "cp good vmlinux && "
	  BUILD },
	{ "what cannot be judged is no pass", 2, "^error: vmlinux: ",
	  "echo >vmlinux; " BUILD },
	{ "the page is well formed", 0, NULL, "! command -v mandoc || "
	  "mandoc -Tlint -Wwarning $HERE/Documentation/ibrs-report.1" },
};

void installed(void)
{
	steps(there_, COUNT(there_));
	steps(build, COUNT(build));
}
