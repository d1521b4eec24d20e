# SPDX-License-Identifier: GPL-2.0-only
# Backtraces: the guest's parser on logs as v4.15 writes them, and the
# comparison of two kernels.
. "$(dirname "$0")/project"

cat >"$T/main.c" <<'END'
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "backtrace.h"
static void line(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}
int main(void)
{
	static struct backtraces b;
	char s[512];

	while (fgets(s, sizeof(s), stdin)) {
		s[strcspn(s, "\n")] = 0;
		if (!strcmp(s, "EPIPE"))
			backtrace_lost(&b);
		else
			backtrace_line(&b, s);
	}
	backtrace_print(&b, line);
	return 0;
}
END
gcc -Wall -Wextra -Werror -I"$HERE/tests/boot" -o "$T/parse" "$T/main.c" \
	"$HERE/tests/boot/backtrace.c"

# trace <place> <line...>: one backtrace as it is logged.
trace() {
	printf '%s\n' 'NMI backtrace for cpu 0' \
		'CPU: 0 PID: 60 Comm: init Not tainted 4.15.0 #1' \
		"RIP: 0010:$1" 'RSP: 0018:fffffe0000002fd8 EFLAGS: 00000046' \
		'Call Trace:'
	shift
	printf '%s\n' "$@" 'Code: 41 50 <41> 51'
}
says() { gives 0 "^$1\$" "$T/parse"; }
log() { "$@" | says "$want"; }

want='error_entry+0x10 regs 1'
t 'registers of user mode' log trace error_entry+0x10/0xe0 ' page_fault+0x2c/0x60' \
	'RIP: 0033:0x401000' 'RSP: 002b:00007fff EFLAGS: 00000202'
want='error_entry+0x10 regs 1'
t 'of 32-bit code' log trace error_entry+0x10/0xe0 'RIP: 0023:0x8048000'
want='ret_from_fork+0x10 root 1'
t 'the first frame of a thread' log trace ret_from_fork+0x10/0x40 \
	' ret_from_fork+0x35/0x40'
want='paranoid_entry+0x9 kernel 1'
t 'registers of the kernel, and no further' log trace paranoid_entry+0x9/0xb0 \
	' <ENTRY_TRAMPOLINE>' 'RIP: 0010:entry_SYSENTER_compat+0x20/0x82' \
	' ? do_fast_syscall_32+0x1/0x2'
want='paranoid_entry+0x9 none 1'
t 'a clue is no frame' log trace paranoid_entry+0x9/0xb0 \
	' ? ret_from_fork+0x35/0x40' ' schedule+0x10/0x80'
t 'nor are registers with a wrong selector' log trace paranoid_entry+0x9/0xb0 \
	'RIP: 81b0:0x20'
want='1 backtraces, 0 cut, 0 lost, 0 warnings'
t 'all are counted' log trace error_entry+0x10/0xe0 'RIP: 0033:0x401000'
cut_short() { trace x+0x1/0x2 ' a+0x1/0x2' | sed '/^Call/,$d'
	trace x+0x1/0x2 ' a+0x1/0x2'; }
want='1 backtraces, 1 cut, 0 lost, 0 warnings'
t 'one without a trace is cut' log cut_short
lost() { trace x+0x1/0x2 ' a+0x1/0x2' | sed 's/^ a.*/EPIPE/'; }
want='0 backtraces, 0 cut, 1 lost, 0 warnings'
t 'records of the log that are lost are told' log lost
warned() { echo "WARNING: can't dereference registers at 0 for ip x+0x1/0x2"; }
want='0 backtraces, 0 cut, 0 lost, 1 warnings'
t 'what the unwinder complains of is told' log warned

# --- two kernels: a, (added) n1 n2, b ----------------------------------------
A=ffffffff81400000 N=ffffffff81400001 M=ffffffff81400002 B=ffffffff81400003
printf '%s\n' "$A push %rax" "$M pop %rax" >"$T/base"
printf '%s\n' "$A push %rax" "$N wrmsr" "$M nop" "$B pop %rax" >"$T/ours"
printf '%s\n' = + + = >"$T/edits"
printf '%s\n' "$A 3 0" "$M 3 0" >"$T/bc"
printf '%s\n' "$A" "$N" "$M" "$B" >"$T/ran"
compare() { printf '%s\n' "$@" >"$T/oc"; awk -f "$HERE/tests/proof/unwind.awk" \
	"$T/base" "$T/ours" "$T/edits" "$T/bc" "$T/oc" "$T/ran"; }
t 'a way from all' gives 0 '2 added instructions, a way from 2' \
	compare "$A 3 0" "$N 3 0" "$M 3 0" "$B 3 0"
t 'an added one without' gives 1 "added $N (wrmsr): none, beside way and way" \
	compare "$A 3 0" "$N 0 3" "$M 3 0" "$B 3 0"
t 'an old one that lost it' gives 1 "$B (pop %rax): none, on the base" \
	compare "$A 3 0" "$N 3 0" "$M 3 0" "$B 0 3"
t 'an added one never interrupted' gives 2 "added $M (nop): executed, no" \
	compare "$A 3 0" "$N 3 0" "$B 3 0"
t 'nothing to compare with' gives 2 'unwind: 0 added' compare ''
end
