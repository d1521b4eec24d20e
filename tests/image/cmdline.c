// SPDX-License-Identifier: GPL-2.0-only
/* The command line, from either loader. Documentation/image.txt lists words. */
#include <asm/text-patching.h>
#include "image.h"

#define MAX_LINE	512
#define MB2_CMDLINE	1

char boot_command_line[MAX_LINE];
static bool too_long;

/* The words, and the values of each; NULL: a number. */
static const struct word {
	const char *name, *values;
} words[] = {
	{ "spectre_v2", "off|ibrs" }, { "pti", "on|off" }, { "mode", "on|off" },
	{ "end", "reset|qemu" }, { "hang", "user|kernel" },
	{ "loops", NULL }, { "step", NULL }, { "measure", NULL },
	{ "watchdog", NULL },
};

/* For a kernel: what tests/qemu.sh gives all, and what the series asks for. */
static const char *const foreign[] = {
	"console", "nokaslr", "panic", "no_timer_check", "quiet", "noreplace-paravirt",
	"ibrs.id",
};

/* One to one mappings are still there. */
static void copy(u64 from)
{
	const char *s = (const char *)from;
	unsigned int i;

	for (i = 0; i < MAX_LINE - 1 && s[i]; i++)
		boot_command_line[i] = s[i];
	too_long = s[i];
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

static const char *next_word(const char *p)
{
	while (*p && *p != ' ')
		p++;
	while (*p == ' ')
		p++;
	return p;
}

/* @at begins with the first @len characters of @name and ends there. */
static bool named(const char *at, const char *name)
{
	size_t len = length(name);

	return word_is(at, name, len) &&
	       (!at[len] || at[len] == ' ' || at[len] == '=');
}

static bool is_number(const char *p)
{
	size_t n = 0;

	for (; *p >= '0' && *p <= '9'; p++)
		n++;
	return n && n < 10 && (!*p || *p == ' ');
}

/* @value is one of @values, which are "a|b". */
static bool is_one_of(const char *value, const char *values)
{
	while (*values) {
		size_t len = 0;

		while (values[len] && values[len] != '|')
			len++;
		if (word_is(value, values, len) &&
		    (!value[len] || value[len] == ' '))
			return true;
		values += len + (values[len] == '|');
	}
	return false;
}

/* NULL, or what a word has to look like. */
static const char *wants(const char *at)
{
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (named(at, foreign[i]))
			return NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const char *value = at + length(words[i].name) + 1;

		if (!named(at, words[i].name))
			continue;
		if (value[-1] != '=')
			return "a value behind =";
		if (!words[i].values)
			return is_number(value) ? NULL : "a number";
		return is_one_of(value, words[i].values) ? NULL :
		       words[i].values;
	}
	return "a word that Documentation/image.txt has";
}

void cmdline_check(void)
{
	const char *p = boot_command_line;

	if (too_long)
		ktap_error("the command line is longer than 511 characters");
	for (p += *p == ' '; *p; p = next_word(p)) {
		const char *want = wants(p);

		if (!want)
			continue;
		print("# ");
		while (*p && *p != ' ')
			print("%c", *p++);
		print(": should be %s\n", want);
		ktap_error("a word on the command line that is not understood");
	}
}

const char *option(const char *name)
{
	const char *p = boot_command_line;
	size_t len = length(name);
	const char *found = NULL;

	while (*p) {
		if (word_is(p, name, len) && p[len] == '=')
			found = p + len + 1;
		p = next_word(p);
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

	if (!p)
		return def;
	for (; *p >= '0' && *p <= '9'; p++)
		n = n * 10 + (u64)(*p - '0');
	return n;
}

bool paravirt_stays_unpatched(void)
{
	static const char name[] = "noreplace-paravirt";
	const size_t len = sizeof(name) - 1;
	const char *cmdline = boot_command_line;

	while (*cmdline) {
		if (word_is(cmdline, name, len) &&
		    (!cmdline[len] || cmdline[len] == ' '))
			return true;
		cmdline = next_word(cmdline);
	}
	return false;
}
