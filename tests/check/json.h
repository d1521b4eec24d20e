/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JSON (RFC 8259), written piece by piece to standard output. Each piece of an
 * object takes its key, each of an array NULL. Text is any bytes: what is no
 * UTF-8 becomes U+FFFD.
 */
#ifndef CHECK_JSON_H
#define CHECK_JSON_H

#include <stdbool.h>
#include <stdint.h>

struct json {
	bool more;		/* a piece stands before this one */
	unsigned int depth;
};

/* bracket: '{' or '[', with its other half at the end */
void json_begin(struct json *j, const char *key, char bracket);
void json_end(struct json *j, char bracket);
/* text NULL: null */
void json_text(struct json *j, const char *key, const char *text);
void json_number(struct json *j, const char *key, uint64_t n);
void json_bool(struct json *j, const char *key, bool yes);
/* An address does not fit the numbers that others read: "ffffffff81000000". */
void json_address(struct json *j, const char *key, uint64_t addr);

#endif
