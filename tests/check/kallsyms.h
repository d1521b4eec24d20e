/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The symbols that a kernel carries for itself, /proc/kallsyms: all that a
 * vmlinux has that was taken out of a distribution's vmlinuz.
 */
#ifndef CHECK_KALLSYMS_H
#define CHECK_KALLSYMS_H

#include <stdbool.h>

struct check;

/* Where the file has no symbols; false: there are no such tables either. */
bool kallsyms_read(struct check *c);
/* As /proc/kallsyms prints them; false: the symbols are of elsewhere, said. */
bool kallsyms_list(struct check *c);

#endif
