// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's own counts beside the instrument's: each difference is told, and
 * what is none is not. And what the instrument counts of streams made by hand.
 */
#include <stdio.h>
#include <string.h>

#include "report/result.h"
#include "unit/judge-stream.h"

static struct result r;
static struct verdict v;
static unsigned int n, failed;

struct pair {
	const char *what, *low, *high;
};

/* As a guest prints it, and its instrument: 126 ways in from user mode. */
static const char * const table[] = {
	"path checks user bad first_bad_ip",
	"do_debug was never checked",
	"entry_SYSCALL_64 100 100 0 -", "do_page_fault 30 20 0 -",
	"do_IRQ 5 2 0 -", "smp_apic_timer_interrupt 10 4 0 -",
	"__switch_to 7 0 0 -", "prepare_exit_to_usermode 60 0 0 -",
	"start_secondary 1 0 0 -", "user_mode 126 126 0 -",
};

static const struct pair instrument[] = {
	{ "SYSCALL64", "99", "100" }, { "#PF", "20", "20" },
	{ "#PF@kernel", "10", "10" }, { "IRQ", "6", "6" },
	{ "IRQ@kernel", "9", "9" }, { "__switch_to", "7", "7" },
	{ "start_secondary", "1", "1" }, { "out", "125", "125" },
	{ "SYSRET", "80", "80" }, { "RDMSR", "212", "213" },
};

static const struct {
	const char *name;
	enum word word;
	const char *row, *has;		/* of the table: it is that; NULL: gone */
	struct pair by;			/* of the instrument: it is that */
} tests[] = {
	{ .name = "the same", .word = W_PASS },
	{ "a page fault too many", W_FAIL, "do_page_fault",
	  "do_page_fault 31 21 0 -", { .what = NULL } },
	{ "one too few", W_FAIL, "do_page_fault",
	  "do_page_fault 29 19 0 -", { .what = NULL } },
	{ "from the kernel and not from user mode", W_FAIL, "do_page_fault",
	  "do_page_fault 30 19 0 -", { .what = NULL } },
	{ "one that came while the table was read", W_PASS, "entry_SYSCALL_64",
	  "entry_SYSCALL_64 100 100 0 -", { "RDMSR", "213", "213" } },
	{ "one that came behind that", W_FAIL, "entry_SYSCALL_64",
	  "entry_SYSCALL_64 101 101 0 -", { .what = NULL } },
	{ "an interrupt of another handler", W_PASS, "do_IRQ",
	  "smp_reschedule_interrupt 5 2 0 -", { .what = NULL } },
	{ "an interrupt too many of one", W_FAIL, "do_IRQ",
	  "do_IRQ 6 2 0 -", { .what = NULL } },
	{ "a switch that was not checked", W_FAIL, "__switch_to",
	  "__switch_to 6 0 0 -", { .what = NULL } },
	{ "a row that is not there", W_ERROR, "__switch_to", NULL,
	  { .what = NULL } },
	{ "a way in without a row", W_ERROR, NULL, NULL, { "#GP", "3", "3" } },
	{ "a row of what the instrument has not seen", W_FAIL, "do_page_fault",
	  "do_bounds 30 20 0 -", { .what = NULL } },
	{ "a row of which nothing is known", W_ERROR, "do_IRQ",
	  "do_IRQ2 5 2 0 -", { .what = NULL } },
	{ "a check of the exits too few", W_FAIL, "user_mode",
	  "user_mode 124 124 0 -", { .what = NULL } },
	{ "a read that no row has", W_FAIL, NULL, NULL,
	  { "RDMSR", "214", "214" } },
	{ "more checked exits than ways out", W_FAIL, NULL, NULL,
	  { "out", "59", "59" } },
	{ "fewer than those that have one", W_FAIL, NULL, NULL,
	  { "SYSRET", "60", "60" } },
	{ "a processor more", W_FAIL, NULL, NULL, { "start_secondary", "2", "2" } },
};

static void check(bool good, const char *name)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++n, name);
	failed += !good;
}

static bool begins(const char *line, const char *row)
{
	return row && !strncmp(line, row, strlen(row)) && line[strlen(row)] == ' ';
}

static void record(const struct pair *p)
{
	char what[32], low[8], high[8], *f[COUNTED_COLUMNS];

	snprintf(what, sizeof(what), "%s", p->what);
	snprintf(low, sizeof(low), "%s", p->low);
	snprintf(high, sizeof(high), "%s", p->high);
	f[COUNTED_WHAT] = what;
	f[COUNTED_LOW] = low;
	f[COUNTED_HIGH] = high;
	selfcheck_record(&r, f);
}

static void fill(size_t i, bool rows, bool records)
{
	bool had = false;

	memset(&r, 0, sizeof(r));
	memset(&v, 0, sizeof(v));
	for (size_t k = 0; rows && k < sizeof(table) / sizeof(table[0]); k++) {
		const char *line = begins(table[k], tests[i].row) ? tests[i].has :
				   table[k];

		if (line)
			selfcheck_line(&r, line);
	}
	for (size_t k = 0; records && k < sizeof(instrument) / sizeof(*instrument);
	     k++) {
		const struct pair *p = &instrument[k];
		bool is = tests[i].by.what && !strcmp(tests[i].by.what, p->what);

		record(is ? &tests[i].by : p);
		had |= is;
	}
	if (records && tests[i].by.what && !had)
		record(&tests[i].by);
}

static void compared(void)
{
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		fill(i, true, true);
		check_selfcheck(&r, &v);
		check(v.check[0].word == tests[i].word, tests[i].name);
		if (v.check[0].word != tests[i].word)
			printf("# %s: %s\n", word_name(v.check[0].word), v.check[0].why);
	}
	fill(0, false, true);
	check_selfcheck(&r, &v);
	check(v.check[0].word == W_ERROR, "no table");
	fill(0, true, false);
	check_selfcheck(&r, &v);
	check(v.check[0].word == W_ERROR, "nothing of the instrument's");
}

static uint64_t came(void (*stream)(void), bool checking, unsigned int vec,
		     bool kernel)
{
	boot(BASE);
	j.checking = checking;
	stream();
	return j.came[E_VEC0 + vec][kernel];
}

static void counted(void)
{
	boot(BASE);
	j.checking = true;
	ok_syscalls();
	check(j.came[E_SYSCALL64][0] == 2 && !j.came[E_SYSCALL64][1],
	      "two system calls");
	check(!came(ok_bad_iret, false, VEC_GP, false),
	      "none ahead of the kernel's first check");
	check(came(ok_bad_iret, true, VEC_GP, false) == 1 &&
	      !j.came[E_VEC0 + VEC_GP][1], "the fault of an IRET is the user's");
	check(came(ok_espfix_df, true, VEC_DF, true) == 1 &&
	      j.came[E_VEC0 + VEC_GP][0] == 1,
	      "that of one on the espfix stack the kernel's, and then the user's");
	check(came(ok_nmi_nested, true, VEC_NMI, true) == 2,
	      "a nested NMI is a second pass");
	check(came(ok_nmi_protected, true, VEC_NMI, false) == 0,
	      "an NMI of the kernel is none from user mode");
	judge_reset(&j, BASE);
	check(!j.checking, "behind a reset the kernel has to check again");
}

int main(void)
{
	printf("KTAP version 1\n");
	compared();
	counted();
	printf("1..%u\n", n);
	return failed ? 1 : 0;
}
