/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_MUTANT_H
#define REPORT_MUTANT_H

#include <stdbool.h>

/* Did one of @rules, with commas, break, or, for "-", nothing? */
bool image_seen(const char *rules, const char *broken);
/*
 * A line "# breaks <judge> R<n>[:part] @name" for each that the run in @dir has
 * broken: rig, where @broken has the rule, and image, by its own checks.
 */
void image_shows(const char *name, const char *dir, const char *broken);

#endif
