/* SPDX-License-Identifier: GPL-2.0-only */
/* An NMI of user mode. */
#define NMI_USER_SET SET
#include "cleared.h"
