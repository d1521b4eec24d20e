/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts are on, and nothing holds them back. */
#define SVM_BEFORE_ENTER sti
#include "kvm.h"
