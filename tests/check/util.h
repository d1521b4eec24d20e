/* SPDX-License-Identifier: GPL-2.0-only */
/* Growing arrays, sorting, numbers out of bytes: what every layer needs. */
#ifndef CHECK_UTIL_H
#define CHECK_UTIL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof(*(a)))

/*
 * Ends the program, an ERROR in one line: nothing above could go on without the
 * memory, and none would notice.
 */
void out_of_memory(void) __attribute__((noreturn));
/*
 * p with room for element n, each of size bytes; *cap is how many it has room
 * for. Never NULL.
 */
void *grow(void *p, size_t n, size_t *cap, size_t size);
/* As printf() would put it, all of it, to be freed. Never NULL. */
char *vtext(const char *fmt, va_list ap);

/* Printable, and no blank in it: fit for a column or a message. */
bool is_plain(const char *s);

/* qsort(), and nothing for an empty table. */
void sort(void *p, size_t n, size_t size,
	  int (*order)(const void *, const void *));

/* Little-endian, at any address. */
uint32_t get32(const uint8_t *p);
uint64_t get64(const uint8_t *p);

#endif
