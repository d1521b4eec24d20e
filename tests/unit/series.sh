# SPDX-License-Identifier: GPL-2.0-only
# The fake project for series.c.
. "$(dirname "$0")/project"
fake_series
in_c series
