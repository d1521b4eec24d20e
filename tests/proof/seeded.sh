# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Seeded faults: one run for each RDMSR or WRMSR of IA32_SPEC_CTRL that a case
# has executed and each way it can go wrong. Each has to break a rule, by name.
# A fault that goes unseen means that the rules, or the guest's work, are blind
# there. Sourced by tests/run.
#
# Leaves build/results/<case>/seeded.tsv (site, instruction, symbol, class,
# fault, word, what broke or why not), seeded.txt and seeded.verdict, and what
# each run left in build/results/<case>-seeded/<address>-<fault>/.

MOOT=$TOP/tests/proof/seeded.moot

# more_runs <case> <part> [variable=value]: a run for each line of <part>.list, as
# many at a time as there are processors for.
more_runs() {
	width=$((JOBS > cpus ? JOBS / cpus : 1))
	case $RESULTS in
	"$TOP"/*) leaves="${RESULTS#"$TOP"/}/{1}" ;;
	*)	leaves='' ;;
	esac
	JOB_LEAVES=$leaves
	in_parallel "$1-$2" "$width" env ${3:+"$3"} \
		"$TOP/tests/run" ${OWN:+-k "$OWN"} -o "$RESULTS" \
		${MORE:+-p "$MORE"} -b "$1" <"$RESULTS/$1/$2.list" 9>&- || :
	JOB_LEAVES=''
}

# seed <case> <part> [again]
seed() {
	list=$RESULTS/$1/$2.list
	report seeded plan "$1" "$RESULTS/$1" ${3:+"$3"} >"$list" &&
		[ -s "$list" ] || return 0
	note "  seeding $(wc -l <"$list") faults${3:+ $3, with more work}"
	more_runs "$1" "$2"
	while read -r run _; do
		report judge --case "$1" --dir "$RESULTS/$run" --seeded \
			>/dev/null || :
	done <"$list"
}

# seeded_faults <case>
seeded_faults() {
	seed "$1" seeded
	seed "$1" seeded-again again
	set -- "$1" "$RESULTS/$1" "$MOOT"
	vmlinux=${SYMS%/*}/vmlinux
	[ ! -f "$vmlinux" ] || {
		"$TOP/tests/build.sh" ibrs-check
		"$TOOLS/ibrs-check" --tsv "$vmlinux" >"$2/uses" || :
		set -- "$@" "$2/uses" "$SYMS"
	}
	report seeded judge "$@" || :
}
