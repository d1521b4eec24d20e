#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The checker on kernels without one instruction of IBRS: ibrs-alter nops, on
# the series' own and on Debian's. FAIL where one goes unseen.
#
# Usage: nops.sh [kernel...]   default: small debug and Debian's 6.1 and 6.12
#   kernel  a configuration, or debian-<flavour> (tests/debian.sh)

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

OUT=$RESULTS/nops

vmlinux() {
	case $1 in
	debian-*) VMLINUX=$DEBIAN/${1#debian-}/vmlinux
		"$TOP/tests/debian.sh" "${1#debian-}" ;;
	*)	VMLINUX=$KERNELS/$1/vmlinux
		"$TOP/scripts/kernel.sh" "$1" ;;
	esac
}

[ $# -gt 0 ] || set -- small debug debian-amd64 debian-6.12-amd64
"$TOP/scripts/tree.sh" --edits-ok
"$TOP/tests/build.sh" rig ibrs-check
mkdir -p "$OUT"
rm -f "$OUT"/*.tsv
for name; do
	rm -rf "${OUT:?}/$name"
	mkdir -p "$OUT/$name"
	vmlinux "$name" || leave "$?"
	step "nops-$name" "$name without one instruction, each in its turn" \
		"$TOOLS/ibrs-alter" nops "$VMLINUX" || :
	mv "$LOGS/nops-$name.log" "$OUT/$name/tsv"
done
"$TOOLS/ibrs-report" nops "$OUT" "$@" || leave "$?"
made_by tree >"$OUT/made.tsv"
note "nops: each is found or has its reason"
