# SPDX-License-Identifier: GPL-2.0-only
# anchor.sh and cost.sh on counts made by hand: what FAILs, what is no verdict.
. "$(dirname "$0")/project"

R=$T/p/build/results

# rig <case>, lines of "name crossings rdmsr wrmsr in out entry": a finished run.
rig() {
	mkdir -p "$R/$1"
	{
		printf 'meta\tentry_bytes\t7000\n'
		while read -r name n rd wr in out entry; do
			printf 'path\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s' \
				"$name" "$n" "$rd" "$wr" 1 "$in" 99 1 "$out" 99
			printf '\t%s\t%s\t200\t250\n' "$entry" "$entry"
		done
		echo end
	} >"$R/$1/rig.tsv"
}

# both <case> <path...>: the same for both page table modes.
both() {
	who=$1
	shift
	for mode in pti nopti; do
		printf '%s\n' "$@" | rig "$(echo "$who" | sed "s/@/$mode/")"
	done
}

mainline() {
	both anchor-debian-@ 'start/IRET 9 0 9 0 0 9' \
		'SYSCALL64/SYSRET 10 0 20 50 31 111' 'NMI@kernel 10 10 10 0 0 126' \
		'#DB/SYSRET 4 0 8 1 1 9'
	both anchor-debian-@-off 'SYSCALL64/SYSRET 10 0 0 0 0 100' \
		'NMI@kernel 10 0 0 0 0 112' '#DB/SYSRET 4 0 0 0 0 9'
}
ours() {
	both anchor-ours-@ "SYSCALL64/SYSRET 10 0 ${1:-20} ${2:-50} 19 78" \
		'NMI@kernel 10 10 0 0 0 97' '#DB/SYSRET 4 0 80 9 9 9'
	both anchor-ours-@-off 'SYSCALL64/SYSRET 10 0 0 0 0 69' \
		'NMI@kernel 10 0 0 0 0 90'
}

t 'anchor: nothing counted' gives 2 "no counts of mainline's" p tests/proof/anchor.sh -k
mainline
t 'anchor: mainline alone is no verdict' gives 77 'no run of ours' \
	p tests/proof/anchor.sh -k
t 'and is shown' grep -q '^pti *SYSCALL64/SYSRET *11 *0 *2 *50/31 *- ' "$R/anchor.txt"
ours
t 'anchor: not behind' gives 0 '4 paths.* fewer accesses on: NMI@kernel' \
	p tests/proof/anchor.sh -k
t 'the table' grep -q \
	'^nopti *SYSCALL64/SYSRET *11 *0 *2 *50/31 *9 *0 *2 *50/19 *yes$' "$R/anchor.txt"
t 'without what has hardly been seen' sh -c "! grep -q '#DB/SYSRET' $R/anchor.txt"
ours 30
t 'anchor: one WRMSR more' gives 1 '2 paths with more accesses' \
	p tests/proof/anchor.sh -k
ours 20 63
t 'anchor: a longer window' gives 1 'FAIL: anchor: 2 paths' p tests/proof/anchor.sh -k
ours 20 62
t 'anchor: in and out together' gives 0 'PASS' p tests/proof/anchor.sh -k
sed -i '/^end/d' "$R/anchor-debian-pti/rig.tsv"
t 'anchor: a run cut short' gives 2 "no counts of mainline's" p tests/proof/anchor.sh -k
end
