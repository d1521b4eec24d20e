// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions that do not use an IST stack, from user and kernel mode.
 *
 * Rule: from user mode the processor pushes the frame on the entry stack
 * (TSS.RSP0); error_entry switches page tables, sets IBRS and moves to the
 * thread stack. From kernel mode, where IBRS is set, neither entry nor exit
 * may touch the MSR (R3(ii), R5).
 * Triggered by: DIV by 0, UD2, a privileged instruction, a page that is not
 * there, a stack segment and a data segment that are absent; in kernel mode by
 * the same behind an exception-table entry, and by a bad GS selector, which
 * faults with the user's GS base loaded.
 * Cannot tell apart: whether an access of the MSR was made from kernel mode
 * that wrote the value it found. The instrument can.
 */
#include "image.h"

extern void user_div(void), user_ud(void), user_gp(void), user_pf(void);
extern void user_np(void), user_ss(void), user_do(void), user32_ud(void);
extern void divide_error(void), invalid_op(void), general_protection(void);
extern void page_fault(void), segment_not_present(void), stack_segment(void);
extern const char *run_code(struct program p, u64 loops, u64 what);

static const char *user(void (*prog)(void), unsigned int vec, u64 loops)
{
	const char *why = run_code((struct program){ prog, false }, loops, 0);

	return why ? why : expect(seen[AT_VEC + vec].user, loops,
				  "not every fault came from user mode");
}

static const char *kernel(u64 what, unsigned int vec, u64 loops)
{
	const char *why = run_code((struct program){ user_do, false }, loops,
				   what);

	return why ? why : expect(seen[AT_VEC + vec].kernel, loops,
				  "not every fault came from kernel mode");
}

#define USER_FAULT(id, title, prog, vec, from)				\
static const char *id(u64 loops)					\
{									\
	return user(prog, vec, loops);					\
}									\
TEST(id, title, id, from)

#define KERNEL_FAULT(id, title, what, vec, from)			\
static const char *id(u64 loops)					\
{									\
	return kernel(what, vec, loops);				\
}									\
TEST(id, title, id, from)

USER_FAULT(f1, "div-user", user_div, 0, divide_error);
USER_FAULT(f2, "ud-user", user_ud, 6, invalid_op);
USER_FAULT(f3, "gp-user", user_gp, 13, general_protection);
USER_FAULT(f4, "pf-user", user_pf, 14, page_fault);
USER_FAULT(f5, "np-user", user_np, 11, segment_not_present);
USER_FAULT(f6, "ss-user", user_ss, 12, stack_segment);
KERNEL_FAULT(f7, "pf-kernel", DO_PF, 14, page_fault);
KERNEL_FAULT(f8, "gp-kernel", DO_GP, 13, general_protection);
KERNEL_FAULT(f9, "ud-kernel", DO_UD, 6, invalid_op);
KERNEL_FAULT(fa, "np-kernel-user-gs", DO_GS_BAD, 11, segment_not_present);
KERNEL_FAULT(fd, "div-kernel", DO_DE, 0, divide_error);
KERNEL_FAULT(fe, "ss-kernel", DO_SS, 12, stack_segment);

static const char *ud32(u64 loops)
{
	const char *why = run_code((struct program){ user32_ud, true }, loops,
				   0);

	return why ? why : expect(seen[AT_VEC + 6].user, loops,
				  "not every fault came from user mode");
}
TEST(fb, "ud-user-32", ud32, invalid_op);

static const char *load_gs(u64 loops)
{
	return run_code((struct program){ user_do, false }, loops, DO_GS);
}
TEST(fc, "load-gs", load_gs, NULL);
