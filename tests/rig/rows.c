// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rows of the coverage: a number for each entry instruction, the
 * exclusions, and the records.  Rows are handed out as code is translated
 * and looked up by address, so the map is one short for each byte.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "rig/line.h"
#include "rig/vcpu.h"

#define MAX_EXCLUDE	64
#define PAGE		0x1000ull
#define WINDOW_HASH	4096u

struct exclusion {
	unsigned int kind;
	char symbol[64];
	enum { ALL, FIRST, IRET, BEHIND_STD } where;
	char reason[128];
};

static struct exclusion excl[MAX_EXCLUDE];
static unsigned int nexcl;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t row_rip[MAX_COVER];
static uint8_t row_site[MAX_COVER];	/* of a window, else S_ENTRY */
static uint8_t row_cls[MAX_COVER];	/* enum insn_class */
static unsigned int nrows = ROW_ENTRY;
static unsigned int nwindows;

static struct range {
	uint64_t lo, hi;
	uint16_t *row;
} map[3];

static void map_init(void)
{
	map[0] = (struct range){ rig.entry_lo, rig.entry_hi, NULL };
	map[1] = (struct range){ rig.irq_lo, rig.irq_hi, NULL };
	map[2] = (struct range){ rig.trampoline, rig.trampoline ?
				 rig.trampoline + PAGE : 0, NULL };
	for (unsigned int i = 0; i < 3; i++) {
		map[i].row = calloc(map[i].hi - map[i].lo + 1, sizeof(uint16_t));
		if (!map[i].row)
			abort();
	}
}

uint64_t row_unalias(uint64_t rip)
{
	if (rip >= ALIAS_AREA && rip < KERNEL_TEXT)
		return rig.trampoline | (rip & (PAGE - 1));
	return rip;
}

unsigned int row_of(uint64_t rip, unsigned int cls)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	uint16_t *slot = NULL;
	unsigned int row;

	pthread_once(&once, map_init);
	rip = row_unalias(rip);
	for (unsigned int i = 0; i < 3; i++)
		if (rip >= map[i].lo && rip < map[i].hi)
			slot = &map[i].row[rip - map[i].lo];
	if (!slot)
		return ROW_NONE;
	row = __atomic_load_n(slot, __ATOMIC_ACQUIRE);
	if (row)
		return row;
	pthread_mutex_lock(&lock);
	if (!*slot && nrows == MAX_COVER)
		rig.rows_full = true;
	if (!*slot && nrows < MAX_COVER) {
		row_rip[nrows] = rip;
		row_cls[nrows] = (uint8_t)cls;
		__atomic_store_n(slot, (uint16_t)nrows++, __ATOMIC_RELEASE);
	}
	row = *slot;
	pthread_mutex_unlock(&lock);
	return row;
}

bool row_is_window(unsigned int row)
{
	return row_site[row] != S_ENTRY;
}

/* What the firmware executes of its own is one row: it has no symbols. */
unsigned int row_window(uint64_t rip, unsigned int cls)
{
	static uint16_t table[WINDOW_HASH];
	unsigned int h, row;

	if (rip < KERNEL_TEXT)
		rip = 0;
	h = (unsigned int)((rip ^ (uint64_t)cls << 56) * 0x9e3779b97f4a7c15ull >>
			   52) % WINDOW_HASH;
	pthread_mutex_lock(&lock);
	while ((row = table[h]) && (row_rip[row] != rip || row_site[row] != cls))
		h = (h + 1) % WINDOW_HASH;
	if (!row && nrows < MAX_COVER && nwindows < WINDOW_HASH / 2) {
		row = table[h] = (uint16_t)nrows++;
		nwindows++;
		row_rip[row] = rip;
		row_site[row] = (uint8_t)cls;
	} else if (!row) {
		rig.rows_full = true;
	}
	pthread_mutex_unlock(&lock);
	return row;
}

static const char *row_name(unsigned int row, char *buf, size_t len)
{
	static const char * const user[ROW_ENTRY] = {
		"?", "user:SYSCALL", "user:SYSENTER", "user:INT", "user:plain",
	};

	if (row < ROW_ENTRY)
		return user[row];
	if (!row_rip[row])
		return "firmware's own";
	return sym_format(&rig.syms, row_rip[row], buf, len);
}

/* KIND SYMBOL[:first|:iret|:behind-std] reason */
static int parse_exclusion(char *s, struct exclusion *x)
{
	static const char * const wheres[] = { "", "first", "iret",
					       "behind-std" };
	char *kind = strtok(s, " \t"), *sym = strtok(NULL, " \t");
	char *reason = strtok(NULL, ""), *colon;
	unsigned int i = 0;

	if (!kind || !sym || !reason)
		return -1;
	x->kind = inject_of_name(kind);
	colon = strchr(sym, ':');
	if (colon) {
		*colon = 0;
		for (i = 1; i < 4 && strcmp(colon + 1, wheres[i]); i++)
			;
	}
	x->where = i;
	while (isspace((unsigned char)*reason))
		reason++;
	snprintf(x->symbol, sizeof(x->symbol), "%s", sym);
	snprintf(x->reason, sizeof(x->reason), "%s", reason);
	return x->kind < INJ_NR && i < 4 && *reason ? 0 : -1;
}

int rows_load_exclusions(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[512];
	int n = 0;

	if (!f) {
		fprintf(stderr, "ibrs-rig: exclude=%s: %s\n", path,
			strerror(errno));
		return -1;
	}
	while (fgets(line, sizeof(line), f)) {
		n++;
		line[strcspn(line, "\r\n")] = 0;
		if (!*line || *line == '#' || *line == '[')
			continue;
		if (nexcl == MAX_EXCLUDE || parse_exclusion(line, &excl[nexcl])) {
			fprintf(stderr, "ibrs-rig: %s:%d: want 'NMI|NEST|DB|MC "
				"SYMBOL[:first|:iret|:behind-std] reason', at "
				"most %d of them\n",
				path, n, MAX_EXCLUDE);
			fclose(f);
			return -1;
		}
		nexcl++;
	}
	fclose(f);
	if (rig.sweep.control <= nexcl)
		return 0;
	fprintf(stderr, "ibrs-rig: control=%" PRIu64 ": %s has %u exclusions\n",
		rig.sweep.control, path, nexcl);
	return -1;
}

/* Of the instructions of its symbol, is @row one that @x means? */
static bool is_there(const struct exclusion *x, unsigned int row,
		     const struct sym *sym)
{
	switch (x->where) {
	case FIRST:
		return row_rip[row] == sym->addr;
	case IRET:
		return row_cls[row] == I_IRET;
	case BEHIND_STD:	/* which has one byte */
		for (unsigned int i = ROW_ENTRY; i < nrows; i++)
			if (row_rip[i] + 1 == row_rip[row])
				return row_cls[i] == I_STD;
		return false;
	default:
		return true;
	}
}

static bool matches(const struct exclusion *x, unsigned int row,
		    unsigned int kind)
{
	const struct sym *sym;

	if (x->kind != kind || row < ROW_ENTRY)
		return false;
	sym = sym_at(&rig.syms, row_rip[row]);
	if (!sym || strcmp(sym->name, x->symbol))
		return false;
	return is_there(x, row, sym);
}

bool row_lifted(unsigned int row, unsigned int kind)
{
	return rig.sweep.control &&
	       matches(&excl[rig.sweep.control - 1], row, kind);
}

static void add_counts(struct cover *sum, const struct cover *c)
{
	sum->exec += c->exec;
	for (unsigned int k = 0; k < INJ_NR; k++) {
		sum->able[k] += c->able[k];
		sum->sent[k] += c->sent[k];
		sum->back[k] += c->back[k];
	}
}

static void write_row(FILE *f, unsigned int row, const struct cover *c)
{
	const char *sep = "";
	char name[128];

	line_begin(row_is_window(row) ? REC_WINDOW : REC_COVER);
	line_hex(COVER_ADDRESS, row_rip[row]);
	line_put(COVER_SYMBOL, "%s", row_name(row, name, sizeof(name)));
	line_number(COVER_EXECUTED, c->exec);
	for (unsigned int k = 0; k < INJ_NR; k++) {
		line_number(COVER_KIND(k, C_ABLE), c->able[k]);
		line_number(COVER_KIND(k, C_SENT), c->sent[k]);
		line_number(COVER_KIND(k, C_BACK), c->back[k]);
	}
	line_put(COVER_REASONS, "%s", "");
	for (unsigned int i = 0; i < nexcl; i++) {
		if (!matches(&excl[i], row, excl[i].kind))
			continue;
		line_add(COVER_REASONS, "%s%s: %s", sep,
			 inject_name(excl[i].kind), excl[i].reason);
		sep = "; ";
	}
	if (!*sep)
		line_add(COVER_REASONS, "-");
	if (row_is_window(row))
		line_put(WINDOW_SITE, "%s", site_class_name(row_site[row]));
	line_end(f);
}

bool row_account(unsigned int row, struct inject_count *c)
{
	struct cover sum = { 0 };

	if (row >= nrows)
		return false;
	for (unsigned int i = 0; i < rig.ncpus; i++)
		if (rig.v[i].sw.row)
			add_counts(&sum, &rig.v[i].sw.row[row]);
	*c = (struct inject_count){
		.user = row < ROW_ENTRY, .window = row_is_window(row),
		.exec = sum.exec,
	};
	for (unsigned int k = 0; k < INJ_NR; k++) {
		c->able[k] = sum.able[k];
		c->sent[k] = sum.sent[k];
	}
	return true;
}

/* ... but for the C handlers of the interrupts, which are beside their entries. */
static bool is_entry_code(uint64_t addr)
{
	struct entry_point p;

	if (in_entry_text(addr))
		return true;
	if (addr >= rig.irq_lo && addr < rig.irq_hi)
		return entry_find(&rig.v[0], addr, &p);
	return rig.trampoline && page_of(addr) == rig.trampoline;
}

static void write_symbols(FILE *f)
{
	for (size_t i = 0; i < rig.syms.n; i++) {
		const struct sym *s = &rig.syms.by_addr[i];

		/* of several at one address, the one that places are named by */
		if (!is_entry_code(s->addr) || sym_at(&rig.syms, s->addr) != s)
			continue;
		line_begin(REC_SYMBOL);
		line_put(SYMBOL_NAME, "%s", s->name);
		line_end(f);
	}
}

void rows_report(FILE *f)
{
	write_symbols(f);
	for (unsigned int row = 1; row < nrows; row++) {
		struct cover sum = { 0 };

		for (unsigned int i = 0; i < rig.ncpus; i++)
			if (rig.v[i].sw.row)
				add_counts(&sum, &rig.v[i].sw.row[row]);
		if (sum.exec)
			write_row(f, row, &sum);
	}
}
