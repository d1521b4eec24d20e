#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes build/linux: v4.15, the tools-only fix-ups, the series.
#
# Usage: tree.sh [--edits-ok]
#   LINUX=<directory, git tree or tarball>   else the cache, else kernel.org
#   --edits-ok   go on with work in build/linux that patches/ does not have
#
# build/linux is a git repository: the commit tagged "base" is v4.15 as it
# is, "series-base" adds scripts/fixup, HEAD adds patches/series. Author, date
# and committer are fixed, so the same input gives the same commit ids. A
# developer works there; what only stands there is never thrown away.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/source.sh"
. "$TOP/scripts/work.sh"

record_base() {
	# One pack, not 62000 compressed files: a third of the time.
	git -C "$1" init -q -b work &&
	git -C "$1" config gc.auto 0 &&
	git -C "$1" -c core.bigFileThreshold=1 -c core.compression=1 \
		add -A -f &&
	GIT_AUTHOR_NAME=$GIT_COMMITTER_NAME GIT_AUTHOR_DATE=$GIT_COMMITTER_DATE \
	GIT_AUTHOR_EMAIL=$GIT_COMMITTER_EMAIL \
		git -C "$1" commit -q -m "Linux $(base_get tag)" &&
	git -C "$1" tag base
}

make_base() {
	to=$WORK WORK=$WORK.new
	step copy "copying $(base_get tag) from $SRC to build/linux" \
		source_copy "$WORK" || die "copying $SRC failed"
	step base "recording it as the commit 'base'" record_base "$WORK" ||
		die "git could not record the base tree"
	set_state tip "$(git -C "$WORK" rev-parse base)"
	set_state source "$1"
	set_state label "$(source_label)"
	# Nobody may find half a tree there, whenever this is stopped.
	rm -rf "$to.old"
	[ ! -e "$to" ] || mv "$to" "$to.old"
	mv "$WORK" "$to"
	WORK=$to
	rm -rf "$WORK.old"
}

# The source may have been checked against an older list.
check_base() {
	base_get blob | while read -r blob path; do
		is=$(git -C "$WORK" rev-parse -q --verify "base:$path") || :
		[ "$is" = "$blob" ] ||
			die "build/linux is not a plain $(base_get tag) in $path:" \
			    "remove build/linux and give a plain tree with LINUX="
	done || exit
}

# The patches are applied aside and build/linux then moves to the result: only
# files that differ get a new date, so the kernel build stays incremental.
apply_series() {
	check_base
	[ -n "$(state label)" ] || set_state label "$(source_label)"
	am_scratch base "$TOP"/scripts/fixup/*.patch ||
		die "scripts/fixup does not apply on $(base_get tag)"
	git -C "$WORK" tag -f series-base "$AM_TIP" >/dev/null
	# shellcheck disable=SC2046
	am_scratch series-base $(series_paths) ||
		fail "the series does not apply on $(base_get tag), see $LOGS/am.log"
	# Without a refresh, reset writes each file whose date looks new.
	git -C "$WORK" update-index -q --refresh || :
	git -C "$WORK" reset -q --hard "$AM_TIP"
	set_state tip "$AM_TIP"
	note "  build/linux: $(base_label) and $(series_list | wc -l)" \
	     "patches, series $(series_id)"
}

EDITS_OK=''
case ${1:-} in
--edits-ok) EDITS_OK=1 ;;
*) no_arguments "$@" ;;
esac
one_at_a_time "$@"

tool series
"$TOOLS/series" base "$PATCHES" || leave "$?"
if [ -n "${LINUX:-}" ] || [ ! -d "$WORK/.git" ]; then
	source_find || no_tree
	source_check
	id=$(source_id)
	if [ "$id" != "$(state source)" ]; then
		may_go
		make_base "$id"
	fi
fi

want=$(series_state)
found=$(edits)
if [ "$want" != "$(state series)" ] ||
   ! git -C "$WORK" rev-parse -q --verify series-base >/dev/null; then
	[ -z "$found" ] || refuse_edits "$found"
	set_state series none
	apply_series
	set_state series "$want"
elif [ -n "$found" ]; then
	[ -n "$EDITS_OK" ] || refuse_edits "$found"
	note "  build/linux has work that patches/ does not have ($found):" \
	     "using it as it is"
fi
