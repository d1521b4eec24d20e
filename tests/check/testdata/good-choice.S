/* SPDX-License-Identifier: GPL-2.0-only */
/* It forces with IBRS what is taken for on, and not what is for off. */
#include "choose.h"
