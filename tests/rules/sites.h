/* SPDX-License-Identifier: GPL-2.0-only */
/* The code that accesses IA32_SPEC_CTRL, by function: sites.def as a table. */
#ifndef RULES_SITES_H
#define RULES_SITES_H

#include <stdbool.h>
#include <stddef.h>

enum site_class {
	S_ENTRY,		/* the entry text, which no name decides */
	S_IDLE,
	S_OFFLINE,
	S_KEXEC,
	S_FIRMWARE,
	S_BOOT,
	S_OTHER,
	S_GUEST,		/* around a VM entry */
	S_SWITCH,		/* no write of 48h: between IBPB and the load of CR3 */
	S_UNKNOWN,		/* sites.def has no such function */
	S_NR,
};

/* What a function has to do in a kernel of this series, check/duties.c. */
enum duty {
	DUTY_NONE, DUTY_AP, DUTY_S3, DUTY_BOOT, DUTY_KEXEC, DUTY_STOP,
	DUTY_CRASH, DUTY_HLT_DEAD, DUTY_MWAIT_DEAD,
};

enum site_kernels { SITE_ANY, SITE_LATER };

struct site_name {
	const char *pattern;
	enum site_class cls;
	enum site_kernels kernels;
	enum duty duty;
};

/* Ended by a NULL pattern. */
extern const struct site_name site_names[];

/*
 * Class of a write in @func, which is outside the entry text; never S_ENTRY.
 * @series: the kernel is one of this series (has x86_spec_ctrl_kernel).
 */
enum site_class site_class_of(const char *func, bool series);

/* Does @func access for its caller, whose class then counts? */
bool site_is_wrapper(const char *func);

/* "entry", "idle", ... */
const char *site_class_name(unsigned int cls);

/* Does what clears there leave for good: to HLT, MWAIT or other code than ours? */
static inline bool site_leaves(unsigned int cls)
{
	return cls == S_OFFLINE || cls == S_KEXEC;
}

/* May it choose the bits of base? */
static inline bool site_owns_base(unsigned int cls)
{
	return cls == S_BOOT || cls == S_OTHER;
}

/* Is it one of those that may run clear, with a rule for it (not R7)? */
static inline bool site_may_clear(unsigned int cls)
{
	return cls == S_IDLE || cls == S_OFFLINE || cls == S_KEXEC ||
	       cls == S_FIRMWARE;
}

#endif
