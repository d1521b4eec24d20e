/* SPDX-License-Identifier: GPL-2.0-only */
/* As v4.15: filled where retpolines are in use, and only there. */
#define VMX_FILL FILL_RSB RETPOLINE
#define SVM_FILL FILL_RSB RETPOLINE
#include "kvm.h"
