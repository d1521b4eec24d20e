# SPDX-License-Identifier: GPL-2.0-only
# The kinds of violation: the judge's table, and the documented list.
. "$(dirname "$0")/project"

# documented: "R<n> kind" for each of the section in instrument.txt: a line
# starts with R<n>: and names, and goes on to the next line after a comma.
documented() {
	sed -n '/^Kinds of violation/,/^What it cannot see/p' \
		"$HERE/Documentation/instrument.txt" | awk '
	/^R[0-9]+:/ { rule = $1; sub(":.*", "", rule); sub("^R[0-9]*:", "")
		      more = 1 }
	more {
		line = $0
		sub("\t.*", "", line)
		more = line ~ /,[ ]*$/
		n = split(line, kind, /[ ,]+/)
		for (i = 1; i <= n; i++)
			if (kind[i] != "")
				print rule, kind[i]
	}' | sort
}
known() {
	sed -n 's/^KIND(\([0-9]*\), "\(.*\)")$/R\1 \2/p' \
		"$HERE/tests/rules/kinds.def" | sort
}
documented >"$T/documented"
known >"$T/known"
t 'the judge knows kinds' [ "$(wc -l <"$T/known")" -gt 40 ]
t 'each once' [ -z "$(uniq -d "$T/known")" ]
t 'the document lists the same' gives 0 '' diff "$T/documented" "$T/known"
end
