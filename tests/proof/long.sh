#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# More runs of a case: what chance decides takes many to be seen. Each is kept
# in build/results/long/<case>-<n>/, and all that are kept count together.
#
# Usage: [TIMES=<n>] [MINUTES=<n>] [JOBS=<n>] long.sh <case>
#   TIMES more runs, JOBS at a time; each with MINUTES of stress-ng, where it has

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/tests/parallel.sh"

[ $# = 1 ] || usage 2 >&2
number TIMES "${TIMES:=1}" 1 999
number MINUTES "${MINUTES:=10}" 1 1440
LONG=$RESULTS/long
"$TOP/tests/build.sh" rig && turn "$LONG" || exit
"$TOOLS/ibrs-report" long "$LONG" --next "$1" "$TIMES" >"$BUILD/long.list" || exit
# shellcheck disable=SC2016 # for that shell
SOAK=$((MINUTES * 60)) JOB_LEAVES="${LONG#"$TOP"/}/{1}" in_parallel \
	long "$JOBS" sh -c '"$0" -o "$1/$2" "$3" >/dev/null' "$TOP/tests/run" "$LONG" \
	<"$BUILD/long.list" || :
rc=0
"$TOOLS/ibrs-report" long "$LONG" "$(series_id)" || rc=$?
leave "$rc"
