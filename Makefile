# SPDX-License-Identifier: GPL-2.0-only
# "make help" lists the targets. The work is done by scripts/ and tests/run.

export LINUX ACCEL SMP JOBS APPEND CONFIG V SOB OUT MINUTES

help:
	@sed -n 's/^#: \{0,1\}//p' Makefile

#: Try it
#:   run           build, boot and judge: the table of rules per entry path [1]
#:   check         what CI runs: all tests that fit in half an hour [1] [2]
#:   full          check, every prefix of the series, all configurations [1]
#:   soak          stress-ng in the watched guest for MINUTES=n [1]
#:   boot          boot the patched kernel on this terminal, unwatched [3]
run: setup
	@tests/run -g run
check: setup
	@scripts/check.sh
full: setup
	@scripts/check.sh full
soak: setup
	@scripts/soak.sh
boot: setup
	@scripts/boot.sh
#: Parts of it
#:   setup         install the Debian packages that are missing
#:   tree          build/linux: v4.15 and the series [1]
#:   kernel        build the kernel [1]
#:   guest rig     build the guest, the instrument
#:   unit          tests that boot nothing
#:   lint          checkpatch on the patches, shellcheck, warnings as errors
setup:
	@scripts/setup.sh
tree:
	@scripts/tree.sh
kernel: setup
	@scripts/tree.sh --edits-ok && scripts/kernel.sh
guest rig: setup
	@scripts/build.sh $@
unit:
	@scripts/unit.sh
lint:
	@scripts/lint.sh
#: The series
#:   export        commits of build/linux -> patches/, arch/, Documentation/x86/
#:   check-series  patches/ applies, and is what export would write [1]
export:
	@scripts/export.sh
check-series:
	@scripts/check-series.sh
#:   clean         remove build/ (not if it holds work that patches/ lacks)
clean:
	@scripts/clean.sh
#:
#: Variables
#:   LINUX=   v4.15 source: directory, git tree or linux-4.15.tar.xz
#:   ACCEL=   tcg or kvm (boot only); SMP= processors; JOBS= make -j
#:   APPEND=  more kernel command line; CONFIG= a Kconfig fragment on top
#:   V=1      show the output of every step as it comes
#:   SOB="Name <mail>" OUT=<directory>   export signed-off mails, to send
#:
#: [1] needs the v4.15 source: LINUX=, the cache, or the network once
#: [2] parts that need it are skipped, and say so, where there is none
#: [3] ACCEL=kvm needs /dev/kvm

.PHONY: help setup tree kernel guest rig boot run check full soak unit lint export \
	check-series clean
