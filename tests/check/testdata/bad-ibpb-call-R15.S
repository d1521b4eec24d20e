/* SPDX-License-Identifier: GPL-2.0-only */
/* By a call, which may be one by a pointer. */
#define IBPB_WRITE movl $0x49, %edi; movl $1, %esi; call native_write_msr
#include "ibpb.h"
