/* SPDX-License-Identifier: GPL-2.0-only */
/* One virtual CPU as the instrument sees it, and what all of them share. */
#ifndef RIG_VCPU_H
#define RIG_VCPU_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "rules/decode.h"
#include "judge/model.h"
#include "judge/judge.h"
#include "rig/gates.h"
#include "rig/sweep.h"
#include "rig/sym.h"

struct qemu_plugin_insn;

#define MAX_VCPUS	16
#define MAX_PAGES	64
#define MWAIT_NEAR	512	/* bytes behind MONITOR, at most */
#define MAX_SITES	96
#define MAX_EXTABLE	64

#define ALIAS_AREA	0xfffffe0000000000ull	/* cpu_entry_area */
#define KERNEL_TEXT	0xffffffff80000000ull	/* and modules above */
#define LOW_MEMORY	0x100000ull

/* What a translated block is, decided once at translation. */
struct tb_rec {
	uint64_t va;		/* of the first translation: 7.2 may reuse a
				 * block at an alias (TARGET_TB_PCREL) */
	int64_t target;		/* of a direct branch, relative */
	uint16_t n;		/* instructions; also in block_arg() */
	uint16_t row;		/* of the coverage, while sweeping */
	uint8_t len;		/* bytes of the only one, in entry text ... */
	uint8_t cls;		/* ... and what it is */
	bool alias;		/* in a page that is not kernel text */
	bool handler;		/* of insn_ev */
	uint8_t last;		/* class of the last one, if R1 or R9 ask */
	bool offline;		/* in a function of CPUs that go offline */
	bool around;		/* ... or that enters guests */
};

/*
 * What a callback of a block of several gets: its record, and above the bits of
 * an address how many instructions it has.  Mostly nothing else is asked for,
 * and the record is a cache line of its own.
 */
static inline void *block_arg(struct tb_rec *r)
{
	return (void *)((uintptr_t)r | (uint64_t)r->n << 48);
}

static inline uint16_t block_insns(const void *arg)
{
	return (uint16_t)((uintptr_t)arg >> 48);
}

static inline struct tb_rec *block_rec(const void *arg)
{
	return (struct tb_rec *)((uintptr_t)arg & 0xffffffffffffull);
}

enum pend_bits {
	P_WRMSR = 1, P_RDMSR = 2, P_CPUID = 4, P_CR3 = 8, P_MWAIT = 16,
	P_LIDT = 32, P_LOAD = 64, P_SAYS = 128,
};

/* Where the NMI that is due goes; blocks there are counted off first. */
enum nmi_place {
	NMI_KERNEL, NMI_USER, NMI_ENTRY, NMI_NR, NMI_NONE = NMI_NR,
};

struct site {
	uint64_t rip, count, dropped;
	uint64_t set;		/* ... of @count wrote or read bit 0 as 1 */
	uint64_t caller;	/* in a wrapper: where it returns to */
	uint8_t write, cls;
	bool wrapper;
	bool check;		/* the self-check of the kernel */
};

struct vcpu {
	/* read in every block */
	bool attn;		/* kernel blocks need kern_slow() */
	bool attn_user;		/* user blocks need user_slow() */
	int64_t nmi_left;	/* blocks until an injected NMI is due */
	uint64_t insns, user_blocks;

	unsigned int index;
	void *cpu;
	struct judge j;
	struct msr_model msr;
	uint8_t pend;		/* effects of the last instruction, P_* */
	const struct tb_rec *at;	/* the instruction of the entry text that runs */
	uint64_t pend_rip, mwait_rcx;
	uint64_t old_rax, old_rdx;	/* before the seeded RDMSR */
	bool tracking;		/* the kernel has set LSTAR here */
	bool active;		/* ... at some time */
	bool firmware;		/* WRMSR since RESET, before that */
	bool idt_seen, pti, user_cr3;
	uint64_t lstar, cstar, sysenter, alias;
	uint64_t page[MAX_PAGES];
	unsigned int npages;
	struct site site[MAX_SITES];
	unsigned int nsites;
	struct site spare;	/* ... and one for those that have no room */
	bool strayed;		/* kexec left, and no kernel text has run since */
	bool left;		/* another kernel left bit 0 set: after INIT it is */
	uint64_t lcg;
	uint8_t nmi_due;	/* enum nmi_place */
	unsigned int nmi_skip;
	uint64_t unmask;	/* breakpoint in the NMI handler, for nested= */
	uint64_t sets;		/* WRMSR of 48h with bit 0 */
	uint64_t compared;	/* RDMSR of 48h that QEMU answered as well */
	uint64_t updates;	/* of the microcode */
	uint64_t found;		/* came up in the kernel with bit 0 set */
	uint64_t outs;		/* crossings out, or tries */
	uint64_t vmexit;	/* where the host goes on behind its guest */
	uint64_t nmis[NMI_NR], mces, inits, mwaits;
	uint64_t checks, switches, idle_exits;	/* selfcheck.c */
	bool sweeping;
	struct sweep sw;
} __attribute__((aligned(128)));

struct rig {
	struct symtab syms;
	struct judge_cfg cfg;
	const char *out, *symfile;
	const char *run_id;	/* of whoever started the run, or NULL */
	char args[8192];	/* as given, for the report */
	uint64_t seed;
	uint64_t caps;		/* what 10Ah reads */
	uint64_t alone;		/* model=1: keep the MSRs, and that is all */
	uint64_t ignored;	/* 48h is not kept, as by TCG itself */
	uint64_t ucode;		/* the MSRs come with an update of the microcode */
	uint64_t without;	/* this processor has none of them; 0 for none */
	uint64_t found;		/* bit 0 of 48h at reset */
	uint64_t leave;		/* kexec leaves bit 0 set, whoever cleared it */
	uint64_t nmi;		/* mean distance in blocks, 0 for none */
	uint64_t mix;		/* one in so many of them is a #MC */
	uint64_t nested;	/* one in so many has another come over it */
	uint64_t progress;	/* seconds between two lines, 0 for none */
	uint64_t start_cpu0;	/* where a processor that was offline comes back */
	uint64_t switch_to, idle_exit, check_up, check_down;	/* functions, or 0 */
	uint64_t current;	/* offset of x86_spec_ctrl_current, or 0 */
	uint64_t init_pgt;	/* page tables of init_mm */
	uint64_t tss;		/* offset of a user-mapped per-CPU TSS, or 0 */
	bool placed;		/* the symbols are where the kernel is */
	bool series;		/* a kernel of this series, for sites.def */
	bool layout_420;	/* memory map of Linux 4.20 and later */
	bool mwait;
	bool held;		/* QEMU has a 48h of its own: compare */
	bool woken;		/* RESET of S3, and the kernel is not back */
	struct sweep_cfg sweep;
	unsigned int ncpus;
	uint64_t entry_lo, entry_hi, irq_lo, irq_hi, alternatives, repeat_nmi;
	uint64_t trampoline;	/* page of _entry_trampoline, or 0 */
	uint64_t boot_late;	/* alternatives ran before arming */
	char first[80];		/* stop=1: the violation it ended at */
	bool rows_full;		/* more entry instructions than MAX_COVER */
	uint64_t extable[MAX_EXTABLE];
	unsigned int nextable;
	struct vcpu v[MAX_VCPUS];
};

extern struct rig rig;

static inline bool in_entry_text(uint64_t a)
{
	return a >= rig.entry_lo && a < rig.entry_hi;
}

static inline uint64_t page_of(uint64_t a)
{
	return a & ~0xfffull;
}

/* In the page that @v runs the entry trampoline at (PTI of v4.15)? */
static inline bool in_alias(const struct vcpu *v, uint64_t a)
{
	return v->alias && page_of(a) == v->alias;
}

/* Does @v run the page of @addr one instruction per block? */
static inline bool vcpu_stepped(const struct vcpu *v, uint64_t addr)
{
	for (unsigned int i = 0; i < v->npages; i++)
		if (v->page[i] == page_of(addr))
			return true;
	return false;
}

/* vcpu.c: callbacks of translated blocks, by kind of block; what they get */
void vcpu_kernel_block(unsigned int i, void *block_arg);
void vcpu_user_block(unsigned int i, void *block_arg);
void vcpu_entry_insn(unsigned int i, void *tb_rec);
void vcpu_low_block(unsigned int i, void *block_arg);
void vcpu_stray_block(unsigned int i, void *block_arg);
void vcpu_guest_block(unsigned int i, void *block_arg);
void vcpu_entry_split(unsigned int i, void *block_arg);
void vcpu_hold_block(unsigned int i, void *block_arg);	/* hold.c */
/* ... and of single instructions */
void vcpu_entry_mem(unsigned int i, uint32_t info, uint64_t addr, void *tb);
void vcpu_insn(unsigned int i, void *tb_rec);
void vcpu_insn_after(unsigned int i, void *unused);
void vcpu_alternatives(unsigned int i, void *unused);
void vcpu_start_cpu0(unsigned int i, void *unused);
void vcpu_user_cpuid(unsigned int i, void *unused);
void vcpu_system_reset(void *unused);
/* Forgets what INIT or RESET clears on the processor itself. */
void vcpu_restart(struct vcpu *v);
void vcpu_update(struct vcpu *v);

/* nmi.c: injected NMIs, and #MC among them */
void nmi_start(struct vcpu *v);
/* nmi_left ran out: choose where the next NMI goes. */
void nmi_choose(struct vcpu *v);
/* A block at @place is about to run while an NMI for there is due. */
void nmi_at(struct vcpu *v, unsigned int place);
/* An event on a stack of its own was delivered, and the judge has seen it. */
void nmi_entered(struct vcpu *v, const struct enter_ev *e);
/* The breakpoint of nested= is no more wanted, or CPU reset has taken it away. */
void nmi_forget(struct vcpu *v);

/* msr.c: effects of the last instruction, applied at the next block */
void vcpu_settle(struct vcpu *v);
/* An RDMSR at @rip is about to run, at the start of its block. */
void msr_before_read(struct vcpu *v, uint64_t rip);

/* guest.c */
/* VMRUN at @rip, CLGI or STGI is about to execute. */
void guest_insn(struct vcpu *v, unsigned int cls, uint64_t rip);
/* A block of the kernel is: right behind a guest? */
void guest_left(struct vcpu *v, uint64_t rip);

/* selfcheck.c: does @fn read 48h to check itself? It has. */
bool selfcheck_reads(const struct sym *fn);
void selfcheck_read(struct vcpu *v);
/* @va is about to be translated. */
void selfcheck_insn(struct qemu_plugin_insn *insn, uint64_t va);
/* The guest is going to read what the kernel has counted, or is @behind that. */
void selfcheck_says(uint64_t behind);
void selfcheck_report(FILE *f);

/* mm.c: R15 */
/* Code at CPL3 is about to run, for the first time since CPL0. */
void mm_user(struct vcpu *v, uint64_t rip);
/* MOV to CR3, outside the entry text, has executed. */
void mm_loaded(struct vcpu *v);
/* CPUID in user mode has. */
void mm_says(struct vcpu *v);

/* entry.c: where the kernel is entered */
/* Quick look: false when @rip is surely no entry point. */
extern uint8_t entry_filter[4096];
static inline bool entry_maybe(uint64_t rip)
{
	return entry_filter[rip & 0xfff];
}

/* Is @rip an entry point on @v?  Fills @e. */
bool entry_find(const struct vcpu *v, uint64_t rip, struct entry_point *e);
/* Read the IDT again and single-step the pages its gates lead to. */
void entry_refresh(struct vcpu *v);
/* IRET to user mode, SYSRET or SYSEXIT is about to execute: reads it at times. */
void entry_before_user(struct vcpu *v);
/* LSTAR, CSTAR or SYSENTER_EIP was written. */
void entry_msr_written(struct vcpu *v, uint32_t msr, uint64_t val);
/* Single-step the page of @addr on @v, once. */
void entry_add_page(struct vcpu *v, uint64_t addr);
/* Is @addr in a page that some vCPU single-steps as entry code? */
bool entry_page(uint64_t addr);
void entry_load_extable(struct vcpu *v);
bool entry_in_extable(uint64_t rip);

/* seeded.c: fault=, stop=1 and known=; 0 when @arg is one of them */
int seeded_option(const char *arg);
/* NULL when @fault is none. */
const char *fault_name(unsigned int fault);

/* place.c: what the symbols are looked at for */
void place_find_symbols(void);
/* @va is the first of the kernel's text to run: move the symbols there. */
void place_of_first_text(uint64_t va);

/* alone.c: model=1, and whether @arg goes with it */
void alone_start(uint64_t id);
bool alone_takes(const char *arg);

/* progress.c: a line on stderr every @seconds */
void progress_start(uint64_t seconds);

/* write.c */
int report_write(void);

#endif
