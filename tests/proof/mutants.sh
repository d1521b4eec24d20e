#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds each mistake of tests/proof/mutants/ on top of the series, boots it, and
# demands that a rule catches it: the rules that hold for the series mean
# nothing where they would hold for these too.
#
# Usage: mutants.sh [-cls] [name...]
#   -c     run nothing: what ibrs-check says of each vmlinux
#   -l     list them
#   -s     those marked Short, for CI
#   name   files of tests/proof/mutants without .patch, or the numbers they begin with
#   JOBS=<n>
#
# A mutant is a patch for HEAD of build/linux. Above the diff stand what the
# mistake is and lines of these:
#   Expect: R1 R4   one of these rules has to be the first that breaks
#   Run: <case>     of tests/cases.cfg
#   Static: <why>   no run can show it: ibrs-check has to, on the vmlinux
#   Short: yes
#
# The control is the series itself, built and run in the same way: it has to
# break no rule. ibrs-check has to have a finding in each mutant's vmlinux, too,
# and none in the control's. Results are in build/results/mutants/: mutants.tsv,
# mutants.ktap and a directory for each run.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

MUTANTS=$TOP/tests/proof/mutants
OUT=$RESULTS/mutants
TREE=$BUILD/mutants/linux	# kernel.sh: as deep as build/linux, for ccache
KERNEL=$BUILD/mutants/kernel	# one O= directory for each configuration

# A tenth of the guest's work is enough to break a rule.
WORDS='ibrs.loops=10'

# --- the files --------------------------------------------------------------

all_mutants() { (cd "$MUTANTS" && ls ./*.patch) | sed 's|^\./||; s|\.patch$||'; }

# field <mutant> <word>: from the lines above the diff.
field() {
	sed -n -e '/^diff /q' -e "s/^$2: *//p" "$MUTANTS/$1.patch"
}

# what <mutant>: the mistake, in one line.
what() { sed '/^$/,$d' "$MUTANTS/$1.patch" | tr '\n' ' ' | sed 's/ $//'; }

# config_of <case>: what kernel it asks for.
config_of() {
	awk -v case="[$1]" '/^\[/ { in_ = $0 == case || $0 == "[default]" }
		in_ && $1 == "kernel" { config = $3 }
		/^\[/ && $0 == case { seen = 1 }
		END { print config; exit !seen }' "$TOP/tests/cases.cfg"
}

# check_file <mutant>: a line that is wrong would weaken the test unseen.
check_file() {
	[ -n "$(what "$1")" ] || die "tests/proof/mutants/$1.patch: say in the first" \
		"lines what the mistake is"
	for rule in $(field "$1" Expect); do
		case $rule in
		R[1-9] | R1[0-4]) ;;
		*) die "tests/proof/mutants/$1.patch: Expect: '$rule' is no rule" ;;
		esac
	done
	[ -n "$(field "$1" Expect)" ] ||
		die "tests/proof/mutants/$1.patch: no line 'Expect: R<n>...'"
	config_of "$(field "$1" Run)" >/dev/null ||
		die "tests/proof/mutants/$1.patch: 'Run:' has to name a case of" \
			"tests/cases.cfg"
}

# find_mutant <word>: the one file that name or number stands for.
find_mutant() {
	if [ -f "$MUTANTS/$1.patch" ]; then
		echo "$1"
		return
	fi
	all_mutants | grep "^$1-" ||
		die "no mutant '$1': tests/proof/mutants.sh -l lists them"
}

# --- build and run ----------------------------------------------------------

# build <mutant or control> <configuration>: sets KDIR.
build() {
	KDIR=$KERNEL/$2
	[ ! -d "$TREE/.git" ] || git -C "$TREE" reset -q --hard
	mkdir -p "$KERNEL"
	checkout_at "$TREE" HEAD || return
	if [ "$1" = control ]; then
		kernel "$2"
		return
	fi
	git -C "$TREE" apply "$MUTANTS/$1.patch" >"$OUT/$1.apply" 2>&1 &&
		kernel "$2" >"$OUT/$1.build" 2>&1
}

kernel() { "$TOP/scripts/kernel.sh" -s "$TREE" -o "$KDIR" "$1"; }

# run <name> <case>: boots and judges it up to its first violation, whatever
# the word.
run() {
	APPEND=$WORDS "$TOP/tests/run" -k "$KDIR" -o "$OUT/$1" -p stop=1 "$2" \
		>"$OUT/$1.run" 2>&1 || :
}

# rules <name> <case>: those that broke.
rules() {
	sed -n 's/^\(R[0-9]*\)  *FAIL.*/\1/p' "$OUT/$1/$2/table.txt" \
		2>/dev/null | tr '\n' ' ' | sed 's/ $//'
}

# first <name> <case>: "R<n>:<kind>	<place>" of the first violation. R10 and
# R11 also break by what never came, which is no event.
first() {
	awk -F '\t' '$1 == "violation" { print $2 ":" $3 "\t" $5; exit }' \
		"$OUT/$1/$2/rig.tsv" 2>/dev/null
}

# --- the verdict ------------------------------------------------------------

# uncaught <console>: why no rule broke.
uncaught() {
	WORD=FAIL
	if grep -q '^ibrs-guest: done' "$1" 2>/dev/null; then
		WHY='caught by no rule'
	elif [ -s "$1" ]; then
		WHY='only by a crash: no rule broke, and the guest did not finish'
	else
		WORD=ERROR WHY="the guest did not start, see $OUT/$name.run"
	fi
}

# caught <mutant>: sets WORD, WHY, FIRST and PLACE from what its run left.
caught() {
	run_=$(field "$1" Run)
	broken=$(rules "$1" "$run_")
	if [ -z "$broken" ]; then
		uncaught "$OUT/$1/$run_/console.log"
		return
	fi
	FIRST=$(first "$1" "$run_" | cut -f 1)
	PLACE=$(first "$1" "$run_" | cut -f 2)
	FIRST=${FIRST:-${broken%% *}}
	case " $(field "$1" Expect) " in
	*" ${FIRST%%:*} "*)
		WORD=PASS WHY="caught by $FIRST (first)" ;;
	*)	WORD=FAIL WHY="$FIRST broke first, not $(field "$1" Expect)" ;;
	esac
}

# found: the rules of which ibrs-check has a finding in the vmlinux.
found() {
	rc=0
	"$TOOLS/ibrs-check" --tsv "$KDIR/vmlinux" >"$OUT/found.tsv" 2>&1 ||
		rc=$?
	if [ "$rc" -gt 1 ]; then
		echo 'no verdict'
		return
	fi
	awk -F '\t' '$1 == "finding" { print $2 }' "$OUT/found.tsv" |
		sort -u | tr '\n' ' ' | sed 's/ $//'
}

# found_of <mutant>: the verdict where no run can give one, or none is asked for.
found_of() {
	for rule in $(field "$1" Expect); do
		case " $STATIC " in
		*" $rule "*)
			WORD=PASS WHY="caught by ibrs-check: $rule" FIRST=$rule
			return ;;
		esac
	done
	WORD=FAIL
	WHY="ibrs-check finds ${STATIC:-nothing}, not $(field "$1" Expect)"
}

# judge <mutant>
judge() {
	FIRST='' PLACE='' broken='' STATIC=''
	rc=0
	build "$1" "$(config_of "$(field "$1" Run)")" || rc=$?
	if [ "$rc" -ne 0 ] && [ -s "$OUT/$1.apply" ]; then
		WORD=ERROR WHY="does not apply, see $OUT/$1.apply"
		return
	elif [ "$rc" -ne 0 ]; then
		WORD=ERROR WHY="does not build, see $OUT/$1.build"
		return
	fi
	STATIC=$(found)
	if [ "$STATIC" = "no verdict" ]; then
		WORD=ERROR WHY="ibrs-check could not judge: see $OUT/found.tsv"
		return
	fi
	if [ -n "$CHECK" ] || [ -n "$(field "$1" Static)" ]; then
		found_of "$1"
		return
	fi
	run "$1" "$(field "$1" Run)"
	caught "$1"
	if [ "$WORD" = PASS ] && [ -z "$STATIC" ]; then
		WORD=FAIL WHY="$WHY, but ibrs-check finds nothing"
	fi
}

# control <case>: without a mistake no rule may break.
control() {
	note "  control $1"
	build control "$(config_of "$1")" ||
		die "the series does not build"
	STATIC=$(found)
	[ -z "$STATIC" ] ||
		die "ibrs-check finds $STATIC without a mutant, in $KDIR/vmlinux"
	[ -z "$CHECK" ] || return 0
	run control "$1"
	[ -s "$OUT/control/$1/table.txt" ] ||
		die "$1 gave no result, see $OUT/control.run"
	[ -z "$(rules control "$1")" ] ||
		die "$1 breaks $(rules control "$1") without a mutant: nothing" \
			"can be said of the mutants, see $OUT/control/$1"
}

# --- all of them ------------------------------------------------------------

ktap() {
	case $WORD in
	PASS) echo "ok $TH $name # $WHY" ;;
	SKIP) echo "ok $TH $name # SKIP $WHY" ;;
	*) echo "not ok $TH $name # $WORD $WHY" ;;
	esac >>"$OUT/mutants.ktap.new"
}

tsv() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$name" "$WORD" \
		"$(field "$name" Run)" "$(field "$name" Expect)" "$FIRST" \
		"$PLACE" "$broken" "$STATIC" "$took" >>"$OUT/mutants.tsv.new"
}

LIST='' SHORT='' CHECK=''
while getopts chls opt; do
	case $opt in
	c) CHECK=1 ;;
	l) LIST=1 ;;
	s) SHORT=1 ;;
	h) usage ;;
	*) usage 2 >&2 ;;
	esac
done
shift $((OPTIND - 1))
NAMES=''
for word; do
	NAMES="$NAMES $(find_mutant "$word")" || exit
done
[ -n "$NAMES" ] || for name in $(all_mutants); do
	[ -z "$SHORT" ] || [ -n "$(field "$name" Short)" ] || continue
	NAMES="$NAMES $name"
done
for name in $NAMES; do
	check_file "$name"
	[ -z "$LIST" ] || printf '%-26s %-10s %-9s %s\n' "$name" \
		"$(field "$name" Run)" "$(field "$name" Expect)" "$(what "$name")"
done
[ -z "$LIST" ] || exit 0

"$TOP/scripts/tree.sh" --edits-ok || exit
"$TOP/tests/build.sh" ibrs-check || exit
mkdir -p "$OUT"
rm -f "$OUT/mutants.tsv" "$OUT/mutants.ktap"
rm -f "$OUT"/*.new "$OUT"/*.apply
# shellcheck disable=SC2086
set -- $NAMES
printf 'KTAP version 1\n1..%d\n' $# >"$OUT/mutants.ktap.new"
printf 'mutant\tword\tcase\texpect\tfirst\tplace\tbroken\tfound\tseconds\n' \
	>"$OUT/mutants.tsv.new"
for case_ in $(for name; do field "$name" Run; done | sort -u); do
	control "$case_"
done
TH=0 FAILS=0 ERRORS=0 PASSES=0
for name; do
	TH=$((TH + 1))
	began=$(date +%s)
	judge "$name"
	took=$(($(date +%s) - began))
	printf '%-5s mutant %s (%d s) %s\n' "$WORD" "$name" "$took" "$WHY"
	ktap
	tsv
	case $WORD in
	PASS) PASSES=$((PASSES + 1)) ;;
	FAIL) FAILS=$((FAILS + 1)) ;;
	ERROR) ERRORS=$((ERRORS + 1)) ;;
	esac
done
mv "$OUT/mutants.tsv.new" "$OUT/mutants.tsv"
mv "$OUT/mutants.ktap.new" "$OUT/mutants.ktap"
note "$PASSES of $# mutants caught by a rule, $FAILS not as they have to be," \
     "$ERRORS without a verdict; ibrs-check has a finding in" \
     "$(awk -F '\t' 'NR > 1 && $8 != "" { n++ } END { print n + 0 }' \
	"$OUT/mutants.tsv")"
[ "$FAILS" -eq 0 ] || leave "$EXIT_FAIL"
[ "$ERRORS" -eq 0 ] || exit "$EXIT_ERROR"
[ "$PASSES" -gt 0 ] || exit "$EXIT_SKIP"
