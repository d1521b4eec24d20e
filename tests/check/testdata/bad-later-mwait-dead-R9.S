/* SPDX-License-Identifier: GPL-2.0-only */
/* One that does not clear, in a kernel that is not of this series. */
#define MWAIT_CLEAR
#include "later.h"
