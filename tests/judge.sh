#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Judges a kernel of others: the checker, and where it boots the instrument, with
# NMIs. One table, by ibrs-report kernel.
#
# Usage: judge.sh [-c | -1] <kernel>
#   -c, -1  the checker alone, and the first run alone
#   kernel  what ibrs-subject takes, a source with MEND=<its patches>, which leaves
#           build/judged/<kernel>/; or such a directory
#   SYMBOLS=<System.map>   where it has none; APPEND= more kernel command line
# Exit status: 0 no finding, 1 findings, 2 no verdict, 77 a kernel without IBRS

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

LAST=3 rc=0
case ${1:-} in -c) LAST=0; shift ;; -1) LAST=1; shift ;; esac
[ -n "${1:-}" ] || die "KERNEL= is missing: a vmlinux, bzImage, directory it was" \
	"built in, .deb, or a package's name"
"$TOP/tests/build.sh" rig ibrs-check
dir=$1 name=$(basename "$1" .deb)
if [ ! -f "$dir/banner" ] || [ -n "${MEND:-}${SYMBOLS:-}" ]; then
	dir=$JUDGED/$(printf %s "$name${MEND:+-mended}" | tr -c 'A-Za-z0-9.+_~-' _)
	"$TOOLS/ibrs-subject" ${SYMBOLS:+-s "$SYMBOLS"} ${MEND:+-p "$MEND"} "$1" "$dir" || exit
fi
rm -rf "$dir/results"
"$TOOLS/ibrs-check" --symbols "$dir/kallsyms" --tsv "$dir/vmlinux" \
	>"$dir/check.tsv" 2>"$dir/check.err" || :
runs=$("$TOOLS/ibrs-report" kernel --runs "$dir" "$LAST") || exit
# shellcheck disable=SC2086 # names
[ -z "$runs" ] || "$TOP/tests/run" -k "$dir" -o "$dir/results" $runs >"$dir/runs.log" || :
"$TOOLS/ibrs-report" kernel "$dir" "$LAST" || rc=$?
leave "$rc"
