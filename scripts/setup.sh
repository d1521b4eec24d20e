#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes sure that everything this project calls is installed (Debian 12):
# scripts/packages has the list.
#
# Usage: setup.sh [-n] [qemu|iso|mail|bench]
#   -n     only names what is missing
#   qemu   what make qemu needs, and nothing else does; iso, mail: what make
#          iso, make mail and sending what that made, make bench do
#
# Nothing missing: says nothing. Otherwise installs the missing packages by
# apt as root or through sudo; with neither, one error names them.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

# there <how> <argument...>: is what a line of the list asks for there?
there() {
	case $1 in
	program) command -v "$2" ;;
	version) "$2" --version | grep "$3" ;;
	header)	echo "#include <$2>" | gcc -E -x c - ;;
	header32) echo "#include <$2>" | gcc -m32 -c -x c -o /dev/null - ;;
	module)	pkg-config --exists "$2" ;;
	file)	[ -e "$2" ] ;;
	*)	die "scripts/packages: no test '$1'" ;;
	esac
}

# look: sets MISSING.
look() {
	MISSING=$(sed -n "/^# $FOR\$/,/^#/p" "$TOP/scripts/packages" |
	while read -r package how; do
		# shellcheck disable=SC2086 # words
		[ "$package" = '#' ] || there $how >/dev/null 2>&1 </dev/null ||
			printf ' %s' "$package"
	done)
}

# shellcheck disable=SC2086 # a list of names, and an empty word for root
install_() {
	$1 apt-get -q update &&
	$1 env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		--no-install-recommends install $MISSING
}

ONLY_NAME=''
[ "${1:-}" != -n ] || { ONLY_NAME=1; shift; }
FOR=${1:-all}
case $FOR in
all | qemu | iso | mail | bench) ;;
*) usage 2 >&2 ;;
esac
PATH=$PATH:/usr/sbin:/sbin
grep -qxF "# $FOR" "$TOP/scripts/packages" ||
	die "scripts/packages has no list '$FOR': git checkout it"
look
[ -n "$MISSING" ] || exit 0
[ -z "$ONLY_NAME" ] || { echo "$MISSING"; exit 0; }
how="apt-get install$MISSING"
command -v apt-get >/dev/null ||
	die "missing:$MISSING (Debian 12's names); install them, no apt-get here"
if [ "$(id -u)" = 0 ]; then
	SUDO=''
elif sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }
then
	SUDO=sudo
else
	die "missing packages, and neither root nor sudo to install them:" \
	    "run as root: $how"
fi
step setup "installing$MISSING" install_ "$SUDO" ||
	die "apt-get could not install them: see $LOGS/setup.log, or run $how"
look
[ -z "$MISSING" ] || die "still missing after apt-get:$MISSING"
