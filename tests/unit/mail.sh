# SPDX-License-Identifier: GPL-2.0-only
# The fake project for mail.c: a git tree of the project, and what of the
# packages for mails is missing.
. "$(dirname "$0")/project"
export MISSING
MISSING=$(p scripts/setup.sh -n mail)
fake_series
git -C "$T/p" init -q
printf '%s\n' build >"$T/p/.gitignore"
in_c mail
