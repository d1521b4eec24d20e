# SPDX-License-Identifier: GPL-2.0-only
# Results that were tampered with: the same word in the exit status, KTAP, the
# table and the summary, and never PASS.
. "$(dirname "$0")/guest"

fake_qemu
fake_work

# all <case> <word> <pattern of the reason>: in each of the four.
all() {
	case $2 in PASS) want=0 ok=ok ;; FAIL) want=1 ok='not ok' ;;
	*) want=2 ok='not ok' ;; esac
	t "$1: exit status of $2" gives "$want" "$3" run "$1"
	t '... result.ktap' grep -q "^$ok [0-9]* $1" "$R/$1/result.ktap"
	t '... table.txt' grep -qx "$1: $2" "$R/$1/table.txt"
	t '... and the summary' grep -q "^$2 *$1 (.*$3" "$R/summary"
}
cases '[whole]
[fail]
[stranger]
[unknown]
[unheard]
[lost]
[fact]
fact = nothing of the kind
[sites]
sites = firmware
[idle]
sites = !idle
[quiet]
sites = !idle
[quiet-by-hlt]
sites = !idle
[quiet-kexec]
sites = !idle kexec
[cut]
[twice]
[joined]
[known]
known = R5:extra-write-in
[known-not]
known = R5:extra-write-out
[never]
require = SYSENTER,#DE
[fail-never]
require = SYSENTER'
all whole PASS ''
all fail FAIL 'R1: 3 violations, first kind ret'
all stranger FAIL 'R12: 2 violations, first kind other-side'
all unknown FAIL 'no such rule or kind: R15'
all unheard ERROR 'no such rule or kind: R15'
all lost ERROR 'tracker lost the processor 1 times: cpu 0: it'
all fact FAIL 'the guest does not say: nothing of the kind'
all sites ERROR 'no WRMSR of a firmware site was executed'
all idle FAIL 'WRMSR executed at an idle site'
all quiet PASS ''
all quiet-by-hlt ERROR 'but idle did not use MWAIT'
all quiet-kexec ERROR 'no WRMSR of a kexec site'
all cut ERROR 'rig.tsv: .*cut short'
all twice ERROR 'rig.tsv: .*line [0-9]* is not understood'
all joined ERROR 'rig.tsv is of another run: id it'
all known PASS ''
all known-not FAIL 'R5: .*first kind extra-write-in'
all never ERROR 'path never exercised: SYSENTER'
all fail-never FAIL 'R1: 3 violations'

# another run's log beside it
run whole >/dev/null
sed -i 's/ibrs.id=[0-9a-f]*/ibrs.id=0123/' "$R/whole/console.log"
report() { p env IBRS_CASES=tests/cases.cfg build/tools/ibrs-report "$@"; }
t 'a console log of another run' gives 2 'console.log is of another run' \
	report judge --case whole --dir "$R/whole"

# --- the mode that the kernel says it is in ------------------------------------
cases '[on]
fact = spectre_v2=it
[on-off]
fact = spectre_v2=it
require = #GP@kernel
[never-off]'
says() { echo "$1" >"$T/p/tests/qemu.sh.says"; }
says 'Vulnerable'
t 'APPEND=spectre_v2=off' gives 0 "in 'Vulnerable': judged as off" \
	p env APPEND=spectre_v2=off tests/run on-off
t 'and R11 is what it shows' grep -q '^R11  PASS' "$T/out"
t 'armed all the same' gives 1 'R11: a processor set the bit' \
	p env APPEND=spectre_v2=off tests/run on
says 'Mitigation: Full generic retpoline, IBRS_FW'
t 'retpoline' gives 0 'judged as off' \
	p env APPEND=spectre_v2=retpoline tests/run on-off
says 'Mitigation: IBRS (command line)'
t 'never armed, and on' gives 2 'no processor was ever armed' \
	p env APPEND=spectre_v2=ibrs tests/run never-off

# --- files that are none ---------------------------------------------------------
run whole >/dev/null 2>&1 || :
mkfifo "$T/fifo"
head -c 5000 /dev/urandom >"$T/garbage"
for file in / /dev/zero "$T/fifo" "$T/garbage" /nix "$0"; do
	t "$file as a result" gives 2 '^run: ERROR: ' timeout 10 \
		"$TOOLS/ibrs-report" judge --rig "$file" --console "$0"
	t 'is told in printable characters' sh -c \
		"! grep -q '[^[:print:][:blank:]]' '$T/out'"
done
t '--mode foo' gives 2 "^error: .*--mode 'foo': on, off or all" \
	"$TOOLS/ibrs-report" judge --rig / --console / --mode foo
end
