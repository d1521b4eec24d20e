#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Breaks the macros and their places in the entry image, one at a time, and
# demands that the rule named in mutants.tsv fails.
#
# Usage: mutants.sh [-l] [name...]
#   -l   list them
#
# Each is built in a copy under build/mutants-image and run under the
# instrument, JOBS of them at a time. KTAP on the terminal; exit status 0, or 1
# when one was not seen.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

LIST=$TOP/tests/image/mutants.tsv
ALL=$BUILD/mutants-image
OUT=$ALL				# of one at work: a directory below it
# append_for <run>, plugin_for <run>: what QEMU and the instrument are told.
append_for() {
	case $1 in
	pti | nmi) echo 'mode=on pti=on' ;;
	nopti) echo 'mode=on pti=off' ;;
	off) echo 'mode=off pti=on' ;;
	*) die "mutants.tsv: run '$1': pti, nopti, nmi or off" ;;
	esac
}
plugin_for() {
	case $1 in
	nmi) echo ',nmi=20' ;;
	esac
}

# base: the image as it is, built once; the copies start from its objects.
base() {
	rm -rf "$ALL"
	mkdir -p "$ALL/src/arch/x86/include" "$ALL/src/tests"
	cp -a "$TOP/arch/x86/entry" "$ALL/src/arch/x86/"
	cp -a "$TOP/arch/x86/include/asm" "$ALL/src/arch/x86/include/"
	cp -a "$TOP/patches" "$ALL/src/"
	cp -a "$TOP/tests/image" "$TOP/tests/rules" "$TOP/tests/path.mk" \
		"$ALL/src/tests/"
	make -s -C "$ALL/src/tests/image" O="$ALL/o"
}

# mutate <file> <sed script>: in a fresh copy of both trees.
mutate() {
	rm -rf "$OUT/m" "$OUT/mo"
	cp -a "$ALL/src" "$OUT/m"
	cp -a "$ALL/o" "$OUT/mo"
	sed -e "$2" "$ALL/src/$1" >"$OUT/m/$1"
	if cmp -s "$ALL/src/$1" "$OUT/m/$1"; then
		WHY="the sed script changes nothing"
		return 1
	fi
	make -s -C "$OUT/m/tests/image" O="$OUT/mo" >"$OUT/make.log" 2>&1 || {
		WHY="does not build: see $OUT/make.log"
		return 1
	}
}

# run <run>: the report's lines are left in $OUT/table.
run() {
	mode=on
	[ "$1" != off ] || mode=off
	rm -f "$OUT/rig.tsv" "$OUT/console"
	"$TOP/tests/qemu.sh" -k "$OUT/mo/image.elf" -t 60 -o "$OUT/console" \
		-a "$(append_for "$1") measure=0 loops=3 watchdog=20 end=reset" \
		-p "$TOOLS/ibrs-rig.so,syms=$OUT/mo/System.map,out=$OUT/rig.tsv,mark=0x10000000006,keep=1$(plugin_for "$1")" \
		>"$OUT/qemu.log" 2>&1 || :
	"$TOOLS/ibrs-report" judge --rig "$OUT/rig.tsv" --console "$OUT/console" \
		--mode $mode >"$OUT/table" 2>&1 || :
}

# seen <rules>: one of them failed.
seen() {
	for rule in $(echo "$1" | tr , ' '); do
		if [ "$rule" = guest ]; then
			! grep -q '^not ok' "$OUT/console" || return 0
		else
			! grep -q "^$rule  *FAIL" "$OUT/table" || return 0
		fi
	done
	return 1
}

one() {
	WHY=''
	mutate "$4" "$5" || return 1
	run "$3"
	BROKE=$(sed -n 's/^\(R[0-9]*\)  *FAIL.*/\1/p' "$OUT/table" |
		tr '\n' ' ')
	! grep -q '^not ok' "$OUT/console" || BROKE="${BROKE}guest "
	seen "$2" || {
		WHY="wanted $2 to fail, and there failed: ${BROKE:-nothing}"
		cp "$OUT/table" "$ALL/$1.table"
		return 1
	}
}

rows() { grep -v '^#' "$LIST"; }

# field <name> <number>; the sed scripts have backslashes, so no echo
field() { rows | awk -F "\t" -v n="$1" -v f="$2" '$1 == n { print $f }'; }

case ${1:-} in
-h | --help) usage 0 ;;
-l)	rows | awk -F "\t" '{ printf "%-26s %-10s %-6s %s\n", $1, $2, $3, $4 }'
	exit 0 ;;
esac
for name; do
	rows | cut -f 1 | grep -qxF "$name" ||
		die "no mutant '$name': mutants.sh -l lists them"
done
"$TOP/tests/build.sh" rig
base || die "the image does not build"
[ $# -gt 0 ] || {
	# shellcheck disable=SC2046 # names
	set -- $(rows | cut -f 1)
}
# unbroken: the control, test 1.
unbroken() {
	cp -a "$ALL/o" "$OUT/mo"
	run pti
	grep -q '^run: PASS' "$OUT/table" || printf 'not '
	echo 'ok 1 unbroken'
}

# judge <number> <name>: its lines of the result.
judge() {
	if one "$2" "$(field "$2" 2)" "$(field "$2" 3)" \
		"$(field "$2" 4)" "$(field "$2" 5)"; then
		echo "# $2 broke: $BROKE"
		echo "ok $1 $2"
	else
		echo "# $2: $WHY"
		echo "not ok $1 $2"
	fi
	! grep -qs '^not ok' "$OUT/console" || echo "# $2: the image saw it"
}

# work <worker> <name...>: every JOBSth of them, from the one of that number on.
work() {
	turn=$1 th=1
	OUT=$ALL/$turn
	mkdir "$OUT"
	shift
	for name; do
		th=$((th + 1))
		[ $((th % JOBS)) -eq "$turn" ] || continue
		judge $th "$name" >"$ALL/result/$th.new"
		mv "$ALL/result/$th.new" "$ALL/result/$th"
	done
}

echo 'KTAP version 1'
echo "1..$(($# + 1))"
mkdir "$ALL/result"
unbroken >"$ALL/result/1"
turn=0
while [ "$turn" -lt "$JOBS" ]; do
	work "$turn" "$@" &
	turn=$((turn + 1))
done
wait
# One that is missing was killed: no verdict, and that is no PASS.
th=0 BAD=0
while [ "$th" -le $# ]; do
	th=$((th + 1))
	cat "$ALL/result/$th" 2>/dev/null || echo "not ok $th no result"
	grep -qs '^ok' "$ALL/result/$th" || BAD=$((BAD + 1))
done
echo "# the image itself saw $(grep -l 'the image saw it' "$ALL"/result/* |
	wc -l) of $#"
[ "$BAD" -eq 0 ] || leave "$EXIT_FAIL"
