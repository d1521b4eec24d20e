/* SPDX-License-Identifier: GPL-2.0-only */
/* The register that holds the CR3 found is used in between. */
#define PARANOID_AFTER_C movq %rax, %r14
#include "entry.h"
