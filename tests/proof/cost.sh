#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the series costs where IBRS is not in use (spectre_v2=off): instructions
# per crossing and bytes of entry text, v4.15 against v4.15 with patch 1 (which
# repairs paranoid_exit and stands apart) against the whole series. And what a
# context switch costs, IBPB or not (report/cost-switch.c), and a guest of KVM.
#
# Usage: cost.sh [-k]
#   -k   keep what tests/run left of an earlier time, count only
#
# Counted by the instrument as the guest executes them, most frequent number of a
# crossing. Leaves build/results/cost.tsv, cost-sites.tsv, cost.txt, switch.txt.
# FAIL when a path in the table executes more than one instruction of entry text
# more for each way (in and out), as Documentation/x86/ibrs.txt says.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

OUT=$RESULTS/cost
mkdir -p "$OUT"
rm -f "$OUT/made.tsv"
case ${1:-} in
-k)	"$TOP/tests/build.sh" rig ;;
'')	"$TOP/tests/run" -g cost || leave "$?" ;;
*)	usage 2 >&2 ;;
esac
made_by tree >"$OUT/made.part"
"$TOP/tests/build.sh" ibrs-check
for what in cost:small $([ "${SET:-}" = entry ] || echo switch:fast); do
	kernel=$("$TOP/scripts/kernel.sh" -n "${what#*:}")
	[ -z "${SET:-}" ] || kernel=$BASEKERNELS/$SET-${what#*:}
	"$TOOLS/ibrs-check" --insns "$kernel/vmlinux" >"$RESULTS/cost-insns"
	"$TOOLS/ibrs-report" "${what%:*}" "$RESULTS" "$RESULTS/cost-insns" \
		"$WORK/arch/x86/include/asm/cpufeatures.h" || leave "$?"
done
[ "${SET:-}" = entry ] || "$TOOLS/ibrs-report" cost-guest "$RESULTS" || leave "$?"
mv "$OUT/made.part" "$OUT/made.tsv"
