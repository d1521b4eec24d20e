#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The long run: stress-ng in the watched guest, with NMIs at random places.
# The first violation ends it, and the way there is printed.
#
# Usage: MINUTES=<n> soak.sh

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

# events <rig.tsv>: the first violation, and what its processor did before it.
events() {
	awk -F '\t' '$1 == "violation" {
		printf "--- %s:%s on cpu %s at %s, path %s; what it did last:\n",
			$2, $3, $4, $5, $7
		n = split($NF, event, ";")
		for (i = 1; i < n; i++)
			print "  | " event[i]
		exit
	}' "$1"
}

[ $# -eq 0 ] || usage 0
MINUTES=${MINUTES:-10}
case $MINUTES in
*[!0-9]* | 0* | ??????*)
	die "MINUTES=$MINUTES: give a number of minutes, as in" \
	    "make soak MINUTES=10" ;;
esac
rc=0
BEAT=10 SOAK=$((MINUTES * 60)) "$TOP/tests/run" soak || rc=$?
[ ! -s "$RESULTS/soak/rig.tsv" ] || events "$RESULTS/soak/rig.tsv"
[ ! -s "$RESULTS/soak/console.log" ] ||
	grep -E '^# (soak: [a-z0-9-]+ [0-9]+ operations|fact: (soak_ops|nmi|ipi_.*|timer)=)' \
		"$RESULTS/soak/console.log" || :
leave "$rc"
