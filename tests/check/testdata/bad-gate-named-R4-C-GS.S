/* SPDX-License-Identifier: GPL-2.0-only */
/* One of IDTENTRY's names that no table has does not set. */
#include "idt.h"
#define MORE_ENTRY WRONG_GATE asm_exc_nmi_kvm_vmx
#include "entry.h"
