#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Boots the patched kernel with the guest, its console on the terminal, and
# nobody watching.
#
# Usage: boot.sh [selfcheck]
#   selfcheck    the kernel that checks itself, and what it has counted
#   ACCEL=tcg|kvm SMP=<n> APPEND=<kernel command line> CONFIG=<fragment>
#   LIMIT=<seconds>   then it has hung; default 1000, the guest's own is 900
#
# KVM shows the guest the host's own IA32_SPEC_CTRL, on real hardware. Exit
# status: 0, 1 where the guest saw something fail, 2 where it did not get there.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

case $#${1:-} in 0 | 1selfcheck) ;; *) no_arguments "$@" ;; esac
need_qemu
[ "${ACCEL:-}$#" != kvm1 ] || need_kvm
"$TOP/scripts/tree.sh" --edits-ok
"$TOP/scripts/kernel.sh" "$@"
"$TOP/tests/build.sh" guest rig
LIMIT=${LIMIT:-1000} CONSOLE=$LOGS/boot.console rc=0
mkdir -p "$LOGS"
rm -f "$CONSOLE"
"$TOP/tests/qemu.sh" -m -A "${ACCEL:-tcg}" -n "${SMP:-1}" -t "$LIMIT" \
	-k "$("$TOP/scripts/kernel.sh" -n "$@")/arch/x86/boot/bzImage" -l "$CONSOLE" \
	-i "$BOOT/initrd.cpio" -a "spectre_v2=ibrs ${APPEND:-}" || rc=$?
[ "$rc" -ne "$EXIT_ERROR" ] || exit "$rc"
[ "$rc" -ne 124 ] || die "no end after $LIMIT s (LIMIT=): see $CONSOLE"
exec "$TOOLS/ibrs-report" "${1:-booted}" "$CONSOLE"
