// SPDX-License-Identifier: GPL-2.0-only
/* --json; Documentation/ibrs-check.1 has its members. */
#include <string.h>

#include "check/check.h"
#include "check/json.h"
#include "check/reach.h"
#include "check/report.h"
#include "check/sites.h"
#include "check/verdict.h"

/* Where, by symbol, and by source line where there are any. */
static void json_place(struct check *c, struct json *j, uint64_t addr)
{
	char name[PLACE_LEN];

	json_text(j, "place", place(&c->im, addr, name, sizeof(name)));
	json_address(j, "address", addr);
	json_text(j, "source", source_line(c, addr));
}

/* --- the image ----------------------------------------------------------- */
static void entries(const struct check *c, struct json *j)
{
	json_begin(j, "entries", '[');
	for (size_t i = 0; i < c->en.n; i++) {
		json_begin(j, NULL, '{');
		json_text(j, "name", c->en.entry[i].name);
		json_address(j, "address", c->en.entry[i].addr);
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void features(const struct features *ft, struct json *j)
{
	json_begin(j, "features", '[');
	for (int i = 0; i < ft->n; i++) {
		json_begin(j, NULL, '{');
		json_text(j, "name", ft->feat[i].name);
		json_bool(j, "on", ft->feat[i].on);
		json_bool(j, "off", ft->feat[i].off);
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void uses(struct check *c, struct json *j)
{
	json_begin(j, "uses", '[');
	for (size_t i = 0; i < c->res.nuse; i++) {
		const struct use *u = &c->res.use[i];

		json_begin(j, NULL, '{');
		json_place(c, j, u->addr);
		json_bool(j, "write", u->write);
		json_bool(j, "call", !u->direct);
		json_text(j, "class", site_class_name(use_class(c, u)));
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void walked(struct check *c, struct json *j)
{
	static const char * const whats[] = { NOTE_PREDICTED, NOTE_LEG,
			NOTE_ARGUED, NOTE_ASSUMED, NOTE_CUT, NOTE_VMEXIT,
			NOTE_REFUSED,
			NOTE_HINT };
	const struct symbol *un;

	json_begin(j, "walk", '{');
	json_number(j, "instructions", c->nsteps);
	for (size_t i = 0; i < sizeof(whats) / sizeof(*whats); i++)
		json_number(j, whats[i], notes(c, whats[i]));
	json_number(j, "unwind_judged", marked(c, MARK_ORC));
	json_number(j, "unwind_of", marked(c, MARK_REACHED));
	json_begin(j, "unreached", '[');
	for (size_t i = 0; (un = unreached(c, &i));)
		json_text(j, NULL, un->name);
	json_end(j, ']');
	json_end(j, '}');
}

/* --- the rules ----------------------------------------------------------- */
static void path(struct check *c, const struct finding *f, struct json *j)
{
	json_begin(j, "path", '[');
	for (size_t i = 0; i < f->npath; i++) {
		const struct line *l = &f->path[i];
		const char *word = step_word(l->what);

		json_begin(j, NULL, '{');
		json_text(j, "step", word ? word : "where");
		if (word) {
			json_place(c, j, l->ip);
		} else {
			json_text(j, "feature",
				  c->ft.feat[l->what >> 8].name);
			json_bool(j, "on", (l->what & 0xff) == S_ON);
		}
		json_end(j, '}');
	}
	json_end(j, ']');
}

static void finding(struct check *c, const struct finding *f, struct json *j)
{
	json_begin(j, NULL, '{');
	json_text(j, "text", f->text);
	json_place(c, j, f->addr);
	json_begin(j, "entries", '[');
	if (f->e)
		json_text(j, NULL, f->e->name);
	for (size_t i = 0; i < f->nalso; i++)
		json_text(j, NULL, f->also[i]->name);
	json_end(j, ']');
	if (c->opt.verbose)
		path(c, f, j);
	json_end(j, '}');
}

static void remarks(const struct check *c, struct json *j, unsigned int rule,
		    bool presumed)
{
	const struct remark *r;

	json_begin(j, presumed ? "presumed" : "unjudged", '[');
	for (size_t i = 0; (r = remark_on(c, &i, rule, presumed));)
		json_text(j, NULL, r->text);
	json_end(j, ']');
}

static void rule(struct check *c, unsigned int r, struct json *j)
{
	json_begin(j, NULL, '{');
	json_text(j, "id", judged_name(r));
	json_text(j, "title", judged_title(r));
	json_text(j, "result", word_name(verdict_of(c, r)));
	json_number(j, "judged", c->tally.n[r]);
	json_text(j, "unit", judged_unit(r));
	remarks(c, j, r, false);
	remarks(c, j, r, true);
	json_begin(j, "findings", '[');
	for (size_t i = 0; i < c->res.nfind; i++)
		if (judged_number(c->res.find[i].rule) == r)
			finding(c, &c->res.find[i], j);
	json_end(j, ']');
	json_end(j, '}');
}

static void verdicts(struct check *c, struct json *j)
{
	char version[32];

	snprintf(version, sizeof(version), "%d.%d", c->im.major, c->im.minor);
	json_text(j, "kernel", c->im.major ? version : NULL);
	json_bool(j, "series", is_series(c));
	json_text(j, "gate",
		  c->ft.gate < 0 ? NULL : c->ft.feat[c->ft.gate].name);
	entries(c, j);
	features(&c->ft, j);
	remarks(c, j, RULE_NONE, true);
	json_begin(j, "rules", '[');
	for (unsigned int r = 1; r < NR_JUDGED; r++)
		if (verdict_has(r))
			rule(c, r, j);
	json_end(j, ']');
	uses(c, j);
	walked(c, j);
}

void report_json(struct check *c, bool judged, enum word word)
{
	struct json j = { .more = false };

	json_begin(&j, NULL, '{');
	json_text(&j, "file", c->opt.path);
	json_text(&j, "result", word_name(word));
	json_text(&j, "error", c->why);
	if (judged)
		verdicts(c, &j);
	json_end(&j, '}');
}
