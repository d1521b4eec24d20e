// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page/page.h"
#include "unit/files.h"
#include "unit/shown.h"

#define HEAD	"kind\trun\ncommand\tmake it\nseries\taaa\nwith\tgcc 12.2\n" \
		"judges\t" JUDGES "\ncommit\tc\ndate\t2026-01-01\n"

void put(const char *name, const char *text)
{
	FILE *f = file_at(name);

	fputs(text, f);
	fclose(f);
}

char *get(const char *name)
{
	FILE *f = fopen(name, "r");
	char *s = NULL;
	size_t cap = 0;

	if (!f || getdelim(&s, &cap, 0, f) < 0)
		s = strdup("");
	if (f)
		fclose(f);
	return s;
}

/* One record, "0" where @value sets nothing. */
static void record(FILE *f, enum record rec, const char * const *value)
{
	fputs(record_tag(rec), f);
	for (unsigned int i = 1; i < record_columns(rec); i++)
		fprintf(f, "\t%s", value[i] ? value[i] : "0");
	fputc('\n', f);
}
#define RECORD(f, rec, ...) \
	record(f, rec, (const char * const [RECORD_COLUMNS]){ __VA_ARGS__ })

static void cover(FILE *f, const char *at, const char *name, const char *exec,
		  enum inject kind, const char *sent)
{
	const char *value[RECORD_COLUMNS] = {
		[COVER_ADDRESS] = at, [COVER_SYMBOL] = name,
		[COVER_EXECUTED] = exec, [COVER_REASONS] = "-",
	};

	value[COVER_KIND(kind, C_ABLE)] = exec;
	value[COVER_KIND(kind, C_SENT)] = sent;
	value[COVER_KIND(kind, C_BACK)] = sent;
	record(f, REC_COVER, value);
}

void rig(const char *name, enum inject kind)
{
	char path[128], num[32];
	FILE *f;

	snprintf(path, sizeof(path), RESULTS "/%s/rig.tsv", name);
	f = file_at(path);
	for (enum meta m = 0; m < M_NR; m++)
		RECORD(f, REC_META, [META_KEY] = meta_name(m),
		       [META_VALUE] = m == M_FORMAT ? "5" :
				      m == M_INSNS ? "41000001" : "1");
	for (unsigned int r = 1; r < NR_RULES; r++) {
		snprintf(num, sizeof(num), "R%u", r);
		RECORD(f, REC_RULE, [RULE_ID] = num, [RULE_EXERCISED] = "3");
	}
	RECORD(f, REC_PATH, [PATH_NAME] = "NMI@window",
	       [PATH_CROSSINGS] = "41000", [PATH_RDMSR] = "41000",
	       [PATH_WRMSR] = "82000", [PATH_IN_MIN] = "411",
	       [PATH_IN_TYP] = "412", [PATH_IN_MAX] = "413",
	       [PATH_OUT_TYP] = "414");
	/* of an event that has not ended */
	RECORD(f, REC_PATH, [PATH_NAME] = "#DB", [PATH_CROSSINGS] = "0",
	       [PATH_RULE(7)] = "41700");
	cover(f, "0xffffffff81000000", "nmi+0x0", "41001", kind,
	      kind == INJ_NMI ? "4101" : "4102");
	if (!strcmp(name, "sweep-short-pti"))
		cover(f, "0xffffffff81000010", "native_iret+0x5", "43080", kind,
		      "0");
	RECORD(f, REC_END, NULL);
	fclose(f);
}

static void one_case(const char *name)
{
	char path[128], text[512];

	snprintf(path, sizeof(path), RESULTS "/%s/run.tsv", name);
	put(path, "series\taaa\njudges\t" JUDGES "\ncommit\tc\ngcc\t12.41\n"
	    "qemu\t7.41\ndate\t2026-01-01\n");
	snprintf(path, sizeof(path), RESULTS "/%s/verdict.tsv", name);
	snprintf(text, sizeof(text), "case\t%s\tPASS\t1\t\nrule\tR1\tPASS\n",
		 name);
	put(path, text);
}

const struct cases *cases;

static void results(void)
{
	for (unsigned int i = 1; i < cases->nr; i++) {
		const char *groups = case_get(cases, &cases->all[i], K_GROUPS);

		if (has_word(groups, "check") || has_word(groups, "bench"))
			one_case(cases->all[i].name);
		if (has_word(groups, "bench"))
			rig(cases->all[i].name, INJ_NMI);
	}
	rig("pti-smp1", INJ_NMI);
	rig("sweep-short-pti", INJ_NMI);
	rig("sweep-short-db-mc", INJ_DB);
	put(SUMMARY, "PASS  unit (2 s)\nSKIP  numbers (0 s)\n      because\n");
	put(RESULTS "/field/k/judged.tsv",
	    "kernel\tk 6.41\nran\tjudge\tPASS\nrule\tR1\tPASS\nrule\tR5\tFAIL\n");
}

void whole(void)
{
	system("rm -rf build Documentation tests");
	put(REPORT "/" MADE, "series\taaa bbb\nsets\tentry beyond\njudges\t" JUDGES
	    "\nbase\tv4.15 d8a5\nurl\tat://4301\nauthors\tWho <w@4302>\n"
	    "patches\t4303\ncommit\tc\n");
	put(REPORT "/" INSNS, "insn\tffffffff81000000\tnmi+0x0\tpush %rdx\t"
	    "entry\n"
	    "insn\tffffffff81000009\tghost+0x0\tpush %rcx\tentry\n"
	    "insn\tffffffff81000010\tnative_iret+0x5\tjnz away\tentry\n"
	    "insn\tffffffff81000012\tout+0x0\tiretq\tentry\n");
	put(REPORT "/" PATHS, PATHS_HEAD "nmi:kernel --via do_nmi\n"
	    "IBRS   CR3   GS    IF   before the instruction\n"
	    "found0 kern  kern  no   nmi+0x0      push %rdx\n"
	    PATHS_HEAD "apic_timer_interrupt\n"
	    "clear  user  user  no   native_iret+0x5  jnz away\n"
	    "clear  user  user  no   native_irq_return_ldt+0x0  swapgs\n"
	    "clear  user  kern  no   native_irq_return_ldt+0x4  swapgs\n"
	    "clear  user  user  no   out+0x0  iretq\n");
	results();
	put(RECORDS "/anchor.tsv", "record\tanchor\n" HEAD
	    "pti.NMI/IRET.mainline.wrmsr\t4121\n"
	    "pti.NMI/IRET.mainline.rdmsr\t0\npti.NMI/IRET.ours.wrmsr\t4122\n"
	    "pti.NMI/IRET.ours.rdmsr\t0\npti.NMI/IRET.ours.added\t4123\n"
	    "pti.NMI/IRET.mainline.in\t4124\npti.NMI/IRET.mainline.out\t0\n");
	put(RECORDS "/seeded.tsv", "record\tseeded\n" HEAD "x.of\t4131\n"
	    "x.caught\t4132\nx.moot\t4133\n");
	put(RECORDS "/mutants.tsv", "record\tmutants\n" HEAD "mutants\t4141\n"
	    "run\t4143\ncheck\t4144\nfound\t4145\n"
	    "rig.R7.1\tforgotten-4142\n");
	put(RECORDS "/long.tsv", "record\tlong\n" HEAD "runs\t4151\ncases\t4152\n"
	    "insns\t415200\nnmis\t4153\npti-smp2.runs\t4154\n"
	    "pti-smp2.insns\t4155\npti-smp2.crossings\t4156\n"
	    "pti-smp2.nmis\t4157\ninstruments\t4158\n");
	put(RECORDS "/image-mutants.tsv", "record\timage-mutants\n" HEAD
	    "mutants\t4146\nimage\t4147\n");
	put(RECORDS "/judged-check.tsv", "record\tjudged-check\n" HEAD
	    "R12\t42310\n");
	put(RECORDS "/judged-rig.tsv", "record\tjudged-rig\n" HEAD "R1\t41610\n");
	put(BENCH, "#mode\nibrs\ton\tnull\tinstructions\t9\t4171\t4172\t4173\t"
	    "0\t-\n");
	put(PROOF, "## The claim\n\nholds 4181\n\n## What is not shown\n\n* a\n\n"
	    "## What is assumed\n\n1. b\n\n## What would refute it\n\nc\n");
	put(GLOSSARY, "The words\n====\n\ncrossing\n\tfrom 4305\n\tto there\n"
	    "case\ta run 4306\nseeded fault\n\tgoes wrong 4307.\n");
	put(LAW, "Words\n-----\nbase\t\tthe other 4304\n\t\tbits\n\nThe words\n"
	    "----\nnone\there\n\nR1  No indirect branch\n====\n\ndemands\n4211.\nWhy\n    x\n");
	put(EXCLUDE, "# 4220\n\n[base]\nDB nmi:iret because 4221\n");
	put(MOOT, "# x\nsmall\tat+0x4231\tignore\tno rule\n");
}

void change(const char *file, const char *from, const char *to)
{
	char *text = get(file), *at = strstr(text, from);
	FILE *f;

	if (!at) {
		printf("# %s has no '%s'\n", file, from);
		exit(2);
	}
	f = file_at(file);
	fprintf(f, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	fclose(f);
	free(text);
}

