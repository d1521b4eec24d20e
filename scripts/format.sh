# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The byte-stable form of the series: patches, base lists, copied files.
# Sourced after lib.sh.

AUTHOR='IBRS entry series <ibrs-entry@example.org>'

# No git version, no commit id, full blob ids, a named diff algorithm: the
# output depends on the commits only. No renames: quilt applies it too.
FORMAT='--quiet --no-cover-letter --zero-commit --no-signature --no-renames
	--diff-algorithm=myers --full-index'

# format_series <directory> <from> <to>: the patches, and their names in a
# file "series" beside them.
format_series() {
	rm -rf "$1"
	mkdir -p "$1"
	# shellcheck disable=SC2086
	git -C "$WORK" format-patch $FORMAT -N -o "$1" "$2..$3"
	(cd "$1" && find . -name '*.patch' | sed 's|^\./||' | sort >series)
}

# refuse_unfinished: dies of what in build/linux is no series to write out.
refuse_unfinished() {
	git -C "$WORK" rev-parse -q --verify series-base >/dev/null 2>&1 ||
		die "build/linux or its tag series-base is not there: run make tree"
	[ -z "$(under_way)" ] || die "build/linux: git has a $(under_way) under" \
		"way: end it there first (git status names the way)"
	dirty=$(git -C "$WORK" status --porcelain | sed -n '1s/^...//p')
	[ -z "$dirty" ] || die "build/linux has uncommitted edits ($dirty):" \
		"commit them there first (git commit --fixup and" \
		"rebase -i series-base work)"
	tool commits
	git -C "$WORK" log --no-color --reverse -z --name-only \
		--format="$("$TOOLS/commits" format)" series-base..HEAD \
		>"$BUILD/commits.log"
	"$TOOLS/commits" check "$AUTHOR" <"$BUILD/commits.log" || leave "$?"
}

# set_range <from> <to> <first> <count>: sets SET_FROM and SET_TO, the commits
# that a set's patches are between.
set_range() {
	behind=$(($(git -C "$WORK" rev-list --count "$1..$2") - $3 + 1))
	SET_FROM=$(git -C "$WORK" rev-parse --verify "$2~$behind")
	SET_TO=$(git -C "$WORK" rev-parse --verify "$2~$((behind - $4))")
}

# covers <from> <to> <series file> <directory>: the cover letters, with the
# parts that come from the commits.
covers() {
	"$TOOLS/series" sets "$3" >"$4/sets"
	while read -r set first count; do
		if [ ! -f "$PATCHES/cover-$set.txt" ] || [ "$count" -eq 0 ]; then
			continue	# "series form" says so
		fi
		set_range "$1" "$2" "$first" "$count"
		{ echo "${AUTHOR% <*} ($count):"
		  git -C "$WORK" log --no-color --reverse --format='  %s' \
			"$SET_FROM..$SET_TO"
		  echo
		  git -C "$WORK" diff --no-color --no-renames --stat=72 --summary \
			--diff-algorithm=myers "$SET_FROM" "$SET_TO"
		  printf '\nbase-commit: %s\n' "$(base_get commit)"
		} >"$4/parts"
		"$TOOLS/mail" cover "$PATCHES/cover-$set.txt" "$count" \
			"$4/parts" >"$4/cover-$set.txt" || leave "$?"
	done <"$4/sets"
}

# base_file <from> <to>: patches/base with its blob and absent lines made anew
# for the fix-ups and the commits from..to.
base_file() {
	grep -v -E '^(blob|absent) ' "$BASEFILE"
	{ git -C "$WORK" diff --no-renames --raw --no-abbrev base series-base
	  git -C "$WORK" diff --no-renames --raw --no-abbrev "$1" "$2"; } |
		awk '{ sub(/^:/, "") }
		$5 == "A" { print "absent " $6; next }
		{ print "blob " $3 " " $6 }' | sort -k 1,1r -k 3,3 -k 2,2
}

# created <from> <to>: the files from..to adds that this project has a copy of.
created() {
	git -C "$WORK" diff --no-renames --name-only --diff-filter=A "$1" "$2" |
		covered
}

# covered: of the paths read, those below a directory we keep copies in.
covered() { grep -E "^($(echo "$COPIED" | tr ' ' '|'))/" || :; }

# copies: the copies that stand here now.
copies() {
	for dir in $COPIED; do
		[ ! -d "$TOP/$dir" ] || (cd "$TOP" && find "$dir" -type f)
	done
}
