/* SPDX-License-Identifier: GPL-2.0-only */
/* What instructions of the system do to the state in hand: rows of exec.c. */
#ifndef CHECK_SYSTEM_H
#define CHECK_SYSTEM_H

#include "check/decode.h"
#include "check/walker.h"

void system_swapgs(struct walker *w, const struct insn *in);
void system_rdgsbase(struct walker *w, const struct insn *in);
void system_wrgsbase(struct walker *w, const struct insn *in);
/* RDMSR and WRMSR */
void system_msr(struct walker *w, const struct insn *in);
/* CLI and STI */
void system_irq(struct walker *w, const struct insn *in);
void system_gif(struct walker *w, const struct insn *in);
void system_pushf(struct walker *w, const struct insn *in);
void system_popf(struct walker *w, const struct insn *in);
/* HLT and MWAIT */
void system_idle(struct walker *w, const struct insn *in);
void system_wbinvd(struct walker *w, const struct insn *in);

#endif
