# SPDX-License-Identifier: GPL-2.0-only
# A run that is killed half way leaves nothing that reads as PASS: the guest's
# QEMU, and tests/run itself, which has the real report here.
. "$(dirname "$0")/guest"

# --- the plugin in QEMU, with nothing but the BIOS to run --------------------
printf '%s\n' 'ffffffff81400000 T __entry_text_start' \
	'ffffffff81401000 T __entry_text_end' >"$T/map"

# machine <signal>: starts one, and ends it by that after a second. An old
# result lies there.
machine() {
	echo end >"$T/rig.tsv"
	qemu-system-x86_64 -display none -monitor none -net none -serial \
		"file:$T/console.log" -plugin \
		"$TOOLS/ibrs-rig.so,syms=$T/map,out=$T/rig.tsv" \
		</dev/null >"$T/qemu.log" 2>&1 &
	sleep 1
	kill "-$1" "$!"
	wait "$!" 2>/dev/null || :
}
report() {
	"$TOOLS/ibrs-report" judge --rig "$T/rig.tsv" --console "$T/console.log" \
		--mode off --ktap "$T/ktap"
}
machine KILL
t 'QEMU killed: no result of the instrument' [ ! -e "$T/rig.tsv" ]
t 'and the report says ERROR' gives 2 '^run: ERROR' report
machine TERM
t 'QEMU told to end: the result is whole' grep -qx end "$T/rig.tsv"
t 'and without the closing line it is an ERROR' gives 2 \
	'guest stopped without its closing line' report

# --- tests/run, with a QEMU that does as it is told --------------------------
fake_qemu
fake_work
cases '[a]
groups = g
[b]
groups = g'
does() { echo "$1" >"$T/p/tests/qemu.sh.does"; }
passes() { grep -l -w PASS "$R/summary" "$R/a/result.ktap" "$R/a/table.txt" \
	2>/dev/null; }
# start <words...>: tests/run, until its QEMU hangs; sets pid, and that of QEMU.
# What a shell puts into the background ignores INT, and could not trap it.
start() {
	rm -f "$T/p/tests/qemu.sh.hangs"
	(cd "$T/p" && exec env --default-signal=INT tests/run "$@" \
		>"$T/started" 2>&1) &
	pid=$!
	while [ ! -s "$T/p/tests/qemu.sh.hangs" ]; do
		sleep 0.1
	done
	qemu=$(cat "$T/p/tests/qemu.sh.hangs")
}
# gone <pid>: within ten seconds, a sixth of what its QEMU would take
gone() {
	timeout 10 tail -f /dev/null --pid="$1"
}

does its-work
t 'a whole run passes' gives 0 'PASS  b' run -g g
does killed
t 'the next one, killed half way, does not' gives 2 'ERROR a' run a
t 'the cause is said first' grep -q '^a: ERROR: QEMU was killed by signal 9' \
	"$T/out"
t 'and does not read the old results' [ -z "$(passes)" ]
does fails
t 'a QEMU that does not start: its own words' gives 2 \
	'^a: ERROR: QEMU .*: qemu: it is broken' run a
does its-work
run -g g >/dev/null 2>&1
does hangs
start -g g
t 'a run that goes on has no summary' [ ! -e "$R/summary" ]
does its-work
(cd "$T/p" && exec tests/run a >"$T/second" 2>&1) &
second=$!
sleep 1
t 'a second one in the same place waits' grep -q '^another run is under way' \
	"$T/second"
kill -TERM "$pid"
wait "$pid" 2>/dev/null || :
t 'told to end, it takes its QEMU along' gone "$qemu"
wait "$second" || :
t 'and the second goes on' grep -q '^PASS  a' "$T/second"
for names in a '-g g'; do
	does hangs
	# shellcheck disable=SC2086 # words
	start $names
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null || :
	t "$names, killed: it never gets a summary" [ ! -e "$R/summary" ]
	t 'nor does its case pass' [ -z "$(passes)" ]
	gone "$qemu" || kill -KILL "$qemu"
done
does its-work
t 'the run after it starts afresh' gives 0 'PASS  b' run -g g
is 'with one line for each case' "$(wc -l <"$R/summary")" 2
for signal in INT HUP; do
	does hangs
	start a
	kill -$signal "$pid"
	wait "$pid" 2>/dev/null || :
	t "$signal: no QEMU is left" gone "$qemu"
done
end
