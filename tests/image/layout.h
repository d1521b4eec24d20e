/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers that C and the assembler share. C checks those that are offsets. */
#ifndef IMAGE_LAYOUT_H
#define IMAGE_LAYOUT_H

#define PAGE_SIZE	0x1000

/* Physical memory from 0, in the last 2 GiB, where v4.15 has its text. */
#define KERNEL_BASE	0xffffffff80000000
/* I/O APIC, HPET, local APIC, in the same gigabyte table as the kernel. */
#define IOAPIC_BASE	0xffffffffbfc00000
#define HPET_BASE	0xffffffffbfd00000
#define APIC_BASE	0xffffffffbfe00000

/*
 * cpu_entry_area as in v4.15: mapped in both page tables, holds whatever the
 * processor reads by itself. Gaps between the stacks are not mapped.
 */
#define CEA_BASE	0xfffffe0000000000
#define CEA_idt		0x0000
#define CEA_gdt		0x1000
#define CEA_entry_stack	0x2000		/* grows down from 0x3000 */
#define CEA_tss		0x3000
#define CEA_trampoline	0x4000
#define CEA_df_stack	0x5000
#define CEA_nmi_stack	0x7000
#define CEA_db_stack	0x9000		/* two levels, see shift_ist */
#define CEA_mc_stack	0xc000
#define CEA_END		0xd000
#define EXCEPTION_STKSZ	0x1000

/* 65536 read-only aliases of one page, by bits 16 to 31 of the address. */
#define ESPFIX_BASE	0xffffff0000000000

/* User memory: one text page range linked there, data and a stack. */
#define USER_TEXT	0x400000
#define USER_DATA	0x500000
#define USER_APIC	0x501000
#define USER_STACK_TOP	0x602000
#define USER_HOLE	0x700000	/* never mapped */
#define USER_SAMPLES	0x510000

/* struct user_data */
#define U_RESUME	(USER_DATA + 0)
#define U_LOOPS		(USER_DATA + 16)
#define U_WHAT		(USER_DATA + 24)
#define U_FLAG		(USER_DATA + 32)
#define U_WATCHED	(USER_DATA + 40)
#define U_APIC		(USER_DATA + 48)
#define U_APIC_ID	(USER_DATA + 56)
#define U_NMI_FLAG	(USER_DATA + 64)
#define U_SPINS		(USER_DATA + 72)

/* GDT, in the order of v4.15 */
#define KERNEL_CS	0x10
#define KERNEL_DS	0x18
#define USER32_CS	0x23
#define USER_DS		0x2b
#define USER_CS		0x33
#define GDT_TSS		0x40
#define GDT_LDT		0x50
/* LDT */
#define LDT_SS16	0x07		/* 16-bit stack: needs espfix */
#define LDT_ABSENT	0x0f		/* code: IRET to it faults */
#define LDT_ABSENT_DATA	0x17		/* a stack, not present */
#define LDT_ABSENT_KERNEL 0x1c		/* the same for CPL 0 */

/* Interrupt vectors beside the architecture's */
#define VEC_IPI		0x30
#define VEC_SYSCALL	0x80
#define VEC_TIMER	0xef

#define ICR_NMI		0x400		/* command of the APIC: NMI */

#define MSR_GS_BASE	0xc0000101

#define FLAGS_FIXED	0x2
#define FLAGS_TF	0x100
#define FLAGS_IF	0x200
#define FLAGS_DF	0x400
#define FLAGS_NT	0x4000
#define FLAGS_RF	0x10000
#define FLAGS_AC	0x40000

/* struct pcpu, reached through GS */
#define TSS_sp0		4
#define TSS_sp1		12
#define TSS_ist		36
#define PCPU_rsp_scratch	0x1000
#define PCPU_irq_stack_ptr	0x1008
#define PCPU_espfix_stack	0x1010
#define PCPU_espfix_waddr	0x1018
#define PCPU_current		0x1020
#define PCPU_irq_count		0x1028
#define PCPU_irq_stack_top	0x3ff8
#define DEBUG_STACK	3		/* IST number */

#define TASK_flags	0
#define TIF_SLOW	1		/* leave the fast system call path */

/* struct pt_regs */
#define R15	0x00
#define R14	0x08
#define R13	0x10
#define R12	0x18
#define RBP	0x20
#define RBX	0x28
#define R11	0x30
#define R10	0x38
#define R9	0x40
#define R8	0x48
#define RAX	0x50
#define RCX	0x58
#define RDX	0x60
#define RSI	0x68
#define RDI	0x70
#define ORIG_RAX 0x78
#define RIP	0x80
#define CS	0x88
#define EFLAGS	0x90
#define RSP	0x98
#define SS	0xa0

/* System calls of the image */
#define NR_null		0
#define NR_exit		1		/* leaves the user program */
#define NR_do		2		/* something in kernel mode, see kernel.c */
#define NR_set		3		/* changes what it returns to */
#define NR_max		3
/* what NR_set changes */
#define SET_IRET	0
#define SET_BAD_NP	1
#define SET_BAD_GP	2
#define SET_SS16	3
#define SET_SS16_BAD	4
#define ENOSYS		38

#endif
