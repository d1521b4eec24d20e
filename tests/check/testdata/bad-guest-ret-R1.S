/* SPDX-License-Identifier: GPL-2.0-only */
/* A RET between the clear and the guest. */
#define VMX_BEFORE_RUN call 8f; jmp 9f; 8: ret; 9:
#include "kvm.h"
