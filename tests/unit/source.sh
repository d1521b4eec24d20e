# SPDX-License-Identifier: GPL-2.0-only
. "$(dirname "$0")/project"
fake_series
mv "$T/p/build/linux" "$T/applied"
in_c source
