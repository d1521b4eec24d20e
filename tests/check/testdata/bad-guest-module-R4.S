/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM is a module, and nothing is written behind the VM exit. */
#define KVM_IS_MODULE
#define VMX_EXIT
#include "kvm.h"
