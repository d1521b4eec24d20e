# SPDX-License-Identifier: GPL-2.0-only
# ibrs-check: the good fixtures are silent, each bad one breaks the rules its
# name ends with and no other; what it cannot judge it refuses in one line.
. "$(dirname "$0")/project"

IBRS_CHECK=$T/check/ibrs-check
make -s -C "$HERE/tests/check" O="$T/check" >"$T/make.log" 2>&1 || {
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

# --- what cannot be judged -------------------------------------------------------
refuses() { t "$1" gives 2 "^error: .*$2" "$IBRS_CHECK" "$T/x"; }
use() { rm -rf "$T/x"; cp "$1" "$T/x"; }

rm -f "$T/x"
refuses 'no file' 'No such file'
mkdir "$T/x"
refuses 'a directory' 'not a file'
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
	refuses "truncated to $bytes bytes" ''
done
use "$T/good-entry.o"
refuses 'an object file' 'not a linked kernel'
echo 'int main(void) { return 0; }' | gcc -no-pie -x c -o "$T/x" -
refuses 'a program' 'not a v4.15 or later x86-64 vmlinux'
echo 'int main(void) { return 0; }' | gcc -m32 -no-pie -x c -o "$T/x" -
refuses '32-bit' '32-bit ELF'
t 'no such option' gives 2 '^Usage' "$IBRS_CHECK" --nothing "$good"
t 'no file at all' gives 2 '^Usage' "$IBRS_CHECK"
t 'help' gives 0 '^Usage' "$IBRS_CHECK" --help
t 'no such entry' gives 2 'no such symbol' "$IBRS_CHECK" --entry none "$good"
t 'no such kind' gives 2 'the kind is one of' "$IBRS_CHECK" --entry nmi:x "$good"
t 'no such path' gives 2 'no such entry point' "$IBRS_CHECK" --path x "$good"

# --- vmlinuz ----------------------------------------------------------------------
t 'extract: no kernel' gives 2 'no kernel image' sh \
	"$HERE/scripts/extract.sh" "$good" "$T/v"
end
