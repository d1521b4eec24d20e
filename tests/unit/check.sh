# SPDX-License-Identifier: GPL-2.0-only
# The checker and its fixtures for check.c, which are $T/p.
. "$(dirname "$0")/ktap.sh"

make -s -C "$HERE/tests" O="$T/tools" ibrs-check fixtures >"$T/make.log" 2>&1 || {
	sed 's/^/# /' "$T/make.log"
	echo 'not ok 1 tests/check does not build'
	exit 1
}
ln -s tools/fixtures "$T/p"
export C="$T/tools/ibrs-check" DATA="$HERE/tests/check/testdata" UNIT="$HERE/tests/unit" RULES="$HERE/Documentation/rules.txt"
in_c check check-says check-subject
