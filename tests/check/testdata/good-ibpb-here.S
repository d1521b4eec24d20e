/* SPDX-License-Identifier: GPL-2.0-only */
/* The WRMSR stands in the function itself. */
#define IBPB_CALLED
#define IBPB_BEFORE IBPB_WRITE
#include "ibpb.h"
