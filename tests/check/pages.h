/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What Documentation/ says of each rule, as it stood when this was built: the
 * pages of rules.txt, and of the checker's own the messages of checker.txt.
 */
#ifndef CHECK_PAGES_H
#define CHECK_PAGES_H

#include <stdbool.h>

/* One line for each: name, title, what is looked at. */
void pages_list(void);
/* False: there is no such rule, said. */
bool page_print(const char *name);

#endif
