#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Backtraces from NMIs at entry instructions, on v4.15 without and with the
# series: the unwinder (ORC) has to get as far from what the series adds as
# from what stands beside it.
#
# Usage: unwind.sh
#
# Leaves build/results/unwind/: the listings, which instructions are added (edits), and
# for each how many backtraces got anywhere and how many did not (*.classes).

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

no_arguments "$@"
OUT=$RESULTS/unwind
mkdir -p "$OUT"
rm -f "$OUT/made.tsv"
"$TOP/tests/run" -g unwind || leave "$?"
made_by tree >"$OUT/made.part"
base=$BASEKERNELS/base-small ours=$("$TOP/scripts/kernel.sh" -n small)
"$TOP/tests/build.sh" ibrs-check
"$TOOLS/ibrs-check" --insns "$base/vmlinux" >"$OUT/base"
"$TOOLS/ibrs-check" --insns "$ours/vmlinux" >"$OUT/ours"
"$TOOLS/ibrs-report" unwind "$OUT" "$base/System.map" \
	"$ours/System.map" "$RESULTS" || leave "$?"
mv "$OUT/made.part" "$OUT/made.tsv"
