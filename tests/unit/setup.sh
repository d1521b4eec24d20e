# SPDX-License-Identifier: GPL-2.0-only
# setup, on a machine that lacks something.
. "$(dirname "$0")/project"

# A PATH with everything but quilt, where nobody is root and apt-get would
# tell on itself.
mkdir "$T/bin"
for dir in /usr/sbin /sbin /usr/bin /bin; do
	for tool in "$dir"/*; do
		ln -sf "$tool" "$T/bin/"
	done
done
rm -f "$T/bin/quilt" "$T/bin/sudo" "$T/bin/id" "$T/bin/apt-get"
printf '#!/bin/sh\necho 1000\n' >"$T/bin/id"
printf '#!/bin/sh\necho apt-get ran "$@"; exit 1\n' >"$T/bin/apt-get"
chmod +x "$T/bin/id" "$T/bin/apt-get"
sed -i "s|^PATH=.*|PATH=$T/bin|" "$T/p/scripts/setup.sh"
t 'the PATH was replaced' grep -q "^PATH=$T/bin" "$T/p/scripts/setup.sh"

t 'not root, no sudo: the packages by name' gives 2 \
	'neither root nor sudo.*apt-get install.* quilt' p scripts/setup.sh
t 'and apt-get is left alone' [ "$(grep -c 'apt-get ran' "$T/out")" = 0 ]
printf '#!/bin/sh\nexit 0\n' >"$T/bin/sudo"
chmod +x "$T/bin/sudo"
t 'sudo that does not help' gives 2 'still missing after apt-get: quilt' \
	p scripts/setup.sh
printf '#!/bin/sh\necho 0\n' >"$T/bin/id"
t 'apt-get that fails' gives 2 'apt-get could not install' p scripts/setup.sh
rm "$T/bin/apt-get"
t 'no Debian' gives 2 "missing: quilt (Debian 12's names)" p scripts/setup.sh
ln -s /bin/true "$T/bin/quilt"
t 'nothing missing' gives 0 '' p scripts/setup.sh
t 'says nothing' [ ! -s "$T/out" ]
echo >"$T/p/scripts/packages"
t 'a list that is empty' gives 2 "no list 'all'" p scripts/setup.sh
end
