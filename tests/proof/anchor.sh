#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What IBRS adds to each way through the kernel, ours beside mainline's, counted
# by the same instrument on the same guest work.
#
# Usage: anchor.sh [-k]
#   -k   keep what tests/run left of an earlier time, count only
#
# Mainline is Debian's 6.1, booted with spectre_v2=ibrs and with off; ours is
# the series with spectre_v2=ibrs and v4.15 without it with off. Added is the
# difference of the two in the most frequent number of instructions executed in
# the entry text, and in RDMSR and WRMSR of IA32_SPEC_CTRL per crossing. The
# windows (instructions executed unprotected, in/out) are as they are. Where
# crossings of a path differ from run to run by more than IBRS, the number of
# instructions is ~.
#
# Leaves build/results/anchor.tsv and anchor.txt. FAIL when a path that both
# have has more accesses or a longer window (in and out together) than
# mainline's, or when a run did. Without a v4.15 tree mainline is printed and the
# word is SKIP.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

rc=0
case ${1:-} in
-k)	"$TOP/tests/build.sh" rig ;;
'')	rm -f "$RESULTS"/anchor-*/rig.tsv	# a skipped run leaves none
	"$TOP/tests/run" -g anchor || rc=$? ;;
*)	usage 2 >&2 ;;
esac
case $rc in
"$EXIT_FAIL" | "$EXIT_ERROR") leave "$rc" ;;
"$EXIT_SKIP") skip "no kernel to compare with: see above" ;;
esac
exec "$TOOLS/ibrs-report" anchor "$RESULTS"
