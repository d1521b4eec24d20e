/* SPDX-License-Identifier: GPL-2.0-only */
/* C is called behind the clear of a CPU that goes offline. */
#define OFFLINE_CLEAR GO; call x86_spec_ctrl_setup_cpu; wbinvd
#include "duties.h"
