#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds each mistake of tests/proof/mutants/ on top of the series, boots it, and
# demands that a rule catches it: else the rules mean little where they hold.
#
# Usage: mutants.sh [-cl] [name...]
#   -c     run nothing: what ibrs-check says of each vmlinux
#   -l     list them
#   name   files of tests/proof/mutants without .patch, or the numbers they begin with
#   JOBS=<n> HOSTS=<ssh login,...>   so many of them at a time (tests/parallel.sh)
#
# A mutant is a patch for HEAD of build/linux, with lines above its diff
# (tests/report/mutant_read.c).
#
# The control is the series itself, built and run in the same way: no rule may
# break. ibrs-check has a finding in each vmlinux but the control's and those marked
# Dynamic; the kernel's self-check finds what the mutant's head says. Results are in
# build/results/mutants/: mutants.tsv, mutants.ktap and a directory for each.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/tests/parallel.sh"

MUTANTS=$TOP/tests/proof/mutants
OUT=$RESULTS/mutants
LIST=$BUILD/mutants/list

mutant() { "$TOOLS/ibrs-report" mutant "$@"; }

# find_mutant <word>: the one file that name or number stands for.
find_mutant() {
	for file in "$MUTANTS/$1.patch" "$MUTANTS/$1"-*.patch; do
		[ ! -f "$file" ] || { echo "$file" && return; }
	done
	die "no mutant '$1': tests/proof/mutants.sh -l lists them"
}

# --- one of them, by tests/parallel.sh --------------------------------------

# ready: what a job needs, once on each machine.
ready() {
	mkdir -p "$BUILD/mutants"
	flock "$BUILD/mutants/ready" "$TOP/scripts/tree.sh" --edits-ok &&
		flock "$BUILD/mutants/ready" "$TOP/tests/build.sh" guest rig \
			ibrs-check
}

# build <patch or nothing> <configuration>: in the worker's tree, which lies as
# deep as build/linux, for ccache. Leaves the vmlinux's verdict in $DIR.
build() {
	worker=$BUILD/mutants/${PARALLEL_JOBSLOT:-1}
	tree=$worker/linux
	KDIR=$worker/kernel/$2
	mkdir -p "$worker/kernel"
	echo build >"$DIR/status"
	checkout_at "$tree" HEAD || return
	if [ -n "$1" ] && ! git -C "$tree" apply "$1" >"$DIR/apply" 2>&1; then
		echo apply >"$DIR/status"
		return 1
	fi
	"$TOP/scripts/kernel.sh" -s "$tree" -o "$KDIR" "$2" \
		>"$DIR/build" 2>&1 || return
	rc=0
	"$TOOLS/ibrs-check" --tsv "$KDIR/vmlinux" >"$DIR/found.tsv" \
		2>"$DIR/found.err" || rc=$?
	echo "check $rc" >"$DIR/status"
	[ "$rc" -le 1 ]
}

# run <case> [stop=1]: boots and judges it, to the first violation; a tenth of the work.
run() {
	APPEND=ibrs.loops=10 "$TOP/tests/run" -k "$KDIR" -o "$DIR" ${2:+-p "$2"} \
		"$1" >"$DIR/run" 2>&1 || :
}

# job run|check control|mutant <name> and what stands behind it in the plan
job() {
	how=$1 what=$2 name=$3 DIR=$OUT/$3 patch='' began=$(date +%s)
	ready >/dev/null || return
	rm -rf "$DIR" && mkdir -p "$DIR"
	made_by tree >"$DIR/made.tsv"
	[ "$what" = control ] || patch=$MUTANTS/$name.patch
	[ "$6" != static ] || how=check
	if build "$patch" "$5" && [ "$how" = run ] && run "$4" "${7#-}" && [ "$8" != - ] &&
	   DIR=$DIR/self && mkdir "$DIR" && build "$patch" "$8"; then
		run "$4"
	fi
	case $what in
	control) mutant control "$4" "$OUT/$name" "$how" "$5" && : >"$OUT/$name/fine" ;;
	*) mutant judge "$patch" "$OUT/$name" "$how" $(($(date +%s) - began)) ;;
	esac
}

# jobs control|mutant: those of $LIST. A mutant's is an incremental build.
jobs() {
	JOB_LEAVES='build/results/mutants/{1}' in_parallel "mutants-$1" \
		"$JOBS" "$0" -j "$HOW" "$1" <"$LIST"
}

if [ "${1:-}" = -j ]; then
	shift
	rc=0
	job "$@" || rc=$?
	leave "$rc"
fi
HOW=run ONLY=plan
while getopts cl opt; do
	case $opt in
	c) HOW=check ;;
	l) ONLY=list ;;
	*) usage 2 >&2 ;;
	esac
done
shift $((OPTIND - 1))
"$TOP/tests/build.sh" rig >&2
FILES=''
for word; do
	FILES="$FILES $(find_mutant "$word")" || exit
done
# shellcheck disable=SC2086 # files
PLAN=$(mutant $ONLY ${FILES:-"$MUTANTS"/*.patch})
if [ "$ONLY" = list ]; then
	echo "$PLAN"
	exit 0
fi
"$TOP/scripts/tree.sh" --edits-ok || exit
ready || exit
turn "$OUT"
rm -f "$OUT/mutants.tsv" "$OUT/mutants.ktap" "$OUT/made.tsv"
made_by tree >"$OUT/made.part"
echo "$PLAN" | awk '{ for (k = 3; k < 7; k += 3) if ($k != "-" && !seen[$2 " " $k]++)
	print "control-" $2 "-" $k, $2, $k, "-", k == 3 ? $5 : "-", "-" }' >"$LIST"
note "  control: $(cut -d ' ' -f 2 "$LIST" | xargs)"
jobs control || die 'a job of the controls was cut off'
while read -r name _; do
	[ -e "$OUT/$name/fine" ] || leave "$EXIT_ERROR"
done <"$LIST"
echo "$PLAN" >"$LIST"
jobs mutant || warn 'a job was cut off'
# shellcheck disable=SC2046 # names
mutant all "$OUT" $(cut -d ' ' -f 1 "$LIST") || leave "$?"
[ "$HOW$FILES" != run ] || mv "$OUT/made.part" "$OUT/made.tsv"
