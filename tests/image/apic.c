// SPDX-License-Identifier: GPL-2.0-only
/*
 * The local APIC: its timer, and IPIs to this processor.
 */
#include <asm/msr.h>

#include "image.h"
#include "io.h"

#define MSR_APIC_BASE	0x1b
#define X2APIC		0x400u
#define ENABLED		0x800u
#define REG_ID		0x20
#define REG_EOI		0xb0
#define REG_SVR		0xf0
#define REG_ICR		0x300
#define REG_ICR_HIGH	0x310
#define REG_TIMER	0x320
#define REG_INIT	0x380
#define REG_DIVIDE	0x3e0
#define REG_COUNT	0x390

static bool x2apic;
static u64 ticks_per_ms;

static u32 read_reg(u32 reg)
{
	if (x2apic)
		return (u32)rdmsr64(0x800 + reg / 16);
	return *(volatile u32 *)(APIC_BASE + reg);
}

static void write_reg(u32 reg, u32 val)
{
	if (x2apic)
		wrmsrl(0x800 + reg / 16, val);
	else
		*(volatile u32 *)(APIC_BASE + reg) = val;
}

bool apic_has_page(void)
{
	return !x2apic;
}

u32 apic_id(void)
{
	return x2apic ? read_reg(REG_ID) : read_reg(REG_ID) >> 24;
}

static void send(u32 icr)
{
	if (x2apic) {
		wrmsrl(0x800 + REG_ICR / 16, (u64)apic_id() << 32 | icr);
		return;
	}
	write_reg(REG_ICR_HIGH, apic_id() << 24);
	write_reg(REG_ICR, icr);
}

void apic_ipi(void)
{
	send(VEC_IPI);
}

void apic_nmi(void)
{
	send(ICR_NMI);
}

void apic_eoi(void)
{
	write_reg(REG_EOI, 0);
}

/* Ten milliseconds by channel 2 of the PIT, which needs no interrupt. */
static void calibrate(void)
{
	u32 before, after;
	unsigned int spins = 0;

	outb(0x61, (u8)((inb(0x61) & ~2) | 1));
	outb(0x43, 0xb0);			/* mode 0 */
	outb(0x42, 11932 & 0xff);
	outb(0x42, 11932 >> 8);
	write_reg(REG_INIT, 0xffffffff);
	before = read_reg(REG_COUNT);
	while (!(inb(0x61) & 0x20) && ++spins < 10000000)
		;
	after = read_reg(REG_COUNT);
	write_reg(REG_INIT, 0);
	ticks_per_ms = (before - after) / 10;
	if (!ticks_per_ms)
		ticks_per_ms = 1;
}

void apic_timer(u64 microseconds)
{
	u64 ticks = ticks_per_ms * microseconds / 1000;

	if (microseconds && !ticks)
		ticks = 1;
	write_reg(REG_INIT, ticks > 0xffffffff ? 0xffffffff : (u32)ticks);
}

bool apic_timer_is_over(void)
{
	return !read_reg(REG_COUNT);
}

void apic_init(void)
{
	u32 r[4];

	cpuid(1, 0, r);
	if (!(r[3] >> 9 & 1) || !(rdmsr64(MSR_APIC_BASE) & ENABLED))
		ktap_error("no local APIC, or the firmware has turned it off");
	x2apic = rdmsr64(MSR_APIC_BASE) & X2APIC;
	outb(0x21, 0xff);			/* nothing from the old PICs */
	outb(0xa1, 0xff);
	/* spurious interrupts take the timer's vector: it ends in f */
	write_reg(REG_SVR, 0x100 | VEC_TIMER);
	write_reg(REG_DIVIDE, 0xa);		/* by 128 */
	write_reg(REG_TIMER, 0x10000);
	calibrate();
	write_reg(REG_TIMER, VEC_TIMER);
}
