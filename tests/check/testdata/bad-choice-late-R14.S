/* SPDX-License-Identifier: GPL-2.0-only */
/* Alternatives are applied, and then the filling is chosen. */
#define CHOICE_CTXSW call alternative_instructions
#include "choose.h"
