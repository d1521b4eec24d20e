// SPDX-License-Identifier: GPL-2.0-only
/*
 * rig.tsv: the records ibrs-report reads.  Written to a side file and
 * renamed, with an `end' record last, so that a run cut short leaves nothing
 * that reads as a result.  Record formats: Documentation/instrument.txt.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	const struct vcpu *v = NULL;
	uint64_t base;

	for (unsigned int i = 0; i < rig.ncpus; i++)
		if (rig.v[i].alias && (rip & ~0xfffull) == rig.v[i].alias)
			v = &rig.v[i];
	base = sym_addr(&rig.syms, "_entry_trampoline");
	if (v && base)
		rip = (base & ~0xfffull) | (rip & 0xfff);
	return sym_format(&rig.syms, rip, buf, len);
}

static void write_sweep_meta(FILE *f)
{
	if (!rig.sweep.on)
		return;
	for (unsigned int k = 0; k < INJ_KINDS; k++) {
		uint64_t sent = SUM(sw.sent[k]), back = SUM(sw.back[k]);

		fprintf(f, "meta\tsent_%s\t%" PRIu64 "\n", row_kind_name(k),
			sent);
		fprintf(f, "meta\tback_%s\t%" PRIu64 "\n", row_kind_name(k),
			back);
	}
	fprintf(f, "meta\tnested\t%" PRIu64 "\n", SUM(sw.nested));
	fprintf(f, "meta\tlatched\t%" PRIu64 "\n", SUM(sw.latched));
	fprintf(f, "meta\tgone\t%" PRIu64 "\n", SUM(sw.gone));
	fprintf(f, "meta\tmc_refused\t%" PRIu64 "\n", SUM(sw.refused));
	fprintf(f, "meta\tbacktraces\t%" PRIu64 "\n", SUM(sw.backtraces));
}

static void write_meta(FILE *f)
{
	fprintf(f, "meta\tformat\t1\n");
	fprintf(f, "meta\tqemu\t%s\n", rig_qemu_version());
	fprintf(f, "meta\targs\t%s\n", rig.args);
	fprintf(f, "meta\tcpus\t%u\n", rig.ncpus);
	fprintf(f, "meta\tinsns\t%" PRIu64 "\n", SUM(insns));
	fprintf(f, "meta\tuser_blocks\t%" PRIu64 "\n", SUM(user_blocks));
	fprintf(f, "meta\tcrossings\t%" PRIu64 "\n", SUM(j.crossings));
	fprintf(f, "meta\tactive_cpus\t%" PRIu64 "\n", SUM(active));
	fprintf(f, "meta\tarmed_cpus\t%" PRIu64 "\n", SUM(j.ever_armed));
	fprintf(f, "meta\tarmings\t%" PRIu64 "\n", SUM(j.armings));
	fprintf(f, "meta\tinits\t%" PRIu64 "\n", SUM(inits));
	fprintf(f, "meta\tmark\t0x%" PRIx64 "\n", rig.cfg.mark);
	fprintf(f, "meta\tbase\t0x%" PRIx64 "\n", rig.v[0].j.base);
	fprintf(f, "meta\tkeep\t%d\n", rig.cfg.keep);
	fprintf(f, "meta\tpti\t%d\n", rig.v[0].pti);
	fprintf(f, "meta\tsets\t%" PRIu64 "\n", SUM(sets));
	fprintf(f, "meta\theld\t%d\n", rig.held);
	fprintf(f, "meta\tcompared\t%" PRIu64 "\n", SUM(compared));
	fprintf(f, "meta\tentry_msr\t%" PRIu64 "\n", SUM(j.entry_msr));
	fprintf(f, "meta\tbad_writes\t%" PRIu64 "\n", SUM(msr.bad_writes));
	fprintf(f, "meta\tnmi_user\t%" PRIu64 "\n", SUM(nmis[NMI_USER]));
	fprintf(f, "meta\tnmi_kernel\t%" PRIu64 "\n", SUM(nmis[NMI_KERNEL]));
	fprintf(f, "meta\tnmi_entry\t%" PRIu64 "\n", SUM(nmis[NMI_ENTRY]));
	fprintf(f, "meta\tmces\t%" PRIu64 "\n", SUM(mces));
	write_sweep_meta(f);
	fprintf(f, "meta\tmwaits\t%" PRIu64 "\n", SUM(mwaits));
	fprintf(f, "meta\tdrop\t0x%" PRIx64 "\n", rig.cfg.drop);
	fprintf(f, "meta\tfault\t%s\n", fault_name(rig.cfg.fault));
	fprintf(f, "meta\tstopped\t%d\n", *rig.first != 0);
	if (*rig.first)
		fprintf(f, "meta\tfirst\t%s\n", rig.first);
	fprintf(f, "meta\tentry_bytes\t%" PRIu64 "\n",
		rig.entry_hi - rig.entry_lo);
	fprintf(f, "meta\tlost\t%" PRIu64 "\n", SUM(j.lost));
	for (unsigned int i = 0; i < rig.ncpus; i++)
		if (rig.v[i].j.lost)
			fprintf(f, "meta\tlost_why\tcpu %u: %s\n", i,
				rig.v[i].j.lost_why);
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

static void write_lengths(FILE *f, const struct path_stat *s)
{
	if (s->entry_min == UINT64_MAX) {
		fprintf(f, "\t0\t0\t0\t0");
		return;
	}
	fprintf(f, "\t%" PRIu64 "\t%u\t%" PRIu64 "\t%u", s->entry_min,
		typical(s->entry_hist, NR_WINDOW), s->total_min,
		typical(s->total_hist, NR_TOTAL));
}

/*
 * path name crossings rdmsr wrmsr in{min,typ,max} out{min,typ,max}
 * entry{min,typ} total{min,typ} R1..
 */
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
	if (!sum.crossings)
		return;
	if (sum.in_min == UINT32_MAX)
		sum.in_min = sum.out_min = 0;
	fprintf(f, "path\t%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
		"\t%u\t%u\t%u\t%u\t%u\t%u", path_name(c, o, l, name,
		sizeof(name)), sum.crossings, sum.rd, sum.wr,
		sum.in_min, typical(sum.in_hist, NR_WINDOW), sum.in_max,
		sum.out_min, typical(sum.out_hist, NR_WINDOW), sum.out_max);
	write_lengths(f, &sum);
	for (unsigned int r = 1; r < NR_RULES; r++)
		fprintf(f, "\t%" PRIu64, sum.viol[r]);
	fputc('\n', f);
}

static void write_paths(FILE *f)
{
	for (unsigned int c = 0; c < E_NR; c++)
		for (unsigned int o = 0; o < O_NR; o++)
			for (unsigned int l = 0; l < L_NR; l++)
				write_path(f, c, o, l);
}

static void write_rules(FILE *f)
{
	for (unsigned int r = 1; r < NR_RULES; r++)
		fprintf(f, "rule\tR%u\t%" PRIu64 "\t%" PRIu64 "\n", r,
			SUM(j.exercised[r]), SUM(j.violations[r]));
}

static void write_kinds(FILE *f)
{
	for (unsigned int i = 0; i < rig.ncpus; i++) {
		const struct judge *j = &rig.v[i].j;

		for (unsigned int k = 0; k < j->nkinds; k++)
			fprintf(f, "kind\tR%u\t%s\t%" PRIu64 "\t%u\n",
				j->kind[k].rule, j->kind[k].name,
				j->kind[k].count, i);
	}
}

/* site op address symbol+offset class count dropped cpu set */
static void write_sites(FILE *f)
{
	char name[128];

	for (unsigned int i = 0; i < rig.ncpus; i++)
		for (unsigned int s = 0; s < rig.v[i].nsites; s++) {
			const struct site *x = &rig.v[i].site[s];

			fprintf(f, "site\t%s\t0x%" PRIx64 "\t%s\t%s\t%" PRIu64
				"\t%" PRIu64 "\t%u\t%" PRIu64 "\n",
				x->write ? "wrmsr" : "rdmsr", x->rip,
				where(x->rip, name, sizeof(name)),
				site_class_name(x->cls), x->count, x->dropped,
				i, x->set);
		}
}

static void write_violation(FILE *f, const struct violation *v,
			    unsigned int cpu)
{
	char name[128], to[128], path[64];

	fprintf(f, "violation\tR%u\t%s\t%u\t%s\t0x%" PRIx64 "\t%s\t0x%"
		PRIx64 "\t0x%" PRIx64 "\t", v->rule, v->kind, cpu,
		where(v->rip, name, sizeof(name)), v->rip,
		path_name(v->cls, v->origin, L_KERNEL, path, sizeof(path)),
		v->arg, v->msr);
	for (unsigned int i = 0; i < NR_TRACE; i++) {
		const struct trace_ev *t = &v->trace[i];

		if (t->what)
			fprintf(f, " %s %s %s;", t->what,
				where(t->a, name, sizeof(name)),
				where(t->b, to, sizeof(to)));
	}
	fputc('\n', f);
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
	write_meta(f);
	write_paths(f);
	write_rules(f);
	write_kinds(f);
	write_sites(f);
	if (rig.sweep.on)
		rows_report(f);
	write_violations(f);
	fprintf(f, "end\n");
	if (fflush(f) || ferror(f) || fclose(f) || rename(tmp, rig.out)) {
		perror(rig.out);
		return -1;
	}
	return 0;
}
