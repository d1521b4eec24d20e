# SPDX-License-Identifier: GPL-2.0-only
# tests/run: bad input, choice of cases, and the word at the end, with a
# stand-in for QEMU and the kernel.
. "$(dirname "$0")/guest"

# --- the real table -------------------------------------------------------
t 'the table of cases is read' gives 0 '^pti-smp1 .*run' run -l
t 'make run has four cases' [ "$(run -l | grep -c '  run check  ')" = 4 ]
t 'with what each is' gives 0 '^pti-smp1 .* all guest work' run -l
t 'a case that is none' gives 2 "no case 'nix'" run nix
t 'a group that is none' gives 2 "no case in group 'nix'" run -g nix
t 'no case' gives 2 '^Usage:' run
t 'ACCEL=kvm' gives 2 'make boot ACCEL=kvm' p env ACCEL=kvm tests/run debian
t 'a QEMU that is not there' gives 2 '^error: QEMU=/nix: no such program' \
	p env QEMU=/nix tests/run image-pti
t 'without a tree: one line, and 77' gives 77 '^SKIP: no v4.15 tree' run debug
t 'and no word for any case' [ ! -e "$R" ]
t 'results that cannot be written' gives 2 'another place for results' \
	run -o /proc/nix image-pti

# --- a table that is wrong -------------------------------------------------
# says <pattern> <text>
says() { cases "$2"; t "$1" gives 2 "cases.cfg:[0-9]*: $1" run -l; }
says "unknown key 'typo'" '[a]
typo = 1'
says "faults: no faults 'none'" '[a]
faults = ignore none'
says 'two cases named a' '[a]
[a]'
says "like: no case 'b'" '[a]
like = b'
says 'like: c is like itself' '[b]
like = c
[c]
like = b'
says "require: no set 'nix'" '[a]
require = SYSENTER,@nix'
says "smp: '0' is no number from 1 to 8" '[a]
smp = 0'
says "threads: '3' is no number from 1 to 2" '[a]
threads = 3'
says "threads: no two in each core of .a." '[a]
smp = 3
threads = 2'
says "sites: no sites '!kexec'" '[a]
sites = !kexec'
says "timeout: 'ten' is no number" '[a]
timeout = ten'
says "mode: no mode 'maybe'" '[a]
mode = maybe'
says "known: '5:it' does not begin with R<n>:" '[a]
known = 5:it'
says "same: no case 'b'" '[a]
same = b'
says 'smp is set twice' '[a]
smp = 1
smp = 2'
says "'nonsense' is no " '[a]
nonsense'
printf '[default]\n[a]\nsmp = 1\n' >"$T/p/tests/cases.cfg"
t 'a case without words' gives 2 'cfg:2: .a. has no line "what' run -l
cases '[a]
smp = 2
known = R1:ret,
	guest:b
[b]
like = a
known =
[c]
like = b
require = X,@two
[sets]
two = Y,
	Z'
report() { p env IBRS_CASES=tests/cases.cfg build/tools/ibrs-report "$@"; }
is 'like another' "$(report case c smp)" 2
is 'and like that of the other' "$(report case b smp)" 2
is 'but for what is taken back' "$(report case c known)" ''
is 'a list on two lines' "$(report case a known)" 'R1:ret,guest:b'
is 'a set' "$(report case c require)" 'X,Y,Z'

# --- stand-ins --------------------------------------------------------------
fake_qemu
fake_work
args=$T/p/tests/qemu.sh.args
cases '[a]
groups = g
[a-fail]
groups = g
[an-error]
groups = h'
t 'a FAIL decides' gives 1 'R1   FAIL' run -g g an-error
is 'each case has its word' "$(words)" 'PASS a FAIL a-fail ERROR an-error '
t 'an ERROR is no FAIL' gives 2 '; 1 of 2 runs WITHOUT A VERDICT$' \
	run a an-error
t 'PASS' gives 0 'PASS  a ' run a
t 'the last line is over all' gives 0 '^rules: R1-R10, R13 held' run a
t 'and says where the others are judged' grep -q 'R12, R14 judged by make matrix' \
	"$T/out"
t 'the columns are explained once' [ "$(grep -c '^# path: ' "$T/out")" = 1 ]
t 'the previous run is kept' [ -d "$R/a.old" ]
t 'APPEND= reaches the guest' gives 0 '' p env APPEND=hello tests/run a
t 'in its command line' grep -q 'hello' "$args"
t 'LIMIT= is its time' gives 0 '' p env LIMIT=7 tests/run a
t 'and no other' grep -q -e '-t 7 ' "$args"
t 'LIMIT= that is no number' gives 2 '^error: LIMIT=x' p env LIMIT=x tests/run a

t 'no kernel where -k says' gives 2 "no kernel was built in $T/p" run -k "$T/p" a
mkdir -p "$T/own/arch/x86/boot"
: >"$T/own/arch/x86/boot/bzImage"
t 'another kernel' gives 0 'PASS  a ' run -k "$T/own" -o "$T/aside" -p extra=1 a
t 'is what boots' grep -q -e "-k $T/own/arch/x86/boot/bzImage" "$args"
t 'watched with more arguments' grep -q ',extra=1$' "$args"
t 'and its results lie aside' [ -f "$T/aside/a/console.log" ]

cases '[one]
groups = g
[two]
groups = g
smp = 2'
t 'SMP=2 chooses' gives 0 '' p env SMP=2 tests/run -g g
is 'the case with two' "$(words)" 'PASS two '
t 'SMP=4 takes' gives 0 '' p env SMP=4 tests/run -g g
is 'that case' "$(words)" 'PASS two '
t 'with four' grep -q -e '-n 4 ' "$args"

cases '[siblings]
smp = 2
threads = 2
[alone]
like = siblings
threads ='
run siblings >/dev/null
t 'two in one core' grep -q -e '-n 2,threads=2 ' "$args"
t 'which the report names' grep -q ' smp=2, threads=2,' "$R/siblings/table.txt"
run alone >/dev/null
t 'or in two' grep -q -e '-n 2 ' "$args"

cases '[d-known]
mark = 0x10000000006
known = R5:extra-write-in
faults = ignore one high
[entry]
mark = 0
faults = ignore one high
fault_sites = entry'
t 'faults are seeded' gives 0 '6 of 6 seeded faults broke a rule' run d-known
t 'by address, ending at the first one' grep -q \
	'drop=0xfff1,fault=ignore,stop=1,known=R5:extra-write-in' "$args"
t 'bit 0 for 0, where 0 was written' grep -q 'drop=0xfff1,fault=one' "$args"
t 'and not where 1 was' sh -c "! grep -q 'drop=0xfff2,fault=one' $args"
t 'a read is ignored' grep -q 'drop=0xfff3,fault=ignore' "$args"
t 'and nothing else' sh -c "! grep -q 'drop=0xfff3,fault=high' $args"
t 'some sites, base not marked' gives 0 '3 of 3 seeded faults' run entry
: >"$T/p/tests/qemu.sh.blind"
t 'a fault that goes unseen is a FAIL' gives 1 '5 of 6 .* 1 wrong' run d-known
is 'in each result' "$(grep -h '^d-known: \|ok .* d-known' "$R/d-known/table.txt" \
	"$R/d-known/result.ktap" | cut -c 1-14 | tr '\n' ' ')" \
	'd-known: FAIL not ok * d-*'
printf 'small\ta+*\tignore\tit cannot matter\n' >>"$T/p/tests/proof/seeded.moot"
t 'unless it cannot matter' gives 0 '5 of 6 .* 1 cannot matter' run d-known
rm "$T/p/tests/qemu.sh.blind"
t 'which is checked' gives 1 '1 wrong' run d-known
sed -i '$d' "$T/p/tests/proof/seeded.moot"
: >"$T/p/tests/qemu.sh.never"
t 'a site that never ran is an ERROR' gives 2 'no verdict on 1' run d-known
rm "$T/p/tests/qemu.sh.never"

cases '[soak]
guest = soak
soak = 5'
t 'a long run whose load did nothing' gives 2 'stress-ng did nothing' run soak
t 'MINUTES that is no number' gives 2 '^error: MINUTES=x: ' \
	p env MINUTES=x tests/proof/soak.sh
t 'MINUTES of none' gives 2 '^error: MINUTES=0: ' p env MINUTES=0 tests/proof/soak.sh
t 'MINUTES reach the guest' sh -c "cd $T/p && MINUTES=3 tests/proof/soak.sh;
	grep -q 'ibrs.soak=180' tests/qemu.sh.args"
t 'and the time-out' grep -q -e '-t 189 ' "$args"

cases '[base]
[other]
same = base'
t 'the same guest results' gives 0 '2 guest results as in base' run base other
t 'and without the other run' gives 2 'nothing to compare' \
	sh -c "rm -r $R/base && cd $T/p && tests/run other"
run base >/dev/null
echo 'ok 3 c' >>"$R/base/console.log"
t 'different ones are a FAIL' gives 1 'differ from base' run other

cases '[again]
again = 1'
t 'a run made twice' gives 0 'two runs, the same' run again

cases '[kern]
groups = run g
[img]
groups = image
kernel = image
[img-off]
groups = image
mode = off
kernel = image'
printf "#!/bin/sh\nexit 77\n" >"$T/p/scripts/tree.sh"
t 'without a tree make run is the entry image' gives 0 'entry image' run -g run
is 'and nothing else' "$(words)" 'PASS img PASS img-off '
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
mode = off
kernel = image
[img-bad]
groups = image
mode = off
kernel = image'
t 'a rule that one run breaks' gives 1 '^R11  FAIL  PASS in 1 of 3' run -g image
end
