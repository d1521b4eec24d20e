#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# All tests, one after the other, and a word for each at the end.
#
# Usage: check.sh [full]
#   full   also every prefix of the series, all configurations, quilt, and each
#          command that a document names and that takes long (sweeps, mutants)
#
# Without a v4.15 tree the parts that need one say SKIP and the rest decides.
# Exit status: 0 no FAIL and no ERROR, 1 a FAIL, 2 an ERROR.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

WORST=0

# part <name> <command...>
part() {
	name=$1
	shift
	note "=== $name"
	: >"$WHY"
	began=$(date +%s)
	rc=0
	"$@" || rc=$?
	word=$(word_of "$rc")
	printf '%-5s %s (%d s)\n' "$word" "$name" $(($(date +%s) - began)) |
		tee -a "$PART"
	[ "$word" = PASS ] || sed "s/^/      /" "$WHY" | head -n 9 >>"$PART"
	case $word in
	FAIL) WORST=$EXIT_FAIL ;;
	ERROR) [ "$WORST" -ne 0 ] || WORST=$EXIT_ERROR ;;
	esac
}

FULL=''
case ${1:-} in
'') ;;
full) FULL=1 ;;
*) usage 2 >&2 ;;
esac
TREE=0
"$TOP/scripts/tree.sh" --edits-ok || TREE=$?
case $TREE in
0 | "$EXIT_SKIP") ;;
*) exit "$EXIT_ERROR" ;;	# as LINUX= that is wrong: not a word for any part
esac
keep_old "$BUILD/check.summary"
# Complete or not there: half a list of PASS reads as all of it.
PART=$BUILD/check.summary.part
rm -f "$PART"
export WHY="$BUILD/check.why"	# of the part that is under way
# The kernel that will be asked for, while parts run that need none and one processor
# only: a quarter of the time. It decides nothing: who needs it waits for it, and
# what fails fails there again. In a session of its own, so that it ends with this.
if tree_or_stop; then
	mkdir -p "$LOGS"
	setsid nice "$TOP/scripts/kernel.sh" small >"$LOGS/ahead.log" 2>&1 &
	AHEAD=$!
	# shellcheck disable=SC2317 # lib.sh calls it
	at_exit() { kill -- "-$AHEAD" 2>/dev/null || :; }
	trap 'exit 130' INT TERM
fi
# as_written <command>: in TOP, as a document has it (tests/unit/commands.tsv)
COMMANDS=$TOOLS/unit/commands
make -s -C "$TOP/tests" O="$TOOLS" "$COMMANDS"
[ -z "${LINUX:-}" ] || LINUX=$(realpath -- "$LINUX")
[ -z "${CONFIG:-}" ] || CONFIG=$(realpath -- "$CONFIG")
# shellcheck disable=SC2317 # part calls it
as_written() { (cd "$TOP/tests" && "$COMMANDS" run "$1"); }

# In full no case, mutant or vmlinux is judged twice: what a command among those
# of the documents has whole is left out here.
part unit as_written 'make unit'
part check-series "$TOP/scripts/check-series.sh"
part image as_written 'tests/image/check.sh'
part 'image mutants' as_written 'tests/image/mutants.sh'
# shellcheck disable=SC2086 # options
part runs "$TOP/tests/run" -g check ${FULL:+-x run -x image -x seeded
	-x sweep-short-pti -x sweep-short-db-mc -x sweep-short-nopti
	-x sweep-short-debian -x soak-short}
part objtool "$TOP/tests/proof/objtool.sh" small ${FULL:+debug}
if [ -z "$FULL" ]; then
	part 'lint: shell and C' "$TOP/scripts/lint.sh" shell c
	part 'lint: patches' "$TOP/scripts/lint.sh" patches
	part checker "$TOP/tests/proof/matrix.sh" small
	part numbers "$TOP/tests/numbers.sh" check
	part 'kernels of others, two' env -C "$TOP" build/tools/ibrs-subject field short
else
	part apply "$TOP/tests/proof/full.sh" apply
	part prefixes "$TOP/tests/proof/full.sh" prefixes
	part configurations "$TOP/tests/proof/full.sh" configs
	(cd "$TOP/tests" && "$COMMANDS" list full >"$BUILD/commands")
	while read -r command <&3; do
		part "$command" as_written "$command"
	done 3<"$BUILD/commands"
fi
mv "$PART" "$BUILD/check.summary"
note '=== summary'
cat "$BUILD/check.summary"
leave "$WORST"
