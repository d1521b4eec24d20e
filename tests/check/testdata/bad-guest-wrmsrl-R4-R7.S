/* SPDX-License-Identifier: GPL-2.0-only */
/* By wrmsrl(), which is a call: it comes back with IBRS clear. */
#define GUEST_CALL(var) movl $0x48, %edi; movl var, %esi; movl var + 4, %edx; \
	call native_write_msr
#define VMX_ENTER ALTERNATIVE "jmp 8f", "", IBRS; GUEST_CALL(x86_spec_ctrl_base); 8:
#define VMX_EXIT
#define VMX_AFTER_FILL ALTERNATIVE "jmp 9f", "", IBRS; \
	GUEST_CALL(x86_spec_ctrl_kernel); 9:
#define KVM_MORE FUNC native_write_msr; movl %edi, %ecx; movl %esi, %eax; \
	wrmsr; ret; END native_write_msr
#include "kvm.h"
