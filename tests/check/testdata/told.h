/* SPDX-License-Identifier: GPL-2.0-only */
/* RETPOLINE has another number than v4.15 gave it, and its thunk says which. */
#define RETPOLINE (11 * 32 + 12)
#define MORE_TEXT FUNC __x86_indirect_thunk_rax; \
	ALTERNATIVE "jmp *%rax", "call 2f; 1: pause; lfence; jmp 1b; 2: movq %rax, (%rsp); ret", RETPOLINE; \
	END __x86_indirect_thunk_rax
