# SPDX-License-Identifier: GPL-2.0-only
# A run that is killed half way leaves nothing that reads as PASS: the guest's
# QEMU, and tests/run itself, which has the real report here.
. "$(dirname "$0")/project"

TOOLS=$T/tools
make -s -C "$HERE/tests" O="$TOOLS" rig report >"$T/make.log" 2>&1 || cat "$T/make.log"

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
mkdir -p "$T/p/build/tools"
cp "$TOOLS/ibrs-report" "$T/p/build/tools/"
git init -q "$T/p/build/linux"
git -C "$T/p/build/linux" -c user.name=t -c user.email=t@t commit -q \
	--allow-empty -m x
for script in tests/build scripts/kernel scripts/tree; do
	printf '#!/bin/sh\n' >"$T/p/$script.sh"
done
cat >"$T/p/tests/qemu.sh" <<'END'
#!/bin/sh
while getopts fk:i:n:a:c:p:o:t: opt; do
	case $opt in o) out=$OPTARG ;; esac
done
echo 'ok 1 a' >"$out"
case $(cat "$0.does") in
killed)	kill -KILL $$ ;;
hangs)	: >"$0.hangs"; sleep 60 ;;
esac
echo 'ibrs-guest: done pass=1 fail=0 skip=0' >>"$out"
printf 'meta\tcrossings\t5\nmeta\tinsns\t9\nend\n' >"${out%/*}/rig.tsv"
END
printf '[default]\nkernel = small\nsmp = 1\nmode = off\ntimeout = 9\n%s\n' \
	'[a]
what = one
groups = g
[b]
what = two
groups = g' >"$T/p/tests/cases.cfg"
does() { echo "$1" >"$T/p/tests/qemu.sh.does"; }
R=$T/p/build/results
passes() { grep -l -w PASS "$R/summary" "$R/a/result.ktap" "$R/a/table.txt" \
	2>/dev/null; }

does its-work
t 'a whole run passes' gives 0 'PASS  b' p tests/run -g g
does killed
t 'the next one, killed half way, does not' gives 2 'ERROR a' p tests/run a
t 'and does not read the old results' [ -z "$(passes)" ]
does its-work
p tests/run -g g >/dev/null 2>&1
does hangs
(cd "$T/p" && exec tests/run -g g >/dev/null 2>&1) &
run=$!
while [ ! -e "$T/p/tests/qemu.sh.hangs" ]; do
	sleep 0.1
done
t 'a run that goes on has no summary' [ ! -e "$R/summary" ]
kill -KILL "$run"
wait "$run" 2>/dev/null || :
t 'and killed, it never gets one' [ ! -e "$R/summary" ]
t 'nor does its case pass' [ -z "$(passes)" ]
does its-work
t 'the run after it starts afresh' gives 0 'PASS  b' p tests/run -g g
t 'with one line for each case' [ "$(wc -l <"$R/summary")" = 2 ]
end
