/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the two halves of a test: each decoder has a struct insn. */
#ifndef UNIT_DECODERS_H
#define UNIT_DECODERS_H

#include <stddef.h>
#include <stdint.h>

/*
 * What the checker's decoder makes of p, as insn_name() calls it; NULL: no
 * instruction. *target: where a direct branch goes, else 0.
 */
const char *zydis_class(const uint8_t *p, size_t room, uint64_t addr,
			size_t *len, uint64_t *target);

#endif
