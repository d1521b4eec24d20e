/* SPDX-License-Identifier: GPL-2.0-only */
/* The MSR is not set again after S3. */
#define S3_ARM
#include "duties.h"
