# SPDX-License-Identifier: GPL-2.0-only
# What a user gives by mistake, or where he stands, is one line and no harm:
# paths, numbers, locales, a disk that is full or another's.
. "$(dirname "$0")/project"

cp "$HERE/Makefile" "$T/p/"
cp "$HERE/tests/path.mk" "$HERE/tests/Makefile" "$T/p/tests/"
chmod 755 "$T"
tree() { p env LINUX="$T/tree" "$@" scripts/tree.sh; }

# --- paths ------------------------------------------------------------------
mkdir "$T/odd"
# shellcheck disable=SC2016 # for no shell
for name in 'a b' "a'b" 'a&touch ran' 'a$HOME' 'a%b' 'a,b' 'a:b' 'a;b' 'a=b' 'a\b'; do
	cp -a "$T/p" "$T/odd/$name"
	t "$name: a script" gives 2 '^error: .*only letters, digits' \
		"$T/odd/$name/scripts/tree.sh"
	t "$name: make" gives 2 'Only letters, digits' make -C "$T/odd/$name" tree
	t "$name: make -C tests" gives 2 'Only letters, digits' \
		make -C "$T/odd/$name/tests" O="$T/odd/o"
	ln -s "$T/odd/$name" "$T/odd/link"
	t "$name: behind a link" gives 2 'only letters, digits' \
		"$T/odd/link/scripts/tree.sh"
	rm -r "$T/odd/$name" "$T/odd/link"
done
is 'nothing was made beside them' "$(ls "$T/odd")" ''
cp -a "$T/p" "$T/odd/ü#@+"
t 'another alphabet is fine' gives 0 'build/linux: v4.15' \
	env LINUX="$T/tree" "$T/odd/ü#@+/scripts/tree.sh"
t 'for make too' gives 0 '' make -C "$T/odd/ü#@+" LINUX="$T/tree" tree
t 'an own CDPATH' gives 0 'no work' env CDPATH=.:/ sh -c \
	"cd $T/odd/ü*; make -s clean && echo no work"

# --- numbers, names -----------------------------------------------------------
for value in abc 0 -1 70000 '1 2' 1e3; do
	t "JOBS=$value" gives 2 "^error: JOBS=$value: a number from 1 to 1024" \
		p env JOBS="$value" scripts/tree.sh
done
for value in 0 9 -1 x; do
	t "SMP=$value" gives 2 "^error: SMP=$value: a number from 1 to 8" \
		p env SMP="$value" tests/run image-pti
done
t 'make check with a wrong LINUX= ends at once' gives 2 'no such file' \
	p env LINUX="$T/none" tests/proof/check.sh
is 'with that line only' "$(cat "$T/out")" "error: LINUX=$T/none: no such*"
t 'no HOME' gives 77 '^SKIP: no v4.15 tree' \
	p env -u HOME -u XDG_CACHE_HOME scripts/tree.sh
# fragment <text> <pattern>
fragment() {
	printf '# one\n%b\n' "$1" >"$T/f.config"
	t "CONFIG= with '$1'" gives 2 "^error: $T/f.config, line 2: neither" \
		p env CONFIG="$T/f.config" scripts/kernel.sh -n
}
for line in garbage 'CONFIG_X = y' 'CONFG_X=y' 'CONFIG_X=' 'CONFIG_X=y ' \
	'CONFIG_X=y\r' 'CONFIG_X="a'; do
	fragment "$line"
done
printf '\n# CONFIG_A is not set\nCONFIG_B="x y"\nCONFIG_C=-1\nCONFIG_D=0xf\n' \
	>"$T/f.config"
t 'a fragment without a mistake' gives 0 'small-f-' \
	p env CONFIG="$T/f.config" scripts/kernel.sh -n
cp "$T/f.config" "$T/a b"
t 'CONFIG= with a blank in its name' gives 2 "^error: CONFIG=$T/a b: only" \
	p env CONFIG="$T/a b" scripts/kernel.sh -n
t 'CONFIG= that is a directory' gives 2 'no such file' \
	p env CONFIG="$T" scripts/kernel.sh -n

# --- locales: "Makefile" is before "arch" in one, behind it in the other --------
fake_series
echo >>"$T/p/build/linux/Makefile"
commit_work 'kbuild: Add a line'
p scripts/export.sh >/dev/null
cp "$T/p/patches/base" "$T/base"
# shellcheck disable=SC2120
other() { env -u LC_ALL LANG=en_US.UTF-8 LOCPATH="$T/locale" "$@"; }
mkdir "$T/locale"
if localedef -i en_US -f UTF-8 "$T/locale/en_US.UTF-8" 2>/dev/null; then
	is 'that locale has another order' "$(printf 'M\na\n' | other sort)" 'a?M'
	t 'check-series is content there' gives 0 '3 patches apply' \
		other "$T/p/scripts/check-series.sh"
	t 'export' gives 0 '3 patches' other "$T/p/scripts/export.sh"
	t 'gives the same bytes' cmp "$T/base" "$T/p/patches/base"
else
	untried 'another order of names' 'no localedef, or no locale en_US'
fi

# --- no verdict is not FAIL -----------------------------------------------------
# somebody <command...>: not the one the build directory belongs to
somebody() { ( cd "$T/p" && setpriv --reuid 65534 --clear-groups "$@" ); }
if [ "$(id -u)" = 0 ]; then
	for what in check-series clean tree export; do
		t "$what in another's build/" gives 2 \
			'^error: .*/build cannot be written' \
			somebody "scripts/$what.sh"
	done
	t "unit in another's build/" gives 2 'cannot be written' \
		somebody tests/proof/unit.sh
else
	untried "another's build/" 'not root'
fi
t 'an output that is closed' gives 2 'stopped by the message above' \
	p sh -c 'scripts/export.sh >&-'
full() {
	unshare -rm sh -c "mount -t tmpfs -o size=$1 none $T/p/build &&
		cd $T/p && LINUX=$T/tree scripts/tree.sh"
}
if unshare -rm mount -t tmpfs none "$T/p/build" 2>/dev/null; then
	t 'a disk that is full' gives 2 '^error: .*the disk of build/ is full' \
		full 100k
else
	untried 'a disk that is full' 'no mount in a namespace of its own'
fi
end
