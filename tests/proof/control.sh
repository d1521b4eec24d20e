# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What the exclusions of a sweep rest on. Sourced by tests/run.

CONTROL_LIMIT=60	# seconds; a run that lives takes a quarter of that

# end_of <console> <exit status>: how a guest that lacks an exclusion ended.
end_of() {
	if grep -q '^ibrs-guest: done .* fail=0 ' "$1"; then
		echo lives
	elif grep -q '^ibrs-guest: done ' "$1"; then
		echo 'logs a warning'
	elif grep -q 'Kernel panic' "$1"; then
		echo panics
	elif [ "$2" -eq 124 ]; then
		echo hangs
	else
		echo 'is reset'
	fi
}

# lift_exclusions <case>: the other half of an exclusion. The guest lived with
# all of them, on a kernel without IBRS; without one it must come to harm. A
# tenth of the work takes seconds, so CONTROL_LIMIT without an end is a hang.
lift_exclusions() {
	: >"$RESULTS/$1/control.tsv"
	grep -n '^[A-Z]' "$TOP/tests/proof/sweep.exclude" >"$RESULTS/$1/lines"
	number=0
	control_was=${LIMIT:-} LIMIT=$CONTROL_LIMIT
	while read -r line; do
		number=$((number + 1)) rc=0
		out=$RESULTS/$1-control/$number
		boot "$1" "$1-control/$number" \
			",control=$number" ' ibrs.loops=10' >/dev/null </dev/null || rc=$?
		end=$(end_of "$out/console.log" "$rc")
		last=$(head -n 1 "$out/rig.tsv.last" 2>/dev/null || :)
		[ -n "$last" ] || end='was not hit'
		printf '%s\t%s\t%s\n' "${line#*:}" "$end" "$last" |
			tee -a "$RESULTS/$1/control.tsv"
	done <"$RESULTS/$1/lines"
	LIMIT=$control_was
	alive=$(grep -c '	lives	\|	was not hit	' "$RESULTS/$1/control.tsv" || :)
	WHY="$number exclusions lifted without the series: $alive do no harm"
	[ "$alive" -eq 0 ] || WORD=FAIL
}
