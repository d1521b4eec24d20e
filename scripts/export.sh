#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Writes the commits of build/linux out as the series.
#
# Usage: export.sh
#
# Writes patches/NNNN-*.patch, patches/series, the blob list of patches/base,
# what the cover letters say of the commits, and the copies of the files the
# series creates under arch/ and Documentation/x86/. The same commits give the
# same bytes. mail.sh makes mails of it.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/scripts/format.sh"

# copy_created: removes the copies there are, and makes them anew.
copy_created() {
	for path in $(copies); do
		rm -f "$TOP/$path"
	done
	for path in $(created series-base HEAD); do
		mkdir -p "$TOP/$(dirname "$path")"
		git -C "$WORK" show "HEAD:$path" >"$TOP/$path"
	done
}

no_arguments "$@"
one_at_a_time "$@"
tool series
tool mail
"$TOOLS/series" base "$PATCHES" || leave "$?"
refuse_unfinished

tmp=$BUILD/export
format_series "$tmp" series-base HEAD
[ -f "$PATCHES/series" ] || : >"$PATCHES/series"
"$TOOLS/series" order "$PATCHES/series" "$tmp/series" >"$BUILD/series.new"
base_file series-base HEAD >"$BUILD/base.new"
covers series-base HEAD "$BUILD/series.new" "$tmp"
rm -f "$PATCHES"/*.patch
find "$tmp" '(' -name '*.patch' -o -name 'cover-*' ')' -exec cp '{}' "$PATCHES/" ';'
mv "$BUILD/series.new" "$PATCHES/series"
mv "$BUILD/base.new" "$BASEFILE"
copy_created
set_state tip "$(git -C "$WORK" rev-parse HEAD)"
set_state series "$(series_state)"
note "patches/: $(series_list | wc -l) patches, series $(series_id)"
