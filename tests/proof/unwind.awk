# SPDX-License-Identifier: GPL-2.0-only
#
# Does the unwinder find its way from what the series adds as it does from what
# was there before? Arguments: base listing, series listing, edit script (= - +
# per instruction), base classes, series classes, executed addresses.
#
# An instruction is "way" when each backtrace from it got anywhere, "none" when
# none did, else "mixed": it depends on what was interrupted before. One that
# both have must not be "none" where it is "way" on the base; an added one must
# be what the base's nearest instruction before or after it is.
#
# Of the added instructions that were executed two kinds may have no backtrace:
# those of the NMI's own path, since an NMI in there is put off, and those behind
# a conditional jump, where the NMI found it taken.

function load_classes(file, way, line, f) {
	while ((getline line < file) > 0) {
		split(line, f, " ")
		way[f[1]] = f[3] == 0 ? "way" : f[2] == 0 ? "none" : "mixed"
	}
}

function load_listing(file, addr, text, line, n) {
	while ((getline line < file) > 0) {
		addr[++n] = substr(line, 1, 16)
		text[n] = substr(line, 18)
	}
	return n
}

# nearest(at, step): the class on the base of the nearest common instruction.
function nearest(at, step, i) {
	for (i = at + step; i >= 1 && i <= no; i += step)
		if (twin[i] && (baddr[twin[i]] in bway))
			return bway[baddr[twin[i]]]
	return "-"
}

function judge_added(i, here, before, after) {
	here = oway[oaddr[i]]
	before = nearest(i, -1)
	after = nearest(i, 1)
	if (here == before || here == after || here == "mixed" ||
	    before == "mixed" || after == "mixed")
		return
	printf "unwind: added %s (%s): %s, beside %s and %s\n", oaddr[i], \
		otext[i], here, before, after
	bad++
}

# An added instruction ran, and there is no backtrace from it.
function judge_unseen(i) {
	if (in_nmi || otext[i - 1] ~ /^j[a-z]+ / && otext[i - 1] !~ /^jmp /) {
		excused++
		return
	}
	printf "unwind: added %s (%s): executed, no backtrace from there\n", \
		oaddr[i], otext[i]
	unseen++
}

function judge_common(i, b, was) {
	b = baddr[twin[i]]
	if (!(b in bway))
		return
	common++
	was = bway[b]
	if (was != "way" || oway[oaddr[i]] != "none")
		return
	printf "unwind: %s (%s): none, on the base there was a way\n", \
		oaddr[i], otext[i]
	bad++
}

BEGIN {
	load_listing(ARGV[1], baddr, btext)
	no = load_listing(ARGV[2], oaddr, otext)
	while ((getline op < ARGV[3]) > 0) {
		if (op != "+")
			nb++
		if (op != "-")
			twin[++n] = op == "=" ? nb : 0
	}
	load_classes(ARGV[4], bway)
	load_classes(ARGV[5], oway)
	while ((getline a < ARGV[6]) > 0)
		ran[a] = 1
	for (i = 1; i <= no; i++) {
		a = oaddr[i]
		if (otext[i] == "<nmi>:")
			in_nmi = 1
		if (otext[i] == "<ignore_sysret>:")
			in_nmi = 0
		if (otext[i] ~ />:$/)
			continue
		if (!twin[i] && (a in ran) && !(a in oway))
			judge_unseen(i)
		if (!(a in oway))
			continue
		if (twin[i]) {
			judge_common(i)
		} else {
			added++
			ways += oway[a] != "none"
			judge_added(i)
		}
	}
	printf "unwind: %d added instructions, a way from %d of them; " \
		"%d others as on the base; no backtrace from %d (NMI path, " \
		"behind jumps) and %d more, %d wrong\n", \
		added, ways, common, excused, unseen, bad
	exit bad ? 1 : unseen || !added || !common ? 2 : 0
}
