// SPDX-License-Identifier: GPL-2.0-only
/*
 * rig.tsv: the records ibrs-report reads.  Written to a side file and
 * renamed, with an `end' record last, so that a run cut short leaves nothing
 * that reads as a result.  The records: rules/record.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rig/line.h"
#include "rig/qemu.h"
#include "rig/vcpu.h"

#define SUM(field) ({							\
	uint64_t sum_ = 0;						\
	for (unsigned int i_ = 0; i_ < rig.ncpus; i_++)			\
		sum_ += rig.v[i_].field;				\
	sum_;								\
})

static const char *where(uint64_t rip, char *buf, size_t len)
{
	bool alias = false;

	for (unsigned int i = 0; i < rig.ncpus; i++)
		alias |= in_alias(&rig.v[i], rip);
	if (alias && rig.trampoline)
		rip = rig.trampoline | (rip & 0xfff);
	return sym_format(&rig.syms, rip, buf, len);
}

static void meta(FILE *f, enum meta key, uint64_t val)
{
	line_begin(REC_META);
	line_put(META_KEY, "%s", meta_name(key));
	line_number(META_VALUE, val);
	line_end(f);
}

static void meta_hex(FILE *f, enum meta key, uint64_t val)
{
	line_begin(REC_META);
	line_put(META_KEY, "%s", meta_name(key));
	line_hex(META_VALUE, val);
	line_end(f);
}

static void meta_text(FILE *f, enum meta key, const char *val)
{
	line_begin(REC_META);
	line_put(META_KEY, "%s", meta_name(key));
	line_put(META_VALUE, "%s", val);
	line_end(f);
}

static void write_sweep_meta(FILE *f)
{
	if (!rig.sweep.on)
		return;
	for (unsigned int k = 0; k < INJ_KINDS; k++) {
		meta(f, M_SENT(k), SUM(sw.sent[k]));
		meta(f, M_BACK(k), SUM(sw.back[k]));
	}
	meta(f, M_NESTED, SUM(sw.nested));
	meta(f, M_LATCHED, SUM(sw.latched));
	meta(f, M_GONE, SUM(sw.gone));
	meta(f, M_MC_REFUSED, SUM(sw.refused));
	meta(f, M_BACKTRACES, SUM(sw.backtraces));
	meta(f, M_UNSTEPPED, SUM(sw.unstepped));
}

static void write_lost(FILE *f)
{
	meta(f, M_LOST, SUM(j.lost) + rig.rows_full);
	if (rig.rows_full)
		meta_text(f, M_LOST_WHY, "more entry instructions than a "
			  "sweep has rows for (MAX_COVER)");
	for (unsigned int i = 0; i < rig.ncpus; i++) {
		if (!rig.v[i].j.lost)
			continue;
		line_begin(REC_META);
		line_put(META_KEY, "%s", meta_name(M_LOST_WHY));
		line_put(META_VALUE, "cpu %u: %s", i, rig.v[i].j.lost_why);
		line_end(f);
	}
}

/* How the run was started, and what the machine was. */
static void write_setup(FILE *f)
{
	meta(f, M_FORMAT, RECORD_FORMAT);
	meta_text(f, M_RUN_ID, rig.run_id ? rig.run_id : "");
	meta_text(f, M_QEMU, rig_qemu_version());
	meta_text(f, M_ARGS, rig.args);
	meta(f, M_CPUS, rig.ncpus);
	meta_hex(f, M_MARK, rig.cfg.mark | rig.found);
	meta_hex(f, M_BASE, rig.v[0].j.base);
	meta(f, M_KEEP, rig.cfg.keep);
	meta(f, M_PTI, rig.v[0].pti);
	meta(f, M_HELD, rig.held);
	meta_hex(f, M_DROP, rig.cfg.drop);
	meta_text(f, M_FAULT, fault_name(rig.cfg.fault));
	meta(f, M_ENTRY_BYTES, rig.entry_hi - rig.entry_lo);
}

/* What happened in it. */
static void write_counts(FILE *f)
{
	meta(f, M_INSNS, SUM(insns));
	meta(f, M_USER_BLOCKS, SUM(user_blocks));
	meta(f, M_CROSSINGS, SUM(j.crossings));
	meta(f, M_ACTIVE_CPUS, SUM(active));
	meta(f, M_ARMED_CPUS, SUM(j.ever_armed));
	meta(f, M_ARMINGS, SUM(j.armings));
	meta(f, M_INITS, SUM(inits));
	meta(f, M_SETS, SUM(sets));
	meta(f, M_COMPARED, SUM(compared));
	meta(f, M_UPDATES, SUM(updates));
	meta(f, M_FOUND, SUM(found));
	meta(f, M_IBPB_UNKNOWN, SUM(j.ibpb.unknown));
	meta(f, M_ENTRY_MSR, SUM(j.entry_msr));
	meta(f, M_BAD_WRITES, SUM(msr.bad_writes));
	meta(f, M_NMI_USER, SUM(nmis[NMI_USER]));
	meta(f, M_NMI_KERNEL, SUM(nmis[NMI_KERNEL]));
	meta(f, M_NMI_ENTRY, SUM(nmis[NMI_ENTRY]));
	meta(f, M_MCES, SUM(mces));
	write_sweep_meta(f);
	meta(f, M_MWAITS, SUM(mwaits));
	meta(f, M_STOPPED, *rig.first != 0);
	if (*rig.first)
		meta_text(f, M_FIRST, rig.first);
	write_lost(f);
}

/* Most frequent length in @hist, 0 when there is none. */
static unsigned int typical(const uint32_t *hist, unsigned int n)
{
	unsigned int best = 0;

	for (unsigned int i = 1; i < n; i++)
		if (hist[i] > hist[best])
			best = i;
	return best;
}

static void merge(struct path_stat *sum, const struct path_stat *p)
{
	sum->crossings += p->crossings;
	sum->rd += p->rd;
	sum->wr += p->wr;
	if (p->in_min < sum->in_min)
		sum->in_min = p->in_min;
	if (p->in_max > sum->in_max)
		sum->in_max = p->in_max;
	if (p->out_min < sum->out_min)
		sum->out_min = p->out_min;
	if (p->out_max > sum->out_max)
		sum->out_max = p->out_max;
	for (unsigned int i = 0; i < NR_WINDOW; i++) {
		sum->in_hist[i] += p->in_hist[i];
		sum->out_hist[i] += p->out_hist[i];
		sum->entry_hist[i] += p->entry_hist[i];
	}
	if (p->entry_min < sum->entry_min)
		sum->entry_min = p->entry_min;
	if (p->total_min < sum->total_min)
		sum->total_min = p->total_min;
	for (unsigned int i = 0; i < NR_TOTAL; i++)
		sum->total_hist[i] += p->total_hist[i];
	for (unsigned int r = 0; r < NR_RULES; r++)
		sum->viol[r] += p->viol[r];
}

/* A level that is left open has broken what it has; and it is no crossing. */
static void merge_open(struct path_stat *sum, unsigned int c, unsigned int o)
{
	for (unsigned int i = 0; i < rig.ncpus; i++)
		judge_open(&rig.v[i].j, c, o, sum->viol);
}

static bool is_empty(const struct path_stat *s)
{
	uint64_t n = s->crossings;

	for (unsigned int r = 1; r < NR_RULES; r++)
		n |= s->viol[r];
	return !n;
}

/* Nothing was a whole crossing: zeroes, where the minima have no value. */
static void settle_minima(struct path_stat *s)
{
	if (s->in_min == UINT32_MAX)
		s->in_min = s->out_min = 0;
	if (s->entry_min == UINT64_MAX)
		s->entry_min = s->total_min = 0;
}

static void write_windows(const struct path_stat *s)
{
	line_number(PATH_IN_MIN, s->in_min);
	line_number(PATH_IN_TYP, typical(s->in_hist, NR_WINDOW));
	line_number(PATH_IN_MAX, s->in_max);
	line_number(PATH_OUT_MIN, s->out_min);
	line_number(PATH_OUT_TYP, typical(s->out_hist, NR_WINDOW));
	line_number(PATH_OUT_MAX, s->out_max);
	line_number(PATH_ENTRY_MIN, s->entry_min);
	line_number(PATH_ENTRY_TYP, typical(s->entry_hist, NR_WINDOW));
	line_number(PATH_TOTAL_MIN, s->total_min);
	line_number(PATH_TOTAL_TYP, typical(s->total_hist, NR_TOTAL));
}

static void write_path(FILE *f, unsigned int c, unsigned int o,
		       unsigned int l)
{
	static struct path_stat sum;
	char name[64];

	memset(&sum, 0, sizeof(sum));
	sum.in_min = sum.out_min = UINT32_MAX;
	sum.entry_min = sum.total_min = UINT64_MAX;
	for (unsigned int i = 0; i < rig.ncpus; i++)
		if (rig.v[i].j.path[c][o][l])
			merge(&sum, rig.v[i].j.path[c][o][l]);
	if (l == L_KERNEL)
		merge_open(&sum, c, o);
	if (is_empty(&sum))
		return;
	settle_minima(&sum);
	line_begin(REC_PATH);
	line_put(PATH_NAME, "%s", path_name(c, o, l, name, sizeof(name)));
	line_number(PATH_CROSSINGS, sum.crossings);
	line_number(PATH_RDMSR, sum.rd);
	line_number(PATH_WRMSR, sum.wr);
	write_windows(&sum);
	for (unsigned int r = 1; r < NR_RULES; r++)
		line_number(PATH_RULE(r), sum.viol[r]);
	line_end(f);
}

static void put_paths(FILE *f)
{
	for (unsigned int c = 0; c < E_NR; c++)
		for (unsigned int o = 0; o < O_NR; o++)
			for (unsigned int l = 0; l < L_NR; l++)
				write_path(f, c, o, l);
}

static void write_rules(FILE *f)
{
	for (unsigned int r = 1; r < NR_RULES; r++) {
		line_begin(REC_RULE);
		line_put(RULE_ID, "R%u", r);
		line_number(RULE_EXERCISED, SUM(j.exercised[r]));
		line_number(RULE_VIOLATIONS, SUM(j.violations[r]));
		line_end(f);
	}
}

static void write_parts(FILE *f)
{
	for (enum rule_part p = 0; p < NR_PARTS; p++) {
		line_begin(REC_PART);
		line_put(PART_RULE, "R%u", part_names[p].rule);
		line_put(PART_NAME, "%s", part_names[p].name);
		line_number(PART_COUNT, SUM(j.part[p]));
		line_end(f);
	}
}

static void write_kind(FILE *f, const struct kind_stat *k, unsigned int cpu)
{
	line_begin(REC_KIND);
	line_put(KIND_RULE, "R%u", k->rule);
	line_put(KIND_NAME, "%s", k->name);
	line_number(KIND_COUNT, k->count);
	line_number(KIND_CPU, cpu);
	line_end(f);
}

static void write_kinds(FILE *f)
{
	for (unsigned int i = 0; i < rig.ncpus; i++)
		for (unsigned int k = 0; k < rig.v[i].j.nkinds; k++)
			write_kind(f, &rig.v[i].j.kind[k], i);
}

static void write_site(FILE *f, const struct site *x, unsigned int cpu)
{
	char name[128];

	line_begin(REC_SITE);
	line_put(SITE_OP, x->write ? "wrmsr" : "rdmsr");
	line_hex(SITE_ADDRESS, x->rip);
	line_put(SITE_SYMBOL, "%s", where(x->rip, name, sizeof(name)));
	line_put(SITE_CLASS, "%s", site_class_name(x->cls));
	line_number(SITE_COUNT, x->count);
	line_number(SITE_DROPPED, x->dropped);
	line_number(SITE_CPU, cpu);
	line_number(SITE_SET, x->set);
	line_end(f);
}

static void put_sites(FILE *f)
{
	for (unsigned int i = 0; i < rig.ncpus; i++)
		for (unsigned int s = 0; s < rig.v[i].nsites; s++)
			write_site(f, &rig.v[i].site[s], i);
}

/* A vector in decimal, or the MSR. */
static void put_way(unsigned int by)
{
	static const char * const msrs[] = { "lstar", "cstar", "sysenter" };

	if (by < WAY_LSTAR)
		line_number(GATE_WAY, by);
	else
		line_put(GATE_WAY, "%s", msrs[by - WAY_LSTAR]);
}

static void put_gates(FILE *f)
{
	const struct way *w;
	char name[128];

	for (unsigned int i = 0; (w = way_nth(i)); i++) {
		line_begin(REC_GATE);
		put_way(w->by);
		line_hex(GATE_ADDRESS, w->rip);
		line_put(GATE_SYMBOL, "%s", where(w->rip, name,
					       sizeof(name)));
		line_number(GATE_IST, w->ist);
		line_number(GATE_TYPE, w->type);
		line_end(f);
	}
}

static void write_violation(FILE *f, const struct violation *v,
			    unsigned int cpu)
{
	char name[128], to[128], path[64];

	line_begin(REC_VIOLATION);
	line_put(VIOL_RULE, "R%u", v->rule);
	line_put(VIOL_KIND, "%s", v->kind);
	line_number(VIOL_CPU, cpu);
	line_put(VIOL_SYMBOL, "%s", where(v->rip, name, sizeof(name)));
	line_hex(VIOL_ADDRESS, v->rip);
	line_put(VIOL_PATH, "%s", path_name(v->cls, v->origin, L_KERNEL, path,
					    sizeof(path)));
	line_hex(VIOL_ARGUMENT, v->arg);
	line_hex(VIOL_MSR, v->msr);
	line_put(VIOL_TRACE, "%s", "");
	for (unsigned int i = 0; i < NR_TRACE; i++) {
		const struct trace_ev *t = &v->trace[i];

		if (t->what)
			line_add(VIOL_TRACE, " %s %s %s;", t->what,
				 where(t->a, name, sizeof(name)),
				 where(t->b, to, sizeof(to)));
	}
	line_end(f);
}

static void write_violations(FILE *f)
{
	for (unsigned int i = 0; i < rig.ncpus; i++)
		for (unsigned int k = 0; k < rig.v[i].j.nviol; k++)
			write_violation(f, &rig.v[i].j.viol[k], i);
}

int report_write(void)
{
	char tmp[4096];
	FILE *f;

	snprintf(tmp, sizeof(tmp), "%s.tmp", rig.out);
	f = fopen(tmp, "w");
	if (!f) {
		perror(tmp);
		return -1;
	}
	write_setup(f);
	write_counts(f);
	put_paths(f);
	write_rules(f);
	write_parts(f);
	write_kinds(f);
	put_sites(f);
	put_gates(f);
	selfcheck_report(f);
	if (rig.sweep.on)
		rows_report(f);
	write_violations(f);
	line_begin(REC_END);
	line_end(f);
	if (fflush(f) || ferror(f) || fclose(f) || rename(tmp, rig.out)) {
		perror(rig.out);
		return -1;
	}
	return 0;
}
