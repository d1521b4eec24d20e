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
# instrument. KTAP on the terminal; exit status 0, or 1 when one was not seen.

TOP=$(cd "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

LIST=$TOP/tests/image/mutants.tsv
OUT=$BUILD/mutants-image
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
	rm -rf "$OUT"
	mkdir -p "$OUT/src/arch/x86/include" "$OUT/src/tests"
	cp -a "$TOP/arch/x86/entry" "$OUT/src/arch/x86/"
	cp -a "$TOP/arch/x86/include/asm" "$OUT/src/arch/x86/include/"
	cp -a "$TOP/patches" "$OUT/src/"
	cp -a "$TOP/tests/image" "$OUT/src/tests/"
	make -s -C "$OUT/src/tests/image" O="$OUT/o"
}

# mutate <file> <sed script>: in a fresh copy of both trees.
mutate() {
	rm -rf "$OUT/m" "$OUT/mo"
	cp -a "$OUT/src" "$OUT/m"
	cp -a "$OUT/o" "$OUT/mo"
	sed -e "$2" "$OUT/src/$1" >"$OUT/m/$1"
	if cmp -s "$OUT/src/$1" "$OUT/m/$1"; then
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
	"$TOP/scripts/qemu.sh" -k "$OUT/mo/image.elf" -t 60 -o "$OUT/console" \
		-a "$(append_for "$1") measure=0 loops=3 watchdog=20 end=reset" \
		-p "$RIG/ibrs-rig.so,syms=$OUT/mo/System.map,out=$OUT/rig.tsv,mark=0x10000000006,keep=1$(plugin_for "$1")" \
		>"$OUT/qemu.log" 2>&1 || :
	"$RIG/ibrs-report" --rig "$OUT/rig.tsv" --console "$OUT/console" \
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
		cp "$OUT/table" "$OUT/$1.table"
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
"$TOP/scripts/build.sh" rig
base || die "the image does not build"
[ $# -gt 0 ] || {
	# shellcheck disable=SC2046 # names
	set -- $(rows | cut -f 1)
}
echo 'KTAP version 1'
echo "1..$(($# + 1))"
TH=1 BAD=0 SELF=0
cp -a "$OUT/o" "$OUT/mo"
run pti
if grep -q '^run: PASS' "$OUT/table"; then
	echo 'ok 1 unbroken'
else
	echo 'not ok 1 unbroken'
	BAD=1
fi
for name; do
	TH=$((TH + 1))
	if one "$name" "$(field "$name" 2)" "$(field "$name" 3)" \
		"$(field "$name" 4)" "$(field "$name" 5)"; then
		echo "# $name broke: $BROKE"
		echo "ok $TH $name"
	else
		echo "# $name: $WHY"
		echo "not ok $TH $name"
		BAD=$((BAD + 1))
	fi
	! grep -qs '^not ok' "$OUT/console" || SELF=$((SELF + 1))
done
echo "# the image itself saw $SELF of $#"
[ "$BAD" -eq 0 ] || exit "$EXIT_FAIL"
