# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The byte-stable form of the series: patches, base lists, copied files.
# Sourced after lib.sh.

COVER=$PATCHES/0000-cover-letter.txt

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
