// SPDX-License-Identifier: GPL-2.0-only
/* What GCC takes for granted. */
#include <linux/types.h>

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);

void *memcpy(void *to, const void *from, size_t n)
{
	void *ret = to;

	asm volatile("rep movsb" : "+D" (to), "+S" (from), "+c" (n) : :
		     "memory");
	return ret;
}

/* The stacks it is used on do not overlap. */
void *memmove(void *to, const void *from, size_t n)
{
	return memcpy(to, from, n);
}

void *memset(void *to, int c, size_t n)
{
	void *ret = to;

	asm volatile("rep stosb" : "+D" (to), "+c" (n) : "a" (c) : "memory");
	return ret;
}
