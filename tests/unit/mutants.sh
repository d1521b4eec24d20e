# SPDX-License-Identifier: GPL-2.0-only
# tests/proof/mutants.sh: the files, and the word for each way a run can end, with
# the kernel and tests/run replaced by scripts that do what a mutant asks for.
. "$(dirname "$0")/project"

M=$T/p/tests/proof/mutants
RUN=$T/p/build/results/mutants

mutants() { p tests/proof/mutants.sh "$@"; }
word() { awk -F '\t' -v name="$1" '$1 == name { print $2 }' \
	"$RUN/mutants.tsv"; }

# mutant <name> <what it does> [line above the diff...]
mutant() {
	name=$1 does=$2
	shift 2
	{
		printf 'A mistake.\n\n'
		printf '%s\n' "$@"
		printf '\ndiff --git a/arch/x86/entry/entry_64.S'
		printf ' b/arch/x86/entry/entry_64.S\n'
		printf -- '--- a/arch/x86/entry/entry_64.S\n'
		printf -- '+++ b/arch/x86/entry/entry_64.S\n'
		printf '@@ -4,3 +4,3 @@\n 4\n-5\n+mutant %s\n 6\n' "$does"
	} >"$M/$name.patch"
}

# --- stand-ins --------------------------------------------------------------
printf '#!/bin/sh\n' >"$T/p/tests/build.sh"
mkdir -p "$T/p/build/tools"
make -s -C "$HERE/tests" O="$HERE/build/tools" report
cp "$HERE/build/tools/ibrs-report" "$T/p/build/tools/"
cat >"$T/p/build/tools/ibrs-check" <<'END'
#!/bin/sh
case $(sed -n 's/^mutant //p' "${2%/*}/entry_64.S") in
ret) printf 'finding\tR1\tsym\tsym\nend\t1\t1\n'; exit 1 ;;
never) printf 'finding\tR11\tsym\tsym\nend\t1\t1\n'; exit 1 ;;
lost) exit 2 ;;
*) echo end ;;
esac
END
chmod +x "$T/p/build/tools/ibrs-check"
cat >"$T/p/scripts/kernel.sh" <<'END'
#!/bin/sh
while getopts s:o: opt; do
	case $opt in s) s=$OPTARG ;; o) o=$OPTARG ;; esac
done
echo "$*" >>"$0.args"
mkdir -p "$o" && cp "$s/arch/x86/entry/entry_64.S" "$o" &&
	! grep -q 'mutant unbuilt' "$o/entry_64.S"
END
cat >"$T/p/tests/run" <<'END'
#!/bin/sh
while getopts k:o:p: opt; do
	case $opt in k) k=$OPTARG ;; o) o=$OPTARG ;; esac
done
shift $((OPTIND - 1))
o=$o/$1
rm -rf "$o"
mkdir -p "$o"
done_='ibrs-guest: done pass=1 fail=0 skip=0'
hit() {
	printf 'violation\t%s\t%s\t0\tsym+0x1\t0x1\t-\t0\t0\t-\n' "$1" "$2"
}
rule() {
	printf 'rule\t%s\t%s\n' "$@" >"$o/verdict.tsv"
}
case $(sed -n 's/^mutant //p' "$k/entry_64.S")-$1 in
dead-*)	exit 2 ;;
crash-*) rule R1 PASS
	echo 'BUG: dead' >"$o/console.log" ;;
ret-* | *-bad)
	rule R1 FAIL R7 FAIL
	{ hit R1 ret; hit R4 branch-before-write; } >"$o/rig.tsv" ;;
read-*) rule R4 FAIL R5 FAIL
	hit R4 read-before-write >"$o/rig.tsv" ;;
never-*) rule R1 PASS R11 FAIL ;;
*)	rule R1 PASS
	echo "$done_" >"$o/console.log" ;;
esac
echo 'end' >>"$o/rig.tsv"
exit 1
END
mkdir -p "$M"
printf '%s\n' '[default]' 'kernel = small' '[one]' 'what = 1' \
	'[two]' 'what = 2' 'kernel = debug' '[bad]' 'what = 3' \
	>"$T/p/tests/cases.cfg"

# --- bad input --------------------------------------------------------------
mutant 01-a ret 'Expect: R1' 'Run: one'
t 'no tree: one line, and 77' gives 77 '^SKIP: no v4.15 tree' mutants
fake_series
t 'no such mutant' gives 2 "no mutant '09'" mutants 09
mutant 02-b ret 'Expect: R1 R15' 'Run: one'
t 'a rule that is none' gives 2 "'R15' is no rule" mutants 02
mutant 02-b ret 'Run: one'
t 'no rule' gives 2 "no line 'Expect" mutants 02
mutant 02-b ret 'Expect: R1' 'Run: three'
t 'a case that is none' gives 2 'has to name a case' mutants 02
mutant 02-b ret 'Expect: R1'
t 'no case' gives 2 'has to name a case' mutants 02
sed -i 1d "$M/02-b.patch"
t 'no mistake' gives 2 'what the mistake is' mutants 02
rm "$M/02-b.patch"
t 'the list' gives 0 '^01-a .*one .*R1 .*A mistake' mutants -l

# --- words ------------------------------------------------------------------
t 'caught by a rule it has to be' gives 0 'PASS .*01-a .*R1:ret (first)' \
	mutants 01
t 'is PASS' [ "$(word 01-a)" = PASS ]
t 'with all that broke in the table' grep -q 'R1:ret.sym+0x1.R1' \
	"$RUN/mutants.tsv"
mutant 02-b read 'Expect: R5' 'Run: one'
t 'another rule first' gives 1 'R4:read-before-write broke first, not R5' \
	mutants 02
mutant 03-c none 'Expect: R1' 'Run: one'
t 'nobody sees it' gives 1 'FAIL .*caught by no rule' mutants 03
mutant 04-d crash 'Expect: R1' 'Run: one'
t 'a crash' gives 1 'FAIL .*only by a crash' mutants 04
mutant 05-e dead 'Expect: R1' 'Run: one'
t 'no guest' gives 2 'ERROR .*did not start' mutants 05
mutant 06-f never 'Expect: R11' 'Run: two'
t 'a rule without an event' gives 0 'caught by R11 (first)' mutants 06
t 'on the kernel of its case' grep -q 'kernel/debug debug$' \
	"$T/p/scripts/kernel.sh.args"
mutant 07-g unbuilt 'Expect: R1' 'Run: one'
t 'one that does not build' gives 2 'ERROR .*does not build' mutants 07
mutant 08-h ret 'Expect: R1' 'Run: one'
sed -i 's/^-5$/-55/' "$M/08-h.patch"
t 'one that does not apply' gives 2 'ERROR .*does not apply' mutants 08
mutant 09-i ret 'Expect: R1' 'Run: one' 'Static: nobody sees that'
t 'one for the checker alone' gives 0 'PASS .*caught by ibrs-check: R1' mutants 09
mutant 12-l ret 'Expect: R3' 'Run: one' 'Static: nobody sees that'
t 'that finds another rule' gives 1 'ibrs-check finds R1, not R3' mutants 12
rm "$M/12-l.patch"
mutant 13-m read 'Expect: R4' 'Run: one'
t 'caught by a run only' gives 1 'caught by R4.*, but ibrs-check finds nothing' \
	mutants 13
mutant 13-m read 'Expect: R4' 'Run: one' 'Dynamic: a matter of data'
t 'as it has to be' gives 0 'PASS .*caught by R4' mutants 13
t 'by the checker alone, skipped' gives 77 'SKIP .*a matter of data' \
	mutants -c 13
mutant 13-m ret 'Expect: R1' 'Run: one' 'Dynamic: a matter of data'
t 'and the checker sees it' gives 1 'Dynamic: is not so' mutants 13
mutant 14-n lost 'Expect: R1' 'Run: one' 'Static: nobody sees that'
t 'the checker cannot judge' gives 2 'ERROR .*ibrs-check could not judge' \
	mutants 14
mutant 15-o ret 'Expect: R1' 'Run: bad'
t 'by the checker, without a run' gives 0 'PASS .*caught by ibrs-check: R1' \
	mutants -c 15
rm "$M"/1[3-5]*.patch
mutant 10-j ret 'Expect: R1' 'Run: bad'
t 'a series that breaks a rule' gives 2 'breaks R1 R7 without a mutant' mutants 10
t 'leaves no result' [ ! -e "$RUN/mutants.tsv" ]

rm "$M"/0[2-8]*.patch "$M"/10*.patch
mutant 11-k ret 'Expect: R1' 'Run: one' 'Short: yes'
t 'all of them' gives 0 '3 of 3 mutants caught' mutants
t 'are in the KTAP' [ "$(grep -c '^ok ' "$RUN/mutants.ktap")" = 3 ]
t 'the short form' gives 0 '1 of 1 mutants caught' mutants -s
t 'build/linux stays as it was' \
	[ -z "$(git -C "$T/p/build/linux" status --porcelain)" ]
end
