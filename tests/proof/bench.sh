#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What each way into the kernel costs, per mode, by ibrs-bench: counts of the
# cases that are run, ticks with ACCEL=kvm, or what COMPARE= names.
#
# Usage: bench.sh

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

no_arguments "$@"
"$TOP/scripts/setup.sh" bench
make -s -C "$TOP/tests" O="$TOOLS" report bench
if [ "${ACCEL:-}" = kvm ]; then
	need_kvm
	"$TOP/scripts/tree.sh" --edits-ok && "$TOP/scripts/kernel.sh" && "$TOP/tests/build.sh" guest
elif [ -z "${COMPARE:-}" ]; then
	"$TOP/tests/run" -g bench
fi
# shellcheck disable=SC2046 # names
exec "$TOOLS/ibrs-bench" "$BUILD/bench" $("$TOOLS/ibrs-report" cases -g bench)
