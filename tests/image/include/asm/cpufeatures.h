/* SPDX-License-Identifier: GPL-2.0-only */
/* The features this image knows: bits of boot_features. */
#define X86_FEATURE_KERNEL_IBRS		0	/* entry code writes the MSR */
#define X86_FEATURE_PTI			1
#define X86_FEATURE_SMAP		2
#define X86_FEATURE_RETPOLINE		3
#define X86_FEATURE_IBRS_FENCE		4	/* entry code has its LFENCEs */
#define X86_FEATURE_NR_PATCHED		5	/* those above patch code */
#define X86_FEATURE_IBRS		6
#define X86_FEATURE_ARCH_CAPABILITIES	7
#define X86_FEATURE_SMEP		8
#define X86_FEATURE_XENPV		9
#define X86_FEATURE_USE_IBRS_FW		10
#define X86_FEATURE_IBPB		11
#define X86_FEATURE_STIBP		12
#define X86_FEATURE_HYPERVISOR		13
