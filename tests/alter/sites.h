/* SPDX-License-Identifier: GPL-2.0-only */
/* What IBRS on entry is made of, in any kernel: each place of it. */
#ifndef ALTER_SITES_H
#define ALTER_SITES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check;
struct said;

enum kind { K_WRMSR, K_RDMSR, K_CALL, K_LFENCE, K_GATE, K_FILL,
	    /* of other mitigations, R17 to R19 */
	    K_UNTRAIN, K_VERW, K_HISTORY, K_NR };

struct site {
	enum kind kind;
	uint64_t addr;		/* as the CPU comes to it */
	uint64_t at;		/* its bytes: of what is patched in, elsewhere */
	size_t len;
	bool entry;		/* entry text, else C */
};

struct sites {
	struct site *site;
	size_t n, cap;
};

extern const char *const kind_name[K_NR];

/* plain: what the checker says of the kernel as it is. */
void sites_find(struct check *c, const struct said *plain, struct sites *s);

#endif
