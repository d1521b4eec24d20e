// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two sets of page tables, as with PTI: the kernel's maps all, the user's has
 * user memory, cpu_entry_area, espfix, entry text and the trampoline. The
 * user's top level is the page behind the kernel's.
 */
#include "image.h"
#include "io.h"

#define P	1ull
#define RW	2ull
#define US	4ull
#define PCD	0x10ull
#define LARGE	0x80ull

#define TABLE(name)	static u64 name[512] __attribute__((aligned(PAGE_SIZE)))

static u64 pgd[2][512] __attribute__((aligned(2 * PAGE_SIZE)));
TABLE(low_pud);
TABLE(low_pd);
static u64 low_pt[2][512] __attribute__((aligned(PAGE_SIZE)));
TABLE(high_pud);
TABLE(high_pd);
TABLE(user_high_pud);
TABLE(user_high_pd);
static u64 user_high_pt[2][512] __attribute__((aligned(PAGE_SIZE)));
TABLE(cea_pud);
TABLE(cea_pd);
TABLE(cea_pt);
TABLE(fix_pud);
TABLE(fix_pd);
TABLE(fix_pt);

struct pcpu pcpu;
static u8 idt_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static u8 gdt_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static u8 entry_stack[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static u8 exception_stacks[5][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static u8 espfix_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static u8 user_data[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static u8 user_stack[2 * PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

struct user_data *const udata = (struct user_data *)user_data;

extern char __entry_text_start[], __irqentry_text_end[], _entry_trampoline[];
extern u64 samples[];			/* measure.c */
extern char user_phys[], user_size[];

static u64 phys(const void *p)
{
	return (u64)p - KERNEL_BASE;
}

/* Where the kernel itself reads and writes a page of cpu_entry_area. */
void *cea(u64 offset)
{
	u64 page = cea_pt[offset / PAGE_SIZE] & ~0xfffull;

	return (void *)(KERNEL_BASE + page + offset % PAGE_SIZE);
}

static void map_cea(u64 offset, const void *page, u64 flags)
{
	cea_pt[offset / PAGE_SIZE] = phys(page) | P | flags;
}

static void fill_cea(void)
{
	map_cea(CEA_idt, idt_page, 0);
	map_cea(CEA_gdt, gdt_page, RW);		/* "accessed" bits */
	map_cea(CEA_entry_stack, entry_stack, RW);
	map_cea(CEA_tss, pcpu.tss, RW);
	map_cea(CEA_trampoline, _entry_trampoline, 0);
	map_cea(CEA_df_stack, exception_stacks[0], RW);
	map_cea(CEA_nmi_stack, exception_stacks[1], RW);
	map_cea(CEA_db_stack, exception_stacks[2], RW);
	map_cea(CEA_db_stack + PAGE_SIZE, exception_stacks[3], RW);
	map_cea(CEA_mc_stack, exception_stacks[4], RW);
}

/* All values of address bits 16 to 31 lead to the one page, read only. */
static void fill_espfix(void)
{
	for (unsigned int i = 0; i < 512; i += 16)
		fix_pt[i] = phys(espfix_page) | P;
	for (unsigned int i = 0; i < 512; i++)
		fix_pd[i] = phys(fix_pt) | P | RW;
	for (unsigned int i = 0; i < 4; i++)
		fix_pud[i] = phys(fix_pd) | P | RW;
	pcpu.espfix_stack = ESPFIX_BASE;
	pcpu.espfix_waddr = (u64)espfix_page;
}

static void map_low(u64 va, u64 pa, u64 flags)
{
	low_pt[(va >> 21) & 1][(va >> 12) & 511] = pa | P | US | flags;
}

static void fill_low(void)
{
	for (u64 i = 0; i < (u64)user_size; i += PAGE_SIZE)
		map_low(USER_TEXT + i, (u64)user_phys + i, 0);
	map_low(USER_DATA, phys(user_data), RW);
	map_low(USER_STACK_TOP - 2 * PAGE_SIZE, phys(user_stack), RW);
	map_low(USER_STACK_TOP - PAGE_SIZE, phys(user_stack + PAGE_SIZE), RW);
	for (u64 i = 0; i < 4 * PAGE_SIZE; i += PAGE_SIZE)
		map_low(USER_SAMPLES + i, phys(samples) + i, RW);
	/* user code sends an NMI to itself from there */
	map_low(USER_APIC, 0xfee00000, RW | PCD);
	low_pd[2] = phys(low_pt[0]) | P | RW | US;
	low_pd[3] = phys(low_pt[1]) | P | RW | US;
	low_pud[0] = phys(low_pd) | P | RW | US;
}

static void fill_high(void)
{
	for (u64 i = 0; i < 16; i++)
		high_pd[i] = i << 21 | P | RW | LARGE;
	high_pd[510] = 0xfec00000 | P | RW | LARGE | PCD;
	high_pd[511] = 0xfee00000 | P | RW | LARGE | PCD;
	high_pud[510] = phys(high_pd) | P | RW;
}

static void fill_user_high(void)
{
	u64 va = (u64)__entry_text_start & ~0xfffull;

	for (; va < (u64)__irqentry_text_end; va += PAGE_SIZE) {
		unsigned int pd = (va >> 21) & 511;

		/* two megabytes from 0x200000, the next two behind them */
		user_high_pt[pd & 1][(va >> 12) & 511] =
			(va - KERNEL_BASE) | P;
		user_high_pd[pd] = phys(user_high_pt[pd & 1]) | P | RW;
	}
	user_high_pud[510] = phys(user_high_pd) | P | RW;
}

void paging_init(void)
{
	fill_cea();
	fill_espfix();
	fill_low();
	fill_high();
	fill_user_high();
	cea_pd[0] = phys(cea_pt) | P | RW;
	cea_pud[0] = phys(cea_pd) | P | RW;
	for (unsigned int i = 0; i < 2; i++) {
		pgd[i][0] = phys(low_pud) | P | RW | US;
		pgd[i][(CEA_BASE >> 39) & 511] = phys(cea_pud) | P | RW;
		pgd[i][(ESPFIX_BASE >> 39) & 511] = phys(fix_pud) | P | RW;
	}
	pgd[0][511] = phys(high_pud) | P | RW;
	pgd[1][511] = phys(user_high_pud) | P | RW;
	write_cr3(phys(pgd));
}
