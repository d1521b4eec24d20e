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
#            or rt-amd64: the newest 6.1; these three with 6.12- ahead of them; or
#            one by its release, as 6.1.0-57-amd64. +mended behind it: an ELF
#            file, without the stores that are an R4 of ibrs-check
#
# Leaves build/debian/<flavour>/ as ibrs-subject does. Exit status 77 where the
# package cannot be had.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

mended() {
	"$0" "$PLAIN" && "$TOP/tests/build.sh" ibrs-check && rm -rf "$DIR" "$DIR.new" &&
	cp -r "$DEBIAN/$PLAIN" "$DIR.new" && rm "$DIR.new/vmlinuz" &&
	"$TOOLS/ibrs-alter" mended R4 "$DIR.new/vmlinux" "$DIR.new/vmlinuz" &&
	ln -sf vmlinuz "$DIR.new/vmlinux" && mv "$DIR.new" "$DIR"
}

ONLY_NAME=''
[ "${1:-}" != -n ] || { ONLY_NAME=1; shift; }
FLAVOUR=${1:-cloud-amd64}
PLAIN=${FLAVOUR%+mended}
case ${PLAIN#6.12-} in
amd64 | cloud-amd64 | rt-amd64) set -- "$PLAIN" ;;
*[!a-z0-9.+-]* | [!6-9]* | *[!4]) die "debian.sh: no flavour '$FLAVOUR'; there are: amd64" \
	"cloud-amd64 rt-amd64, 6.12-amd64 and so on, or a release (6.1.0-57-amd64)" ;;
*) set -- "linux-image-$PLAIN" ;;
esac
DIR=$DEBIAN/$FLAVOUR
[ -z "$ONLY_NAME" ] || { echo "$DIR"; exit 0; }
[ ! -s "$DIR/vmlinux" ] || exit 0
[ "$PLAIN" = "$FLAVOUR" ] || { mended; exit; }
"$TOP/tests/build.sh" ibrs-check
exec "$TOOLS/ibrs-subject" -f "$1" "$DIR"
