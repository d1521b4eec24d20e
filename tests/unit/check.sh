# SPDX-License-Identifier: GPL-2.0-only
# ibrs-check: the good fixtures are silent, each bad one breaks the rules its
# name ends with and no other; what it cannot judge it refuses in one line.
. "$(dirname "$0")/project"

IBRS_CHECK=$T/check/ibrs-check
make -s -C "$HERE/tests" O="$T/check" ibrs-check >"$T/make.log" 2>&1 || {
	sed 's/^/# /' "$T/make.log"
	echo 'not ok 1 tests/check does not build'
	exit 1
}

# fixture <name>: assembled and linked as $T/<name>
fixture() {
	gcc -c -m64 -o "$T/$1.o" "$HERE/tests/check/testdata/$1.S" &&
	ld -z noexecstack --no-warn-rwx-segments -o "$T/$1" \
		-T "$HERE/tests/check/testdata/fixture.lds" "$T/$1.o"
}

# rules <name>: those its name ends with, sorted
rules() { echo "$1" | grep -o -E '(R[0-9]+|C-[A-Z0-9]+)' | sort -u; }

breaks() {
	rc=0
	"$IBRS_CHECK" --tsv "$T/$1" >"$T/$1.tsv" 2>"$T/$1.err" || rc=$?
	awk -F '\t' '$1 == "finding" { print $2 }' "$T/$1.tsv" | sort -u \
		>"$T/$1.got"
	rules "$1" >"$T/$1.want"
	if cmp -s "$T/$1.got" "$T/$1.want" && [ ! -s "$T/$1.err" ] &&
	   [ "$rc" -eq "$(($(wc -l <"$T/$1.want") > 0))" ]; then
		return 0
	fi
	echo "# status $rc, rules: $(tr '\n' ' ' <"$T/$1.got")"
	sed 's/^/#   /' "$T/$1.err"
	return 1
}

for file in "$HERE"/tests/check/testdata/*.S; do
	name=$(basename "$file" .S)
	t "$name is assembled" fixture "$name"
	t "$name" breaks "$name"
done

# --- each message is given by a fixture --------------------------------------
# formats: those of found() and found_at() in the source, as patterns.
formats() {
	cat "$HERE"/tests/check/[!f]*.c | tr -d '\n' |
		grep -o -E 'found(_at)?\([^;]*"\);|found(_at)?\([^;]*",[^;]*;' |
		grep -o -E '"(R[0-9]+|C-[A-Z0-9]+)",[^"]*"[^"]*"' |
		sed -E -e 's/^"([^"]*)",[^"]*"(.*)"$/^\1: \2$/' \
			-e 's/%(0|ll)*[suxz]/.*/g' -e 's/%%/%/g' \
			-e 's/[()+]/\\&/g'
}

given() {
	cat "$T"/*.tsv | awk -F '\t' '$1 == "finding" { print $2 ": " $5 }' |
		sort -u >"$T/given"
	formats >"$T/formats"
	[ "$(wc -l <"$T/formats")" -ge 45 ] || return
	missing=0
	while read -r pattern; do
		grep -q -E -e "$pattern" "$T/given" && continue
		echo "# no fixture gives $pattern"
		missing=1
	done <"$T/formats"
	return "$missing"
}
t 'each message has a fixture' given

# --- what is printed -----------------------------------------------------------
good=$T/good-entry bad=$T/bad-trampoline-forgotten-R1-R4-R7
t 'a finding: file, rule, place, what' gives 1 '^bad.*: error: R1: entry_SYSCALL_64_trampoline+0x[0-9a-f]*: indirect jump' \
	"$IBRS_CHECK" "$bad"
t 'and its path' gives 1 '^  *from  *entry_SYSCALL_64_trampoline+0x0$' \
	"$IBRS_CHECK" "$bad"
t 'a clean file: silence' gives 0 '' "$IBRS_CHECK" "$good"
t 'nothing was said' [ ! -s "$T/out" ]
t 'but counted' gives 0 ' entry points,.* 0 findings' "$IBRS_CHECK" --verbose \
	"$good"
t 'every entry point is there' [ "$("$IBRS_CHECK" --list "$good" | wc -l)" = 7 ]
t 'a listing' gives 0 '^SET .*call  *do_syscall_64' "$IBRS_CHECK" \
	--path entry_SYSCALL_64 "$good"
t 'ends with the way out' grep -q '^clear .*iretq' "$T/out"
t 'a listing to the kernel' gives 0 'lfence' "$IBRS_CHECK" --path nmi:kernel \
	"$good"
t 'another entry point' gives 1 'some_driver' "$IBRS_CHECK" \
	--entry some_driver:function "$T/bad-unknown-site-C-MSR"

t 'a variable has its name' gives 0 '# x86_spec_ctrl_kernel+0x0$' \
	"$IBRS_CHECK" --path page_fault --via sync_regs "$good"
t 'one that goes through a function' grep -q 'call  *sync_regs' "$T/out"
t 'not through another' gives 2 'no such path' "$IBRS_CHECK" --path nmi \
	--via do_debug "$good"
t 'nor through nothing' gives 2 '--via x: no such symbol' "$IBRS_CHECK" \
	--path nmi --via x "$good"

# tsv <pattern> <fixture>
tsv() { "$IBRS_CHECK" --tsv "$T/$2" | tr '\t' ' ' | grep -q -x -e "$1"; }
listed() { "$IBRS_CHECK" --insns "$T/$2" | tr '\t' ' ' | grep -q -x -e "$1"; }
t 'the text of an instruction' listed 'insn [0-9a-f]\{16\} nmi+0x0 [^ ].* entry' good-entry
t 'padding has one name' listed 'insn .* nop entry' good-entry
t 'and what is patched for what' listed 'alt .* [0-9]* [0-9]* 0 jmp .* f*8[0-9a-f]*' good-entry
t 'of a bad one as well' gives 0 '^alt' "$IBRS_CHECK" --insns "$bad"
t 'both sides of a feature' tsv 'feature pcid both' good-entry
t 'VM exits without a write are told' tsv 'vmexit vmx_vcpu_run+0x.*' good-kvm
t 'on AMD as well' tsv 'vmexit svm_vcpu_run+0x.*' good-kvm
t 'and counted' gives 0 ' 3 VM exits without a write of the MSR' \
	"$IBRS_CHECK" --verbose "$T/good-kvm"
t 'Xen PV is walked' tsv 'feature xenpv on' good-xen
t 'unwind data is looked at' gives 0 'unwind data of [1-9][0-9]* of' \
	"$IBRS_CHECK" --verbose "$T/good-orc"
t 'none: nothing is said' gives 0 'fence (R13), [0-9]* uses' \
	"$IBRS_CHECK" --verbose "$good"

# --- source lines ------------------------------------------------------------------
name='bad-trampoline-forgotten-R1-R4-R7'
gcc -g -c -m64 -o "$T/g.o" "$HERE/tests/check/testdata/$name.S"
ld -z noexecstack --no-warn-rwx-segments -o "$T/g" \
	-T "$HERE/tests/check/testdata/fixture.lds" "$T/g.o"
t 'with debug information: source lines' gives 1 \
	'^g: error: R1: .*: indirect jump .*(.*/entry.h:[0-9]*)$' \
	"$IBRS_CHECK" "$T/g"
t 'in the path as well' grep -q '^  *from .*(.*/entry.h:[0-9]*)$' "$T/out"
t 'without addr2line: none' gives 1 '^g: error: R1: .* since the entry$' \
	env PATH=/nonexistent "$IBRS_CHECK" "$T/g"

# --- what cannot be judged -------------------------------------------------------
refuses() { t "$1" gives 2 "^error: .*$2" "$IBRS_CHECK" "$T/x"; }
use() { rm -rf "$T/x"; cp "$1" "$T/x"; }

rm -f "$T/x"
refuses 'no file' 'No such file'
mkdir "$T/x"
refuses 'a directory' 'x: a directory: give it the vmlinux'
rm -r "$T/x" && mkfifo "$T/x"
refuses 'a FIFO' 'x: not a regular file'
use /dev/null
refuses 'an empty file' 'not an ELF file'
head -c 100000 /dev/urandom >"$T/x"
refuses 'garbage' 'not an ELF file'
use "$good"
strip "$T/x"
refuses 'stripped' 'no symbols; give them by --symbols'
nm "$good" | grep -v ' a ' >"$T/map"
t 'and with symbols' gives 0 ' 0 findings' "$IBRS_CHECK" --verbose --symbols \
	"$T/map" "$T/x"
echo nothing >"$T/map"
t 'no symbols in the file' gives 2 'no line like' "$IBRS_CHECK" --symbols \
	"$T/map" "$T/x"
for bytes in 60 70 5000 9000; do
	head -c "$bytes" "$good" >"$T/x"
	refuses "truncated to $bytes bytes" 'truncated\|not an ELF file\|header'
done
use "$T/good-entry.o"
refuses 'an object file' 'not a linked kernel'
echo 'int main(void) { return 0; }' | gcc -no-pie -x c -o "$T/x" -
refuses 'a program' 'not a v4.15 or later x86-64 vmlinux'
echo 'int main(void) { return 0; }' | gcc -m32 -no-pie -x c -o "$T/x" -
refuses '32-bit' '32-bit ELF'
use "$good"
printf '\267' | dd of="$T/x" bs=1 seek=18 conv=notrunc status=none
refuses 'another machine' 'not for x86-64'
printf '#define WITH_ORC\n#include "entry.h"\n.section .orc_unwind\n.long 0\n' \
	>"$T/x.S"
gcc -c -m64 -I "$HERE/tests/check/testdata" -o "$T/x.o" "$T/x.S"
ld -z noexecstack --no-warn-rwx-segments -o "$T/x" \
	-T "$HERE/tests/check/testdata/fixture.lds" "$T/x.o"
refuses 'unwind tables that do not fit' 'do not have as many entries'
t 'no such option' gives 2 '^Usage' "$IBRS_CHECK" --nothing "$good"
t 'no file at all' gives 2 '^Usage' "$IBRS_CHECK"
t 'help' gives 0 '^Usage' "$IBRS_CHECK" --help
t 'no such entry' gives 2 'no such symbol' "$IBRS_CHECK" --entry none "$good"
t 'no such kind' gives 2 'the kind is one of' "$IBRS_CHECK" --entry nmi:x "$good"
t 'no such path' gives 2 'no such entry point' "$IBRS_CHECK" --path x "$good"

# --- vmlinuz ----------------------------------------------------------------------
t 'extract: no kernel' gives 2 'no kernel image' sh \
	"$HERE/tests/extract.sh" "$good" "$T/v"
end
