#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes the mails of a set of the series: git send-email OUT/*.patch sends them.
#
# Usage: SOB="Name <mail>" OUT=<directory> mail.sh
#   REROLL=<n>   version n: "[PATCH vn ...]", the changes that patches/changes
#                has for 2 to n, and a range-diff against version n - 1, which is
#                the series of this project's tag <set>-v<n - 1>
#   RFC=1        "[PATCH RFC ...]"
#   SET=<name>   which set, where there is more than one; upstream: patches/upstream
#
# The commits of build/linux are made anew with the sender's name and sign-off,
# and b4 (Debian 12's, 0.12) makes of them mails with To: and Cc: from the tree's
# get_maintainer.pl, threaded below the cover letter. Nothing is sent, tagged or
# changed here. OUT is written last and only when git am of the mails, on the
# plain tree, gives the tree of the series.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/scripts/format.sh"

# What get_maintainer.pl needs to take a directory for a kernel.
KERNEL='COPYING CREDITS Kbuild MAINTAINERS Makefile README scripts'
KERNEL_DIRS='Documentation arch include drivers fs init ipc kernel lib'
LONGEST=100000		# bytes that lists take in one mail

# find_set <series file>: sets SET where it can be no other, the number of its
# first patch and how many.
find_set() {
	found=$("$TOOLS/series" sets "$1" "${SET:-}") || return
	read -r SET FIRST COUNT <<-END
	$found
	END
}

# range_diff <from> <to> <file>: against the series of the tag; in a subshell, as
# it finds the set anew.
range_diff() {
	tag=$SET-v$((REROLL - 1))
	rm -rf "$MAILS/old"
	mkdir "$MAILS/old"
	git -C "$TOP" archive "refs/tags/$tag" patches >"$MAILS/old.tar" \
		2>/dev/null || die "REROLL=$REROLL: no tag '$tag' in this" \
		"project, which is where version $((REROLL - 1)) is: git fetch" \
		"--tags, or git tag $tag <commit whose series was sent>"
	tar -xf "$MAILS/old.tar" -C "$MAILS/old"
	find_set "$MAILS/old/patches/series" 2>/dev/null ||
		die "REROLL=$REROLL: patches/series of tag '$tag' has no set" \
		    "'$SET': git tag -f $tag <commit whose series was sent>"
	# shellcheck disable=SC2046
	am_scratch base $(sed -n "/^[^#]/s|^|$MAILS/old/patches/|p" \
		"$MAILS/old/patches/series") ||
		die "the series of tag '$tag' does not apply on" \
		    "$(base_get tag): git tag -f $tag <commit that was sent>"
	set_range base "$AM_TIP" "$FIRST" "$COUNT"
	{ echo "Range-diff against v$((REROLL - 1)):"
	  git -C "$WORK" range-diff --no-color "$SET_FROM..$SET_TO" "$1..$2"
	} >"$3"
	[ "$(wc -c <"$3")" -le "$LONGEST" ] || {
		warn "the range-diff is too long for a mail: it is $3"
		echo "The range-diff against v$((REROLL - 1)) is too long for" \
		     "a mail." >"$3.note"
	}
}

# signed <commit> <its patch>: the message as it is sent.
signed() {
	git -C "$WORK" log -1 --format=%B "$1" | git interpret-trailers \
		--no-divider --if-exists addIfDifferent \
		--trailer "Signed-off-by: $NAME <$MAIL>"
	slug=${2#*-}
	below=$("$TOOLS/mail" changes "$PATCHES/changes/${slug%.patch}" "$REROLL"
		[ "$COUNT" -ne 1 ] || { echo && cat "$AFTER"; })
	[ -z "$below" ] || printf -- '---\n%s\n' "$below"
}

# scratch <from> <to>: a clone with the set's commits as the sender's, on branch
# SET, and what they stand on as branch "onto".
scratch() {
	git clone -q --shared --no-checkout "$WORK" "$SCRATCH"
	git -C "$SCRATCH" config user.name "$NAME"
	git -C "$SCRATCH" config user.email "$MAIL"
	# shellcheck disable=SC2086 disable=SC2046
	git -C "$SCRATCH" sparse-checkout set --no-cone $(printf '/%s ' $KERNEL)
	series_list | sed -n "$FIRST,$((FIRST + COUNT - 1))p" >"$MAILS/patches"
	tip=$1
	for commit in $(git -C "$WORK" rev-list --reverse "$1..$2"); do
		signed "$commit" "$(sed -n 1p "$MAILS/patches")" >"$MAILS/message"
		sed -i 1d "$MAILS/patches"
		tip=$(GIT_AUTHOR_NAME=$NAME GIT_AUTHOR_EMAIL=$MAIL \
			GIT_COMMITTER_NAME=$NAME GIT_COMMITTER_EMAIL=$MAIL \
			GIT_AUTHOR_DATE=$(git -C "$WORK" log -1 --format=%aI "$commit") \
			git -C "$SCRATCH" commit-tree -p "$tip" \
			-F "$MAILS/message" "$commit^{tree}")
	done
	git -C "$SCRATCH" branch -q -f onto "$1"
	git -C "$SCRATCH" checkout -q -B "$SET" "$tip"
	# shellcheck disable=SC2086
	(cd "$SCRATCH" && mkdir -p $KERNEL_DIRS)
}

# run_b4 <argument...>: in the clone, out of the reach of the user's settings.
run_b4() {
	(cd "$SCRATCH" && HOME=$MAILS/home XDG_CACHE_HOME=$MAILS/home \
		XDG_CONFIG_HOME=$MAILS/home XDG_DATA_HOME=$MAILS/home \
		step b4 "b4 $1 ${2:-}" b4 --no-interactive --offline-mode "$@") </dev/null ||
		die "b4 $* failed: see $LOGS/b4.log"
}

# mails: what b4 makes of the clone and of the cover letter beside it.
mails() {
	# shellcheck disable=SC2016 # b4's word
	printf '${cover}\n' >"$MAILS/template"
	git -C "$SCRATCH" config b4.prep-cover-strategy branch-description
	git -C "$SCRATCH" config b4.prep-cover-template "$MAILS/template"
	run_b4 prep --enroll onto
	run_b4 prep --force-revision "$REROLL"
	[ -z "${RFC:-}" ] || run_b4 prep --set-prefixes RFC
	git -C "$SCRATCH" config "branch.$SET.description" \
		"$(cat "$MAILS/brief")"
	run_b4 prep --auto-to-cc
	run_b4 send --no-sign --not-me-too -o "$MAILS/out"
}

# letter <file> <text>: the cover letter with what comes after it.
letter() {
	"$TOOLS/mail" letter "$PATCHES/cover-$SET.txt" "$MAILS/changes" "$2" \
		>"$MAILS/$1" || leave "$?"
}

no_arguments "$@"
one_at_a_time "$@"
tool series
tool mail
REROLL=${REROLL:-1}
plain "OUT=${OUT:-}" "${OUT:-}"
"$TOOLS/mail" asked "${SOB:-}" "${OUT:-}" "$REROLL" "${RFC:-}" \
	"$(realpath -m -- "${OUT:-/}")" "$(realpath "$TOP")" || leave "$?"
[ "${SET:-}" != upstream ] ||
	exec "$TOOLS/mail" upstream "$PATCHES/upstream" "$SOB" "$OUT" "$REROLL" "${RFC:-}"
NAME=${SOB%% <*} MAIL=${SOB#*<} MAIL=${MAIL%>}
find_set "$PATCHES/series" || leave "$?"
[ ! -d "$WORK/.git" ] || refuse_unfinished
"$TOP/scripts/check-series.sh" || leave "$?"
if { [ -d "$TOP/Documentation/results" ] || grep -q '^\[counted: ' \
	"$PATCHES"/*.*; } && ! "$TOP/tests/numbers.sh" check; then
	die "the numbers in the texts are not those of this series: do what the" \
	    "lines above say, then make results"
fi
"$TOP/scripts/setup.sh" mail

MAILS=$BUILD/mail
SCRATCH=$MAILS/linux
rm -rf "$MAILS"
mkdir -p "$MAILS/home"
# shellcheck disable=SC2046
am_scratch base $(series_paths) || die 'check-series could, and this cannot'
set_range base "$AM_TIP" "$FIRST" "$COUNT"
from=$SET_FROM to=$SET_TO AFTER=$MAILS/after
: >"$AFTER"
[ "$REROLL" -eq 1 ] || (range_diff "$from" "$to" "$AFTER")
[ ! -e "$AFTER.note" ] || AFTER=$AFTER.note
scratch "$from" "$to"
"$TOOLS/mail" changes "$PATCHES/changes/cover-$SET" "$REROLL" \
	>"$MAILS/changes"
letter brief /dev/null
letter letter "$AFTER"
mails
set -- "$MAILS"/out/*.eml
# With one patch b4 puts the cover letter below its "---". Otherwise the letter
# takes the place of b4's, which sorts lines as "10: 1234 = 10: ..." away, for
# trailers.
if [ "$COUNT" -gt 1 ]; then
	{ sed -e 's/^\(Content-Transfer-Encoding:\) .*/\1 8bit/' -e '/^$/q' "$1"
	  sed 1,2d "$MAILS/letter"; } >"$MAILS/cover"
	mv "$MAILS/cover" "$1"
	shift
fi
[ $# -eq "$COUNT" ] || die "$# mails, not $COUNT: see $LOGS/b4.log"
{ am_scratch "$from" "$@" && git -C "$WORK" diff --quiet "$to" "$AM_TIP"; } ||
	die "git am of the mails does not give the series: see $LOGS/am.log"
mkdir -p "$OUT"
for file in "$MAILS"/out/*.eml; do
	mv "$file" "$OUT/$(basename "$file" .eml).patch"
done
note "$OUT: cover letter and $COUNT patches from $NAME <$MAIL>:" \
     "git send-email $OUT/*.patch"
note "when they are sent: git tag $SET-v$REROLL, for REROLL=$((REROLL + 1))"
