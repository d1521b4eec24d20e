// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a user gives by mistake, and where he stands, is one line and no harm:
 * paths, numbers, fragments, locales, another's build/, a full disk.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fake.h"

#define ONLY "only letters, digits"

static const char *const odd[] = {
	"a b", "a'b", "a&touch ran", "a$HOME", "a%b", "a,b", "a:b", "a;b",
	"a=b", "a\\b", "a`b",
};

static void paths(void)
{
	must("mkdir ../odd && cp %s/Makefile . && cp %s/tests/path.mk "
	     "%s/tests/Makefile tests/", getenv("HERE"), getenv("HERE"),
	     getenv("HERE"));
	for (size_t i = 0; i < COUNT(odd); i++) {
		setenv("ODD", where("odd/%s", odd[i]), 1);
		must("cp -a . \"$ODD\" && ln -s \"$ODD\" ../odd/link");
		gives(odd[i], 2, "^error: .*" ONLY, "\"$ODD\"/scripts/tree.sh");
		gives("make", 2, "nly letters, digits", "make -C \"$ODD\" tree");
		gives("make -C tests", 2, "nly letters, digits",
		      "make -C \"$ODD/tests\" O=/o");
		gives("behind a link", 2, "^error: .*" ONLY,
		      "../odd/link/scripts/tree.sh");
		must("rm -r \"$ODD\" ../odd/link");
	}
	ok(!sh("[ -z \"$(ls ../odd)\" ]"), "and nothing was made beside them");
	setenv("ODD", where("%s", "odd/\303\274#@+"), 1);
	must("cp -a . \"$ODD\"");
	gives("another alphabet is fine", 0, "build/linux: v4.15",
	      "LINUX=%s \"$ODD\"/scripts/tree.sh", where("%s", "tree"));
	gives("for make, with a CDPATH", 0, NULL,
	      "cd ../odd && CDPATH=.:.. make -C \"$ODD\" clean");
}

static const struct {
	const char *set, *says, *script;
} numbers[] = {
	{ "JOBS=abc", "from 1 to 1024", "scripts/tree.sh" },
	{ "JOBS=0", "from 1 to 1024", "scripts/tree.sh" },
	{ "JOBS=-1", "from 1 to 1024", "scripts/tree.sh" },
	{ "JOBS=70000", "from 1 to 1024", "tests/build.sh" },
	{ "JOBS=08", "from 1 to 1024", "scripts/tree.sh" },
	{ "JOBS=1e3", "from 1 to 1024", "scripts/kernel.sh" },
	{ "SMP=0", "from 1 to 8", "tests/run image-pti" },
	{ "BEAT=0", "from 1 to 99999", "tests/run image-pti" },
	{ "SMP=9", "from 1 to 8", "tests/run image-pti" },
	{ "SMP=-1", "from 1 to 8", "tests/boot.sh" },
	{ "SMP=x", "from 1 to 8", "tests/boot.sh" },
	{ "LIMIT=0", "from 1 to 99999", "tests/boot.sh" },
};

static const char *const lines[] = {
	"garbage", "CONFIG_X = y", "CONFG_X=y", "CONFIG_X=", "CONFIG_X=y ",
	"CONFIG_X=y\r", "CONFIG_X=\"a", "CONFIG_=y", "CONFIG_X=0x",
};

static void values(void)
{
	char text[128];

	for (size_t i = 0; i < COUNT(numbers); i++) {
		snprintf(text, sizeof(text), "^error: %s: a number %s",
			 numbers[i].set, numbers[i].says);
		gives(numbers[i].set, 2, text, "%s %s", numbers[i].set,
		      numbers[i].script);
	}
	for (size_t i = 0; i < COUNT(lines); i++) {
		snprintf(text, sizeof(text), "# one\n%s\n", lines[i]);
		put("f.config", text);
		snprintf(text, sizeof(text), "a fragment with '%.12s'",
			 lines[i]);
		gives(text, 2, "^error: .*/f.config, line 2: neither",
		      "CONFIG=../f.config scripts/kernel.sh -n");
	}
	put("f.config", "\n# CONFIG_A is not set\nCONFIG_B=\"x y\"\n"
	    "CONFIG_C=-1\nCONFIG_D=0xf\n");
	gives("a fragment without a mistake", 0, "small-f-",
	      "CONFIG=../f.config scripts/kernel.sh -n");
	must("cp ../f.config '../a b'");
	gives("CONFIG= with a blank in its name", 2, "^error: CONFIG=.*" ONLY,
	      "CONFIG='../a b' scripts/kernel.sh -n");
	gives("CONFIG= that is a directory", 2, "no such file",
	      "CONFIG=scripts scripts/kernel.sh -n");
	gives("CONFIG= that is not there", 2, "CONFIG=/nix: no such file",
	      "CONFIG=/nix scripts/kernel.sh");
	gives("a configuration that is none", 2, "no configuration 'nix'; there",
	      "scripts/kernel.sh nix");
	gives("a flavour of Debian that is none", 2, "no flavour 'risc'",
	      "tests/debian.sh risc");
	gives("no HOME", 0, "/debian/amd64",
	      "env -u HOME -u XDG_CACHE_HOME tests/debian.sh -n amd64");
	gives("a TMPDIR that is not there", 2, "^error: TMPDIR=/nix: no such",
	      "TMPDIR=/nix tests/debian.sh -n");
	gives("two lines in APPEND=", 2, "^error: APPEND=: one line",
	      "APPEND='a\nb' tests/boot.sh");
	gives("a word that nobody asked for", 2, "^Usage: ",
	      "tests/proof/speed.sh bogus");
	gives("--help", 0, "^Usage: ", "tests/qemu.sh --help");
	gives("make check with a wrong LINUX=", 2, "/none: no such file",
	      "LINUX=/none tests/proof/check.sh");
	ok(!sh("[ $(LINUX=/none tests/proof/check.sh 2>&1 | wc -l) = 1 ]"),
	   "is that one line");
}

/* "Makefile" is before "arch" in one, behind it in the other. */
static void locales(void)
{
	must("mkdir ../locale");
	if (sh("localedef -i en_US -f UTF-8 ../locale/en_US.UTF-8")) {
		untried("another order of names", "no localedef or no en_US");
		return;
	}
	must("cp patches/base ../base");
	unsetenv("LC_ALL");
	setenv("LANG", "en_US.UTF-8", 1);
	setenv("LOCPATH", where("%s", "locale"), 1);
	ok(!sh("[ $(printf 'M\\na\\n' | sort | head -n 1) = a ]"),
	   "a locale with another order");
	gives("check-series is content there", 0, "3 patches apply",
	      "scripts/check-series.sh");
	gives("export as well", 0, "3 patches", "scripts/export.sh");
	ok(!sh("cmp ../base patches/base"), "and gives the same bytes");
	setenv("LC_ALL", "C", 1);
}

/* A command that dies gives 1, which is FAIL. */
static void no_verdict(void)
{
	static const char *const scripts[] = {
		"check-series", "clean", "tree", "export", "lint",
	};

	must("chmod 755 ..");
	for (size_t i = 0; i < COUNT(scripts); i++) {
		if (getuid()) {
			untried(scripts[i], "not root, so build/ is ours");
			continue;
		}
		gives(scripts[i], 2, "^error: .*/build cannot be written",
		      "setpriv --reuid 65534 --clear-groups scripts/%s.sh",
		      scripts[i]);
	}
	gives("an output that is closed", 2, "stopped by the message above",
	      "scripts/export.sh >&-");
	must("rm -rf build && mkdir build");
	if (sh("unshare -rm mount -t tmpfs none build"))
		untried("a disk that is full", "no mount without root");
	else
		gives("a disk that is full", 2,
		      "^error: .*the disk of build/ is full",
		      "unshare -rm sh -c 'mount -t tmpfs -o size=100k none build"
		      " && cd build/.. && LINUX=%s scripts/tree.sh'",
		      where("%s", "tree"));
}

/* Its heartbeat is a process of its own, and the next in the pipe waits for it. */
static void killed(void)
{
	put("dies", "TOP=$PWD\n. scripts/lib.sh\nstep dies dying kill -9 $$\n");
	gives("a step whose script is killed", 0, "^  dying",
	      "timeout 9 sh -c 'sh ../dies | cat'");
}

/* Two that work in one place would count each other's results. */
static void two(void)
{
	put("turn", "TOP=$PWD\n. scripts/lib.sh\n. tests/parallel.sh\n"
	    "turn build/x\necho second\n");
	gives("one waits for the other", 0, "^another run .* waiting first second",
	      "mkdir -p build/x; { exec 9>build/x/.lock; flock 9; "
	      "sh ../turn 2>&1 9>&- & sleep 2; echo first; exec 9>&-; "
	      "wait; } | tr '\\n' ' '");
}

/* a kernel image whose payload is longer than the file */
static void extract(void)
{
	must("TOP=$PWD && . scripts/lib.sh && tool extract && { head -c 514 "
	     "/dev/zero; printf 'HdrS\\010\\002'; head -c 600 /dev/zero | "
	     "tr '\\0' '\\001'; } >../vmlinuz");
	gives("extract: no kernel", 2, "/tool.c: no kernel image",
	      "build/tools/extract ../tree/tools/tool.c ../v");
	gives("extract: half of one", 2, "/vmlinuz: .*truncated",
	      "build/tools/extract ../vmlinuz ../v");
	ok(!there("v") && !there("v.new"), "which leaves nothing");
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	values();
	locales();
	no_verdict();
	killed();
	two();
	extract();
	paths();
	return end();
}
