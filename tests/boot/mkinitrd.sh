#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# mkinitrd.sh OUT INIT GUEST32 [SELFTESTS-DIR|- [ROOT-DIR]]: pack the guest, as
# any user. ROOT-DIR's content is laid over the root directory.
set -eu

out=$1
init=$2
guest32=$3
selftests=${4--}
root=${5-}

tmp=$(mktemp -d "${out%/*}/initrd.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# Mount points exist before PID 1 runs: its first open is of the console.
mkdir "$tmp/bin" "$tmp/dev" "$tmp/proc" "$tmp/sys" "$tmp/tmp"
cp "$init" "$tmp/init"
cp "$guest32" "$tmp/bin/guest32"
if [ "$selftests" != - ]; then
	mkdir "$tmp/selftests"
	cp "$selftests"/* "$tmp/selftests"
fi
[ -z "$root" ] || cp -R "$root"/. "$tmp"
find "$tmp" -exec touch -h -d @0 {} +
(
	cd "$tmp"
	find . | LC_ALL=C sort | cpio --quiet --reproducible -R 0:0 -o -H newc
) > "$out.tmp"
mv "$out.tmp" "$out"
