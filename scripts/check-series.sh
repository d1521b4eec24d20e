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

AUTHOR='IBRS entry series <ibrs-entry@example.org>'
MOST=15
BAD=0
bad() { printf 'FAIL: %s\n' "$*" >&2; BAD=$((BAD + 1)); }

# same <file> <expected file> <fix>
same() {
	cmp -s "$1" "$2" || bad "${1#"$TOP"/} differs from what the series" \
		"gives: $3"
}

check_list() {
	count=$(series_list | wc -l)
	[ "$count" -le "$MOST" ] || bad "$count patches, $MOST is the most"
	for name in $(series_list); do
		[ -f "$PATCHES/$name" ] || bad "patches/series: no file $name"
	done
	for file in "$PATCHES"/*.patch; do
		[ -f "$file" ] || continue
		series_list | grep -qxF "$(basename "$file")" ||
			bad "${file#"$TOP"/} is not in patches/series"
	done
	[ "$count" -eq 0 ] || [ -f "$COVER" ] || bad "no ${COVER#"$TOP"/}"
}

# The stored form carries no person's sign-off and no commit id.
check_header() {
	head -n 1 "$1" | grep -q '^From 0\{40\} Mon Sep 17' ||
		bad "${1#"$TOP"/}: first line names a commit: make export"
	sed -n '2s/^From: //p' "$1" | grep -qxF "$AUTHOR" ||
		bad "${1#"$TOP"/}: From: is not '$AUTHOR'"
	! grep -q '^Signed-off-by:' "$1" ||
		bad "${1#"$TOP"/}: a sign-off is added for sending only" \
		    "(make export SOB= OUT=)"
	subject=$(sed -n '/^Subject: /{s///;h;n;/^ /{H;g;s/\n//;p;q};g;p;q}' "$1")
	subject=${subject#\[PATCH\] }
	[ "${#subject}" -le 75 ] ||
		bad "${1#"$TOP"/}: subject longer than 75 characters"
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
}

no_arguments "$@"
one_at_a_time "$@"
check_list
for file in $(series_paths); do
	[ ! -f "$file" ] || check_header "$file"
done
[ "$BAD" -eq 0 ] || leave "$EXIT_FAIL"
rc=0
"$TOP/scripts/tree.sh" || rc=$?
[ "$rc" -eq 0 ] || leave "$rc"
check_applied
[ "$BAD" -eq 0 ] || leave "$EXIT_FAIL"
note "check-series: $count patches apply on $(base_get tag) with git am and" \
     "export to the same bytes; $(copies | wc -l) copied files are the same"
