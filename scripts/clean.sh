#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Removes build/, unless work stands in build/linux only.
#
# Usage: clean.sh

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

[ $# -eq 0 ] || usage 0
if [ -d "$WORK/.git" ]; then
	found=$(edits)
	[ -z "$found" ] || refuse_edits "$found"
fi
rm -rf "$BUILD"
