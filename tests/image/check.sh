#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The entry image by itself, with nobody watching: its words and exit status
# where the CPU has no IBRS, where CPUID shows one that is not there (with the
# QEMU of make qemu: one that is), where a test hangs, and from the ISO.
#
# Usage: check.sh
#
# KTAP on the terminal; exit status 0 or 1. Without GRUB's tools the ISO is
# SKIP ("make iso" installs them).

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

. "$TOP/tests/unit/ktap.sh"
OUT=$BUILD/image-check
# what isa-debug-exit makes of ktap.c's codes
PASSED=33 FAILED=35 ERRED=37

# boot <name> <CPU model> <command line> [option of qemu.sh...]: sets RC, LOG
boot() {
	name=$1 model=$2 line=$3
	shift 3
	LOG=$OUT/$name
	RC=0
	"$TOP/tests/qemu.sh" -k "$IMAGEDIR/image.elf" -x -c "$model" \
		-a "$line end=qemu" -o "$LOG.raw" -t 120 "$@" \
		>"$OUT/qemu.log" 2>&1 || RC=$?
	tr -d '\r' <"$LOG.raw" >"$LOG"
}

ended() { [ "$RC" = "$1" ] || { echo "# exit status $RC, not $1"; false; }; }
says() { grep -q -e "$1" "$LOG" || { echo "# $LOG lacks '$1'"; false; }; }
never() { ! grep -e "$1" "$LOG" | sed 's/^/# /' | grep .; }
# lacks <rig.tsv>: the SWAPGS of entry_SYSCALL_64 is missing there
lacks() {
	rc=0
	"$TOOLS/ibrs-check" --insns "$IMAGEDIR/image.elf" >"$OUT/insns"
	"$TOOLS/ibrs-report" coverage "$OUT/insns" "$1" \
		>"$OUT/coverage" || rc=$?
	[ "$rc" = 2 ] && grep -q 'swapgs.*never executed' "$OUT/coverage"
}
closes() { tail -n 1 "$LOG" | grep -q '^ibrs-guest: done pass='; }

no_arguments "$@"
mkdir -p "$OUT"
"$TOP/tests/build.sh" image rig ibrs-check >"$OUT/build.log" || die "see $OUT/build.log"
echo 'KTAP version 1'

boot no-ibrs Skylake-Client ''
t 'no IBRS in CPUID: exit status of PASS' ended $PASSED
t 'off is tried' says '^ok [0-9]* off-syscall-fast$'
t 'on is SKIP, with the reason' says \
	'^ok [0-9]* on-syscall-fast # SKIP not in CPUID$'
t 'and nothing of it ran' never '^ok [0-9]* on-[a-z0-9-]*$'
t 'off: no path accesses the MSR' never ', [1-9][0-9]* [rw][dr]msr'
t 'the answer is neither yes nor no' says \
	'^# answer: IBRS has not been tried: not in CPUID$'
t 'and the verdict says so' says '^# verdict: PASS (IBRS off only)$'
t 'under TCG no cycles are shown' never ' median '
t 'but they are taken' says '^# cost: null system call, retpoline: not shown'
t 'the last line closes' closes

boot bare Skylake-Client,-hypervisor ''
t 'the cost names the machine' says \
	'^# cost: on Intel .*, microcode 0x1, hypervisor: none$'
t 'no hypervisor named: cycles are shown' says \
	'^# cost: null system call, IBRS off: min [0-9]* median [0-9]* p99'
t 'and nothing is tried that hardware lacks' says \
	'^ok [0-9]* off-syscall32-sysret # SKIP'

# watched <name> <command line> <options>: the instrument models the MSR; it
# judges one state only, so not these runs
watched() {
	mkdir -p "$OUT/rig-$1"
	boot "$1" Skylake-Client-IBRS "$2" -p \
		"$TOOLS/ibrs-rig.so,syms=$IMAGEDIR/System.map,out=$OUT/rig-$1/rig.tsv,$3"
}
watched both '' mark=0x10000000006
t 'with the MSR, off and on in one boot: exit status of PASS' ended $PASSED
t 'nothing is SKIP' never SKIP
t 'the answer is yes' says '^# answer: yes'
t 'without a limit' says '^# verdict: PASS$'
t 'on: one write in, one out' says \
	'^# step on-syscall-fast: .* 0 rdmsr, 2 wrmsr, window in [1-9]'
t 'off: none' says '^# step off-syscall-fast: .* 0 rdmsr, 0 wrmsr'

# one WRMSR of the entry code does nothing: the trampoline's address is the first
watched broken '' "mark=0x10000000006,$("$TOOLS/ibrs-report" seeded plan seeded-pti \
	"$OUT/rig-both" | sed -n 's/.*,\(drop=[^,]*\),.*/\1/p;q')"
t 'on a CPU where a write is lost: exit status of FAIL' ended $FAILED
t 'the answer is no' says '^# answer: no'

boot no-pti Skylake-Client 'pti=off'
t 'pti=off: exit status of PASS' ended $PASSED

boot forced Skylake-Client-IBRS ''
if holds_msr; then
	t 'QEMU holds the MSR, nobody watches: exit status of PASS' \
		ended $PASSED
	t 'nothing of that is SKIP' never SKIP
	t 'one write in, one out' says \
		'^# step on-syscall-fast: .* 0 rdmsr, 2 wrmsr, window in [1-9]'
	boot held-nopti Skylake-Client-IBRS 'pti=off'
	t 'the same with pti=off' ended $PASSED
	t 'and nothing of that is SKIP' never SKIP
else
	t 'CPUID shows what is not there: exit status of ERROR' ended $ERRED
	t 'and says so' says '^Bail out! IA32_SPEC_CTRL drops writes$'
fi
t 'the last line closes it' closes

boot alone Skylake-Client-IBRS '' -m
t 'nobody watches, the instrument keeps the MSR: exit status of PASS' ended $PASSED
t 'nothing of that is SKIP either' never SKIP
t 'and each write is found' says \
	'^# step on-syscall-fast: .* 0 rdmsr, 2 wrmsr, window in [1-9]'

# what a kernel that reads back has to find out
watched ignored mode=on ignored=1
refuses() { grep -q -e "$1" "$OUT/qemu.log"; }
if holds_msr; then
	t 'ignored=1: not with a QEMU that holds it' refuses \
		'ibrs-rig: ignored=1 goes with no'
else
	t 'ignored=1: it does not hold' says \
		'^Bail out! IA32_SPEC_CTRL drops writes'
fi
watched marked mode=on ignored=1,mark=6
t 'and what does not hold has no mark' refuses 'ibrs-rig: ignored=1 goes with no'
watched both mode=on icount=1,nmi=9
t 'nmi= and icount=1 exclude each other' refuses 'ibrs-rig: nmi= would lose NMIs'
watched judged mode=on model=1
t 'model=1 judges nothing, and says so' refuses 'ibrs-rig: model=1 judges nothing'
{ echo KALLSYMS-BEGIN; cat "$IMAGEDIR/System.map"; } >"$OUT/cut"
watched cut mode=on "syms=$OUT/cut"
t "what a guest printed of its symbols was cut" refuses 'symbols are cut'

boot off Skylake-Client-IBRS 'spectre_v2=off'
t 'spectre_v2=off: exit status of PASS' ended $PASSED
t 'on is SKIP for that' says 'on-syscall-fast # SKIP spectre_v2=off$'

boot amd Skylake-Client-IBRS,vendor=AuthenticAMD ''
t 'another vendor is refused, by the series itself' says \
	'on-syscall-fast # SKIP not an Intel CPU$'

boot smep Skylake-Client-IBRS,-smep ''
t 'so is a CPU without SMEP' says 'on-syscall-fast # SKIP SMEP is off$'

# the last revision of a model that is bad, and the first that is not
KABY=Skylake-Client-IBRS,model=142,stepping=9,-hypervisor
boot withdrawn "$KABY,ucode-rev=0x8000000000" ''
t 'microcode that Intel withdrew is refused' says \
	'on-syscall-fast # SKIP microcode withdrawn by Intel$'
boot later "$KABY,ucode-rev=0x8100000000" ''
t 'and the one after it is not' says '^# fact: ibrs=can be used'

boot nothing Skylake-Client 'mode=on'
t 'nothing could run: exit status of ERROR' ended $ERRED

# wrong <word> <what the image says>
wrong() {
	boot word Skylake-Client "$1"
	t "$1: exit status of ERROR" ended $ERRED
	t 'and says what it should be' says "^# $1: should be $2"
	t 'and that it is over' closes
}
wrong mode=maybe 'on|off'
wrong mode=onn 'on|off'
wrong pti 'a value behind ='
wrong loops=many 'a number'
wrong loops= 'a number'
wrong lops=3 'a word that Documentation/image.txt has'

boot apic Skylake-Client,-apic ''
t 'no APIC: exit status of ERROR' ended $ERRED
t 'and says so' says '^Bail out! no local APIC'

for where in user kernel; do
	boot hang Skylake-Client "hang=$where watchdog=1"
	t "a hang in $where mode: exit status of FAIL" ended $FAILED
	t 'the watchdog saw it' says '^# run-ends-in-order: the watchdog'
	t 'the last line closes that too' closes
done

# one state of PTI alone lacks the other's way in by SYSCALL
watched sweep 'mode=on loops=300 step=0 measure=0' \
	mark=0x10000000006,sweep=2,nest=1
t 'coverage names what one run has not executed' lacks "$OUT/rig-sweep/rig.tsv"

if GRUB_TIMEOUT=0 APPEND=end=qemu "$TOP/tests/image/iso.sh" \
	-o "$OUT/check.iso" >"$OUT/iso.log" 2>&1; then
	boot iso Skylake-Client '' -d "$OUT/check.iso"
	t 'from the ISO: exit status of PASS' ended $PASSED
	t 'with the command line of its menu' says \
		'^# fact: command-line=spectre_v2=ibrs pti=on end=qemu'
	t 'and the same cases' says '^ok [0-9]* off-syscall-fast$'
else
	untried 'from the ISO' "$(tail -n 1 "$OUT/iso.log")"
fi
end || leave "$EXIT_FAIL"
