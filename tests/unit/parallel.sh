# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2016
# tests/parallel.sh: order, jobs that die, a caller that is killed, going on after
# that, other commits, and a host: this machine by an sshd of the test's own.
. "$(dirname "$0")/ktap.sh"

unset HOSTS CONFIG APPEND PARALLEL_SSH V
export HOME="$T" BEAT=1 JOBS=2
P=$T/p
mkdir -p "$P/scripts" "$P/tests" "$P/build"
cp "$HERE/scripts/lib.sh" "$P/scripts/"
cp "$HERE/tests/parallel.sh" "$P/tests/"
# go <list> <command...>: two jobs at a time
cat >"$P/go" <<'END'
TOP=$PWD
. "$TOP/scripts/lib.sh"
. "$TOP/tests/parallel.sh"
list=$1
shift
in_parallel jobs 2 "$@" <"$list" || leave 1
END
# a job whose word begins with 4 waits until build/go is there
cat >"$P/job" <<'END'
#!/bin/sh
case $1 in 4*) [ -e build/go ] || timeout 4400 sleep "$1" ;; esac
mkdir -p "build/left/$1" && echo "$2" >"build/left/$1/word"
echo "job $* $SSH_CONNECTION"
END
chmod +x "$P/job"
echo build >"$P/.gitignore"
commit() {
	git -C "$P" add -A
	git -C "$P" -c user.name=x -c user.email=x@x commit -q -m x
}
git -C "$P" init -q
commit
go() { (cd "$P" && exec sh go "$@"); }

printf '2 a\n0 b\n1 $c\n' >"$T/list"
# shellcheck disable=SC2016
t 'each in one piece' gives 0 '^job' go "$T/list" sh -c \
	'sleep "$1"; echo "job $2"' x
is 'when it ends' "$(grep ^job "$T/out" | tr '\n' ' ')" \
	'job b job $c job a '
t 'and says how far it is' grep -q '\.\.\. jobs: [0-3] of 3 jobs' "$T/out"
t 'a job that fails has run' gives 0 '' go "$T/list" false
# shellcheck disable=SC2016
t 'one that is killed has not' gives 1 '' go "$T/list" sh -c 'kill -9 $$'
t 'one that cannot be started has not' gives 1 '' go "$T/list" ./nothing
is 'nothing is written beside build' \
	"$(git -C "$P" status --porcelain; ls -d "$T"/.p* 2>/dev/null)" ''

# --- interrupted ------------------------------------------------------------
left() { pgrep -f -x 'sleep 432.1' | grep -c .; }
until_left() {
	for _ in $(seq 60); do
		! test "$(left)" "$@" || break
		sleep 0.5
	done
}
# break_off <signal>: a run of ./job when two of its jobs sleep
break_off() {
	rm -f "$P/build/go"
	sh -c 'cd "$1" && exec sh go "$2" ./job' x "$P" "$T/list" \
		>"$T/out" 2>&1 &
	until_left -ge 2
	kill "-$1" $!
	wait $! 2>/dev/null || :
	until_left -eq 0
	is "SIG$1: nothing is left" "$(left)" 0
	: >"$P/build/go"
}
export JOB_LEAVES='build/left/{1}'
printf '1\n432.1 a\n2\n432.1 b\n' >"$T/list"
for signal in KILL HUP TERM; do
	break_off $signal
done
t 'goes on where it was' gives 0 'resuming: 2 of 4 done' go "$T/list" ./job
is 'with what was not done' "$(grep -c ^job "$T/out")" 2
echo old >"$P/build/left/1/old"
t 'a finished one starts afresh' gives 0 '^job 1' go "$T/list" ./job
is 'runs all, and what they left is gone' \
	"$(grep -c ^job "$T/out") $(ls "$P/build/left/1")" '4 word'
# other <name> <command>: after an interruption and that, all jobs run
other() {
	break_off TERM
	eval "$2"
	go "$T/list" ./job >"$T/out" 2>&1 || :
	is "$1: from the start" "$(grep -c ^job "$T/out")" '[45]'
}
other 'an edit' 'echo "# edit" >>"$P/job"'
other 'another commit' commit
other 'another list' 'echo 5 >>"$T/list"'
other 'other words for the kernel' 'export APPEND=quiet'

# --- hosts ------------------------------------------------------------------
export HOSTS=far PARALLEL_SSH=false
commit >&2 || :
t 'a host that does not answer: one line' gives 2 'HOSTS: far has no checkout' \
	go "$T/list" ./job
export PARALLEL_SSH='echo 0123456 none'
t 'another commit there: one line' gives 2 'HOSTS: far has another commit' \
	go "$T/list" ./job
is 'and no job was run' "$(grep -c ^job "$T/out")" 0

# In a /run of its own, for as root sshd insists on a directory there.
host() {
	sshd=$(PATH=$PATH:/usr/sbin command -v sshd) || {
		WHY='sshd is not installed'
		return 1
	}
	for key in host key; do
		ssh-keygen -q -t ed25519 -N '' -f "$T/$key" || return
	done
	port=$((20000 + $$ % 20000))
	printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' 'UsePAM no' \
		"HostKey $T/host" "AuthorizedKeysFile $T/key.pub" \
		'StrictModes no' "PidFile $T/sshd.pid" >"$T/sshd_config"
	set -- "$sshd" -f "$T/sshd_config" -E "$T/sshd.log"
	if [ "$(id -u)" -eq 0 ] && [ ! -d /run/sshd ]; then
		# shellcheck disable=SC2016
		set -- unshare -m sh -c 'mount -t tmpfs none /run &&
			mkdir /run/sshd && exec "$@"' x "$@"
	fi
	"$@" 2>"$T/sshd.err" || :
	PARALLEL_SSH="ssh -F none -p $port -i $T/key -o BatchMode=yes
		-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR
		-o StrictHostKeyChecking=no"
	PARALLEL_SSH=$(echo "$PARALLEL_SSH" | tr -s '\n\t' '  ')
	for _ in 1 2 3 4 5 6; do
		! $PARALLEL_SSH localhost true 2>"$T/ssh.err" || return 0
		sleep 0.5
	done
	WHY="no login on this machine: $(cat "$T/sshd.err" "$T/sshd.log" \
		"$T/ssh.err" | tail -n 1)"
	return 1
}
at_exit() {
	[ ! -f "$T/sshd.pid" ] || kill "$(cat "$T/sshd.pid")"
	rm -rf "$T"
}
if host; then
	export HOSTS=localhost
	t 'by a host' gives 0 '^job 1 127\.0\.0\.1' go "$T/list" ./job
	is 'all of them' "$(grep -c '^job.*127' "$T/out")" 5
	is 'with what they leave' "$(cat "$P/build/left/432.1/word")" '[ab]'
	break_off TERM
else
	untried 'by a host' "$WHY"
fi
end
