// SPDX-License-Identifier: GPL-2.0-only
/* Model of IA32_SPEC_CTRL, its neighbours and the microcode; see model.h. */
#include "judge/model.h"

void model_reset(struct msr_model *m)
{
	m->spec_ctrl = m->mark;
	m->rev = 0;
}

bool model_lacks(const struct msr_model *m, uint32_t msr)
{
	return !model_has(m) && (msr == MSR_SPEC_CTRL || msr == MSR_PRED_CMD ||
				 msr == MSR_ARCH_CAPS);
}

bool model_update(struct msr_model *m, const uint32_t hdr[UCODE_HEADER / 4])
{
	if (hdr[0] != UCODE_HEADER_VERSION || !hdr[1])
		return false;
	m->rev = hdr[1];
	return true;
}

bool model_rdmsr(struct msr_model *m, uint32_t msr, uint64_t *val)
{
	switch (msr) {
	case MSR_SPEC_CTRL:
		*val = m->spec_ctrl;
		return true;
	case MSR_PRED_CMD:
		m->bad_writes++;
		*val = 0;
		return true;
	case MSR_ARCH_CAPS:
		*val = m->arch_caps;
		return true;
	case MSR_UCODE_REV:
		*val = (uint64_t)m->rev << 32;
		return m->rev;
	}
	return false;
}

bool model_wrmsr(struct msr_model *m, uint32_t msr, uint64_t val)
{
	switch (msr) {
	case MSR_SPEC_CTRL:
		if (val & ~(SPEC_CTRL_KNOWN | m->mark)) {
			m->bad_writes++;
			return false;
		}
		m->spec_ctrl = val;
		return true;
	case MSR_PRED_CMD:
		if (val & ~1ull) {
			m->bad_writes++;
			return false;
		}
		m->ibpb += val;
		return true;
	case MSR_ARCH_CAPS:
		m->bad_writes++;
		return false;
	}
	return false;
}
