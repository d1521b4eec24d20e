// SPDX-License-Identifier: GPL-2.0-only
/* Path and site names. */
#include <fnmatch.h>
#include <stdio.h>

#include "rules/paths.h"

unsigned int path_of_vector(unsigned int vec)
{
	if (vec < 32)
		return E_VEC0 + vec;
	return vec == 0x80 ? E_INT80 : E_IRQ;
}

static const char *entry_name(unsigned int cls)
{
	static const char * const vec[32] = {
		"#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM",
		"#DF", "v9", "#TS", "#NP", "#SS", "#GP", "#PF", "v15",
		"#MF", "#AC", "#MC", "#XM", "#VE", "#CP", "v22", "v23",
		"v24", "v25", "v26", "v27", "v28", "#VC", "v30", "v31",
	};

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
	}
	return cls < E_INT80 ? vec[cls - E_VEC0] : "?";
}

const char *path_name(unsigned int cls, unsigned int origin,
		      unsigned int leave, char *buf, size_t len)
{
	static const char * const from[O_NR] = {
		"", "@bad-iret", "@kernel", "@window", "@nested",
	};
	static const char * const to[L_NR] = {
		"", "/SYSRET", "/IRET", "/SYSEXIT", "/FAULT",
	};

	snprintf(buf, len, "%s%s%s", entry_name(cls),
		 origin < O_NR ? from[origin] : "",
		 leave < L_NR ? to[leave] : "");
	return buf;
}

/*
 * The functions allowed to clear the bit outside entry text, by the names
 * v4.15 and 6.1 have for them.  A clear anywhere else is an ordinary R7
 * violation at the next instruction.
 */
static const struct {
	const char *pattern;
	uint8_t cls;
} sites[] = {
	{ "*play_dead*",		S_OFFLINE },
	{ "stop_this_cpu*",		S_OFFLINE },
	{ "*offline*",			S_OFFLINE },
	{ "*kexec*",			S_KEXEC },
	{ "native_machine_*",		S_KEXEC },
	{ "*crash_*",			S_KEXEC },
	{ "intel_idle*",		S_IDLE },
	{ "*mwait_idle*",		S_IDLE },
	{ "*ffh_cstate*",		S_IDLE },
	{ "acpi_idle*",			S_IDLE },
	{ "*power_saving_thread*",	S_IDLE },
	{ "efi_*",			S_FIRMWARE },
	{ "virt_efi_*",			S_FIRMWARE },
};

unsigned int site_class_of(const char *func)
{
	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++)
		if (!fnmatch(sites[i].pattern, func, 0))
			return sites[i].cls;
	return S_OTHER;
}

const char *site_class_name(unsigned int cls)
{
	static const char * const names[S_NR] = {
		"entry", "idle", "offline", "kexec", "firmware", "other",
	};

	return cls < S_NR ? names[cls] : "?";
}
