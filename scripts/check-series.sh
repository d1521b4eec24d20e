#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Checks that patches/, arch/ and Documentation/x86/ say the same, and that
# the series applies.
#
# Usage: check-series.sh
#
# Without a v4.15 tree only the form of the patches is checked. Exit status:
# 0 all held, 1 something differs, 2 no verdict, 77 the tree's part skipped.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/scripts/format.sh"

BAD=0
bad() { printf 'FAIL: %s\n' "$*" >&2; BAD=$((BAD + 1)); }

# same <file> <expected file> <fix>
same() {
	cmp -s "$1" "$2" || bad "${1#"$TOP"/} differs from what the series" \
		"gives: $3"
}

# check_applied: everything that needs the tree; the series on the plain tag.
check_applied() {
	# shellcheck disable=SC2046
	if ! am_scratch base $(series_paths); then
		bad "the series does not apply on $(base_get tag) with git am"
		return
	fi
	format_series "$BUILD/check" base "$AM_TIP"
	for file in $(series_paths); do
		same "$file" "$BUILD/check/$(basename "$file")" \
			"edit build/linux, not patches/, and run make export"
	done
	covers base "$AM_TIP" "$PATCHES/series" "$BUILD/check"
	for file in "$BUILD"/check/cover-*.txt; do
		[ ! -f "$file" ] || "$TOOLS/mail" compare \
			"$PATCHES/${file##*/}" "$file" || BAD=$((BAD + 1))
	done
	base_file base "$AM_TIP" >"$BUILD/check/base"
	same "$BASEFILE" "$BUILD/check/base" "make export"
	for path in $(created base "$AM_TIP"); do
		git -C "$WORK" show "$AM_TIP:$path" >"$BUILD/check/file"
		same "$TOP/$path" "$BUILD/check/file" \
			"change it in build/linux and run make export"
	done
	for path in $(copies); do
		created base "$AM_TIP" | grep -qxF "$path" ||
			bad "$path is not a file the series creates"
	done
	for file in "$TOP"/tests/proof/mutants/*.patch; do
		[ -n "${SET:-}" ] || [ ! -f "$file" ] ||
			git -C "$WORK" apply --check "$file" ||
			bad "${file#"$TOP"/} is no patch for the series any more"
	done
}

no_arguments "$@"
one_at_a_time "$@"
tool series
tool mail
"$TOOLS/series" form "$PATCHES" || leave "$?"
for file in "$PATCHES"/changes/[!R]*; do
	"$TOOLS/mail" changes "$file" 999 >/dev/null ||
		fail 'patches/changes/README says how such a file looks'
done
rc=0
"$TOP/scripts/tree.sh" || rc=$?
[ "$rc" -eq 0 ] || leave "$rc"
check_applied
[ "$BAD" -eq 0 ] || leave "$EXIT_FAIL"
note "check-series: $(series_list | wc -l) patches apply on" \
     "$(base_get tag) with git am and export to the same bytes;" \
     "$(copies | wc -l) copied files are the same"
