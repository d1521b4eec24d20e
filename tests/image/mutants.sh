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
# instrument, JOBS of them at a time. KTAP on the terminal, each when it is
# done; exit status 0, or 1 when one was not seen. The first four are controls:
# in each kind of run the image without a fault breaks nothing.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/tests/parallel.sh"

ALL=$BUILD/mutants-image
OUT=$ALL/${PARALLEL_JOBSLOT:-1}		# of a worker
COUNTS=$RESULTS/image-mutants		# of all of them
CONTROLS="unbroken-pti unbroken-nopti unbroken-off unbroken-sweep"
ARGS=mark=0x10000000006,keep=1

rows() { grep -v '^#' "$TOP/tests/image/mutants.tsv"; }

# base: the image as it is, once in each call; the copies start from its objects.
base() {
	[ "$(cat "$ALL/made" 2>/dev/null)" != "$PARALLEL_PID" ] || return 0
	rm -rf "$ALL/src" "$ALL/o"
	mkdir -p "$ALL/src/arch/x86/include" "$ALL/src/tests"
	cp -a "$TOP/arch/x86/entry" "$ALL/src/arch/x86/"
	cp -a "$TOP/arch/x86/include/asm" "$ALL/src/arch/x86/include/"
	cp -a "$TOP/patches" "$ALL/src/"
	cp -a "$TOP/tests/image" "$TOP/tests/rules" "$TOP/tests/path.mk" \
		"$ALL/src/tests/"
	make -s -C "$ALL/src/tests/image" O="$ALL/o" &&
		"$TOP/tests/build.sh" rig && echo "$PARALLEL_PID" >"$ALL/made"
}

# mutate <file> <sed script>: in a fresh copy of both trees.
mutate() {
	rm -rf "$OUT"
	mkdir -p "$OUT/run"
	cp -a "$ALL/src" "$OUT/m"
	cp -a "$ALL/o" "$OUT/mo"
	[ -n "$1" ] || return 0
	sed -e "$2" "$ALL/src/$1" >"$OUT/m/$1"
	if cmp -s "$ALL/src/$1" "$OUT/m/$1"; then
		echo "# the sed script changes nothing"
		return 1
	fi
	make -s -C "$OUT/m/tests/image" O="$OUT/mo" \
		>"$OUT/make.log" 2>&1 || {
		echo "# does not build:"
		sed "s/^/#   /" "$OUT/make.log"
		return 1
	}
}

# run <pti, nopti, off or sweep> <name>: left in $OUT/run
run() {
	mode=on pti=on plugin=run=$2 repeat='' words=loops=3 rc=0
	case $1 in
	nopti) pti=off ;;
	off) mode=off ;;
	sweep) plugin=$plugin,sweep=2,nest=1,stop=1,icount=1 repeat=1
		words="loops=300 step=0" ;;
	esac
	"$TOP/tests/qemu.sh" ${repeat:+-r} -k "$OUT/mo/image.elf" -t 60 \
		-o "$OUT/run/console.log" \
		-a "mode=$mode pti=$pti $words measure=0 watchdog=20 end=reset ibrs.id=$2" \
		-p "$TOOLS/ibrs-rig.so,syms=$OUT/mo/System.map,out=$OUT/run/rig.tsv,$ARGS,$plugin" \
		>"$OUT/run/qemu.log" 2>&1 || rc=$?
	printf '%s\t%s\n' id "$2" status "$rc" >"$OUT/run/run.tsv"
	"$TOOLS/ibrs-report" judge --dir "$OUT/run" --mode $mode \
		>"$OUT/run/table" 2>&1 || :
}

# job <name> <number>: its lines of the result
job() {
	flock "$ALL.lock" "$0" --base >"$OUT.log" 2>&1 ||
		die "the image does not build: see $OUT.log"
	rules=- how=${1#unbroken-} file='' script=''
	[ "$how" != "$1" ] || while IFS='	' read -r name a b c d; do
		[ "$name" != "$1" ] || rules=$a how=$b file=$c script=$d
	done <"$TOP/tests/image/mutants.tsv"
	if mutate "$file" "$script"; then
		run "$how" "$1"
		"$TOOLS/ibrs-report" mutant image "$2" "$1" "$rules" "$OUT/run"
	else
		echo "not ok $2 $1"
	fi >"$ALL/result/$1.new" 2>&1 || :
	mv "$ALL/result/$1.new" "$ALL/result/$1"
	cat "$ALL/result/$1"
}

case ${1:-} in
--base)	base
	exit 0 ;;
--job)	mkdir -p "$ALL/result"
	job "$2" "$3"
	exit 0 ;;
-l)	rows | awk -F "\t" '{ printf "%-26s %-10s %-6s %s\n", $1, $2, $3, $4 }'
	exit 0 ;;
esac
for name; do
	rows | cut -f 1 | grep -qxF -e "$name" ||
		die "no mutant '$name': mutants.sh -l lists them"
done
turn "$ALL"
mkdir -p "$COUNTS"
rm -f "$COUNTS/made.tsv" "$COUNTS/breaks"
made_by - ${1:+names} >"$COUNTS/made.part"
# shellcheck disable=SC2046 # names
[ $# -gt 0 ] || set -- $(rows | cut -f 1)
# shellcheck disable=SC2086 # names
printf '%s\n' $CONTROLS "$@" | nl -w 1 | awk '{ print $2, $1 }' >"$ALL/list"
printf 'KTAP version 1\n1..%d\n' $(($# + 4))
JOB_LEAVES='build/mutants-image/result/{1}' \
	in_parallel mutants-image "$JOBS" "$0" --job <"$ALL/list" || :
# One that is missing was killed: no verdict, and that is no PASS.
BAD='' SAW=0
while read -r name number; do
	[ -e "$ALL/result/$name" ] || echo "not ok $number $name # no result"
	grep -qs '^ok' "$ALL/result/$name" || BAD="$BAD $name"
	sed -n "s/^# breaks //p" "$ALL/result/$name" >>"$COUNTS/breaks" || :
	! grep -qs 'the image saw it' "$ALL/result/$name" || SAW=$((SAW + 1))
done <"$ALL/list"
echo "# the image itself saw $SAW of $#"
[ -z "$BAD" ] || fail "not as they have to be:$BAD"
printf '%s\t%d\n' mutants $# image "$SAW" >"$COUNTS/mutants.tsv"
mv "$COUNTS/made.part" "$COUNTS/made.tsv"
