// SPDX-License-Identifier: GPL-2.0-only
/* The processor: what it has, and what it needs to be told before user mode. */
#include <asm/cpufeature.h>
#include <asm/ibrs.h>
#include <asm/msr.h>
#include <asm/processor.h>

#include "image.h"
#include "io.h"

_Static_assert(offsetof(struct pcpu, rsp_scratch) == PCPU_rsp_scratch, "");
_Static_assert(offsetof(struct pcpu, irq_stack_ptr) == PCPU_irq_stack_ptr, "");
_Static_assert(offsetof(struct pcpu, espfix_stack) == PCPU_espfix_stack, "");
_Static_assert(offsetof(struct pcpu, espfix_waddr) == PCPU_espfix_waddr, "");
_Static_assert(offsetof(struct pcpu, current) == PCPU_current, "");
_Static_assert(offsetof(struct pcpu, irq_count) == PCPU_irq_count, "");
_Static_assert(sizeof(struct pcpu) - 8 == PCPU_irq_stack_top, "");
_Static_assert(offsetof(struct user_data, loops) == U_LOOPS - USER_DATA, "");
_Static_assert(offsetof(struct user_data, nmi_flag) == U_NMI_FLAG - USER_DATA,
	       "");
_Static_assert(offsetof(struct user_data, spins) == U_SPINS - USER_DATA, "");
_Static_assert(offsetof(struct pt_regs, r11) == R11, "");
_Static_assert(offsetof(struct pt_regs, orig_ax) == ORIG_RAX, "");
_Static_assert(offsetof(struct pt_regs, ss) == SS, "");

#define MSR_UCODE_REV	0x8b
#define MSR_EFER	0xc0000080
#define MSR_STAR	0xc0000081
#define MSR_LSTAR	0xc0000082
#define MSR_CSTAR	0xc0000083
#define MSR_FMASK	0xc0000084
#define MSR_KERNEL_GS	0xc0000102
#define MSR_SYSENTER_CS	0x174

#define CR4_OSFXSR	0x200ull
#define CR4_MCE		0x40ull
#define CR4_DE		0x8ull
#define CR4_SMEP	(1ull << 20)
#define CR4_SMAP	(1ull << 21)

u64 boot_features;
struct cpuinfo_x86 boot_cpu_data = { .x86_vendor = X86_VENDOR_OTHER };
struct task task;

static u8 thread_stack[4 * PAGE_SIZE] __attribute__((aligned(16)));
/* boot.S starts on it, and what is not a user program stays there */
u8 boot_stack[4 * PAGE_SIZE] __attribute__((aligned(16)));
asm(".globl boot_stack_top\n.set boot_stack_top, boot_stack + 4 * 4096");

extern void entry_SYSCALL_64(void), entry_SYSCALL_compat(void);
extern void entry_SYSENTER_compat(void), entry_INT80_compat(void);
extern void divide_error(void), debug(void), nmi(void), int3(void);
extern void invalid_op(void), double_fault(void), segment_not_present(void);
extern void stack_segment(void), general_protection(void), page_fault(void);
extern void machine_check(void), irq_entries_start(void);
extern void apic_timer_interrupt(void);

static void feature(unsigned int bit, u32 reg, unsigned int shift)
{
	if (reg >> shift & 1)
		boot_features |= 1ull << bit;
}

/* SDM 2A, CPUID, figure 3-6. The extended family is added from 15 on only. */
static void identify(u32 eax)
{
	struct cpuinfo_x86 *c = &boot_cpu_data;

	c->x86 = eax >> 8 & 15;
	c->x86_model = eax >> 4 & 15;
	c->x86_mask = eax & 15;
	if (c->x86 == 6 || c->x86 == 15)
		c->x86_model |= eax >> 12 & 0xf0;
	if (c->x86 == 15)
		c->x86 = (u8)(c->x86 + (eax >> 20 & 0xff));
}

void cpu_features(void)
{
	u32 r[4], max;

	cpuid(0, 0, r);
	max = r[0];
	if (r[1] == 0x756e6547 && r[3] == 0x49656e69 && r[2] == 0x6c65746e)
		boot_cpu_data.x86_vendor = X86_VENDOR_INTEL;
	cpuid(1, 0, r);
	identify(r[0]);
	feature(X86_FEATURE_HYPERVISOR, r[2], 31);
	if (max < 7)
		return;
	cpuid(7, 0, r);
	feature(X86_FEATURE_SMEP, r[1], 7);
	feature(X86_FEATURE_SMAP, r[1], 20);
	feature(X86_FEATURE_IBRS, r[3], 26);
	feature(X86_FEATURE_ARCH_CAPABILITIES, r[3], 29);
}

const char *cpu_name(void)
{
	static u32 name[13];

	for (u32 i = 0; i < 3; i++)
		cpuid(0x80000002 + i, 0, name + 4 * i);
	return (const char *)name;
}

/* SDM 3A 9.11.7: cleared, then CPUID puts the revision in the high half. */
static u32 microcode(void)
{
	u32 r[4];
	u64 val;

	if (wrmsrl_safe(MSR_UCODE_REV, 0))
		return 0;
	cpuid(1, 0, r);
	return rdmsrl_safe(MSR_UCODE_REV, &val) ? 0 : (u32)(val >> 32);
}

const char *hypervisor_name(void)
{
	static u32 name[4];
	u32 r[4];

	cpuid(1, 0, r);
	if (!(r[2] >> 31))
		return "none";
	cpuid(0x40000000, 0, r);
	name[0] = r[1];
	name[1] = r[2];
	name[2] = r[3];
	return (const char *)name;
}

bool cpu_is_tcg(void)
{
	const char *name = hypervisor_name();

	return name[0] == 'T' && name[1] == 'C' && name[2] == 'G';
}

/* SDM 3A figure 6-8. */
static void gate(unsigned int vec, void (*fn)(void), unsigned int ist,
		 unsigned int dpl)
{
	u64 *g = (u64 *)cea(CEA_idt) + 2 * vec, a = (u64)fn;

	g[0] = (a & 0xffff) | KERNEL_CS << 16 | (u64)ist << 32 |
	       (u64)(0x8e | dpl << 5) << 40 | (a >> 16 & 0xffff) << 48;
	g[1] = a >> 32;
}

void gate_dpl(unsigned int vec, unsigned int dpl)
{
	u8 *g = (u8 *)cea(CEA_idt) + 16 * vec;

	g[5] = (u8)(0x8e | dpl << 5);
}

static void fill_idt(void)
{
	gate(0, divide_error, 0, 0);
	gate(1, debug, DEBUG_STACK, 0);
	gate(2, nmi, 2, 0);
	gate(3, int3, DEBUG_STACK, 3);
	gate(6, invalid_op, 0, 0);
	gate(8, double_fault, 1, 0);
	gate(11, segment_not_present, 0, 0);
	gate(12, stack_segment, 0, 0);
	gate(13, general_protection, 0, 0);
	gate(14, page_fault, 0, 0);
	gate(18, machine_check, 4, 0);
	gate(VEC_IPI, irq_entries_start, 0, 0);
	gate(VEC_SYSCALL, entry_INT80_compat, 0, 3);
	gate(VEC_TIMER, apic_timer_interrupt, 0, 0);
}

static void wide_descriptor(u64 *d, u64 base, u32 limit, u32 type)
{
	d[0] = limit | (base & 0xffffff) << 16 | (u64)(0x80 | type) << 40 |
	       (base >> 24 & 0xff) << 56;
	d[1] = base >> 32;
}

static void fill_gdt(void)
{
	u64 *gdt = cea(CEA_gdt), *ldt = gdt + 256;

	gdt[KERNEL_CS / 8] = 0x00af9b000000ffff;
	gdt[KERNEL_DS / 8] = 0x00cf93000000ffff;
	gdt[USER32_CS / 8] = 0x00cffb000000ffff;
	gdt[USER_DS / 8] = 0x00cff3000000ffff;
	gdt[USER_CS / 8] = 0x00affb000000ffff;
	wide_descriptor(gdt + GDT_TSS / 8, CEA_BASE + CEA_tss, 103, 9);
	wide_descriptor(gdt + GDT_LDT / 8, CEA_BASE + CEA_gdt + 2048, 31, 2);
	/* 16-bit data with a base that makes SS:SP the user stack */
	ldt[LDT_SS16 / 8] = 0x000ff3000000ffff | (u64)(USER_STACK_TOP - 0x2000)
			    << 16;
	ldt[LDT_ABSENT / 8] = 0x00af7b000000ffff;	/* P is clear */
	ldt[LDT_ABSENT_DATA / 8] = 0x00cf73000000ffff;
	ldt[LDT_ABSENT_KERNEL / 8] = 0x00cf13000000ffff;
}

static void fill_tss(void)
{
	u8 *tss = pcpu.tss;
	u64 ist[4] = {
		CEA_df_stack + EXCEPTION_STKSZ, CEA_nmi_stack + EXCEPTION_STKSZ,
		CEA_db_stack + 2 * EXCEPTION_STKSZ,
		CEA_mc_stack + EXCEPTION_STKSZ,
	};

	*(u32 *)(tss + TSS_sp0) = (u32)(CEA_BASE + CEA_tss);
	*(u32 *)(tss + TSS_sp0 + 4) = (u32)((CEA_BASE + CEA_tss) >> 32);
	__builtin_memcpy(tss + TSS_sp1, &(u64){
		(u64)(thread_stack + sizeof(thread_stack)) }, 8);
	for (unsigned int i = 0; i < 4; i++) {
		u64 top = CEA_BASE + ist[i];

		__builtin_memcpy(tss + TSS_ist + 8 * i, &top, 8);
	}
	*(u16 *)(tss + 102) = 104;		/* no I/O bitmap */
	pcpu.irq_stack_ptr = (u64)(pcpu.irq_stack + sizeof(pcpu.irq_stack)) - 8;
	pcpu.irq_count = -1;
	pcpu.current = &task;
}

static void load_tables(void)
{
	struct {
		u16 limit;
		u64 base;
	} __attribute__((packed)) gdtr = { 2047, CEA_BASE + CEA_gdt },
	  idtr = { 4095, CEA_BASE + CEA_idt };

	asm volatile("lgdt %0" : : "m" (gdtr));
	asm volatile("lidt %0" : : "m" (idtr));
	asm volatile("ltr %w0" : : "r" (GDT_TSS));
	asm volatile("lldt %w0" : : "r" (GDT_LDT));
}

void cpu_init(void)
{
	u64 cr4 = read_cr4() | CR4_DE | CR4_OSFXSR | CR4_MCE;

	fill_idt();
	fill_gdt();
	fill_tss();
	load_tables();
	if (boot_cpu_has(X86_FEATURE_SMEP))
		cr4 |= CR4_SMEP;
	if (boot_cpu_has(X86_FEATURE_SMAP))
		cr4 |= CR4_SMAP;
	write_cr4(cr4);
	wrmsrl(MSR_GS_BASE, (u64)&pcpu);
	wrmsrl(MSR_KERNEL_GS, 0);
	boot_cpu_data.microcode = microcode();
}

/* SYSCALL lands in the trampoline with PTI, else in entry text. */
void cpu_load_entries(bool pti)
{
	wrmsrl(MSR_EFER, rdmsr64(MSR_EFER) | 1);
	wrmsrl(MSR_STAR, (u64)USER32_CS << 48 | (u64)KERNEL_CS << 32);
	wrmsrl(MSR_FMASK, FLAGS_TF | FLAGS_DF | FLAGS_IF | FLAGS_NT | FLAGS_AC |
	       0x3000);
	wrmsrl(MSR_SYSENTER_CS, KERNEL_CS);
	wrmsrl(MSR_SYSENTER_CS + 1, CEA_BASE + CEA_tss);
	wrmsrl(MSR_SYSENTER_CS + 2, (u64)entry_SYSENTER_compat);
	wrmsrl(MSR_CSTAR, (u64)entry_SYSCALL_compat);
	wrmsrl(MSR_LSTAR, pti ? CEA_BASE + CEA_trampoline :
	       (u64)entry_SYSCALL_64);
}
