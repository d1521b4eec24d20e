# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What every script shares: the words it ends with, the one place that names
# each path, an undisturbed git, and step(), which runs a long command.
#
# The caller sets TOP, the project's directory, and then sources this file.

set -eu
export LC_ALL=C		# what is sorted here is compared byte by byte

# --- result words ----------------------------------------------------------
EXIT_PASS=0 EXIT_FAIL=1 EXIT_ERROR=2 EXIT_SKIP=77

note() { printf '%s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() { why "error: $*$(disk_full)"; exit "$EXIT_ERROR"; }
fail() { why "FAIL: $*"; leave "$EXIT_FAIL"; }
skip() { why "SKIP: $*"; exit "$EXIT_SKIP"; }

# why <line>: on stderr, and where make check looks for it when all is done.
why() {
	printf "%s\n" "$*" | tee -a "${WHY:-/dev/null}" >&2 2>/dev/null || :
}

# leave <status>: the only way to end with 1, which is FAIL. A command that
# dies under "set -e" gives 1 as well, git 128, and nothing was judged then.
leave() { VERDICT=1; exit "$1"; }
VERDICT=''
at_exit() { :; }	# a script may have its own
trap 'at_end "$?"' EXIT
at_end() {
	at_exit
	case $1:$VERDICT in
	1: | 12[6-9]:*) die 'stopped by the message above' ;;
	esac
}

disk_full() {
	[ "$(df --output=avail "$BUILD" 2>&1 | tail -n 1)" -lt 1024 ] 2>/dev/null ||
		return 0
	echo " (the disk of build/ is full)"
}

# word_of <exit status>: the result word; anything unknown could not judge.
word_of() {
	case $1 in
	"$EXIT_PASS") echo PASS ;;
	"$EXIT_FAIL") echo FAIL ;;
	"$EXIT_SKIP") echo SKIP ;;
	*) echo ERROR ;;
	esac
}

# plain <text> <path>: dies of what would be taken for more than a name in
# make, in a list of QEMU's, in this shell. Other alphabets are fine.
plain() {
	[ "$(printf %s "$2" | tr -d 'A-Za-z0-9/._+@~#\200-\377-' |
		wc -c)" -eq 0 ] ||
		die "$1: only letters, digits and / . _ + @ ~ # - in the path," \
		    "please"
}

# number <name> <value> <least> <most>
number() {
	case $2 in
	'' | 0?* | *[!0-9]* | ??????*) ;;
	*) [ "$2" -lt "$3" ] || [ "$2" -gt "$4" ] || return 0 ;;
	esac
	die "$1=$2: a number from $3 to $4, please"
}

# --- paths: no other file spells these -------------------------------------
BUILD=$TOP/build
WORK=$BUILD/linux			# the kernel work tree, a git repository
BASETREE=$BUILD/base/linux		# without the series; as deep as WORK and
BASEKERNELS=$BUILD/base/kernel		# its kernels as KERNELS, for ccache
KERNELS=$BUILD/kernel			# one O= directory for each config
LOGS=$BUILD/logs
RESULTS=$BUILD/results
BOOT=$BUILD/boot			# guest: initrd.cpio
TOOLS=$BUILD/tools			# ibrs-rig.so, ibrs-report, ibrs-check
export IBRS_CASES="$TOP/tests/cases.cfg"	# ibrs-report reads it
IMAGEDIR=$BUILD/image			# entry image: image.elf, System.map, image.iso
DEBIAN=$BUILD/debian			# Debian's kernels, each flavour its own
JUDGED=$BUILD/judged			# kernels of others, make judge
STRESS=$BUILD/stress			# Debian's stress-ng
OWNQEMU=$BUILD/qemu			# the QEMU of make qemu
PATCHES=$TOP/patches
BASEFILE=$PATCHES/base
CACHE=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/ibrs-v4.15

# Directories whose files the series creates and this project keeps a copy of.
COPIED='arch Documentation/x86'

QEMU=${QEMU:-qemu-system-x86_64}
JOBS=${JOBS:-$(nproc 2>/dev/null || echo 1)}
V=${V:-}
BEAT=${BEAT:-20}

# --- before anything is written --------------------------------------------
plain "$TOP" "$TOP$(cd "$TOP" && pwd -P)"
number JOBS "$JOBS" 1 1024
number BEAT "$BEAT" 1 99999
[ -d "${TMPDIR:-/tmp}" ] || die "TMPDIR=$TMPDIR: no such directory: unset it"
[ -z "${SMP:-}" ] || number SMP "$SMP" 1 8	# NR_CPUS of the kernels here
[ -z "${LIMIT:-}" ] || number LIMIT "$LIMIT" 1 99999
[ "$(printf %s "${APPEND:-}" | wc -l)" -eq 0 ] ||
	die "APPEND=: one line, please"
mkdir -p "$BUILD" 2>/dev/null || :
[ -n "${LOOK_ONLY:-}" ] ||		# scripts/doctor.sh writes nothing there
for path in "$BUILD" "$WORK" "$KERNELS" "$LOGS" "$RESULTS" "$TOOLS"; do
	[ ! -e "$path" ] && [ "$path" != "$BUILD" ] || [ -w "$path" ] ||
		die "$path cannot be written: is it another user's? remove it" \
		    "as that user, or use a clone of your own"
done

# All but these take the whole series, whatever SET= says.
case ${0##*/} in run | mail.sh | numbers.sh) ;; *) unset SET ;; esac

# --- git: neither the user's settings nor a caller's hook may change what ---
# it does here, and the same input gives the same commit ids everywhere.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
unset GIT_AUTHOR_DATE
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_CEILING_DIRECTORIES="$BUILD" GIT_OPTIONAL_LOCKS=0
export GIT_CONFIG_COUNT=2
export GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
export GIT_CONFIG_KEY_1=advice.detachedHead GIT_CONFIG_VALUE_1=false
export GIT_COMMITTER_NAME='IBRS entry series'
export GIT_COMMITTER_EMAIL=ibrs-entry@example.org
export GIT_COMMITTER_DATE='2018-01-28T22:00:00+0000'

# need_qemu: before the first of many runs, and in each.
need_qemu() {
	[ "${QEMU_FINE:-}" != "$QEMU" ] || return 0
	qemu_fix='unset it and make setup for 7.2 of Debian 12, or make qemu'
	qemu_path=$(command -v "$QEMU") || :
	[ ! -d "$qemu_path" ] || qemu_path=''
	[ -x "$qemu_path" ] ||
		die "QEMU=$QEMU: no such program: $qemu_fix"
	qemu_is=$(echo '{"execute":"qmp_capabilities"}{"execute":"query-target"}
		{"execute":"quit"}' | timeout 20 "$QEMU" -machine none -nodefaults \
		-display none -qmp stdio 2>&1 | tr -d ' \r\n') || :
	case $qemu_is in
	*'"minor":2,"major":7}'*'"arch":"x86_64"'*) export QEMU_FINE="$QEMU" ;;
	*) die "QEMU=$QEMU is no QEMU 7.2 for x86_64 (asked, it says" \
		"'$("$QEMU" --version </dev/null 2>&1 | head -n 1)'): $qemu_fix" ;;
	esac
}

# holds_msr: is this QEMU one that holds IA32_SPEC_CTRL (make qemu)?
holds_msr() { grep -qa x86_spec_ctrl_reset "$(command -v "$QEMU")"; }

# kvm_boots <seconds>: to the end of the firmware, which finds nothing to boot
kvm_boots() {
	[ -w /dev/kvm ] && command -v "$QEMU" >/dev/null || return "$EXIT_SKIP"
	timeout "$1" prlimit --core=0 "$QEMU" -accel kvm -cpu host -m 64 \
		-display none -nodefaults -no-reboot -boot reboot-timeout=1
}

need_kvm() {	# or one line, before anything is built
	kvm_boots 5 >/dev/null 2>&1 || die "ACCEL=kvm: /dev/kvm is not there, not" \
		"writable, or cannot run a guest (nested?): ACCEL=tcg"
}

# no_tree: the one line for everything that needs the kernel's source.
no_tree() {
	skip "no v4.15 tree: give one with LINUX=<directory, git tree or" \
	     "linux-4.15.tar.xz>, or put one at $CACHE/linux"
}

# usage: the comment at the head of the script that was called.
usage() {
	sed -n '/^# Usage:/,/^$/s/^# \{0,1\}//p' "$0"
	exit "${1:-0}"
}

# no_arguments "$@": for a script that takes none.
no_arguments() { [ $# -eq 0 ] || usage 2 >&2; }

# tree_or_stop: makes build/linux. False where there is no source to make it of,
# and a wrong one ends it all.
tree_or_stop() {
	rc=0
	"$TOP/scripts/tree.sh" --edits-ok || rc=$?
	[ "$rc" -ne "$EXIT_SKIP" ] || return "$rc"
	[ "$rc" -eq 0 ] || leave "$rc"
}

# hash_of <file...>: one id for their contents, in the order given.
hash_of() { cat "$@" | sha256sum | cut -c1-12; }

# series_list: the patches in the order of patches/series.
series_list() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$PATCHES/series"; }
series_paths() { series_list | sed "s|^|$PATCHES/|"; }

# series_id [ids or names]: names the code of the series in every report, not its
# changelogs and documents, up to SET; an empty series has one too.
series_id() { tool series && "$TOOLS/series" "${1:-id}" "$PATCHES" "${SET:-}"; }

# judges_id: by what a count is known to be of the judges that are there.
judges_id() { tool judges && "$TOOLS/judges" "$TOP/tests"; }

# base_get <word>: the value of one "word value" line of patches/base.
base_get() { sed -n "s/^$1 //p" "$BASEFILE"; }

# keep_old <path>: the previous run's file or directory stays as <path>.old.
keep_old() {
	[ -e "$1" ] || return 0
	rm -rf "$1.old"
	mv "$1" "$1.old"
}

# heartbeat <text> <log>: one line every BEAT seconds while a step runs: how far
# the instrument says it is, where it does. It goes with the script: the output may be a pipe.
heartbeat() {
	beat=0
	while sleep 1 >/dev/null 2>&1 && kill -0 "$$" 2>/dev/null; do
		beat=$((beat + 1))
		[ $((beat % BEAT)) -eq 0 ] || continue
		far=$(sed -n 's/^ibrs-rig: [0-9]* s, //p' "$2" | tail -n 1)
		[ -n "$far" ] || far="$(wc -l <"$2") lines of log"
		printf '    ... %s: %d s, %s\n' "$1" "$beat" "$far"
	done
}

# tool <name>: scripts/<name>.c as a program, made anew when it is older.
tool() {
	[ -n "$(find "$TOP/scripts" -name "$1*.[ch]" -newer "$TOOLS/$1" 2>&1)" ] || return 0
	mkdir -p "$TOOLS"
	gcc -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror \
		-o "$TOOLS/$1.$$" "$TOP/scripts/$1"*.c
	mv "$TOOLS/$1.$$" "$TOOLS/$1"
}

# step <name> <text> <command...>: runs the command with its output in
# build/logs/<name>.log. Returns the command's status; when that is not zero
# the end of the log is shown. V=1 shows all of it as it comes.
step() {
	step_name=$1 step_text=$2
	shift 2
	step_log=$LOGS/$step_name.log
	mkdir -p "$LOGS"
	keep_old "$step_log"
	note "  $step_text"
	if [ "$V" = 1 ]; then
		{ step_rc=0; ("$@") 2>&1 || step_rc=$?
		  echo "$step_rc" >"$step_log.rc"; } | tee "$step_log"
		step_rc=$(cat "$step_log.rc")
		rm -f "$step_log.rc"
		return "$step_rc"
	fi
	: >"$step_log"
	heartbeat "$step_text" "$step_log" &
	step_beat=$!
	step_rc=0
	("$@") >"$step_log" 2>&1 || step_rc=$?
	kill "$step_beat" 2>/dev/null || :
	wait "$step_beat" 2>/dev/null || :
	if [ "$step_rc" -ne 0 ] && [ "$step_rc" -ne "$EXIT_SKIP" ]; then
		note "  --- the last lines of $step_log:" >&2
		tail -n 15 "$step_log" | sed 's/^/  | /' >&2
	fi
	return "$step_rc"
}

case ${1:-} in
-h | --help) usage ;;
esac
