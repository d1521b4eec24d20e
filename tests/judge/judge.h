/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The judge: rules R1-R11, R13 and R15 of Documentation/rules.txt applied
 * to the stream of events of one logical processor.
 *
 * Pure C, no QEMU: tests/unit feeds it streams made by hand.  All state is
 * per processor, so nothing here locks.  Events are given in program order,
 * each before the instruction it speaks of executes, except judge_rdmsr(),
 * judge_wrmsr() and judge_mem(), which come after.
 */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/kinds.h"
#include "rules/msr.h"
#include "rules/parts.h"
#include "rules/paths.h"
#include "rules/rules.h"
#include "rules/says.h"
#include "rules/sites.h"

#define NR_EVENTS	12	/* open IST events at once */
#define NR_WINDOW	512	/* histogram of window lengths */
#define NR_TOTAL	16384	/* histogram of all instructions of a crossing */
#define NR_TRACE	64	/* control-flow events kept for a report */
#define NR_VIOL		64	/* violations kept in full, per processor */
#define NR_SAID		512	/* mm that the guest has spoken of */

struct frame {			/* what the processor pushes, SDM 3A 6.14 */
	uint64_t rip, cs, flags, rsp, ss;
};

struct enter_ev {		/* first instruction of an entry point */
	uint64_t rip, sp;
	uint8_t cls;		/* enum entry_class */
	uint8_t vec;		/* valid when @idt */
	bool idt;		/* through the IDT: @fr is the hardware frame */
	bool ist;		/* the gate has an IST stack */
	bool user_cr3;		/* PTI's user page tables are loaded */
	bool saved_entry;	/* @fr.rip is itself an entry point ... */
	bool saved_idt;		/* ... of the IDT: @saved_fr is its frame */
	bool from_entry;	/* @fr.rip is in the entry text */
	uint32_t tag;		/* of the injection that this is, or 0 */
	struct frame fr, saved_fr;
};

struct insn_ev {		/* an instruction of the entry text */
	uint64_t rip;
	uint8_t cls;		/* enum insn_class */
	bool intr;		/* EFLAGS.IF */
	bool call_out;		/* direct CALL that leaves the entry text */
	bool extable;		/* has an exception-table entry */
	bool user_cr3;		/* PTI's user page tables are loaded */
	bool handler;		/* C code that shares the interrupts' section */
};

struct mwait_ev {		/* MWAIT outside the entry text is about to execute */
	uint64_t rip;
	uint32_t eax, ecx;	/* as the kernel has them, ... */
	bool known;		/* ... where they can be had */
};

enum phase {
	PH_NONE,		/* CPL3, or not armed */
	PH_IN,			/* crossed in, nothing written yet */
	PH_BODY,		/* protected */
	PH_OUT,			/* cleared on the way out */
	PH_SITE,		/* cleared by a named site outside entry text */
	PH_FAULTED,		/* IRET to CPL3 faulted */
	PH_EARLY,		/* before the first instruction of an entry */
};

struct ctx {			/* one level of execution */
	uint8_t cpl, phase, cls, origin;
	uint8_t site;		/* enum site_class while PH_SITE, or S_GUEST */
	uint8_t branch;		/* that ended the last block, while leaving ... */
	uint64_t branch_rip;	/* ... and where that began */
	bool prot;		/* protected, as rules.txt defines it */
	bool in_armed;		/* was armed at the crossing in */
	bool r4_bad;		/* R4 already charged to this crossing */
	uint32_t in_rd, in_wr, in_insn;
	uint32_t body_rd, body_wr;
	uint32_t tag;		/* of the crossing in */
	uint32_t out_rd, out_wr, out_insn;
	uint32_t entry_insn;	/* entry text, nested entries left out */
	uint32_t depth;		/* of those that are no IST events */
	uint64_t begin;		/* *judge.insns before the first one */
	struct {		/* idle, from its clear on */
		bool mwait;	/* ... has executed MWAIT */
		bool polls;	/* ... was found polling */
		uint32_t blocks, rounds;
		uint64_t rip;	/* of a block, to know it again */
	} idle;
	uint64_t viol[NR_RULES];
};

struct ist_ev {			/* an open IST event, R3(i) */
	uint8_t vec;
	bool armed, nested;
	uint64_t fr_addr;	/* address of the hardware frame */
	uint64_t rsp;		/* where the interrupted code's stack is */
	uint32_t tag;
	uint64_t msr;		/* 48h at delivery */
	uint32_t rd, wr, passes, insn;
	bool odd_write;		/* wrote something else than @msr */
	struct ctx outer;
};

struct path_stat {
	uint64_t crossings, rd, wr;
	uint64_t viol[NR_RULES];	/* by levels that have ended or were dropped */
	uint32_t in_min, in_max, out_min, out_max;
	uint32_t in_hist[NR_WINDOW], out_hist[NR_WINDOW];
	uint64_t entry_min, total_min;	/* instructions of a crossing */
	uint32_t entry_hist[NR_WINDOW], total_hist[NR_TOTAL];
};

struct kind_stat {
	uint8_t rule;
	const char *name;
	uint64_t count;
};

struct trace_ev {
	const char *what;
	uint64_t a, b;
};

struct violation {
	uint8_t rule, cls, origin;
	const char *kind;
	uint64_t rip, arg, msr;
	struct trace_ev trace[NR_TRACE];
};

enum fault {
	F_IGNORE,		/* the access does nothing */
	F_ONE,			/* bit 0 is written as 1 */
	F_HIGH,			/* the high half is written as 0 */
};

enum ibpb_policy {		/* spectre_v2_user=, as the run has it */
	IBPB_UNSAID,		/* bounds only: mainline's later rules */
	IBPB_OFF,		/* no barrier ever */
	IBPB_AUTO,		/* to an mm that is not dumpable, and at exec */
	IBPB_ON,		/* to any other mm */
};

struct mm_said {		/* shared: all are accessed atomically */
	uint64_t mm;		/* 0: none from here on */
	uint32_t is;		/* SAY_UNSURE, SAY_OPEN or SAY_CLOSED */
	uint32_t when;		/* of judge_cfg.says, which it was */
};

struct ibpb {			/* R15, since the last CPL3 instruction: */
	uint64_t mm;		/* of that; 0: none since it came up */
	uint64_t loaded;	/* by the last load, init_mm's aside */
	uint32_t loads;		/* of another one than was loaded */
	uint32_t inits;		/* of init_mm's */
	uint32_t writes;	/* of 1 to 49h */
	uint32_t since;		/* judge_cfg.says by then */
	bool exec;		/* the guest is in exec */
	bool switching;		/* a barrier was, and no load since */
	bool s3;		/* it came up from S3, where a task goes on ... */
	bool blank;		/* ... and no switch has left a record since */
	bool open;		/* the last switch needed none, and had none */
	bool shut;		/* ... and it said since that it is not dumpable */
	bool listing;		/* it has a list; since its begin: */
	uint32_t strangers;	/* mm of which it has said nothing */
	uint64_t total;		/* of writes */
	uint64_t unknown;	/* switches and lists not judged, in all */
};

struct judge;

struct judge_cfg {		/* what all processors share */
	uint64_t mark;		/* base the model started with, bit 0 aside */
	uint64_t drop;		/* access that goes wrong: the seeded fault */
	uint8_t fault;		/* how, enum fault */
	/* told of each violation, if there is one to tell */
	void (*violated)(struct judge *j, unsigned int rule,
			 const char *kind);
	bool keep;		/* base must still be @mark at arming */
	bool stibp;		/* the kernel has to add STIBP to it, and says so */
	bool chosen;		/* some processor has armed: IBRS is in use */
	bool series;		/* a kernel of this series: R11 counts its writes */
	uint8_t ibpb;		/* enum ibpb_policy */
	bool user_ran;		/* some processor has run code at CPL3 */
	struct mm_said said[NR_SAID];
	uint32_t says;		/* how often something was said of an mm */
	/* the event or crossing that @tag came in with has ended */
	void (*back)(struct judge *j, uint32_t tag);
};

struct judge {
	struct judge_cfg *cfg;
	const uint64_t *insns;	/* executed here so far, or NULL */
	uint64_t msr;		/* 48h */
	uint64_t base;		/* value of the arming write, bit 0 off */
	bool armed, ever_armed;
	bool watch_if;		/* judge_if() wants this processor's blocks */
	bool gone;		/* offline, stopped or in kexec, and judged */
	bool s3;		/* RESET since IBRS was chosen */
	bool firmware;		/* set for a call of it: IBRS is not in use */
	bool r13;		/* set value was read, nothing fenced yet */
	bool guest;		/* guest code runs, since a VM entry */
	bool nogif;		/* GIF=0 of SVM: nothing interrupts, IF or not */
	struct ctx cur;
	struct ibpb ibpb;
	struct ist_ev ev[NR_EVENTS];
	unsigned int nev;

	struct {		/* IRET or SYSRET about to execute */
		bool valid, iret;
		uint8_t leave;
		uint64_t rip, sp;
		uint64_t insns;	/* *judge.insns, this one included */
		struct frame to;
	} pend;
	struct {		/* last entry, to know a restart of it */
		uint64_t rip, sp;
		bool fresh;
	} last;
	uint64_t bad_iret_frame;

	uint64_t exercised[NR_RULES];
	uint64_t violations[NR_RULES];
	uint64_t part[NR_PARTS];	/* exercised, by part */
	uint64_t entry_msr;	/* RDMSR, WRMSR of 48h in entry text */
	uint64_t crossings, lost, armings;
	bool checking;		/* the kernel reads 48h back here; since then: */
	uint64_t came[E_NR][2];	/* ways in, [1]: from CPL0 */
	const char *lost_why;
	struct path_stat *path[E_NR][O_NR][L_NR];
	struct kind_stat kind[NR_KINDS];
	unsigned int nkinds;
	struct violation viol[NR_VIOL];
	unsigned int nviol;
	struct trace_ev trace[NR_TRACE];
	unsigned int ntrace;
};

/* A processor that was just reset: CPL0, not armed, @msr in 48h. */
void judge_init(struct judge *j, struct judge_cfg *cfg, uint64_t msr);

/*
 * RESET, INIT/SIPI or S3: forgets state, keeps counts.  Once IBRS is chosen
 * this is no boot but a way back, so judge_if() has to be called.
 */
void judge_reset(struct judge *j, uint64_t msr);

/* ... and it is RESET, which after that choice is S3's. */
void judge_resume(struct judge *j, uint64_t msr);

/*
 * It comes back to the kernel it had left, by start_cpu0() or from a kexec that
 * preserves the context: as behind INIT it writes 1 before IF=1.
 */
void judge_return(struct judge *j);

/* The first instruction of an entry point is about to execute. */
void judge_enter(struct judge *j, const struct enter_ev *e);

/* An instruction of the entry text is about to execute. */
void judge_insn(struct judge *j, const struct insn_ev *i);

/* It is an IRET at @rip, stack pointer @sp, with frame @to on the stack. */
void judge_iret(struct judge *j, uint64_t rip, uint64_t sp,
		const struct frame *to);

/* It is SYSRET (@leave L_SYSRET) or SYSEXIT (L_SYSEXIT). */
void judge_sysret(struct judge *j, uint64_t rip, unsigned int leave);

/*
 * What comes next is no entry point: the IRET or SYSRET before it, if any, did
 * execute.  The next event would settle that as well.
 */
void judge_settle(struct judge *j);

/*
 * Guests, guest.c. VMRUN, VMLAUNCH or VMRESUME at @rip is about to execute; guest code is;
 * and the host's at @rip is, behind a VM exit.
 */
void judge_vmentry(struct judge *j, uint64_t rip);
void judge_guest(struct judge *j);
void judge_vmexit(struct judge *j, uint64_t rip);

/* CLGI or STGI is about to execute; a VM exit of SVM leaves with GIF=0. */
void judge_gif(struct judge *j, bool on);

/*
 * As judge_block(), of the function that has the VM entry: it may run unprotected
 * between its writes and the guest, its instructions are the window.
 */
void judge_guest_block(struct judge *j, uint64_t rip, unsigned int last,
		       bool intr, unsigned int insns);

/* One pass more through the NMI handler (repeat_nmi executes). */
void judge_nmi_pass(struct judge *j);

/* Is an event or a crossing by vector @vec open, at any level? */
bool judge_handles(const struct judge *j, unsigned int vec);

/*
 * A block of kernel code outside the entry text is about to execute.
 * @last: its last instruction's class when R1 or R9 name it, else 0.
 * Needs to be called only while judge_watching() or cur.cpl is not 0.
 */
void judge_block(struct judge *j, uint64_t rip, unsigned int last, bool intr);

/* Code at CPL3 is about to execute. */
void judge_user(struct judge *j, uint64_t rip);

/* RDMSR of 48h at @rip returned @val. */
void judge_rdmsr(struct judge *j, uint64_t rip, uint64_t val,
		 unsigned int site);

/* WRMSR of 48h at @rip left @val in the register. */
void judge_wrmsr(struct judge *j, uint64_t rip, uint64_t val,
		 unsigned int site);

/*
 * The entry-text instruction at @rip accessed @addr.  @mapped: the address
 * is one that PTI's user page tables hold; @user_cr3 as in struct insn_ev.
 */
void judge_mem(struct judge *j, uint64_t rip, uint64_t addr, bool user_cr3,
	       bool mapped);

/*
 * R6: base is @base from now on, by the kernel's own variable for it.  Only of
 * a kernel that keeps such a one; with judge_cfg.keep it changes nothing.
 */
void judge_base(struct judge *j, uint64_t base);

/* R6: user code runs, and judge_cfg.stibp says that it has STIBP. */
void judge_stibp(struct judge *j, uint64_t rip);

/* LFENCE outside the entry text. */
void judge_fence(struct judge *j);

/*
 * The seeded fault: does the WRMSR of 48h at @rip write at all?  *@val is
 * what it writes, as the fault has it.
 */
bool judge_write_happens(const struct judge *j, uint64_t rip, uint64_t *val);

/* Is the access of 48h at @rip the seeded one? */
static inline bool judge_seeded(const struct judge *j, uint64_t rip)
{
	return j->cfg->drop && rip == j->cfg->drop;
}

/*
 * R10: a block at CPL0 is about to execute with EFLAGS.IF as @intr.  Needed
 * while j->watch_if.
 */
void judge_if(struct judge *j, uint64_t rip, bool intr);

/* R9: MWAIT, in idle code that is clear. */
void judge_mwait(struct judge *j, const struct mwait_ev *m);

/*
 * R9: this processor waits for good, in HLT with IF=0 or in an offline
 * function's MWAIT.  Judged once until it is armed again.
 */
void judge_halt(struct judge *j, uint64_t rip);

/*
 * R10: code at CPL0 that is not the kernel's, which has been up: kexec's
 * control page.  Judged like judge_halt(), and true then.
 */
bool judge_stray(struct judge *j, uint64_t rip);

/*
 * R10: one of the MSRs was accessed at @rip, on a processor whose microcode does
 * not have them (now): #GP.
 */
void judge_no_msr(struct judge *j, uint64_t rip, uint64_t msr);

/* R10: an unarmed processor was seen with IF=1, or armed too late. */
void judge_late(struct judge *j, uint64_t rip, const char *kind);

/* R15, ibpb.c: WRMSR of 49h at @rip wrote @val; RDMSR of it was tried. */
void judge_ibpb(struct judge *j, uint64_t rip, uint64_t val);
void judge_ibpb_read(struct judge *j, uint64_t rip);

/*
 * The kernel, outside the entry text, has loaded the page tables of @mm: their
 * physical address, the same for both halves; 0 for init_mm's.
 */
void judge_load(struct judge *j, uint64_t rip, uint64_t mm);

/* Before judge_user(), for the first code at CPL3 since CPL0: it has these. */
void judge_mm(struct judge *j, uint64_t rip, uint64_t mm);

/*
 * What levels of the path @cls, @origin that are open have broken is added to
 * @viol[NR_RULES].
 */
void judge_open(const struct judge *j, unsigned int cls, unsigned int origin,
		uint64_t *viol);

/* What the guest has just said at CPL3: enum say, and its number. */
void judge_say(struct judge *j, uint64_t rip, unsigned int what, uint64_t arg);

/* Does the next block of kernel code have to be shown to judge_block()? */
static inline bool judge_watching(const struct judge *j)
{
	return j->cur.cpl || j->pend.valid || j->r13 ||
	       (j->armed && !j->cur.prot);
}

/*
 * By whose clear does the code that runs here run clear, up to the set that
 * follows?  S_NR where none does.
 */
static inline unsigned int judge_clear_by(const struct judge *j)
{
	if (!j->armed || j->cur.cpl || j->nev)
		return S_NR;
	return j->cur.phase == PH_SITE && !j->cur.prot ? j->cur.site : S_NR;
}

/*
 * Around a guest, from the clear to the VM entry, or from a VM exit to the set?
 */
static inline bool judge_around_guest(const struct judge *j)
{
	return j->armed && !j->cur.cpl && !j->cur.prot && !j->nev &&
	       !j->cur.depth && j->cur.site == S_GUEST &&
	       (j->cur.phase == PH_OUT || j->cur.phase == PH_IN);
}

/*
 * The class of the window that is open outside the entry text: as above; S_FIRMWARE
 * where the bit is set for a call of firmware alone; or S_SWITCH, which is one where
 * a barrier is asked for.  S_NR: none.
 */
static inline unsigned int judge_window_by(const struct judge *j)
{
	unsigned int cls = judge_clear_by(j);

	if (judge_around_guest(j))
		return S_GUEST;
	if (j->firmware && !j->cur.cpl && !j->nev && !j->cur.depth)
		return S_FIRMWARE;
	return cls == S_NR && j->ibpb.switching && j->cfg->ibpb &&
	       !j->cur.cpl && !j->nev ? S_SWITCH : cls;
}

/* CPL0, armed and not protected. */
static inline bool judge_unprotected(const struct judge *j)
{
	return j->armed && !j->cur.cpl && !j->cur.prot;
}

/* Clear for good: on its way to HLT, MWAIT or kexec's page, or there. */
static inline bool judge_leaving(const struct judge *j)
{
	return j->cur.phase == PH_SITE && site_leaves(j->cur.site) && j->armed;
}

/* away.c: it has not left, and goes on at @rip in the kernel. */
void judge_went_on(struct judge *j, uint64_t rip);
/* Does it, by the branch that ended the last block?  Then that is told. */
void judge_not_left(struct judge *j, uint64_t rip);

/* What comes before any other look at a block of the kernel. */
void judge_next_block(struct judge *j, uint64_t rip, unsigned int last);

/* ist.c: R5 for one of the open events, which is not to return or does now. */
void ist_counts(struct judge *j, const struct ist_ev *ev, uint64_t rip);

/* ibpb.c: the processor starts anew; what was counted stays. */
void ibpb_reset(struct judge *j);
/* This processor runs user code still: what was said by now is known behind it. */
void ibpb_left(struct judge *j);

/* tally.c, the rest of which is in tally.h */
void judge_violation(struct judge *j, unsigned int rule, const char *kind,
		     uint64_t rip, uint64_t arg);
void judge_lost(struct judge *j, const char *why, uint64_t rip);
static inline uint64_t judge_insns(const struct judge *j)
{
	return j->insns ? *j->insns : 0;
}

/* ist.c: the stack of open IST events */
void ist_push(struct judge *j, const struct enter_ev *e);
/* Pops what the IRET in j->pend leaves; returns how many. */
unsigned int ist_pop(struct judge *j);
/* Is the pending IRET's target on the innermost event's own stack? */
bool ist_same_stack(const struct judge *j);

#endif
