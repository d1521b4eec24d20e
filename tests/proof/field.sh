#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernels that nobody here wrote beside what tests/field.cfg knows of them: each is
# fetched, judged, and each finding mended. What is new or gone is FAIL.
#
# Usage: field.sh [-s | -j <release>]
#   -s   a short form: the checker on one kernel of each line, one run

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/tests/parallel.sh"

OUT=$RESULTS/field

# job <release>: leaves its word in build/results/field/<release>/word
job() {
	dir=$("$TOP/tests/debian.sh" -n "$1") rc=0
	mkdir -p "$OUT/$1"
	{ "$TOP/tests/debian.sh" "$1" &&
		"$TOP/tests/judge.sh" $SHORT "$dir" >"$OUT/$1/table.txt"; } || rc=$?
	[ "$rc" -gt 1 ] || {
		rc=0
		cp "$dir/judged.tsv" "$OUT/$1/"
		"$TOOLS/ibrs-alter" mend "$dir/vmlinux" >"$OUT/$1/mend.tsv" || :
		"$TOOLS/ibrs-report" field "$OUT/$1" || rc=$?
	}
	word_of "$rc" >"$OUT/$1/word"
}
