#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the series costs where IBRS is not in use (spectre_v2=off): instructions
# per crossing and bytes of entry text, v4.15 against v4.15 with patch 1 (which
# repairs paranoid_exit and stands apart) against the whole series.
#
# Usage: cost.sh [-k]
#   -k   keep what tests/run left of an earlier time, count only
#
# Counted by the instrument as the guest executes them, most frequent number of
# a crossing; no icount is needed for that. Leaves build/results/cost.tsv,
# cost-sites.tsv and cost.txt. FAIL when a path in the table executes more than
# one instruction of the entry text more for each way (in and out), as
# Documentation/x86/ibrs.txt says.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

ROWS='SYSCALL64/SYSRET #PF/IRET IRQ/IRET'
MOST=2			# the jumps over the macros, one in and one out

KEEP=''
while getopts hk opt; do
	case $opt in
	k) KEEP=1 ;;
	h) usage ;;
	*) usage 2 >&2 ;;
	esac
done

# counts <pti|nopti>: mode, path, then entry text and all instructions of base,
# patch 1 and series.
counts() {
	for row in $ROWS; do
		line=$1	line2=''
		for who in base base1 series; do
			got=$(awk -F '\t' -v row="$row" '
				$1 == "path" && $2 == row { print $13, $14, $15 }' \
				"$RESULTS/cost-$who-$1/rig.tsv")
			[ -n "$got" ] || die "no $row in cost-$who-$1: run" \
				"tests/run cost-$who-$1"
			line2="$line2 $got"
		done
		echo "$line $row$line2" | tr ' ' '\t'
	done
}

entry_bytes() {
	awk -F '\t' '$2 == "entry_bytes" { print $3 }' \
		"$RESULTS/cost-$1-pti/rig.tsv"
}

table() {
	awk -F '\t' -v b0="$(entry_bytes base)" -v b1="$(entry_bytes base1)" \
		-v b2="$(entry_bytes series)" '
	BEGIN {
		line = "%-6s %-17s %8s %8s %8s   %8s %8s %8s   %s\n"
		printf line, "", "", "entry", "text", "", "all", "of CPL0", "",
			"IBRS code adds"
		printf line, "", "path", "v4.15", "patch 1", "series", "v4.15",
			"patch 1", "series", "entry text, all"
	}
	{ printf line, $1, $2, $3, $6, $9, $5, $8, $11,
		sprintf("%+d, %+d", $9 - $6, $11 - $8) }
	END { printf "entry text: %d bytes in v4.15, %+d by patch 1, %+d by " \
		"the rest\n", b0, b1 - b0, b2 - b1 }' "$1"
}

# feature <name>: its number.
feature() {
	sed -n "s/^#define $1[[:space:]]*( *\([0-9]*\)\*32+ *\([0-9]*\)).*/\1 \2/p" \
		"$WORK/arch/x86/include/asm/cpufeatures.h" |
		while read -r word bit; do echo $((word * 32 + bit)); done
}

# alternatives <vmlinux> <feature>: low half of the address of each place that
# is patched for it. struct alt_instr of v4.15: 13 bytes, the first four an
# offset from themselves, two of the feature behind eight.
alternatives() {
	objdump -s -j .altinstructions "$1" | awk -v want="$2" '
	function hex(s,  i, n) {
		for (i = 1; i <= length(s); i++)
			n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
		return n
	}
	function little(at, len,  i, n) {
		for (i = len - 1; i >= 0; i--)
			n = n * 256 + hex(substr(all, (at + i) * 2 + 1, 2))
		return n
	}
	/^ [0-9a-f]+ / {
		if (start == "")
			start = hex(substr($1, length($1) - 7))
		sub(/^ [0-9a-f]+ /, "")
		line = substr($0, 1, 35)
		gsub(/ /, "", line)
		all = all line
	}
	END {
		for (at = 0; (at + 13) * 2 <= length(all); at += 13)
			if (little(at + 8, 2) == want)
				printf "%x\n", (start + at + little(at, 4)) % 4294967296
	}'
}

# sites <vmlinux>: symbol, bytes and what stands in the place of each hook of
# the entry code while IBRS is off: a jump over it.
sites() {
	alternatives "$1" "$(feature X86_FEATURE_KERNEL_IBRS)" >"$RESULTS/cost.at"
	objdump -d --no-show-raw-insn -j .text -j .entry_trampoline "$1" \
		2>/dev/null | awk -v list="$RESULTS/cost.at" '
	function hex(s,  i, n) {
		for (i = 1; i <= length(s); i++)
			n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
		return n
	}
	BEGIN { while ((getline at < list) > 0) want[at] = 1 }
	/^[0-9a-f]+ <.*>:$/ { name = substr($2, 2, length($2) - 3); next }
	/:$/ { next }
	{ at = substr($1, 9, 8) }
	at in want && $2 ~ /^jmp/ {
		print name, hex(substr($3, 9)) - hex(at), $2
	}' OFS='\t'
}

rc=0
[ -n "$KEEP" ] || "$TOP/tests/run" -g cost || rc=$?
[ "$rc" -eq 0 ] || exit "$rc"
OUT=$RESULTS/cost
{ counts pti && counts nopti; } >"$OUT.tsv"
vmlinux=$("$TOP/scripts/kernel.sh" -n small)/vmlinux
sites "$vmlinux" >"$OUT-sites.tsv"
[ -s "$OUT-sites.tsv" ] || die "cost: no place to patch for IBRS in $vmlinux"
{
	table "$OUT.tsv"
	awk -F '\t' '{ n++; sum += $2; printf "  %-44s %3d bytes, %s over it\n",
		$1, $2, $3 } END { printf "%d places, %d bytes\n", n, sum }' \
		"$OUT-sites.tsv"
} | tee "$OUT.txt"
awk -F '\t' -v most="$MOST" '$9 - $6 > most { exit 1 }' "$OUT.tsv" ||
	fail "cost: a path executes more than $MOST instructions more, see" \
	     "$OUT.tsv"
note "PASS  cost: at most $MOST instructions of entry text per crossing"
