#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What IBRS adds to each way through the kernel, ours beside mainline's, counted
# by the same instrument on the same guest work.
#
# Usage: anchor.sh [-k]
#   -k   keep what tests/run left of an earlier time, count only
#
# Mainline is Debian's 6.1, booted with spectre_v2=ibrs and with off; ours is
# the series with spectre_v2=ibrs and v4.15 without it with off. Added is the
# difference of the two in the most frequent number of instructions executed in
# the entry text, and in RDMSR and WRMSR of IA32_SPEC_CTRL per crossing. The
# windows (instructions executed unprotected, in/out) are as they are. Where
# crossings of a path differ from run to run by more than IBRS, the number of
# instructions is ~.
#
# Leaves build/results/anchor.tsv and anchor.txt. FAIL when a path that both
# have has more accesses or a longer window (in and out together) than
# mainline's, or when a run did. Without a v4.15 tree mainline is printed and the
# word is SKIP.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

# Fewer crossings are an accident of the moment, not a path with a length.
LEAST=5

KEEP=''
while getopts hk opt; do
	case $opt in
	k) KEEP=1 ;;
	h) usage ;;
	*) usage 2 >&2 ;;
	esac
done

# paths <file> <tag>: the numbers of a run, each line with the tag before it.
paths() {
	awk -F '\t' -v OFS='\t' -v tag="$2" '
	$1 == "path" { print tag, $2, $3, $4 / $3, $5 / $3, $7, $10, $13, $12 }
	$1 == "meta" && $2 == "entry_bytes" { print tag, "bytes", $3 }
	$1 == "end" { print tag, "end" }' "$1" 2>/dev/null || :
}

# compare <pti|nopti>: rows of anchor.tsv.
compare() {
	for who in debian ours; do
		paths "$RESULTS/anchor-$who-$1/rig.tsv" "$who-on"
		paths "$RESULTS/anchor-$who-$1-off/rig.tsv" "$who-off"
	done | awk -F '\t' -v OFS='\t' -v mode="$1" -v least="$LEAST" '
	$2 == "bytes" { bytes[$1] = $3; next }
	$2 == "end" { ended[$1] = 1; next }
	{ n[$1, $2] = $3; rd[$1, $2] = $4; wr[$1, $2] = $5
	  win_in[$1, $2] = $6; win_out[$1, $2] = $7; insns[$1, $2] = $8
	  least_insns[$1, $2] = $9 }
	# Left by another task: its way out, with what the switch took.
	$2 ~ /\/SYSRET/ && $2 !~ /^SYS/ { next }
	$1 == "debian-on" && $2 !~ /^start/ { path[++paths] = $2 }
	function has(who, p) {
		return n[who "-on", p] >= least && n[who "-off", p] >= least
	}
	function added(a, who, p) { return a[who "-on", p] - a[who "-off", p] }
	function round2(x) { return sprintf("%.2f", x) + 0 }
	# Where the least and the most frequent number do not grow alike, the
	# two runs mixed the ways through that path otherwise.
	function grown(who, p) {
		return added(insns, who, p) == added(least_insns, who, p) ? \
			added(insns, who, p) : "~"
	}
	function row(who, p) {
		if (!has(who, p))
			return "-" OFS "-" OFS "-" OFS "-" OFS "-"
		return grown(who, p) OFS round2(added(rd, who, p)) OFS \
			round2(added(wr, who, p)) OFS win_in[who "-on", p] OFS \
			win_out[who "-on", p]
	}
	function accesses(who, p) {
		return round2(added(rd, who, p) + added(wr, who, p))
	}
	function window(who, p) {
		return win_in[who "-on", p] + win_out[who "-on", p]
	}
	function word(p) {
		if (!has("debian", p) || !has("ours", p))
			return "-"
		if (accesses("ours", p) > accesses("debian", p))
			return "more accesses"
		if (window("ours", p) > window("debian", p))
			return "longer window"
		return "yes"
	}
	END {
		if (!ended["debian-on"] || !ended["debian-off"])
			exit 1
		for (i = 1; i <= paths; i++)
			if (has("debian", path[i]))
				print mode, path[i], row("debian", path[i]),
					row("ours", path[i]), word(path[i])
		print mode, "entry text, bytes", bytes["debian-on"], "-", "-",
			"-", "-", bytes["ours-on"] ? bytes["ours-on"] : "-",
			ended["ours-off"] ? bytes["ours-off"] : "-", "-", "-",
			"-", "-"
	}'
}

table() {
	awk -F '\t' '
	BEGIN {
		line = "%-6s %-18s %6s %6s %6s %8s   %6s %6s %6s %8s   %s\n"
		printf line, "", "", "main-", "line", "", "", "ours", "", "",
			"", "ours <="
		printf line, "", "path", "insns", "RDMSR", "WRMSR", "window",
			"insns", "RDMSR", "WRMSR", "window", "mainline"
	}
	$2 ~ /bytes/ { text = text sprintf("%s: entry text %s bytes in " \
		"mainline, %s in ours, %s in v4.15\n", $1, $3, $8, $9); next }
	function win(a, b) { return a == "-" ? "-" : a "/" b }
	{ printf line, $1, $2, $3, $4, $5, win($6, $7), $8, $9, $10,
		win($11, $12), $13 }
	END { printf "%s", text }' "$1"
}

rc=0
[ -n "$KEEP" ] || {
	rm -f "$RESULTS"/anchor-*/rig.tsv	# a skipped run leaves none
	"$TOP/tests/run" -g anchor || rc=$?
}
case $rc in
"$EXIT_FAIL" | "$EXIT_ERROR") exit "$rc" ;;
"$EXIT_SKIP") skip "no kernel to compare with: see above" ;;
esac
OUT=$RESULTS/anchor
{ compare pti && compare nopti; } >"$OUT.tsv" ||
	die "no counts of mainline's: run tests/run -g anchor"
table "$OUT.tsv" | tee "$OUT.txt"
behind=$(awk -F '\t' '$13 ~ /more|longer/' "$OUT.tsv" | wc -l)
both=$(awk -F '\t' '$13 == "yes"' "$OUT.tsv" | wc -l)
[ "$behind" -eq 0 ] ||
	fail "anchor: $behind paths with more accesses or a longer window than" \
	     "mainline, see $OUT.tsv"
[ "$both" -gt 0 ] || skip "anchor: no run of ours to compare with mainline's"
fewer=$(awk -F '\t' '$13 == "yes" && $9 + $10 < $4 + $5 { printf " %s", $2 }' \
	"$OUT.tsv" | tr ' ' '\n' | sort -u | tr '\n' ' ')
note "PASS  anchor: $both paths, none with more accesses or a longer window;" \
     "fewer accesses on:${fewer:- none}"
