#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes sure that everything this project calls is installed (Debian 12).
#
# Usage: setup.sh [qemu]
#   qemu   what make qemu needs, and nothing else does
#
# Nothing missing: says nothing. Otherwise installs the missing packages by
# apt as root or through sudo; with neither, one error names them.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

# need <package> <test...>: the package, unless the test finds it.
need() {
	package=$1
	shift
	"$@" >/dev/null 2>&1 || MISSING="$MISSING $package"
}
command_() { command -v "$1"; }
header() { echo "#include <$1>" | gcc -E -x c -; }
m32() { echo 'int x;' | gcc -m32 -c -x c -o /dev/null - && header32; }
header32() { echo '#include <stdio.h>' | gcc -m32 -E -x c -; }

look() {
	MISSING=''
	"look_$FOR"
}

look_qemu() {
	need dpkg-dev command_ dpkg-source
	need meson command_ meson
	need ninja-build command_ ninja
	need pkg-config command_ pkg-config
	need libfdt-dev header libfdt.h
	need libglib2.0-dev pkg-config --exists glib-2.0
	need libpixman-1-dev pkg-config --exists pixman-1
	need zlib1g-dev header zlib.h
}

look_all() {
	need gcc command_ gcc
	need git command_ git
	need qemu-system-x86 command_ qemu-system-x86_64
	need libc6-dev header stdio.h
	need libelf-dev header gelf.h
	need libzydis-dev header Zydis/Zydis.h
	need libssl-dev header openssl/ssl.h
	need gcc-multilib m32
	need bison command_ bison
	need flex command_ flex
	need bc command_ bc
	need ccache command_ ccache
	need cpio command_ cpio
	need curl command_ curl
	need kmod command_ depmod
	need patch command_ patch
	need perl command_ perl
	need quilt command_ quilt
	need rsync command_ rsync
	need shellcheck command_ shellcheck
	need xz-utils command_ xz
	need ovmf test -f /usr/share/OVMF/OVMF_CODE.fd
}

# shellcheck disable=SC2086 # a list of names, and an empty word for root
install_() {
	$1 apt-get -q update &&
	$1 env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		--no-install-recommends install $MISSING
}

FOR=${1:-all}
case $FOR in
all | qemu) ;;
-h) usage ;;
*) usage 2 >&2 ;;
esac
PATH=$PATH:/usr/sbin:/sbin
look
[ -n "$MISSING" ] || exit 0
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
