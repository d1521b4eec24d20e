/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/types.h>
bool paravirt_stays_unpatched(void);
