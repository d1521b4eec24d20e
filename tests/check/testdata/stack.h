/* SPDX-License-Identifier: GPL-2.0-only */
/* #VC: pt_regs is on another stack behind this; an SS of the LDT has a way. */
#define OTHER_STACK(by) movq %rsp, %rdi; call by; movq %rax, %rsp
#define TO_KERNEL testb $4, 20 * 8(%rsp); jz 77f; swapgs; 77:
#define MORE_TEXT FUNC vc_switch_off_ist; ret; END vc_switch_off_ist
