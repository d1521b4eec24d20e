# SPDX-License-Identifier: GPL-2.0-only
# The fake project for killed.c, and the real plugin in $T/tools.
. "$(dirname "$0")/guest"
in_c killed guest
