/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ibrs-check: proves the rules of Documentation/rules.txt on a vmlinux without
 * running it. One struct check is passed through all layers:
 *
 *	elf.c		the file: sections, symbols, bytes
 *	decode.c	bytes -> struct insn
 *	alt.c		alternatives, paravirt sites, jump labels
 *	fetch.c		the instruction that stands there once they are patched
 *	entries.c	which entry points there are, and what is true at them
 *	value.c		abstract values; state.c: registers, stacks, hashing
 *	exec.c		what one instruction does to the state; flags.c, branch.c:
 *			what is known after a test, and a branch
 *	walk.c		branches, calls, every combination of features
 *	orc.c		the unwinder's tables
 *	rules.c		which event in which state breaks which rule
 *	sites.c		IA32_SPEC_CTRL in the whole text
 *	vmexit.c	what is behind a VM exit
 *	duties.c	who has to write it, or to fill the return stack
 *	source.c	source lines, by addr2line
 *	report.c	findings and paths as text
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rules/msr.h"

/* --- elf.c ------------------------------------------------------------- */
struct section {
	const char *name;
	uint64_t addr, size;
	const uint8_t *data;		/* NULL: no bytes in the file */
	bool exec;
};

struct symbol {
	uint64_t addr, size;		/* size 0: unknown */
	const char *name;
	bool func;
};

struct image {
	void *elf;
	uint8_t *buf;
	size_t len;
	char *strings;			/* --symbols: its text */
	struct section *sec;
	size_t nsec;
	struct symbol *sym;		/* by address */
	size_t nsym;
	struct symbol **byname;
	int major, minor;		/* of the kernel; 0 unknown */
	bool debug;			/* has line numbers */
};

struct check;

/* These print the one error line and return false. */
bool image_open(struct check *c, const char *path);
bool image_parse(struct check *c, uint8_t *buf, size_t len);
bool image_symbols(struct check *c, const char *path);
void image_close(struct image *im);
/* What is at addr, at most len bytes; NULL where the file has none. */
const uint8_t *image_at(const struct image *im, uint64_t addr, size_t len);
size_t image_room(const struct image *im, uint64_t addr);
const struct section *section_of(const struct image *im, uint64_t addr);
const struct section *section_named(const struct image *im, const char *name);
const struct symbol *symbol_at(const struct image *im, uint64_t addr);
const struct symbol *function_at(const struct image *im, uint64_t addr);
const struct symbol *symbol_named(const struct image *im, const char *name);
/* sym+0x12 in buf */
const char *place(const struct image *im, uint64_t addr, char *buf, size_t len);

/* --- decode.c ---------------------------------------------------------- */
enum reg { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13,
	   R14, R15, NREG, REG_NONE = NREG, REG_SEG, REG_CR3, REG_OTHER };
enum opkind { OP_NONE, OP_REG, OP_MEM, OP_IMM };
enum memkind { MEM_REL, MEM_ABS };

struct operand {
	enum opkind kind;
	uint8_t size;			/* bytes */
	bool write, read, high;		/* high: AH and the like */
	enum reg reg;			/* OP_REG; OP_MEM: the base */
	enum reg index;
	uint8_t scale;
	bool gs, abs, rip;		/* abs: disp is the whole address */
	int64_t disp;			/* OP_IMM: the value */
};

enum branch { BR_NONE, BR_JMP, BR_JCC, BR_CALL, BR_RET, BR_JMP_IND,
	      BR_CALL_IND, BR_FAR, BR_IRET, BR_SYSRET };

struct insn {
	uint64_t addr;			/* as the CPU will see it */
	uint8_t len;
	uint16_t op;			/* ZydisMnemonic */
	enum branch branch;
	uint64_t target;		/* of a direct branch */
	uint8_t nop;			/* operands in use, hidden ones last */
	uint8_t nvisible;
	struct operand o[10];
};

const char *reg_name(enum reg reg);
bool decode(const uint8_t *p, size_t len, uint64_t addr, struct insn *in);
const char *decode_text(const struct image *im, const struct insn *in,
			const uint8_t *p, char *buf, size_t len);

/* --- alt.c, fetch.c ------------------------------------------------------ */
#define MAX_FEAT 64

enum feat_kind { FEAT_CPU, FEAT_LABEL };

struct feat {
	enum feat_kind kind;
	uint64_t id;			/* CPUID bit number, or the label's key */
	char name[32];
	bool local;			/* no need to remember it past its site */
	bool on, off;			/* walked so */
};

struct alt {
	uint64_t site, repl;
	uint16_t cpuid;
	bool inv;
	uint8_t len, rlen;
	uint32_t order;
};

struct pvsite {
	uint64_t site;
	uint8_t len;
};

struct label {
	uint64_t site, target, key;
};

struct orc {
	uint64_t ip;
	int16_t off;
	uint8_t reg, type;
};

/* Which bits of the feature vector are decided, and how. */
struct fvec {
	uint64_t known, val;
};

struct tables {
	struct alt *alt;
	size_t nalt;
	struct pvsite *pv;
	size_t npv;
	struct label *label;
	size_t nlabel;
	uint64_t *extable;
	size_t nextable;
	struct orc *orc;		/* of the entry text, by ip */
	size_t norc;
	struct feat feat[MAX_FEAT];
	int nfeat;
	uint8_t *altmap;		/* one bit for each byte of entry text */
	int gate;			/* index of the IBRS gate, -1 none */
	uint64_t gate_id;
};

bool tables_read(struct check *c);
void tables_free(struct tables *t);
bool in_extable(const struct tables *t, uint64_t addr);
int feat_index(struct check *c, enum feat_kind kind, uint64_t id);
int feat_named(struct check *c, const char *name);
/* alternatives at one site: first index, and how many; 0 where none */
size_t alts_at(const struct tables *t, uint64_t addr, size_t *first);

enum fetched { FETCH_OK, FETCH_UNDECIDED, FETCH_BAD };
struct fetch {
	struct insn in;
	const uint8_t *bytes;
	uint64_t next;			/* logical address of what follows */
	bool patched;			/* the bytes are not the file's at addr */
	int undecided;			/* FETCH_UNDECIDED: this feature */
	bool label;			/* in is a jump label that is taken */
	bool pv;			/* of a paravirt site */
};
enum fetched fetch(struct check *c, uint64_t ip, const struct fvec *f,
		   struct fetch *out);

/* --- value.c ----------------------------------------------------------- */
enum kind {
	V_TOP,			/* anything */
	V_CONST,		/* c */
	V_STK,			/* stack aux, offset c */
	V_LOAD,			/* contents of the variable at c */
	V_MSR,			/* IA32_SPEC_CTRL as it was read at delivery */
	V_CR3,			/* c: enum tri of the user bit */
	V_FRAME,		/* the hardware's frame, slot c */
	V_GSHI,			/* upper half of the GS base at delivery */
	V_GSBASE,
	V_REG,			/* register c as it was at the entry */
	V_SLOT,			/* stack aux, offset c, as C left it */
	V_FLAGS,		/* pushed flags; c: enum tri of IF */
};
enum part { P_FULL, P_LO, P_HI, P_HISHL };
enum bit0 { B_ASIS, B_CLEAR, B_SET };

struct val {
	uint8_t kind;
	uint8_t part;		/* V_LOAD, V_MSR: which bits are here */
	uint8_t bit0;
	uint8_t percpu;
	uint32_t aux;
	int64_t c;
};

enum tri { NO, YES, MAYBE };

struct val v_top(void);
struct val v_const(int64_t c);
bool v_is_cs(const struct val *v);
bool v_same(const struct val *a, const struct val *b);
struct val v_low32(struct val v);
struct val v_and(struct val v, struct val m, int size);
struct val v_or(struct val a, struct val b, int size);
struct val v_shift(struct val v, int left, unsigned int n, int size);

/* --- state.c ----------------------------------------------------------- */
#define MAX_SLOT 96

enum { STK_NONE, STK_FRAME, STK_THREAD, STK_TRAMP, STK_C, STK_FIRST };

enum flagkind { F_TOP, F_CONST, F_CPL, F_CR3, F_IBRS, F_GS, F_RIP };

struct flags {
	uint8_t kind;
	uint8_t zf, sf, cf;	/* F_CONST */
	uint8_t on_cf;		/* F_CR3, F_IBRS: CF has the bit, else !ZF */
	uint8_t bit;		/* F_CR3: value known (enum tri) */
	uint8_t pad[2];
	uint64_t c;		/* F_RIP: compared with */
};

enum from { FROM_UNKNOWN, FROM_USER, FROM_KERNEL };
/* Where a switch stands: as at delivery, or as it was put since. */
enum gs { GS_USER, GS_KERNEL, GS_DELIV, GS_DELIV_SWAPPED };
enum ibrs { IBRS_DELIV, IBRS_SET, IBRS_CLEAR };

struct slot {
	uint32_t stack;
	int32_t off;
	struct val v;
};

struct state {
	uint64_t ip;
	struct val r[NREG];
	struct flags fl;
	struct fvec f;
	uint64_t site, site_end;	/* a local feature is decided in here */
	uint8_t from, irq;		/* irq: enum tri, interrupts on */
	uint8_t gs, dgs;		/* dgs: enum tri, kernel's at delivery */
	uint8_t cr3, dcr3;		/* enum tri: the user's; MAYBE: as delivered */
	uint8_t ibrs, dibrs;		/* dibrs: enum tri at delivery */
	uint8_t nset, nclear, nread;	/* WRMSRs and RDMSRs since delivery */
	uint8_t nrestore;
	uint8_t fence;			/* a skipped write needs LFENCE yet */
	uint8_t ncall;			/* E_VMEXIT: CALLs of the filling */
	uint8_t in_c;			/* C has been called */
	uint8_t via;			/* --path: has been there */
	uint8_t told;			/* rules told of in this stretch, bits */
	uint8_t nslot;
	struct slot slot[MAX_SLOT];
};

struct val slot_get(const struct state *s, uint32_t stack, int64_t off);
void slot_set(struct state *s, uint32_t stack, int64_t off, struct val v);
void slots_after_call(struct state *s, struct check *c);
struct key { uint64_t a, b; };
struct key state_key(const struct state *s);

/* --- entries.c --------------------------------------------------------- */
enum entry_kind {
	E_SYSCALL,		/* from user mode only, no frame */
	E_GATE,			/* interrupt or fault, frame pushed */
	E_IST,			/* can hit at any instruction */
	E_LEAVE,		/* ret_from_fork: starts protected, leaves */
	E_FUNCTION,		/* a C function that writes the MSR */
	E_XEN,			/* the hypervisor enters: xenpv on, gate off */
	E_VMEXIT,		/* in a C function, behind VMRUN and the like */
};

struct entry {
	uint64_t addr;
	char name[64];
	enum entry_kind kind;
	bool error_code;
	bool user;		/* from user mode only */
	bool leaves;		/* E_FUNCTION: clears for good */
	const struct symbol *home;	/* E_VMEXIT: its function */
	int pti;		/* 1, 0: only with that; -1 any */
};

struct range {
	uint64_t lo, hi;
	bool follow;		/* calls into it are followed, not only jumps */
	const char *name;
};

struct layout {
	struct range text[8];
	int ntext;
	uint64_t top_of_stack, tss, tss_end;
	uint64_t tramp, tramp_end;
	uint64_t percpu_end;
};

bool layout_read(struct check *c);
bool entries_find(struct check *c);
bool entry_add(struct check *c, const char *name);
/* One more of the C functions that are walked; NULL: out of memory, said. */
struct entry *entry_new(struct check *c, const char *name);
void entry_state(struct check *c, const struct entry *e, struct state *s);
bool in_entry_text(const struct check *c, uint64_t addr);

/* --- walk.c ------------------------------------------------------------ */
struct node {
	uint32_t parent;
	uint32_t what;		/* enum step | feature or state << 8 */
	uint64_t ip;
	char *text;		/* --path: the instruction */
};
enum step { S_START, S_JUMP, S_CALL, S_RET, S_ON, S_OFF, S_EVENT, S_INSN,
	    S_CCALL };

struct walker {
	struct check *c;
	const struct entry *e;
	bool gate_on;
	struct state *todo;
	uint32_t *todo_node;
	size_t ntodo, captodo;
	struct key *seen;
	size_t nseen, capseen;
	struct node *node;
	size_t nnode, capnode;
	uint64_t steps;
	/* while one state runs */
	struct state *s;
	uint32_t at;		/* its node */
	uint64_t here;		/* address of the instruction */
	bool done;
	bool reached_user, reached_kernel;
	bool gave_up;		/* too many steps: no verdict */
	uint32_t out;		/* --path: the node that ends it */
	uint64_t nwrite;
	uint64_t home, home_end;	/* E_FUNCTION: its extent */
};

/* Code of C: only its own text is followed. */
static inline bool in_c(const struct entry *e)
{
	return e->kind == E_FUNCTION || e->kind == E_VMEXIT;
}

bool walk_entry(struct check *c, const struct entry *e, bool gate_on);
bool judge(struct check *c);
void add_node(struct walker *w, uint64_t ip, uint32_t what);

/* --- exec.c ------------------------------------------------------------ */
void exec_insn(struct walker *w, const struct fetch *f);
struct val operand_read(struct walker *w, const struct operand *o);
struct val pop(struct walker *w);
void push(struct walker *w, struct val v);
uint32_t stack_id(struct check *c, uint64_t addr);

/* --- flags.c ----------------------------------------------------------- */
void flags_top(struct state *s);
void flags_of(struct state *s, struct val v, int size);
void flags_bit(struct state *s, struct val v, unsigned int bit, bool on_cf);
void flags_test(struct walker *w, const struct insn *in);
void flags_cmp(struct walker *w, const struct insn *in);

/* --- branch.c ---------------------------------------------------------- */
void refine_from(struct walker *w, struct state *s, enum from from);
enum tri branch_taken(const struct state *s, uint16_t op, bool *known,
		      bool *bit);
void branch_learn(struct walker *w, struct state *s, bool bit, uint64_t at);

/* --- rules.c ----------------------------------------------------------- */
bool is_protected(const struct state *s);
void rule_branch(struct walker *w, const char *what);
void rule_c_call(struct walker *w, uint64_t target);
void rule_wrmsr(struct walker *w);
void rule_rdmsr(struct walker *w);
void rule_irq_on(struct walker *w);
void rule_segment(struct walker *w);
void rule_memory(struct walker *w, const struct operand *o, struct val base);
void rule_extable(struct walker *w, uint64_t ip);
void rule_to_user(struct walker *w);
void rule_to_kernel(struct walker *w);
void rule_idle(struct walker *w, const char *what);
void rule_entry_end(struct walker *w);

/* --- orc.c -------------------------------------------------------------- */
bool orc_read(struct check *c);
void rule_orc(struct walker *w, const struct fetch *f);

/* --- sites.c ----------------------------------------------------------- */
bool sites_scan(struct check *c);
/* What was done at addr, an instruction of the first range of entry text. */
enum { MARK_REACHED = 1, MARK_ORC = 2 };
void mark(struct check *c, uint64_t addr, uint8_t bits);
size_t marked(const struct check *c, uint8_t bit);
/* Symbols of the entry text that no path went through, one after another. */
const struct symbol *unreached(const struct check *c, size_t *i);
struct use;
void use_add(struct check *c, struct use u);

/* --- vmexit.c ------------------------------------------------------------ */
bool vmexits(struct check *c);
void vmexit_state(struct check *c, struct state *s);
void vmexit_call(struct walker *w);
void rule_vmexit(struct walker *w, const char *what);

/* --- duties.c ------------------------------------------------------------ */
void duties(struct check *c);

/* --- list.c -------------------------------------------------------------- */
void list_entries(struct check *c);
void list_insns(struct check *c);

/* --- source.c ------------------------------------------------------------ */
const char *source_line(struct check *c, uint64_t addr, char *buf, size_t len);
void source_close(struct check *c);

/* --- report.c ---------------------------------------------------------- */
struct line {
	uint64_t ip;
	uint32_t what;
	const char *text;
};

struct finding {
	char rule[8];
	uint64_t addr;
	char text[160];
	const struct entry *e;		/* NULL: of no path */
	bool gate_on;
	struct line *path;
	size_t npath;
	const struct entry **also;
	size_t nalso;
};

/* An access to IA32_SPEC_CTRL anywhere in the text. */
struct use {
	uint64_t addr;
	const struct symbol *fn;
	bool write;
	bool direct;			/* by an instruction here, not by a call */
};

/* What is told and counted, and is no finding. */
struct note {
	const char *what;
	uint64_t addr;
};

#define NOTE_SKIP	"skip"		/* CS or RIP test without a fence (R13) */
#define NOTE_HINT	"hint"		/* v4.15's own: no hint at a stack switch */
#define NOTE_VMEXIT	"vmexit"	/* VM exit does not write the MSR */

struct options {
	const char *path, *symbols, *show;
	bool to_kernel;			/* --path: that way out */
	const char *via_name;
	const struct symbol *via;	/* --path: through it */
	bool tsv, verbose;
	const char *add[16];
	int nadd;
	uint64_t max_steps;		/* for each entry point */
};

struct check {
	struct options opt;
	struct image im;
	struct tables t;
	struct layout lay;
	struct entry *entry;
	size_t nentry;
	struct entry **func;		/* C functions that were walked */
	size_t nfunc;
	struct use *use;
	size_t nuse, capuse;
	struct finding *find;
	size_t nfind;
	uint64_t *stack_at;
	size_t nstack;
	struct note *note;
	size_t nnote;
	uint64_t nsteps;
	uint8_t *reached;		/* a byte for each of the first range */
	FILE *lines_ask, *lines_say;	/* addr2line */
	int lines_pid;
	bool broken;			/* could not judge something */
};

void error_(struct check *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void found(struct walker *w, const char *rule, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void found_at(struct check *c, const char *rule, uint64_t addr,
	      const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void note_place(struct check *c, const char *what, uint64_t addr);
void report_findings(struct check *c);
void report_path(struct walker *w);
void report_free(struct check *c);

void *grow(void *p, size_t n, size_t *cap, size_t size);

#endif
