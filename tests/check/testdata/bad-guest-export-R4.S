/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM can be a module, and does not get at one of the values. */
	.pushsection .data
	.globl __ksymtab_preempt_notifier_register, __ksymtab_x86_spec_ctrl_base
__ksymtab_preempt_notifier_register:
__ksymtab_x86_spec_ctrl_base:
	.quad 0
	.popsection
#include "kvm.h"
