// SPDX-License-Identifier: GPL-2.0-only
/* Path names. */
#include <stdio.h>

#include "rules/paths.h"

unsigned int path_of_vector(unsigned int vec)
{
	if (vec < VEC_EXCEPTIONS)
		return E_VEC0 + vec;
	return vec == VEC_INT80 ? E_INT80 : E_IRQ;
}

static const char *entry_name(unsigned int cls)
{
	switch (cls) {
	case E_NONE:
		return "start";
	case E_SYSCALL64:
		return "SYSCALL64";
	case E_SYSCALL32:
		return "SYSCALL32";
	case E_SYSENTER:
		return "SYSENTER";
	case E_INT80:
		return "INT80";
	case E_IRQ:
		return "IRQ";
	case E_VMEXIT:
		return "VMEXIT";
	}
	return cls < E_INT80 ? vector_name(cls - E_VEC0) : "?";
}

const char *path_name(unsigned int cls, unsigned int origin,
		      unsigned int leave, char *buf, size_t len)
{
	static const char * const from[O_NR] = {
		"", "@bad-iret", "@kernel", "@window", "@nested",
	};
	static const char * const to[L_NR] = {
		"", "/SYSRET", "/IRET", "/SYSEXIT", "/FAULT", "/VMENTRY",
	};

	snprintf(buf, len, "%s%s%s", entry_name(cls),
		 origin < O_NR ? from[origin] : "",
		 leave < L_NR ? to[leave] : "");
	return buf;
}
