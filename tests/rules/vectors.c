// SPDX-License-Identifier: GPL-2.0-only
#include "rules/vectors.h"

static const struct {
	const char *name;
	bool error_code;
} vectors[VEC_EXCEPTIONS] = {
	{ "#DE", false }, { "#DB", false }, { "NMI", false }, { "#BP", false },
	{ "#OF", false }, { "#BR", false }, { "#UD", false }, { "#NM", false },
	{ "#DF", true }, { "v9", false }, { "#TS", true }, { "#NP", true },
	{ "#SS", true }, { "#GP", true }, { "#PF", true }, { "v15", false },
	{ "#MF", false }, { "#AC", true }, { "#MC", false }, { "#XM", false },
	{ "#VE", false }, { "#CP", true }, { "v22", false }, { "v23", false },
	{ "v24", false }, { "v25", false }, { "v26", false }, { "v27", false },
	{ "v28", false }, { "#VC", true }, { "v30", true }, { "v31", false },
};

bool vector_has_error_code(unsigned int vec)
{
	return vec < VEC_EXCEPTIONS && vectors[vec].error_code;
}

const char *vector_name(unsigned int vec)
{
	return vec < VEC_EXCEPTIONS ? vectors[vec].name : "?";
}
