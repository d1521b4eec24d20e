#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The long run: stress-ng in the watched guest, with NMIs at random places.
# The first violation ends it, and the way there is printed.
#
# Usage: MINUTES=<n> soak.sh

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

no_arguments "$@"
MINUTES=${MINUTES:-10}
number MINUTES "$MINUTES" 1 9999
rc=0
BEAT=10 SOAK=$((MINUTES * 60)) "$TOP/tests/run" soak || rc=$?
[ ! -s "$RESULTS/soak/console.log" ] ||
	grep -E '^# (soak: [a-z0-9-]+ [0-9]+ operations|fact: (soak_ops|nmi|ipi_.*|timer)=)' \
		"$RESULTS/soak/console.log" || :
leave "$rc"
