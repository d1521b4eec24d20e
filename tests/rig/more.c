// SPDX-License-Identifier: GPL-2.0-only
/*
 * What chance has missed is gone after: while an instruction of the sweep lacks
 * a kind, "ibrs.more=0" of the guest's command line reads "ibrs.more=1", and it
 * does its work once more (tests/boot/init.c has the bound).  What is then still
 * without is ERROR, by the report.
 */
#include <stdlib.h>
#include <string.h>

#include "rig/qemu.h"
#include "rig/vcpu.h"

#define MORE_WORD	"ibrs.more="
#define MAX_LINE	4096

/* Of the digit, 0 until it is found; 1: there is none. */
static uint64_t digit_phys;

void more_find(struct vcpu *v)
{
	uint64_t at, phys;
	char line[MAX_LINE + 1] = "", *word;
	size_t n = 0;

	if (digit_phys || v->user_cr3)
		return;
	if (!rig.sweep.command_line ||
	    q_read(v->cpu, rig.sweep.command_line, &at, sizeof(at))) {
		digit_phys = 1;
		return;
	}
	while (n < MAX_LINE && !q_read(v->cpu, at + n, line + n, 1) && line[n])
		n++;
	line[n] = 0;
	word = strstr(line, MORE_WORD "0");
	if (word)
		word += strlen(MORE_WORD);
	if (!word)
		digit_phys = 1;
	else
		digit_phys = q_phys(v->cpu, at + (uint64_t)(word - line),
				    &phys) ? 1 : phys;
}

static bool lacks(const struct inject_count *c)
{
	for (unsigned int k = 0; k < INJ_NR; k++)
		if (rig.sweep.n[k] && c->able[k] && inject_wanted(c, k) &&
		    !inject_covered(c, k))
			return true;
	return false;
}

void more_tell(void)
{
	struct inject_count c;
	bool more = false;

	if (digit_phys <= 1)
		return;
	for (unsigned int row = 1; row_account(row, &c) && !more; row++)
		more = c.exec && lacks(&c);
	q_phys_put(digit_phys, more ? '1' : '0');
}
