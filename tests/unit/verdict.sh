# SPDX-License-Identifier: GPL-2.0-only
# The fake project for verdict.c.
. "$(dirname "$0")/guest"
in_c verdict guest
