// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "rules/inject.h"

static const char * const names[INJ_KINDS] = {
	[INJ_NMI] = "NMI", [INJ_NEST] = "NEST", [INJ_DB] = "DB",
	[INJ_MC] = "MC", [INJ_UNMASK] = "UNMASK",
};

const char *inject_name(unsigned int kind)
{
	return kind < INJ_KINDS ? names[kind] : "?";
}

unsigned int inject_of_name(const char *name)
{
	unsigned int k = 0;

	while (k < INJ_KINDS && strcmp(name, names[k]))
		k++;
	return k;
}
