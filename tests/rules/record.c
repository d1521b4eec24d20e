// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "rules/record.h"

static const struct {
	const char *tag;
	unsigned int columns;
} records[REC_NR] = {
	[REC_META] = { "meta", META_COLUMNS },
	[REC_PATH] = { "path", PATH_COLUMNS },
	[REC_RULE] = { "rule", RULE_COLUMNS },
	[REC_PART] = { "part", PART_COLUMNS },
	[REC_KIND] = { "kind", KIND_COLUMNS },
	[REC_SITE] = { "site", SITE_COLUMNS },
	[REC_GATE] = { "gate", GATE_COLUMNS },
	[REC_COUNTED] = { "counted", COUNTED_COLUMNS },
	[REC_COVER] = { "cover", COVER_COLUMNS },
	[REC_WINDOW] = { "window", WINDOW_COLUMNS },
	[REC_SYMBOL] = { "symbol", SYMBOL_COLUMNS },
	[REC_VIOLATION] = { "violation", VIOL_COLUMNS },
	[REC_END] = { "end", 1 },
};

enum record record_of(const char *tag)
{
	enum record rec = 0;

	while (rec < REC_NR && strcmp(tag, records[rec].tag))
		rec++;
	return rec;
}

const char *record_tag(enum record rec)
{
	return records[rec].tag;
}

unsigned int record_columns(enum record rec)
{
	return records[rec].columns;
}

static const char * const keys[M_NR] = {
#define META(key, name) name,
#include "rules/meta.def"
#undef META
};

enum meta meta_of(const char *name)
{
	enum meta key = 0;

	while (key < M_NR && strcmp(name, keys[key]))
		key++;
	return key;
}

const char *meta_name(enum meta key)
{
	return keys[key];
}
