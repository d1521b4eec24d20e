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
. "$TOP/tests/parallel.sh"

OUT=$RESULTS/matrix

all_configs() {
	for file in "$TOP"/scripts/config/*.config; do
		grep -q '^#: arch i386' "$file" || basename "$file" .config
	done
}

# vmlinux <source> <directory> <config>
vmlinux() {
	[ -n "$ONLY" ] || "$TOP/scripts/kernel.sh" -s "$1" -o "$2" "$3" ||
		return
	[ -f "$2/vmlinux" ] && return
	warn "$2/vmlinux: not built"
	return 2
}

# judge <kind> <name> [option...] <vmlinux>: with what a checker that is run like
# a compiler may take, 256 MiB and 2 seconds of the processor, which load makes 4.
judge() {
	kind=$1 name=$2 got=0
	shift 2
	set -- prlimit --cpu=4 --as=268435456 "$TOOLS/ibrs-check" "$@"
	"$@" --verbose >"$DIR/txt" 2>&1 || got=$?
	tail -n 1 "$DIR/txt" | sed "s/^[^:]*:/  $name:/"
	case $got in
	137 | 152) note "  $name: more than 4 seconds" ;;
	*) "$@" --tsv >"$DIR/tsv" 2>&1 || : ;;
	esac
	"$TOOLS/ibrs-report" matrix "$kind" "$name" "$DIR/tsv" "$got"
}

# debian <flavour>: 77 where the package cannot be had.
debian() {
	dir=$("$TOP/tests/debian.sh" -n "$1")
	[ -z "$ONLY" ] || [ -s "$dir/vmlinux" ] || return 77
	"$TOP/tests/debian.sh" "$1" && cp "$dir/version" "$DIR/" || return
	rc=0
	judge unfenced "$1" --off fence_swapgs_kernel "$dir/vmlinux" &&
	judge debian "$1" "$dir/vmlinux" &&
	"$TOOLS/ibrs-alter" mend "$dir/vmlinux" >"$DIR/mend.tsv" || rc=$?
	[ "$rc" -ne 0 ] ||
		note "  Debian's $(cat "$dir/version"): what is known, each mended"
	return "$rc"
}

# job <name>: leaves its word in build/results/matrix/<name>/word.
job() {
	DIR=$OUT/$1 status=0
	mkdir -p "$DIR"
	rm -f "$DIR/made.tsv"
	made_by tree ${ONLY:+"$ONLY"} >"$DIR/made.part"
	# shellcheck disable=SC2046 # options, of a path without blanks
	case $1 in
	debian-*) debian "${1#debian-}" ;;
	base-small)
		[ -n "$ONLY" ] || checkout_at "$BASETREE" series-base || return
		vmlinux "$BASETREE" "$BASEKERNELS/$1" small &&
			judge base "$1" "$BASEKERNELS/$1/vmlinux" ;;
	*)	vmlinux "$WORK" "$KERNELS/$1" "$1" &&
			judge series "$1" $(find "$KERNELS/$1" -name "*.ko" -printf "--module %p ") "$KERNELS/$1/vmlinux" ;;
	esac || status=$?
	[ "$status" -ne 0 ] || mv "$DIR/made.part" "$DIR/made.tsv"
	word_of "$status" >"$DIR/word"
}

ONLY=''
while getopts bj: opt; do
	case $opt in
	b) ONLY=-b ;;
	j)	job "$OPTARG"
		exit 0 ;;
	*) usage 2 >&2 ;;
	esac
done
shift $((OPTIND - 1))
BASE=0
# shellcheck disable=SC2046 # one word each
[ $# -gt 0 ] || {
	BASE=7
	set -- $(all_configs) base-small debian-cloud-amd64 debian-amd64 \
		debian-rt-amd64 debian-6.12-cloud-amd64 debian-6.12-amd64 \
		debian-6.12-rt-amd64
}
[ -n "$ONLY" ] || "$TOP/scripts/tree.sh" --edits-ok
"$TOP/tests/build.sh" rig ibrs-check
turn "$OUT"
rm -f "$OUT/made.tsv"
made_by tree ${ONLY:+"$ONLY"} >"$OUT/made.part"
printf '%s\n' "$@" >"$OUT/list"
JOB_LEAVES='build/results/matrix/{1}' in_parallel matrix "$JOBS" "$0" \
	$ONLY -j <"$OUT/list" || warn 'matrix: a job was cut off'
failed='' broken=''
for name; do
	case $(cat "$OUT/$name/word" 2>/dev/null) in
	PASS) ;;
	FAIL) failed="$failed $name" ;;
	SKIP) [ "$name" != "${name#debian-}" ] || broken="$broken $name" ;;
	*) broken="$broken $name" ;;
	esac
done
[ -z "$failed" ] || fail "matrix:$failed, see $OUT"
[ -z "$broken" ] || die "matrix: no verdict for$broken, see $OUT"
if [ $BASE != 0 ]; then
	printf '%s\t%d\n' configs $(($# - BASE)) fixtures \
		"$(find "$TOP/tests/check/testdata" -name '*.S' | wc -l)" \
		>>"$OUT/made.part"
	mv "$OUT/made.part" "$OUT/made.tsv"
fi
note "matrix: $(($# - BASE)) configurations without a finding" \
	"$([ $BASE = 0 ] || echo and the base with one on every entry path)"
