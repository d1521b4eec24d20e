/* SPDX-License-Identifier: GPL-2.0-only */
/* The page's sections, in their order. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "page/doc.h"
#include "page/input.h"

/* The whole, to a file in REPORT: the exit status of ibrs-page. */
int page_write(bool text);

/* head.c: the word over all, which is what the page is about. */
enum word head_section(struct doc *d, const struct input *in);
/* words.c: what each word is that the sections behind it use. */
void words_section(struct doc *d, const struct input *in);
/* As the glossary has it; NULL: it has it not. */
const char *word_means(const char *term);
/* rules.c: who asked each rule, and what it demands. */
void rules_section(struct doc *d, const struct input *in);
/* argument.c: what proof.md says that is no figure. */
void argument_section(struct doc *d);
void map_section(struct doc *d, const struct input *in);
void paths_section(struct doc *d, const struct input *in);
void mainline_section(struct doc *d, const struct input *in);
void bench_section(struct doc *d, const struct input *in);
void code_section(struct doc *d, const struct input *in);
void faults_section(struct doc *d, const struct input *in);
void field_section(struct doc *d, const struct input *in);
void soak_section(struct doc *d, const struct input *in);
void time_section(struct doc *d, const struct input *in);

#endif
