// SPDX-License-Identifier: GPL-2.0-only
/*
 * IRET that faults, and IRET to a 16-bit stack segment.
 *
 * Rule: IRET to user mode checks CS and SS and faults at CPL0 with the old
 * stack: #GP for a bad selector, #NP for an absent CS, #SS for an absent SS
 * (SDM vol. 2, IRET). To a 16-bit SS it loads only SP, so the kernel's own
 * ESP bits 31:16 would show; Linux returns from a copy of the frame (espfix),
 * where a second fault ends as #DF that is turned into #GP.
 * Trigger: a signal frame with other CS and SS; a page fault taken while SS
 * is a 16-bit LDT segment.
 * Cannot tell apart: #GP made from #DF from a direct one.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../guest.h"

#define SEL_CODE_ABSENT	LDT_SEL(0)
#define SEL_DATA_ABSENT	LDT_SEL(1)
#define SEL_DATA_16	LDT_SEL(2)
#define SEL_NONE	LDT_SEL(15)	/* beyond the LDT's limit */

#define NP	(1u << 11)
#define SS	(1u << 12)
#define GP	(1u << 13)

struct bad_frame {
	unsigned int cs, ss;	/* 0: leave as it is */
	unsigned int vecs;	/* any of them: bit mask */
};

static mcontext_t good;
static const struct bad_frame *bad;
static volatile unsigned long faults[TRAP_VECTORS];

static void set_segments(ucontext_t *uc, unsigned int cs, unsigned int ss)
{
	greg_t *r = uc->uc_mcontext.gregs;
#ifdef __x86_64__
	uint64_t v = r[REG_CSGSFS];

	if (cs)
		v = (v & ~0xffffull) | cs;
	if (ss)
		v = (v & ~(0xffffull << 48)) | (uint64_t)ss << 48;
	r[REG_CSGSFS] = v;
	/* UC_SIGCONTEXT_SS and UC_STRICT_RESTORE_SS: take SS as it is. */
	uc->uc_flags |= 6;
#else
	if (cs)
		r[REG_CS] = cs;
	if (ss)
		r[REG_SS] = ss;
#endif
}

static void spoil(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *uc = ctx;

	(void)sig;
	(void)si;
	memcpy(good.gregs, uc->uc_mcontext.gregs, sizeof(good.gregs));
	set_segments(uc, bad->cs, bad->ss);
}

static void mend(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *uc = ctx;
	unsigned long vec = uc->uc_mcontext.gregs[REG_TRAPNO];

	(void)sig;
	(void)si;
	if (vec < TRAP_VECTORS)
		faults[vec]++;
	memcpy(uc->uc_mcontext.gregs, good.gregs, sizeof(good.gregs));
	set_segments(uc, 0, 0);
}

static unsigned long seen_faults(unsigned int vecs)
{
	unsigned long sum = 0;
	int v;

	for (v = 0; v < TRAP_VECTORS; v++)
		if (vecs & 1u << v)
			sum += faults[v];
	return sum;
}

/* Return through each frame @loops times; every one must fault once. */
static int return_badly(const struct bad_frame *f, size_t nr,
			unsigned long loops)
{
	unsigned long i, got;

	on_signal(SIGUSR1, spoil);
	on_signal(SIGSEGV, mend);
	on_signal(SIGBUS, mend);
	on_signal(SIGILL, mend);
	for (; nr; nr--, f++) {
		bad = f;
		got = seen_faults(f->vecs);
		for (i = 0; i < loops; i++)
			kill(getpid(), SIGUSR1);
		got = seen_faults(f->vecs) - got;
		if (got != loops)
			return fail("cs %#x ss %#x: %lu of vectors %#x, not %lu",
				    f->cs, f->ss, got, f->vecs, loops);
	}
	return RES_PASS;
}

int bad_iret(unsigned long loops)
{
	static const struct bad_frame frames[] = {
		{ SEL_NONE, 0, GP },
		{ 0, SEL_NONE, GP },
		{ 0, 3, GP },			/* null selector */
		{ SEL_CODE_ABSENT, 0, NP },
		/* TCG says #NP. The espfix leg, if there, makes it #GP. */
		{ 0, SEL_DATA_ABSENT, SS | NP | GP },
	};

	if (ldt_write(0, 0, 0xfffff, LDT_32BIT | LDT_CODE | LDT_ABSENT) ||
	    ldt_write(1, 0, 0xfffff, LDT_32BIT | LDT_ABSENT))
		return skip("kernel without modify_ldt()");
	return return_badly(frames, ARRAY_SIZE(frames), loops);
}

/*
 * SS is checked before it is known to be 16-bit only for its LDT bit, so a
 * bad CS with any LDT SS goes through the espfix stack.
 */
#ifdef __x86_64__
int espfix_bad_iret(unsigned long loops)
{
	static const struct bad_frame frames[] = {
		{ SEL_NONE, SEL_DATA_16, GP },
		{ SEL_CODE_ABSENT, SEL_DATA_16, GP },
	};

	if (ldt_write(0, 0, 0xfffff, LDT_32BIT | LDT_CODE | LDT_ABSENT))
		return skip("kernel without modify_ldt()");
	if (ldt_write(2, 0, 0xffff, 0))
		return skip("kernel without 16-bit segments");
	return return_badly(frames, ARRAY_SIZE(frames), loops);
}
#endif

struct seen {
	unsigned long before, after;
	unsigned int ss;
};

/*
 * Touch @page, not yet mapped, with a 16-bit SS. No signal may come between:
 * its frame would go to SS:SP.
 */
static void touch_16bit(volatile char *page, struct seen *s)
{
	unsigned int old;

#ifdef __x86_64__
	asm volatile("movl %%ss, %[old]; movq %%rsp, %[b]; movl %[sel], %%ss;"
		     "movb $1, (%[page]); movl %%ss, %[ss];"
		     "movq %%rsp, %[a]; movl %[old], %%ss"
#else
	asm volatile("movl %%ss, %[old]; movl %%esp, %[b]; movl %[sel], %%ss;"
		     "movb $1, %%ds:(%[page]); movl %%ss, %[ss];"
		     "movl %%esp, %[a]; movl %[old], %%ss"
#endif
		     : [old] "=&r" (old), [b] "=&r" (s->before),
		       [a] "=&r" (s->after), [ss] "=&r" (s->ss)
		     : [sel] "r" (SEL_DATA_16), [page] "r" (page)
		     : "memory");
}

int espfix_fault(unsigned long loops)
{
	unsigned long i, len = loops * PAGE_SZ;
	struct seen s;
	char *p;

	if (ldt_write(2, 0, 0xffff, 0))
		return skip("kernel without 16-bit segments");
	p = mmap(NULL, len, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return fail("mmap");
	madvise(p, len, MADV_NOHUGEPAGE);
	for (i = 0; i < loops; i++) {
		touch_16bit(p + i * PAGE_SZ, &s);
		if (s.ss != SEL_DATA_16)
			return fail("SS is %#x after the fault", s.ss);
		if (s.before != s.after)
			return fail("stack pointer %#lx became %#lx",
				    s.before, s.after);
	}
	return RES_PASS;
}
