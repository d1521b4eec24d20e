/* SPDX-License-Identifier: GPL-2.0-only */
/* One kind of what the fuzzer gives: bzImages. */
#ifndef CHECK_FUZZ_IMAGE_H
#define CHECK_FUZZ_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool is_bzimage(const uint8_t *data, size_t size);
void fuzz_bzimage(const uint8_t *data, size_t size);
/* One in corpus/ for each way to pack; false: they cannot be written. */
bool fuzz_bzimage_seeds(void);

#endif
