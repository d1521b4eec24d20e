// SPDX-License-Identifier: GPL-2.0-only
/* Model of IA32_SPEC_CTRL and its neighbours; see model.h. */
#include "judge/model.h"

void model_reset(struct msr_model *m)
{
	m->spec_ctrl = m->mark & ~SPEC_CTRL_IBRS;
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
