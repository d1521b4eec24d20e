#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes build/image/image.iso, which GRUB boots from a CD or a USB stick on a
# PC with BIOS, from the entry image.
#
# Usage: iso.sh [-p] [-o <file>]
#   -p   install what is missing: grub-pc-bin, grub-common, xorriso, mtools
#   -o   the ISO, when not build/image/image.iso
#
# The menu: both states and the cost (default); without PTI; IBRS off only. The
# image writes to COM1 at 115200 and to the screen, and stays where it ended.
# APPEND= adds to each command line, GRUB_TIMEOUT= is the menu's, in seconds.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

entry() {
	printf 'menuentry "%s" {\n\tmultiboot2 /boot/image.elf %s\n\tboot\n}\n' \
		"$1" "$2${APPEND:+ $APPEND}"
}

PACKAGES='' ISO=$IMAGEDIR/image.iso
while getopts po: opt; do
	case $opt in
	p) PACKAGES=1 ;;
	o) ISO=$OPTARG ;;
	*) usage 2 >&2 ;;
	esac
done
shift $((OPTIND - 1))
no_arguments "$@"
names=$("$TOP/scripts/setup.sh" -n iso)
[ -z "$names" ] || [ -n "$PACKAGES" ] ||
	skip "no ISO:$names not installed: make iso installs what it needs"
"$TOP/scripts/setup.sh" iso
"$TOP/tests/build.sh" image
rm -rf "$IMAGEDIR/iso"
mkdir -p "$IMAGEDIR/iso/boot/grub"
cp "$IMAGEDIR/image.elf" "$IMAGEDIR/iso/boot/"
{ echo "set timeout=${GRUB_TIMEOUT:-3}"
  entry 'IBRS entry image: off, on and the cost' 'spectre_v2=ibrs pti=on'
  entry 'IBRS entry image: without PTI' 'spectre_v2=ibrs pti=off'
  entry 'IBRS entry image: IBRS off' 'spectre_v2=off pti=on'
} >"$IMAGEDIR/iso/boot/grub/grub.cfg"
step iso 'making the ISO' grub-mkrescue -d /usr/lib/grub/i386-pc \
	-o "$ISO" "$IMAGEDIR/iso" ||
	die "grub-mkrescue failed: see $LOGS/iso.log"
note "$ISO: $(wc -c <"$ISO") bytes, for a CD or (dd) a USB stick; to see it:" \
     "qemu-system-x86_64 -m 512 -cdrom $ISO -serial stdio"
