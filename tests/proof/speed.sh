#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What watching costs: a boot to user mode and no guest work, watched and
# not, in turns.
#
# Usage: speed.sh
#   ROUNDS=<n>   of each, default 3
#
# Processor time of QEMU, in seconds; only the ratio means anything, and only
# of runs made in turns. It is that of Debian's kernel, and of build/linux where
# a v4.15 tree is. FAIL above 1.5.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

LIMIT=150		# percent
ROUNDS=${ROUNDS:-3}
OUT=$RESULTS/speed

# spent: processor time of this shell's children, in ms. In a pipe, times would
# be asked in a shell that has none.
spent() {
	times >"$OUT/times"
	awk 'NR == 2 { for (i = 1; i <= 2; i++) {
		split($i, t, /[ms]/); n += t[1] * 60000 + t[2] * 1000 } }
		END { printf "%d\n", n }' "$OUT/times"
}

# boot <name> <image> [plugin]: one run; prints its ms.
boot() (
	"$TOP/tests/qemu.sh" -k "$2" -i "$BOOT/initrd.cpio" -t 300 \
		-a 'quiet spectre_v2=ibrs ibrs.work=none' \
		-o "$OUT/$1.log" ${3:+-p "$3"} >"$OUT/$1.err" 2>&1 </dev/null
	grep -q '^ibrs-guest: done ' "$OUT/$1.log" || exit
	spent
)

# measure <name> <image> <symbols>
measure() {
	bare=0 watched=0 round=0
	while [ "$round" -lt "$ROUNDS" ]; do
		a=$(boot "$1-bare" "$2")
		b=$(boot "$1-watched" "$2" \
			"$TOOLS/ibrs-rig.so,syms=$3,out=$OUT/$1.tsv")
		[ "${a:-0}" -gt 0 ] || die "speed: see $OUT/$1-bare.log"
		[ "${b:-0}" -gt 0 ] || die "speed: see $OUT/$1-watched.log"
		bare=$((bare + a)) watched=$((watched + b))
		round=$((round + 1))
	done
	[ -s "$OUT/$1.tsv" ] || die "speed: $1 was not watched"
	ratio=$((watched * 100 / bare))
	printf '%-8s unwatched %6d ms, watched %6d ms, ratio %d.%02d\n' "$1" \
		"$bare" "$watched" $((ratio / 100)) $((ratio % 100)) |
		tee -a "$OUT/speed.txt"
	[ "$ratio" -le "$LIMIT" ] || SLOW=1
}

[ $# -eq 0 ] || usage 0
"$TOP/tests/build.sh" guest rig
mkdir -p "$OUT"
: >"$OUT/speed.txt"
SLOW='' RAN=''
note "processor time of $ROUNDS boots each, in turns; only the ratio counts"
rc=0
"$TOP/tests/debian.sh" || rc=$?
[ "$rc" -ne 0 ] || {
	dir=$("$TOP/tests/debian.sh" -n)
	measure debian "$dir/vmlinuz" "$dir/kallsyms"
	RAN=1
}
rc=0
"$TOP/scripts/tree.sh" --edits-ok || rc=$?
[ "$rc" -ne 0 ] || {
	"$TOP/scripts/kernel.sh" small
	dir=$("$TOP/scripts/kernel.sh" -n small)
	measure small "$dir/arch/x86/boot/bzImage" "$dir/System.map"
	RAN=1
}
[ -n "$RAN" ] || skip "speed: neither Debian's kernel nor a v4.15 tree"
[ -z "$SLOW" ] || fail "speed: a watched boot takes more than 1.5 times as long"
note 'PASS  speed: a watched boot takes at most 1.5 times as long'
