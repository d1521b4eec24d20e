// SPDX-License-Identifier: GPL-2.0-only
/* Abstract values: how the bits of the MSR move through registers. */
#include "check/value.h"
#include "rules/msr.h"

struct val v_top(void)
{
	return (struct val){ 0 };
}

struct val v_const(int64_t c)
{
	return (struct val){ .kind = V_CONST, .c = c };
}

bool v_number(const struct val *v, uint32_t *n)
{
	*n = v->c;
	return v->kind == V_CONST || v->kind == V_LOW;
}

bool v_is(const struct val *v, uint32_t n)
{
	uint32_t low;

	return v_number(v, &low) && low == n;
}

enum tri v_irq(const struct val *v)
{
	if (v->kind == V_CONST)
		return v->c >> 9 & 1 ? YES : NO;
	return v->kind == V_FLAGS ? (enum tri)v->c : MAYBE;
}

bool v_is_cs(const struct val *v)
{
	/* __KERNEL_CS, __USER32_CS, __USER_CS */
	return v->kind == V_CONST &&
	       (v->c == 0x10 || v->c == 0x23 || v->c == 0x33);
}

static bool has_parts(const struct val *v)
{
	return v->kind == V_LOAD || v->kind == V_MSR;
}

struct val v_low32(struct val v)
{
	if (v.kind == V_CONST || v.kind == V_LOW)
		return v_const((uint32_t)v.c);
	if (v.kind == V_GSHI || v.kind == V_FLAGS || v.kind == V_UPTO)
		return v;
	if (v.kind == V_REG) {
		v.part = P_LO;
		return v;
	}
	if (!has_parts(&v))
		return v_top();
	if (v.part == P_FULL)
		v.part = P_LO;
	else if (v.part == P_HISHL)
		return v_const(0);
	return v;
}

struct val v_narrow(struct val v, int size)
{
	if ((v.kind != V_CONST && v.kind != V_LOW) || size < 1 || size > 2)
		return v_top();
	return v_const(v.c & ((1 << size * 8) - 1));
}

/* What may change in CR3 and leave the page tables as they are: PCID, bit 63. */
#define CR3_OTHER	(1ull << 63 | 0x1fff)

static struct val and_const(struct val v, uint64_t m, int size)
{
	if (size == 4)
		m = (uint32_t)m;
	if (v.kind == V_CR3 && size == 8) {
		if (!(m >> 12 & 1))
			v.c = NO;
		/* the ASID alone is no CR3 any more, nor is a part of the address */
		return ~m & ~CR3_OTHER ? v_top() : v;
	}
	/* IF goes, and no other flag with it */
	if (v.kind == V_FLAGS && size >= 4) {
		if (!(m >> 9 & 1))
			v.c = NO;
		m |= 1 << 9;
		return m == (size == 4 ? UINT32_MAX : UINT64_MAX) ? v : v_top();
	}
	if (!has_parts(&v))
		return v_top();
	if (size == 4)
		v = v_low32(v);
	if (!has_parts(&v) || v.part == P_HI || v.part == P_HISHL)
		return m == UINT64_MAX ? v : v_top();
	if ((m | 1) == (size == 4 ? UINT32_MAX : UINT64_MAX) ||
	    (v.part == P_LO && (uint32_t)(m | 1) == UINT32_MAX)) {
		if (!(m & 1))
			v.bit0 = B_CLEAR;
		return v;
	}
	return v_top();
}

/* Of a mask without high bits this much is left, whatever it is put on. */
static struct val masked(struct val v, int64_t m, int size)
{
	struct val r = and_const(v, m, size);

	if (r.kind == V_TOP && size >= 4 && m >= 0 && m <= UINT16_MAX)
		return (struct val){ .kind = V_UPTO, .c = m };
	return r;
}

struct val v_and(struct val v, struct val m, int size)
{
	if (v.kind == V_CONST && m.kind == V_CONST)
		return size == 8 ? v_const(v.c & m.c) :
				   v_const((uint32_t)(v.c & m.c));
	if (m.kind == V_CONST)
		return masked(v, m.c, size);
	if (v.kind == V_CONST)
		return masked(m, v.c, size);
	return v_top();
}

static struct val or_const(struct val v, uint64_t m, int size)
{
	if (v.kind == V_CR3 && size == 8) {
		if (m & ~CR3_OTHER)
			return v_top();
		if (m >> 12 & 1)
			v.c = YES;
		return v;
	}
	if (v.kind == V_FLAGS) {
		if (m >> 9 & 1)
			v.c = YES;
		return v;
	}
	if (size == 4)
		v = v_low32(v);
	if (!has_parts(&v))
		return v_top();
	if (m == 0)
		return v;
	if (m & ~(SPEC_CTRL_IBRS | SPEC_CTRL_STIBP) || v.part == P_HI ||
	    v.part == P_HISHL || (m & SPEC_CTRL_STIBP && v.kind != V_LOAD))
		return v_top();
	if (m & SPEC_CTRL_IBRS)
		v.bit0 = B_SET;
	v.aux |= m & SPEC_CTRL_STIBP;
	return v;
}

struct val v_or(struct val a, struct val b, int size)
{
	if (a.kind == V_CONST && b.kind == V_CONST)
		return size == 8 ? v_const(a.c | b.c) :
				   v_const((uint32_t)(a.c | b.c));
	if (b.kind == V_CONST)
		return or_const(a, b.c, size);
	if (a.kind == V_CONST)
		return or_const(b, a.c, size);
	/* EDX:EAX put together */
	if (has_parts(&a) && has_parts(&b) && size == 8) {
		struct val lo = a.part == P_LO ? a : b;
		struct val hi = a.part == P_LO ? b : a;

		if (lo.part == P_LO && hi.part == P_HISHL &&
		    lo.kind == hi.kind && lo.c == hi.c &&
		    lo.percpu == hi.percpu) {
			lo.part = P_FULL;
			return lo;
		}
	}
	return v_top();
}

struct val v_shift(struct val v, int left, unsigned int n, int size)
{
	if (v.kind == V_CONST) {
		uint64_t u = size == 8 ? (uint64_t)v.c : (uint32_t)v.c;

		if (n >= (unsigned int)size * 8)
			return v_top();
		u = left ? u << n : u >> n;
		return v_const(size == 8 ? u : (uint32_t)u);
	}
	if (!has_parts(&v) || size != 8 || n != 32)
		return v_top();
	if (left) {
		if (v.part != P_HI)
			return v_top();
		v.part = P_HISHL;
		return v;
	}
	if (v.part == P_LO || v.part == P_HI)
		return v_const(0);
	v.part = P_HI;
	v.aux = 0;
	v.bit0 = B_ASIS;
	return v;
}
