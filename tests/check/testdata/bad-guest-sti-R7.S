/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts are on when the guest is entered. */
#define VMX_BEFORE_RUN sti
#include "kvm.h"
