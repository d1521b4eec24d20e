# SPDX-License-Identifier: GPL-2.0-only
# The fake project for mutants.c, with the real ibrs-report.
. "$(dirname "$0")/project"
make -s -C "$HERE/tests" O="$HERE/build/tools" report
mkdir -p "$T/p/build/tools"
cp "$HERE/build/tools/ibrs-report" "$T/p/build/tools/"
fake_series
in_c mutants mutants-stand
