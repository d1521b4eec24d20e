/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM is a module, and its guest runs with the bit set. */
#define KVM_IS_MODULE
#define SVM_ENTER
#include "kvm.h"
