// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel that reads 48h back itself (CONFIG_DEBUG_IBRS_ENTRY) and counts where:
 * what has to be in its table when the guest reads that. A number goes up while it
 * is read, so the guest says when it is going to and when it has, and what the
 * kernel shows has to lie between what was counted at the two. Each processor
 * counts from its first check on, as the kernel does.
 */
#include <string.h>

#include "rig/line.h"
#include "rig/qemu.h"
#include "rig/vcpu.h"

#define READS_IN	"ibrs_check_msr"	/* also with .constprop.0 and such */

/* Beside the ways in; rules/record.h says what they are. */
enum { C_READS, C_SWITCHES, C_IDLE, C_BOOT, C_AP, C_S3, C_OUTS, C_SYSRETS, C_NR };

static const char * const names[C_NR] = {
	"RDMSR", "__switch_to", "arch_cpu_idle_exit", "ibrs_check_boot", "start_secondary",
	"__restore_processor_state", "out", "SYSRET",
};

struct counted {
	uint64_t came[E_NR][2], other[C_NR];
};

static struct counted at[2];
static bool said[2];

bool selfcheck_reads(const struct sym *fn)
{
	size_t len = strlen(READS_IN);

	return fn && !strncmp(fn->name, READS_IN, len) &&
	       strchr(".", fn->name[len]);
}

void selfcheck_read(struct vcpu *v)
{
	v->j.checking = true;
	v->checks++;
}

/*
 * A processor begins, and one that goes offline stops to: told ahead of the first
 * instruction, which says so to the kernel. (Of the boot processor the compiler has
 * put that into another function: its first RDMSR tells.)
 */
static void vcpu_check_up(unsigned int i, void *unused)
{
	(void)unused;
	rig.v[i].j.checking = true;
}

static void vcpu_check_down(unsigned int i, void *unused)
{
	(void)unused;
	rig.v[i].j.checking = false;
}

/* The first instruction of a function that checks as itself. */
static void vcpu_switches(unsigned int i, void *unused)
{
	(void)unused;
	rig.v[i].switches += rig.v[i].j.checking;
}

static void vcpu_idle_exit(unsigned int i, void *unused)
{
	(void)unused;
	rig.v[i].idle_exits += rig.v[i].j.checking;
}

void selfcheck_insn(struct qemu_plugin_insn *insn, uint64_t va)
{
	const struct {
		uint64_t at;
		void (*call)(unsigned int i, void *unused);
	} watched[] = {
		{ rig.switch_to, vcpu_switches }, { rig.idle_exit, vcpu_idle_exit },
		{ rig.check_up, vcpu_check_up }, { rig.check_down, vcpu_check_down },
	};

	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
		if (watched[i].at && va == watched[i].at)
			qemu_plugin_register_vcpu_insn_exec_cb(insn,
				watched[i].call, PLUGIN_NO_REGS, NULL);
}

/* Ways out by which prepare_exit_to_usermode() is: no NMI, no guest. */
static void count_outs(const struct judge *j, struct counted *c)
{
	uint64_t n;

	for (unsigned int cls = 0; cls < E_NR; cls++)
		for (unsigned int o = O_USER; o <= O_BADIRET; o++)
			for (unsigned int l = L_SYSRET; l < L_VMENTRY; l++) {
				if (cls == E_VEC0 + VEC_NMI || !j->path[cls][o][l])
					continue;
				n = j->path[cls][o][l]->crossings;
				c->other[C_OUTS] += n;
				c->other[C_SYSRETS] += l == L_SYSRET ? n : 0;
			}
}

static void count(const struct vcpu *v, struct counted *c)
{
	for (unsigned int cls = 0; cls < E_NR; cls++)
		for (unsigned int k = 0; k < 2; k++)
			c->came[cls][k] += v->j.came[cls][k];
	c->other[C_READS] += v->checks;
	c->other[C_SWITCHES] += v->switches;
	c->other[C_IDLE] += v->idle_exits;
	c->other[C_BOOT] += v->j.part[PART_R10_boot];
	/* S3 takes the others down, and the first processor brings them up again */
	c->other[C_AP] += v->j.part[PART_R10_ap];
	c->other[v->index ? C_AP : C_S3] += v->j.part[PART_R10_s3];
	count_outs(&v->j, c);
}

void selfcheck_says(uint64_t behind)
{
	struct counted *c = &at[behind != 0];

	memset(c, 0, sizeof(*c));
	for (unsigned int i = 0; i < rig.ncpus; i++)
		count(&rig.v[i], c);
	said[behind != 0] = true;
}

static void write_one(FILE *f, const char *what, uint64_t low, uint64_t high)
{
	if (!high)
		return;
	line_begin(REC_COUNTED);
	line_put(COUNTED_WHAT, "%s", what);
	line_number(COUNTED_LOW, low);
	line_number(COUNTED_HIGH, high);
	line_end(f);
}

void selfcheck_report(FILE *f)
{
	char name[64];

	if (!said[0] || !said[1])
		return;
	for (unsigned int cls = 0; cls < E_NR; cls++)
		for (unsigned int k = 0; k < 2; k++)
			write_one(f, path_name(cls, k ? O_KERNEL : O_USER, L_KERNEL,
					       name, sizeof(name)),
				  at[0].came[cls][k], at[1].came[cls][k]);
	for (unsigned int i = 0; i < C_NR; i++)
		write_one(f, names[i], at[0].other[i], at[1].other[i]);
}
