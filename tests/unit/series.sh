# SPDX-License-Identifier: GPL-2.0-only
. "$(dirname "$0")/project"
fake_series
in_c series
