/* SPDX-License-Identifier: GPL-2.0-only */
/* What the series' selection returns. The retpolines of v4.15 are left out. */
#ifndef IMAGE_NOSPEC_BRANCH_H
#define IMAGE_NOSPEC_BRANCH_H
enum spectre_v2_mitigation {
	SPECTRE_V2_NONE,
	SPECTRE_V2_IBRS,
	SPECTRE_V2_IBRS_ENHANCED,
};
#endif
