#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Says what this machine has and lacks, what each gap skips, how it is mended.
# Asks no network, installs nothing and writes nothing but its own program.
#
# Usage: doctor.sh
#
# Exit status: 0 make run can be had with the patched kernel, 77 a part of it,
# 2 nothing.
#
# shellcheck disable=SC2317 # fact calls them

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
export LOOK_ONLY=1
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/source.sh"
. "$TOP/scripts/work.sh"

# fact <name> <command...>: for scripts/doctor.c, its status and its first line
fact() {
	fact=$1 rc=0
	shift
	said=$("$@" 2>&1 </dev/null) || rc=$?
	export "$fact=$rc $(printf '%s\n' "$said" | head -n 1)"
}

# patches_there: what tree.sh reads of them before anything else
patches_there() {
	{ [ -f "$BASEFILE" ] && [ -n "$(base_get tag)" ] &&
	  [ -n "$(base_get commit)" ] && [ -f "$PATCHES/series" ]; } ||
		die 'patches/base or patches/series says nothing: git checkout' \
		    'patches'
}

source_download() { return 1; }
# source_there: build/linux is asked first: it needs no source any more
source_there() {
	patches_there
	[ -n "${LINUX:-}" ] || [ "${WORKTREE%% *}" -ne 0 ] || exit 0
	source_find || exit "$EXIT_SKIP"
	source_check
	echo "$SRC"
}

work_there() {
	(patches_there)
	[ -d "$WORK/.git" ] || exit "$EXIT_SKIP"
	[ "$(state series)" != "$(series_state)" ] ||
		! git -C "$WORK" rev-parse -q --verify series-base >/dev/null || exit 0
	found=$(edits)
	[ -z "$found" ] || (refuse_edits "$found")
	echo 'of another series: make tree moves it to this one'
}

qemu_there() {
	need_qemu
	"$QEMU" --version | sed -n '1s/^QEMU emulator //p'
}

no_arguments "$@"
command -v gcc >/dev/null || [ -x "$TOOLS/doctor" ] || {
	note 'LACKS gcc: nothing can be run: apt-get install gcc as root'
	exit "$EXIT_ERROR"
}
WRITES=yes
if ! mkdir -p "$TOOLS" 2>/dev/null || [ ! -w "$TOOLS" ]; then
	WRITES='' TOOLS=$(mktemp -d)
	at_exit() { rm -rf "$TOOLS"; }
fi
! command -v gcc >/dev/null || tool doctor
fact WORKTREE work_there
fact SOURCE source_there
fact QEMU_IS qemu_there
fact KVM_BOOTS kvm_boots 1
GROUPS_=$(sed -n 's/^# \([a-z]*\)$/\1/p' "$TOP/scripts/packages")
[ -n "$GROUPS_" ] || die 'scripts/packages has no list: git checkout it'
for group in $GROUPS_; do
	fact "MISSING_$group" "$TOP/scripts/setup.sh" -n "$group"
done
export TOP GROUPS_ BUILD CACHE DEBIAN STRESS OWNQEMU QEMU JOBS WRITES
rc=0
"$TOOLS/doctor" || rc=$?
leave "$rc"
