// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>
#include <string.h>

#include "rules/sites.h"

const struct site_name site_names[] = {
#define SITE(name, class, for_kernels, its_duty) \
	{ name, S_##class, SITE_##for_kernels, DUTY_##its_duty },
#include "rules/sites.def"
#undef SITE
	{ NULL, S_UNKNOWN, SITE_ANY, DUTY_NONE },
};

enum site_class site_class_of(const char *func, bool series)
{
	size_t plain = strcspn(func, ".");	/* .part.0, .constprop.0 */
	char name[128];

	if (plain >= sizeof(name))
		return S_UNKNOWN;
	memcpy(name, func, plain);
	name[plain] = 0;
	for (const struct site_name *s = site_names; s->pattern; s++)
		if (!(series && s->kernels == SITE_LATER) &&
		    !fnmatch(s->pattern, name, 0))
			return s->cls;
	return S_UNKNOWN;
}

bool site_is_wrapper(const char *func)
{
	/* with paravirt, and with tracepoints, what wrmsrl() and rdmsrl() call */
	static const char * const names[] = {
		"native_write_msr", "native_write_msr_safe",
		"native_read_msr", "native_read_msr_safe",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(func, names[i]))
			return true;
	return false;
}

const char *site_class_name(unsigned int cls)
{
	static const char * const names[S_NR] = {
		[S_ENTRY] = "entry", [S_IDLE] = "idle",
		[S_OFFLINE] = "offline", [S_KEXEC] = "kexec",
		[S_FIRMWARE] = "firmware", [S_BOOT] = "boot",
		[S_OTHER] = "other", [S_GUEST] = "guest",
		[S_SWITCH] = "switch",
		[S_UNKNOWN] = "unknown",
	};

	return cls < S_NR ? names[cls] : "?";
}
