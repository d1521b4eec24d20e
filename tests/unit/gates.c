// SPDX-License-Identifier: GPL-2.0-only
/* Gates that say another thing than before: no run with such a one is judged. */
#include <stdio.h>

#include "rig/gates.h"
#include "rules/paths.h"

#define RIP(x)	(0xffffffff81000000ull + 64 * (x))
#define IRQ	0x30u

static unsigned int n, failed;

static void check(bool good, const char *name)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++n, name);
	failed += !good;
}

/* Each is told once, and none is left out: the list would not be whole. */
static void ways(void)
{
	struct way w = { .rip = RIP(1), .by = IRQ, .type = 14 };
	unsigned int i = 0, told = 0;

	check(!way_nth(0) && !way_add(&w) && !way_add(&w) && !way_nth(1) &&
	      way_nth(0)->rip == RIP(1), "a way in is kept once");
	w.ist = 2;
	check(!way_add(&w) && way_nth(1)->ist == 2 && !way_nth(2),
	      "and again where it has another stack");
	for (; i < 4096 && !told; i++, w.rip++)
		told = !!way_add(&w);
	check(told && way_nth(i - 1) && !way_nth(i),
	      "more of them than there is room for");
}

int main(void)
{
	struct entry_point e;
	unsigned int i = 0;

	printf("KTAP version 1\n1..11\n");
	check(!gate_add(RIP(1), VEC_DB, true) && !gate_add(RIP(2), IRQ, false),
	      "gates are taken");
	check(gate_find(RIP(1), &e) && e.ist && e.vec == VEC_DB &&
	      !gate_find(RIP(3), &e), "and found");
	check(!gate_add(RIP(1), VEC_DB, false) && gate_find(RIP(1), &e) &&
	      e.ist, "an IST event stays one without its stack");
	check(!gate_add(RIP(2), IRQ + 1, false),
	      "two interrupts may have one entry point");
	check(gate_add(RIP(2), IRQ, true), "a stack that was not there before");
	check(gate_add(RIP(2), VEC_PF, false), "two kinds, one entry point");
	while (i < 4096 && !gate_add(RIP(100 + i), IRQ, false))
		i++;
	check(i < 4096, "more of them than there is room for");
	check(gate_find(RIP(99 + i), &e) && !gate_find(RIP(100 + i), &e),
	      "the last one is there, the next one not");
	ways();
	return failed ? 1 : 0;
}
