#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Takes the vmlinux out of a bzImage or vmlinuz, as the boot protocol
# (Documentation/x86/boot.txt of the kernel) says where it is.
#
# Usage: extract.sh <vmlinuz> <vmlinux to write>

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

# field <offset> <bytes>: a little-endian number of the setup header
field() { od -An -v -t "u$2" --endian=little -j "$1" -N "$2" "$FILE" | tr -d ' '; }
payload() { tail -c "+$((START + 1))" "$FILE" | head -c "$LENGTH"; }

# unpack <tool>: what follows the stream (its size, padding) is not its error
unpack() {
	command -v "$1" >/dev/null || die "$FILE needs $1 to unpack: install it"
	payload | "$1" -dc >"$OUTPUT.new" 2>/dev/null || :
}

case ${1:-} in
-h | --help) usage 0 ;;
esac
[ $# -eq 2 ] || usage 2 >&2
FILE=$1 OUTPUT=$2
[ -r "$FILE" ] || die "$FILE: cannot be read"
[ "$(field 514 4)" = 1400005704 ] ||	# HdrS
	die "$FILE: no kernel image (bzImage, vmlinuz)"
[ "$(field 518 2)" -ge 520 ] ||
	die "$FILE: its boot protocol is older than 2.08"
sects=$(field 497 1)
[ "$sects" -ne 0 ] || sects=4
START=$(((sects + 1) * 512 + $(field 584 4)))
LENGTH=$(field 588 4)
magic=$(payload 2>/dev/null | od -An -v -t x1 -N 4 | tr -d ' ')
case $magic in
1f8b*) unpack gzip ;;
fd377a58) unpack xz ;;
5d0000*) unpack lzma ;;
425a68*) unpack bzip2 ;;
02214c18) unpack lz4 ;;
28b52ffd) unpack zstd ;;
7f454c46) payload >"$OUTPUT.new" ;;
*) die "$FILE: packed in a way not known here (magic $magic)" ;;
esac
if [ "$(od -An -v -t x1 -N 4 "$OUTPUT.new" | tr -d ' ')" != 7f454c46 ]; then
	rm -f "$OUTPUT.new"
	die "$FILE: what was unpacked is no ELF file: truncated?"
fi
mv "$OUTPUT.new" "$OUTPUT"
