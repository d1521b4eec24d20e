/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line: Documentation/ibrs-check.1 says what each option does. */
#ifndef CHECK_OPTIONS_H
#define CHECK_OPTIONS_H

#include <stdbool.h>

struct options;

/* Fills o. False: it cannot be, and one line on standard error says why. */
bool options_read(struct options *o, int argc, char **argv);
/* What --help prints. */
void options_help(void);

#endif
