#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds build/linux (or another source) with one named configuration.
#
# Usage: kernel.sh [-n|-c] [-s <source> -o <directory>] [config]
#   config   a file of scripts/config/ without .config; default small
#   -n       print the name of the build directory, build nothing
#   -c       configure only
#   -s       a kernel source other than build/linux
#   -o       the build directory for it
#   CONFIG=<file>   a Kconfig fragment on top, built in a directory of its own
#   JOBS=<n>
#
# A configuration is make allnoconfig with its fragments on top. In one of them
# "#: base <name>" puts another one below it, "#: arch <arch>" and "#: start <make
# target>" replace x86_64 and allnoconfig; "#: patch <file>" is put into the
# source: a copy of build/linux, or that of -s. Each symbol set must be there then.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

SOURCE=$WORK OUT='' ONLY=''
while getopts ncs:o: opt; do
	case $opt in
	n) ONLY=name ;;
	c) ONLY=config ;;
	s) SOURCE=$OPTARG ;;
	o) OUT=$OPTARG ;;
	*) usage 2 >&2 ;;
	esac
done
shift $((OPTIND - 1))
NAME=${1:-small}

FRAGMENT=$TOP/scripts/config/$NAME.config
frag_get() { sed -n "s/^#: $1 //p" "$FRAGMENT" | grep . || echo "${2:-}"; }

# max-page-size: binutils 2.31 and later take 4 KiB by default. Without
# CONFIG_RELOCATABLE v4.15 moves its segments apart in place when it unpacks, and
# one can then overwrite the next. Such a kernel dies without a word.
kmake() {
	make -C "$SOURCE" O="$OUT" ARCH="$ARCH" "-j$JOBS" LOCALVERSION='' \
		LD='ld -z max-page-size=0x200000' \
		CC="${CCACHE}gcc" HOSTCC="${CCACHE}gcc" \
		KCFLAGS=-fno-reorder-blocks-and-partition \
		KBUILD_BUILD_TIMESTAMP='Sun Jan 28 22:00:00 UTC 2018' \
		KBUILD_BUILD_VERSION=1 KBUILD_BUILD_USER=ibrs \
		KBUILD_BUILD_HOST=ibrs "$@"
}

# Each time: the series may have brought a new symbol. Unchanged ones cost nothing,
# kbuild looks at each symbol by itself.
configure() {
	mkdir -p "$OUT" || return
	"$TOOLS/kconfig" merge "$FRAGMENT" ${CONFIG:+"$CONFIG"} \
		>"$OUT/wanted.new" || return
	kmake KCONFIG_ALLCONFIG="$OUT/wanted.new" "$START" || return
	lost=$("$TOOLS/kconfig" dropped "$OUT/wanted.new" "$OUT/.config") ||
		return
	[ -z "$lost" ] ||
		die "config $NAME: Kconfig dropped ${lost}(a dependency is" \
		    "missing, or v4.15 has no such symbol): correct the fragment"
	mv "$OUT/wanted.new" "$OUT/wanted"
}

# stamp: the source commit, the configuration and the compiler, or nothing
# when the source has edits: make has to look then.
stamp() {
	[ -z "$(git -C "$SOURCE" status --porcelain)" ] || return 0
	git -C "$SOURCE" rev-parse HEAD || return 0
	cat "$OUT/wanted" 2>/dev/null || :
	gcc --version | head -n 1
} 2>/dev/null

tool kconfig
[ -f "$FRAGMENT" ] || die "no configuration '$NAME'; there are:" \
	"$(cd "$TOP/scripts/config" && echo *.config | sed 's/\.config//g')"
ARCH=$(frag_get arch x86_64) START=$(frag_get start allnoconfig)
PATCH=$(frag_get patch)
case $NAME in judged/*) LABEL=$(basename "${OUT%/*}" .work) ;; *) LABEL=$NAME ;; esac
if [ -n "${CONFIG:-}" ]; then
	[ -f "$CONFIG" ] || die "CONFIG=$CONFIG: no such file"
	plain "CONFIG=$CONFIG" "$CONFIG"
	"$TOOLS/kconfig" merge "$CONFIG" >/dev/null || exit
	LABEL=$NAME-$(basename "$CONFIG" .config)-$(hash_of "$CONFIG")
fi
OUT=${OUT:-$KERNELS/$LABEL}
[ "$ONLY" != name ] || { echo "$OUT"; exit; }
[ -f "$SOURCE/Makefile" ] || die "no kernel source at $SOURCE: run make tree"

# One at a time in each directory. With -o the lock is not handed on to what
# step() leaves in the background.
if [ "${KERNEL_LOCK:-}" != "$OUT" ]; then
	mkdir -p "$(dirname "$OUT")"
	flock -n "$OUT.lock" true ||
		note "  kernel $LABEL: waiting for its build, which is under way"
	KERNEL_LOCK=$OUT exec flock -o "$OUT.lock" "$0" ${ONLY:+-c} \
		-s "$SOURCE" -o "$OUT" "$NAME"
fi
if [ -n "$PATCH" ]; then
	[ "$SOURCE" != "$WORK" ] || {
		SOURCE=$BUILD/$NAME/linux
		checkout_at "$SOURCE" HEAD
		git -C "$WORK" diff HEAD | git -C "$SOURCE" apply --allow-empty
	}
	git -C "$SOURCE" am -q "$TOP/$PATCH" || die "config $NAME: $PATCH does not apply"
fi
CCACHE=$(! command -v ccache >/dev/null || echo 'ccache ')
# To preprocess once is a quarter less. CCACHE_DEPEND=1 does not see an .incbin.
export CCACHE_BASEDIR="${SOURCE%/*}" CCACHE_NOHASHDIR=1 CCACHE_NOCPP2=1

"$TOOLS/kconfig" merge "$FRAGMENT" ${CONFIG:+"$CONFIG"} |
	cmp -s - "$OUT/wanted" || rm -f "$OUT/stamp"
if [ -f "$OUT/stamp" ] && [ -n "$(stamp)" ] &&
   [ "$(stamp)" = "$(cat "$OUT/stamp")" ]; then
	exit 0
fi
rm -f "$OUT/stamp"
step "config-$LABEL" "kernel $LABEL: configuring" configure ||
	die "config $LABEL: see $LOGS/config-$LABEL.log"
[ "$ONLY" != config ] || exit 0
step "kernel-$LABEL" "kernel $LABEL: building with -j$JOBS" kmake ||
	die "kernel $LABEL: the build failed, see $LOGS/kernel-$LABEL.log"
stamp >"$OUT/stamp"
[ -s "$OUT/stamp" ] || rm -f "$OUT/stamp"
