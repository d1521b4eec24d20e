/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind the clear it polls a variable, ahead of HLT. */
#define OFFLINE_CLEAR GO; wbinvd; 91: pause; cmpl $0, use_ibrs; je 91b
#include "duties.h"
