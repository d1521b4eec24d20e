# SPDX-License-Identifier: GPL-2.0-only
# Each wrong kernel source is refused by name, before anything is applied,
# and no source is ever written to.
. "$(dirname "$0")/project"

tree() { p env LINUX="$1" scripts/tree.sh; }
refused() { gives 2 "$2" tree "$1" && [ ! -e "$T/p/build/linux" ]; }
fresh() { rm -rf "$T/p/build" "$T/copy"; cp -a "$T/tree" "$T/copy"; }
commit() {
	git -C "$T/copy" init -q && git -C "$T/copy" add -A &&
	git -C "$T/copy" -c user.name=t -c user.email=t@t commit -q -m x
}
sums() { find "$1" -type f -exec stat -c '%n %Y %s' '{}' + | sort | sha256sum; }

fake_series
mv "$T/p/build/linux" "$T/applied"

fresh
t 'LINUX= that is not there' refused "$T/none" 'none: no such file'

fresh
rm "$T/copy/Makefile"
t 'a directory without a kernel' refused "$T/copy" 'not a kernel tree'

fresh
sed -i 's/^SUBLEVEL = 0/SUBLEVEL = 18/' "$T/copy/Makefile"
t 'v4.15.18' refused "$T/copy" 'is v4.15.18, .*check out the tag v4.15'

fresh
sed -i 's/^PATCHLEVEL = 15/PATCHLEVEL = 14/' "$T/copy/Makefile"
t 'v4.14' refused "$T/copy" 'is v4.14, the series stands on v4.15'

fresh
sed -i 's/^EXTRAVERSION =/EXTRAVERSION = -rc9/' "$T/copy/Makefile"
t 'v4.15-rc9' refused "$T/copy" 'is v4.15-rc9,'

fresh
commit
echo >>"$T/copy/tools/tool.c"
t 'a dirty git tree' refused "$T/copy" 'uncommitted changes (tools/tool.c)'

fresh
commit
echo >"$T/copy/stray.c"
was=$(sums "$T/copy")
t 'an untracked file is no harm' gives 0 '2 patches' tree "$T/copy"
t 'and is not taken over' [ ! -e "$T/p/build/linux/stray.c" ]
t 'the git tree was not written to' [ "$was" = "$(sums "$T/copy")" ]

fresh
cp "$T/applied/arch/x86/entry/ibrs.h" "$T/copy/arch/x86/entry/"
t 'an already patched directory' refused "$T/copy" 'already has the series'
commit
t 'an already patched git tree' refused "$T/copy" 'already has the series'

fresh
echo >>"$T/copy/arch/x86/entry/entry_64.S"
t 'a file the series touches differs' refused "$T/copy" \
	'differs from v4.15 in arch/x86/entry/entry_64.S'
rm "$T/copy/arch/x86/entry/entry_64.S"
t 'or is missing' refused "$T/copy" 'differs from v4.15 in arch/x86/entry/'

fresh
echo >>"$T/copy/stray.c"
t 'a file the series does not touch' gives 0 \
	'build/linux: v4.15 + other files and 2 patches' tree "$T/copy"
fresh
commit
sed -i "s/^files/commit $(git -C "$T/copy" rev-parse HEAD)\n&/" \
	"$T/p/patches/base"
echo >>"$T/copy/Makefile"
echo >"$T/copy/stray.c"
commit
t 'is counted where v4.15 itself is there' gives 0 \
	'build/linux: v4.15 + 2 files and' tree "$T/copy"
rm "$T/copy/stray.c"
t 'and a tree that is v4.15 is called so' gives 0 \
	'build/linux: v4.15 and' tree "$T/tree"

fresh
touch "$T/copy/.config"
t 'a directory that was built in' refused "$T/copy" 'make mrproper'

fresh
head -c 300 "$T/linux-4.15.tar.xz" >"$T/short.tar.xz"
t 'a truncated tarball' refused "$T/short.tar.xz" 'truncated or damaged'
tar -C "$T" -cJf "$T/other.tar.xz" tree
echo text >"$T/text"
t 'a text' refused "$T/text" 'is no tree and no tar.xz'
t 'another tarball' refused "$T/other.tar.xz" 'is not linux-4.15.tar.xz (sha256'

for kind in tree linux-4.15.tar.xz; do
	fresh
	was=$(sums "$T/tree")
	t "$kind is taken" gives 0 '2 patches' tree "$T/$kind"
	t "$kind gives the series" cmp -s "$T/applied/arch/x86/entry/ibrs.h" \
		"$T/p/build/linux/arch/x86/entry/ibrs.h"
	t "$kind was not written to" [ "$was" = "$(sums "$T/tree")" ]
done
t 'a second run does nothing' gives 0 '' tree "$T/linux-4.15.tar.xz"
t 'and says nothing' [ ! -s "$T/out" ]
sed -i 's/^SUBLEVEL = 0/SUBLEVEL = 18/' "$T/copy/Makefile"
t 'a wrong LINUX= is refused with build/linux there too' \
	gives 2 'is v4.15.18' tree "$T/copy"
t 'without LINUX= it stands' gives 0 '' p scripts/tree.sh

fresh
t 'no tree at all is one line and 77' gives 77 '^SKIP: no v4.15 tree: .*LINUX=' \
	p scripts/tree.sh
t 'that line only' [ "$(grep -vc '^  fetching' "$T/out")" = 1 ]
cp "$T/other.tar.xz" "$T/served.tar.xz"
sed -i "s|^url .*|url file://$T/served.tar.xz|" "$T/p/patches/base"
t 'a download with the wrong hash' gives 2 'sha256 differs' p scripts/tree.sh
t 'does not reach the cache' [ ! -e "$T/cache" ]
cp "$T/linux-4.15.tar.xz" "$T/served.tar.xz"
t 'a download with the right hash' gives 0 '2 patches' p scripts/tree.sh
t 'is cached' cmp -s "$T/served.tar.xz" \
	"$T/cache/ibrs-v4.15/linux-4.15.tar.xz"
end
