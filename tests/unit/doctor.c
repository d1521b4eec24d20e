// SPDX-License-Identifier: GPL-2.0-only
/*
 * make doctor: each gap is told where it is, and not where it is not. What the
 * processor and KVM are is compared with /proc and /dev, nothing more is known.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/times.h>
#include <unistd.h>

#include "fake.h"

#define MOST_SECONDS 2

/* B: T/bin, where everything is; and the tree */
#define BIN "PATH=$B "
#define TREE "LINUX=../tree "
#define ASK "scripts/doctor.sh"
/* what it says is in T/said as well: the next command is to look at it */
#define DOCTOR ASK " >../said 2>&1; rc=$?; cat ../said; exit $rc"

static double spent(void)
{
	struct tms t;

	times(&t);
	return (double)(t.tms_cutime + t.tms_cstime) /
	       (double)sysconf(_SC_CLK_TCK);
}

/* without: @tool is taken off the PATH for one look at it, and put back */
static void without(const char *tool, int status, const char *pattern)
{
	char name[80];

	snprintf(name, sizeof(name), "without %s", tool);
	if (sh("test -e ../bin/%s", tool)) {
		untried(name, "it is not installed here");
		return;
	}
	must("mv ../bin/%s ../%s.away", tool, tool);
	gives(name, status, pattern, BIN TREE DOCTOR);
	must("mv ../%s.away ../bin/%s", tool, tool);
}

static void nothing_lacks(void)
{
	double before;

	must(BIN TREE DOCTOR);		/* its program is made here */
	must("find . | sort >../was");
	before = spent();
	gives("with all of it", 0, "^make run can be had, on the patched kern",
	      BIN TREE DOCTOR);
	before = spent() - before;
	ok(before < MOST_SECONDS, "in less than %d seconds of the processor",
	   MOST_SECONDS);
	if (before >= MOST_SECONDS)
		printf("# %.2f\n", before);
	ok(!sh("find . | sort | cmp - ../was"), "and nothing was written");
	gives("by make too", 0, "^make run can be had", TREE "make -s doctor");
	gives("an argument is refused", 2, "^Usage", ASK " x");
}

static void tree(void)
{
	gives("the tree of LINUX=", 0, "^has    tree .*/tree: v4.15",
	      BIN TREE DOCTOR);
	gives("no tree", 77, "^LACKS  tree       no v4.15 source", BIN DOCTOR);
	ok(!sh("grep -q 'make run can be had on the entry image only' ../said"),
	   "leaves the entry image");
	gives("LINUX= that is not there", 77, "^LACKS  tree .*no such file",
	      BIN "LINUX=../nix " DOCTOR);
	must("cp -a ../tree ../old && sed -i 's/^PATCHLEVEL.*/PATCHLEVEL = 14/'"
	     " ../old/Makefile");
	gives("LINUX= of another version", 77,
	      "^LACKS  tree .*is v4.14, the series stands on v4.15",
	      BIN "LINUX=../old " DOCTOR);
	must("mkdir -p ../home/.cache/ibrs-v4.15");
	gives("HOME without a cache", 77, "^LACKS  tree ", "XDG_CACHE_HOME= "
	      "HOME=%s " BIN DOCTOR, where("home"));
	must("cp -a ../tree ../home/.cache/ibrs-v4.15/linux");
	gives("HOME with one", 0, "^has    tree .*/home/.cache", "XDG_CACHE_HOME= "
	      "HOME=%s " BIN DOCTOR, where("home"));
	must("mv ../home/.cache/ibrs-v4.15/linux ../was.linux && cp "
	     "../linux-4.15.tar.xz ../home/.cache/ibrs-v4.15/");
	gives("or the tarball", 0, "^has    tree .*/linux-4.15.tar.xz",
	      "XDG_CACHE_HOME= HOME=%s " BIN DOCTOR, where("home"));
	must("echo x >>../home/.cache/ibrs-v4.15/linux-4.15.tar.xz");
	gives("a damaged one", 77, "^LACKS  tree .*truncated or damaged",
	      "XDG_CACHE_HOME= HOME=%s " BIN DOCTOR, where("home"));
}

static void work_tree(void)
{
	must(TREE "scripts/tree.sh");
	gives("build/linux needs no source", 0, "^has    tree       build/linux$",
	      BIN DOCTOR);
	must("echo '# more' >>patches/base");
	gives("of another series", 0, "^has    tree .*make tree moves it",
	      BIN DOCTOR);
	must("echo x >>build/linux/tools/tool.c");
	gives("that has edits as well", 77, "^LACKS  tree .*patches/ does not",
	      BIN DOCTOR);
	must("git -C build/linux checkout -q . && git -C build/linux tag -d "
	     "series-base && sed -i '$d' patches/base");
	gives("without its tag, which make tree sets", 0,
	      "^has    tree       build/linux, ", BIN DOCTOR);
	must("cp -a patches .. && echo x >patches/base");
	gives("a base that says nothing", 77,
	      "^LACKS  tree .*patches/base .*: git checkout patches", BIN TREE
	      DOCTOR);
	must("rm -r patches");
	gives("no patches", 77, "^LACKS  tree .*: git checkout patches", BIN
	      TREE DOCTOR);
	must("mv ../patches . && rm -rf build/linux && mv scripts/packages .. "
	     "&& : >scripts/packages");
	gives("no list of packages", 2, "^error: scripts/packages has no list",
	      BIN TREE DOCTOR);
	must("mv ../packages scripts");
}

static void programs(void)
{
	without("qemu-system-x86_64", 2, "^LACKS  QEMU .*no such program");
	ok(!sh("grep -q '^nothing can be run here' ../said && "
	       "grep -q '^LACKS  package    qemu-system-x86$' ../said"),
	   "it is named as a package, and nothing can be run");
	without("quilt", 77, "^make run can be had .*once make");
	without("bison", 77, "^tests/run -g image can be had on the entry");
	without("parallel", 2, "^LACKS  package    parallel");
	without("meson", 0, "^LACKS  package    meson");
	without("xorriso", 0, "^LACKS  package    xorriso");
	without("b4", 0, "^LACKS  package    b4");
	without("gcc", 2, "^LACKS  package    gcc");
	must("rm build/tools/doctor");
	without("gcc", 2, "^LACKS gcc: nothing can be run");
	ok(!sh("[ $(wc -l <../said) = 1 ]"), "in one line");
	gives("and back", 0, "^has    packages .*make run", BIN TREE DOCTOR);
	ok(!sh("! grep '^LACKS  package' ../said | awk '{ print $3 }' | "
	       "xargs -r -n 1 dpkg -s 2>&1 | grep '^Status: .* installed'"),
	   "none of them is missing that is installed");
}

static void other_qemu(void)
{
	must("printf '#!/bin/sh\\necho QEMU emulator version 9.9\\n' >../q && "
	     "chmod +x ../q");
	gives("another QEMU", 2, "^LACKS  QEMU .*is no QEMU 7.2", "QEMU=../q "
	      BIN TREE DOCTOR);
	gives("no QEMU of our own", 0, "^LACKS  own QEMU", BIN TREE DOCTOR);
	must("mkdir -p build/qemu && ln -s ../../../q "
	     "build/qemu/qemu-system-x86_64");
	gives("one", 0, "^has    own QEMU", BIN TREE DOCTOR);
	must("rm -r build/qemu");
}

static void room(void)
{
	must("mv build ../built && ln -s /proc build");
	gives("build/ that cannot be written", 2, "^LACKS  build/ ",
	      BIN TREE DOCTOR);
	ok(!sh("grep -q '^LACKS  disk       0 MiB' ../said"), "or has no room");
	must("rm build && mv ../built build");
	gives("one that can", 0, "^has    disk ", BIN TREE DOCTOR);
	ok(sh("grep -q 'LACKS  build/' ../said"), "is no gap");
	gives("memory for what is asked", 0, "^has    memory .*JOBS=1$",
	      "JOBS=1 " BIN TREE DOCTOR);
	gives("more than there is", 0, "^LACKS  memory .*JOBS=1024$",
	      "JOBS=1024 " BIN TREE DOCTOR);
	must("mkdir -p build/debian/cloud-amd64 build/stress/root && "
	     ": >build/debian/cloud-amd64/vmlinux");
	gives("what was fetched", 0, "^has    Debian 6.1", BIN TREE DOCTOR);
	ok(!sh("grep -q '^has    stress-ng' ../said"), "is there");
	must("rm -r build/debian build/stress");
	gives("or not", 0, "^LACKS  Debian 6.1", BIN TREE DOCTOR);
}

/* The kernel's words for what CPUID shows; it may hide some, never add. */
static void machine(void)
{
	gives("the processor", 0, "^has    processors [0-9]+, .*, microcode ",
	      BIN TREE DOCTOR);
	ok(!sh("! grep -q '^flags.* ibrs' /proc/cpuinfo || "
	       "grep -q '^has    CPUID .*IBRS' ../said"),
	   "IBRS, where the kernel sees it");
	ok(!sh("! grep -q '^flags.* hypervisor' /proc/cpuinfo || "
	       "grep -q '^has    hypervisor ' ../said"), "the hypervisor");
	ok(!sh("[ -e /dev/kvm ] || grep -q '^LACKS  KVM        no ' ../said"),
	   "no KVM, where it is not");
	ok(!sh("grep -q '^LACKS  KVM\\|^has    KVM ' ../said"), "KVM is told");
}

/* What it says to do can be done, and nobody outside is asked. */
static void advice(void)
{
	must("grep -o 'make [a-z][a-z-]*' scripts/doctor.c scripts/packages | "
	     "sed 's/.*make //' | sort -u >../named");
	ok(!sh("sed -n '/^.PHONY/,$p' Makefile | tr '\\t ' '\\n\\n' >../has; "
	       "grep -vxFf ../has ../named && exit 1; [ -s ../named ]"),
	   "the targets it names are there");
	must("for tool in apt-get apt-cache curl wget ssh ping; do rm -f "
	     "../bin/$tool; printf '#!/bin/sh\\necho $0 >>%s\\n' "
	     ">../bin/$tool; chmod +x ../bin/$tool; done", where("asked"));
	gives("without a tree and without quilt", 77, NULL,
	      "rm ../bin/quilt; " BIN DOCTOR);
	ok(!there("asked"), "nothing is fetched or installed");
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	setenv("B", where("bin"), 1);
	nothing_lacks();
	tree();
	work_tree();
	programs();
	other_qemu();
	room();
	machine();
	advice();
	return end();
}
