# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What every script shares: the words it ends with, the one place that names
# each path, an undisturbed git, and step(), which runs a long command.
#
# The caller sets TOP, the project's directory, and then sources this file.

set -eu

# The kernel build cannot live under such a path, and neither do the lists here.
case $TOP in
*[[:space:]:]*) echo "error: $TOP: no blank or colon in the path, please" >&2
	exit 2 ;;
esac

# --- paths: no other file spells these -------------------------------------
BUILD=$TOP/build
WORK=$BUILD/linux			# the kernel work tree, a git repository
BASETREE=$BUILD/linux-base		# without the series, for comparing
KERNELS=$BUILD/kernel			# one O= directory for each config
LOGS=$BUILD/logs
RESULTS=$BUILD/results
BOOT=$BUILD/boot			# guest: initrd.cpio
TOOLS=$BUILD/tools			# ibrs-rig.so, ibrs-report, ibrs-check
export IBRS_CASES="$TOP/tests/cases.cfg"	# ibrs-report reads it
IMAGEDIR=$BUILD/image			# entry image: image.elf, System.map, image.iso
DEBIAN=$BUILD/debian			# Debian's kernels, each flavour its own
STRESS=$BUILD/stress			# Debian's stress-ng
OWNQEMU=$BUILD/qemu			# the QEMU of make qemu
PATCHES=$TOP/patches
BASEFILE=$PATCHES/base
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/ibrs-v4.15

# Directories whose files the series creates and this project keeps a copy of.
COPIED='arch Documentation/x86'

QEMU=${QEMU:-qemu-system-x86_64}
JOBS=${JOBS:-$(nproc 2>/dev/null || echo 1)}
V=${V:-}
BEAT=${BEAT:-20}

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

# --- result words ----------------------------------------------------------
EXIT_PASS=0 EXIT_FAIL=1 EXIT_ERROR=2 EXIT_SKIP=77

note() { printf '%s\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit "$EXIT_ERROR"; }
fail() { printf 'FAIL: %s\n' "$*" >&2; exit "$EXIT_FAIL"; }
skip() { printf 'SKIP: %s\n' "$*" >&2; exit "$EXIT_SKIP"; }

# word_of <exit status>: the result word; anything unknown could not judge.
word_of() {
	case $1 in
	"$EXIT_PASS") echo PASS ;;
	"$EXIT_FAIL") echo FAIL ;;
	"$EXIT_SKIP") echo SKIP ;;
	*) echo ERROR ;;
	esac
}

# need_qemu: before the first of many runs, and in each.
need_qemu() {
	command -v "$QEMU" >/dev/null || die "QEMU=$QEMU: no such program;" \
		"unset it and run make setup for Debian's, or run make qemu"
}

# holds_msr: is this QEMU one that holds IA32_SPEC_CTRL (make qemu)?
holds_msr() { grep -qa x86_spec_ctrl_reset "$(command -v "$QEMU")"; }

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

# hash_of <file...>: one id for their contents, in the order given.
hash_of() { cat "$@" | sha256sum | cut -c1-12; }

# series_list: the patches in the order of patches/series.
series_list() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$PATCHES/series"; }
series_paths() { series_list | sed "s|^|$PATCHES/|"; }

# series_id: names the series in every report; empty series have one too.
series_id() {
	series_list | (cd "$PATCHES" && xargs -r cat) | sha256sum | cut -c1-12
}

# base_get <word>: the value of one "word value" line of patches/base.
base_get() { sed -n "s/^$1 //p" "$BASEFILE"; }

# keep_old <path>: the previous run's file or directory stays as <path>.old.
keep_old() {
	[ -e "$1" ] || return 0
	rm -rf "$1.old"
	mv "$1" "$1.old"
}

# heartbeat <text> <log>: one line every BEAT seconds while a step runs: how far
# the instrument says it is, where it does.
heartbeat() {
	beat=0
	while sleep "$BEAT" >/dev/null 2>&1 && kill -0 "$$" 2>/dev/null; do
		beat=$((beat + BEAT))
		far=$(sed -n 's/^ibrs-rig: [0-9]* s, //p' "$2" | tail -n 1)
		[ -n "$far" ] || far="$(wc -l <"$2") lines of log"
		printf '    ... %s: %d s, %s\n' "$1" "$beat" "$far"
	done
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
