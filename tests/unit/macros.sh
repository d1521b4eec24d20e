# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The macros of arch/x86/entry/ibrs.h, each assembled with either side of its
# alternative, decoded and executed with symbols for values (macro.awk): the
# accesses of IA32_SPEC_CTRL it promises and no other, with the right value in
# all 64 bits; clobbers as its comment says; what is patched in
# fits; one jump over all of it when off. And the constants of asm/ibrs.h as any GAS takes
# them.
#
# Rule: R4 to R6, R11, R13. Not told apart: whether a macro stands at the right
# place. The entry image tells.
set -eu
TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
SERIES=${SERIES:-$TOP}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
TH=0 BAD=0
ALL='rax rbx rcx rdx rsi rdi rbp r8 r9 r10 r11 r12 r13 r14 r15'

# is <name> <got> <want>
is() {
	TH=$((TH + 1))
	# shellcheck disable=SC2254 # it is a pattern
	case $2 in
	$3) echo "ok $TH $1" ;;
	*)	echo "not ok $TH $1"
		echo "# got    $2"
		echo "# wanted $3"
		BAD=$((BAD + 1)) ;;
	esac
}

# assemble <macro with arguments>: $T/off.dis, $T/on.dis, the end address and
# the lengths of what is patched and of what goes there. The site has to be the
# macro's first instruction.
assemble() {
	printf '#include "ibrs.h"\n.text\n.globl begin, end\nbegin:\n%s\nend:\n' \
		"$1" >"$T/m.S"
	gcc -D__ASSEMBLY__ -I"$TOP/tests/image/include" \
		-I"$SERIES/arch/x86/include" -I"$SERIES/arch/x86/entry" \
		-c -o "$T/m.o" "$T/m.S"
	ld -Ttext=0x1000 --defsym x86_spec_ctrl_kernel=0x11110000 \
		--defsym x86_spec_ctrl_base=0x22220000 -e 0x1000 \
		-o "$T/m.elf" "$T/m.o"
	section .text off
	section .text on
	section .altinstr_replacement new
	section .altinstructions sites
	SITES=$(($(wc -c <"$T/sites") / 24))
	SITE=$(od -An -tu8 -N8 "$T/sites" | tr -d ' ')
	OLD=$(od -An -tu1 -j16 -N1 "$T/sites" | tr -d ' ')
	NEW=$(od -An -tu1 -j17 -N1 "$T/sites" | tr -d ' ')
	head -c "$OLD" /dev/zero | tr '\0' '\220' |
		dd of="$T/on" conv=notrunc status=none
	dd if="$T/new" of="$T/on" conv=notrunc status=none
	disassemble off
	disassemble on
	END=$(nm "$T/m.elf" | sed -n 's/^0*\([0-9a-f]*\) . end$/\1/p')
}
section() { objcopy -O binary -j "$1" "$T/m.elf" "$T/$2"; }
disassemble() {
	objdump -D -b binary -m i386:x86-64 --adjust-vma=0x1000 \
		--no-show-raw-insn "$T/$1" | sed -e 's/ <.*>$//' \
		-e 's/\(j[a-z]* *\)0x/\1/' >"$T/$1.dis"
}


# run <side> <leg> <registers kept> [register to show]
run() {
	awk -v leg="$2" -v keep="$3" -v out="${4:-}" -v end="$END" \
		-f "$TOP/tests/unit/macro.awk" "$T/$1.dis"
}

# without <register>...: all the others
without() {
	kept=" $ALL "
	for reg; do
		kept=$(echo "$kept" | sed "s/ $reg / /")
	done
	echo "$kept"
}

# macro <call>: what holds for all of them
macro() {
	assemble "$1"
	is "$1: one site, at its start" "$SITES $SITE" "1 4096"
	is "$1: what is patched in fits" "$((NEW <= OLD))" 1
	is "$1: off, one jump over all of it" "$(run off 0 "$ALL")" \
		'rd=0 wr=0 fence=0 insns=1 ecx=- value=- lost=- flags=0 *'
	is "$1: no branch R1 names, no call, nothing relative to RIP" \
		"$(grep -c -E '\*|\<(call|ret|lret)|\(%rip\)' "$T/on.dis")" 0
}

SET='value=mem(0x11110004):mem(0x11110000)'
CLEAR='value=mem(0x22220004):mem(0x22220000)'
C3=$(without rax rcx rdx)

macro 'IBRS_ENTER'
is 'IBRS_ENTER: one WRMSR of the kernel value, RAX RCX RDX' \
	"$(run on 0 "$C3")" "rd=0 wr=1 * ecx=0x48 $SET lost=- flags=0 legs=0 *"

macro 'IBRS_ENTER reload_ax=4*8 reload_dx=1*8'
is 'IBRS_ENTER: RAX reloaded' "$(run on 0 "$C3" rax)" \
	"rd=0 wr=1 * ecx=0x48 $SET lost=- * out=stack(0x20(%rsp))+0"
is 'IBRS_ENTER: RDX reloaded' "$(run on 0 "$C3" rdx)" \
	'* out=stack(0x8(%rsp))+0'

macro 'IBRS_ENTER_SAVE_REGS scratch_reg=%rdi'
is 'IBRS_ENTER_SAVE_REGS: one WRMSR, all but the scratch register kept' \
	"$(run on 0 "$(without rdi)")" \
	"rd=0 wr=1 * ecx=0x48 $SET lost=- flags=0 legs=0 *"

macro 'IBRS_EXIT'
is 'IBRS_EXIT: one WRMSR of base, RAX RCX RDX' "$(run on 0 "$C3")" \
	"rd=0 wr=1 * ecx=0x48 $CLEAR lost=- flags=0 legs=0 *"

macro 'IBRS_SAVE_ENTER save_reg=%r13'
KEPT=$(without rax rcx rdx r13)
FOUND='or(msrlow,shl(msrhigh,0x20))'
is 'IBRS_SAVE_ENTER: found clear, RDMSR and WRMSR, all 64 bits saved' \
	"$(run on 0 "$KEPT" r13)" \
	"rd=1 wr=1 fence=0 * ecx=0x48 $SET lost=- * test=$FOUND&0x1 out=$FOUND"
is 'IBRS_SAVE_ENTER: found set, RDMSR and LFENCE, all 64 bits saved' \
	"$(run on 1 "$KEPT" r13)" \
	"rd=1 wr=0 fence=1 * ecx=0x48 value=- lost=- * test=$FOUND&0x1 out=$FOUND"

macro 'IBRS_RESTORE save_reg=%r13'
is 'IBRS_RESTORE: clear was found, one WRMSR of all 64 bits' \
	"$(run on 0 "$C3")" \
	'rd=0 wr=1 * ecx=0x48 value=shr(r13,0x20):r13 lost=- * test=r13&0x0 *'
is 'IBRS_RESTORE: set was found, nothing' "$(run on 1 "$ALL")" \
	'rd=0 wr=0 * ecx=- value=- lost=- *'

echo '#include <asm/ibrs.h>' >"$T/c.S"
gcc -E -dD -D__ASSEMBLY__ -I"$SERIES/arch/x86/include" "$T/c.S" |
	awk '/^# [0-9]/ { own = /asm\/ibrs\.h"/ }
	     own && /^#define/ && NF > 2 { $1 = ""; print }' >"$T/constants"
is 'constants: there are some' "$(grep -c SPEC_CTRL "$T/constants")" '[1-9]*'
is 'constants: plain numbers, without suffixes of C' \
	"$(sed 's/^ *[A-Z_0-9]* *//' "$T/constants" |
	   grep -v -c -x -E '0x[0-9a-f]+|[0-9]+|\([0-9]+ << [0-9]+\)')" 0
awk '{ n = $1; sub(/^ *[A-Z_0-9]* */, ""); print ".set " n ", " $0 }' \
	"$T/constants" >"$T/c.s"
is 'constants: GAS takes them without a preprocessor' \
	"$(as -o "$T/c.o" "$T/c.s" 2>&1 && echo fine)" fine

echo "1..$TH"
[ "$BAD" -eq 0 ]
