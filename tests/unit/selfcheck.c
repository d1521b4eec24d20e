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
	{ "more checked exits than ways out", W_FAIL, "prepare_exit_to_usermode",
	  "prepare_exit_to_usermode 127 0 0 -", { "RDMSR", "279", "280" } },
	{ "fewer than those that have one", W_FAIL, NULL, NULL,
	  { "SYSRET", "60", "60" } },
	{ "a processor more", W_FAIL, NULL, NULL, { "start_secondary", "2", "2" } },
	{ "one from the kernel too few", W_FAIL, NULL, NULL, { "#PF@kernel", "11", "11" } },
	{ "a check of the exits too many", W_FAIL, "user_mode",
	  "user_mode 127 127 0 -", { .what = NULL } },
	{ "a value that was bad", W_FAIL, "do_page_fault",
	  "do_page_fault 30 20 1 x+0x1/0x2 [y]", { .what = NULL } },
	{ "a switch from user mode", W_FAIL, "__switch_to",
	  "__switch_to 7 1 0 -", { .what = NULL } },
	{ "a way out to the kernel", W_FAIL, "user_mode",
	  "user_mode 126 125 0 -", { .what = NULL } },
};

/* One line of the table more, or what the instrument has: that is not to be compared. */
static const struct {
	const char *name, *line;
	struct pair by;			/* "+#PF": beside what it has of #PF */
	const char *says;
} odd[] = {
#define ROW(is, says, line)	{ is, line, { .what = NULL }, says }
#define BY(is, says, ...)	{ is, NULL, { __VA_ARGS__ }, says }
	ROW("a row of another name", "is not known", "do_IRQ3 0 0 0 -"),
	ROW("a row that is there twice", "twice", "do_page_fault 0 0 0 -"),
	ROW("a row that is cut off", "'do_bounds 3'", "do_bounds 3"),
	ROW("one that has no end", "'do_bounds 0 0 0'", "do_bounds 0 0 0"),
	ROW("a row of no number", "'do_bounds x", "do_bounds x 0 0 -"),
	ROW("a negative number", "'do_bounds -1", "do_bounds -1 -1 0 -"),
	ROW("a number that ends in a word", "'do_bounds 0x", "do_bounds 0x0 0 0 -"),
	ROW("a number that overflows", "'do_bounds 9999",
	    "do_bounds 99999999999999999999 0 0 -"),
	ROW("one that a sum may overflow by", "'do_bounds 28147",
	    "do_bounds 281474976710656 0 0 -"),
	ROW("more from user mode than checks", "'smp_x 3 4", "smp_x 3 4 0 -"),
	ROW("more that were bad", "'do_bounds 0 0 1", "do_bounds 0 0 1 x"),
	ROW("a text", "'the kernel is fine'", "the kernel is fine"),
	BY("what no row is known of", "counts v21", "v21", "3", "3"),
	BY("a way in by another name", "counts #PF@window", "#PF@window", "1", "1"),
	BY("a way out of no row", "counts SYSRET@kernel", "SYSRET@kernel", "1", "1"),
	BY("a switch by another name", "counts __switch_to@kernel",
	   "__switch_to@kernel", "1", "1"),
	BY("a record that is there twice", "#PF is there twice", "+#PF", "21", "21"),
	BY("marks the wrong way round", "out: 126 ahead of the reading, 125 behind",
	   "out", "126", "125"),
	BY("more by SYSRET than ways out", "SYSRET", "SYSRET", "126", "126"),
	BY("a range wider than that of the reads", "came by while", "#PF", "0", "20"),
	BY("a reading without an end", "came by while", "RDMSR", "0", "213"),
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

	snprintf(what, sizeof(what), "%s", p->what + (*p->what == '+'));
	snprintf(low, sizeof(low), "%s", p->low);
	snprintf(high, sizeof(high), "%s", p->high);
	f[COUNTED_WHAT] = what;
	f[COUNTED_LOW] = low;
	f[COUNTED_HIGH] = high;
	selfcheck_record(&r, f);
}

static void none(void)
{
	memset(&r, 0, sizeof(r));
	memset(&v, 0, sizeof(v));
	r.cpus = 1;
}

/* The table, but where @row is it is @has. */
static void rows(const char *row, const char *has)
{
	for (size_t k = 0; k < sizeof(table) / sizeof(table[0]); k++) {
		const char *line = begins(table[k], row) ? has : table[k];

		if (line)
			selfcheck_line(&r, line);
	}
}

/* What the instrument has, but of that which @by is of it has @by. */
static void records(const struct pair *by)
{
	bool had = false;

	for (size_t k = 0; k < sizeof(instrument) / sizeof(*instrument); k++) {
		const struct pair *p = &instrument[k];
		bool is = by->what && !strcmp(by->what, p->what);

		record(is ? by : p);
		had |= is;
	}
	if (by->what && !had)
		record(by);
}

static void judged(enum word word, const char *says, const char *name)
{
	const struct check *c = &v.check[0];
	bool good;

	check_selfcheck(&r, &v);
	good = c->word == word && strstr(c->why, says);
	check(good, name);
	if (!good)
		printf("# %s: %s\n", word_name(c->word), c->why);
}

/* Each row, and the instrument's name of the same: as many, and one more. */
static const struct means {
	const char *row, *what;
	bool once;			/* what does not come from user mode */
} means[] = {
	{ "entry_SYSCALL_64", "SYSCALL64", false },
	{ "entry_SYSCALL_compat", "SYSCALL32", false },
	{ "entry_SYSENTER_compat", "SYSENTER", false },
	{ "entry_INT80_compat", "INT80", false }, { "do_divide_error", "#DE", false },
	{ "do_debug", "#DB", false }, { "do_nmi", "NMI", false },
	{ "do_int3", "#BP", false }, { "do_overflow", "#OF", false },
	{ "do_bounds", "#BR", false }, { "do_invalid_op", "#UD", false },
	{ "do_device_not_available", "#NM", false },
	{ "do_double_fault", "#DF", false }, { "do_invalid_TSS", "#TS", false },
	{ "do_segment_not_present", "#NP", false },
	{ "do_stack_segment", "#SS", false },
	{ "do_general_protection", "#GP", false },
	{ "do_page_fault", "#PF", false }, { "do_coprocessor_error", "#MF", false },
	{ "do_alignment_check", "#AC", false }, { "do_mce", "#MC", false },
	{ "do_simd_coprocessor_error", "#XM", false }, { "do_IRQ", "IRQ", false },
	{ "smp_thermal_interrupt", "IRQ", false },
	{ "ibrs_check_vmexit", "VMEXIT", true },
	{ "ibrs_check_boot", "ibrs_check_boot", true },
	{ "start_secondary", "start_secondary", true },
	{ "__restore_processor_state", "__restore_processor_state", true },
	{ "__switch_to", "__switch_to", true },
	{ "arch_cpu_idle_exit", "arch_cpu_idle_exit", true },
};

static void meant(const struct means *m, const char *n, enum word word)
{
	char row[64];

	none();
	snprintf(row, sizeof(row), "%s 3 %c 0 -", m->row, m->once ? '0' : '3');
	selfcheck_line(&r, row);
	if (!m->once)
		selfcheck_line(&r, "user_mode 3 3 0 -");
	record(&(struct pair){ m->what, n, n });
	record(&(struct pair){ "RDMSR", "3", "3" });
	judged(word, "", m->row);
}

static void compared(void)
{
	static const struct pair as_it_is = { .what = NULL };

	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		none();
		rows(tests[i].row, tests[i].has);
		records(&tests[i].by);
		judged(tests[i].word, "", tests[i].name);
	}
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		none();
		rows(NULL, NULL);
		if (odd[i].line)
			selfcheck_line(&r, odd[i].line);
		records(&odd[i].by);
		judged(W_ERROR, odd[i].says, odd[i].name);
	}
	none();
	records(&as_it_is);
	judged(W_ERROR, "no table", "no table");
	none();
	rows(NULL, NULL);
	judged(W_ERROR, "nothing that the instrument", "nothing of the instrument's");
	none();
	selfcheck_line(&r, "do_bounds 0 0 0 -");
	record(&(struct pair){ "RDMSR", "0", "0" });
	judged(W_ERROR, "checked nothing", "rows and records of nothing");
	for (size_t i = 0; i < sizeof(means) / sizeof(means[0]); i++) {
		meant(&means[i], "3", W_PASS);
		meant(&means[i], "4", W_FAIL);
	}
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
