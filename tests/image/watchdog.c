// SPDX-License-Identifier: GPL-2.0-only
/*
 * The watchdog: a test that does not come to its end fails, and so ends.
 *
 * First it is the timer of the local APIC, an interrupt as any. With interrupts
 * off that stays pending, and GRACE seconds later timer 0 of the HPET comes
 * through the I/O APIC as an NMI. Before that it sends none, so NMIs are tested
 * as they would be without. What it cannot end: a loop in the NMI's own path,
 * where the processor masks the next one. A PC without an HPET, or with one
 * that reaches no pin of the I/O APIC, has the first half only.
 *
 * IA-PC HPET Specification 1.0a, 2.3; Intel 82093AA I/O APIC, 3.2.
 */
#include "image.h"
#include "io.h"

#define WATCHDOG	60	/* seconds; "watchdog=" */
#define GRACE		1

#define HPET_PERIOD	0x004	/* femtoseconds */
#define HPET_CONFIG	0x010
#define HPET_ENABLE	1u
#define HPET_COUNTER	0x0f0
#define HPET_T0_CONFIG	0x100
#define HPET_T0_ROUTES	0x104	/* pins it can reach */
#define HPET_T0_COMPARE	0x108
#define HPET_INT_ENABLE	4u
#define MAX_PERIOD	100000000u
#define FS_PER_SECOND	1000000000000000u

#define IOAPIC_VERSION	1
#define IOAPIC_PIN(n)	(0x10 + 2 * (n))
#define IOAPIC_NMI	0x400u

static u32 period;		/* 0: there is no HPET to use */
static u64 end;			/* of the HPET's counter */
static bool fed;

static volatile u32 *hpet(u32 reg)
{
	return (volatile u32 *)(HPET_BASE + reg);
}

static u32 ioapic_read(u32 reg)
{
	*(volatile u32 *)IOAPIC_BASE = reg;
	return *(volatile u32 *)(IOAPIC_BASE + 0x10);
}

static void ioapic_write(u32 reg, u32 val)
{
	*(volatile u32 *)IOAPIC_BASE = reg;
	*(volatile u32 *)(IOAPIC_BASE + 0x10) = val;
}

/* The highest pin timer 0 can reach, or -1. The low ones have neighbours. */
static int find_pin(void)
{
	u32 pins = (ioapic_read(IOAPIC_VERSION) >> 16 & 0xff) + 1;
	u32 routes = *hpet(HPET_T0_ROUTES);

	for (int pin = 31; pin >= 0; pin--)
		if ((u32)pin < pins && routes >> pin & 1)
			return pin;
	return -1;
}

/* Channel 0 of the PIT shares pin 2: one count, and it is silent for good. */
static void stop_pit(void)
{
	outb(0x43, 0x30);
	outb(0x40, 1);
	outb(0x40, 0);
}

void watchdog_init(void)
{
	u32 fs = *hpet(HPET_PERIOD);
	int pin;

	/* what is not there reads as all zeros or all ones */
	if (!fs || fs > MAX_PERIOD)
		return;
	pin = find_pin();
	if (pin < 0)
		return;
	stop_pit();
	*hpet(HPET_CONFIG) = 0;
	*hpet(HPET_T0_CONFIG) = (u32)pin << 9 | HPET_INT_ENABLE;
	ioapic_write(IOAPIC_PIN((u32)pin) + 1, apic_id() << 24);
	ioapic_write(IOAPIC_PIN((u32)pin), IOAPIC_NMI);
	period = fs;
}

static void hpet_start(u64 seconds)
{
	if (!period)
		return;
	end = FS_PER_SECOND / period * seconds;
	*hpet(HPET_CONFIG) = 0;
	*hpet(HPET_COUNTER) = 0;
	*hpet(HPET_COUNTER + 4) = 0;
	*hpet(HPET_T0_COMPARE) = (u32)end;
	*hpet(HPET_T0_COMPARE + 4) = (u32)(end >> 32);
	*hpet(HPET_CONFIG) = HPET_ENABLE;
}

/* Gives the test under way its full time again. */
void watchdog_feed(void)
{
	u64 seconds = option_num("watchdog", WATCHDOG);

	apic_timer(seconds * 1000000);
	fed = seconds;
	if (seconds)
		hpet_start(seconds + GRACE);
}

/*
 * For the handler of the APIC's timer, which may also be at work for a test.
 */
bool watchdog_timer_barks(void)
{
	return fed && !timer_wanted && apic_timer_is_over();
}

/*
 * For the NMI handler: the NMI is the watchdog's, by the HPET's own counter. A
 * second of the APIC's is what it was calibrated to, which in a virtual machine
 * that did not run all the while is many. The high half first: a carry between
 * the two reads makes it less, never more.
 */
bool watchdog_barks(void)
{
	u64 now;

	if (!fed || !period)
		return false;
	now = (u64)*hpet(HPET_COUNTER + 4) << 32;
	now |= *hpet(HPET_COUNTER);
	return now >= end;
}
