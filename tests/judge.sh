#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Judges a kernel of others: the checker, and where it boots the instrument, with
# NMIs. One table, by ibrs-report kernel.
#
# Usage: judge.sh [-c] <kernel> [directory]   default: build/judged/<kernel>
#   -c      the checker alone
#   kernel  vmlinux, bzImage, a directory it was built in, .deb, or the name of a
#           package of Debian's
#   SYMBOLS=<System.map>   where it has none; APPEND= more kernel command line
#
# Exit status: 0 no finding, 1 findings, 2 no verdict or no kernel, 77 a kernel
# without IBRS.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

BOOTS=1
[ "${1:-}" != -c ] || { BOOTS=''; shift; }
[ -n "${1:-}" ] || die "KERNEL= is missing: a vmlinux, bzImage, directory it was" \
	"built in, .deb, or a package's name"
name=$(basename "$1")
dir=${2:-$JUDGED/$(printf %s "${name%.deb}" | tr -c 'A-Za-z0-9.+_~-' _)}
"$TOP/tests/build.sh" rig ibrs-check
mkdir -p "${dir%/*}"
"$TOOLS/ibrs-subject" ${SYMBOLS:+-s "$SYMBOLS"} "$1" "$dir" || exit
"$TOOLS/ibrs-check" --symbols "$dir/kallsyms" --tsv "$dir/vmlinux" \
	>"$dir/check.tsv" 2>"$dir/check.err" || :
runs=$("$TOOLS/ibrs-report" kernel --runs "$dir") || exit
# shellcheck disable=SC2086 # names
[ -z "${BOOTS:+$runs}" ] ||
	"$TOP/tests/run" -k "$dir" -o "$dir/results" $runs >"$dir/runs.log" || :
rc=0
"$TOOLS/ibrs-report" kernel "$dir" || rc=$?
leave "$rc"
