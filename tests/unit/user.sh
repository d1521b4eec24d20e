# SPDX-License-Identifier: GPL-2.0-only
# The fake project for user.c, with a Makefile in the series.
. "$(dirname "$0")/project"
fake_series
echo >>"$T/p/build/linux/Makefile"
commit_work 'kbuild: Add a line'
p scripts/export.sh >/dev/null
in_c user
