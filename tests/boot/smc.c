// SPDX-License-Identifier: GPL-2.0-only
/*
 * Debian's spectre-meltdown-checker, if the initrd holds it: what users are told
 * of this boot. The fact "smc" is the word in sysfs and the verdict on it, which
 * the case in tests/cases.cfg names.
 *
 * It is asked again with that word doctored, as its mocks allow. The verdict has
 * to be another one: else it does not come from what this kernel says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "init.h"

#define SPECTRE_V2	VULN_DIR "spectre_v2"
#define IBPB		", IBPB"
#define SMC_OUT		"/tmp/smc"
#define LSCPU_OUT	"/tmp/lscpu"
#define SMC_CASES	5
#define SMC_SECONDS	300

/* How many cases run_smc() prints. */
unsigned int smc_count(void)
{
	return SMC_CASES;
}

/* The line of @path that begins with @key, behind that and blanks. "" if none. */
static void line_of(const char *path, const char *key, char *val, size_t len)
{
	static char text[65536];
	char *line, *save = NULL;

	*val = '\0';
	if (read_file(path, text, sizeof(text)) < 0)
		return;
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (strncmp(line, key, strlen(key)))
			continue;
		line += strlen(key);
		snprintf(val, len, "%s", line + strspn(line, " "));
		return;
	}
}

/* 2 is "vulnerable" and 3 "unknown": a verdict like 0, and not for us to judge. */
static void ask(const char *name, char *verdict, size_t len)
{
	char *argv[] = {
		"/bin/sh", "-c", "spectre-meltdown-checker --variant 2 "
		"--batch text >" SMC_OUT " 2>&1; [ $? -lt 4 ]", NULL
	};

	remove(SMC_OUT);
	run_program(name, argv, SMC_SECONDS);
	line_of(SMC_OUT, "CVE-2017-5715:", verdict, len);
}

/*
 * With IBPB where @word is without, and the other way round. What is vulnerable
 * is that with IBPB, too.
 */
static void doctor(const char *word, char *out, size_t len)
{
	const char *at = strstr(word, IBPB);

	if (!strncmp(word, "Vulnerable", 10))
		snprintf(out, len, "Mitigation: IBRS" IBPB);
	else if (at)
		snprintf(out, len, "%.*s%s", (int)(at - word), word,
			 at + strlen(IBPB));
	else
		snprintf(out, len, "%s" IBPB, word);
}

/* lscpu shows the word as it is; of a mitigation the first colon is ";", others go. */
static void ask_lscpu(const char *word)
{
	char *argv[] = { "/bin/sh", "-c", "lscpu >" LSCPU_OUT, NULL };
	char said[256], want[256], *colon;

	snprintf(want, sizeof(want), "%s", word);
	colon = strncmp(want, "Mitigation", 10) ? NULL : strchr(want, ':');
	if (colon)
		*colon++ = ';';
	while (colon && (colon = strchr(colon, ':')))
		memmove(colon, colon + 1, strlen(colon));
	run_program("lscpu", argv, SMC_SECONDS);
	line_of(LSCPU_OUT, "Vulnerability Spectre v2:", said, sizeof(said));
	print_fact("lscpu", "%s", said);
	result_line(*word && !strcmp(said, want) ? RES_PASS : RES_FAIL,
		    "lscpu-word", NULL);
}

void run_smc(void)
{
	static const char mock[] = "SMC_MOCK_SYSFS_spectre_v2";
	char word[256] = "", other[256], verdict[256], changed[256];

	read_file(SPECTRE_V2, word, sizeof(word));
	word[strcspn(word, "\n")] = '\0';
	ask("smc", verdict, sizeof(verdict));
	print_fact("smc", "%s: %s", word, *verdict ? verdict : "no verdict");

	doctor(word, other, sizeof(other));
	setenv(mock, other, 1);
	ask("smc-doctored", changed, sizeof(changed));
	unsetenv(mock);
	print_fact("smc_doctored", "%s: %s", other, changed);
	result_line(*verdict && *changed && strcmp(verdict, changed) ?
		    RES_PASS : RES_FAIL, "smc-differs", NULL);
	ask_lscpu(word);
}
