/* SPDX-License-Identifier: GPL-2.0-only */
/* One processor, and nobody beside it. */
#define smp_num_siblings	1
