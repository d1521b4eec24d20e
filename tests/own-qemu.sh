#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the fallback: a QEMU that holds IA32_SPEC_CTRL itself, from Debian 12's
# source package and tests/rig/qemu-7.2.patch. Nothing needs it; it is for when
# Debian's binary no longer exports what the instrument takes, and it is a
# second model of the register.
#
# Usage: own-qemu.sh
#
# Leaves build/qemu/qemu-system-x86_64; firmware is that of Debian's packages.
# Does nothing when that is there and neither the patch nor Debian's version is
# another. Needs the network once. Exit status 77 where the source cannot be had.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

PATCH=$TOP/tests/rig/qemu-7.2.patch
WANT=1:7.2+			# the version the patch is for
NEW=$OWNQEMU.new

# debian_version: of the source of the installed qemu-system-x86, or nothing.
debian_version() {
	# shellcheck disable=SC2016 # dpkg-query's own words
	dpkg-query -W -f '${source:Version}' qemu-system-x86 2>/dev/null || :
}

# The machine's own sources, asked for source packages; /etc/apt is left alone,
# and so are its lists: no root needed.
write_sources() {
	eval "$(apt-config shell list Dir::Etc::sourcelist/f \
		parts Dir::Etc::sourceparts/d)"
	mkdir -p "$NEW/parts" "$NEW/lists/partial" || return
	# shellcheck disable=SC2154 # set by apt-config
	cat "$list" "$parts"/*.list 2>/dev/null |
		sed -n 's/^deb\([[:space:]]\)/deb-src\1/p' >"$NEW/parts/own.list"
	for file in "$parts"/*.sources; do
		[ ! -f "$file" ] || sed 's/^Types:.*/Types: deb-src/' "$file" \
			>"$NEW/parts/${file##*/}" || return
	done
}

apt_() {
	command=$1
	shift
	apt-get -q -o Dir::Etc::sourcelist=/dev/null \
		-o Dir::Etc::sourceparts="$NEW/parts" \
		-o Dir::State::lists="$NEW/lists" -o Dir::Cache::pkgcache= \
		-o Dir::Cache::srcpkgcache= -o APT::Sandbox::User= \
		"$command" "$@"
}

# Sources of others may fail to say what they have: what counts is the package.
fetch() {
	rm -rf "$NEW"
	write_sources && cd "$NEW" || return
	apt_ update || :
	apt_ source --only-source "qemu=$1" && mv qemu-*/ source
}

configure_() {
	mkdir "$NEW/out" && cd "$NEW/out" &&
	../source/configure --cc='ccache gcc' --meson=meson \
		--target-list=x86_64-softmmu --without-default-features \
		--enable-tcg --enable-system --enable-plugins --enable-fdt=system \
		--disable-docs --disable-tools --disable-user --disable-werror \
		--disable-debug-info --with-pkgversion="Debian $1, ours" \
		--firmwarepath=/usr/share/qemu:/usr/share/seabios \
		--extra-ldflags=-Wl,--export-dynamic
}

no_arguments "$@"
command -v apt-get >/dev/null ||
	skip "no apt-get: Debian's source of QEMU is not had"
version=$(debian_version)
case $version in
"$WANT"*) ;;
*) die "make qemu: the patch is for Debian 12's QEMU 7.2, this system has" \
	"${version:-none}: install qemu-system-x86 of Debian 12" ;;
esac
id="$version $(hash_of "$PATCH" "$0")"
[ "$(cat "$OWNQEMU/id" 2>/dev/null)" != "$id" ] || exit 0
"$TOP/scripts/setup.sh" qemu
step qemu-fetch "fetching the source of QEMU $version" fetch "$version" ||
	skip "the source of QEMU $version cannot be had from the places that" \
	     "apt is told of: see $LOGS/qemu-fetch.log"
step qemu-patch "patching it" patch -d "$NEW/source" -p1 -F0 -i "$PATCH" ||
	die "$PATCH does not apply to QEMU $version"
step qemu-configure "configuring it" configure_ "$version" ||
	die "QEMU's configure failed: see $LOGS/qemu-configure.log"
step qemu-build "building it with -j$JOBS" \
	ninja -C "$NEW/out" -j "$JOBS" qemu-system-x86_64 ||
	die "QEMU does not build: see $LOGS/qemu-build.log"
strip -o "$NEW/qemu-system-x86_64" "$NEW/out/qemu-system-x86_64"
rm -rf "$NEW/source" "$NEW/out" "$NEW/lists" "$NEW/parts" "$NEW"/qemu_*
echo "$id" >"$NEW/id"
rm -rf "$OWNQEMU"
mv "$NEW" "$OWNQEMU"
note "  QEMU=$OWNQEMU/qemu-system-x86_64 runs in it"
