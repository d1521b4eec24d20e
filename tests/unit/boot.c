// SPDX-License-Identifier: GPL-2.0-only
/*
 * make qemu where nothing can be built, and what starts QEMU, given something
 * that is none, or one that does as it is told: make boot ends, in time, with
 * the word for what the guest said.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "fake.h"

#define UNABLE "cannot run it .nested[?].: ACCEL=tcg"
#define FIRMWARE "case $* in *reboot-timeout*) exit ;; esac; "
#define OWN "PATH=$PWD/../bin:$PATH tests/own-qemu.sh"

static const struct {
	const char *name, *options;
	const char *says;
} wrong[] = {
	{ "no kernel", "-k ../none", "no kernel '../none'" },
	{ "no initrd", "-k ../k -i ../none", "no initrd '../none'" },
	{ "an accelerator that is none", "-k ../k -A xen",
	  "ACCEL=xen: tcg or kvm" },
	{ "nine processors", "-k ../k -n 9", "-n=9: a number from 1 to 8" },
	{ "three siblings", "-k ../k -n 3,threads=2",
	  "-n 3,threads=2: threads=2, of 1 or an even number" },
	{ "three in each core", "-k ../k -n 3,threads=3", "-n 3,threads=3: " },
};

static const struct {
	const char *qemu, *says;
} qemus[] = {
	{ "/nix", "no such program" },
	{ "/tmp", "no such program" },
	{ "../k", "no such program" },
	{ "/bin/true", "is no QEMU 7.2 for x86_64 \\(asked, it says 'true " },
	{ "qemu-system-i386", "is no QEMU 7.2 for x86_64" },
	{ "../old", "is no QEMU 7.2 for x86_64 \\(asked, it says 'QEMU 9.9')" },
};

static const struct {
	const char *name, *does, *with;
	int status;
	const char *says;
} boots[] = {
	{ "in order", "echo ibrs-guest: done pass=3 fail=0 skip=1", "", 0,
	  NULL },
	{ "in order, by KVM", "echo ibrs-guest: done pass=3 fail=0 skip=1",
	  "ACCEL=kvm", 0, NULL },
	{ "nobody watches, the MSR is kept", "case $* in *ibrs-rig.so,model=1*) "
	  "echo ibrs-guest: done pass=3 fail=0 skip=1 ;; esac", "", 0, NULL },
	{ "by KVM, it is there", "case $* in *-plugin*) ;; *) "
	  "echo ibrs-guest: done pass=3 fail=0 skip=1 ;; esac", "ACCEL=kvm", 0,
	  NULL },
	{ "something failed", "echo ibrs-guest: done pass=3 fail=10 skip=1",
	  "", 1, "^FAIL: the guest saw something fail" },
	{ "a driver that had not the time", "echo ibrs-guest: done pass=3 "
	  "fail=2 skip=1 timeout=2", "", 2, "^error: .* ran out of time" },
	{ "and one that failed", "echo ibrs-guest: done pass=3 fail=2 skip=1 "
	  "timeout=1", "", 1, "^FAIL: the guest saw something fail" },
	{ "a panic", "echo panic", "", 2, "did not come to its closing line" },
	{ "QEMU dies", "kill -9 $$", "", 2, "not come to its closing line" },
	{ "a hang", "exec sleep 60", "LIMIT=1", 2, "no end after 1 s .LIMIT=" },
	{ "KVM that does not come to a kernel", "case $* in *reboot-timeout*) "
	  "echo one; echo two; exec sleep 99 ;; esac; "
	  "echo ibrs-guest: done pass=3 fail=0 skip=1", "ACCEL=kvm", 2,
	  UNABLE ".* says: one$" },
	{ "KVM that waits for ever", FIRMWARE "echo $$ >../pid; "
	  "echo KVM internal error. Suberror: 1 >&2; exec sleep 99",
	  "ACCEL=kvm", 2, UNABLE },
	{ "KVM under which a guest says nothing", FIRMWARE "exec sleep 99",
	  "ACCEL=kvm LIMIT=60", 2, UNABLE ".* the guest nothing for 18 seconds" },
	{ "and one that says something is waited for", FIRMWARE
	  "echo a line; exec sleep 99", "ACCEL=kvm LIMIT=22", 2,
	  "no end after 22 s .LIMIT=" },
	{ "KVM that aborts", FIRMWARE "echo error: failed to set MSR 0x10a >&2; "
	  "kill -ABRT $$", "ACCEL=kvm", 2, UNABLE },
};

#define CHOSEN "echo '# fact: spectre_v2=Mitigation: IBRS (command line)'; "
#define ROW "echo '# self-check: "
#define HALF CHOSEN ROW "do_page_fault 30 20 0 -'; " ROW "ibrs_check_boot 1 0 0 -'; "
#define GOOD HALF ROW "user_mode 20 20 0 -'; "
#define END "echo ibrs-guest: done pass=3 fail=0 skip=1"

/* A kernel that checks itself, and what is said of its counts. */
static const struct {
	const char *name, *does, *with;
	int status;
	const char *says;
} checks[] = {
	{ "its table", GOOD END, "", 0, "^do_page_fault +30 +20 +0$" },
	{ "what it can see", GOOD END, "", 0, "^R2 +PASS  20 ways to user mode" },
	{ "what it cannot", GOOD END, "", 0, "^R1 +SKIP  branches ahead" },
	{ "by KVM", "case $* in *-plugin*) ;; *) " GOOD END " ;; esac",
	  "ACCEL=kvm", 0, "^PASS: each place" },
	{ "a bad exit", HALF ROW "user_mode 20 20 2 x+0x1'; " END, "", 1,
	  "^R2 +FAIL  2 of 20 ways" },
	{ "a bad entry", GOOD ROW "do_nmi 9 9 1 x+0x1'; " END, "", 1,
	  "^R4 +FAIL  1 of 29 ways in" },
	{ "a processor that was not set", GOOD ROW "start_secondary 2 0 1 x'; " END,
	  "", 1, "^R10 +FAIL  1 of 3 times" },
	{ "no way out was checked", CHOSEN ROW "do_nmi 9 9 0 -'; " END, "", 2,
	  "^R2 +ERROR 0 ways" },
	{ "a row that is there twice", GOOD ROW "user_mode 9 9 0 -'; " END, "", 2,
	  "^error: .* not whole: user_mode is there twice" },
	{ "a row that is cut off", GOOD ROW "do_nmi 9 9'; " END, "", 2,
	  "^error: .* not whole: .do_nmi 9 9. is no row" },
	{ "the guest saw something fail", GOOD
	  "echo ibrs-guest: done pass=3 fail=1 skip=1 timeout=0", "", 1,
	  "^FAIL: guest reports 1 failed check" },
	{ "a driver that had not the time", GOOD
	  "echo ibrs-guest: done pass=3 fail=1 skip=1 timeout=1", "", 2,
	  "^error: .* ran out of time" },
	{ "a panic", GOOD "echo panic", "", 2, "not come to its closing line" },
	{ "a machine without the MSR", "echo '# fact: spectre_v2=Mitigation: Full "
	  "generic retpoline, ibrs refused: not in CPUID'; " END, "ACCEL=kvm", 2,
	  "^error: IBRS is not toggled .* says .*not in CPUID" },
	{ "one with IBRS_ALL", "echo '# fact: spectre_v2=Mitigation: Enhanced "
	  "IBRS (command line)'; " END, "ACCEL=kvm", 2,
	  "^error: IBRS is not toggled" },
	{ "a kernel without a table", CHOSEN END, "", 2,
	  "CONFIG_DEBUG_IBRS_ENTRY" },
	{ "KVM that cannot run a guest", "case $* in *reboot-timeout*) exit 1 ;; "
	  "esac; " GOOD END, "ACCEL=kvm", 2, "^error: ACCEL=kvm: .* is not there, not writable" },
};

/* script: a stand-in on PATH */
static void script(const char *name, const char *does)
{
	char text[512];

	snprintf(text, sizeof(text), "#!/bin/sh\n%s\n", does);
	put(name, text);
	must("chmod +x ../%s", name);
}

/* make qemu where nothing can be built: each reason is one line. */
static void own_qemu(void)
{
	char does[256];

	must("mkdir -p ../bin ../d tests/rig build/qemu && "
	     "cp \"$HERE\"/tests/rig/qemu-7.2.patch tests/rig/");
	snprintf(does, sizeof(does), "cat %s", where("%s", "version"));
	script("bin/dpkg-query", does);
	snprintf(does, sizeof(does), "echo list=%s parts=%s", where("%s", "l"),
		 where("%s", "d"));
	script("bin/apt-config", does);
	script("bin/apt-get", "echo apt-get ran \"$@\"; exit 1");
	script("p/scripts/setup.sh", "");
	put("version", "");
	gives("no QEMU of Debian", 2, "this system has none", OWN);
	put("version", "1:10.0.2+ds-2\n");
	gives("another version", 2,
	      "the patch is for .*7.2, .* has 1:10.0.2.ds-2", OWN);
	put("version", "1:7.2+dfsg-7\n");
	gives("the source cannot be had", 77,
	      "SKIP: the source of QEMU 1:7.2.dfsg-7 cannot be had", OWN);
	gives("though it was asked for", 0,
	      "apt-get ran .* source .*qemu=1:7.2.dfsg-7",
	      "cat build/logs/qemu-fetch.log");
	put("l", "deb [a=b] x://y z main\n");
	put("d/some.sources", "Types: deb\nURIs: x://w\n");
	sh(OWN);
	gives("the machine's lines become deb-src ones", 0,
	      "^deb-src .a=b. x://y z", "cat build/qemu.new/parts/own.list");
	gives("in the newer form too", 0, "^Types: deb-src$",
	      "cat build/qemu.new/parts/some.sources");
	must("echo \"1:7.2+dfsg-7 $(cat tests/rig/qemu-7.2.patch "
	     "tests/own-qemu.sh | sha256sum | cut -c1-12)\" >build/qemu/id");
	gives("nothing to do", 0, NULL, OWN);
	ok(sh("[ -s ../out ]"), "is not said");
}

int main(int argc, char **argv)
{
	begin(argc, argv);
	own_qemu();
	put("k", "");
	put("kvm", "");
	put("old", "#!/bin/sh\necho QEMU 9.9\n");
	put("qemu", "#!/bin/sh\nfor arg; do\n\tcase $arg in *logfile=*) "
	    "exec >\"${arg#*logfile=}\" ;; esac\ndone\neval \"$DOES\"\n");
	must("chmod +x ../old ../qemu");
	for (size_t i = 0; i < COUNT(wrong); i++)
		gives(wrong[i].name, 2, wrong[i].says, "tests/qemu.sh %s",
		      wrong[i].options);
	for (size_t i = 0; i < COUNT(qemus); i++)
		gives(qemus[i].qemu, 2, qemus[i].says,
		      "QEMU=%s tests/qemu.sh -k ../k", qemus[i].qemu);
	/* nothing is built, and the machine's own KVM is left alone */
	must("for s in scripts/tree scripts/kernel tests/build; do "
	     "printf '#!/bin/sh\\n' >$s.sh; done; mkdir -p build/boot && "
	     "touch build/boot/initrd.cpio && "
	     "sed -i \"s|/dev/kvm|$PWD/../kvm|\" tests/qemu.sh scripts/lib.sh && "
	     "sed -i \"s|-k .*bzImage\\\" |-k ../k |\" tests/boot.sh");
	must("mkdir -p build/tools && cp \"$HERE\"/build/tools/ibrs-report "
	     "build/tools/");
	setenv("QEMU_FINE", "../qemu", 1);
	setenv("DOES", "echo \"$*\"", 1);
	gives("processors in threads of their own", 0, "tcg,thread=multi ",
	      "QEMU=../qemu tests/qemu.sh -n 2 -k ../k");
	gives("or in turns", 0, "tcg,thread=single ",
	      "QEMU=../qemu tests/qemu.sh -n 2 -T -k ../k");
	for (size_t i = 0; i < COUNT(boots); i++) {
		setenv("DOES", boots[i].does, 1);
		gives(boots[i].name, boots[i].status, boots[i].says,
		      "QEMU=../qemu %s tests/boot.sh", boots[i].with);
	}
	for (size_t i = 0; i < COUNT(checks); i++) {
		setenv("DOES", checks[i].does, 1);
		gives(checks[i].name, checks[i].status, checks[i].says,
		      "QEMU=../qemu %s tests/boot.sh selfcheck", checks[i].with);
	}
	ok(sh("kill -0 $(cat ../pid)"), "and it does not live on");
	return end();
}
