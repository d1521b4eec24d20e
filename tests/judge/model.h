/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The speculation-control MSRs of one logical processor, and its microcode.
 *
 * QEMU's TCG ignores WRMSR 48h and reads 0 (target/i386/tcg/sysemu/
 * misc_helper.c, default case), so their contents live here.  Bit meanings:
 * Intel SDM volume 4, IA32_SPEC_CTRL, IA32_PRED_CMD, IA32_ARCH_CAPABILITIES;
 * updates of the microcode: volume 3A, 9.11.
 */
#ifndef JUDGE_MODEL_H
#define JUDGE_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/msr.h"

/* Enough of an update's header: its version and revision. */
#define UCODE_HEADER		48u
#define UCODE_HEADER_VERSION	1u

struct msr_model {
	uint64_t spec_ctrl;
	uint64_t mark;		/* value at reset */
	uint64_t arch_caps;	/* value of 10Ah */
	uint64_t bad_writes;	/* writes hardware would have refused */
	uint64_t ibpb;		/* writes of 1 to 49h */
	bool by_update;		/* an update of the microcode brings them */
	bool never;		/* this processor has none of them */
	uint32_t rev;		/* of the update that is loaded, or 0 */
};

/*
 * State after RESET, which S3 is, too: an update is gone. INIT leaves 48h as it
 * is (SDM vol. 4, IA32_SPEC_CTRL: "unaffected by INIT# or SIPI#").
 */
void model_reset(struct msr_model *m);

/* Are 48h, 49h and 10Ah there, and their bits of CPUID.7:EDX? */
static inline bool model_has(const struct msr_model *m)
{
	return !m->never && (!m->by_update || m->rev);
}

/* Is @msr one of those that are not there for now?  Hardware raises #GP. */
bool model_lacks(const struct msr_model *m, uint32_t msr);

/* An update with the header @hdr was loaded by 79h; false when it is none. */
bool model_update(struct msr_model *m,
		  const uint32_t hdr[UCODE_HEADER / 4]);

/*
 * model_rdmsr - true when @msr is one of the modelled ones; *@val is set to
 * what it reads.  49h is write-only: hardware raises #GP, which is not raised
 * here, so it reads 0 and counts as a bad access.  8Bh is modelled once an
 * update is loaded.
 */
bool model_rdmsr(struct msr_model *m, uint32_t msr, uint64_t *val);

/*
 * model_wrmsr - true when @msr is modelled and took @val.  A reserved bit
 * (outside IBRS, STIBP, SSBD and @mark) is refused and counted: hardware
 * would raise #GP and leave the register as it was.
 */
bool model_wrmsr(struct msr_model *m, uint32_t msr, uint64_t val);

#endif
