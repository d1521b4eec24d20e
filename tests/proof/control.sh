# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What the exclusions of a sweep rest on. Sourced by tests/run.

CONTROL_LIMIT=60	# seconds; a run that lives takes a quarter of that

# lift_exclusions <case>: the guest lived with all of them, on a kernel without
# IBRS; without one it must come to harm. CONTROL_LIMIT without an end is a hang.
# Leaves control.tsv and control.verdict in the directory of the case.
lift_exclusions() {
	exclude=$TOP/tests/proof/sweep.exclude
	report control plan "$1" "$exclude" >"$RESULTS/$1/control.list"
	more_runs "$1" control LIMIT="$CONTROL_LIMIT"
	report control judge "$RESULTS/$1" "$exclude" || :
}
