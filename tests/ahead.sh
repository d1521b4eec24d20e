#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the kernels that make check is going to ask for, while the parts of it
# run that need none: those use one processor, and without a ccache the kernels
# are half of the time. Whoever needs one before it is there waits for it
# (kernel.sh), so this decides nothing, and what fails here fails there again.
#
# Usage: ahead.sh

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"
. "$TOP/scripts/work.sh"

no_arguments "$@"
"$TOP/scripts/kernel.sh" small
checkout_at "$BASETREE" series-base
"$TOP/scripts/kernel.sh" -s "$BASETREE" -o "$BASEKERNELS/base-small" small
"$TOP/scripts/kernel.sh" debug
