/* SPDX-License-Identifier: GPL-2.0-only */
/* The flags of the caller come back behind the clear. */
#define STOP_CLEAR sti; pushfq; cli; GO; popfq
#include "duties.h"
