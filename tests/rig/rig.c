// SPDX-License-Identifier: GPL-2.0-only
/*
 * The TCG plugin: options, and what to watch in each translated block.
 * Documentation/instrument.txt says how to run it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rig/qemu.h"
#include "rig/vcpu.h"

PLUGIN_EXPORT int qemu_plugin_version = PLUGIN_VERSION;

/* Records live as long as the run: blocks may be in use at any time. */
static struct tb_rec *new_rec(uint64_t va, size_t n, struct insn in)
{
	static __thread struct tb_rec *chunk;
	static __thread size_t left;
	struct tb_rec *r;

	if (!left) {
		left = 4096;
		chunk = calloc(left, sizeof(*chunk));
		if (!chunk)
			abort();
	}
	left--;
	r = chunk++;
	r->va = va;
	r->n = (uint16_t)n;
	r->cls = in.cls;
	r->target = in.target;
	return r;
}

/* In entry text, its alias, or the interrupt entries kept apart from it. */
static bool is_entry(uint64_t va)
{
	if (in_entry_text(va))
		return true;
	if (!entry_page(va))
		return false;
	return (va >= rig.irq_lo && va < rig.irq_hi) ||
	       (va >= ALIAS_AREA && va < KERNEL_TEXT);
}

static struct insn decode_at(struct qemu_plugin_insn *in)
{
	return decode_insn(qemu_plugin_insn_data(in),
			   qemu_plugin_insn_size(in));
}

/*
 * 4.15 keeps handlers in C beside the interrupts' entry points, and they may
 * share a page: only what begins with an entry point is entry code there.
 */
static bool is_handler(uint64_t va)
{
	const struct sym *sym = sym_at(&rig.syms, va);
	struct entry_point p;

	return va >= rig.irq_lo && va < rig.irq_hi && !in_entry_text(va) &&
	       sym && !entry_find(&rig.v[0], sym->addr, &p);
}

static void watch_entry(struct qemu_plugin_tb *tb, uint64_t va, size_t n)
{
	struct qemu_plugin_insn *in = qemu_plugin_tb_get_insn(tb, 0);
	struct tb_rec *r = new_rec(va, n, decode_at(in));

	if (n != 1) {
		qemu_plugin_register_vcpu_tb_exec_cb(tb, vcpu_entry_split,
						     PLUGIN_NO_REGS,
						     block_arg(r));
		return;
	}
	r->handler = is_handler(va);
	r->alias = va >= ALIAS_AREA && va < KERNEL_TEXT;
	r->len = (uint8_t)qemu_plugin_insn_size(in);
	if (rig.sweep.on)
		r->row = (uint16_t)row_of(va, r->cls);
	qemu_plugin_register_vcpu_tb_exec_cb(tb, vcpu_entry_insn,
					     PLUGIN_NO_REGS, r);
	qemu_plugin_register_vcpu_mem_cb(in, vcpu_entry_mem, PLUGIN_NO_REGS,
					 PLUGIN_MEM_RW, r);
}

static bool to_watch(unsigned int cls)
{
	switch (cls) {
	case I_WRMSR: case I_RDMSR: case I_LIDT: case I_LFENCE: case I_HLT:
	case I_MWAIT: case I_MOVCR3: case I_VMENTRY: case I_CLGI:
	case I_STGI:
		return true;
	case I_CPUID:
		return rig.mwait || rig.ucode || rig.without;
	case I_MONITOR:
		return rig.mwait;
	}
	return false;
}

/* Asked for each block that is translated: the long look is one for a function. */
static bool in_function_of(enum site_class cls, uint64_t va)
{
	const struct sym *sym = sym_at(&rig.syms, va);
	uint8_t *note, known;

	if (!sym)
		return false;
	note = &rig.syms.by_addr[sym - rig.syms.by_addr].note;
	known = __atomic_load_n(note, __ATOMIC_RELAXED);
	if (!known) {
		known = (uint8_t)(site_class_of(sym->name, rig.series) + 1);
		__atomic_store_n(note, known, __ATOMIC_RELAXED);
	}
	return known == cls + 1;
}

static void watch_insn(struct qemu_plugin_insn *qi, size_t n, struct insn in)
{
	uint64_t va = qemu_plugin_insn_vaddr(qi);
	struct tb_rec *r;

	if (!to_watch(in.cls))
		return;
	r = new_rec(va, n, in);
	r->offline = in.cls == I_MWAIT && in_function_of(S_OFFLINE, va);
	qemu_plugin_register_vcpu_insn_exec_cb(qi, vcpu_insn, PLUGIN_NO_REGS,
					       r);
}

/* Kernel code outside entry text; also real mode and firmware. */
static void watch_insns(struct qemu_plugin_tb *tb, struct tb_rec *block)
{
	size_t n = qemu_plugin_tb_n_insns(tb);
	struct insn in = { 0 };
	bool after = false;

	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *qi = qemu_plugin_tb_get_insn(tb, i);
		uint64_t va = qemu_plugin_insn_vaddr(qi);

		in = decode_at(qi);
		if (after)
			qemu_plugin_register_vcpu_insn_exec_cb(qi,
				vcpu_insn_after, PLUGIN_NO_REGS, NULL);
		after = in.cls == I_RDMSR || in.cls == I_CPUID;
		if (va == rig.alternatives)
			qemu_plugin_register_vcpu_insn_exec_cb(qi,
				vcpu_alternatives, PLUGIN_NO_REGS, NULL);
		if (va == rig.start_cpu0)
			qemu_plugin_register_vcpu_insn_exec_cb(qi,
				vcpu_start_cpu0, PLUGIN_NO_REGS, NULL);
		selfcheck_insn(qi, va);
		watch_insn(qi, n, in);
	}
	if (insn_is_indirect(in.cls) || in.cls == I_HLT)
		block->last = in.cls;
}

/* CPUID is how the guest speaks (rules/says.h): registers are right behind it. */
static void watch_says(struct qemu_plugin_tb *tb, size_t n)
{
	bool after = false;

	for (size_t i = 0; i < n; i++) {
		struct qemu_plugin_insn *qi = qemu_plugin_tb_get_insn(tb, i);

		if (after)
			qemu_plugin_register_vcpu_insn_exec_cb(qi,
				vcpu_insn_after, PLUGIN_NO_REGS, NULL);
		after = decode_at(qi).cls == I_CPUID;
		if (after)
			qemu_plugin_register_vcpu_insn_exec_cb(qi,
				vcpu_user_cpuid, PLUGIN_NO_REGS, NULL);
	}
}

/* The user instruction that enters the kernel ends its block. */
static void watch_user(struct qemu_plugin_tb *tb, size_t n)
{
	struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(tb, n - 1);
	struct insn in = decode_at(last);
	struct tb_rec *r;

	if (in.cls != I_SYSCALL && in.cls != I_SYSENTER && in.cls != I_INT)
		return;
	r = new_rec(qemu_plugin_insn_vaddr(last), n, in);
	r->row = in.cls == I_SYSCALL ? ROW_SYSCALL :
		 in.cls == I_SYSENTER ? ROW_SYSENTER : ROW_INT;
	qemu_plugin_register_vcpu_insn_exec_cb(last, sweep_user_insn,
					       PLUGIN_NO_REGS, r);
}

static void translate(plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);
	uint64_t va = qemu_plugin_tb_vaddr(tb);
	bool user = (q_reg(q_current_cpu(), Q_CS) & 3) == 3;
	plugin_vcpu_cb cb = vcpu_kernel_block;
	struct tb_rec *r;

	(void)id;
	if (!rig.placed && va >= KERNEL_TEXT)
		place_of_first_text(va);
	/* QEMU keeps a guest's blocks apart from the host's */
	if (q_guest(q_current_cpu())) {
		r = new_rec(va, n, (struct insn){ 0 });
		qemu_plugin_register_vcpu_tb_exec_cb(tb, vcpu_guest_block,
						     PLUGIN_NO_REGS,
						     block_arg(r));
		return;
	}
	if (is_entry(va)) {
		watch_entry(tb, va, n);
		return;
	}
	/* one instruction per block has no "instruction behind RDMSR" */
	r = new_rec(va, n, (struct insn){ 0 });
	if (user)
		cb = vcpu_user_block;
	else if (va < LOW_MEMORY)
		cb = vcpu_low_block;
	else if (hold_here(va))
		cb = vcpu_hold_block;
	else if (va < ALIAS_AREA)
		cb = vcpu_stray_block;
	else
		r->around = in_function_of(S_GUEST, va);
	qemu_plugin_register_vcpu_tb_exec_cb(tb, cb, PLUGIN_NO_REGS,
					     block_arg(r));
	if (!user)
		watch_insns(tb, r);
	else
		watch_says(tb, n);
	if (user && rig.sweep.on)
		watch_user(tb, n);
}

static void vcpu_init(plugin_id_t id, unsigned int i)
{
	struct vcpu *v;

	(void)id;
	if (i >= MAX_VCPUS) {
		fprintf(stderr, "ibrs-rig: at most %d vCPUs\n", MAX_VCPUS);
		exit(2);
	}
	v = &rig.v[i];
	v->index = i;
	v->cpu = q_cpu(i);
	v->msr.mark = rig.cfg.mark | rig.found;
	v->msr.by_update = rig.ucode;
	v->msr.never = i && i == rig.without;
	v->msr.arch_caps = rig.caps;
	model_reset(&v->msr);
	judge_init(&v->j, &rig.cfg, v->msr.spec_ctrl);
	v->j.insns = &v->insns;
	nmi_start(v);
	sweep_start(v);
	if (i >= rig.ncpus)
		rig.ncpus = i + 1;
}

static void at_exit(plugin_id_t id, void *unused)
{
	(void)id;
	(void)unused;
	report_write();
}

static int parse_number(const char *s, uint64_t *val)
{
	char *end;

	*val = strtoull(s, &end, 0);
	return *s && !*end ? 0 : -1;
}

/* spectre_v2_user= of the run: R15 asks for barriers by it. */
static int ibpb_option(const char *val)
{
	static const char * const names[] = {
		[IBPB_OFF] = "off", [IBPB_AUTO] = "auto", [IBPB_ON] = "on",
	};

	for (unsigned int i = IBPB_OFF; i <= IBPB_ON; i++)
		if (!strcmp(val, names[i])) {
			rig.cfg.ibpb = (uint8_t)i;
			return 0;
		}
	return -1;
}

static int plugin_option(const char *arg)
{
	static const struct {
		const char *name;
		uint64_t *val;
	} nums[] = {
		{ "mark", &rig.cfg.mark }, { "nmi", &rig.nmi },
		{ "mix", &rig.mix }, { "nested", &rig.nested },
		{ "seed", &rig.seed }, { "drop", &rig.cfg.drop },
		{ "sweep", &rig.sweep.n[INJ_NMI] },
		{ "nest", &rig.sweep.n[INJ_NEST] },
		{ "db", &rig.sweep.n[INJ_DB] }, { "mc", &rig.sweep.n[INJ_MC] },
		{ "around", &rig.sweep.around }, { "arm", &rig.sweep.arm },
		{ "control", &rig.sweep.control },
		{ "windows", &rig.sweep.windows },
		{ "caps", &rig.caps },
		{ "ucode", &rig.ucode }, { "without", &rig.without },
		{ "leave", &rig.leave },
		{ "icount", &rig.sweep.icount },
		{ "backtrace", &rig.sweep.backtrace },
		{ "progress", &rig.progress },
		{ "model", &rig.alone }, { "ignored", &rig.ignored },
	};
	const char *eq = strchr(arg, '=');
	size_t len = eq ? (size_t)(eq - arg) : 0;
	uint64_t val;

	if (!eq)
		return -1;
	for (size_t i = 0; i < sizeof(nums) / sizeof(nums[0]); i++)
		if (strlen(nums[i].name) == len &&
		    !strncmp(arg, nums[i].name, len))
			return parse_number(eq + 1, nums[i].val);
	if (!strncmp(arg, "syms=", 5))
		rig.symfile = strdup(eq + 1);
	else if (!strncmp(arg, "out=", 4))
		rig.out = strdup(eq + 1);
	else if (!strncmp(arg, "run=", 4))
		rig.run_id = strdup(eq + 1);
	else if (!strncmp(arg, "exclude=", 8))
		rig.sweep.exclude = strdup(eq + 1);
	else if (!strncmp(arg, "mwait=", 6) && !parse_number(eq + 1, &val))
		rig.mwait = val;
	else if (!strncmp(arg, "stibp=", 6) && !parse_number(eq + 1, &val))
		rig.cfg.stibp = val;
	else if (!strncmp(arg, "keep=", 5) && !parse_number(eq + 1, &val))
		rig.cfg.keep = val;
	else if (!strncmp(arg, "ibpb=", 5))
		return ibpb_option(eq + 1);
	else
		return seeded_option(arg);
	return 0;
}

/* What would be judged by the others is not, with model=1. */
static int only_alone(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (!alone_takes(argv[i])) {
			fprintf(stderr, "ibrs-rig: model=1 judges nothing, and "
				"takes mark= and caps= only: '%s'\n",
				argv[i]);
			return -1;
		}
	return 0;
}

static int plugin_options(int argc, char **argv)
{
	size_t at = 0;

	rig.seed = 1;
	for (int i = 0; i < argc; i++) {
		if (plugin_option(argv[i])) {
			fprintf(stderr, "ibrs-rig: bad option '%s'; known: "
				"syms= out= mark= keep= nmi= mix= seed= drop= "
				"fault= stop= known= mwait= sweep= nest= db= "
				"mc= around= windows= exclude= control= arm= icount= "
				"backtrace= progress= caps= ucode= without= "
				"leave= run= model= ignored= ibpb= stibp= nested=\n",
				argv[i]);
			return -1;
		}
		at += (size_t)snprintf(rig.args + at, sizeof(rig.args) - at,
				       "%s%s", i ? "," : "", argv[i]);
		/* the report reads there what was asked for */
		if (at >= sizeof(rig.args)) {
			fprintf(stderr, "ibrs-rig: options of more than %zu "
				"bytes: shorten the paths\n",
				sizeof(rig.args) - 1);
			return -1;
		}
	}
	if (rig.alone) {
		rig.cfg.mark &= ~SPEC_CTRL_IBRS;
		return only_alone(argc, argv);
	}
	if (!rig.symfile || !rig.out) {
		fprintf(stderr, "ibrs-rig: syms=FILE and out=FILE needed\n");
		return -1;
	}
	rig.found = rig.cfg.mark & SPEC_CTRL_IBRS;
	rig.cfg.mark &= ~SPEC_CTRL_IBRS;
	return 0;
}

PLUGIN_EXPORT int qemu_plugin_install(plugin_id_t id,
				      const struct plugin_info *info,
				      int argc, char **argv)
{
	char err[400];

	if (plugin_options(argc, argv))
		return -1;
	if (rig_qemu_init(info, err, sizeof(err)) ||
	    (!rig.alone &&
	     sym_load(&rig.syms, rig.symfile, err, sizeof(err)))) {
		fprintf(stderr, "ibrs-rig: %s\n", err);
		return -1;
	}
	if (rig.alone) {
		alone_start(id);
		return 0;
	}
	/* an old verdict must not be mistaken for this run's */
	remove(rig.out);
	place_find_symbols();
	if (sweep_setup())
		return -1;
	if (rig.progress)
		progress_start(rig.progress);
	q_on_reset(vcpu_system_reset, NULL);
	rig.held = q_holds_spec_ctrl(rig.cfg.mark | rig.found);
	if (rig.ignored && (rig.held || rig.cfg.mark)) {
		fprintf(stderr, "ibrs-rig: ignored=1 goes with no mark= and "
			"with a QEMU that does not hold 48h\n");
		return -1;
	}
	qemu_plugin_register_vcpu_init_cb(id, vcpu_init);
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
	qemu_plugin_register_atexit_cb(id, at_exit, NULL);
	return 0;
}
