#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's stress-ng, for the long run: fetches the package and what it needs
# of libraries, and lays them out as the guest's root directory has them.
#
# Usage: stress.sh
#
# Leaves build/stress/root/{soak,lib,lib64}. Nothing is installed, so no root
# is needed. Exit status 77 where the package cannot be had.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

NAME=stress-ng
LIBS=lib/x86_64-linux-gnu	# where Debian's ld.so looks without being told

# The package and those it depends on that this system has not. Locking is of
# no use to a directory of our own, and would need root.
fetch() {
	rm -rf "$1"
	mkdir -p "$1/deb/partial" "$1/unpacked"
	apt-get -q -y --download-only --no-install-recommends --reinstall \
		-o Dir::Cache::archives="$1/deb" -o Debug::NoLocking=true \
		install "$NAME" || return
	for deb in "$1"/deb/*.deb; do
		dpkg-deb -x "$deb" "$1/unpacked" || return
	done
}

# lay_out <directory>: the program, its loader and its libraries.
lay_out() {
	from=$1/unpacked to=$1/root
	mkdir -p "$to/soak" "$to/$LIBS" "$to/lib64"
	LD_LIBRARY_PATH=$from/usr/$LIBS:$from/$LIBS \
		ldd "$from/usr/bin/$NAME" >"$1/ldd" || return
	cat "$1/ldd"
	! grep 'not found' "$1/ldd" || return
	sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' "$1/ldd" |
	while read -r lib; do
		cp -L "$lib" "$to/$LIBS/" || exit
	done || return
	cp -L /lib64/ld-linux-x86-64.so.2 "$to/lib64/" &&
	cp "$from/usr/bin/$NAME" "$to/soak/"
}

no_arguments "$@"
[ ! -x "$STRESS/root/soak/$NAME" ] || exit 0
command -v apt-get >/dev/null || skip "no apt-get: Debian's $NAME is not had"
if [ -z "$(apt-cache search --names-only "^$NAME\$")" ] && [ "$(id -u)" = 0 ]
then
	step stress-update "reading the package lists" apt-get -q update || :
fi
step stress-fetch "fetching $NAME" fetch "$STRESS.new" ||
	skip "$NAME cannot be fetched (see $LOGS/stress-fetch.log): run" \
	     "apt-get update as root"
step stress-layout "collecting its libraries" lay_out "$STRESS.new" ||
	die "$NAME lacks a library: see $LOGS/stress-layout.log"
rm -rf "$STRESS" "$STRESS.new/deb" "$STRESS.new/unpacked"
mv "$STRESS.new" "$STRESS"
