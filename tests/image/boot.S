/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a loader's 32-bit protected mode to C in long mode.
 *
 * Two loaders: QEMU's -kernel finds the PVH note (its multiboot loader takes
 * no ELF64, so there must be no multiboot1 header), GRUB the multiboot2
 * header. Both come with paging off and flat segments; EBX points to what the
 * loader has to say.
 */
#include "layout.h"

#define MB2_MAGIC	0xe85250d6
#define MB2_LEN		(mb2_end - mb2_header)

	.section .multiboot2, "a"
	.balign 8
mb2_header:
	.long	MB2_MAGIC, 0, MB2_LEN, -(MB2_MAGIC + MB2_LEN)
	.short	0, 0			/* no more tags */
	.long	8
mb2_end:

	.section .note.pvh, "a", @note
	.balign 4
	.long	4, 8, 18		/* XEN_ELFNOTE_PHYS32_ENTRY */
	.asciz	"Xen"
	.quad	pvh_start

	.section .boot.text, "ax"
	.code32
	.globl mb2_start, pvh_start
mb2_start:
	movl	$2, %ebp
	jmp	1f
pvh_start:
	movl	$1, %ebp
1:	cli
	cld
	movl	$boot_stack_end, %esp

	/* Four gigabytes one to one; the first also at KERNEL_BASE. */
	movl	$boot_pd, %edi
	movl	$0x83, %eax		/* present, writable, 2 MiB */
2:	movl	%eax, (%edi)
	movl	$0, 4(%edi)
	addl	$8, %edi
	addl	$0x200000, %eax
	jnc	2b

	movl	$boot_pgd, %eax
	movl	%eax, %cr3
	movl	%cr4, %eax
	orl	$0x20, %eax		/* PAE */
	movl	%eax, %cr4
	movl	$0xc0000080, %ecx	/* EFER.LME */
	rdmsr
	orl	$0x100, %eax
	wrmsr
	movl	$0x80010033, %eax	/* PG WP NE ET MP PE */
	movl	%eax, %cr0
	lgdt	boot_gdtr
	ljmp	$KERNEL_CS, $3f

	.code64
3:	movl	$KERNEL_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%eax, %eax
	movl	%eax, %fs
	movl	%eax, %gs
	lldt	%ax
	movl	%ebp, %edi
	movl	%ebx, %esi
	movabsq	$start_high, %rax
	jmp	*%rax

	.section .boot.data, "aw"
	.balign	8
boot_gdt:
	.quad	0, 0
	.quad	0x00af9b000000ffff	/* KERNEL_CS */
	.quad	0x00cf93000000ffff	/* KERNEL_DS */
boot_gdtr:
	.short	boot_gdtr - boot_gdt - 1
	.quad	boot_gdt

	.balign	PAGE_SIZE
boot_pgd:
	.quad	boot_pud + 3
	.fill	510, 8, 0
	.quad	boot_pud_high + 3
boot_pud:
	.set	i, 0
	.rept	4
	.quad	boot_pd + i * PAGE_SIZE + 3
	.set	i, i + 1
	.endr
	.fill	508, 8, 0
boot_pud_high:
	.fill	510, 8, 0
	.quad	boot_pd + 3
	.quad	0
boot_pd:
	.fill	4 * 512, 8, 0
	.fill	1024, 1, 0
boot_stack_end:

	.text
start_high:
	movq	$boot_stack_top, %rsp
	xorl	%ebp, %ebp
	call	image_main
1:	cli
	hlt
	jmp	1b

	.section .note.GNU-stack, "", @progbits
