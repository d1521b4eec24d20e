# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Independent jobs side by side, by GNU parallel. Sourced after lib.sh.
#
#   in_parallel <label> <jobs> <command> [argument...] <list
#
# runs the command once for each line of the list, with the line's words behind
# its arguments, <jobs> at a time. A job's output comes out in one piece when it
# ends. Returns 0 when every job ran to its end (0..125); the word
# of a job is in what it leaves.
#
#   JOB_LEAVES=<path below the project, {1} for the line's first word>
#         what one job leaves: removed before a new run, brought back from HOSTS
#   HOSTS=<[jobs/]ssh login,...>   with the same commit checked out at the same
#         path; PARALLEL_SSH=<command> is the ssh for it
#
# A run that was interrupted goes on where it was, for the same commits, edits,
# CONFIG, APPEND and list only. A job knows its worker by PARALLEL_JOBSLOT, and
# JOBS is its share. INT, TERM and HUP are trapped while the jobs run: no job
# outlives the caller, and neither does its QEMU. (Not in a pipe, please: there
# the caller's signals come a second late.)

# What a job is run by. On a host in a session of its own: there parallel only
# hangs up its process group, and timeout(1) has another.
# shellcheck disable=SC2016 # for that shell
PAR_NEAR='l=$1; shift; set -f; exec "$@" $l'
# shellcheck disable=SC2016
PAR_FAR='l=$1; shift; set -f; setsid "$@" $l &
	trap "trap \"\" HUP TERM; pkill -KILL -s $!; exit 143" HUP TERM
	while kill -0 $PPID && kill -0 $!; do sleep 0.5; done 2>/dev/null
	kill -0 $PPID 2>/dev/null || pkill -KILL -s $!
	wait $!'
PAR_ENV='APPEND BEAT CONFIG JOBS LIMIT QEMU SET SMP SOAK V'	# for the jobs on a host, too

# turn <directory>: waits until nobody else works there. The jobs do not hold it.
turn() {
	mkdir -p "$1" && exec 9>"$1/.lock"
	flock -n 9 || note "another run is under way in $1: waiting" >&2
	flock 9
}

# par_commits: the project's, that of build/linux or none, and the edits
par_commits='git rev-parse HEAD && {
	git -C build/linux rev-parse HEAD 2>/dev/null || echo none; } &&
	git status --porcelain -uno'

# par_hosts: with another commit there it would be another project's result.
par_hosts() {
	[ -n "${HOSTS:-}" ] || return 0
	[ -n "$(echo "$HOSTS" | tr -d ', ')" ] || die "HOSTS=$HOSTS: no machine"
	par_own=$(cd "$TOP" && eval "$par_commits") ||
		die "HOSTS: $TOP is no git checkout"
	for par_host in $(echo "$HOSTS" | tr , ' '); do
		par_host=${par_host##*/}
		[ "$par_host" != : ] || continue
		# shellcheck disable=SC2086 # an ssh with its options
		par_got=$(${PARALLEL_SSH:-ssh} "$par_host" \
			"cd '$TOP' && $par_commits" 2>&1 </dev/null) ||
			die "HOSTS: $par_host has no checkout at $TOP or" \
			    "cannot be reached: $(echo "$par_got" | tail -n 1)"
		case $par_got in
		"$par_own" | "${par_own%?*}
none") ;;
		*) die "HOSTS: $par_host has another commit at $TOP, or there" \
			"are edits: commit, and check it out on both" ;;
		esac
	done
}

# par_id <command...>: what makes a half-done run the same one
par_id() {
	for par_git in "$TOP" "$WORK"; do
		git -C "$par_git" rev-parse HEAD || :
		{ git -C "$par_git" status --porcelain
		  git -C "$par_git" diff HEAD || :; } | sha256sum
	done 2>/dev/null
	[ ! -f "${CONFIG:-}" ] || sha256sum "$CONFIG"
	echo "APPEND=${APPEND:-} SET=${SET:-} SMP=${SMP:-} LIMIT=${LIMIT:-} SOAK=${SOAK:-} $*"
	cat "$PAR/list"
}

# par_begin <label>: the joblog holds what is done already, or is not there.
par_begin() {
	if [ -e "$PAR/unfinished" ] && cmp -s "$PAR/id.new" "$PAR/id" &&
	   awk 'NR == 1 || $7 < 126 && $8 == 0' "$PAR/joblog" \
		>"$PAR/joblog.new" 2>/dev/null; then
		mv "$PAR/joblog.new" "$PAR/joblog"
		note "  $1: resuming: $(par_done) of $PAR_ALL done"
	else
		rm -f "$PAR/joblog"
		[ -z "${JOB_LEAVES:-}" ] || while read -r par_word _; do
			rm -rf "$TOP/${JOB_LEAVES%%\{1\}*}${par_word:?}${JOB_LEAVES##*\{1\}}"
		done <"$PAR/list"
	fi
	mv "$PAR/id.new" "$PAR/id"
	: >"$PAR/unfinished"
}

par_done() { sed 1d "$PAR/joblog" 2>/dev/null | wc -l; }

# par_watch <label>: says how far it is, and ends all when the caller is gone.
par_watch() {
	par_beat=0
	while sleep 1 >/dev/null; do
		kill -0 "$$" 2>/dev/null || { par_kill; exit; }
		par_beat=$((par_beat + 1))
		[ $((par_beat % BEAT)) -ne 0 ] ||
			note "    ... $1: $(par_done) of $PAR_ALL jobs"
	done
}

# par_kill: all of the session, whatever process group it made itself.
par_kill() {
	kill "${par_watcher:-}" 2>/dev/null || :
	pkill -TERM -s "$PAR_PID" || :
	sleep 1
	pkill -KILL -s "$PAR_PID" || :
}

in_parallel() {
	par_label=$1 par_jobs=$2
	shift 2
	par_hosts
	command -v parallel >/dev/null || die "no GNU parallel: run make setup"
	PAR=$BUILD/jobs/$par_label
	mkdir -p "$PAR"
	cat >"$PAR/list"
	PAR_ALL=$(wc -l <"$PAR/list")
	par_id "$@" >"$PAR/id.new"
	par_begin "$par_label"
	if [ -n "${HOSTS:-}" ]; then
		par_leaves=$(echo "${JOB_LEAVES:-}" |
			sed "s|{1}|{=s: .*::=}|; s|^|./|")
		set -- sh -c "$PAR_FAR" job '{}' "$@"
		[ -z "${JOB_LEAVES:-}" ] ||
			set -- --return "$par_leaves" "$@"
		for par_word in $PAR_ENV; do
			set -- --env "$par_word" "$@"
		done
		# Its first wait ends early, with the job.
		set -- --termseq TERM,200,TERM,5000,KILL "$@"
		set -- -S "$HOSTS" --workdir "$TOP" "$@"
	else
		set -- sh -c "$PAR_NEAR" job '{}' "$@"
	fi
	trap 'par_kill; exit 143' TERM HUP
	trap 'par_kill; exit 130' INT
	par_share=$((JOBS / par_jobs))
	JOBS=$((par_share > 0 ? par_share : 1)) JOB_LEAVES="" HOSTS="" \
	PARALLEL_SHELL=/bin/sh \
	PARALLEL_HOME=$BUILD/jobs/home setsid parallel --will-cite -q \
		-j "$par_jobs" -a "$PAR/list" --tmpdir "$PAR" --resume \
		--joblog "$PAR/joblog" "$@" </dev/null 9>&- &
	PAR_PID=$!
	par_watch "$par_label" 9>&- &
	par_watcher=$!
	wait "$PAR_PID" || :
	kill "$par_watcher" 2>/dev/null || :
	trap - INT TERM HUP
	awk -v all="$PAR_ALL" 'NR > 1 { n++; bad += $7 > 125 || $8 }
		END { exit n != all || bad }' "$PAR/joblog" || return
	rm -f "$PAR/unfinished"
}
