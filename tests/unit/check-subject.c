// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-subject: each form a kernel is brought in gives the same directory, and
 * what is none is refused in one line, with nothing left behind.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

#define S "$(dirname $C)/ibrs-subject "
#define NOTHING "[ ! -e ../d ] && [ ! -e ../d.new ]"
#define SAME " && cat ../d/version && cmp -s ../d/vmlinux ../k/vmlinux && " \
	"[ $(readlink ../d/System.map) = kallsyms ] && rm -r ../d"

/* A bzImage as the boot protocol has it: one sector of setup, the payload. */
static void pack(const char *from, const char *to)
{
	uint8_t head[1024] = { [497] = 1, [514] = 'H', 'd', 'r', 'S', 8, 2 };
	uint32_t size;
	FILE *f;

	must("gzip -nc %s >../z", from);
	f = fopen(where("tools/z"), "r");
	if (!f || fseek(f, 0, SEEK_END))
		return;
	size = (uint32_t)ftell(f);
	fclose(f);
	memcpy(head + 588, &size, sizeof(size));
	f = fopen(where("tools/h"), "w");
	if (f && fwrite(head, sizeof(head), 1, f) == 1 && !fclose(f))
		must("cat ../h ../z >%s", to);
}

static const struct step forms[] = {
	{ "a vmlinux", 0, "^4.15.0-x 4.15.1-2$", S "../k/vmlinux ../d" SAME },
	{ "that has no way to boot", 0, "^an ELF file without a PVH entry",
	  S "../k/vmlinux ../d && cat ../d/unbootable && rm -r ../d" },
	{ "a bzImage", 0, "^4.15.0-x 4.15.1-2$", S "../k/bzImage ../d" SAME },
	{ "a directory", 0, "^4.15.0-x 4.15.1-2$", S "../o ../d && "
	  "test ../d/arch/x86/boot/bzImage -ef ../k/bzImage" SAME },
	{ "a package", 0, "^4.15.0-x 4.15.1-2$", S "../k.deb ../d" SAME },
	{ "symbols of its own", 0, "entry_SYSCALL_64$",
	  S "../k/vmlinux ../d && cat ../d/kallsyms && rm -r ../d" },
	{ "and SYMBOLS=", 0, "^here$", "echo here >../s && "
	  S "-s ../s ../k/vmlinux ../d && cat ../d/kallsyms && rm -r ../d" },
};

/* A source is built by a stand-in for kernel.sh, which leaves ../o and what it saw. */
#define B "../x/build/tools/ibrs-subject "
#define SAW " && cat ../d.work/build/saw"

static const struct step sources[] = {
	{ "a source", 0, "^as it is, judged/others$", B "../src ../d" SAW },
	{ "which is not written to", 0, "^f Makefile $",
	  "(cd -P ../src && ls -t | tr '\\n' ' ')" },
	{ "is that kernel", 0, "^4.15.0-x 4.15.1-2$", "true" SAME },
	{ "what its configuration lacks", 0, "../src: .* has no CONFIG_X=y",
	  B "../src ../d" },
	{ "a source and its patches", 0, "^mended, judged/mended$",
	  B "-p ../mends ../src ../d" SAW },
	{ "and the source stays", 0, "^as it is$", "cat ../src/f" },
	{ "the second time as well", 0, "^as it is, judged/others$",
	  B "../src ../d" SAW " && rm -r ../d" },
};

static const struct step no_sources[] = {
	{ "one that does not build", 2, "^error: ../bad: not built, see above",
	  B "../bad ../d" },
	{ "a Makefile of something else", 2, "^error: ../other: no vmlinux in it",
	  B "../other ../d" },
	{ "patches of another source", 2, "^error: ../bad: the patches of ../mends "
	  "do not apply", B "-p ../mends ../bad ../d" },
	{ "no patches", 2, "^error: MEND=../k.d: no directory with patches",
	  B "-p ../k.d ../src ../d" },
	{ "patches for a file", 2, "^error: MEND=: ../k/vmlinux is no directory",
	  B "-p ../mends ../k/vmlinux ../d" },
	{ "patches where one was built", 2, "^error: MEND=: ../o is no source ",
	  B "-p ../mends ../o ../d" },
};

static const struct step wrong[] = {
	{ "a text", 2, "^error: ../t: no kernel: neither ", S "../t ../d" },
	{ "an empty file", 2, "no kernel: neither ", S "../e ../d" },
	{ "a pipe", 2, "^error: ../f: neither a file nor", S "../f ../d" },
	{ "another program", 2, "^error: /bin/true: no kernel of Linux in it",
	  S "/bin/true ../d" },
	{ "an ELF file cut short", 2, "^error: ../cut: ", S "../cut ../d" },
	{ "a bzImage cut short", 2, "^error: ../bz: truncated", S "../bz ../d" },
	{ "one that holds a text", 2, "^error: .*is no ELF file", S "../bt ../d" },
	{ "a directory without vmlinux", 2, "^error: ../k.d: no vmlinux in it",
	  S "../k.d ../d" },
	{ "one of two builds", 2, "vmlinux and bzImage are of two builds",
	  S "../two ../d" },
	{ "a package cut short", 2, "^error: ../c.deb: no package of Debian",
	  S "../c.deb ../d" },
	{ "a package of no kernel", 2, "^error: ../n.deb: no kernel in that",
	  S "../n.deb ../d" },
	{ "a path to nothing", 2, "^error: /nix/x: No such file",
	  S "/nix/x ../d" },
	{ "a name that apt does not know", 2,
	  "^error: nix-image: no file, no directory, and no package",
	  S "nix-image ../d" },
	{ "SYMBOLS= that is not there", 2, "^error: SYMBOLS=/nix: no such",
	  S "-s /nix ../k/vmlinux ../d" },
	{ "SYMBOLS= that is empty", 2, "^error: ../e: no symbols in it",
	  S "-s ../e ../k/vmlinux ../d" },
	{ "one that would go away", 2, "^error: ../own/vmlinux: is in ../own, ",
	  S "../own/vmlinux ../own" },
	{ "a directory into itself", 2, "^error: ../own: is in ../own/., ",
	  S "../own ../own/." },
	{ "and it stays", 0, "vmlinux", "ls ../own" },
	{ "one word", 2, "^usage: ", S "../t" },
	{ "no word", 2, "^usage: ", S "'' ../d" },
};

static void make(void)
{
	must("gcc -O1 -D_GNU_SOURCE -o $(dirname $C)/extract "
	     "$UNIT/../../scripts/extract.c");
	must("mkdir -p ../k ../o/arch/x86/boot ../two/arch/x86/boot ../k.d "
	     "../deb/DEBIAN ../deb/boot && cp good-entry ../k/vmlinux && echo "
	     "'Linux version 4.15.0-x (Debian 1.2) #1 SMP Debian 4.15.1-2 (d)' "
	     ">>../k/vmlinux && cp ../k/vmlinux ../o/");
	pack("../k/vmlinux", "../k/bzImage");
	must("cd -P .. && ln -s ../../../../k/bzImage o/arch/x86/boot/ && "
	     "cp k/bzImage two/arch/x86/boot/ && sed s/4.15.0-x/4.15.0-y/ "
	     "k/vmlinux >two/vmlinux && cp k/bzImage deb/boot/vmlinuz-4.15.0-x "
	     "&& printf 'Package: k\\nVersion: 1\\nArchitecture: all\\n"
	     "Maintainer: t <t@t>\\nDescription: t\\n' >deb/DEBIAN/control && "
	     "dpkg-deb -b deb k.deb && rm deb/boot/vmlinuz-* && dpkg-deb -b deb "
	     "n.deb && head -c 200 k.deb >c.deb && head -c 1500 k/bzImage >bz && "
	     "head -c 900 k/vmlinux >cut && cat k/vmlinux | tail -n 1 >>cut && "
	     "echo text >t && : >e && mkfifo f && "
	     "mkdir own && cp k/vmlinux own");
	pack("../t", "../bt");
}

/* Each is refused, and no directory is there then. */
static void refused(const struct step *step, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		steps(step + i, 1);
		if (sh(NOTHING))
			ok(false, "%s: and nothing is left", step[i].name);
	}
}

static void make_sources(void)
{
	must("cd -P .. && mkdir -p src bad other mends x/scripts x/build/tools && "
	     "cp $(dirname $C)/ibrs-subject $(dirname $C)/ibrs-check "
	     "$(dirname $C)/extract x/build/tools && "
	     "printf 'VERSION = 4\\nPATCHLEVEL = 15\\nSUBLEVEL = 0\\n' >src/Makefile "
	     "&& cp src/Makefile bad && echo all: >other/Makefile && "
	     "echo as it is >src/f && touch -d 2000-01-01 src/Makefile && "
	     "printf '%%s\\n' '--- a/f' '+++ b/f' '@@ -1 +1 @@' '-as it is' "
	     "'+mended' >mends/1.patch && "
	     "printf '#!/bin/sh\\necho CONFIG_X=y >\"$4/wanted\"; : >\"$4/.config\"\\n"
	     "cp -rL ../o/. \"$4\" && echo \"$(cat \"$2/f\"), $5\" >\"$4/saw\" && "
	     "[ -s \"$2/f\" ]\\n' >x/scripts/kernel.sh && "
	     "printf '#!/bin/sh\\n[ $1 = optional ] && cat \"$2\"\\n' "
	     ">x/build/tools/kconfig && chmod +x x/scripts/kernel.sh "
	     "x/build/tools/kconfig");
}

void brought(void)
{
	make();
	steps(forms, COUNT(forms));
	make_sources();
	steps(sources, COUNT(sources));
	refused(wrong, COUNT(wrong));
	refused(no_sources, COUNT(no_sources));
}
