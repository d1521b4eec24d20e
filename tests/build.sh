#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds what a run needs beside the kernel.
#
# Usage: build.sh guest|rig|image|ibrs-check|selftests|soak|smc...
#   guest       build/boot/initrd.cpio
#   rig         build/tools/: the plugin and the report
#   image       build/image/: the entry image and its symbols
#   ibrs-check  build/tools/ibrs-check: the rules on a vmlinux, and extract
#   selftests   build/boot/selftests.cpio: the guest with the x86 selftests of
#               build/linux
#   soak        build/boot/soak.cpio: the guest with Debian's stress-ng
#   smc         smc.cpio in KERNEL=: it with Debian's spectre-meltdown-checker

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

make_() { make "-j$JOBS" V="$V" "$@"; }

for what; do
	case $what in
	guest | selftests | smc | soak)
		[ "$what" != soak ] || "$TOP/tests/stress.sh" || exit
		set -- -C "$TOP/tests/boot" O="$BOOT" LINUX_SRC="$WORK" \
			STRESS="$STRESS/root" "$what" ;;
	rig)	set -- -C "$TOP/tests" O="$TOOLS" rig report ;;
	image)	set -- -C "$TOP/tests/image" O="$IMAGEDIR" ;;
	ibrs-check)
		tool extract; tool series; tool judges	# extract: a vmlinux, out of a vmlinuz
		set -- -C "$TOP/tests" O="$TOOLS" ibrs-check ;;
	*)	usage 2 >&2 ;;
	esac
	# One at a time: runs side by side would read what is half written.
	exec 8>"$BUILD/tools.lock" && flock 8
	# Says nothing when there is nothing to do.
	! make_ -q "$@" >/dev/null 2>&1 || continue
	step "$what" "building the $what" make_ "$@" 8>&- ||
		die "$what: the build failed, see $LOGS/$what.log"
done
