# SPDX-License-Identifier: GPL-2.0-only
# The fake project for setup.c.
. "$(dirname "$0")/project"
in_c setup
