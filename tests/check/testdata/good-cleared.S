/* SPDX-License-Identifier: GPL-2.0-only */
/* What later kernels clear on the way in and out, on each path. */
#include "cleared.h"
