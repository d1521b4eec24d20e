/* SPDX-License-Identifier: GPL-2.0-only */
/* What makes a finding go. */
#ifndef ALTER_MEND_H
#define ALTER_MEND_H

#include "alter/trial.h"

#define MAX_BYTES	48

/* What is changed, from..from+len, seen from the finding. */
struct change {
	struct patch p[2];
	size_t n;
	bool part;		/* shows the cause, and others come */
	uint8_t bytes[2][MAX_BYTES];
};

struct check;

void change(struct change *to, uint64_t addr, const uint8_t *bytes, size_t len);

/* Each for a finding at addr; false: the code is not what it mends. */
bool mend_guest(struct check *c, uint64_t addr, struct change *to);
bool mend_error(struct check *c, uint64_t addr, struct change *to);
bool mend_filling(struct check *c, uint64_t addr, struct change *to);
bool mend_unwind(struct check *c, uint64_t addr, struct change *to);
bool mend_watched(struct check *c, uint64_t addr, struct change *to);
bool mend_trap(struct check *c, uint64_t addr, struct change *to);

#endif
