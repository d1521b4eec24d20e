/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the test of ibrs-check share. C is the program. */
#ifndef UNIT_CHECK_H
#define UNIT_CHECK_H

#include "fake.h"

/* A record's tabs as blanks */
#define TABS(option, fixture) "$C " option " " fixture " | tr '\\t' ' '"
/* a fixture, made anew of what stands in the command */
#define LINK(out, what) "gcc -c -m64 -I $DATA -o o " what " && ld -z " \
	"noexecstack --no-warn-rwx-segments -T $DATA/fixture.lds -o " out " o"

/* Behind the others: good and bad are fixtures then. */
void says(void);
void brought(void);
void installed(void);

#endif
