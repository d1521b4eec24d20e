# SPDX-License-Identifier: GPL-2.0-only
# own-qemu.sh where nothing can be built: each reason is one line.
. "$(dirname "$0")/project"

OWN=$T/p/build/qemu
mkdir -p "$T/bin" "$OWN" "$T/p/tests/rig"
cp "$HERE/tests/rig/qemu-7.2.patch" "$T/p/tests/rig/"
PATH=$T/bin:$PATH
printf '#!/bin/sh\n' >"$T/p/scripts/setup.sh"
printf '#!/bin/sh\ncat %s\n' "$T/version" >"$T/bin/dpkg-query"
printf '#!/bin/sh\necho apt-get ran "$@"; exit 1\n' >"$T/bin/apt-get"
printf '#!/bin/sh\necho "list=%s/l parts=%s/d"\n' "$T" "$T" >"$T/bin/apt-config"
chmod +x "$T/bin"/*

touch "$T/version"
t 'no QEMU of Debian' gives 2 'this system has none' p tests/own-qemu.sh
echo 1:10.0.2+ds-2 >"$T/version"
t 'another version' gives 2 'the patch is for .*7.2, .* has 1:10.0.2+ds-2' \
	p tests/own-qemu.sh
echo 1:7.2+dfsg-7 >"$T/version"
t 'the source cannot be had' gives 77 \
	'SKIP: the source of QEMU 1:7.2+dfsg-7 cannot be had' p tests/own-qemu.sh
t 'though it was asked for' grep -q 'apt-get ran .* source .*qemu=1:7.2+dfsg-7' \
	"$T/p/build/logs/qemu-fetch.log"

mkdir "$T/d"
echo 'deb [a=b] x://y z main' >"$T/l"
printf 'Types: deb\nURIs: x://w\n' >"$T/d/some.sources"
p tests/own-qemu.sh >/dev/null 2>&1 || :
t "the machine's lines become deb-src ones" grep -q '^deb-src \[a=b\] x://y z' \
	"$OWN.new/parts/own.list"
t 'in the newer form too' grep -qx 'Types: deb-src' \
	"$OWN.new/parts/some.sources"

echo "1:7.2+dfsg-7 $(cat "$T/p/tests/rig/qemu-7.2.patch" \
	"$T/p/tests/own-qemu.sh" | sha256sum | cut -c1-12)" >"$OWN/id"
t 'nothing to do' gives 0 '' p tests/own-qemu.sh
t 'is not said' [ ! -s "$T/out" ]
end
