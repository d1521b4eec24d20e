#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Which instructions of the entry image's entry text no run has executed, or
# has not had an NMI at.
#
# Usage: coverage.sh <image.elf> <rig.tsv>...
#
# The runs count together: no single one takes both ways of SYSCALL. Reads the
# `cover' records of a sweep. Padding (NOPs) is left out. Exit status 0 when
# there is none, 1 with the list, 2 when a file has no such records or the image
# is none.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

case ${1:-} in
-h | --help) usage 0 ;;
esac
[ $# -ge 2 ] || usage 2 >&2
IMAGE=$1
shift
[ -f "$IMAGE" ] || die "no image $IMAGE: make image builds one"
nm "$IMAGE" | grep -q ' __entry_text_start$' ||
	die "$IMAGE is not the entry image: it has no __entry_text_start"
for file; do
	grep -q '^cover	' "$file" || die "$file has no cover records: run it" \
		"with sweep="
done

sym() { nm "$IMAGE" | sed -n "s/^\([0-9a-f]*\) . $1\$/0x\1/p"; }

# text <from> <to>: address, then the instruction
text() {
	objdump -d --no-show-raw-insn --start-address="$(sym "$1")" \
		--stop-address="$(sym "$2")" "$IMAGE" |
		sed -n 's/^\([0-9a-f]*\):\t/\1\t/p'
}

# The alias in cpu_entry_area is one page, so its low digits are enough.
{ text __entry_text_start __irqentry_text_end
  text _entry_trampoline _entry_trampoline_end
} | awk -F '\t' '
	FILENAME != "-" {
		if ($1 != "cover")
			next
		sub(/^0x/, "", $2)
		seen[$2] = 1
		if ($6 + $9 > 0)
			hit[$2] = 1
		next
	}
	$2 ~ /^(nop|xchg +%ax,%ax|data16|cs nop)/ { next }
	{
		n++
		if (!($1 in seen))
			what = "never executed"
		else if (!($1 in hit))
			what = "no NMI there"
		else
			next
		printf "%s %s: %s\n", $1, $2, what
		bad++
	}
	END {
		printf "%d of %d entry instructions executed, with an NMI\n",
			n - bad, n
		exit bad > 0
	}' "$@" - || leave "$EXIT_FAIL"
