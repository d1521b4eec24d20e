# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# KTAP lines for every test in shell. Sourced; HERE is this project, T a scratch
# directory that goes away at the end (at_exit).

set -eu
HERE=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
export LC_ALL=C
T=$(mktemp -d)
at_exit() { rm -rf "$T"; }
command -v leave >/dev/null || trap at_exit EXIT	# else lib.sh calls it
trap 'exit 130' INT TERM
TH=0 BAD=0

# t <name> <command...>: one case, ok when the command succeeds.
t() {
	t_name=$1
	shift
	TH=$((TH + 1))
	if "$@"; then
		echo "ok $TH $t_name"
	else
		echo "not ok $TH $t_name"
		BAD=$((BAD + 1))
	fi
}

# is <name> <got> <pattern>: one case, ok when the shell's pattern matches.
is() { t "$1" like "$2" "$3"; }
like() {
	# shellcheck disable=SC2254 # it is a pattern
	case $1 in
	$2) ;;
	*)	printf '# got    %s\n# wanted %s\n' "$1" "$2"
		return 1 ;;
	esac
}

# untried <name> <reason>: one case that this machine cannot try.
untried() {
	TH=$((TH + 1))
	echo "ok $TH $1 # SKIP $2"
}

# gives <status> <pattern> <command...>: for t: that exit status, and a line of
# the output (left in $T/out) that matches; an error or skip is one line.
gives() {
	want=$1 pattern=$2
	shift 2
	rc=0
	"$@" >"$T/out" 2>&1 || rc=$?
	if [ "$rc" -ne "$want" ]; then
		echo "# exit status $rc, not $want; the output:"
	elif [ -n "$pattern" ] && ! grep -q -e "$pattern" "$T/out"; then
		echo "# nothing like '$pattern' in the output:"
	elif [ "$(grep -c -E '^(error|SKIP):' "$T/out")" -gt 1 ]; then
		echo "# more than one error line:"
	else
		return 0
	fi
	sed 's/^/#   /' "$T/out"
	return 1
}

# end: call it last.
end() {
	echo "1..$TH"
	[ "$BAD" -eq 0 ]
}
# in_c <name> [name...]: goes on in tests/unit/<name>.c, which gives the verdict;
# the others are linked to it.
in_c() {
	name=$1
	cd "$HERE/tests/unit"
	for file; do
		set -- "$@" "$file.c"
		shift
	done
	gcc -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o "$T/$name" \
		"$@" fake.c
	HERE=$HERE "$T/$name" "$T"
}
