// SPDX-License-Identifier: GPL-2.0-only
/* The ground floor: words, rules, records, vectors, and who may write. */
#include <stdio.h>
#include <string.h>

#include "rules/record.h"
#include "rules/rules.h"
#include "rules/sites.h"
#include "rules/unjudged.h"
#include "rules/vectors.h"
#include "rules/words.h"

static unsigned int n, failed;

static void check(bool good, const char *name)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++n, name);
	failed += !good;
}

static bool same_word(enum word a, enum word b)
{
	return !strcmp(word_name(a), word_name(b)) &&
	       word_exit(a) == word_exit(b);
}

static void words(void)
{
	static const enum word order[] = {
		W_LOST, W_FAIL, W_ERROR, W_PASS, W_SKIP,
	};
	bool good = true;

	for (unsigned int i = 0; i < W_NR; i++)
		for (unsigned int k = i; k < W_NR; k++)
			good &= word_worse(order[i], order[k]) == order[i] &&
				word_worse(order[k], order[i]) == order[i];
	check(good, "a lost tracker over FAIL over ERROR over PASS over SKIP");
	check(same_word(W_LOST, W_ERROR), "a lost tracker is an ERROR");
	good = true;
	for (enum word w = W_SKIP; w < W_LOST; w++)
		good &= word_of_name(word_name(w)) == w &&
			word_of_exit(word_exit(w)) == w;
	check(good, "a word is known by its name and its exit status");
	check(word_of_name("pass") == W_ERROR && word_of_exit(3) == W_ERROR,
	      "what is no word is an ERROR");
}

static void rules(void)
{
	bool named = true, judged = true;

	for (unsigned int r = 1; r < NR_RULES; r++) {
		named &= rule_name(r) && *rule_name(r);
		judged &= rule_judged_by(r, JUDGE_RIG | JUDGE_IMAGE |
					 JUDGE_CHECK);
	}
	check(named, "rules.def has no gap");
	check(judged, "somebody judges each rule");
	check(!rule_name(0) && !rule_name(NR_RULES) &&
	      !rule_judged_by(NR_RULES, ~0u), "no rule behind the last");
	check(rule_number("R5") == 5 && rule_number("R13:kind") == 13,
	      "a rule is known by its id");
	check(!rule_number("R0") && !rule_number("R99") &&
	      !rule_number("R5x") && !rule_number("5") && !rule_number("R"),
	      "what is no id is no rule");
}

/* rules.def says who judges a rule, unjudged.def why somebody does not. */
static void unjudged(void)
{
	static const enum judge_kind both[] = { JUDGE_RIG, JUDGE_CHECK };
	bool same = true, known = true;
	enum judge_kind who;
	unsigned int rule;
	const char *part;

	for (unsigned int r = 1; r < NR_RULES; r++)
		for (unsigned int i = 0; i < 2; i++)
			same &= rule_judged_by(r, both[i]) ==
				!unjudged_why(r, NR_PARTS, both[i]);
	for (unsigned int i = 0; unjudged_row(i, &rule, &part, &who); i++)
		known &= rule_name(rule) &&
			 (!*part || part_of(rule, part) < NR_PARTS);
	check(same, "a rule that a judge has not has its reason, and no other");
	check(known, "and each reason is of a rule, or of a part of it");
	check(unjudged_why(9, PART_R9_offline, JUDGE_ALONE) &&
	      !unjudged_why(5, PART_R5_ist, JUDGE_CHECK) &&
	      !unjudged_why(5, NR_PARTS, JUDGE_CHECK),
	      "a reason for the rule is one for its parts, not the other way");
}

static void records(void)
{
	bool good = true;

	for (enum record r = 0; r < REC_NR; r++)
		good &= record_of(record_tag(r)) == r &&
			record_columns(r) > 0 &&
			record_columns(r) <= RECORD_COLUMNS;
	check(good, "every record has a tag and columns");
	check(record_of("paths") == REC_NR, "what is no tag is no record");
	check(record_columns(REC_PATH) == PATH_RULE(NR_RULES - 1) + 1,
	      "a path has a column for each rule");
	good = meta_of("losts") == M_NR;
	for (enum meta m = 0; m < M_NR; m++)
		good &= meta_of(meta_name(m)) == m;
	for (unsigned int k = 0; k < INJ_KINDS; k++)
		good &= !strcmp(meta_name(M_SENT(k)) + 5, inject_name(k)) &&
			!strcmp(meta_name(M_BACK(k)) + 5, inject_name(k));
	check(good, "facts of a run by their keys");
	good = true;
	for (unsigned int k = 0; k < INJ_KINDS; k++)
		good &= inject_of_name(inject_name(k)) == k;
	check(good && inject_of_name("XY") == INJ_KINDS,
	      "injections by their names");
}

static void vectors(void)
{
	check(!strcmp(vector_name(VEC_DF), "#DF") &&
	      !strcmp(vector_name(VEC_MC), "#MC") &&
	      !strcmp(vector_name(VEC_INT80), "?"), "names of vectors");
	check(vector_has_error_code(VEC_DF) && vector_has_error_code(VEC_PF) &&
	      !vector_has_error_code(VEC_MC) && !vector_has_error_code(16) &&
	      !vector_has_error_code(VEC_INT80), "error codes");
}

static void wrappers(void)
{
	check(site_is_wrapper("native_write_msr") &&
	      !site_is_wrapper("native_write_msrs") &&
	      !site_is_wrapper("update_spec_ctrl"),
	      "whoever calls native_write_msr() wrote");
}

/* A function that @s names: the pattern with its stars taken as nothing. */
static const char *example(const struct site_name *s, char *buf, size_t len)
{
	size_t at = 0;

	for (const char *p = s->pattern; *p && at + 1 < len; p++)
		if (*p != '*')
			buf[at++] = *p;
	buf[at] = 0;
	return buf;
}

/* Else a row says what never counts: one before it names the same. */
static bool counts(const struct site_name *s)
{
	char name[64], part[80];

	example(s, name, sizeof(name));
	snprintf(part, sizeof(part), "%s.part.0", name);
	if (site_class_of(name, false) != s->cls ||
	    site_class_of(part, false) != s->cls)
		return false;
	return site_class_of(name, true) ==
	       (s->kernels == SITE_LATER ? S_UNKNOWN : s->cls);
}

static void sites(void)
{
	bool all = true, exact = true;

	for (const struct site_name *s = site_names; s->pattern; s++) {
		if (!counts(s)) {
			printf("# %s\n", s->pattern);
			all = false;
		}
		exact &= s->duty == DUTY_NONE || !strpbrk(s->pattern, "*?[.");
	}
	check(all, "each row of sites.def counts");
	check(exact, "a function with a duty is named in full");
	check(site_class_of("do_IRQ", false) == S_UNKNOWN &&
	      site_class_of("", false) == S_UNKNOWN, "others are unknown");
}

/* Each was answered in two ways by two tables: idle here, unknown there. */
static const struct {
	const char *func;
	enum site_class series, later;
} once[] = {
	{ "power_saving_thread", S_UNKNOWN, S_IDLE },
	{ "crash_kexec", S_UNKNOWN, S_UNKNOWN },
	{ "native_machine_crash_shutdown", S_UNKNOWN, S_UNKNOWN },
	{ "cpu_offline_thread", S_UNKNOWN, S_UNKNOWN },
	{ "xen_play_dead", S_UNKNOWN, S_OFFLINE },
	{ "acpi_idle_do_entry", S_UNKNOWN, S_IDLE },
	{ "acpi_idle_play_dead", S_UNKNOWN, S_OFFLINE },
	{ "acpi_ut_init", S_UNKNOWN, S_UNKNOWN },
	{ "__efi_call", S_UNKNOWN, S_FIRMWARE },
	{ "apm_bios_call", S_UNKNOWN, S_FIRMWARE },
};

static void once_in_dispute(void)
{
	bool good = true;

	for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++)
		good &= site_class_of(once[i].func, true) == once[i].series &&
			site_class_of(once[i].func, false) == once[i].later;
	check(good, "one answer where there were two");
}

int main(void)
{
	printf("KTAP version 1\n");
	words();
	rules();
	unjudged();
	records();
	vectors();
	wrappers();
	sites();
	once_in_dispute();
	printf("1..%u\n", n);
	return failed ? 1 : 0;
}
