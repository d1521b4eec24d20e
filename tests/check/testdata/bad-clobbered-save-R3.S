/* SPDX-License-Identifier: GPL-2.0-only */
/* The register that holds the saved value is used in between. */
#define PARANOID_AFTER_C ALTERNATIVE "", "movq %rbx, %r13", PCID
#include "entry.h"
