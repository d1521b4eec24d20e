/* SPDX-License-Identifier: GPL-2.0-only */
/* Forgotten where AMD's guests are left. */
#define SVM_FILL
#include "kvm.h"
