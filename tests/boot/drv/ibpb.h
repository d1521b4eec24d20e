/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the drivers of R15 share: turns of two on one processor, and what the
 * instrument is told of an mm.
 */
#ifndef DRV_IBPB_H
#define DRV_IBPB_H

#include "../guest.h"

enum policy { OFF, AUTO, ON };

struct ends {			/* of two pipes; one at each side */
	int in, out;
};

enum policy read_policy(void);
unsigned long barriers(int dumpable);	/* of a switch to another mm */
int tell_dumpable(void);		/* is it? */
void leave(int status) __attribute__((noreturn));

int two_ends(struct ends *here, struct ends *there);
int ready(const struct ends *e);	/* the other side is */
void echo(const struct ends *e);	/* the other side: until there is no more */
int turns(const struct ends *e, unsigned long n, unsigned long each);

#endif
