# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Seeded faults: one run for each RDMSR or WRMSR of IA32_SPEC_CTRL that a case
# has executed and each way it can go wrong. Each has to break a rule, by name.
# A fault that goes unseen means that the rules, or the guest's work, are blind
# there. Sourced by tests/run.
#
# Leaves build/results/<case>/seeded.tsv (site, instruction, symbol, class,
# fault, word, what broke or why not) and seeded/<address>-<fault>/, what each
# run left.

MOOT=$TOP/tests/proof/seeded.moot

# sites_of <rig.tsv> [class...]: address, instruction, symbol, class, and
# whether it was seen to write bit 0 as 0. Processors share code, not always
# its address: one line for each symbol.
sites_of() {
	sites_in=$1
	shift
	awk -F '\t' -v classes="$*" '
	$1 != "site" { next }
	classes != "" && !index(" " classes " ", " " $5 " ") { next }
	{ key = $2 " " $4; n[key] += $6; set[key] += $9 }
	!(key in at) { at[key] = $3; cls[key] = $5; order[++sites] = key }
	END { for (i = 1; i <= sites; i++) {
		key = order[i]
		print at[key], key, cls[key], set[key] < n[key] ? "clears" : "sets"
	} }' "$sites_in"
}

# faults_of <case> <instruction> <clears|sets>: those that apply.
faults_of() {
	for fault in $(get "$1" faults); do
		case $fault in
		ignore)	;;
		one)	[ "$2 $3" = 'wrmsr clears' ] || continue ;;
		high)	[ "$2" = wrmsr ] || continue
			[ $(($(get "$1" mark) >> 32)) -gt 0 ] || continue ;;
		esac
		echo "$fault"
	done
}

# moot <case> <symbol> <fault>: the argument why nobody can see it, if listed.
moot() {
	grep -v '^#' "$MOOT" | while read -r kernel site fault why; do
		# shellcheck disable=SC2254 # these are patterns
		case $(get "$1" kernel)/$2/$3 in
		$kernel/$site/$fault) echo "$why"; break ;;
		esac
	done
}

# known_args <case>: announced deviations must not end a run.
known_args() {
	get "$1" known | tr ',' '\n' | sed -n 's/^R/,known=R/p' | tr -d '\n'
}

# seed_run <case> <address> <fault> <command line>: sets rc and broke.
seed_run() {
	boot "$1" "$1/seeded/$2-$3" \
		",drop=$2,fault=$3,stop=1$(known_args "$1")" "$4" >/dev/null 2>&1 || :
	rc=0
	report judge --case "$1" --dir "$RESULTS/$1/seeded/$2-$3" --seeded \
		>/dev/null || rc=$?
	broke=$(sed -n 's/^note: seeded fault broke \(R[0-9]*:.*\)/\1/p' \
		"$RESULTS/$1/seeded/$2-$3/table.txt")
}

# seed_one <case> <address> <instruction> <symbol> <class> <fault>: one line.
seed_one() {
	# A tenth of the guest's work, and random NMIs, may miss a site.
	seed_run "$1" "$2" "$6" ' ibrs.loops=10'
	[ "$rc" -ne "$EXIT_ERROR" ] || seed_run "$1" "$2" "$6" ' ibrs.loops=100'
	word=$(word_of "$rc")
	why=$(moot "$1" "$4" "$6")
	case $word in
	PASS)	[ -z "$why" ] || {
			word=FAIL
			broke="$broke, though tests/proof/seeded.moot says it cannot"
		} ;;
	FAIL)	broke='broke no rule'
		[ -z "$why" ] || word=MOOT broke=$why ;;
	*)	broke=$(sed -n 's/^note: //p' \
			"$RESULTS/$1/seeded/$2-$6/table.txt" | head -n 1) ;;
	esac
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$2" "$3" "$4" "$5" "$6" "$word" \
		"$broke"
}

# seed_worker <case> <number> <of how many>: its share of the plan.
seed_worker() {
	awk -v n="$2" -v of="$3" 'NR % of == n' "$RESULTS/$1/seeded/plan" |
	while read -r at op symbol class fault; do
		[ ! -e "$RESULTS/$1/seeded/stop" ] || exit 0
		seed_one "$1" "$at" "$op" "$symbol" "$class" "$fault" </dev/null |
			tee -a "$RESULTS/$1/seeded/rows.$2" |
			awk -F '\t' '{ printf "    %-4s %-5s %-46s %-6s %s\n",
				$6, $2, $3, $5, $7 }'
	done
}

# image_sites <vmlinux>: address, instruction and symbol of what can access
# the register: with its number put into ECX shortly before, or, in the entry
# text, where that move is an alternative's, with no other number in sight.
image_sites() {
	objdump -d --no-show-raw-insn "$1" | awk '
	/^[0-9a-f]+ <.*>:$/ {
		name = substr($2, 2, length($2) - 3); start = $1; other = 0; own = 0
	}
	/<__entry_text_start>:$/ { entry = 1 }
	/<__entry_text_end>:$/ || /<__irqentry_text_start>:$/ { entry = 0 }
	/^Disassembly of section/ { entry = /entry_trampoline/ }
	/mov +\$0x48,%ecx/ { own = NR; next }
	/mov +\$0x[0-9a-f]+,%ecx/ { other = NR }
	$2 == "wrmsr" || $2 == "rdmsr" {
		sub(":", "", $1)
		if ((own && NR - own < 16 && own > other) ||
		    (entry && !(other && NR - other < 4)))
			print $1, start, $2, name
	}' | while read -r at start op name; do
		# The low halves: arithmetic here has a sign bit.
		printf '0x%s %s %s+0x%x\n' "$at" "$op" "$name" \
			$((0x${at#????????} - 0x${start#????????}))
	done
}

# never_executed <case>: rows for the sites of the image no run reached.
never_executed() {
	vmlinux=${SYMS%/*}/vmlinux
	[ -f "$vmlinux" ] || return 0
	image_sites "$vmlinux" | while read -r at op symbol; do
		awk -F '\t' -v at="$at" -v op="$op" -v symbol="$symbol" \
			'$1 == "site" && $2 == op && ($3 == at || $4 == symbol) \
			{ seen = 1 } END { exit seen }' "$RESULTS/$1/rig.tsv" ||
			continue
		printf '%s\t%s\t%s\t-\t-\t-\tnot executed in this run\n' "$at" \
			"$op" "$symbol"
	done
}

# seed_plan <case>: address, instruction, symbol, class and fault of each run.
seed_plan() {
	# shellcheck disable=SC2046 # a list of words
	sites_of "$RESULTS/$1/rig.tsv" $(get "$1" fault_sites) |
	while read -r at op symbol class clears; do
		for fault in $(faults_of "$1" "$op" "$clears"); do
			echo "$at $op $symbol $class $fault"
		done
	done
}

# seed_all <case>: two runs at a time where a guest has one processor.
seed_all() {
	workers=$JOBS
	[ "$cpus" -eq 1 ] && [ "$workers" -le 2 ] || workers=2
	[ "$cpus" -eq 1 ] || workers=1
	# Background jobs do not hear an interrupt from the terminal.
	trap 'touch "$RESULTS/$1/seeded/stop"; exit 130' INT TERM
	n=0
	while [ "$n" -lt "$workers" ]; do
		seed_worker "$1" "$n" "$workers" &
		n=$((n + 1))
	done
	wait
	trap - INT TERM
}

# seeded_faults <case>: sets WORD and WHY.
seeded_faults() {
	seed_dir=$RESULTS/$1/seeded
	mkdir -p "$seed_dir"
	seed_plan "$1" >"$seed_dir/plan"
	if [ ! -s "$seed_dir/plan" ]; then
		WORD=ERROR WHY='no site was executed: no fault to seed'
		return
	fi
	note "  seeding $(wc -l <"$seed_dir/plan") faults"
	seed_all "$1"
	cat "$seed_dir"/rows.* 2>/dev/null | sort -t '	' -k1,1 -k5,5 \
		>"$seed_dir/rows" || :
	{ cat "$seed_dir/rows"; never_executed "$1"; } >"$RESULTS/$1/seeded.tsv"
	seed_table "$1" | tee "$RESULTS/$1/seeded.txt"
	seed_word "$1"
}

# seed_table <case>: a line for each site, a column for each fault.
seed_table() {
	awk -F '\t' '
	{ key = $2 " " $3 }
	!(key in cls) { cls[key] = $4; order[++n] = key }
	$5 == "-" { gone[key] = 1; next }
	{ cell[key, $5] = $6 == "PASS" ? $7 : $6 }
	END {
		line = "%-5s %-46s %-8s %-31s %-31s %s\n"
		printf line, "", "site", "class", "ignore", "one", "high"
		for (i = 1; i <= n; i++) {
			split(order[i], w, " ")
			if (order[i] in gone) {
				printf "%-5s %-46s not executed\n", w[1], w[2]
				continue
			}
			for (f = split("ignore one high", name, " "); f; f--)
				c[f] = (order[i], name[f]) in cell ? \
					cell[order[i], name[f]] : "-"
			printf line, w[1], w[2], cls[order[i]], c[1], c[2], c[3]
		}
	}' "$RESULTS/$1/seeded.tsv"
	sed -n 's/^[^\t]*\t[^\t]*\t\([^\t]*\)\t[^\t]*\t\([^\t]*\)\tMOOT\t/moot: \1 \2: /p' \
		"$RESULTS/$1/seeded.tsv"
}

seed_count() { awk -F '\t' -v w="$2" '$6 == w { n++ } END { print n + 0 }' "$1"; }

# seed_word <case>
seed_word() {
	rows=$RESULTS/$1/seeded/rows
	planned=$(wc -l <"$RESULTS/$1/seeded/plan")
	judged=$(wc -l <"$rows")
	unseen=$(seed_count "$rows" FAIL)
	caught=$(seed_count "$rows" PASS)
	failed=$(seed_count "$rows" ERROR)
	WHY="$caught of $planned seeded faults broke a rule"
	WHY="$WHY, $(seed_count "$rows" MOOT) cannot matter"
	if [ "$unseen" -gt 0 ]; then
		WORD=FAIL WHY="$WHY, $unseen wrong: see $RESULTS/$1/seeded.tsv"
	elif [ "$failed" -gt 0 ] || [ "$judged" -ne "$planned" ]; then
		WORD=ERROR
		WHY="$WHY, no verdict on $((planned - judged + failed)):"
		WHY="$WHY see $RESULTS/$1/seeded.tsv"
	fi
}
