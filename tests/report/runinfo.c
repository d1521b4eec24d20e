// SPDX-License-Identifier: GPL-2.0-only
/*
 * What tests/run leaves of a run beside its results: run.tsv, a key and a value
 * on each line, and qemu.log, what QEMU and the plugin said.
 */
#include <stdlib.h>
#include <string.h>

#include "report/compare.h"

/* The first value counts, where that is not all. */
static bool once(struct run_info *i, unsigned int bit, const char *key)
{
	if (i->had >> bit & 1)
		i->wrong = "a key is there twice";
	return !(i->had >> bit & 1) && (i->had |= 1u << bit, *key);
}

static unsigned int number(struct run_info *i, const char *val)
{
	char *rest;
	unsigned long n = strtoul(val, &rest, 10);

	if (*val < '0' || *val > '9' || *rest || n > 99999)
		i->wrong = "a number is none";
	return (unsigned int)n;
}

static void read_pair(struct run_info *i, const char *key, const char *val)
{
	const struct {
		const char *name;
		unsigned int *to;
	} nums[] = {
		{ "status", &i->status }, { "limit", &i->limit },
		{ "seconds", &i->seconds },
		{ "unbuilt_status", &i->unbuilt_status },
	};
	const struct {
		const char *name;
		char **to;
	} texts[] = {
		{ "id", &i->id }, { "append", &i->append },
		{ "unbuilt", &i->unbuilt }, { "retried", &i->retried },
		{ "sets", &i->sets },
	};

	for (unsigned int n = 0; n < sizeof(nums) / sizeof(nums[0]); n++)
		if (!strcmp(key, nums[n].name) && once(i, n, key))
			*nums[n].to = number(i, val);
	for (unsigned int n = 0; n < sizeof(texts) / sizeof(texts[0]); n++)
		if (!strcmp(key, texts[n].name) && once(i, 16 + n, key))
			*texts[n].to = strdup(val);
	if (!strcmp(key, "header") && i->nheader < MAX_LIST)
		i->header[i->nheader++] = strdup(val);
}

void info_read(struct run_info *i, const char *dir)
{
	char path[4096], *field[2];
	char **line;

	snprintf(path, sizeof(path), "%s/run.tsv", dir);
	line = lines_read(path);
	i->there = line;
	for (size_t n = 0; line && line[n]; n++)
		if (fields(line[n], field, 2) == 2)
			read_pair(i, field[0], field[1]);
	if (!i->there)
		i->wrong = "there is none: tests/run leaves one beside a result";
	else if (!i->unbuilt && !i->wrong && (!i->id || !*i->id ||
					      !(i->had & 1)))
		i->wrong = "no id or no status: the run was not seen to its end";
	snprintf(path, sizeof(path), "%s/qemu.log", dir);
	line = lines_read(path);
	for (size_t n = 0; line && line[n]; n++)
		/* QEMU only repeats that a plugin refused: it has said why */
		if (*line[n] &&
		    !strstr(line[n], "qemu_plugin_install returned"))
			i->log = line[n];
	for (char *c = i->log; c && *c; c++)
		if ((unsigned char)*c < ' ' || (unsigned char)*c > '~')
			*c = '?';
}

void info_cause(const struct run_info *i, const struct result *r, char *buf,
		size_t len)
{
	const char *log = i->log ? i->log : "it said nothing";
	const char *twice = i->retried ? ", twice" : "";

	if (i->unbuilt)
		snprintf(buf, len, "%s", i->unbuilt);
	else if (!i->there)
		*buf = 0;
	else if (i->status == 124)
		snprintf(buf, len, "no end after %u s (LIMIT= is another limit)",
			 i->limit);
	else if (i->status == 134)
		snprintf(buf, len, "QEMU aborted%s: %s", twice, log);
	else if (i->status > 128)
		snprintf(buf, len, "QEMU was killed by signal %u%s",
			 i->status - 128, twice);
	else if (i->status && !r->ntail)
		snprintf(buf, len, "QEMU did not start: %s", log);
	else if (i->status)
		snprintf(buf, len, "QEMU ended with status %u: %s", i->status,
			 log);
	else if (r->bail)
		snprintf(buf, len, "the guest gave up: %s", r->bail);
	else
		*buf = 0;
}
