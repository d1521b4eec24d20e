/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The machine's state on a path. Two paths whose states are the same at one
 * address go on alike, and only the first is walked: whatever a rule looks at
 * has to be in here, and whatever is in here makes more states to walk.
 */
#ifndef CHECK_STATE_H
#define CHECK_STATE_H

#include "check/decode.h"
#include "check/feat.h"
#include "check/value.h"

#define MAX_SLOT 96

/*
 * From STK_FIRST on: one that a variable told of, by where it was taken, or
 * with STK_LOST what nothing told of. STK_VAR and STK_PERCPU are no stacks but
 * variables, by address, into which a register of the user's was put.
 */
enum { STK_NONE, STK_FRAME, STK_THREAD, STK_TRAMP, STK_C, STK_ESPFIX, STK_VAR,
       STK_PERCPU, STK_FIRST, STK_LOST = 1 << 30 };

enum flagkind { F_TOP, F_CONST, F_CPL, F_CR3, F_IBRS, F_STIBP, F_GS, F_RIP,
		F_SAME, F_FEATURE, F_VALUE };

/* What the last test was of; a branch on it tells that. */
struct flags {
	uint8_t kind;
	uint8_t zf, sf, cf;	/* F_CONST; cf: enum tri */
	uint8_t on_cf;		/* of those that test a bit: in CF, else !ZF */
	uint8_t bit;		/* F_CR3: value known (enum tri) */
	uint8_t reg, size;	/* F_VALUE: of which register, how many bytes */
	uint64_t c;		/* F_RIP: compared with; F_SAME: enum regs;
				   F_FEATURE: its index; F_VALUE: ZF says that
				   the register holds it */
};

enum from { FROM_UNKNOWN, FROM_USER, FROM_KERNEL };
/* Where a switch stands: as at delivery, or as it was put since. */
enum gs { GS_USER, GS_KERNEL, GS_DELIV, GS_DELIV_SWAPPED };
enum ibrs { IBRS_DELIV, IBRS_SET, IBRS_CLEAR };

/*
 * Of pt_regs, since C was called: an argument of it was judged; all registers
 * are in it; it has the IP in CX as well, and the flags in R11.
 * Behind a fix-up: nothing is known of them. A pointer to a stack was stored where
 * C may find it.
 */
enum regs { REGS_ARGS = 1, REGS_ALL = 2, REGS_SAME_IP = 4, REGS_SAME_FLAGS = 8,
	    REGS_FIXUP = 16, REGS_POINTER = 32 };

/* What a path has cleared (rule_cleared.c), or had. */
enum cleared { CLEARED_RETS = 1, CLEARED_HISTORY = 2, CLEARED_BUFFERS = 4,
	       CLEARED_TOUCHED = 8 };

struct slot {
	uint32_t stack;
	int32_t off;
	struct val v;
};

/*
 * Three switches are followed: GS base, CR3, IBRS. Of each there is a pair:
 * how it stands (gs, cr3, ibrs), and what the CPU found it as when this entry
 * was delivered (dgs, dcr3, dibrs).
 *
 * - What was found never changes, it only becomes known: MAYBE until a test
 *   tells, YES or NO from then on. Entry code learns late, by the saved CS, the
 *   sign of the GS base, bit 12 of CR3 or the saved MSR, and a path that has
 *   not asked may not presume.
 * - How it stands may be said in terms of what was found: GS_DELIV and
 *   GS_DELIV_SWAPPED, cr3 MAYBE, IBRS_DELIV. For gs and cr3 that is so only as
 *   long as dgs and dcr3 are MAYBE: the test that settles what was found
 *   settles how it stands, or "as delivered" and "the kernel's" would be two
 *   states for one. IBRS_DELIV stays, with dibrs beside it: R3 asks whether
 *   what is there is what was there, not only whether it is set.
 * - So a way back to the kernel is right when both agree, and IBRS protects
 *   where it is IBRS_SET, or IBRS_DELIV with dibrs YES.
 *
 * branch: this is no path that the CPU goes to the end, but one it may begin
 * and take back (wrong.c). depth: how far. It says nothing of what follows, so
 * it is no part of the hash; of two such states the shallower goes further.
 *
 * told: which rules have spoken since the MSR was last written. The next
 * branch of the same stretch is the same mistake; a WRMSR begins a new one.
 * TOLD_R4 says besides that "set" is only assumed (rules.c).
 */
struct state {
	uint64_t ip;
	struct val r[NREG];
	struct flags fl;
	struct fvec f;
	uint64_t branch;		/* its leg that is not taken; 0: a path */
	uint32_t regs_stack;		/* where pt_regs is; STK_NONE: nowhere */
	int32_t regs_off;
	uint64_t fill, fill_last;	/* the CALLs of a filling */
	uint64_t unfenced;		/* who decided about SWAPGS; 0: fenced */
	uint8_t from, irq;		/* irq: enum tri, interrupts on */
	uint8_t gs, dgs;		/* enum gs; enum tri: the kernel's */
	uint8_t cr3, dcr3;		/* enum tri: the user's */
	uint8_t ibrs, dibrs;		/* enum ibrs; enum tri: set */
	uint8_t nset, nclear, nread;	/* WRMSRs and RDMSRs since delivery */
	uint8_t nostibp;		/* what was read last has STIBP clear */
	uint8_t nrestore;
	uint8_t ncall, looped;		/* CALLs of a filling; a loop, unfenced */
	uint8_t in_c;			/* C has been called */
	uint8_t flushed;		/* by WBINVD */
	uint8_t swapped;		/* by SWAPGS, since that */
	uint8_t cleared;		/* bits of enum cleared */
	uint8_t waited;			/* of idle code, or who leaves: since its write */
	uint8_t via;			/* --path: has been there */
	uint8_t guest;			/* it was a guest that was left */
	uint8_t nogif;			/* GIF=0: nothing interrupts, IF or not */
	uint8_t told;
	uint8_t cr3_put;		/* CR3 was written since delivery */
	uint8_t regs;			/* bits of enum regs */
	uint8_t nslot;
	uint8_t full;			/* of slots, and some are forgotten */
	struct slot slot[MAX_SLOT];
	uint16_t depth;			/* of a leg: instructions; not hashed */
	uint32_t since;			/* node of the last wait or write; nor this */
};

/* What lies on a stack; V_SLOT where nothing was put there on this path. */
struct val slot_get(const struct state *s, uint32_t stack, int64_t off);
void slot_set(struct state *s, uint32_t stack, int64_t off, struct val v);
/*
 * Of size bytes at off, 0: nobody knows how many, in both directions. Of what
 * they overlap in part nothing is known any more.
 */
void slot_write(struct state *s, uint32_t stack, int64_t off, unsigned int size,
		struct val v);
/* What was put there is not known of any more; 0: of that stack. */
void slots_drop(struct state *s, uint32_t stack, int64_t off,
		unsigned int size);
/* Anything may have been written to it; STK_NONE: to any. */
void slots_spoil(struct state *s, uint32_t stack);
/* That stack is taken anew: what was known of it is not. */
void slots_forget(struct state *s, uint32_t stack);
/*
 * A C function may change what lies in pt_regs, but not the return addresses
 * of its callers, and not which mode the frame goes back to. Nor what was found
 * at delivery and saved below pt_regs, where no argument points to it or to
 * below it: so this is asked while the arguments are still in registers.
 */
void slots_after_call(struct state *s, struct check *c);

/* A hash; 128 bits: with millions of states a collision would hide a path. */
struct key { uint64_t a, b; };
struct key state_key(const struct state *s);

#endif
