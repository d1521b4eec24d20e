// SPDX-License-Identifier: GPL-2.0-only
/* libFuzzer: any bytes in place of a vmlinux. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/judge.h"
#include "check/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct check c = { .opt = { .path = "fuzz", .max_steps = 20000 } };
	uint8_t *buf = malloc(size + 1);

	if (!buf)
		return 0;
	memcpy(buf, data, size);
	if (image_parse(&c, buf, size)) {
		c.im.debug = false;	/* no addr2line for each input */
		if (judge_read(&c) && judge_entries(&c) && judge_all(&c))
			report_findings(&c);
	}
	judge_free(&c);
	return 0;
}
