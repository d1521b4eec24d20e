// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one file that reaches into QEMU, but for mend.c.  Known to work with Debian 12's
 * 7.2 (1:7.2+dfsg-7+deb12u*).
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rig/qemu.h"

#define INTERRUPT_NMI	0x200	/* CPU_INTERRUPT_NMI, target/i386/cpu.h */
#define BP_NEVER	0	/* neither BP_GDB nor BP_CPU: never stops */
#define BP_CPU		0x20	/* include/hw/core/cpu.h: raises #DB */
/* VAL UC EN MISCV ADDRV S of IA32_MCi_STATUS; RIPV MCIP of MCG_STATUS */
#define MCE_BANK	9
#define MCE_STATUS	0xbd000000000000c0ull
#define MCE_MCG		5
#define MCE_ADDR	0x1000
#define MCE_MISC	0x8c
/* Sizes to look in: of the fields before env_ptr, and of an X86CPU at most. */
#define CPU_STATE	0x800
#define CPU_OBJECT	0x8000
#define KNOWN_GOOD	"7.2 of Debian 12 (qemu-system-x86 1:7.2+dfsg-7)"

struct byte_array {		/* GByteArray */
	uint8_t *data;
	unsigned int len;
};

static struct {
	void *(*get_cpu)(int index);
	int (*read_reg)(void *cpu, struct byte_array *buf, int n);
	int (*write_reg)(void *cpu, uint8_t *buf, int n);
	/* NULL where that is no RAM, or not to be had without a fault */
	void *(*host)(void *env, uint64_t addr, int access, int mmu_index);
	int (*memory)(void *cpu, uint64_t addr, void *buf, size_t len,
		      bool write);
	int (*bp_insert)(void *cpu, uint64_t pc, int flags, void **bp);
	int (*bp_remove)(void *cpu, uint64_t pc, int flags);
	void (*loop_exit)(void *cpu);
	void (*raise)(void *env, int vec, int error_code);
	void (*interrupt)(void *cpu, int mask);
	void (*inject_mce)(void *mon, void *cpu, int bank, uint64_t status,
			   uint64_t mcg_status, uint64_t addr, uint64_t misc,
			   int flags);
	void (*later)(void *cpu, void (*fn)(void *cpu, uint64_t data),
		      uint64_t data);
	void (*lock)(const char *file, int line);
	void (*unlock)(void);
	bool (*locked)(void);
	void (*on_reset)(void (*fn)(void *), void *opaque);
	void (*dump)(void *cpu, FILE *f, int flags);
	struct byte_array *(*ba_new)(void);
	uint64_t (*phys_page)(void *cpu, uint64_t addr, uint32_t *attrs);
	void (*phys_memory)(uint64_t addr, void *buf, uint64_t len, bool write);
	void *clear_ignne;
} q;

static const struct {
	const char *name;
	void *slot;
} needed[] = {
	{ "qemu_get_cpu", &q.get_cpu },
	{ "x86_cpu_gdb_read_register", &q.read_reg },
	{ "x86_cpu_gdb_write_register", &q.write_reg },
	{ "tlb_vaddr_to_host", &q.host },
	{ "cpu_memory_rw_debug", &q.memory },
	{ "cpu_breakpoint_insert", &q.bp_insert },
	{ "cpu_breakpoint_remove", &q.bp_remove },
	{ "cpu_loop_exit_noexc", &q.loop_exit },
	{ "raise_exception_err", &q.raise },
	{ "cpu_interrupt", &q.interrupt },
	{ "cpu_x86_inject_mce", &q.inject_mce },
	{ "async_run_on_cpu", &q.later },
	{ "qemu_mutex_lock_iothread_impl", &q.lock },
	{ "qemu_mutex_unlock_iothread", &q.unlock },
	{ "qemu_mutex_iothread_locked", &q.locked },
	{ "qemu_register_reset", &q.on_reset },
	{ "x86_cpu_dump_state", &q.dump },
	{ "g_byte_array_new", &q.ba_new },
	{ "cpu_get_phys_page_attrs_debug", &q.phys_page },
	{ "cpu_physical_memory_rw", &q.phys_memory },
	{ "cpu_clear_ignne", &q.clear_ignne },
};

static char version[96] = "unknown";

struct version_info {		/* VersionInfo, qapi/machine.json */
	struct {
		int64_t major, minor, micro;
	} *qemu;
	char *package;
};

static void find_version(void)
{
	struct version_info *(*query)(void **err);
	struct version_info *v;

	query = (struct version_info *(*)(void **))
		dlsym(RTLD_DEFAULT, "qmp_query_version");
	v = query ? query(NULL) : NULL;
	if (v && v->qemu)
		snprintf(version, sizeof(version), "%d.%d.%d %s",
			 (int)v->qemu->major, (int)v->qemu->minor,
			 (int)v->qemu->micro, v->package ? v->package : "");
}

const char *rig_qemu_version(void)
{
	return version;
}

/*
 * Before QEMU looks at the plugin: newer ones refuse version 1 by themselves,
 * with a line that names no QEMU that works. So it is told what it wants to
 * hear, and rig_qemu_init() refuses.
 */
static __attribute__((constructor)) void meet_qemu(void)
{
	find_version();
	if (strncmp(version, "7.2.", 4))
		qemu_plugin_version = PLUGIN_VERSION_NEWER;
}

int rig_qemu_init(const struct plugin_info *info, char *err, size_t len)
{
	if (strcmp(info->target_name, "x86_64") || !info->system_emulation) {
		snprintf(err, len, "needs qemu-system-x86_64, this is %s",
			 info->target_name);
		return -1;
	}
	if (strncmp(version, "7.2.", 4)) {
		snprintf(err, len,
			 "QEMU %s: register numbers and translation details "
			 "are those of 7.2; known good: %s", version,
			 KNOWN_GOOD);
		return -1;
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		void *p = dlsym(RTLD_DEFAULT, needed[i].name);

		if (!p) {
			snprintf(err, len,
				 "QEMU %s does not export %s; known good: %s",
				 version, needed[i].name, KNOWN_GOOD);
			return -1;
		}
		memcpy(needed[i].slot, &p, sizeof(p));
	}
	if (!dlsym(RTLD_DEFAULT, "current_cpu")) {
		snprintf(err, len,
			 "QEMU %s does not export current_cpu; known good: %s",
			 version, KNOWN_GOOD);
		return -1;
	}
	return q_mend(q.clear_ignne, err, len);
}

static struct byte_array *scratch(void)
{
	static __thread struct byte_array *ba;

	if (!ba)
		ba = q.ba_new();
	ba->len = 0;
	return ba;
}

static uint64_t reg_of_stub(void *cpu, enum qreg r)
{
	struct byte_array *ba = scratch();
	uint64_t val = 0;
	int n = q.read_reg(cpu, ba, r);

	if (n > 0)
		memcpy(&val, ba->data, n > 8 ? 8 : (size_t)n);
	return val;
}

/*
 * CPUX86State of @cpu: the pointer among the CPUState's own to what begins with
 * RAX RCX RDX RBX RSP RBP RSI RDI R8 to R15 RIP, inside of the same object.  It
 * is as far from each CPUState.
 */
static uint8_t *env_of(void *cpu)
{
	static const uint8_t order[] = {
		Q_RAX, Q_RCX, Q_RDX, Q_RBX, Q_RSP, Q_RBP, Q_RSI, Q_RDI,
		8, 9, 10, 11, 12, 13, 14, 15, Q_RIP,
	};
	static uint64_t distance;
	uint64_t regs[sizeof(order)];
	uint64_t *word = cpu;

	if (distance)
		return (uint8_t *)cpu + distance;
	for (size_t i = 0; i < sizeof(order); i++)
		regs[i] = reg_of_stub(cpu, order[i]);
	for (size_t i = 0; i < CPU_STATE / sizeof(*word); i++) {
		uint64_t at = word[i] - (uint64_t)cpu;

		if (at && at < CPU_OBJECT && at % 8 == 0 &&
		    !memcmp((void *)word[i], regs, sizeof(regs))) {
			distance = at;
			return (uint8_t *)cpu + at;
		}
	}
	fprintf(stderr, "ibrs-rig: QEMU %s: no registers to be found in a "
		"CPUState; known good: %s\n", version, KNOWN_GOOD);
	exit(2);
}

/*
 * Where in CPUX86State of 7.2 a register is: reading it by the gdb stub costs as
 * much as ten of QEMU's blocks.  The stub says what is right: the first reads of
 * each are compared with it.
 */
static struct place {
	uint16_t at, size;
	uint32_t reads;
} places[] = {
	[Q_RAX] = { 0, 8, 0 }, [Q_RCX] = { 8, 8, 0 }, [Q_RDX] = { 16, 8, 0 },
	[Q_RBX] = { 24, 8, 0 }, [Q_RSP] = { 32, 8, 0 }, [Q_RBP] = { 40, 8, 0 },
	[Q_RSI] = { 48, 8, 0 }, [Q_RDI] = { 56, 8, 0 },
	[Q_EFLAGS] = { 136, 4, 0 }, [Q_CS] = { 208, 4, 0 },
	[Q_GS_BASE] = { 312, 8, 0 }, [Q_CR0] = { 424, 8, 0 },
	[Q_CR3] = { 448, 8, 0 }, [Q_CR4] = { 456, 8, 0 },
};

/* hflags and, behind it, hflags2: bits as in target/i386/cpu.h */
#define HFLAGS		176
#define HFLAGS2		180
#define HF_CS64		0x8000u
#define HF_GUEST	0x200000u
#define HF_SMAP		0x800000u
#define HF2_GIF		0x1u
#define FIRST_READS	256

static void compare_read(void *cpu, enum qreg r, uint64_t val)
{
	uint64_t want = reg_of_stub(cpu, r);

	if (val == want)
		return;
	fprintf(stderr, "ibrs-rig: QEMU %s: register %u is not where it was in "
		"7.2: 0x%llx, not 0x%llx; known good: %s\n", version, r,
		(unsigned long long)val, (unsigned long long)want, KNOWN_GOOD);
	exit(2);
}

static uint32_t hflags(const uint8_t *env)
{
	uint32_t flags;

	memcpy(&flags, env + HFLAGS, sizeof(flags));
	return flags;
}

bool q_guest(void *cpu)
{
	return hflags(env_of(cpu)) & HF_GUEST;
}

bool q_gif(void *cpu)
{
	uint32_t flags;

	memcpy(&flags, env_of(cpu) + HFLAGS2, sizeof(flags));
	return flags & HF2_GIF;
}

uint64_t q_reg(void *cpu, enum qreg r)
{
	struct place *p = &places[r];
	const uint8_t *env = env_of(cpu);
	uint64_t val = 0;

	/* the stub cuts registers to 32 bits elsewhere */
	if (!p->size || !(hflags(env) & HF_CS64))
		return reg_of_stub(cpu, r);
	memcpy(&val, env + p->at, sizeof(val));
	if (p->size == 4)
		val = (uint32_t)val;
	if (p->reads < FIRST_READS) {
		compare_read(cpu, r, val);
		p->reads++;
	}
	return val;
}

void q_set_reg(void *cpu, enum qreg r, uint64_t val)
{
	q.write_reg(cpu, (uint8_t *)&val, r);
}

void *q_cpu(unsigned int index)
{
	return q.get_cpu((int)index);
}

void *q_current_cpu(void)
{
	/* thread-local in QEMU, so each thread looks its own copy up once */
	static __thread void **slot;

	if (!slot)
		slot = dlsym(RTLD_DEFAULT, "current_cpu");
	return *slot;
}

/* cpu_mmu_index() at CPL0: MMU_KSMAP_IDX or MMU_KNOSMAP_IDX */
static int mmu_index(const uint8_t *env)
{
	uint32_t eflags;

	memcpy(&eflags, env + places[Q_EFLAGS].at, sizeof(eflags));
	return !(hflags(env) & HF_SMAP) || eflags & EFLAGS_AC ? 2 : 0;
}

/* By the TLB of the processor where that has it, and for the stub as it was. */
int q_read(void *cpu, uint64_t addr, void *buf, size_t len)
{
	uint8_t *env = env_of(cpu);
	void *at = NULL;

	if (cpu == q_current_cpu() && (addr & 0xfff) + len <= 0x1000)
		at = q.host(env, addr, 0, mmu_index(env));
	if (!at)
		return q.memory(cpu, addr, buf, len, false);
	memcpy(buf, at, len);
	return 0;
}

void q_single_step_page(void *cpu, uint64_t addr)
{
	void *bp;

	q.bp_insert(cpu, addr | 0xfff, BP_NEVER, &bp);
}

int q_phys(void *cpu, uint64_t addr, uint64_t *phys)
{
	uint32_t attrs;
	uint64_t page = q.phys_page(cpu, addr & ~0xfffull, &attrs);

	if (page == ~0ull)
		return -1;
	*phys = page | (addr & 0xfff);
	return 0;
}

void q_phys_set_bit(uint64_t phys, unsigned int bit)
{
	uint8_t byte;

	phys += bit / 8;
	q.phys_memory(phys, &byte, 1, false);
	byte |= (uint8_t)(1u << bit % 8);
	q.phys_memory(phys, &byte, 1, true);
}

void q_phys_put(uint64_t phys, uint8_t byte)
{
	q.phys_memory(phys, &byte, 1, true);
}

void q_break(void *cpu, uint64_t pc)
{
	void *bp;

	q.bp_insert(cpu, pc, BP_CPU, &bp);
}

void q_unbreak(void *cpu, uint64_t pc)
{
	q.bp_remove(cpu, pc, BP_CPU);
}

void q_start_again(void *cpu)
{
	q.loop_exit(cpu);
	abort();
}

void q_fault(void *cpu, uint64_t rip, unsigned int vec)
{
	q_set_reg(cpu, Q_RIP, rip);
	q.raise(env_of(cpu), (int)vec, 0);
	abort();
}

static bool defer;

void q_defer_interrupts(bool on)
{
	defer = on;
}

static void nmi_now(void *cpu, uint64_t unused)
{
	(void)unused;
	q.interrupt(cpu, INTERRUPT_NMI);
}

static void mce_now(void *cpu, uint64_t unused)
{
	(void)unused;
	q.inject_mce(NULL, cpu, MCE_BANK, MCE_STATUS, MCE_MCG, MCE_ADDR,
		     MCE_MISC, 0);
}

static void raise_by(void (*fn)(void *cpu, uint64_t data), void *cpu)
{
	bool held;

	if (defer) {
		q.later(cpu, fn, 0);
		return;
	}
	held = q.locked();
	if (!held)
		q.lock(__FILE__, __LINE__);
	fn(cpu, 0);
	if (!held)
		q.unlock();
}

void q_raise_nmi(void *cpu)
{
	raise_by(nmi_now, cpu);
}

void q_raise_mce(void *cpu)
{
	raise_by(mce_now, cpu);
}

bool q_mce_on(void *cpu)
{
	return q_reg(cpu, Q_CR4) & CR4_MCE;
}

bool q_holds_spec_ctrl(uint64_t mark)
{
	/* tests/rig/qemu-7.2.patch */
	uint64_t *reset = dlsym(RTLD_DEFAULT, "x86_spec_ctrl_reset");

	if (reset)
		*reset = mark;
	return reset;
}

int q_idt(void *cpu, uint64_t *base, uint32_t *limit)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	unsigned long long b;
	unsigned int l;
	char *p;
	int ret = -1;

	if (!f)
		return -1;
	q.dump(cpu, f, 0);
	fclose(f);
	p = text ? strstr(text, "IDT=") : NULL;
	if (p && sscanf(p + 4, "%llx %x", &b, &l) == 2) {
		*base = b;
		*limit = l;
		ret = 0;
	}
	free(text);
	return ret;
}

void q_on_reset(void (*fn)(void *), void *opaque)
{
	q.on_reset(fn, opaque);
}
