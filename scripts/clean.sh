#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Removes build/, unless work stands in build/linux only.
#
# Usage: clean.sh

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

no_arguments "$@"
may_go
# Half of a kernel tree would read as work of somebody's.
[ ! -e "$WORK" ] || mv "$WORK" "$WORK.old"
rm -rf "$BUILD"
