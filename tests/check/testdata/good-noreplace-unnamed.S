/* SPDX-License-Identifier: GPL-2.0-only */
/* The variable that was parsed has no symbol: nobody can say what is asked. */
#define noreplace_paravirt .Lparsed
#include "xen.h"
