/* SPDX-License-Identifier: GPL-2.0-only */
/* An instruction that may fault, between the clear and the guest. */
#define VMX_BEFORE_RUN 8: movl (%rdi), %eax; FIXUP 8b 8b
#include "kvm.h"
