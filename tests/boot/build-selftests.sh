#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# build-selftests.sh LINUX_SRC OUT: build the x86 selftests of a kernel tree
# static, 32- and 64-bit, into OUT/bin. The tree is only read. OUT/list.txt
# says of each program "built" or the first error of its compiler.
set -eu

tree=$1
out=$2
self=tools/testing/selftests
defs=arch/x86/include/asm/desc_defs.h
x86=$out/src/$self/x86

for f in "$self/x86/Makefile" "$self/lib.mk" "$defs"; do
	[ -f "$tree/$f" ] && continue
	echo "LINUX_SRC=$tree: no $f there, give a kernel source tree" >&2
	exit 1
done

rm -rf "$out"
mkdir -p "$x86" "$out/src/${defs%/*}" "$out/bin" "$out/log"
cp -R "$tree/$self/x86/." "$x86"
cp "$tree/$self/lib.mk" "$out/src/$self/lib.mk"
cp "$tree/$defs" "$out/src/$defs"
chmod -R u+w "$out/src"

# What glibc changed since: SIGSTKSZ is no constant, pkey_*() are taken.
cat > "$out/src/compat.h" <<'EOF'
#ifndef __ASSEMBLER__
#define _GNU_SOURCE
#include <signal.h>
#include <sys/mman.h>
#undef SIGSTKSZ
#define SIGSTKSZ 65536
#define pkey_get selftest_pkey_get
#define pkey_set selftest_pkey_set
#endif
EOF

# The tree's own Makefile knows which program is built for which width.
cat > "$x86/list.mk" <<'EOF'
include Makefile
list:
	@echo $(notdir $(BINARIES_32) $(BINARIES_64))
EOF
unset MAKEFLAGS MAKELEVEL MFLAGS
run_make() { make -s -C "$x86" OUTPUT="$out/bin" CC=gcc "$@"; }

names=$(run_make -f list.mk list)
for name in $names; do
	if run_make EXTRA_CFLAGS="-static -w -include $out/src/compat.h" \
		"$out/bin/$name" > "$out/log/$name" 2>&1; then
		echo "$name built"
		strip "$out/bin/$name"
	else
		rm -f "$out/bin/$name"
		error=$(grep -m1 -e 'error:' -e 'undefined reference' \
			-e 'Error' "$out/log/$name" || echo 'no message')
		echo "$name not built: ${error#"$x86/"}"
	fi
done > "$out/list.txt"
if [ -z "$(ls "$out/bin")" ]; then
	echo "no selftest could be built, see $out/log" >&2
	exit 1
fi
