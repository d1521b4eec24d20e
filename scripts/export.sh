#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Writes the commits of build/linux out as the series.
#
# Usage: export.sh
#        SOB="Name <mail>" OUT=<directory> export.sh
#
# The first form writes patches/NNNN-*.patch, patches/series, the blob list of
# patches/base, and the copies of the files the series creates under arch/ and
# Documentation/x86/. The same commits give the same bytes.
#
# The second writes numbered mails with cover letter and Signed-off-by to a
# directory, for sending, and changes nothing here: the sign-off is a person's
# and stays out of the stored series.

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

# for_sending: mails, numbered and signed off.
for_sending() {
	[ -n "${OUT:-}" ] || die "SOB= needs OUT=<directory>: signed-off" \
		"patches are for sending and are not stored"
	case $SOB in
	?*' <'?*@?*'>') ;;
	*) die "SOB=$SOB: give it as SOB=\"Name <mail>\"" ;;
	esac
	case $(mkdir -p "$OUT" && cd "$OUT" && pwd)/ in
	"$PATCHES"/*) die "OUT=$OUT is patches/: give another directory" ;;
	esac
	GIT_COMMITTER_NAME=${SOB%% <*}
	GIT_COMMITTER_EMAIL=${SOB##*<}
	GIT_COMMITTER_EMAIL=${GIT_COMMITTER_EMAIL%>}
	export GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
	# shellcheck disable=SC2086
	git -C "$WORK" format-patch $FORMAT -n --signoff \
		-o "$(cd "$OUT" && pwd)" series-base..HEAD
	[ ! -f "$COVER" ] || cp "$COVER" "$OUT/"
	note "$OUT: $(git -C "$WORK" rev-list --count series-base..HEAD)" \
	     "patches signed off by $SOB"
}

no_arguments "$@"
one_at_a_time "$@"
git -C "$WORK" rev-parse -q --verify series-base >/dev/null 2>&1 ||
	die "build/linux or its tag series-base is not there: run make tree"
[ -z "$(under_way)" ] || die "build/linux: git has a $(under_way) under way:" \
	"end it there first (git status names the way)"
dirty=$(git -C "$WORK" status --porcelain | sed -n '1s/^...//p')
[ -z "$dirty" ] || die "build/linux has uncommitted edits ($dirty): commit" \
	"them there first (git commit --fixup and rebase -i series-base work)"
if [ -n "${SOB:-}" ]; then
	for_sending
	exit
fi
[ -z "${OUT:-}" ] || die "OUT= goes with SOB=: the stored series has one place"

tmp=$BUILD/export
format_series "$tmp" series-base HEAD
tool series
[ -f "$PATCHES/series" ] || : >"$PATCHES/series"
"$TOOLS/series" order "$PATCHES/series" "$tmp/series" >"$BUILD/series.new"
base_file series-base HEAD >"$BUILD/base.new"
rm -f "$PATCHES"/*.patch
find "$tmp" -name '*.patch' -exec cp '{}' "$PATCHES/" ';'
mv "$BUILD/series.new" "$PATCHES/series"
mv "$BUILD/base.new" "$BASEFILE"
copy_created
set_state tip "$(git -C "$WORK" rev-parse HEAD)"
set_state series "$(series_state)"
note "patches/: $(series_list | wc -l) patches, series $(series_id)"
