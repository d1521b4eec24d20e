/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM is a module: its text, alternatives and symbols, by relocations. */
#define KVM_IS_MODULE
#include "kvm.h"
