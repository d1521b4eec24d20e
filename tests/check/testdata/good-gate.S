/* SPDX-License-Identifier: GPL-2.0-only */
/* The gates are interrupt gates, by the tables the IDT is made of. */
#include "gate.h"
