/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's return stack is written over before anything can use it. */
#include "kvm.h"
