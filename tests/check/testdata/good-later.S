/* SPDX-License-Identifier: GPL-2.0-only */
/* Who leaves for good clears, in a kernel that is not of this series. */
#include "later.h"
