/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Injection at chosen instructions: what is asked for, what one processor
 * did, and the account of each entry instruction.
 */
#ifndef RIG_SWEEP_H
#define RIG_SWEEP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "rules/inject.h"

/* Rows of instructions that are not entry text come first. */
enum row {
	ROW_NONE,
	ROW_SYSCALL,		/* user instructions that enter the kernel */
	ROW_SYSENTER,
	ROW_INT,
	ROW_AROUND,		/* plain user code */
	ROW_ENTRY,		/* entry instructions, from here on */
	MAX_COVER = 8192,
};

struct cover {			/* one instruction on one processor */
	uint64_t exec;
	uint32_t able[INJ_NR];	/* executed where that kind may be injected */
	uint32_t sent[INJ_NR], back[INJ_NR];
};

enum {				/* breakpoints, each a #DB to come */
	BP_HERE,		/* at the instruction about to execute */
	BP_UNMASK,
	BP_NR,
};

struct sweep {			/* per vCPU */
	struct cover *row;
	uint32_t tag;		/* raised, not delivered yet */
	uint8_t tag_vec;
	uint32_t age;		/* entry instructions since */
	struct {
		uint64_t rip;
		uint32_t tag;
	} bp[BP_NR];
	struct {
		uint64_t lo, hi;
	} stack[32];		/* IST stacks by vector, once seen */
	uint64_t after_std;
	bool unmasked;		/* an IRET inside the open NMI */
	uint64_t rnd, blocks;
	uint64_t sent[INJ_KINDS], back[INJ_KINDS];
	uint64_t gone;		/* forgotten: the processor was reset */
	uint64_t nested, latched, refused, backtraces;
	uint64_t fresh;		/* user blocks until the next one there */
	uint64_t mask_phys;	/* of backtrace_mask, 0 until it is known */
	uint64_t cleared;	/* by this WRMSR, and nothing has run since */
	uint64_t again;		/* the block that was to be stepped just now */
	uint64_t unstepped;	/* blocks in windows that could not be */
	unsigned int window_pages;
	uint32_t quiet;		/* instructions that leave for good, since the
				 * last of them that had something injected */
	bool halted;		/* for good, and nothing was on its way */
	time_t held_since;	/* waits for another one: vcpu_hold_block() */
};

struct sweep_cfg {
	bool on;
	uint64_t n[INJ_NR];	/* how often at each instruction */
	uint64_t around;	/* in plain user code, on each processor */
	uint64_t arm;		/* do not wait for IBRS to be set */
	uint64_t windows;	/* there alone, not in the entry text */
	uint64_t control;	/* lift this line of the exclusions */
	uint64_t icount;
	uint64_t backtrace;	/* blocks between two, 0 for none */
	const char *exclude;
	uint64_t do_nmi, backtrace_mask, command_line;
	uint64_t brings_up, ends[2];	/* hold.c: a processor, the machine */
};

struct vcpu;
struct tb_rec;
struct entry_point;
struct enter_ev;
struct judge;

static inline uint32_t tag_make(unsigned int row, unsigned int kind)
{
	return 1 + row * 8 + kind;
}

static inline unsigned int tag_row(uint32_t tag)
{
	return (tag - 1) / 8;
}

static inline unsigned int tag_kind(uint32_t tag)
{
	return (tag - 1) % 8;
}

/* able.c: is this processor one to inject at, by now? */
bool able_ready(const struct vcpu *v);
#define INJ_BIT(k)	(1u << (k))
/* Not where this kernel does not live through a #MC. */
bool able_mc(const struct vcpu *v);
/* The kinds that may be injected at the entry instruction @rip, as INJ_BIT. */
unsigned int able_kinds(const struct vcpu *v, const struct tb_rec *t,
			uint64_t rip);
/* The IST stack of @vec: where it is, from the frame at @sp. */
void stack_learn(struct vcpu *v, unsigned int vec, uint64_t sp);
bool stack_holds(const struct sweep *s, unsigned int vec, uint64_t rsp);
/* Would the next delivery of @vec go over a frame that is still needed? */
bool stack_in_use(const struct vcpu *v, unsigned int vec, uint64_t rsp);

/* sweep.c.  0, or -1 with the reason on stderr. */
int sweep_setup(void);
void sweep_start(struct vcpu *v);
/* The processor is reset: what is in flight will not come back. */
void sweep_restart(struct vcpu *v);
/*
 * An entry instruction is next, @p when it is an entry point, else NULL, and
 * nobody has been told.  Does not return when there is a #DB first.
 */
void sweep_before(struct vcpu *v, const struct tb_rec *t, uint64_t rip,
		  const struct entry_point *p);
/* An entry instruction is about to execute. */
void sweep_insn(struct vcpu *v, const struct tb_rec *t, uint64_t rip);
/* A user instruction that enters the kernel is. */
void sweep_user_insn(unsigned int i, void *tb_rec);
/* A user block is. */
void sweep_user_block(struct vcpu *v, uint64_t rip);
/* The tag of what is delivered here, 0 when it is none of ours. */
uint32_t sweep_enter(struct vcpu *v, const struct entry_point *p,
		     const struct enter_ev *e);
/* ... after the judge has seen it. */
void sweep_entered(struct vcpu *v, const struct enter_ev *e);
/* The judge saw the event or crossing that carries @tag end. */
void sweep_back(struct judge *j, uint32_t tag);

/*
 * An instruction of @row is next, and @set (INJ_BIT) may be injected, each kind
 * @once or as often as was asked for: counts it, and true when something was
 * raised, to be taken right behind it.
 */
bool sweep_at(struct vcpu *v, unsigned int row, unsigned int set, bool once,
	      uint64_t rip);

/*
 * window.c: a block of kernel code outside the entry text is next, and the
 * judge has not been told.  Has it to be had again?
 */
bool window_before(struct vcpu *v, const struct tb_rec *t);
/* ... and has. */
void window_insn(struct vcpu *v, const struct tb_rec *t);

/* hold.c: does the block at @va end what another processor runs?  It has then ... */
bool hold_here(uint64_t va);

/* rows.c */
unsigned int row_of(uint64_t rip, unsigned int cls);
/* ... of one that runs outside the entry text, clear by a site of @cls. */
unsigned int row_window(uint64_t rip, unsigned int cls);
/* Is it one of these? */
bool row_is_window(unsigned int row);
/* The address row_of() knows an instruction of the trampoline's alias by. */
uint64_t row_unalias(uint64_t rip);
int rows_load_exclusions(const char *path);
/* Does line control= of the exclusions name @kind and @row? */
bool row_lifted(unsigned int row, unsigned int kind);
void rows_report(FILE *f);
/* What all processors did at @row; false behind the last one. */
bool row_account(unsigned int row, struct inject_count *c);

/* more.c: where the guest reads whether more is wanted; what it is to read. */
void more_find(struct vcpu *v);
void more_tell(void);

#endif
