# SPDX-License-Identifier: GPL-2.0-only
# What the scripts of tests/image say to words that they do not take.
# (tests/unit/faults.c: what their list of faults has to have.)
. "$(dirname "$0")/ktap.sh"

image() { script=$HERE/tests/image/$1 && shift && "$script" "$@"; }
t 'mutants.sh: no such fault' gives 2 "no mutant 'nix'" image mutants.sh nix
t 'mutants.sh: the list' gives 0 '^enter-no-write ' image mutants.sh -l
t 'check.sh: a word it does not take' gives 2 '^Usage:' image check.sh nix
t 'iso.sh: the same' gives 2 '^Usage:' image iso.sh nix
end
