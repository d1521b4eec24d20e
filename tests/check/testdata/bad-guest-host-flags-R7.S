/* SPDX-License-Identifier: GPL-2.0-only */
/* VM exit of SVM brings IF back as it was: behind STGI nothing holds it. */
#define SVM_EXIT stgi; GUEST_WRITE x86_spec_ctrl_kernel
#include "kvm.h"
