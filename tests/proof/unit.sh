#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs what needs no guest: tests/unit/*.sh and the instrument's own tests.
#
# Usage: unit.sh [test...]
#   test   a file of tests/unit without .sh
#
# Prints KTAP; each test is one line of it, its own cases are indented. Exit
# status 0 or 1.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

OUT=$BUILD/unit

# one <name> <command...>
one() {
	name=$1
	shift
	TH=$((TH + 1))
	rc=0
	"$@" >"$OUT/$name.ktap" 2>"$OUT/$name.err" || rc=$?
	sed 's/^/  /' "$OUT/$name.ktap"
	[ "$rc" -eq 0 ] || sed 's/^/  # /' "$OUT/$name.err"
	# A test that says nothing has tested nothing.
	if [ "$rc" -eq 0 ] && grep -q '^ok ' "$OUT/$name.ktap" &&
	   ! grep -q '^not ok ' "$OUT/$name.ktap"; then
		echo "ok $TH $name"
	else
		echo "not ok $TH $name"
		BAD=$((BAD + 1))
	fi
}

case ${1:-} in
-h | --help) usage 0 ;;
esac
mkdir -p "$OUT"
if [ $# -eq 0 ]; then
	for file in "$TOP"/tests/unit/*.sh; do
		[ "${file##*/}" = ktap.sh ] ||
			set -- "$@" "$(basename "$file" .sh)"
	done
	set -- "$@" layers
fi
TH=0 BAD=0
echo 'KTAP version 1'
echo "1..$#"
for test; do
	case $test in
	layers)	one layers make --no-print-directory -s -C "$TOP/tests" \
			O="$TOOLS" unit ;;
	*)	[ -f "$TOP/tests/unit/$test.sh" ] || die "no test $test"
		one "$test" sh "$TOP/tests/unit/$test.sh" ;;
	esac
done
echo "# $((TH - BAD)) of $TH passed"
[ "$BAD" -eq 0 ] || leave "$EXIT_FAIL"
