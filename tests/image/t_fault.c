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

#define USER(id, title, run, vec, from)					\
	COUNTED(id, title, exactly, run, FROM_USER(AT_VEC + (vec)),	\
		loops, from)
#define KERNEL(id, title, what, vec, from)				\
	COUNTED(id, title, exactly, run64(user_do, loops, what),	\
		FROM_KERNEL(AT_VEC + (vec)), loops, from)

USER(f1, "div-user", run64(user_div, loops, 0), 0, divide_error);
USER(f2, "ud-user", run64(user_ud, loops, 0), 6, invalid_op);
USER(f3, "gp-user", run64(user_gp, loops, 0), 13, general_protection);
USER(f4, "pf-user", run64(user_pf, loops, 0), 14, page_fault);
USER(f5, "np-user", run64(user_np, loops, 0), 11, segment_not_present);
USER(f6, "ss-user", run64(user_ss, loops, 0), 12, stack_segment);
KERNEL(f7, "pf-kernel", DO_PF, 14, page_fault);
KERNEL(f8, "gp-kernel", DO_GP, 13, general_protection);
KERNEL(f9, "ud-kernel", DO_UD, 6, invalid_op);
KERNEL(fa, "np-kernel-user-gs", DO_GS_BAD, 11, segment_not_present);
KERNEL(fd, "div-kernel", DO_DE, 0, divide_error);
KERNEL(fe, "ss-kernel", DO_SS, 12, stack_segment);
USER(fb, "ud-user-32", run32(user32_ud, loops, 0), 6, invalid_op);

static const char *load_gs(u64 loops)
{
	return run64(user_do, loops, DO_GS);
}
TEST(fc, "load-gs", load_gs, NULL);
