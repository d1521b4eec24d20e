/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the instrument takes from QEMU, all of it.
 *
 * Two groups.  The TCG plugin API, version 1, is declared here because no
 * Debian package ships qemu-plugin.h.  The rest are QEMU internals that
 * Debian's module-enabled binary happens to export; qemu_init() looks each
 * up by name, so that a QEMU without one is told by name and version.
 */
#ifndef RIG_QEMU_H
#define RIG_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- plugin API, version 1 (QEMU 4.2 to 7.2) --- */
#define PLUGIN_EXPORT	__attribute__((visibility("default")))
#define PLUGIN_VERSION	1
#define PLUGIN_VERSION_NEWER	2	/* the least that 10.0 accepts */

/* rig.c; QEMU looks at it when it has loaded the plugin. */
extern PLUGIN_EXPORT int qemu_plugin_version;

typedef uint64_t plugin_id_t;
typedef uint32_t plugin_meminfo_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct plugin_info {
	const char *target_name;
	struct {
		int min;
		int cur;
	} version;
	bool system_emulation;
	int smp_vcpus;
	int max_vcpus;
};
enum { PLUGIN_NO_REGS };
enum { PLUGIN_MEM_RW = 3 };
typedef void (*plugin_vcpu_cb)(unsigned int vcpu, void *udata);
typedef void (*plugin_mem_cb)(unsigned int vcpu, plugin_meminfo_t info,
			      uint64_t vaddr, void *udata);

void qemu_plugin_register_vcpu_init_cb(plugin_id_t id,
				       void (*cb)(plugin_id_t, unsigned int));
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id_t id,
					   void (*cb)(plugin_id_t,
						struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb,
					  plugin_vcpu_cb cb, int flags,
					  void *udata);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    plugin_vcpu_cb cb, int flags,
					    void *udata);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
				      plugin_mem_cb cb, int flags, int rw,
				      void *udata);
void qemu_plugin_register_atexit_cb(plugin_id_t id,
				    void (*cb)(plugin_id_t, void *),
				    void *udata);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(
		const struct qemu_plugin_tb *tb, size_t idx);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);

/* --- registers, numbered as QEMU 7.2's x86 gdb stub numbers them --- */
enum qreg {
	Q_RAX, Q_RBX, Q_RCX, Q_RDX, Q_RSI, Q_RDI, Q_RBP, Q_RSP,
	Q_RIP = 16, Q_EFLAGS = 17, Q_CS = 18, Q_GS_BASE = 25,
	Q_CR0 = 27, Q_CR3 = 29, Q_CR4 = 30,
};

#define EFLAGS_IF	0x200u
#define EFLAGS_AC	0x40000u
#define CR0_PE		1u
#define CR4_MCE		0x40u

/*
 * rig_qemu_init - look the internals up.  0, or -1 with one line in @err
 * that names the missing symbol and the QEMU versions known to have it.
 */
int rig_qemu_init(const struct plugin_info *info, char *err, size_t len);

/* Has QEMU's function return at once (mend.c).  0, or -1 with a line in @err. */
int q_mend(void *clear_ignne, char *err, size_t len);

/* "7.2.22 (Debian ...)" as far as the binary tells, never NULL. */
const char *rig_qemu_version(void);

/*
 * Register access.  Valid only in a callback at the start of a translation
 * block, and after RDMSR or CPUID in the callback of the next instruction:
 * elsewhere 7.2 may hold guest registers in host registers.
 */
uint64_t q_reg(void *cpu, enum qreg r);
void q_set_reg(void *cpu, enum qreg r, uint64_t val);

/* Does @cpu run a guest, of SVM, at the start of this block?  And GIF, anywhere. */
bool q_guest(void *cpu);
bool q_gif(void *cpu);

/* The vCPU object of @index, and the one the calling thread runs. */
void *q_cpu(unsigned int index);
void *q_current_cpu(void);

/* Guest virtual memory through the current page tables; 0 on success. */
int q_read(void *cpu, uint64_t addr, void *buf, size_t len);

/* Where the current page tables have @addr; 0 on success. */
int q_phys(void *cpu, uint64_t addr, uint64_t *phys);

/* Bit @bit of an array of bytes in guest physical memory. */
void q_phys_set_bit(uint64_t phys, unsigned int bit);
void q_phys_put(uint64_t phys, uint8_t byte);

/*
 * Make @cpu translate the page of @addr one instruction at a time.
 *
 * 7.2's check_for_breakpoints_slow() does that for every page that holds a
 * breakpoint, except at the breakpoint's own address, where it asks whether
 * to stop.  So it is of a kind that never stops, and on the last byte: what
 * starts there is a block of one instruction in any case, for blocks end with
 * their page.  The list is walked at each block that is looked up: one for each
 * page, no more.  CPU reset leaves them alone.
 */
void q_single_step_page(void *cpu, uint64_t addr);

/* Raise an NMI on @cpu, the calling vCPU; taken after this instruction. */
void q_raise_nmi(void *cpu);

/*
 * Raise a #MC the same way: bank 9, software recoverable, no action required.
 * Needs q_mce_on(); QEMU ignores it while the one before is in progress.
 */
void q_raise_mce(void *cpu);

/* CR4.MCE: while it is clear a #MC shuts the processor down. */
bool q_mce_on(void *cpu);

/*
 * With -icount an interrupt may be raised only between blocks: leave it to
 * the vCPU's loop, which comes by right behind this block.
 */
void q_defer_interrupts(bool on);

/*
 * A breakpoint of the processor's own kind at @pc, where a block has to start:
 * #DB before that instruction, with DR6 as it was.  CPU reset removes it.
 */
void q_break(void *cpu, uint64_t pc);
void q_unbreak(void *cpu, uint64_t pc);

/*
 * Leave the block whose start callback this is called from, before its first
 * instruction, and have QEMU look for interrupts and breakpoints again.
 */
__attribute__((noreturn)) void q_start_again(void *cpu);

/*
 * Raise the fault @vec, error code 0, at @rip.  Where registers are right, and
 * nothing behind that instruction has been executed.
 */
__attribute__((noreturn)) void q_fault(void *cpu, uint64_t rip,
				       unsigned int vec);

/*
 * Does this QEMU hold IA32_SPEC_CTRL itself?  That of make qemu does, and then
 * the register is @mark at reset, from the next one on.
 */
bool q_holds_spec_ctrl(uint64_t mark);

/* Base and limit of the IDT; 0 on success. */
int q_idt(void *cpu, uint64_t *base, uint32_t *limit);

/* Call @fn at every system reset. */
void q_on_reset(void (*fn)(void *), void *opaque);

#endif
