/* SPDX-License-Identifier: GPL-2.0-only */
/* The instruction at an address, as patched for a choice of features. */
#ifndef CHECK_FETCH_H
#define CHECK_FETCH_H

#include "check/decode.h"
#include "check/feat.h"

enum fetched { FETCH_OK, FETCH_UNDECIDED, FETCH_BAD };

struct fetch {
	struct insn in;
	const uint8_t *bytes;
	uint64_t next;		/* logical address of what follows */
	bool patched;		/* the bytes are not the file's at addr */
	int undecided;		/* FETCH_UNDECIDED: this feature */
	bool pv;		/* of a paravirt site */
};

/*
 * What stands at ip with the features f: its address is that of the site, the
 * bytes may be a replacement's. FETCH_UNDECIDED: f does not say, decide
 * out->undecided and come again. FETCH_BAD: no instruction. Notes in c->ft
 * which way each feature was taken.
 */
enum fetched fetch(struct check *c, uint64_t ip, const struct fvec *f,
		   struct fetch *out);

#endif
