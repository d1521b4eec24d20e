#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's own kernels, whose IBRS nobody here wrote: fetches one from the
# package archive, and takes its symbols out of it.
#
# Usage: debian.sh [-n] [flavour]
#   -n       print the directory of that flavour, and do nothing
#   flavour  cloud-amd64 (the default: boots fastest), amd64, which also has
#            what the former is built without: CONFIG_X86_MCE, so a #MC entry,
#            or rt-amd64; and these three with 6.12- ahead of them. +mended behind
#            it: an ELF file, without the stores that are an R4 of ibrs-check
#
# Leaves build/debian/<flavour>/{vmlinuz,vmlinux,kallsyms,version}. 77 where
# the package cannot be had.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

# The newest of its line: 6.1 is Debian 12's, 6.12 comes to it by backports and
# by security updates. Other lines do otherwise what cases.cfg says of 6.1.
package() {
	apt-cache search --names-only \
		"^linux-image-${LINE}[0-9.+a-z]*(-[0-9]+)?-${FLAVOUR#6.12-}\$" |
		sed 's/ .*//' | sort -V | tail -n 1
}

fetch() {
	rm -rf "$DIR.new"
	mkdir -p "$DIR.new" && cd "$DIR.new" &&
	apt-get -q download "$1" && dpkg-deb -x ./*.deb root &&
	mv root/boot/vmlinuz-* vmlinuz && rm -rf root &&
	echo ./*.deb | sed 's|.*linux-image-\([^_]*\)_\([^_]*\)_.*|\1 \2|' \
		>version && rm -f ./*.deb
}

# No System.map in the package that is not a placeholder.
symbols() {
	"$TOOLS/extract" "$1/vmlinuz" "$1/vmlinux" &&
	"$TOOLS/ibrs-check" --kallsyms "$1/vmlinux" >"$1/kallsyms"
}

mended() {
	"$0" "$PLAIN" && "$TOP/tests/build.sh" ibrs-check && rm -rf "$DIR" "$DIR.new" &&
	cp -r "$DEBIAN/$PLAIN" "$DIR.new" &&
	"$TOOLS/ibrs-alter" mended R4 "$DIR.new/vmlinux" "$DIR.new/vmlinuz" &&
	mv "$DIR.new" "$DIR"
}

ONLY_NAME=''
[ "${1:-}" != -n ] || { ONLY_NAME=1; shift; }
FLAVOUR=${1:-cloud-amd64} LINE='6\.1\.'
PLAIN=${FLAVOUR%+mended}
case ${PLAIN#6.12-} in
amd64 | cloud-amd64 | rt-amd64) ;;
*) die "debian.sh: no flavour '$FLAVOUR'; there are: amd64 cloud-amd64" \
	"rt-amd64, and 6.12-amd64 and so on" ;;
esac
[ "$FLAVOUR" = "${FLAVOUR#6.12-}" ] || LINE='6\.12\.'
DIR=$DEBIAN/$FLAVOUR
[ -z "$ONLY_NAME" ] || { echo "$DIR"; exit 0; }
[ ! -s "$DIR/vmlinux" ] || exit 0
[ "$PLAIN" = "$FLAVOUR" ] || { mended; exit; }
command -v apt-get >/dev/null || skip "no apt-get: Debian's kernel is not had"
name=$(package)
[ -n "$name" ] || [ "$(id -u)" != 0 ] || {
	step debian-update "reading the package lists" apt-get -q update || :
	name=$(package); }
[ -n "$name" ] || skip "apt knows no kernel $FLAVOUR (Debian 12; 6.12 by" \
	"backports or security updates): run apt-get update as root"
size=$(apt-cache show "$name" | sed -n 's/^Size: \(.*\)....../\1/p;T;q')
step "debian-$FLAVOUR" "fetching $name, ${size:-under 1} MB" fetch "$name" ||
	skip "$name cannot be fetched (see $LOGS/debian-$FLAVOUR.log)"
"$TOP/tests/build.sh" ibrs-check
symbols "$DIR.new" || die "Debian's kernel did not give its symbols"
rm -rf "$DIR" && mv "$DIR.new" "$DIR"
