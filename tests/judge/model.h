/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The speculation-control MSRs of one logical processor.
 *
 * QEMU's TCG ignores WRMSR 48h and reads 0 (target/i386/tcg/sysemu/
 * misc_helper.c, default case), so their contents live here.  Bit meanings:
 * Intel SDM volume 4, IA32_SPEC_CTRL, IA32_PRED_CMD, IA32_ARCH_CAPABILITIES.
 */
#ifndef JUDGE_MODEL_H
#define JUDGE_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/msr.h"

struct msr_model {
	uint64_t spec_ctrl;
	uint64_t mark;		/* value at reset, bit 0 clear */
	uint64_t arch_caps;	/* value of 10Ah */
	uint64_t bad_writes;	/* writes hardware would have refused */
	uint64_t ibpb;		/* writes of 1 to 49h */
};

/* State after RESET or INIT.  @mark has bit 0 clear. */
void model_reset(struct msr_model *m);

/*
 * model_rdmsr - true when @msr is one of the modelled ones; *@val is set to
 * what it reads.  49h is write-only: hardware raises #GP, which cannot be
 * raised from here, so it reads 0 and counts as a bad access.
 */
bool model_rdmsr(struct msr_model *m, uint32_t msr, uint64_t *val);

/*
 * model_wrmsr - true when @msr is modelled and took @val.  A reserved bit
 * (outside IBRS, STIBP, SSBD and @mark) is refused and counted: hardware
 * would raise #GP and leave the register as it was.
 */
bool model_wrmsr(struct msr_model *m, uint32_t msr, uint64_t val);

#endif
