# SPDX-License-Identifier: GPL-2.0-only
# The fake project for runner.c.
. "$(dirname "$0")/guest"
in_c runner guest
