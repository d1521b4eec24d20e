# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Where the v4.15 source comes from, and whether it is the one the series
# stands on. Sourced by tree.sh after lib.sh. Nothing here writes to the
# user's tree; a wrong one is refused before anything is applied.

SRC='' SRC_KIND=''

# source_find: LINUX=, else the cache, else kernel.org; 1 when none is there.
# Sets SRC and SRC_KIND (git, dir or tar).
source_find() {
	tarball=$(base_get tarball) tag=$(base_get tag)
	if [ -n "${LINUX:-}" ]; then
		SRC=$LINUX
	elif [ -e "$CACHE/linux" ]; then
		SRC=$CACHE/linux
	elif [ -f "$CACHE/$tarball" ] || source_download; then
		SRC=$CACHE/$tarball
	else
		return 1
	fi
	SRC_KIND=tar
	[ -e "$SRC" ] || die "LINUX=$SRC: no such file or directory"
	[ -d "$SRC" ] || return 0
	SRC=$(CDPATH='' cd -- "$SRC" && pwd) SRC_KIND=dir
	[ ! -e "$SRC/.git" ] || SRC_KIND=git
}

# source_download: a part stays under build/ and is taken up again; only what
# has the right hash reaches the cache. A server that sends nothing for
# half a minute is one that has none.
source_download() {
	url=$(base_get url) part=$BUILD/$tarball.part
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
	for path in $(base_get absent); do
		[ ! -e "$SRC/$path" ] ||
			die "$SRC already has the series ($path is there):" \
			    "give a plain $tag tree with LINUX="
	done
	case $SRC_KIND in
	git)	dirty=$(git -C "$SRC" status --porcelain -uno |
			sed -n '1s/^...//p')
		[ -z "$dirty" ] ||
			die "$SRC has uncommitted changes ($dirty): commit," \
			    "stash or undo them, or give a clean tree with LINUX=" ;;
	dir)	# O= builds refuse a source directory that was built in.
		for path in .config include/config vmlinux; do
			[ ! -e "$SRC/$path" ] ||
				die "$SRC was built in ($path): run make" \
				    "mrproper there, or give a clean tree"
		done ;;
	esac
	# each file the series touches, by blob id
	base_get blob | while read -r want path; do
		is=$(git hash-object --no-filters "$SRC/$path" 2>/dev/null) || :
		[ "$is" = "$want" ] || die "$SRC differs from $tag in $path:" \
			"give a plain $tag tree with LINUX="
	done || exit
}

check_tarball() {
	[ -r "$SRC" ] || die "LINUX=$SRC cannot be read"
	case $(file_magic "$SRC") in
	fd377a585a00) ;;
	*) die "LINUX=$SRC is no tree and no tar.xz: give a directory, a git" \
		"tree or $tarball" ;;
	esac
	[ "$(sha256_of "$SRC")" != "$(base_get sha256)" ] || return 0
	tar -tf "$SRC" >/dev/null 2>&1 ||
		die "$SRC is truncated or damaged: fetch it again from" \
		    "$(base_get url)"
	die "$SRC is not $tarball (sha256 differs from patches/base): fetch" \
	    "$(base_get url), or unpack yours and give the directory"
}
file_magic() { [ -f "$1" ] && head -c 6 "$1" | od -An -v -t x1 | tr -d ' '; }

makefile_var() { sed -n "s/^$1 *= *//p" "$SRC/Makefile" | head -n 1; }

check_version() {
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

# source_copy <directory>: all files of the source, without writing to it.
source_copy() {
	rm -rf "$1"
	mkdir -p "$1"
	case $SRC_KIND in
	git)	git_files "$SRC" HEAD "$1" ;;
	dir)	cp -a "$SRC/." "$1/" ;;
	tar)	tar -xJf "$SRC" -C "$1" --strip-components=1 ;;
	esac
}

# source_label: the tag, if that is what it is, else that the user's own is in
# it. What the series touches is v4.15's in either case.
source_label() {
	tag=$(base_get tag) commit=$(base_get commit) more=''
	if [ "$(source_files)" = "$(base_get files)" ]; then
		:
	elif [ "$SRC_KIND" = git ] &&
	     git -C "$SRC" cat-file -e "$commit^{commit}" 2>/dev/null; then
		more=$(git -C "$SRC" diff --no-renames --name-only "$commit" \
			HEAD -- . ":!$NOT_TOLD" | wc -l)
	elif [ "$SRC_KIND" != tar ]; then
		more='other'
	fi
	[ "${more:-0}" = 0 ] && echo "$tag" || echo "$tag + $more files"
}

# source_files: an id for the base's files of C, assembly and kbuild. Not those
# of one driver, whose 30 MB of register lists are left out of many a copy.
NOT_TOLD=drivers/gpu/drm/amd
source_files() {
	git -C "$WORK" ls-tree -r base | sed -n -E -e "\\|	$NOT_TOLD/|d" \
		-e '/(\.[chS]|[/	](Makefile|Kconfig|Kbuild)[^/]*)$/s/^.* blob //p' |
		sha256sum | cut -c1-40
}
