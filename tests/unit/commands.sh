# SPDX-License-Identifier: GPL-2.0-only
# Where the commands marked `unit' run: a copy of the project without build/,
# with what unit.sh built, one with a fake tree and series (p), plain fake trees.
# Nothing is installed.
. "$(dirname "$0")/project"
mkdir -p "$T/copy/build" "$T/bin"
(cd "$HERE" && find . -path ./build -prune -o -path ./.git -prune -o -type f \
	-print | cpio -p -d -m --quiet "$T/copy")
cp -a "$HERE/build/tools" "$T/copy/build/" && rm "$T/copy/build/tools/ibrs-"[cr]*
cp "$HERE/Makefile" "$T/p/" && cp "$HERE/tests/path.mk" "$T/p/tests/"
for name in apt-get sudo; do
	printf '#!/bin/sh\nexit 1\n' >"$T/bin/$name"
	chmod +x "$T/bin/$name"
done
fake_series
rm -rf "$T/p/build"
cp -a "$T/tree" "$T/plain" && cp -a "$T/tree" "$T/quilted"
git -C "$T/plain" init -q
git -C "$T/plain" add -A
git -C "$T/plain" -c user.name=t -c user.email=t@t commit -q -m plain
sed -i "s,^url .*,url file:///nonexistent," "$T/copy/patches/base"
# Mails go nowhere.
printf '#!/bin/sh\nexec cat >/dev/null\n' >"$T/bin/mta"
chmod +x "$T/bin/mta"
export GIT_CONFIG_GLOBAL="$T/gitconfig"
printf '[sendemail]\n%s\n' "smtpServer = $T/bin/mta
confirm = never
from = Your Name <you@your.org>" >"$GIT_CONFIG_GLOBAL"
export PATH="$T/bin:$PATH"
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t
make -s -C "$HERE/tests" O="${TOOLS:=$HERE/build/tools}" "$TOOLS/unit/commands"
cd "$HERE/tests" || exit
HERE=$T/p "$TOOLS/unit/commands" unit "$T"
