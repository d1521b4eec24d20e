// SPDX-License-Identifier: GPL-2.0-only
/*
 * Seeded faults: which one (fault=, with drop=), and the end of a run at its
 * first violation (stop=1), so that one costs little more than a boot.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rig/qemu.h"
#include "rig/vcpu.h"

#define MAX_KNOWN	16

static const char *known[MAX_KNOWN];
static unsigned int nknown;

const char *fault_name(unsigned int fault)
{
	static const char * const names[] = {
		[F_IGNORE] = "ignore", [F_ONE] = "one", [F_HIGH] = "high",
	};

	return fault < sizeof(names) / sizeof(names[0]) ? names[fault] : NULL;
}

static int fault_option(const char *val)
{
	const char *name;

	for (uint8_t i = 0; (name = fault_name(i)); i++)
		if (!strcmp(val, name)) {
			rig.cfg.fault = i;
			return 0;
		}
	return -1;
}

/*
 * The processor that finds the first violation writes the report and ends
 * QEMU; another one that finds one at the same time waits for that. The
 * tracker having lost a processor is no rule broken: the report has to say so.
 */
static void stop_at(struct judge *j, unsigned int rule, const char *kind)
{
	static atomic_flag taken = ATOMIC_FLAG_INIT;
	char name[sizeof(rig.first)];

	(void)j;
	if (!rule)
		return;
	snprintf(name, sizeof(name), "R%u:%s", rule, kind);
	for (unsigned int i = 0; i < nknown; i++)
		if (!strcmp(known[i], name))
			return;
	if (atomic_flag_test_and_set(&taken))
		for (;;)
			pause();
	memcpy(rig.first, name, sizeof(name));
	_exit(report_write() ? 2 : 0);
}

int seeded_option(const char *arg)
{
	if (!strncmp(arg, "fault=", 6))
		return fault_option(arg + 6);
	if (!strcmp(arg, "stop=1")) {
		rig.cfg.violated = stop_at;
		return 0;
	}
	if (strncmp(arg, "known=", 6) || nknown == MAX_KNOWN)
		return -1;
	known[nknown++] = strdup(arg + 6);
	return 0;
}
