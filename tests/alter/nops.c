// SPDX-License-Identifier: GPL-2.0-only
/*
 * ibrs-alter nops: each instruction that IBRS on entry is made of becomes NOPs,
 * one at a time. The checker has to have a finding that it did not have, of a
 * rule that this can break; or there is a reason why none is broken. Neither
 * is a hole of the checker.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alter/alter.h"
#include "alter/sites.h"
#include "alter/trial.h"
#include "alter/why.h"
#include "check/check.h"
#include "check/decode.h"

#define NOP	0x90

/* Of which rule a finding has to be. */
static const char *const expected[K_NR] = {
	[K_WRMSR] = " R1 R2 R3 R4 R7 R9 R10 R11 ",
	[K_RDMSR] = " R1 R3 R4 R6 R11 ",
	[K_CALL] = " R9 R10 R11 ",
	[K_LFENCE] = " R13 R14 R16 ",
	[K_GATE] = " R11 C-MSR ",
	[K_FILL] = " R14 ",
	[K_UNTRAIN] = " R17 ",
	[K_VERW] = " R18 ",
	[K_HISTORY] = " R19 ",
};

struct score {
	unsigned int sites, found, argued;
};

/* The rules of what is said and was not, in their order, " R1 R4". */
static bool new_rules(const struct said *was, const struct said *now,
		      enum kind kind, char *buf, size_t len)
{
	bool good = false;
	size_t n = 0;

	*buf = 0;
	for (size_t i = 0; i < now->n; i++) {
		char rule[10], word[12];

		if (sscanf(now->line[i], "finding\t%9s", rule) != 1 ||
		    said_has(was, now->line[i]))
			continue;
		snprintf(word, sizeof(word), "%s%s", n ? " " : "", rule);
		if (strstr(buf, rule) && n)
			continue;
		n += snprintf(buf + n, len - n, "%s", word);
		snprintf(word, sizeof(word), " %s ", rule);
		good |= !!strstr(expected[kind], word);
		if (n + sizeof(word) > len)
			break;
	}
	return good;
}

static enum word one(struct check *c, const struct plain *plain,
		     const struct site *s, struct score *t)
{
	struct patch p = { s->at, s->len, NULL, NOP };
	struct how how = { false, plain->all, expected[s->kind] };
	struct said *now = trial(c, &p, 1, &how);
	const char *word = "FAIL", *why;
	char name[96], text[256];

	t->sites++;
	if (!now->verdict) {
		word = "ERROR";
		why = "the checker could not judge it";
	} else if (new_rules(plain->all, now, s->kind, text, sizeof(text))) {
		word = "found";
		why = text;
		t->found++;
	} else if (*text) {
		why = text;
	} else {
		why = why_silent(c, plain, s, now, text, sizeof(text));
		if (why) {
			word = "argued";
			t->argued++;
		} else {
			why = "nothing is found, and there is no reason";
		}
	}
	printf("nop\t%s\t%s\t%s\t%s\n", kind_name[s->kind],
	       place(&c->im, s->addr, name, sizeof(name)), word, why);
	said_free(now);
	return *word == 'F' ? W_FAIL : *word == 'E' ? W_ERROR : W_PASS;
}

/* A byte that is a NOP already: what is found has to stay. */
static enum word control(struct check *c, const struct plain *plain)
{
	const struct range *r = &c->lay.text[0];
	const struct how how = { .in_use = false };
	struct said *same;
	bool good = false;
	struct insn in;

	for (uint64_t at = r->lo; at < r->hi; at += in.len) {
		struct patch p = { at, 1, NULL, NOP };

		if (!decode_at(&c->im, at, &in)) {
			in.len = 1;
			continue;
		}
		if (in.len > 1 || *image_at(&c->im, at, 1) != NOP)
			continue;
		same = trial(c, &p, 1, &how);
		good = said_same(same, plain->all);
		said_free(same);
		break;
	}
	printf("control\t%s\n", good ? "the same findings" : "others");
	return good ? W_PASS : W_ERROR;
}

static enum word each(struct check *c, const struct plain *plain)
{
	struct score t[K_NR] = { { 0, 0, 0 } };
	enum word worst = W_PASS;
	struct sites s = { NULL, 0, 0 };

	sites_find(c, plain->all, &s);
	for (size_t i = 0; i < s.n; i++)
		worst = word_worse(worst, one(c, plain, &s.site[i],
					      &t[s.site[i].kind]));
	worst = word_worse(worst, control(c, plain));
	for (int k = 0; k < K_NR; k++)
		printf("nops\t%s\t%u\t%u\t%u\n", kind_name[k], t[k].sites,
		       t[k].found, t[k].argued);
	/* without these there was nothing that IBRS could be made of */
	if (!t[K_WRMSR].found || !t[K_GATE].found)
		worst = word_worse(worst, W_ERROR);
	printf("end\t%zu\t%s\n", s.n, word_name(worst));
	free(s.site);
	return worst;
}

enum word nops(struct check *c)
{
	const struct how all = { .in_use = false }, in_use = { .in_use = true };
	struct plain plain = { trial(c, NULL, 0, &all),
			       trial(c, NULL, 0, &in_use) };
	enum word word = W_ERROR;

	if (plain.all->verdict && plain.in_use->verdict)
		word = each(c, &plain);
	else
		error_(c, "the checker cannot judge this one as it is");
	said_free(plain.all);
	said_free(plain.in_use);
	return word;
}
