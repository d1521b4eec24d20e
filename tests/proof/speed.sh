#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What watching costs: a boot to user mode, without the guest's work and with that
# of the cases, watched and not, in turns. Not: with spectre_v2=off, for without
# the plugin the series refuses IBRS and takes retpolines, and a plugin that only
# keeps the MSR costs much itself.
#
# Usage: speed.sh
#   ROUNDS=<n>   of each, default 3
#
# Processor time of QEMU, in seconds; only the ratio means anything, and only
# of runs made in turns. It is that of Debian's kernel, and of build/linux where
# a v4.15 tree is. FAIL above the LIMIT of report/speed.c.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

ROUNDS=${ROUNDS:-3}
OUT=$RESULTS/speed
number ROUNDS "$ROUNDS" 1 999

# boot <name> <bare|watched> <image> [plugin]: NAME-work with the guest's work
boot() {
	log=$OUT/$1-$2
	case $1 in *-work) work=all ;; *) work=none ;; esac
	[ "$2" = bare ] && mode=off || mode=ibrs
	"$TOOLS/ibrs-report" spent "$OUT/times.tsv" "$1" "$2" \
		"$TOP/tests/qemu.sh" -k "$3" -i "$BOOT/initrd.cpio" -t 900 \
		-a "quiet spectre_v2=$mode ibrs.work=$work" -o "$log.log" \
		${4:+-p "$4"} >"$log.err" 2>&1 </dev/null || :
	grep -q '^ibrs-guest: done ' "$log.log" || die "speed: see $log.log"
}

# measure <name> <image> <symbols>
measure() {
	round=0
	while [ "$round" -lt "$ROUNDS" ]; do
		boot "$1" bare "$2"
		boot "$1" watched "$2" \
			"$TOOLS/ibrs-rig.so,syms=$3,out=$OUT/$1.tsv"
		round=$((round + 1))
	done
}

no_arguments "$@"
"$TOP/tests/build.sh" guest rig
keep_old "$OUT"
mkdir -p "$OUT"
made_by tree >"$OUT/made.part"
note "processor time of $ROUNDS boots each, in turns; only the ratio counts"
if "$TOP/tests/debian.sh"; then
	dir=$("$TOP/tests/debian.sh" -n)
	measure debian "$dir/vmlinuz" "$dir/kallsyms"
	measure debian-work "$dir/vmlinuz" "$dir/kallsyms"
fi
if "$TOP/scripts/tree.sh" --edits-ok; then
	"$TOP/scripts/kernel.sh" small
	dir=$("$TOP/scripts/kernel.sh" -n small)
	measure small "$dir/arch/x86/boot/bzImage" "$dir/System.map"
	measure small-work "$dir/arch/x86/boot/bzImage" "$dir/System.map"
fi
"$TOOLS/ibrs-report" speed "$OUT" || leave "$?"
mv "$OUT/made.part" "$OUT/made.tsv"
