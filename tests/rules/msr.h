/* SPDX-License-Identifier: GPL-2.0-only */
/* The MSRs the judges know, and their bits (Intel SDM volume 4). */
#ifndef RULES_MSR_H
#define RULES_MSR_H

#define MSR_SPEC_CTRL		0x48u	/* IA32_SPEC_CTRL */
#define MSR_PRED_CMD		0x49u
#define MSR_UCODE_TRIG		0x79u	/* IA32_BIOS_UPDT_TRIG */
#define MSR_UCODE_REV		0x8bu	/* IA32_BIOS_SIGN_ID */
#define MSR_ARCH_CAPS		0x10au
#define MSR_SYSENTER_EIP	0x176u
#define MSR_LSTAR		0xc0000082u
#define MSR_CSTAR		0xc0000083u
#define MSR_GS_BASE		0xc0000101u
#define MSR_KERNEL_GS_BASE	0xc0000102u

/* Of IA32_SPEC_CTRL; what is none of these is reserved. */
#define SPEC_CTRL_IBRS		1ull
#define SPEC_CTRL_STIBP		2ull
#define SPEC_CTRL_SSBD		4ull
#define SPEC_CTRL_KNOWN		(SPEC_CTRL_IBRS | SPEC_CTRL_STIBP | SPEC_CTRL_SSBD)

#define PRED_CMD_IBPB		1ull	/* all there is of IA32_PRED_CMD, write-only */

/* CPUID.7:EDX: what an update of the microcode brought with the MSRs. */
#define CPUID_7_EDX_UCODE	0xac000000u	/* 26 IBRS, 27 STIBP, 29, 31 */
#define CPUID_7_EDX_IBRS	(1u << 26)

#endif
