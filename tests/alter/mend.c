// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-alter mend: the control of each finding on a kernel of others. The code
 * is changed into what it should have been, in place: the finding is gone then,
 * and no other has come. One that nobody knows a mend of is not explained.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alter/alter.h"
#include "alter/detour.h"
#include "alter/mend.h"
#include "alter/trial.h"
#include "check/check.h"
#include "check/decode.h"
#include "check/util.h"

#define BASE_LEN	15	/* what put_base() puts */

void change(struct change *to, uint64_t addr, const uint8_t *bytes,
	    size_t len)
{
	if (to->n == ARRAY_SIZE(to->p) || len > MAX_BYTES)
		return;
	memcpy(to->bytes[to->n], bytes, len);
	to->p[to->n] = (struct patch){ addr, len, to->bytes[to->n], 0 };
	to->n++;
}

/* Do these stand right ahead of addr? */
static bool ahead(const struct check *c, uint64_t addr, const uint8_t *bytes,
		  size_t len)
{
	const uint8_t *p = image_at(&c->im, addr - len, len);

	return p && !memcmp(p, bytes, len);
}

/* The bit is cleared by an AND of %edx, ahead of the shift: of %eax, then. */
static bool mend_half(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t is[] = { 0x83, 0xe2, 0xfe, 0x89, 0xd0,
				      0x48, 0xc1, 0xea, 0x20 };
	static const uint8_t should[] = { 0x89, 0xd0, 0x83, 0xe0, 0xfe,
					  0x48, 0xc1, 0xea, 0x20 };

	if (!ahead(c, addr, is, sizeof(is)))
		return false;
	change(to, addr - sizeof(should), should, sizeof(should));
	return true;
}

/*
 * Written back always: not where bit 0 of what was saved is set. With no room for
 * the question not at all, which shows the cause.
 */
static bool mend_restore(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t is[] = { 0xb9, 0x48, 0, 0, 0, 0x4c, 0x89, 0xfa,
				      0x89, 0xd0, 0x48, 0xc1, 0xea, 0x20,
				      0x0f, 0x30 };
	uint8_t should[] = { 0x4c, 0x89, 0xfa, 0x89, 0xd0, 0xa8, 1, 0x75, 11,
			     0xb9, 0x48, 0, 0, 0, 0x48, 0xc1, 0xea, 0x20,
			     0x0f, 0x30, 0xe9, 0, 0, 0, 0 };
	uint8_t there[sizeof(is)] = { 0xe9 };
	static const uint8_t none[] = { 0x66, 0x90 };
	uint64_t from = addr - (sizeof(is) - 2);
	uint64_t room = detour_room(c, sizeof(should));

	if (!ahead(c, addr + 2, is, sizeof(is)))
		return false;
	if (!room) {
		to->part = true;
		change(to, addr, none, sizeof(none));
		return true;
	}
	detour_jump(should + sizeof(should) - 5, room + sizeof(should) - 5,
		    addr + 2);
	memset(there, 0x90, sizeof(there));
	detour_jump(there, from, room);
	change(to, room, should, sizeof(should));
	change(to, from, there, sizeof(there));
	return true;
}

static void relative(uint8_t *rel, uint64_t behind, uint64_t to)
{
	int32_t off = to - behind;

	memcpy(rel, &off, sizeof(off));
}

/* Behind the n bytes that code has; how many it has then. */
static size_t put(uint8_t *code, size_t n, const uint8_t *bytes, size_t len)
{
	memcpy(code + n, bytes, len);
	return n + len;
}

/* EAX and EDX get base without IBRS; code will stand at from. */
static size_t put_base(struct check *c, uint8_t *code, size_t n, uint64_t from)
{
	const struct symbol *base = symbol_named(&c->im, "x86_spec_ctrl_base");
	static const uint8_t eax[] = { 0x8b, 0x05 }, edx[] = { 0x8b, 0x15 };
	static const uint8_t mask[] = { 0x83, 0xe0, 0xfe };

	n = put(code, n, eax, sizeof(eax));
	relative(code + n, from + n + 4, base->addr);
	n = put(code, n + 4, edx, sizeof(edx));
	relative(code + n, from + n + 4, base->addr + 4);
	return put(code, n + 4, mask, sizeof(mask));
}

/*
 * EAX and EDX get base without IBRS, in place of zeros and of a store of 0 to
 * x86_spec_ctrl_current: keep is what stands among these and has to stay.
 */
static bool base_in_place(struct check *c, uint64_t addr, size_t room,
			  const uint8_t *keep, size_t nkeep,
			  struct change *to)
{
	const struct symbol *base = symbol_named(&c->im, "x86_spec_ctrl_base");
	uint8_t should[MAX_BYTES];
	uint64_t from = addr - room;

	if (!base || nkeep + BASE_LEN > room)
		return false;
	memset(should, 0x90, sizeof(should));
	put_base(c, should, put(should, 0, keep, nkeep), from);
	change(to, from, should, room);
	return true;
}

static bool mend_constant(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t zero[] = { 0x31, 0xc0 }, copy[] = { 0x89, 0xc2 };
	static const uint8_t number[] = { 0xb9, 0x48, 0, 0, 0 };
	static const uint8_t saved[] = { 0x48, 0x89, 0xc7 };
	static const uint8_t odd[][7] = {
		{ 0x31, 0xc0, 0x44, 0x89, 0xe9, 0x89, 0xc2 },
		{ 0x31, 0xc0, 0x44, 0x89, 0xf1, 0x89, 0xc2 },
	};
	static const uint8_t left[] = { 0x66, 0x90 };

	/* movq $0, %gs:...; mov %rax, %rdi; xor; mov */
	if (ahead(c, addr, copy, 2) && ahead(c, addr - 2, zero, 2) &&
	    ahead(c, addr - 4, saved, 3))
		return base_in_place(c, addr, 12 + 3 + 2 + 2, saved, 3, to);
	/* xor; mov $0x48, %ecx; movq $0, %gs:...; mov */
	if (ahead(c, addr, copy, 2) && ahead(c, addr - 14, number, 5) &&
	    ahead(c, addr - 19, zero, 2))
		return base_in_place(c, addr, 2 + 5 + 12 + 2, number, 5, to);
	/* no room: but it is this XOR that makes the constant */
	if (!ahead(c, addr, odd[0], sizeof(odd[0])) &&
	    !ahead(c, addr, odd[1], sizeof(odd[1])))
		return false;
	to->part = true;
	change(to, addr - sizeof(odd[0]), left, sizeof(left));
	return true;
}

/* A variable that an entry takes its value from: it is not stored to. */
static bool mend_store(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t is[] = { 0x65, 0x48, 0xc7, 0x05 };
	static const uint8_t none[12] = { [0 ... 11] = 0x90 };
	const uint8_t *p = image_at(&c->im, addr, sizeof(none));

	if (!p || memcmp(p, is, sizeof(is)))
		return false;
	change(to, addr, none, sizeof(none));
	return true;
}

/* What is called should have been inline, or stand ahead of the clear. */
static bool mend_call(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t none[] = { 0x90, 0x90, 0x90, 0x90, 0x90 };
	const uint8_t *p = image_at(&c->im, addr, 5);

	if (!p || *p != 0xe8)
		return false;
	/* another one may stand behind it */
	to->part = symbol_at(&c->im, addr) ==
		   symbol_named(&c->im, "native_play_dead");
	change(to, addr, none, sizeof(none));
	return true;
}

/* A fence, and RET in place of the jump to one. */
static bool mend_leg(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t should[] = { 0x0f, 0xae, 0xe8, 0xc3, 0x90 };
	const uint8_t *p = image_at(&c->im, addr, 5);

	if (!p || *p != 0xe9)
		return false;
	change(to, addr, should, sizeof(should));
	return true;
}

/* The first branch ahead of it is not taken: it would go round, or come back. */
static void no_branch(struct check *c, const struct symbol *f, uint64_t to,
		      struct change *all)
{
	static const uint8_t none[] = { 0x66, 0x90 };
	struct insn in;

	for (uint64_t at = f->addr; at < to && decode_at(&c->im, at, &in);
	     at += in.len)
		if (in.branch == BR_JCC && in.len == sizeof(none)) {
			change(all, at, none, sizeof(none));
			return;
		}
}

/*
 * Who leaves for good, without the clear: that, and how it ends, in the first
 * place of the function where nothing is patched. What it does else is lost.
 */
static bool mend_duty(struct check *c, uint64_t addr, struct change *to)
{
	static const uint8_t cli[] = { 0xfa }, halt[] = { 0xf4, 0xeb, 0xfd };
	static const uint8_t number[] = { 0xb9, 0x48, 0, 0, 0 };
	static const uint8_t write[] = { 0x0f, 0x30 }, jump[] = { 0xff, 0xe7 };
	const struct symbol *f = symbol_at(&c->im, addr);
	uint8_t code[MAX_BYTES], there[5];
	size_t n = 0, len = sizeof(cli) + BASE_LEN + sizeof(number) +
			    sizeof(write) + sizeof(halt);
	uint64_t from = !f ? 0 : hole_at(c, f, len) ?: hole_in(c, f, len), at = from;

	if (!f || !symbol_named(&c->im, "x86_spec_ctrl_base"))
		return false;
	if (!from) {
		at = hole_in(c, f, sizeof(there));
		from = hole_behind(c, f, len);
		if (!at || !from)
			return false;
		detour_jump(there, at, from);
		change(to, at, there, sizeof(there));
	}
	n = put(code, n, cli, sizeof(cli));
	n = put_base(c, code, n, from);
	n = put(code, n, number, sizeof(number));
	n = put(code, n, write, sizeof(write));
	n = strcmp(f->name, "machine_kexec") ?
		put(code, n, halt, sizeof(halt)) :
		put(code, n, jump, sizeof(jump));
	change(to, from, code, n);
	no_branch(c, f, at, to);
	return true;
}

/* Which finding is mended how. */
static const struct mend {
	const char *rule, *text;	/* NULL: of any; and how it begins */
	bool (*make)(struct check *c, uint64_t addr, struct change *to);
	const char *what, *in;		/* where in, NULL: anywhere */
} mends[] = {
	{ "R6", "the upper half written is not that of the value", mend_half,
	  .what = "bit 0 cleared in EAX, not ahead of the shift" },
	{ "R5", "restores by a WRMSR where IBRS was set at delivery",
	  mend_restore, .what = "not written where bit 0 was set" },
	{ "R6", "writes the constant 0x0: the other bits are lost",
	  mend_constant, .what = "base without IBRS in place of 0" },
	{ "R4", "stores to x86_spec_ctrl_current,", mend_store,
	  .what = "not stored to while the CPU sleeps" },
	{ "R7", "call to mwait_idle_with_hints", mend_call,
	  .what = "the call left out" },
	{ "R9", "call to play_dead_common behind the clear that has to be last",
	  mend_call, .what = "the call left out" },
	{ "R9", "a CPU that is ", mend_duty, .what = "cleared, and halted" },
	{ "R10", "kexec does not clear IBRS for the next kernel", mend_duty,
	  .what = "cleared, and left by a register" },
	{ "R13", "RET on the leg that intel_idle_ibrs+", mend_leg,
	  .what = "a fence ahead of the RET" },
	{ NULL, "", mend_guest, .what = "the guest's value not written",
	  .in = "x86_virt_spec_ctrl+" },
	{ "R13", "RET on the leg that ", mend_error,
	  .what = "by the kernel's fence as well", .in = "error_entry+" },
	{ "R7", "call to intel_idle ", mend_call, .what = "the call left out" },
	{ "R7", "touches x86_spec_ctrl_current, ", mend_watched,
	  .what = "what was found, with bit 0 set" },
	{ "R14", "a call of C of a context switch", mend_filling,
	  .what = "the filling in its place", .in = "__switch_to_asm+" },
	{ "C-ORC", "the unwinder takes ", mend_unwind,
	  .what = "the unwinder is told to stop" },
	{ "C-ENTRY", "no path comes here", mend_trap,
	  .what = "INT3 in place of the speculation trap",
	  .in = "__switch_to_asm+" },
};

static const struct mend *mend_of(const char *rule, const char *where,
				  const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(mends); i++)
		if ((!mends[i].rule || !strcmp(rule, mends[i].rule)) &&
		    (!mends[i].in || !strncmp(where, mends[i].in, strlen(mends[i].in))) &&
		    !strncmp(text, mends[i].text, strlen(mends[i].text)))
			return &mends[i];
	return NULL;
}

/* "symbol+0x12" */
static uint64_t address_of(const struct check *c, char *where)
{
	char *plus = strchr(where, '+');
	const struct symbol *s;

	if (!plus)
		return strtoull(where, NULL, 0);
	*plus = 0;
	s = symbol_named(&c->im, where);
	*plus = '+';
	return s ? s->addr + strtoull(plus + 1, NULL, 0) : 0;
}

/* Tells what is found and was not; how many. */
static unsigned int others(const struct said *was, const struct said *now)
{
	unsigned int n = 0;

	for (size_t i = 0; i < now->n; i++) {
		if (strncmp(now->line[i], "finding\t", 8) ||
		    said_has(was, now->line[i]))
			continue;
		printf("new\t%s\n", now->line[i] + 8);
		n++;
	}
	return n;
}

static enum word one(struct check *c, const struct said *plain,
		     const char *line)
{
	const struct how how = { .in_use = false };
	struct change to = { .n = 0 };
	char rule[10], where[96], text[200];
	const struct mend *m;
	struct said *now;
	bool stays, more;

	if (sscanf(line, "finding\t%9[^\t]\t%95[^\t]\t%199[^\n]", rule, where,
		   text) != 3)
		return W_PASS;
	m = mend_of(rule, where, text);
	if (!m || !m->make(c, address_of(c, where), &to)) {
		printf("mend\t%s\t%s\tunknown\t%s\n", rule, where, text);
		return W_FAIL;
	}
	now = trial(c, to.p, to.n, &how);
	stays = said_has(now, line);
	more = !to.part && others(plain, now);
	printf("mend\t%s\t%s\t%s\t%s\n", rule, where,
	       !now->verdict ? "no verdict" : stays ? "stays" :
	       more ? "others come" :
	       to.part ? "gone, in part" : "gone", m->what);
	more |= stays || !now->verdict;
	said_free(now);
	return more ? W_FAIL : W_PASS;
}

enum word mend(struct check *c)
{
	const struct how how = { .in_use = false };
	struct said *plain = trial(c, NULL, 0, &how);
	enum word worst = plain->verdict ? W_PASS : W_ERROR;

	if (!plain->verdict)
		error_(c, "the checker cannot judge this one as it is");
	for (size_t i = 0; i < plain->n; i++)
		worst = word_worse(worst, one(c, plain, plain->line[i]));
	printf("end\t%s\n", word_name(worst));
	said_free(plain);
	return worst;
}

enum word mended(struct check *c, const char *rule, const char *to)
{
	const struct how how = { .in_use = false };
	struct said *plain = trial(c, NULL, 0, &how);
	char is[10], where[96], text[200];
	struct change change = { .n = 0 };
	const struct mend *m;
	unsigned int n = 0;
	FILE *f;

	for (size_t i = 0; i < plain->n; i++) {
		if (sscanf(plain->line[i], "finding\t%9[^\t]\t%95[^\t]\t"
			   "%199[^\n]", is, where, text) != 3 || strcmp(is, rule))
			continue;
		change.n = 0;
		m = mend_of(is, where, text);
		if (!m || !m->make(c, address_of(c, where), &change) ||
		    !trial_apply(c, change.p, change.n))
			return error_(c, "%s: no mend of %s", where, text), W_ERROR;
		n++;
	}
	f = n ? fopen(to, "w") : NULL;
	if (!f || fwrite(c->im.buf, c->im.len, 1, f) != 1 || fclose(f)) {
		error_(c, n ? "%s: not written" : "no finding of %s", n ? to : rule);
		return W_ERROR;
	}
	said_free(plain);
	return W_PASS;
}
