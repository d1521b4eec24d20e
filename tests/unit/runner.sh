# SPDX-License-Identifier: GPL-2.0-only
# tests/run: bad input, choice of cases, and the word at the end, with QEMU,
# kernel and report replaced by scripts that do what their case is named for.
. "$(dirname "$0")/project"

TOOLS=$T/tools
make -s -C "$HERE/tests" O="$TOOLS" report >"$T/make.log" 2>&1 || cat "$T/make.log"
mkdir -p "$T/p/build/tools"
cp "$TOOLS/ibrs-report" "$T/p/build/tools/"
printf "#!/bin/sh\n" >"$T/p/tests/build.sh"

run() { p tests/run "$@"; }
cases() { printf '[default]\nkernel = small\nsmp = 1\nmode = on\ntimeout = 600\n%s\n' "$1" \
>"$T/cases"
	sed "s/^\[.*/&\nwhat = it/" "$T/cases" >"$T/p/tests/cases.cfg"; }
words() { sed -n 's/^\([A-Z]*\) *\([a-z0-9-]*\) (.*/\1 \2/p' \
	"$T/p/build/results/summary" | tr '\n' ' '; }

# --- the real table -------------------------------------------------------
t 'the table of cases is read' gives 0 '^pti-smp1 .*run' run -l
t 'make run has four cases' [ "$(run -l | grep -c '  run check  ')" = 4 ]
t 'a case that is none' gives 2 "no case 'nix'" run nix
t 'a group that is none' gives 2 "no case in group 'nix'" run -g nix
t 'no case' gives 2 '^Usage:' run
t 'ACCEL=kvm' gives 2 'make boot ACCEL=kvm' p env ACCEL=kvm tests/run debian
t 'a QEMU that is not there' gives 2 '^error: QEMU=/nix: no such program' \
	p env QEMU=/nix tests/run image-pti
t 'without a tree: one line, and 77' gives 77 '^SKIP: no v4.15 tree' run debug
t 'and no word for any case' [ ! -e "$T/p/build/results" ]

# --- stand-ins --------------------------------------------------------------
cat >"$T/p/tests/qemu.sh" <<'END'
#!/bin/sh
echo "$*" >>"$0.args"
while getopts k:i:n:a:c:p:o:t:A: opt; do
	case $opt in o) out=$OPTARG ;; esac
done
printf 'ok 1 a\nnot ok 2 b\n' >"$out"
case $out in
*/seeded/*) : ;;
*) printf 'site\t%s\t%s\t%s\t%s\t5\t0\t0\t%s\n' \
	wrmsr 0xfff1 a+0x1 entry 0 wrmsr 0xfff2 b+0x2 idle 5 \
	rdmsr 0xfff3 c+0x3 entry 5 >"${out%/*}/rig.tsv" ;;
esac
END
for script in tests/build scripts/kernel scripts/tree tests/debian; do
	printf '#!/bin/sh\n' >"$T/p/$script.sh"
done
mkdir -p "$T/p/build/tools"
git init -q "$T/p/build/linux"
git -C "$T/p/build/linux" -c user.name=t -c user.email=t@t commit -q \
	--allow-empty -m x
mv "$T/p/build/tools/ibrs-report" "$T/p/build/tools/ibrs-report.real"
cat >"$T/p/build/tools/ibrs-report" <<'END'
#!/bin/sh
case $1 in cases | case) exec "$0.real" "$@" ;; esac
while [ $# -gt 0 ]; do
	[ "$1" != --name ] || name=$2
	shift
done
echo "table of $name"
case $name in
img)	for rule in 1 2 3 4 5 6 7 8 13; do
		echo "R$rule   PASS  5 checked"
	done
	echo 'R11  SKIP  IBRS is on in this run' ;;
img-off) echo 'R11  PASS  5 checked' ;;
img-bad) echo 'R11  FAIL  5 violations' ;;
esac
case $name in
0xfff1-ignore*) [ ! -e "$0.blind" ] || exit 1 ;;
0xfff3-*) [ ! -e "$0.never" ] || exit 2 ;;
*fail*) exit 1 ;;
*error*) exit 2 ;;
esac
echo "note: seeded fault broke R9:it"
END
chmod +x "$T/p/build/tools/ibrs-report"

cases '[a]
typo = 1'
t 'a key nobody reads' gives 2 "unknown key 'typo'" run -l a
cases '[a]
faults = ignore none'
t 'a fault that is none' gives 2 "no faults 'none'" run -l a
cases '[a]
[a]'
t 'two cases of a name' gives 2 'two cases named a' run a
cases '[a]
groups = g
[a-fail]
groups = g
[an-error]
groups = h'
t 'a FAIL decides' gives 1 'table of a-fail' run -g g an-error
t 'each case has its word' [ "$(words)" = 'PASS a FAIL a-fail ERROR an-error ' ]
t 'an ERROR is no FAIL' gives 2 'ERROR an-error' run a an-error
t 'PASS' gives 0 'PASS  a ' run a
t 'the previous run is kept' [ -d "$T/p/build/results/a.old" ]
t 'APPEND= reaches the guest' gives 0 '' p env APPEND=hello tests/run a
t 'in its command line' grep -q 'hello' "$T/p/tests/qemu.sh.args"

t 'no kernel where -k says' gives 2 "no kernel was built in $T/p" run -k "$T/p" a
mkdir -p "$T/own/arch/x86/boot"
: >"$T/own/arch/x86/boot/bzImage"
t 'another kernel' gives 0 'PASS  a ' run -k "$T/own" -o "$T/aside" -p extra=1 a
t 'is what boots' grep -q -e "-k $T/own/arch/x86/boot/bzImage" \
	"$T/p/tests/qemu.sh.args"
t 'watched with more arguments' grep -q ',extra=1$' "$T/p/tests/qemu.sh.args"
t 'and its results lie aside' [ -f "$T/aside/a/console.log" ]

cases '[one]
groups = g
[two]
groups = g
smp = 2'
t 'SMP=2 chooses' gives 0 '' p env SMP=2 tests/run -g g
t 'the case with two' [ "$(words)" = 'PASS two ' ]
t 'SMP=4 takes' gives 0 '' p env SMP=4 tests/run -g g
t 'that case' [ "$(words)" = 'PASS two ' ]
t 'with four' grep -q -e '-n 4 ' "$T/p/tests/qemu.sh.args"

cases '[d]
mark = 0x10000000006
known = R5:a,guest:b,R6:c
faults = ignore one high
[entry]
faults = ignore one high
fault_sites = entry'
args=$T/p/tests/qemu.sh.args report=$T/p/build/tools/ibrs-report
t 'faults are seeded' gives 0 '6 of 6 seeded faults broke a rule' run d
t 'by address, ending at the first one' grep -q \
	'drop=0xfff1,fault=ignore,stop=1,known=R5:a,known=R6:c' "$args"
t 'bit 0 for 0, where 0 was written' grep -q 'drop=0xfff1,fault=one' "$args"
t 'and not where 1 was' sh -c "! grep -q 'drop=0xfff2,fault=one' $args"
t 'a read is ignored' grep -q 'drop=0xfff3,fault=ignore' "$args"
t 'and nothing else' sh -c "! grep -q 'drop=0xfff3,fault=high' $args"
t 'the table' grep -q '^wrmsr a+0x1 *entry *R9:it *R9:it *R9:it$' \
	"$T/p/build/results/d/seeded.txt"
t 'some sites, base not marked' gives 0 '3 of 3 seeded faults' run entry
: >"$report.blind"
t 'a fault that goes unseen is a FAIL' gives 1 '5 of 6 .* 1 wrong' run d
t 'with its line' grep -q 'a+0x1.*ignore.*FAIL.*broke no rule' \
	"$T/p/build/results/d/seeded.tsv"
printf 'small\ta+*\tignore\tit cannot matter\n' >>"$T/p/tests/proof/seeded.moot"
t 'unless it cannot matter' gives 0 '5 of 6 .* 1 cannot matter' run d
rm "$report.blind"
t 'which is checked' gives 1 '1 wrong' run d
sed -i '$d' "$T/p/tests/proof/seeded.moot"
: >"$report.never"
t 'a site that never ran is an ERROR' gives 2 'no verdict on 1' run d
rm "$report.never"

cases '[soak]
guest = soak
soak = 5'
t 'a long run whose load did nothing' gives 2 'stress-ng did nothing' run soak
t 'MINUTES that is no number' gives 2 '^error: MINUTES=x: ' \
	p env MINUTES=x tests/proof/soak.sh
t 'MINUTES of none' gives 2 '^error: MINUTES=0: ' p env MINUTES=0 tests/proof/soak.sh
t 'MINUTES reach the guest' sh -c "cd $T/p && MINUTES=3 tests/proof/soak.sh;
	grep -q 'ibrs.soak=180' tests/qemu.sh.args"
t 'and the time-out' grep -q -e '-t 780 ' "$T/p/tests/qemu.sh.args"

cases '[base]
[other]
same = base'
t 'the same guest results' gives 0 '2 guest results as in base' run base other
t 'and without the other run' gives 2 'nothing to compare' \
	sh -c "rm -r $T/p/build/results/base && cd $T/p && tests/run other"
run base >/dev/null
echo 'ok 3 c' >>"$T/p/build/results/base/console.log"
t 'different ones are a FAIL' gives 1 'differ from base' run other

cases '[kern]
groups = run g
[img]
groups = image
kernel = image
[img-off]
groups = image
kernel = image'
printf "#!/bin/sh\nexit 77\n" >"$T/p/scripts/tree.sh"
mkdir -p "$T/p/build/image"
touch "$T/p/build/image/image.elf"
t 'without a tree make run is the entry image' gives 0 'entry image' run -g run
t 'and nothing else' [ "$(words)" = 'PASS img PASS img-off ' ]
t 'each rule in one table' gives 0 '^R11  PASS  PASS in 1 of 2 runs' run -g run
t 'R11 as the others' gives 0 '^R8   PASS  PASS in 1 of 2 runs' run -g image
t 'a single case has no such table' sh -c "cd $T/p && tests/run img >$T/out &&
	! grep -q 'PASS in' $T/out"
t 'a case by name is not' gives 77 '' run kern
t 'nor another group' gives 77 '' run -g g
cases '[img]
groups = image
kernel = image'
t 'a rule that no run of the image judges' gives 2 '^R11  ERROR' run -g image
cases '[img]
groups = image
kernel = image
[img-off]
groups = image
kernel = image
[img-bad]
groups = image
kernel = image'
t 'a rule that one run breaks' gives 1 '^R11  FAIL  PASS in 1 of 3' run -g image
end
