/* SPDX-License-Identifier: GPL-2.0-only */
/* The events that a sweep injects, as the plugin and its report name them. */
#ifndef RULES_INJECT_H
#define RULES_INJECT_H

enum inject {
	INJ_NMI,		/* no NMI is being handled */
	INJ_NEST,		/* one is */
	INJ_DB,
	INJ_MC,
	INJ_NR,			/* those above are counted per instruction */
	INJ_UNMASK = INJ_NR,	/* #DB in do_nmi(), whose IRET lets NMIs in */
	INJ_KINDS,
};

/* "NMI", "NEST", ... */
const char *inject_name(unsigned int kind);

/* The kind of that name, INJ_KINDS when there is none. */
unsigned int inject_of_name(const char *name);

#endif
