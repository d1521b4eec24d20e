#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's own kernel, whose IBRS nobody here wrote: fetches it from the
# package archive, and its symbols from a boot of it.
#
# Usage: debian.sh [-n] [flavour]
#   -n       print the directory of that flavour, and do nothing
#   flavour  cloud-amd64 (the default: boots fastest) or amd64, which also has
#            what the former is built without: CONFIG_X86_MCE, so a #MC entry
#
# Leaves build/debian/<flavour>/{vmlinuz,kallsyms,version}. Exit status 77 where
# the package cannot be had.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

# The kernel the meta package stands for, of the 6.1 line: later ones replaced
# the way IBRS is entered, and cases.cfg states what 6.1 is known to do.
package() {
	apt-cache depends "$META" 2>/dev/null |
		sed -n 's/.*Depends: \(linux-image-6\.1\..*\)/\1/p' | head -n 1
}

fetch() {
	rm -rf "$DIR.new"
	mkdir -p "$DIR.new" && cd "$DIR.new" &&
	apt-get -q download "$1" && dpkg-deb -x ./*.deb root &&
	mv root/boot/vmlinuz-* vmlinuz && rm -rf root &&
	echo ./*.deb | sed 's|.*linux-image-\([^_]*\)_\([^_]*\)_.*|\1 \2|' \
		>version && rm -f ./*.deb
}

# No System.map in the package that is not a placeholder: ask the kernel.
symbols() {
	"$TOP/tests/qemu.sh" -k "$1/vmlinuz" -i "$BOOT/initrd.cpio" -t 300 \
		-a 'quiet ibrs.work=none ibrs.kallsyms=1' -o "$1/console" &&
	sed -n '/^KALLSYMS-BEGIN/,/^KALLSYMS-END/p' "$1/console" |
		tr -d '\r' | grep '^[0-9a-f]\{16\} ' >"$1/kallsyms" &&
	grep -q ' __entry_text_start$' "$1/kallsyms" &&
	rm -f "$1/console"
}

ONLY_NAME=''
while getopts n opt; do
	case $opt in
	n) ONLY_NAME=1 ;;
	*) usage 2 >&2 ;;
	esac
done
shift $((OPTIND - 1))
FLAVOUR=${1:-cloud-amd64}
case $FLAVOUR in
amd64 | cloud-amd64) ;;
*) die "debian.sh: no flavour '$FLAVOUR'; there are: amd64 cloud-amd64" ;;
esac
META=linux-image-$FLAVOUR
DIR=$DEBIAN/$FLAVOUR
[ -z "$ONLY_NAME" ] || { echo "$DIR"; exit 0; }
[ ! -s "$DIR/kallsyms" ] || exit 0
command -v apt-get >/dev/null || skip "no apt-get: Debian's kernel is not had"
name=$(package)
if [ -z "$name" ] && [ "$(id -u)" = 0 ]; then
	step debian-update "reading the package lists" apt-get -q update || :
	name=$(package)
fi
[ -n "$name" ] || skip "apt knows no $META of the 6.1 line (Debian 12):" \
	"run apt-get update as root"
step debian-fetch "fetching $name" fetch "$name" ||
	skip "$name cannot be fetched (see $LOGS/debian-fetch.log)"
"$TOP/tests/build.sh" guest
step debian-symbols "booting it once for its symbols" symbols "$DIR.new" ||
	die "Debian's kernel did not give its symbols: see" \
	    "$LOGS/debian-symbols.log and $DIR.new/console"
rm -rf "$DIR"
mv "$DIR.new" "$DIR"
