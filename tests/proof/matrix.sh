#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# ibrs-check on the vmlinux of each 64-bit configuration: no finding with the
# series, findings on every entry path without it, and what is known of Debian's.
#
# Usage: matrix.sh [-b] [config...]     default: all, the base, Debian's
#   -b   check what is built, build nothing
#
# Exit status: 0 PASS, 1 FAIL, 2 ERROR, 77 where there is no source.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

OUT=$RESULTS/matrix
ONLY=''
# Entries that need no IBRS: nothing but SYSRET in it.
EXEMPT=ignore_sysret

# fits <config>: 64-bit
fits() { ! grep -q '^#: arch i386' "$TOP/scripts/config/$1.config"; }

all_configs() {
	for file in "$TOP"/scripts/config/*.config; do
		name=$(basename "$file" .config)
		! fits "$name" || echo "$name"
	done
}

# vmlinux <source> <directory> <config>
vmlinux() {
	[ -n "$ONLY" ] || "$TOP/scripts/kernel.sh" -s "$1" -o "$2" "$3" ||
		return
	[ -f "$2/vmlinux" ] || die "$2/vmlinux: not built"
}

# limited <command...>: with what a checker that is run like a compiler may take,
# 10 seconds of the processor and 1 GiB
limited() { prlimit --cpu=10 --as=1073741824 "$@"; }

# judge <name> <vmlinux>: its exit status; the report in build/results/matrix
judge() {
	rc=0
	limited "$TOOLS/ibrs-check" --verbose "$2" >"$OUT/$1.txt" 2>&1 ||
		rc=$?
	tail -n 1 "$OUT/$1.txt" | sed "s/^[^:]*:/  $1:/"
	case $rc in
	137 | 152) note "  $1: more than 10 seconds" ;;
	esac
	return "$rc"
}

# lopsided <vmlinux>: features of which one side only was walked. Xen PV is one
# where no entry point of it is built in, filling on VM exit is on with IBRS.
lopsided() {
	"$TOOLS/ibrs-check" --tsv "$1" | awk -F '\t' '
		$1 == "feature" && ($3 == "on" || $3 == "off") &&
		$2 != "xenpv" && $2 != "7*32+20" { print $2 }'
}

# silent <vmlinux>: entry points no finding names
silent() {
	"$TOOLS/ibrs-check" --tsv "$1" | awk -F '\t' -v exempt="$EXEMPT" '
		$1 == "entry" { all[$2] = 1 }
		$1 == "finding" { hit[$4] = 1 }
		END { for (e in all) if (!(e in hit) && e != exempt) print e }'
}

# What Documentation/checker.txt explains of Debian's 6.1.
DEBIAN_HAS='R5 end_repeat_nmi
R5 paranoid_exit
R6 common_interrupt_return
R6 syscall_return_via_sysret
R6 sysret32_from_system_call'

# debian: that, and no more. 77 where the package cannot be had.
debian() {
	dir=$("$TOP/tests/debian.sh" -n)
	[ -z "$ONLY" ] || [ -s "$dir/kallsyms" ] || return 77
	"$TOP/tests/debian.sh" || return
	"$TOP/tests/extract.sh" "$dir/vmlinuz" "$OUT/debian.vmlinux" ||
		return
	status=0
	limited "$TOOLS/ibrs-check" --tsv --symbols "$dir/kallsyms" \
		"$OUT/debian.vmlinux" >"$OUT/debian.tsv" || status=$?
	rm -f "$OUT/debian.vmlinux"
	[ "$status" -le 1 ] || return 2
	awk -F '\t' '$1 == "finding" { sub(/\+.*/, "", $3); print $2, $3 }' \
		"$OUT/debian.tsv" | LC_ALL=C sort -u >"$OUT/debian.found"
	echo "$DEBIAN_HAS" | diff - "$OUT/debian.found" >&2
}

while getopts hb opt; do
	case $opt in
	b) ONLY=1 ;;
	h) usage ;;
	*) usage 2 >&2 ;;
	esac
done
shift $((OPTIND - 1))
BASE=''
if [ $# -eq 0 ]; then
	BASE=1
	# shellcheck disable=SC2046 # one word each
	set -- $(all_configs)
fi
[ -n "$ONLY" ] || "$TOP/scripts/tree.sh" --edits-ok
"$TOP/tests/build.sh" ibrs-check
mkdir -p "$OUT"
failed='' broken='' count=0
for config; do
	vmlinux "$WORK" "$KERNELS/$config" "$config" ||
		die "matrix: $config does not build"
	rc=0
	judge "$config" "$KERNELS/$config/vmlinux" || rc=$?
	count=$((count + 1))
	half=$(lopsided "$KERNELS/$config/vmlinux" | tr '\n' ' ')
	[ -z "$half" ] || failed="$failed $config(one side only: $half)"
	case $rc in
	0) ;;
	1) failed="$failed $config" ;;
	*) broken="$broken $config" ;;
	esac
done
if [ -n "$BASE" ]; then
	[ -n "$ONLY" ] || checkout_at "$BASETREE" series-base
	vmlinux "$BASETREE" "$KERNELS/base-small" small ||
		die "matrix: the base does not build"
	rc=0
	judge base-small "$KERNELS/base-small/vmlinux" || rc=$?
	[ "$rc" -le 1 ] || broken="$broken base-small"
	quiet=$(silent "$KERNELS/base-small/vmlinux" | tr '\n' ' ')
	[ -z "$quiet" ] || failed="$failed base-small(silent:$quiet)"
	rc=0
	debian || rc=$?
	case $rc in
	0) note "  Debian's $(cat "$dir/version"): what is known, no more" ;;
	1) failed="$failed Debian's" ;;
	77) ;;
	*) broken="$broken Debian's" ;;
	esac
fi
[ -z "$broken" ] || die "matrix: no verdict for$broken, see $OUT"
[ -z "$failed" ] || fail "matrix:$failed, see $OUT"
note "matrix: $count configurations without a finding" \
	"${BASE:+and the base with one on every entry path}"
