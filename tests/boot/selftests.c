// SPDX-License-Identifier: GPL-2.0-only
/*
 * The base's own x86 selftests, if the initrd holds them: each program below
 * /selftests is one case, so that two kernels compare line by line. On one CPU
 * under TCG they need noreplace-smp, see Documentation/guest.txt.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "init.h"

#define SELF_DIR	"/selftests"
#define SELF_SECONDS	60

/* ibrs.selftests= may be how the names of those that are wanted begin. */
static int named(char *only, size_t size)
{
	cmdline_word("ibrs.selftests", only, size);
	return strcmp(only, "1") && strcmp(only, "verbose");
}

static int wanted(const struct dirent *e)
{
	char only[64];

	if (named(only, sizeof(only)))
		return !strncmp(e->d_name, only, strlen(only));
	return e->d_name[0] != '.';
}

/* How many programs there are. */
unsigned int selftests_count(void)
{
	struct dirent **list;
	int i, n = scandir(SELF_DIR, &list, wanted, alphasort);

	for (i = 0; i < n; i++)
		free(list[i]);
	if (n >= 0)
		free(list);
	return n > 0 ? n : 1;
}

/*
 * TCG takes the DS prefix, which a kernel on one CPU has in place of LOCK, for
 * real: ldt_gdt_32 then hangs the guest now and then.
 */
static void warn_of_prefix(void)
{
	char line[4096];

	read_file("/proc/cmdline", line, sizeof(line));
	if (cpu_count() == 1 && !strstr(line, "noreplace-smp"))
		say("one CPU without noreplace-smp: ldt_gdt_32 may hang TCG");
}

/* Run them all in name order, each with a time-out. */
void run_selftests(void)
{
	char path[300], name[300], only[64];
	struct dirent **list;
	int i, n = scandir(SELF_DIR, &list, wanted, alphasort);

	if (n <= 0) {
		result_line(RES_SKIP, "selftests", "none such in this initrd");
		return;
	}
	warn_of_prefix();
	for (i = 0; i < n; i++) {
		/* this machine may be suspended, if that is what is asked for */
		char *all = named(only, sizeof(only)) && !strncmp(only, "ibrs", 4) ?
			    "-a" : NULL;
		char *argv[] = { path, all, NULL };

		if (all)
			unlock_bios();
		snprintf(path, sizeof(path), SELF_DIR "/%s", list[i]->d_name);
		snprintf(name, sizeof(name), "selftest-%s", list[i]->d_name);
		run_program(name, argv, SELF_SECONDS);
		free(list[i]);
	}
	free(list);
}
