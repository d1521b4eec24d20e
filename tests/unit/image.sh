# SPDX-License-Identifier: GPL-2.0-only
# The list of faults for the entry image (tests/image/mutants.tsv): each line of
# a macro's body and each use of a macro has one, and each use is missed once
# and moved once. So the list cannot fall behind what it is a list of. And the
# image uses the macros as the series does.
#
# Not told apart: whether a rule sees the fault. tests/image/mutants.sh runs it.
. "$(dirname "$0")/project"

LIST=$HERE/tests/image/mutants.tsv
MACROS=arch/x86/entry/ibrs.h

# changed <file>: for each line that a row changes, its number and "moved" where
# the file keeps as many uses of macros as it had, else "gone". The uses get a
# number, so that diff does not take one for another.
changed() {
	awk '/^\tIBRS_/ { $0 = $0 " # " NR } { print }' "$HERE/$1" >"$T/numbered"
	awk -F '\t' -v file="$1" '!/^#/ && $4 == file { print $5 }' "$LIST" |
	while IFS= read -r script; do
		sed -e "$script" "$T/numbered" >"$T/mutant" || exit
		what=gone
		[ "$(uses "$T/mutant")" != "$(uses "$T/numbered")" ] || what=moved
		diff "$T/numbered" "$T/mutant" | sed -n 's/[cd][0-9,]*$//p' |
			awk -F , -v what=$what '{
				for (i = $1; i <= ($2 ? $2 : $1); i++)
					print i, what
			}'
	done
}
uses() { grep -c '^	IBRS_' "$1"; }

# lines_of_macros: number and text of each line that assembles to something.
lines_of_macros() {
	awk '/^\.macro/ { macro = $2 }
	     /^\.endm/ { macro = "" }
	     macro && /^\t/ && !/^\t\./ { printf "%d %s:%s\n", NR, macro, $0 }' \
		"$HERE/$MACROS"
}

# missing <lines> <changed> [gone|moved]: prints the lines that are not there.
missing() {
	awk -v want="${3:-}" '
	FILENAME == ARGV[1] {
		if (want == "" || $2 == want)
			seen[$1] = 1
		next
	}
	!($1 in seen) { sub(/^/, "# "); print; n++ }
	END { exit n > 0 }' "$2" "$1"
}

# fields: five of them, a file that is there, rules and runs with a name.
fields() {
	awk -F '\t' '
	/^#/ || /^$/ { next }
	NF != 5 { print "# " $1 ": " NF " fields"; bad = 1 }
	n[$1]++ { print "# " $1 ": twice"; bad = 1 }
	$2 !~ /^(R[0-9]+|guest)(,(R[0-9]+|guest))*$/ ||
	$3 !~ /^(pti|nopti|off|nmi)$/ { print "# " $1 ": " $2 " " $3; bad = 1 }
	END { exit bad }' "$LIST"
}

t 'rows have their fields' fields
lines_of_macros >"$T/lines"
t 'the macros have lines' [ "$(wc -l <"$T/lines")" -gt 30 ]
changed "$MACROS" >"$T/changed"
t 'each line of a macro has a fault' missing "$T/lines" "$T/changed"
for file in entry nmi compat; do
	grep -n '^	IBRS_' "$HERE/tests/image/$file.S" | tr : ' ' >"$T/lines"
	t "$file.S uses macros" [ -s "$T/lines" ]
	changed "tests/image/$file.S" >"$T/changed"
	for what in gone moved; do
		t "$file.S: each use is $what once" missing "$T/lines" \
			"$T/changed" $what
	done
done
# uses_of <prefix> <file...>: each use, with its arguments
uses_of() {
	prefix=$1
	shift
	sed -n "s/^$prefix\t\(IBRS_.*\)/\1/p" "$@" | tr -s '\t ' ' ' | sort
}
uses_of '' "$HERE"/tests/image/*.S >"$T/image"
uses_of + "$HERE"/patches/0*.patch >"$T/series"
t 'the series adds uses' [ -s "$T/series" ]
t 'and takes none away' [ -z "$(uses_of - "$HERE"/patches/0*.patch)" ]
t 'the image has the same ones' gives 0 '' diff "$T/series" "$T/image"
image() {
	script=$HERE/tests/image/$1
	shift
	"$script" "$@"
}
t 'mutants.sh: no such fault' gives 2 "no mutant 'nix'" image mutants.sh nix
t 'mutants.sh: the list' gives 0 '^enter-no-write ' image mutants.sh -l
t 'check.sh: a word it does not take' gives 2 '^Usage:' image check.sh nix
t 'iso.sh: the same' gives 2 '^Usage:' image iso.sh nix
t 'no other file uses them' [ -z "$(grep -l -e '^	IBRS_' \
	"$HERE"/tests/image/*.S "$HERE"/tests/image/*.h |
	grep -v -e '/entry\.S$' -e '/nmi\.S$' -e '/compat\.S$')" ]
end
