# SPDX-License-Identifier: GPL-2.0-only
# ibrs-check on the command line: what it prints, and what it cannot judge it
# refuses in one line. unit/fixtures.c has the verdicts.
. "$(dirname "$0")/ktap.sh"

DATA=$HERE/tests/check/testdata
TOOLS=$T/tools
IBRS_CHECK=$TOOLS/ibrs-check
make -s -C "$HERE/tests" O="$TOOLS" ibrs-check fixtures >"$T/make.log" 2>&1 || {
	sed 's/^/# /' "$T/make.log"
	echo 'not ok 1 tests/check does not build'
	exit 1
}
cd "$TOOLS/fixtures" || exit

# --- what is printed ---------------------------------------------------------
# c <name> <status> <pattern> <argument...>
c() {
	c_name=$1 c_rc=$2 c_line=$3
	shift 3
	t "$c_name" gives "$c_rc" "$c_line" "$IBRS_CHECK" "$@"
}

name=bad-trampoline-forgotten-R1-R4-R7
cp good-entry good && cp $name bad
c 'a finding: file, rule, place, what' 1 \
	'^bad: error: R1: entry_SYSCALL_64_trampoline+0x[0-9a-f]*: indirect' bad
t 'and its path' grep -q '^  *from  *entry_SYSCALL_64_trampoline+0x0$' "$T/out"
c 'a clean file: silence' 0 '' good
t 'nothing was said' [ ! -s "$T/out" ]
c 'but counted' 0 ' entry points,.* 0 findings' --verbose good
t 'of unwind data nothing' grep -q ' unargued, [0-9]* uses' "$T/out"
c 'unwind data is looked at' 0 'unwind data of [1-9][0-9]* of' --verbose \
	good-orc
c 'VM exits without a write are counted' 0 \
	' 3 VM exits without a write of the MSR' --verbose good-kvm
t 'every entry point is there' [ "$("$IBRS_CHECK" --list good | wc -l)" = 7 ]
c 'a listing' 0 '^SET .*call  *do_syscall_64' --path entry_SYSCALL_64 good
t 'ends with the way out' grep -q '^clear .*iretq' "$T/out"
c 'a listing to the kernel' 0 'lfence' --path nmi:kernel good
c 'another entry point' 1 'some_driver' --entry some_driver:function \
	bad-unknown-site-C-MSR
c 'a variable has its name' 0 '# x86_spec_ctrl_kernel+0x0$' --path page_fault \
	--via sync_regs good
t 'one that goes through a function' grep -q 'call  *sync_regs' "$T/out"
c 'not through another' 2 'no such path' --path nmi --via do_debug good
c 'nor through nothing' 2 '--via x: no such symbol' --path nmi --via x good

# record <option> <pattern> <fixture>: a line of it, the tabs as blanks
record() { "$IBRS_CHECK" "$1" "$3" | tr '\t' ' ' | grep -q -x -e "$2"; }
t 'both sides of a feature' record --tsv 'feature pcid both' good
t 'VM exits are told' record --tsv 'vmexit vmx_vcpu_run+0x.*' good-kvm
t 'on AMD as well' record --tsv 'vmexit svm_vcpu_run+0x.*' good-kvm
t 'Xen PV is walked' record --tsv 'feature xenpv on' good-xen
t 'a use of the MSR' record --tsv 'use nmi+0x.* write f*8[0-9a-f]* insn' good
t 'the text of an instruction' record --insns \
	'insn [0-9a-f]\{16\} nmi+0x0 [^ ].* entry' good
t 'padding has one name' record --insns 'insn .* nop entry' good
t 'what is patched for what' record --insns \
	'alt .* [0-9]* [0-9]* 0 jmp .* f*8[0-9a-f]*' good
c 'of a bad one as well' 0 '^alt' --insns bad

# --- source lines ------------------------------------------------------------
# link <output> <what to assemble...>: a fixture
link() {
	gcc -c -m64 -I "$DATA" -o o "$2" ${3:+"$3"} && ld -z noexecstack \
		--no-warn-rwx-segments -T "$DATA/fixture.lds" -o "$1" o
}
link g -g "$DATA/$name.S"
c 'with debug information: source lines' 1 \
	'^g: error: R1: .*: indirect jump .*(.*/entry.h:[0-9]*)$' g
t 'in the path as well' grep -q '^  *from .*(.*/entry.h:[0-9]*)$' "$T/out"
t 'without addr2line: none' gives 1 '^g: error: R1: .* since the entry$' \
	env PATH=/nonexistent "$IBRS_CHECK" g

# --- what cannot be judged ---------------------------------------------------
# refuses <name> <pattern> <command...>: what the command makes of x
refuses() {
	r_name=$1 r_line=$2
	shift 2
	rm -rf x && cp good x && "$@" && c "$r_name" 2 "^error: x: .*$r_line" x
}
program() { echo 'int main(void) {}' | gcc -no-pie "$@" -x c -o x -; }
first() { head -c "$1" good >x; }
misfit_orc() {
	printf '#define WITH_ORC\n#include "%s"\n%s\n.long 0\n' entry.h \
		'.section .orc_unwind' >x.S
	link x x.S
}

refuses 'no file' 'No such file' rm x
refuses 'a directory' 'a directory: give it the vmlinux' sh -c 'rm x; mkdir x'
refuses 'a FIFO' 'not a regular file' sh -c 'rm x; mkfifo x'
refuses 'an empty file' 'not an ELF file' cp /dev/null x
refuses 'garbage' 'not an ELF file' sh -c 'head -c 100000 /dev/urandom >x'
refuses 'stripped' 'no symbols; give them by --symbols' strip x
nm good | grep -v ' a ' >map
c 'and with symbols' 0 ' 0 findings' --verbose --symbols map x
echo nothing >map
c 'no symbols in the file' 2 'map: no line like' --symbols map x
for bytes in 60 70 5000 9000; do
	refuses "truncated to $bytes bytes" 'truncated\|not an ELF\|header' \
		first "$bytes"
done
refuses 'an object file' 'not a linked kernel' gcc -c -x c -o x /dev/null
refuses 'a program' 'not a v4.15 or later x86-64 vmlinux' program -m64
refuses '32-bit' '32-bit ELF' program -m32
refuses 'another machine' 'not for x86-64' sh -c \
	"printf '\267' | dd of=x bs=1 seek=18 conv=notrunc status=none"
refuses 'unwind tables that do not fit' 'do not have as many' misfit_orc
c 'no such option' 2 '^Usage' --nothing good
c 'no file at all' 2 '^Usage'
c 'help' 0 '^Usage' --help
c 'no such entry' 2 'no such symbol' --entry none good
c 'no such kind' 2 'the kind is one of' --entry nmi:x good
# --- legs that are not taken -----------------------------------------------
c 'one that is argued is told' 0 '^argued.error_entry+.*CR3 user' --tsv good
t 'and how many' grep -q '^legs.predicted.[1-9]' "$T/out"
c 'a feature that is off' 1 'R13: error_entry+.* on the leg that error_entry' \
	--off ibrs_no_pti good
t 'where it is left' grep -q '^  *predicted  *error_entry+' "$T/out"
t 'without PTI' grep -q '^  *where pti is off' "$T/out"
c 'one that is none' 2 '--off x: no site asks for it' --off x good
c 'no such path' 2 'no such entry point' --path x good
end
