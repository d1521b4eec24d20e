#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The numbers in the texts: cover letters, changelogs, README, Documentation/.
# They stand in blocks (Documentation/results/blocks.txt has their form), and come
# from the records of what was counted beside it.
#
# Usage: numbers.sh check|results|map
#   check     do the texts show what the records say, and the results at hand?
#   results   makes records of the results at hand, and writes both anew
#   map       which judge asked each rule how often, and what shows it can fail
#
# Exit status: 0 all as counted; 1 a text is not; 2 no verdict; 77 a
# record is of another series, so nobody knows.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

KEPT=Documentation/results
NOW=build/numbers

# report: in TOP, so that its messages have the names that git has.
report() { (cd "$TOP" && "$TOOLS/ibrs-report" "$@"); }

# texts: those that may show numbers
texts() {
	(cd "$TOP" && ls README Documentation/README Documentation/*.txt \
		Documentation/*.md Documentation/results/*.md && find patches -type f ! -name '.*' | sort)
}

count() {
	"$TOP/tests/build.sh" rig ibrs-check
	rm -rf "${TOP:?}/$NOW"
	mkdir -p "$TOP/$NOW"
	counts "$TOP/$NOW" >"$TOP/$NOW/why"
}

[ $# -eq 1 ] || usage 2 >&2
rc=0
case $1 in
check)	count
	# shellcheck disable=SC2046 # names without blanks
	report numbers check "$KEPT/blocks.txt" "$KEPT" "$NOW" \
		"$(series_id ids)" $(texts) >"$TOP/$NOW/said" 2>&1 || rc=$?
	if [ "$rc" -eq 0 ]; then cat "$TOP/$NOW/said"; else why "$(cat "$TOP/$NOW/said")"; fi
	leave "$rc" ;;
results)
	"$TOP/scripts/tree.sh" || rc=$?
	[ "$rc" -eq 0 ] || [ "$rc" -eq "$EXIT_SKIP" ] || leave "$rc"
	count
	report numbers take "$KEPT" "$NOW" || leave "$?"
	# shellcheck disable=SC2046
	report numbers render "$KEPT/blocks.txt" "$KEPT" $(texts) ||
		leave "$?"
	# The commits have the changelogs, too.
	[ "$rc" -ne 0 ] || "$TOP/scripts/tree.sh"
	exec "$0" check ;;
map)	"$TOP/tests/build.sh" rig
	report map "$KEPT" "$(series_id ids)" "$(judges_id)" || leave "$?" ;;
*)	usage 2 >&2 ;;
esac
