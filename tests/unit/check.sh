# SPDX-License-Identifier: GPL-2.0-only
# The checker and its fixtures, which unit.sh has built, for check.c; $T/p has those.
. "$(dirname "$0")/ktap.sh"

mkdir "$T/tools"
(cd "$HERE/build/tools" && cp -a fixtures ibrs-check ibrs-alter ibrs-subject "$T/tools")
ln -s tools/fixtures "$T/p"
export C="$T/tools/ibrs-check" DATA="$HERE/tests/check/testdata" UNIT="$HERE/tests/unit" RULES="$HERE/Documentation/rules.txt"
in_c check check-install check-says check-subject
