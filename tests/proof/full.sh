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
#   JOBS=<n> HOSTS=<ssh login,...>   so many at a time (tests/parallel.sh)

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"
. "$TOP/tests/parallel.sh"

PLAIN=$BUILD/linux-plain	# for git am
QUILTED=$BUILD/linux-quilt

quilt_push() {
	cd "$QUILTED" && QUILT_PATCHES=$PATCHES QUILT_PATCH_OPTS=-F0 \
		quilt --quiltrc - push -a
}

# Offsets are an error like fuzz: the patches are for this tree exactly.
full_apply() {
	[ -n "$(series_list)" ] || skip 'apply: the series is empty'
	rm -rf "$PLAIN" "$QUILTED"
	mkdir -p "$QUILTED"
	checkout_at "$PLAIN" base
	# shellcheck disable=SC2046
	step full-am 'git am on the plain tag' git -C "$PLAIN" am --no-3way \
		$(series_paths) || fail 'apply: git am'
	step full-copy 'a plain tree for quilt' git_files "$WORK" base \
		"$QUILTED" || die 'apply: no plain tree'
	step full-quilt 'quilt push -a' quilt_push || fail 'apply: quilt'
	! grep -n -E 'fuzz|offset' "$LOGS/full-quilt.log" ||
		fail "apply: quilt needs fuzz or offsets"
	step full-same 'comparing' diff -r -q -x .git -x .pc "$PLAIN" \
		"$QUILTED" || fail 'apply: git am and quilt differ'
	rm -rf "$QUILTED"
	note "apply: $(series_list | wc -l) patches, git am and quilt, no fuzz"
}

# boots <O= directory>: to the guest's closing line, nothing failed.
boots() {
	step "boot-$NAME" "booting $NAME" "$TOP/tests/qemu.sh" -m \
		-k "$1/arch/x86/boot/bzImage" -i "$BOOT/initrd.cpio" -n 2 \
		-a 'quiet spectre_v2=ibrs pti=on ibrs.loops=10' -t 900 \
		-o "$OUT/console.log" || :
	! grep -q '^ibrs-guest: done .*fail=0 ' "$OUT/console.log" || return 0
	note "--- the last lines of $OUT/console.log:"
	tail -n 10 "$OUT/console.log" | sed 's/^/  | /'
	grep '^not ok' "$OUT/console.log" || :
	return 1
}

# One that refuses has been booted for nothing.
uses_ibrs() {
	grep -q '^# fact: spectre_v2=Mitigation: IBRS' "$OUT/console.log" || {
		grep '^# fact: spectre_v2=' "$OUT/console.log" || :
		return 1
	}
}

# The jobs. Each worker has a tree of its own, as deep as build/linux for ccache.
job_prefix() {
	worker=$BUILD/prefix/${PARALLEL_JOBSLOT:-1}
	mkdir -p "$worker/kernel"
	checkout_at "$worker/linux" "$1" || return
	note "  $NAME: $(git -C "$worker/linux" log -1 --format=%s)"
	"$TOP/scripts/kernel.sh" -s "$worker/linux" -o "$worker/kernel/prefix" \
		small && boots "$worker/kernel/prefix" &&
		objcopy -O binary -j .entry.text \
			"$worker/kernel/prefix/arch/x86/entry/entry_64.o" "$OUT/entry" &&
		[ -s "$OUT/entry" ]
}
job_config() {
	"$TOP/scripts/kernel.sh" "$1" || return
	grep -q '^#: boot no' "$TOP/scripts/config/$1.config" ||
		{ boots "$KERNELS/$1" && uses_ibrs; }
}

# each prefix|config: the list of "<name> <commit or configuration>" in $LIST,
# each with its word; FAILED are those that do not build or boot.
each() {
	"$TOP/tests/build.sh" guest rig
	JOB_LEAVES='build/results/{1}' in_parallel "full-$1" "$JOBS" "$0" \
		--job "$1" <"$LIST" || warn 'a job was cut off'
	FAILED='' COUNT=0 WORD=die
	while read -r name _; do
		COUNT=$((COUNT + 1))
		[ ! -e "$RESULTS/$name/fine" ] || continue
		FAILED="$FAILED $name"
		# where the guest only ran out of time nothing has failed
		grep -q ' fail=\(.*\) skip=.* timeout=\1\b' \
			"$RESULTS/$name/console.log" 2>&1 || WORD=fail
	done <"$LIST"
}

full_prefixes() {
	git -C "$WORK" rev-list --reverse series-base..HEAD | nl -w 1 |
		sed 's/^\([0-9]*\)./prefix-\1 /' >"$LIST"
	[ -s "$LIST" ] || skip 'prefixes: the series is empty'
	each prefix
	[ -z "$FAILED" ] || "$WORD" "prefixes, of $COUNT:$FAILED"
	# The self-check is off here: it is not there, to the byte.
	last=$("$TOOLS/series" upto "$PATCHES/series" beyond)
	[ "$COUNT" -le "$last" ] ||
		cmp "$RESULTS/prefix-$last/entry" "$RESULTS/prefix-$COUNT/entry" ||
		fail "prefixes: entry text of $last and $COUNT differs"
	note "prefixes: each of $COUNT builds and boots"
}

full_configs() {
	(cd "$TOP/scripts/config" && ls -- *.config) |
		sed 's/\(.*\)\.config/config-\1 \1/' >"$LIST"
	each config
	[ -z "$FAILED" ] || "$WORD" "configs:$FAILED"
	note "configs: $COUNT build, and boot where they can"
}

[ $# -gt 0 ] || usage 2 >&2
case $1 in
--job)	NAME=$3 OUT=$RESULTS/$3
	rm -rf "$OUT" && mkdir -p "$OUT"
	! "job_$2" "$4" || : >"$OUT/fine"
	exit 0 ;;
esac
"$TOP/scripts/tree.sh"
mkdir -p "$RESULTS"
LIST=$BUILD/full.list
for part; do
	case $part in
	apply | prefixes | configs) "full_$part" ;;
	*) usage 2 >&2 ;;
	esac
done
