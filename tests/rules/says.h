/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the guest's drivers tell the instrument: CPUID in user mode, with RSI as
 * SAY() has it and a number in RDI.  Without the instrument it is a CPUID.
 */
#ifndef RULES_SAYS_H
#define RULES_SAYS_H

enum say {
	SAY_UNSURE,		/* of this mm nothing is known from here on */
	SAY_OPEN,		/* it is dumpable: SUID_DUMP_USER */
	SAY_CLOSED,		/* it is not */
	SAY_EXEC,		/* exec is next, and then another mm; also UNSURE */
	SAY_LIST,		/* a list of barriers on this processor begins ... */
	SAY_COUNT,		/* ... and has RDI of them */
	SAY_CHECKED,		/* RDI 0: x86/ibrs_check is read next; 1: it has been */
	SAY_NR,
};

#define SAY_MAGIC	0x49425042ul	/* "IBPB", in the upper half of RSI */
#define SAY(what)	(SAY_MAGIC << 32 | (what))

#endif
