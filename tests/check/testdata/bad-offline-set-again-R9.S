/* SPDX-License-Identifier: GPL-2.0-only */
/* The clear that has to be the last access is not. */
#define OFFLINE_CLEAR GO; LOAD_KERNEL; wrmsr
#include "duties.h"
