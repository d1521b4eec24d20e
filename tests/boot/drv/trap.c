// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions raised by one instruction of user code.
 *
 * Rule: #GP for a privileged instruction, #UD for UD2, #DE for a division by
 * zero, #BP for INT3 (its IP is already past it), #BR for BOUND, #OF for INTO.
 * Trigger: that instruction, in a loop.
 * Cannot tell apart: nothing, the vector is in the signal frame; but what the
 * kernel did between is not seen.
 */
#include "../guest.h"

static int traps(unsigned long loops, unsigned int vec, unsigned int len,
		 void (*raise_it)(void))
{
	unsigned long i;

	trap_on();
	trap_skip = len;
	for (i = 0; i < loops; i++)
		raise_it();
	if (expect("exceptions", trap_count[vec], loops))
		return fail("vectors: DE %lu DB %lu UD %lu GP %lu PF %lu",
			    trap_count[0], trap_count[1], trap_count[6],
			    trap_count[13], trap_count[14]);
	return RES_PASS;
}

static void do_hlt(void)
{
	asm volatile("hlt");
}

static void do_ud2(void)
{
	asm volatile("ud2");
}

static void do_div(void)
{
	unsigned int a = 1, d = 0;

	asm volatile("divl %2" : "+a" (a), "+d" (d) : "c" (0));
}

static void do_int3(void)
{
	asm volatile("int3");
}

int fault_gp(unsigned long loops)
{
	return traps(loops, 13, 1, do_hlt);
}

int fault_ud(unsigned long loops)
{
	return traps(loops, 6, 2, do_ud2);
}

int fault_de(unsigned long loops)
{
	return traps(loops, 0, 2, do_div);
}

int int3_user(unsigned long loops)
{
	return traps(loops, 3, 0, do_int3);
}

#ifndef __x86_64__
static void do_bound(void)
{
	static const int limits[2] = { 0, 1 };

	asm volatile("boundl %0, (%1)" : : "a" (5), "c" (limits) : "memory");
}

static void do_into(void)
{
	asm volatile("movb $0x7f, %%al; addb $1, %%al; into"
		     : : : "eax", "cc");
}

/* Neither exists in 64-bit mode. BOUND is a fault, INTO a trap. */
int bound_into_32(unsigned long loops)
{
	if (traps(loops, 5, 2, do_bound))
		return RES_FAIL;
	return traps(loops, 4, 0, do_into);
}
#endif
