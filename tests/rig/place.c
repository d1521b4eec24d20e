// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the kernel is.  With KASLR that is not where the symbols have it, be
 * they System.map or what another boot has printed.  It moves as a whole, by a
 * multiple of 2 MiB: the first of its text that runs at its own addresses is
 * known by the low bits of its own.  Where that is a mistake SYSCALL leads
 * outside the entry text, and the run is ERROR.
 */
#include "rig/vcpu.h"

#define MOVES_BY	0x200000ull	/* CONFIG_PHYSICAL_ALIGN, at least */

void place_find_symbols(void)
{
	rig.entry_lo = sym_addr(&rig.syms, "__entry_text_start");
	rig.entry_hi = sym_addr(&rig.syms, "__entry_text_end");
	rig.irq_lo = sym_addr(&rig.syms, "__irqentry_text_start");
	rig.irq_hi = sym_addr(&rig.syms, "__irqentry_text_end");
	rig.series = sym_addr(&rig.syms, "x86_spec_ctrl_kernel");
	rig.cfg.series = rig.series;
	rig.repeat_nmi = sym_addr(&rig.syms, "repeat_nmi");
	rig.trampoline = page_of(sym_addr(&rig.syms, "_entry_trampoline"));
	/* 4.20 did away with the trampoline when it moved these */
	rig.layout_420 = !rig.trampoline;
	if (rig.layout_420)
		rig.tss = sym_addr(&rig.syms, "cpu_tss_rw");
	rig.sweep.backtrace_mask = sym_addr(&rig.syms, "backtrace_mask");
	rig.sweep.command_line = sym_addr(&rig.syms, "saved_command_line");
	rig.sweep.brings_up = sym_addr(&rig.syms, "native_cpu_up");
	if (!rig.sweep.brings_up)
		rig.sweep.brings_up = sym_addr(&rig.syms, "native_kick_ap");
	rig.sweep.ends[0] = sym_addr(&rig.syms, "machine_kexec");
	rig.sweep.ends[1] = sym_addr(&rig.syms,
				     "native_machine_emergency_restart");
	rig.sweep.do_nmi = sym_addr(&rig.syms, "do_nmi");
	if (!rig.sweep.do_nmi)
		rig.sweep.do_nmi = sym_addr(&rig.syms, "exc_nmi");
	rig.alternatives = sym_addr(&rig.syms, "alternative_instructions");
	rig.start_cpu0 = sym_addr(&rig.syms, "start_cpu0");
	rig.current = sym_addr(&rig.syms, "x86_spec_ctrl_current");
	rig.init_pgt = sym_addr(&rig.syms, "init_top_pgt");
	rig.check_up = sym_addr(&rig.syms, "ibrs_check_up");
	rig.check_down = sym_addr(&rig.syms, "ibrs_check_down");
	if (rig.check_up) {
		rig.switch_to = sym_addr(&rig.syms, "__switch_to");
		rig.idle_exit = sym_addr(&rig.syms, "arch_cpu_idle_exit");
	}
}

/* How far from the symbols @va is, if it is in the function @name. */
static uint64_t distance(uint64_t va, const char *name)
{
	uint64_t at = sym_addr(&rig.syms, name);
	uint64_t off = (va - at) % MOVES_BY;
	const struct sym *sym = at ? sym_at(&rig.syms, at + off) : NULL;

	return sym && sym->addr == at ? va - off - at : 0;
}

void place_of_first_text(uint64_t va)
{
	/* where it leaves the identity mapping: 4.15 to 6.8, and since then */
	static const char * const first[] = {
		"secondary_startup_64", "secondary_startup_64_no_verify",
		"common_startup_64", "startup_64",
	};
	uint64_t by = 0;

	rig.placed = true;
	for (size_t i = 0; !by && i < sizeof(first) / sizeof(first[0]); i++)
		by = distance(va, first[i]);
	if (!by)
		return;
	sym_move(&rig.syms, by);
	place_find_symbols();
}
