#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The base tree's checkpatch on the patches, shellcheck on the scripts, codespell
# on every file, our C with its warnings as errors.
#
# Usage: lint.sh [shell|c|patches...]     default: all three
#
# scripts/checkpatch.allow lists the complaints that stay, each with the
# reason. A complaint that is not listed fails, and so does a listed one that
# no longer comes. The patches need a v4.15 tree: 77 where there is none.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

ALLOW=$TOP/scripts/checkpatch.allow
SKIPPED=''

lint_shell() {
	# shellcheck disable=SC2046
	shellcheck -x "$TOP/.ci/run" $(find "$TOP/scripts" "$TOP/tests" \
		-name "*.sh") "$TOP/tests/run" "$TOP/tests/unit/project" ||
		fail 'lint: shellcheck'
	note 'lint: shellcheck has no complaint'
	command -v codespell >/dev/null ||
		{ SKIPPED=1; warn 'lint: SKIP: codespell is not installed'; return; }
	(cd "$TOP" && git ls-files -z | xargs -0 codespell) ||
		fail 'lint: codespell; a word that is right is for .codespellrc'
}

# The Makefiles ask for -Wall -Wextra -Werror themselves.
lint_c() {
	"$TOP/tests/build.sh" guest image rig ibrs-check ||
		fail 'lint: tests/ does not compile clean'
	note 'lint: tests/ compiles with -Werror'
}

# complaints: "file: LEVEL:TYPE: text", without line numbers, excerpts and the
# patch's name: those move with every edit.
complaints() {
	cd "$BUILD/lint"	# checkpatch leaves a cache where it runs
	for file in $(series_paths); do
		perl "$WORK/scripts/checkpatch.pl" --root="$WORK" --strict \
			--no-summary --show-types --showfile --terse --no-signoff \
			"$file" 2>&1 |
			sed -n -E -e 's/^:/commit-message:/' \
				-e 's/^([^:]*:)[0-9]+: ([A-Z]+:[A-Z_0-9]+: .*)/\1 \2/p' |
			sed "s|^commit-message:|${file#"$TOP"/}:|"
	done | sort -u
}

lint_patches() {
	tree_or_stop || { SKIPPED=1; return 0; }
	mkdir -p "$BUILD/lint"
	(complaints) >"$BUILD/lint/complaints"
	sed -e '/^#/d' -e '/^$/d' "$ALLOW" | sort -u >"$BUILD/lint/allowed"
	diff "$BUILD/lint/allowed" "$BUILD/lint/complaints" >&2 ||
		fail 'lint: mend what has a >, or list it with the reason in' \
		     'scripts/checkpatch.allow; take out of that what has a <'
	note "lint: checkpatch --strict on $(series_list | wc -l) patches:" \
	     "$(wc -l <"$BUILD/lint/allowed") listed complaints, no other"
}

[ $# -gt 0 ] || set -- shell c patches
for part; do
	case $part in
	shell | c | patches) "lint_$part" ;;
	*) usage 2 >&2 ;;
	esac
done
[ -z "$SKIPPED" ] || exit "$EXIT_SKIP"
