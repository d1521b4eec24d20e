#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs what needs no guest: tests/unit/*.sh and the tests of the layers, JOBS of
# them at a time.
#
# Usage: unit.sh [test...]
#   test   a file of tests/unit without .sh, one of ALIKE, or layers
#
# Prints KTAP; each test is one line of it, its own cases are indented. Exit
# status 0 or 1.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/tests/parallel.sh"

OUT=$BUILD/unit

# one <name> <number>
one() {
	rc=0
	case $1 in
	layers)	rm -f "$OUT/made.tsv"
		set -- "$1" "$2" make --no-print-directory -s \
			-C "$TOP/tests" O="$TOOLS" unit ;;
	boot | setup)
		set -- "$1" "$2" sh "$TOP/tests/unit/project" "$1" ;;
	killed | runner | verdict)
		set -- "$1" "$2" sh "$TOP/tests/unit/guest" "$1" ;;
	*)	set -- "$1" "$2" sh "$TOP/tests/unit/$1.sh" ;;
	esac
	name=$1 number=$2 ktap=$OUT/$1.ktap
	shift 2
	"$@" >"$ktap.new" 2>"$OUT/$name.err" || rc=$?
	sed 's/^/  /' "$ktap.new"
	[ "$rc" -eq 0 ] || sed 's/^/  # /' "$OUT/$name.err"
	# A test that says nothing has tested nothing.
	if [ "$rc" -ne 0 ] || ! grep -q '^ok ' "$ktap.new" ||
	   grep -q '^not ok ' "$ktap.new"; then
		echo "not ok $number $name"
		return
	fi
	mv "$ktap.new" "$ktap"
	[ "$name" != layers ] || made_by - >"$OUT/made.tsv"
	echo "ok $number $name"
}

case ${1:-} in
--job)	one "$2" "$3"
	exit 0 ;;
esac
ALIKE='boot killed runner setup verdict'	# no file of their own
# shellcheck disable=SC2086 # a list
[ $# -gt 0 ] || for file in "$TOP"/tests/unit/*.sh $ALIKE layers; do
	[ "${file##*/}" = ktap.sh ] || set -- "$@" "$(basename "$file" .sh)"
done
for test; do
	case " layers $ALIKE " in *" $test "*) continue ;; esac
	[ -f "$TOP/tests/unit/$test.sh" ] || die "no test $test"
done
turn "$OUT"
# What several of them take: two that make it at once would run half of it.
"$TOP/tests/build.sh" rig ibrs-check >&2
make -s -j"$JOBS" -C "$TOP/tests" O="$TOOLS" fixtures "$TOOLS/unit/commands"
echo 'KTAP version 1'
echo "1..$#"
printf '%s\n' "$@" | nl -w 1 | awk '{ print $2, $1 }' >"$OUT/list"
HOSTS='' JOB_LEAVES='build/unit/{1}.ktap' \
	in_parallel unit "$JOBS" "$0" --job <"$OUT/list" || :
good=0
while read -r name number; do
	[ -e "$OUT/$name.ktap" ] && good=$((good + 1)) ||
		[ -e "$OUT/$name.ktap.new" ] ||
		echo "not ok $number $name # it was cut off"
done <"$OUT/list"
echo "# $good of $# passed"
[ "$good" -eq $# ] || leave "$EXIT_FAIL"
