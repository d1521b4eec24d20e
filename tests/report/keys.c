// SPDX-License-Identifier: GPL-2.0-only
/* The keys of tests/cases.cfg, and what may stand behind each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cases.h"
#include "report/result.h"
#include "rules/kinds.h"
#include "rules/parts.h"
#include "rules/rules.h"

/* classes of rules/sites.h but entry */
#define OUTSIDE	"idle offline kexec firmware boot other guest unknown"
#define WINDOWS	OUTSIDE " switch"

enum form { TEXT, NUMBER, WORDS, RULES_, DEMANDS, BROKEN };

static const struct {
	const char *name;
	enum form form;
	uint64_t min, max;		/* of a NUMBER */
	const char *words;		/* of WORDS; NULL: any */
} keys[NR_KEYS] = {
	[K_WHAT] = { .name = "what" },
	[K_LIKE] = { .name = "like" },
	[K_GROUPS] = { .name = "groups", .form = WORDS },
	[K_KERNEL] = { .name = "kernel" },
	[K_SMP] = { "smp", NUMBER, 1, 8, NULL },
	[K_THREADS] = { "threads", NUMBER, 1, 2, NULL },
	[K_MODEL] = { .name = "model" },
	[K_APPEND] = { .name = "append" },
	[K_MODE] = { "mode", WORDS, 0, 0, "on off all" },
	[K_MARK] = { "mark", NUMBER, 0, UINT64_MAX, NULL },
	[K_NMI] = { "nmi", NUMBER, 0, UINT32_MAX, NULL },
	[K_KASLR] = { "kaslr", NUMBER, 0, 1, NULL },
	[K_TURNS] = { "turns", NUMBER, 0, 1, NULL },
	[K_MWAIT] = { "mwait", NUMBER, 0, 1, NULL },
	[K_PLUGIN] = { .name = "plugin" },
	[K_REQUIRE] = { .name = "require", .form = DEMANDS },
	[K_KNOWN] = { .name = "known", .form = RULES_ },
	[K_SKIP] = { .name = "skip", .form = RULES_ },
	[K_INSNS] = { "insns", NUMBER, 1, UINT64_MAX, NULL },
	[K_FAULTS] = { "faults", WORDS, 0, 0, "ignore one high" },
	[K_FAULT_SITES] = { "fault_sites", WORDS, 0, 0, "entry " OUTSIDE },
	[K_GUEST] = { "guest", WORDS, 0, 0, "initrd ucode ucode-late selftests soak smc bench" },
	[K_SAME] = { .name = "same" },
	[K_TIMEOUT] = { "timeout", NUMBER, 1, 86400, NULL },
	[K_SITES] = { "sites", WORDS, 0, 0, OUTSIDE " !idle !firmware" },
	[K_FACT] = { .name = "fact" },
	[K_SOAK] = { "soak", NUMBER, 1, 86400, NULL },
	[K_SWEEP] = { "sweep", NUMBER, 0, 1, NULL },
	[K_CONTROL] = { "control", NUMBER, 0, 1, NULL },
	[K_AGAIN] = { "again", NUMBER, 0, 1, NULL },
	[K_WHOLE] = { .name = "whole" },
	[K_SAYS] = { .name = "says" },
	[K_BREAKS] = { .name = "breaks", .form = BROKEN },
	[K_FLOOR] = { .name = "floor", .form = WORDS },
	[K_SET] = { .name = "set" },
	[K_SELFCHECK] = { "selfcheck", NUMBER, 0, 1, NULL },
};

const char *key_name(enum case_key key)
{
	return keys[key].name;
}

enum case_key key_named(const char *name)
{
	enum case_key k = 0;

	while (k < NR_KEYS && strcmp(keys[k].name, name))
		k++;
	return k;
}

static const char *wrong_number(enum case_key key, const char *value,
				char *buf, unsigned int len)
{
	char *rest;
	uint64_t n = strtoull(value, &rest, 0);

	if (*value >= '0' && *value <= '9' && !*rest && n >= keys[key].min &&
	    n <= keys[key].max)
		return NULL;
	if (keys[key].max > UINT32_MAX)
		snprintf(buf, len, "'%s' is no number", value);
	else
		snprintf(buf, len, "'%s' is no number from %llu to %llu", value,
			 (unsigned long long)keys[key].min,
			 (unsigned long long)keys[key].max);
	return buf;
}

static const char *wrong_word(enum case_key key, const char *value, char *buf,
			      unsigned int len)
{
	char word[64];
	int n;

	while (keys[key].words && sscanf(value, " %63s%n", word, &n) == 1) {
		if (!has_word(keys[key].words, word)) {
			snprintf(buf, len, "no %s '%s': %s", keys[key].name,
				 word, keys[key].words);
			return buf;
		}
		value += n;
	}
	return NULL;
}

/* One that no run can show would be no demand, or a skip of nothing. */
static bool of_rule(enum case_key key, const char *value)
{
	unsigned int rule = rule_number(value);
	char kind[64];

	if (!rule || !strchr(value, ':'))
		return false;
	snprintf(kind, sizeof(kind), "%.*s", (int)strcspn(strchr(value, ':') + 1,
		 "?, \t"), strchr(value, ':') + 1);
	return key == K_SKIP || kind_known(rule, kind);
}

/* Each begins with a rule's id and a colon, or is a check of the guest. */
static const char *wrong_rule(enum case_key key, const char *value, char *buf,
			      unsigned int len)
{
	while (*value) {
		value += strspn(value, " \t");
		if (!of_rule(key, value) &&
		    (key == K_SKIP || strncmp(value, "guest:", 6))) {
			snprintf(buf, len, "'%s' does not begin with R<n>: of "
				 "a rule%s", value, key == K_SKIP ? "" :
				 " and one of its kinds");
			return buf;
		}
		value += strcspn(value, ",");
		/* a reason is one text, commas and all */
		if (key == K_SKIP || !*value++)
			break;
	}
	return NULL;
}

/* "window:idle", of a class that may have one; NULL where @one is no window. */
static const char *window_of(const char *one)
{
	return strncmp(one, WINDOW_OF, strlen(WINDOW_OF)) ? NULL :
	       one + strlen(WINDOW_OF);
}

/* What begins with a rule's id is a part of it, and no path has such a name. */
static const char *wrong_demand(const char *value, char *buf,
				unsigned int len)
{
	char one[64];

	for (; *value; value += *value == ',') {
		size_t n = strcspn(value += strspn(value, " \t"), ", \t");

		snprintf(one, sizeof(one), "%.*s", (int)n, value);
		value += n + strspn(value + n, " \t");
		if (window_of(one) && !has_word(WINDOWS, window_of(one))) {
			snprintf(buf, len, "'%s' is no window: " WINDOWS, one);
			return buf;
		}
		if (!rule_number(one) || part_named(one) < NR_PARTS)
			continue;
		snprintf(buf, len, "'%s' is no part of a rule: "
			 "rules/parts.def has them", one);
		return buf;
	}
	return NULL;
}

/* PATH:R1, of a rule; both are asked for by name. */
static const char *wrong_broken(const char *value, char *buf, unsigned int len)
{
	const char *colon;
	char one[64];

	for (; *value; value += *value == ',') {
		size_t n = strcspn(value += strspn(value, " \t"), ", \t");

		snprintf(one, sizeof(one), "%.*s", (int)n, value);
		colon = strchr(one, ':');
		if (!colon || colon == one || !rule_number(colon + 1)) {
			snprintf(buf, len, "'%s' is no PATH:R<n>", one);
			return buf;
		}
		value += n + strspn(value + n, " \t");
	}
	return NULL;
}

const char *key_wrong(enum case_key key, const char *value, char *buf,
		      unsigned int len)
{
	if (!*value)
		return NULL;		/* takes back what would be inherited */
	switch (keys[key].form) {
	case NUMBER:
		return wrong_number(key, value, buf, len);
	case WORDS:
		return wrong_word(key, value, buf, len);
	case RULES_:
		return wrong_rule(key, value, buf, len);
	case DEMANDS:
		return wrong_demand(value, buf, len);
	case BROKEN:
		return wrong_broken(value, buf, len);
	default:
		return NULL;
	}
}
