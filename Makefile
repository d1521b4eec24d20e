# SPDX-License-Identifier: GPL-2.0-only
# "make help" lists the targets. The work is done by scripts/ and tests/run.

include tests/path.mk
export COMPARE LINUX ACCEL SMP JOBS HOSTS LIMIT APPEND CONFIG V MINUTES KERNEL SYMBOLS MEND STABLE QEMU \
	SOB OUT REROLL RFC SET

# Each of them is parallel by itself, and two would use the same places.
.NOTPARALLEL:

help:
	@sed -n 's/^#: \{0,1\}//p' Makefile

#: Try it
#:   doctor        what this machine has and lacks, and what that skips
#:   run           build, boot and judge: the table of rules per entry path [4]
#:   check         what CI runs: all tests that fit in half an hour [1] [2]
#:   full          check, every prefix of the series, all configurations [1]
#:   boot          boot the patched kernel on this terminal, unwatched [3]
doctor:
	@scripts/doctor.sh
run: setup
	@$(if $(filter kvm,$(ACCEL)),tests/boot.sh selfcheck,tests/run -g run)
check: setup
	@tests/proof/check.sh
full: setup
	@tests/proof/check.sh full
boot: setup
	@tests/boot.sh
#: What the proof rests on
#:   sweep         an NMI, #DB and #MC at each instruction of the entry code [2]
#:   seeded        each access of the MSR goes wrong: a rule has to break [2]
#:   mutants       mistakes in the series: a rule has to catch each [1]
#:   anchor        what IBRS adds per crossing, beside mainline's [2]
#:   cost          what the series costs while IBRS is off [1]
#:   bench         what each way into the kernel costs, per mode: TSV, plots [1] [6]
#:   unwind        backtraces from each entry instruction, as on v4.15 [1]
#:   speed         a watched boot takes how many times as long [2]
#:   long          TIMES=n more runs of CASE=, kept; what all kept have watched [2]
#:   soak          the same of stress-ng in the watched guest for MINUTES=n [1]
#: Kernels of others
#:   judge         KERNEL=: both judges on it, one table of rules and findings
#:   field         Debian's kernels beside what tests/field.cfg knows of them
sweep seeded: setup
	@tests/run -g $@
soak: CASE = soak
soak long: setup
	@tests/proof/long.sh "$(CASE)"
mutants anchor cost unwind speed bench: setup
	@tests/proof/$@.sh
judge: setup
	@tests/judge.sh "$(KERNEL)"
field: setup
	@tests/build.sh rig ibrs-check && build/tools/ibrs-subject field
#: Parts of it
#:   setup         install the Debian packages that are missing
#:   tree          build/linux: v4.15 and the series [1]
#:   kernel        build the kernel [1]
#:   guest rig     build the guest, the instrument
#:   image iso     the entry image: for QEMU, for a PC (Documentation/image.txt)
#:   ibrs-check    build the checker that proves the rules on a vmlinux
#:   matrix        the checker on the vmlinux of every configuration [1]
#:   nops          the checker on kernels without one instruction each [1]
#:   install       ibrs-check, ibrs-report, the plugin, their pages: PREFIX= DESTDIR=
#:   qemu          a QEMU that holds the MSR, from Debian's source: the fallback
#:   unit          tests that boot nothing
#:   lint          checkpatch on the patches, shellcheck, codespell, warnings as errors
setup:
	@scripts/setup.sh
tree:
	@scripts/tree.sh
kernel: setup
	@scripts/tree.sh --edits-ok && scripts/kernel.sh
guest rig image ibrs-check: setup
	@tests/build.sh $@
install: setup
	@tests/build.sh rig ibrs-check
	@$(MAKE) -s -C tests O=$(CURDIR)/build/tools DESTDIR="$(abspath $(DESTDIR))" install
iso: setup
	@tests/image/iso.sh -p
matrix nops: setup
	@tests/proof/$@.sh
qemu: setup
	@tests/own-qemu.sh
unit:
	@tests/proof/unit.sh
lint:
	@scripts/lint.sh
#: The series
#:   export        commits of build/linux -> patches/, arch/, Documentation/x86/
#:   report        build/report/index.html: one page of what was shown; TEXT=1: a mail
#:   map           which judge asked what of each rule, and what can show it fail
#:   check-series  patches/ applies, and is what export would write [1]
#:   results       counts at hand -> the numbers in patches/, Documentation/
#:   mail          signed-off mails for git send-email, in OUT= [1]
export:
	@scripts/export.sh
check-series:
	@scripts/check-series.sh
	@tests/numbers.sh check
map: setup
	@tests/numbers.sh map
report: setup
	@tests/build.sh rig ibrs-check && build/tools/ibrs-page collect && \
		build/tools/ibrs-page $(if $(TEXT),text,page)
results: setup
	@tests/numbers.sh results
mail: setup
	@scripts/mail.sh
#:   clean         remove build/ (not if it holds work that patches/ lacks)
clean:
	@scripts/clean.sh
#:
#: Variables
#:   LINUX=   v4.15 source: directory, git tree or linux-4.15.tar.xz
#:   KERNEL=  vmlinux, bzImage, directory it was built in, .deb or package of
#:            Debian's, or a source, built small (judge); SYMBOLS= its System.map,
#:            where it has none; MEND= patches/upstream/5.4, say: for that source
#:   STABLE=  sources of stable trees, judged beside Debian's (field)
#:   COMPARE= a.tsv,b.tsv: two results of bench beside each other, and no run
#:   ACCEL=   tcg or kvm (run, boot and bench only); SMP= processors, 1 to 8
#:   APPEND=  more kernel command line; CONFIG= a Kconfig fragment on top
#:   JOBS=    so many at a time, of make -j too; default: the processors
#:   HOSTS=   more machines, as -S of GNU parallel lists them [5]
#:   LIMIT=   seconds after which a guest has hung, default: the case's
#:   CASE=    of tests/cases.cfg (long); TIMES= more runs, default 1 (long, soak)
#:   MINUTES= of stress-ng in each run, default 10 (soak, long)
#:   QEMU=    another qemu-system-x86_64, as build/qemu/qemu-system-x86_64
#:   TEXT=1   72 columns, for a mail (report)
#:   V=1      show the output of every step as it comes
#:   SOB="Name <mail>" OUT=<directory>   whose mails, and where to (mail); also
#:   REROLL=  which version, default 1; RFC=1
#:   PREFIX=, DESTDIR=  where to, default /usr/local (install)
#:   SET=     a set of patches/series, or upstream: whose mails; the series up to
#:            the end of that set (run, results), default: all of it
#:
#: [1] needs the v4.15 source: LINUX=, the cache, or the network once
#: [2] parts that need it are skipped, and say so, where there is none
#: [6] ACCEL=kvm counts ticks; else instructions and accesses, under the instrument
#: [3] ACCEL=kvm needs /dev/kvm
#: [4] the patched kernel; without the source, the entry image
#: [5] ssh without a password, this commit checked out there at the same path

.PHONY: bench help doctor setup tree kernel guest rig image iso ibrs-check install matrix nops \
	qemu boot run check full sweep seeded mutants anchor cost unwind speed soak long judge field unit \
	lint export check-series mail map report results clean
