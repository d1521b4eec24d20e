#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel's own objtool on every object whose source the series changes: an
# unwind hint that is missing or wrong shows here.
#
# Usage: objtool.sh [config...]     default: small
#
# entry_64_compat.o is left out, as v4.15 leaves it out: objtool cannot follow
# its stack switch, with or without the series. Exit status 77 where no such
# kernel is built.

TOP=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
. "$TOP/scripts/lib.sh"

[ $# -gt 0 ] || set -- small
warnings=$BUILD/objtool
: >"$warnings"
looked=0
for config; do
	dir=$("$TOP/scripts/kernel.sh" -n "$config")
	[ -x "$dir/tools/objtool/objtool" ] || continue
	for object in $({ base_get blob; base_get absent; } |
			sed -n 's/^\(.* \)\{0,1\}\(.*\)\.[cS]$/\2.o/p'); do
		case $object in
		*/entry_64_compat.o | tools/*) continue ;;
		esac
		[ -f "$dir/$object" ] || continue
		looked=$((looked + 1))
		(cd "$dir" && tools/objtool/objtool check --no-fp "$object") \
			>>"$warnings" 2>&1 || echo "$object" >>"$warnings"
	done
done
[ "$looked" -gt 0 ] || skip "objtool: no kernel is built: make kernel"
if [ -s "$warnings" ]; then
	sort -u "$warnings" >&2
	fail 'objtool: it has complaints'
fi
note "objtool: $looked objects of $*, no complaint"
