// SPDX-License-Identifier: GPL-2.0-only
/* The command line, from either loader. Documentation/image.txt lists words. */
#include <asm/cmdline.h>
#include "image.h"

#define MAX_LINE	512
#define MB2_CMDLINE	1

char boot_command_line[MAX_LINE];

/* One to one mappings are still there. */
static void copy(u64 from)
{
	const char *s = (const char *)from;

	for (unsigned int i = 0; i < MAX_LINE - 1 && s[i]; i++)
		boot_command_line[i] = s[i];
}

static void from_multiboot2(u64 info)
{
	const u32 *p = (const u32 *)info;
	u64 end = info + p[0];

	for (u64 tag = info + 8; tag < end; ) {
		p = (const u32 *)tag;
		if (!p[0])
			break;
		if (p[0] == MB2_CMDLINE)
			copy(tag + 8);
		tag += (p[1] + 7) & ~7u;
	}
}

/* @loader: 1 PVH (struct hvm_start_info), 2 multiboot2. */
void cmdline_load(u32 loader, u64 info)
{
	u64 line;

	if (loader == 2) {
		from_multiboot2(info);
		return;
	}
	line = *(const u64 *)(info + 24);	/* cmdline_paddr */
	if (line)
		copy(line);
}

static bool word_is(const char *at, const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] != name[i])
			return false;
	return true;
}

static size_t length(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

const char *option(const char *name)
{
	const char *p = boot_command_line;
	size_t len = length(name);
	const char *found = NULL;

	while (*p) {
		if (word_is(p, name, len) && p[len] == '=')
			found = p + len + 1;
		while (*p && *p != ' ')
			p++;
		while (*p == ' ')
			p++;
	}
	return found;
}

bool option_is(const char *name, const char *value)
{
	const char *p = option(name);
	size_t len = length(value);

	return p && word_is(p, value, len) && (!p[len] || p[len] == ' ');
}

u64 option_num(const char *name, u64 def)
{
	const char *p = option(name);
	u64 n = 0;

	if (!p || *p < '0' || *p > '9')
		return def;
	for (; *p >= '0' && *p <= '9'; p++)
		n = n * 10 + (u64)(*p - '0');
	return n;
}

int cmdline_find_option_bool(const char *cmdline, const char *name)
{
	size_t len = length(name);

	while (*cmdline) {
		if (word_is(cmdline, name, len) &&
		    (!cmdline[len] || cmdline[len] == ' '))
			return 1;
		while (*cmdline && *cmdline != ' ')
			cmdline++;
		while (*cmdline == ' ')
			cmdline++;
	}
	return 0;
}
