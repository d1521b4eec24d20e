/* SPDX-License-Identifier: GPL-2.0-only */
/* How the page looks: for a wide and a narrow screen, and for paper. */
#ifndef PAGE_STYLE_H
#define PAGE_STYLE_H

extern const char page_style[];

#endif
