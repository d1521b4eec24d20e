// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>

#include "rig/gates.h"
#include "rules/paths.h"

#define HASH		1024u

/* Open addressing by RIP; entries only ever get added. */
static struct entry_point table[HASH];
static unsigned int nentries;

static unsigned int hash(uint64_t rip)
{
	return (unsigned int)((rip * 0x9e3779b97f4a7c15ull) >> 54);
}

/*
 * What once had an IST stack is an IST event for good: v4.15 takes #DB and #BP
 * their stack away inside an NMI.
 */
static const char *changed(struct entry_point *e, unsigned int vec, bool ist)
{
	if (e->cls != path_of_vector(vec))
		return "gates of two kinds lead to one entry point";
	return ist && !e->ist ? "a gate has an IST stack, and had none before" :
				NULL;
}

const char *gate_add(uint64_t rip, unsigned int vec, bool ist)
{
	unsigned int h = hash(rip);

	while (table[h].rip && table[h].rip != rip)
		h = (h + 1) % HASH;
	if (table[h].rip)
		return changed(&table[h], vec, ist);
	if (nentries == HASH / 2)
		return "more entry points than the table is made for";
	nentries++;
	table[h].cls = (uint8_t)path_of_vector(vec);
	table[h].vec = (uint8_t)vec;
	table[h].idt = true;
	table[h].ist = ist;
	/* readers look without the lock: the key goes in last */
	__atomic_store_n(&table[h].rip, rip, __ATOMIC_RELEASE);
	return NULL;
}

bool gate_find(uint64_t rip, struct entry_point *e)
{
	unsigned int h = hash(rip);
	uint64_t key;

	while ((key = __atomic_load_n(&table[h].rip, __ATOMIC_ACQUIRE))) {
		if (key == rip) {
			*e = table[h];
			return true;
		}
		h = (h + 1) % HASH;
	}
	return false;
}

/* --- what the report is told --------------------------------------------- */

#define MAX_WAYS	1024u

static struct way ways[MAX_WAYS];
static unsigned int nways;

static bool same_way(const struct way *a, const struct way *b)
{
	return a->rip == b->rip && a->by == b->by && a->ist == b->ist &&
	       a->type == b->type;
}

const char *way_add(const struct way *w)
{
	/* an IDT is read again and again: it is where it was, mostly */
	static unsigned int last;

	for (unsigned int i = 0; i < nways; i++) {
		last = last + 1 < nways ? last + 1 : 0;
		if (same_way(&ways[last], w))
			return NULL;
	}
	if (nways == MAX_WAYS)
		return "more gates than the table is made for";
	last = nways;
	ways[nways++] = *w;
	return NULL;
}

const struct way *way_nth(unsigned int n)
{
	return n < nways ? &ways[n] : NULL;
}
