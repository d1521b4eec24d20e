#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Boots the patched kernel with the guest, its console on the terminal, and
# nobody watching.
#
# Usage: boot.sh
#   ACCEL=tcg|kvm SMP=<n> APPEND=<kernel command line> CONFIG=<fragment>
#
# KVM shows the guest the host's own IA32_SPEC_CTRL, on real hardware.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

[ $# -eq 0 ] || usage 0
"$TOP/scripts/tree.sh" --edits-ok
"$TOP/scripts/kernel.sh"
"$TOP/tests/build.sh" guest
exec "$TOP/tests/qemu.sh" -A "${ACCEL:-tcg}" -n "${SMP:-1}" \
	-k "$("$TOP/scripts/kernel.sh" -n)/arch/x86/boot/bzImage" \
	-i "$BOOT/initrd.cpio" -a "spectre_v2=ibrs ${APPEND:-}"
