#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Backtraces from NMIs at entry instructions, on v4.15 without and with the
# series: the unwinder (ORC) has to get as far from what the series adds as
# from what stands beside it.
#
# Usage: unwind.sh
#
# Leaves build/unwind/: the listings, and for each instruction how its
# backtraces ended.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

OUT=$BUILD/unwind

# listing <kernel>: "address text" of each instruction of the entry text and of
# the trampoline, without what moves when code is put before it.
listing() {
	at() { awk -v s="$1" '$3 == s { print "0x" $1 }' "$map"; }
	map=$1/System.map
	page=$(at _entry_trampoline)
	for range in "$(at __entry_text_start) $(at __entry_text_end)" \
		     "$page ${page%00}80"; do
		objdump -d --no-show-raw-insn "$1/vmlinux" \
			--start-address="${range% *}" \
			--stop-address="${range#* }"
	done | sed -n -E -e 's/^([0-9a-f]{16}):\t/\1 /' -e 's/ +#.*//' \
		-e 's/-?0x[0-9a-f]+\(%rip\)/(%rip)/' \
		-e 's/ [0-9a-f]{16} <([^+>]*)[^>]*>/ <\1>/' \
		-e 's/%gs:0x[0-9a-f]+/%gs:N/' -e 's/0xffffffff8[0-9a-f]{7}/N/' \
		-e 's/ (nop[lw]?|data16|xchg %ax,%ax)( .*)?$/ nop/' \
		-e 's/[[:space:]]+/ /g' -e '/^[0-9a-f]{16} /p'
}

# classes <System.map> <console...>: "address ways nones". Addresses are kept
# as text: some awks have no integers of that size.
classes() {
	map=$1
	shift
	cat "$@" | tr -d '\r' | sed -n \
		's/^# unwind: \([^ ]*\) \([a-z]*\) \([0-9]*\)$/\1 \2 \3/p' |
	awk -v map="$map" '
	function hex(s, i, v) {
		for (i = 1; i <= length(s); i++)
			v = v * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
		return v + 0
	}
	BEGIN {
		while ((getline line < map) > 0) {
			split(line, f, " ")
			if (f[1] ~ /^ffffffff/ && !(f[3] in at))
				at[f[3]] = hex(substr(f[1], 9))
		}
	}
	/^0xfffffe/ {
		low = at["_entry_trampoline"] + hex(substr($1, length($1) - 2))
	}
	!/^0x/ {
		split($1, p, "+")
		if (!(p[1] in at))
			next
		low = at[p[1]] + hex(substr(p[2], 3))
	}
	{
		a = sprintf("ffffffff%04x%04x", int(low / 65536), low % 65536)
		seen[a]
		if ($2 == "none")
			none[a] += $3
		else
			way[a] += $3
	}
	END {
		for (a in seen)
			print a, way[a] + 0, none[a] + 0
	}' | sort
}

consoles() { printf "$RESULTS/%s/console.log\n" "$@"; }

[ $# -eq 0 ] || usage 0
rc=0
"$TOP/tests/run" -g unwind || rc=$?
[ "$rc" -eq 0 ] || leave "$rc"
mkdir -p "$OUT"
base=$KERNELS/base-small ours=$("$TOP/scripts/kernel.sh" -n small)
listing "$base" >"$OUT/base"
listing "$ours" >"$OUT/ours"
for one in base ours; do
	cut -d' ' -f2- "$OUT/$one" >"$OUT/$one.text"
done
diff --old-line-format='-%c'\''\012'\' --new-line-format='+%c'\''\012'\' \
	--unchanged-line-format='=%c'\''\012'\' \
	"$OUT/base.text" "$OUT/ours.text" >"$OUT/edits" || :
# shellcheck disable=SC2046
classes "$base/System.map" $(consoles unwind-base-pti unwind-base-nopti) \
	>"$OUT/base.classes"
# shellcheck disable=SC2046
classes "$ours/System.map" $(consoles unwind-pti unwind-nopti) \
	>"$OUT/ours.classes"
awk -F '\t' '$1 == "cover" && $4 > 0 { print substr($2, 3) }' \
	"$RESULTS/unwind-pti/rig.tsv" "$RESULTS/unwind-nopti/rig.tsv" |
	sort -u >"$OUT/executed"
awk -f "$TOP/tests/proof/unwind.awk" "$OUT/base" "$OUT/ours" "$OUT/edits" \
	"$OUT/base.classes" "$OUT/ours.classes" "$OUT/executed" || rc=$?
note "$(word_of "$rc") unwind"
leave "$rc"
