// SPDX-License-Identifier: GPL-2.0-only
/* Results as KTAP, and the end of the run: it always has its closing line. */
#include <asm/ibrs.h>

#include "image.h"
#include "io.h"

static unsigned int number, passed, failed, skipped;
static bool error, off_only;

void ktap_plan(unsigned int n)
{
	print("KTAP version 1\n1..%u\n", n);
}

void ktap_case(const char *phase, const char *name, const char *why)
{
	number++;
	if (!why) {
		passed++;
		print("ok %u %s-%s\n", number, phase, name);
		return;
	}
	failed++;
	print("# %s-%s: %s\n", phase, name, why);
	print("not ok %u %s-%s\n", number, phase, name);
}

void ktap_skip(const char *phase, const char *name, const char *why)
{
	number++;
	skipped++;
	print("ok %u %s-%s # SKIP %s\n", number, phase, name, why);
}

/*
 * QEMU ends at a write to isa-debug-exit, with twice the value plus 1, or
 * with -no-reboot at a reset. A real machine stays as it is, to be read. The
 * name is one the instrument knows for code that clears the bit for good: behind
 * the clear it calls nothing and takes no interrupt (R9).
 */
static __attribute__((noreturn)) void stop_this_cpu(unsigned int code)
{
	bool clear = mode_on(), qemu = option_is("end", "qemu"),
	     reset = option_is("end", "reset");

	asm volatile("cli");
	if (clear)
		ibrs_clear_cpu();
	if (qemu)
		outl(0xf4, code);
	if (reset)
		outb(0x64, 0xfe);
	for (;;)
		asm volatile("cli; hlt");
}

void ktap_off_only(void)
{
	off_only = true;
}

bool ktap_failed(void)
{
	return failed;
}

void ktap_end(void)
{
	const char *word;

	/* nothing ran: that is no PASS */
	if (!passed && !failed)
		error = true;
	word = error ? "ERROR" : failed ? "FAIL" : "PASS";

	/* IBRS itself was not tried: nobody may read that as its PASS */
	print("# verdict: %s%s\n", word,
	      !error && !failed && off_only ? " (IBRS off only)" : "");
	/* the words the report tool looks for in any guest's log */
	print("ibrs-guest: done pass=%u fail=%u skip=%u\n", passed, failed,
	      skipped);
	stop_this_cpu(error ? END_ERROR : failed ? END_FAIL : END_PASS);
}

void ktap_error(const char *why)
{
	error = true;
	print("Bail out! %s\n", why);
	ktap_end();
}

void ktap_die(const char *why, const struct pt_regs *regs)
{
	static bool dying;

	if (dying)
		stop_this_cpu(END_FAIL);
	dying = true;
	if (regs)
		print("# ip=%lx cs=%lx flags=%lx sp=%lx ss=%lx code=%lx cr2=%lx\n",
		      regs->ip, regs->cs, regs->flags, regs->sp, regs->ss,
		      regs->orig_ax, read_cr2());
	ktap_case("run", "ends-in-order", why);
	ktap_end();
}
