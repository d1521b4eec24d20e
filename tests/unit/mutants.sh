# SPDX-License-Identifier: GPL-2.0-only
# The fake project for mutants.c, with the kernel, the checker and tests/run
# replaced by scripts that do what a mutant asks for.
. "$(dirname "$0")/project"

printf '#!/bin/sh\n' >"$T/p/tests/build.sh"
mkdir -p "$T/p/build/tools" "$T/p/tests/proof/mutants"
make -s -C "$HERE/tests" O="$HERE/build/tools" report
cp "$HERE/build/tools/ibrs-report" "$T/p/build/tools/"
fake_series
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
mute-*)	rule R1 PASS
	printf 'check\tsays\tFAIL\n' >>"$o/verdict.tsv" ;;
*)	rule R1 PASS
	echo "$done_" >"$o/console.log" ;;
esac
echo 'end' >>"$o/rig.tsv"
exit 1
END
printf '%s\n' '[default]' 'kernel = small' '[one]' 'what = 1' \
	'[two]' 'what = 2' 'kernel = debug' '[bad]' 'what = 3' \
	>"$T/p/tests/cases.cfg"
in_c mutants
