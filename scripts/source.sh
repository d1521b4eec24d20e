# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Where the v4.15 source comes from, and whether it is the one the series
# stands on. Sourced by tree.sh after lib.sh. Nothing here writes to the
# user's tree; a wrong one is refused before anything is applied.
#
# source_find sets SRC and SRC_KIND (git, dir or tar).

SRC='' SRC_KIND=''

source_kind() {
	if [ -e "$SRC/.git" ]; then
		SRC_KIND=git
	elif [ -d "$SRC" ]; then
		SRC_KIND=dir
	elif [ -f "$SRC" ]; then
		SRC_KIND=tar
	else
		die "LINUX=$SRC: no such file or directory"
	fi
}

# source_find: LINUX=, else the cache, else kernel.org; 1 when none is there.
source_find() {
	tarball=$(base_get tarball)
	if [ -n "${LINUX:-}" ]; then
		SRC=$LINUX
	elif [ -e "$CACHE/linux" ]; then
		SRC=$CACHE/linux
	elif [ -f "$CACHE/$tarball" ] || source_download; then
		SRC=$CACHE/$tarball
	else
		return 1
	fi
	source_kind
	[ "$SRC_KIND" = tar ] || SRC=$(cd "$SRC" && pwd)
}

# source_download: a part stays under build/ and is taken up again; only what
# has the right hash reaches the cache. A server that sends nothing for
# half a minute is one that has none.
source_download() {
	url=$(base_get url)
	part=$BUILD/$tarball.part
	mkdir -p "$BUILD"
	step download "fetching $url" curl -fL -sS -C - --connect-timeout 10 \
		--speed-limit 1 --speed-time 30 -o "$part" "$url" 2>/dev/null || return 1
	if [ "$(sha256_of "$part")" != "$(base_get sha256)" ]; then
		rm -f "$part"
		die "$url: sha256 differs from patches/base; removed, run again"
	fi
	mkdir -p "$CACHE"
	mv "$part" "$CACHE/$tarball"
}

sha256_of() { sha256sum <"$1" | cut -d' ' -f1; }

# source_id: tells one source from another without reading all of it.
source_id() {
	case $SRC_KIND in
	git) git -C "$SRC" rev-parse 'HEAD^{tree}' ;;
	dir) printf '%s %s\n' "$SRC" "$(stat -c '%i %Y' "$SRC/Makefile")" ;;
	tar) base_get sha256 ;;
	esac
}

# source_check: dies with one line that names what is wrong and the way out.
source_check() {
	if [ "$SRC_KIND" = tar ]; then
		check_tarball
		return
	fi
	check_version
	check_not_applied "$SRC"
	[ "$SRC_KIND" != git ] || check_git_clean
	[ "$SRC_KIND" != dir ] || check_not_built
	check_blobs "$SRC" "$SRC"
}

check_tarball() {
	[ "$(sha256_of "$SRC")" != "$(base_get sha256)" ] || return 0
	tar -tf "$SRC" >/dev/null 2>&1 ||
		die "$SRC is truncated or damaged: fetch it again from" \
		    "$(base_get url)"
	die "$SRC is not $(base_get tarball) (sha256 differs from" \
	    "patches/base): fetch $(base_get url), or unpack yours and give" \
	    "the directory"
}

makefile_var() { sed -n "s/^$1 *= *//p" "$SRC/Makefile" | head -n 1; }

check_version() {
	tag=$(base_get tag)
	grep -qs '^PATCHLEVEL' "$SRC/Makefile" ||
		die "$SRC is not a kernel tree (no Makefile with a version):" \
		    "give one of $tag with LINUX="
	sub=$(makefile_var SUBLEVEL)
	[ "$sub" = 0 ] && sub='' || sub=.$sub
	is=v$(makefile_var VERSION).$(makefile_var PATCHLEVEL)$sub
	is=$is$(makefile_var EXTRAVERSION)
	[ "$is" = "$tag" ] || die "$SRC is $is, the series stands on $tag:" \
		"check out the tag $tag, or give another tree with LINUX="
}

check_not_applied() {
	for path in $(base_get absent); do
		[ ! -e "$1/$path" ] ||
			die "$SRC already has the series ($path is there):" \
			    "give a plain $(base_get tag) tree with LINUX="
	done
}

check_git_clean() {
	dirty=$(git -C "$SRC" status --porcelain -uno | sed -n '1s/^...//p')
	[ -z "$dirty" ] || die "$SRC has uncommitted changes ($dirty):" \
		"commit, stash or undo them, or give a clean tree with LINUX="
}

# O= builds refuse a source directory that was built in.
check_not_built() {
	for path in .config include/config vmlinux; do
		[ ! -e "$SRC/$path" ] || die "$SRC was built in ($path):" \
			"run make mrproper there, or give a clean tree"
	done
}

# check_blobs <name> <directory>: each file the series touches, by blob id.
check_blobs() {
	base_get blob | while read -r want path; do
		[ -f "$2/$path" ] && is=$(git hash-object --no-filters \
			"$2/$path") || is=missing
		[ "$is" = "$want" ] || die "$1 differs from $(base_get tag) in" \
			"$path: give a plain $(base_get tag) tree with LINUX="
	done || exit
}

# source_copy <directory>: all files of the source, without writing to it.
source_copy() {
	rm -rf "$1"
	mkdir -p "$1"
	case $SRC_KIND in
	git)	rm -f "$1.index"
		GIT_INDEX_FILE=$1.index git -C "$SRC" read-tree HEAD &&
		GIT_INDEX_FILE=$1.index git -C "$SRC" checkout-index -a \
			--prefix="$1/" && rm -f "$1.index" ;;
	dir)	cp -a "$SRC/." "$1/" ;;
	tar)	tar -xJf "$SRC" -C "$1" --strip-components=1 ;;
	esac
}
