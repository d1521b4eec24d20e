# SPDX-License-Identifier: GPL-2.0-only
#
# Executes one macro of arch/x86/entry/ibrs.h with symbols for values.
#
# Input: objdump -d --no-show-raw-insn of it, linked. -v leg=N: bit i says
# whether the i-th conditional jump met is taken. -v keep="rax rbx ..." must
# hold at the end what they held at the beginning. Prints one line:
#	rd=N wr=N fence=N insns=N ecx=... value=... lost=... flags=... legs=N
# ecx and value are those of the last RDMSR or WRMSR. An instruction this does
# not know ends it with "unknown": whoever adds one has to say what it does.

function num(s) { sub(/^\$/, "", s); return s }

# 64-bit name of a register, as an index of R.
function full(s) {
	sub(/^%/, "", s)
	if (s ~ /^e/)
		sub(/^e/, "r", s)
	else if (s ~ /^[abcd]l$/)
		s = "r" substr(s, 1, 1) "x"
	sub(/d$/, "", s)
	return s
}

function is_32(s) { return s ~ /^%e/ || s ~ /^%r[0-9]+d$/ }

function value(s,   off) {
	if (s ~ /^\$/)
		return num(s)
	if (s ~ /^%/)
		return R[full(s)]
	if (s ~ /^0x[0-9a-f]+$/)
		return "mem(" s ")"
	if (s ~ /\(%rsp\)$/)
		return "stack(" s ")+" depth
	bad = "operand " s
}

function store(s, v) {
	if (s !~ /^%/)
		bad = "store to " s
	R[full(s)] = is_32(s) && v ~ /^r/ ? "low(" v ")" : v
}

BEGIN {
	n = depth = pc = 0
	split("rax rbx rcx rdx rsi rdi rbp r8 r9 r10 r11 r12 r13 r14 r15", all)
	for (i in all)
		R[all[i]] = all[i]
}

/^ *[0-9a-f]+:/ {
	addr = $1
	sub(/:/, "", addr)
	at[addr] = n
	op[n] = $2
	arg[n] = $3
	n++
}

function msr(   ) {
	ecx = R["rcx"]
	value_ = R["rdx"] ":" R["rax"]
}

function step(   a, src, dst, o) {
	o = op[pc]
	split_at(arg[pc])
	if (o ~ /^mov/ && o !~ /movs|movz/) {
		store(D, value(S))
	} else if (o == "push") {
		stack[depth++] = value(S)
	} else if (o == "pop") {
		if (!depth)
			bad = "pop of nothing"
		R[full(S)] = stack[--depth]
	} else if (o == "wrmsr") {
		wr++
		msr()
	} else if (o == "rdmsr") {
		rd++
		ecx = R["rcx"]
		R["rax"] = "msrlow"
		R["rdx"] = "msrhigh"
		value_ = "-"
	} else if (o == "shl" || o == "shr") {
		store(D, o "(" value(D) "," num(S) ")")
		flags = 1
	} else if (o == "or") {
		store(D, "or(" value(D) "," value(S) ")")
		flags = 1
	} else if (o == "test" || o == "bt" || o == "btq" || o == "testb") {
		tested = value(D) "&" num(S)
		flags = 1
	} else if (o == "lfence") {
		fence++
	} else if (o == "jmp") {
		goto_(S)
		return
	} else if (o == "jne" || o == "jb") {
		if (int(leg / 2 ^ legs++) % 2) {
			goto_(S)
			return
		}
	} else if (o !~ /^nop/ && o != "xchg") {
		bad = o
	}
	pc++
}

# "a,b" or "a" where a may hold parentheses.
function split_at(s,   i) {
	i = match(s, /,[^,)]*$/)
	S = i ? substr(s, 1, i - 1) : s
	D = i ? substr(s, i + 1) : s
}

function goto_(s) {
	if (s == end)
		pc = n
	else if (s in at)
		pc = at[s]
	else
		bad = "jump to " s
}

END {
	for (pc = 0; pc < n && bad == "" && insns < 1000; insns++)
		step()
	if (bad != "") {
		print "unknown " bad
		exit
	}
	count = split(keep, kept, " ")
	lost = ""
	for (i = 1; i <= count; i++)
		if (R[kept[i]] != kept[i])
			lost = lost kept[i] ","
	if (depth)
		lost = lost "rsp,"
	printf "rd=%d wr=%d fence=%d insns=%d ecx=%s value=%s lost=%s flags=%d legs=%d test=%s out=%s\n",
		rd, wr, fence, insns, ecx == "" ? "-" : ecx,
		value_ == "" ? "-" : value_, lost == "" ? "-" : lost, flags,
		legs, tested == "" ? "-" : tested, out == "" ? "-" : R[out]
}
