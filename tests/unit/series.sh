# SPDX-License-Identifier: GPL-2.0-only
# Work in build/linux is never lost; export gives the same bytes each time;
# check-series goes red on each byte that differs.
. "$(dirname "$0")/project"

work=$T/p/build/linux
entry=arch/x86/entry/entry_64.S
tree() { p scripts/tree.sh "$@"; }
check() { p scripts/check-series.sh; }
stored() { cd "$T/p" && find patches arch -type f | sort | xargs sha256sum; }

fake_series
stored >"$T/first"
cp -a "$T/p/patches" "$T/p/arch" "$T/"
restore() {
	rm -rf "$T/p/patches" "$T/p/arch"
	cp -a "$T/patches" "$T/arch" "$T/p/"
}

# --- export -----------------------------------------------------------------
t 'export wrote two patches' [ "$(p grep -vc '^#' patches/series)" = 2 ]
t 'the copy of the created file' cmp -s "$work/arch/x86/entry/ibrs.h" \
	"$T/p/arch/x86/entry/ibrs.h"
t 'base lists the created file' p grep -qx 'absent arch/x86/entry/ibrs.h' \
	patches/base
t 'base lists the changed file' p grep -qx \
	"blob $(git hash-object "$T/tree/$entry") $entry" patches/base
t 'base keeps the fix-up and its head' p grep -q 'blob .* tools/tool.c' \
	patches/base
t 'a second export' gives 0 '2 patches' p scripts/export.sh
t 'gives the same bytes' [ "$(stored)" = "$(cat "$T/first")" ]
t 'check-series is content' gives 0 '2 patches apply' check
rm -rf "$work"
t 'from patches/ alone' gives 0 '2 patches' p env LINUX="$T/tree" \
	scripts/tree.sh
t 'export gives the same bytes' gives 0 '2 patches' p scripts/export.sh
t 'byte for byte' [ "$(stored)" = "$(cat "$T/first")" ]

sed -i 's/^0002/\n# About files\n&/' "$T/p/patches/series"
t 'a group line of patches/series' gives 0 '' p scripts/export.sh
t 'stays above its patch' [ "$(p sed -n '/^# About/{n;p}' patches/series)" = \
	0002-x86-entry-Add-a-file.patch ]
restore
t 'and takes nothing else along' gives 0 '2 patches apply' check

# --- each difference is seen --------------------------------------------------
red() {
	t "$1" gives 1 "$2" check
	restore
}
first=$T/p/patches/0001-x86-entry-Spell-out-twenty.patch
sed -i 's/^+twenty/+Twenty/' "$first"
red 'a byte of a patch' 'patches/base differs\|0001-.* differs'
sed -i 's/^index ./index 0/' "$first"
red 'a byte of a blob id' 'differs from what the series gives'
sed -i 's/^ 19$/ 91/' "$first"
red 'a context line that needs fuzz' 'does not apply'
sed -i 's/^@@ -17/@@ -16/' "$first"
red 'a hunk with an offset' 'differs from what the series gives'
sed -i '1s/0000/dead/' "$first"
red 'a commit id' 'first line names a commit'
sed -i 's/^From: .*/From: A <a@b>/' "$first"
red 'another author' 'From: is not'
sed -i 's/^---$/Signed-off-by: A <a@b>\n---/' "$first"
red 'a stored sign-off' 'sign-off is added for sending only'
echo >>"$T/p/arch/x86/entry/ibrs.h"
red 'a byte of a copy' 'arch/x86/entry/ibrs.h differs'
rm "$T/p/arch/x86/entry/ibrs.h"
red 'a copy that is gone' 'arch/x86/entry/ibrs.h differs'
echo >"$T/p/arch/x86/entry/more.h"
red 'a copy of nothing' 'more.h is not a file the series creates'
sed -i '/entry_64/d' "$T/p/patches/base"
red 'a file missing in base' 'patches/base differs'
sed -i '/^0002/d' "$T/p/patches/series"
red 'a patch missing in series' '0002-.* is not in patches/series'
rm "$T/p/patches"/0002*
red 'a patch without its file' 'no file 0002'
for i in 03 04 05 06 07 08 09 10 11 12 13 14 15 16; do
	cp "$first" "$T/p/patches/00$i-x.patch"
	echo "00$i-x.patch" >>"$T/p/patches/series"
done
red 'sixteen patches' '16 patches, 15 is the most'
rm "$T/p/patches/0000-cover-letter.txt"
red 'no cover letter' 'no patches/0000-cover-letter.txt'
t 'restored, it is content again' gives 0 '2 patches apply' check

# --- nobody's work is lost ----------------------------------------------------
was=$(stat -c %Y "$work/Makefile")
touch -d @1000 "$work/arch/x86/entry/ibrs.h" "$work/$entry"
sed -i 's/^+twenty/+Twenty/' "$first"
t 'a changed patch is applied anew' gives 0 '2 patches' tree
t 'into the tree' grep -q Twenty "$work/$entry"
t 'files it does not change keep their date' \
	[ "$(stat -c %Y "$work/arch/x86/entry/ibrs.h")" = 1000 ]
restore
t 'and back' gives 0 '2 patches' tree

echo mine >>"$work/tools/tool.c"
t 'an edit in build/linux is refused' gives 2 \
	'work that patches/ does not have (tools/tool.c)' tree
t 'unless asked for' gives 0 'using it as it is' tree --edits-ok
t 'not exported' gives 2 'uncommitted edits (tools/tool.c)' p scripts/export.sh
sed -i 's/^+twenty/+Twenty/' "$first"
t 'and not run over by a new series' gives 2 'work that patches/ does' \
	tree --edits-ok
t 'nor by another source' gives 2 'work that patches/ does' \
	p env LINUX="$T/linux-4.15.tar.xz" scripts/tree.sh
t 'nor by clean' gives 2 'work that patches/ does' p scripts/clean.sh
restore
t 'it is still there' grep -q mine "$work/tools/tool.c"
git -C "$work" checkout -q tools/tool.c

echo more >"$work/arch/x86/entry/more.h"
commit_work 'x86/entry: Add more'
t 'a commit in build/linux is refused' gives 2 'commit .*Add more' tree
t 'nor is it cleaned away' gives 2 'commit .*Add more' p scripts/clean.sh
t 'export keeps it' gives 0 '3 patches' p scripts/export.sh
t 'with its copy' [ -f "$T/p/arch/x86/entry/more.h" ]
t 'and all is in step' gives 0 '3 patches apply' check
git -C "$work" reset -q --hard HEAD~1
t 'a commit taken back' gives 0 '2 patches' p scripts/export.sh
t 'takes its copy along' [ ! -e "$T/p/arch/x86/entry/more.h" ]
t 'and gives the first bytes again' [ "$(stored)" = "$(cat "$T/first")" ]

echo more >>"$work/Makefile"
git -C "$work" stash -q
other=$T/linux-4.15.tar.xz
for how in scripts/clean.sh "env LINUX=$other scripts/tree.sh"; do
	# shellcheck disable=SC2086 # words
	t "a stash is not lost by $how" gives 2 \
		"^error: .*commits that only 'stash' has" p $how
done
t 'which no run minds' gives 0 '' tree
t 'and which is there' git -C "$work" stash pop -q
git -C "$work" checkout -q -b mine
commit_work 'kbuild: Mine'
git -C "$work" checkout -q work
t 'nor is a branch lost' gives 2 "^error: .*commits that only 'mine' has" \
	p scripts/clean.sh
git -C "$work" branch -q -D mine

# an rm that ends who calls it
mkdir "$T/bin"
cat >"$T/bin/rm" <<-'END'
	#!/bin/sh
	case $2 in *linux.old | */build) [ ! -e "$2" ] || kill -9 "$PPID" ;; esac
	exec /bin/rm "$@"
END
chmod +x "$T/bin/rm"
t 'killed while it removes the old tree' gives 137 '' \
	p env PATH="$T/bin:$PATH" LINUX="$other" scripts/tree.sh
t 'the new one is whole' gives 0 '2 patches' tree
t 'killed while clean removes it' gives 137 '' \
	p env PATH="$T/bin:$PATH" scripts/clean.sh
t 'half of a tree is not taken for work' gives 0 '2 patches' \
	p env LINUX="$T/tree" scripts/tree.sh
flock "$T/p/build/tree.lock" sleep 1 &
t 'two at once wait for each other' gives 0 'waiting for another run' tree

# --- for sending --------------------------------------------------------------
t 'SOB= without OUT=' gives 2 'needs OUT=' p env SOB='A B <a@b>' \
	scripts/export.sh
t 'a name that is none' gives 2 'SOB="Name <mail>"' \
	p env SOB=me OUT="$T/mails" scripts/export.sh
t 'OUT=patches' gives 2 'give another directory' \
	p env SOB='A B <a@b>' OUT=patches scripts/export.sh
t 'mails' gives 0 '2 patches signed off' p env SOB='A B <a@b>' \
	OUT="$T/mails" scripts/export.sh
t 'are signed off' [ "$(grep -l '^Signed-off-by: A B <a@b>$' "$T"/mails/*.patch |
	wc -l)" = 2 ]
t 'and numbered' grep -q '^Subject: \[PATCH 1/2\]' "$T"/mails/0001*
t 'and change nothing here' [ "$(stored)" = "$(cat "$T/first")" ]

t 'a clean tree is removed' gives 0 '' p scripts/clean.sh
t 'wholly' [ ! -e "$T/p/build" ]
end
