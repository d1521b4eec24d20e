/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IMAGE_COMPILER_H
#define IMAGE_COMPILER_H
#define __always_inline	inline __attribute__((always_inline))
#define notrace
#endif
