// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a kernel with CONFIG_DEBUG_IBRS_ENTRY has counted: its table as
 * diagnostics, and a case that no value was bad and each path that the drivers
 * took was checked.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "init.h"

#define DEBUG_DIR	"/sys/kernel/debug"
#define SELF_CHECK	DEBUG_DIR "/x86/ibrs_check"

/* What ibrs.work=all cannot but take; the last ones where there are two CPUs. */
static const char * const all_paths[] = {
	"user_mode", "prepare_exit_to_usermode", "entry_SYSCALL_64",
	"entry_SYSENTER_compat", "entry_SYSCALL_compat", "entry_INT80_compat",
	"do_IRQ", "do_page_fault",
	"do_general_protection", "do_debug", "do_int3", "do_double_fault",
	"do_invalid_op", "do_divide_error", "do_segment_not_present",
	"__switch_to", "arch_cpu_idle_exit", "ibrs_check_boot",
};

/* Where nobody watches, nobody sends one either. */
static const char * const nmi_path[] = { "do_nmi" };

static const char * const smp_paths[] = {
	"start_secondary", "smp_apic_timer_interrupt", "smp_reschedule_interrupt",
	"smp_call_function_single_interrupt",
};

static char table[8192];

/* Is it there? Then the runner plans a case for it. */
int selfcheck_wanted(void)
{
	char head[16];

	if (mount("debugfs", DEBUG_DIR, "debugfs", 0, NULL) && errno != EBUSY)
		return 0;
	return read_file(SELF_CHECK, head, sizeof(head)) > 0;
}

/* Is there a row that begins with @path? */
static int has_row(const char *path)
{
	const char *row = table;
	size_t len = strlen(path);

	while ((row = strchr(row, '\n'))) {
		row++;
		if (!strncmp(row, path, len) && row[len] == ' ')
			return 1;
	}
	return 0;
}

static unsigned int missing(const char * const *paths, size_t nr)
{
	unsigned int lost = 0;
	size_t i;

	for (i = 0; i < nr; i++) {
		if (has_row(paths[i]))
			continue;
		printf("# self-check: %s was never checked\n", paths[i]);
		lost++;
	}
	return lost;
}

/* Is IBRS toggled here? Else nothing is checked, and there may be no row. */
static int in_use(void)
{
	static const char toggled[] = "Mitigation: IBRS (";
	char says[128];

	read_file("/sys/devices/system/cpu/vulnerabilities/spectre_v2", says,
		  sizeof(says));
	return !strncmp(says, toggled, strlen(toggled));
}

/* Prints the rows. How many were bad, or are not as they have to be. */
static unsigned int bad_rows(void)
{
	unsigned long checks, user, bad;
	unsigned int wrong = 0;
	char *row, *save, path[64];
	int rows = 0;

	row = strtok_r(table, "\n", &save);
	while ((row = strtok_r(NULL, "\n", &save))) {
		printf("# self-check: %s\n", row);
		rows++;
		if (sscanf(row, "%63s %lu %lu %lu", path, &checks, &user,
			   &bad) != 4 || !checks || bad || *path == '(')
			wrong++;
	}
	return wrong + ((rows > 0) != in_use());
}

/*
 * Every other CPU is where no way in is on its way to its check: a task went there.
 * So all that the instrument has seen by now has been counted.
 */
static void settle(int cpus)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return;
	while (cpus-- > 0)
		pin_to(cpus);
	sched_setaffinity(0, sizeof(set), &set);
}

/* In one read(): at most what comes while that runs is uncertain. */
static ssize_t read_table(void)
{
	int fd = open(SELF_CHECK, O_RDONLY | O_CLOEXEC);
	int cpus = cpu_count();
	ssize_t n;

	memset(table, 0, sizeof(table));	/* no fault later */
	tell(SAY_CHECKED, 0);
	if (cpus > 1)
		settle(cpus);
	n = read(fd, table, sizeof(table) - 1);
	tell(SAY_CHECKED, 1);
	close(fd);
	return n;
}

/* @all: the drivers have run that all_paths is about. */
void selfcheck_case(int all)
{
	unsigned int wrong = 0;
	ssize_t n = read_table();

	if (n <= 0 || n >= (ssize_t)sizeof(table) - 1) {
		result_line(RES_FAIL, "self-check", NULL);
		return;
	}
	all = all && in_use();
	if (all)
		wrong += missing(all_paths, ARRAY_SIZE(all_paths));
	if (all && irq_count("NMI"))
		wrong += missing(nmi_path, ARRAY_SIZE(nmi_path));
	if (all && cpu_count() > 1)
		wrong += missing(smp_paths, ARRAY_SIZE(smp_paths));
	wrong += bad_rows();
	print_fact("self_check", "%s", wrong ? "something was bad or missing" :
		   !in_use() ? "IBRS is not toggled, and nothing was checked" :
		   all ? "each path was checked, and no value was bad" :
		   "no value was bad");
	result_line(wrong ? RES_FAIL : RES_PASS, "self-check", NULL);
}
