# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# build/linux: what was put there, whether somebody worked there since, and
# git am beside it. Sourced after lib.sh.

AM_TIP=''

# Kept in its .git: source (where v4.15 came from) and label (what it is called),
# series (what was applied), tip (the commit that gave).
state() { cat "$WORK/.git/ibrs-$1" 2>/dev/null || :; }
set_state() { printf '%s\n' "$2" >"$WORK/.git/ibrs-$1"; }

# series_state: names all that the tip is made from, the source aside: messages
# too, which series_id() leaves out.
series_state() {
	# shellcheck disable=SC2046
	set -- $(series_paths)
	echo "$(hash_of "$TOP"/scripts/fixup/*.patch "$BASEFILE")-$(cat /dev/null "$@" |
		sha256sum | cut -c1-12)"
}

# edits: the first thing build/linux has beyond what the scripts put there.
# With --ignored, what git takes for no part of it as well.
edits() {
	at=$(git -C "$WORK" rev-parse --verify HEAD 2>&1) ||
		die "build/linux: $at: mend that, or move it away and run" \
		    "make tree"
	if [ -n "$(under_way)" ]; then
		echo "git has a $(under_way) under way"
	elif [ "$at" != "$(state tip)" ]; then
		git -C "$WORK" log -1 --format='commit %h "%s"'
	else
		git -C "$WORK" status --porcelain "${1:---ignored=no}" | sed -n '1s/^...//p'
	fi
}

# under_way: what git has begun in build/linux and not ended.
under_way() {
	for git_has in rebase-merge rebase-apply MERGE_HEAD BISECT_LOG; do
		[ ! -e "$WORK/.git/$git_has" ] || echo "$git_has"
	done
}

refuse_edits() {
	die "build/linux has work that patches/ does not have ($1):" \
	    "commit it there and run 'make export' to keep it, or remove" \
	    "build/linux"
}

# may_go: dies when removing build/linux would lose somebody's work.
may_go() {
	[ -d "$WORK/.git" ] || return 0
	found=$(edits --ignored)
	[ -z "$found" ] || refuse_edits "$found"
	found=$(git -C "$WORK" for-each-ref --no-merged="$(state tip)" \
		--format='%(refname:short)' refs/heads refs/tags refs/stash |
		head -n 1)
	[ -z "$found" ] || die "build/linux has commits that only '$found' has:" \
		"take them elsewhere (git push, git format-patch) and drop it," \
		"or remove build/linux"
}

# base_label: what build/linux stands on, as reports name it.
base_label() {
	label=$(state label)
	echo "${label:-$(base_get tag)}"
}

# made_by <tree or -> [word...]: by what "ibrs-report counts" knows a result
# again. Set is what was not as by default, the words among it: such a result
# gives no numbers to a document. EDITS are those of build/linux.
made_by() {
	EDITS=''
	if [ "$1" = tree ]; then
		EDITS=$(edits)
		[ -z "$EDITS" ] || set -- "$@" edits
		[ "$(base_label)" = "$(base_get tag)" ] || set -- "$@" LINUX=
	fi
	shift
	for made_with in APPEND CONFIG SMP; do
		eval "[ -z \"\${$made_with:-}\" ]" || set -- "$@" "$made_with="
	done
	[ "$QEMU" = qemu-system-x86_64 ] || set -- "$@" QEMU=
	printf '%s\t%s\n' series "$(series_id)" sets "$(series_id names)" \
		date "$(date +%F)" set "$*" \
		judges "$(judges_id)" \
		commit "$(git -C "$TOP" rev-parse --short HEAD 2>/dev/null ||
			echo -)" gcc "$(gcc --version | sed -n '1s/.*) //p')" \
		qemu "$("$QEMU" --version | sed -n '1s/.*version //p')"
}

# counts <directory> [record...]: the numbers of the results at hand.
counts() {
	counts_of=-
	[ ! -f "$IMAGEDIR/image.elf" ] ||
		counts_of=$(hash_of "$IMAGEDIR/image.elf")
	"$TOOLS/ibrs-report" counts "$RESULTS" "$(series_id)" "$counts_of" "$@"
}

# commit_of <part>: base, base1 or a set: what of the commits of build/linux has it
commit_of() {
	git -C "$WORK" rev-list --reverse series-base^..HEAD |
		sed -n "$((1 + $("$TOOLS/series" upto "$PATCHES/series" "$1")))p"
}

# one_at_a_time "$@": the script that calls it, of all that move build/linux.
one_at_a_time() {
	[ "${TREE_LOCK:-}" != "$WORK" ] || return 0
	flock -n "$BUILD/tree.lock" true ||
		note '  build/linux: waiting for another run to be done with it'
	TREE_LOCK=$WORK exec flock -o "$BUILD/tree.lock" "$0" "$@"
}

# am_scratch <commit> [patch...]: applies the patches (absolute paths) with
# git am, no 3-way merge and no fuzz, on a commit of build/linux in a scratch
# clone that has only the files they touch. Sets AM_TIP and brings its objects
# into build/linux, where no branch, index or file changes. The clone stays as
# build/am for whoever wants to look. Returns 1 when a patch does not apply.
am_scratch() {
	am_on=$1
	shift
	AM_TIP=$(git -C "$WORK" rev-parse "$am_on^{commit}")
	[ $# -gt 0 ] || return 0
	for am_patch in "$@"; do
		[ -f "$am_patch" ] || die "$am_patch is not there: restore it" \
			"from git, or correct patches/series"
	done
	am_dir=$BUILD/am
	rm -rf "$am_dir"
	git clone -q --shared --no-checkout "$WORK" "$am_dir"
	git apply --numstat "$@" | sed 's/^[^/]*	/\//' | sort -u |
		git -C "$am_dir" sparse-checkout set --no-cone --stdin
	git -C "$am_dir" checkout -q --detach "$AM_TIP"
	step am "git am: $# patches" git -C "$am_dir" am --no-3way \
		--whitespace=nowarn "$@" || return 1
	AM_TIP=$(git -C "$am_dir" rev-parse HEAD)
	git -C "$WORK" fetch -q "$am_dir" HEAD
}

# git_files <repository> <commit> <directory>: its files, and no repository there
git_files() {
	rm -f "$3.index"
	GIT_INDEX_FILE=$3.index git -C "$1" read-tree "$2" &&
	GIT_INDEX_FILE=$3.index git -C "$1" checkout-index -a --prefix="$3/" &&
		rm -f "$3.index"
}

# checkout_at <directory> <commit>: a second tree beside build/linux, for a
# commit without the series or with a part of it. Moving it from one commit to
# another touches only what differs; where the project was moved it is made anew.
checkout_at() {
	at_commit=$(git -C "$WORK" rev-parse "$2^{commit}") || return 2
	grep -qsFx "$WORK/.git/objects" "$1/.git/objects/info/alternates" || rm -rf "$1"
	[ -d "$1/.git" ] ||
		git clone -q --shared --no-checkout "$WORK" "$1" || return 2
	git -C "$1" checkout -q -f --detach "$at_commit"
}
