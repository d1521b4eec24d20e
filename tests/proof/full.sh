#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The long tests of the series.
#
# Usage: full.sh apply|prefixes|configs...
#   apply      git am on the plain tag, quilt push -a on a plain tree, both
#              without fuzz, and both give the same files
#   prefixes   the tree after each patch builds (config small) and boots
#   configs    each configuration of scripts/config builds, and boots unless
#              it says "#: boot no"

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

PLAIN=$BUILD/linux-plain	# for git am and for each prefix
QUILTED=$BUILD/linux-quilt
PREFIX=$KERNELS/prefix

plain_tree() {
	rm -rf "$QUILTED"
	mkdir -p "$QUILTED"
	rm -f "$QUILTED.index"
	GIT_INDEX_FILE=$QUILTED.index git -C "$WORK" read-tree base &&
	GIT_INDEX_FILE=$QUILTED.index git -C "$WORK" checkout-index -a \
		--prefix="$QUILTED/" && rm -f "$QUILTED.index"
}

quilt_push() {
	cd "$QUILTED" && QUILT_PATCHES=$PATCHES QUILT_PATCH_OPTS=-F0 \
		quilt --quiltrc - push -a
}

# Offsets are an error like fuzz: the patches are for this tree exactly.
full_apply() {
	[ -n "$(series_list)" ] || skip 'apply: the series is empty'
	rm -rf "$PLAIN"
	checkout_at "$PLAIN" base
	# shellcheck disable=SC2046
	step full-am 'git am on the plain tag' git -C "$PLAIN" am --no-3way \
		$(series_paths) || fail 'apply: git am'
	step full-copy 'a plain tree for quilt' plain_tree ||
		die 'apply: no plain tree'
	step full-quilt 'quilt push -a' quilt_push || fail 'apply: quilt'
	! grep -n -E 'fuzz|offset' "$LOGS/full-quilt.log" ||
		fail "apply: quilt needs fuzz or offsets"
	step full-same 'comparing' diff -r -q -x .git -x .pc "$PLAIN" \
		"$QUILTED" || fail 'apply: git am and quilt differ'
	rm -rf "$QUILTED"
	note "apply: $(series_list | wc -l) patches, git am and quilt, no fuzz"
}

# boots <bzImage directory> <name>: to the guest's closing line, nothing failed.
boots() {
	console=$RESULTS/$2/console.log
	keep_old "$RESULTS/$2"
	mkdir -p "$RESULTS/$2"
	rc=0
	step "boot-$2" "booting $2" "$TOP/tests/qemu.sh" \
		-k "$1/arch/x86/boot/bzImage" -i "$BOOT/initrd.cpio" -n 2 \
		-a 'quiet spectre_v2=ibrs pti=on ibrs.loops=10' -t 900 \
		-o "$console" || rc=$?
	if grep -q '^ibrs-guest: done .*fail=0 ' "$console"; then
		return 0
	fi
	note "--- the last lines of $console:" >&2
	tail -n 10 "$console" | sed 's/^/  | /' >&2
	grep '^not ok' "$console" >&2 || :
	return 1
}

full_prefixes() {
	"$TOP/tests/build.sh" guest
	failed=0 count=0
	for commit in $(git -C "$WORK" rev-list --reverse series-base..HEAD); do
		count=$((count + 1))
		checkout_at "$PLAIN" "$commit"
		note "  $count: $(git -C "$PLAIN" log -1 --format=%s)"
		"$TOP/scripts/kernel.sh" -s "$PLAIN" -o "$PREFIX" small &&
			boots "$PREFIX" "prefix-$count" ||
			failed=$((failed + 1))
	done
	[ "$count" -gt 0 ] || skip 'prefixes: the series is empty'
	[ "$failed" -eq 0 ] || fail "prefixes: $failed of $count"
	note "prefixes: each of $count builds and boots"
}

full_configs() {
	"$TOP/tests/build.sh" guest
	failed='' count=0
	for file in "$TOP"/scripts/config/*.config; do
		name=$(basename "$file" .config)
		count=$((count + 1))
		if ! "$TOP/scripts/kernel.sh" "$name"; then
			failed="$failed $name"
			continue
		fi
		! grep -q '^#: boot no' "$file" || continue
		boots "$KERNELS/$name" "config-$name" || failed="$failed $name"
	done
	[ -z "$failed" ] || fail "configs:$failed"
	note "configs: $count build, and boot where they can"
}

[ $# -gt 0 ] || usage 2 >&2
case $1 in
-h | --help) usage 0 ;;
esac
"$TOP/scripts/tree.sh"
for part; do
	case $part in
	apply) full_apply ;;
	prefixes) full_prefixes ;;
	configs) full_configs ;;
	*) usage 2 >&2 ;;
	esac
done
