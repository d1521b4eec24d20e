// SPDX-License-Identifier: GPL-2.0-only
/* Instruction classes, the MSR model and the symbol reader. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "rules/decode.h"
#include "judge/model.h"
#include "rules/paths.h"
#include "rules/sites.h"
#include "rig/sym.h"

static unsigned int n, failed;

static void check(int good, const char *name)
{
	printf("%s %u %s\n", good ? "ok" : "not ok", ++n, name);
	failed += !good;
}

static const struct {
	const char *text;
	uint8_t len, bytes[11];
	uint8_t cls;
	int64_t target;
} insns[] = {
	{ "ret", 1, { 0xc3 }, I_RET, 0 },
	{ "repz ret", 2, { 0xf3, 0xc3 }, I_RET, 0 },
	{ "ret $8", 3, { 0xc2, 8, 0 }, I_RET, 0 },
	{ "ret behind two REX", 3, { 0x47, 0x48, 0xc3 }, I_RET, 0 },
	{ "ret behind REX, data16", 3, { 0x48, 0x66, 0xc3 }, I_RET, 0 },
	{ "lretq", 2, { 0x48, 0xcb }, I_FAR, 0 },
	{ "ljmp *(%rax)", 3, { 0x48, 0xff, 0x28 }, I_FAR, 0 },
	{ "iretq", 2, { 0x48, 0xcf }, I_IRET, 0 },
	{ "jmp *%rdi", 2, { 0xff, 0xe7 }, I_IJMP, 0 },
	{ "notrack jmp *%rax", 3, { 0x3e, 0xff, 0xe0 }, I_IJMP, 0 },
	{ "jmp *%r11", 3, { 0x41, 0xff, 0xe3 }, I_IJMP, 0 },
	{ "call *0(,%rax,8)", 7, { 0xff, 0x14, 0xc5, 0, 0, 0, 0x82 },
	  I_ICALL, 0 },
	{ "push (%rax)", 2, { 0xff, 0x30 }, I_OTHER, 0 },
	{ "inc %eax", 2, { 0xff, 0xc0 }, I_OTHER, 0 },
	{ "call .+0x105", 5, { 0xe8, 0, 1, 0, 0 }, I_CALL, 0x105 },
	{ "jmp .-2", 2, { 0xeb, 0xfc }, I_JMP, -2 },
	{ "jne .+0x16", 6, { 0x0f, 0x85, 0x10, 0, 0, 0 }, I_JMP, 0x16 },
	{ "wrmsr", 2, { 0x0f, 0x30 }, I_WRMSR, 0 },
	{ "rdmsr", 2, { 0x0f, 0x32 }, I_RDMSR, 0 },
	{ "sysretq", 3, { 0x48, 0x0f, 0x07 }, I_SYSRET, 0 },
	{ "sysretl", 2, { 0x0f, 0x07 }, I_SYSRET, 0 },
	{ "syscall", 2, { 0x0f, 0x05 }, I_SYSCALL, 0 },
	{ "sysenter", 2, { 0x0f, 0x34 }, I_SYSENTER, 0 },
	{ "sysexit", 2, { 0x0f, 0x35 }, I_SYSEXIT, 0 },
	{ "swapgs", 3, { 0x0f, 0x01, 0xf8 }, I_SWAPGS, 0 },
	{ "vmrun", 3, { 0x0f, 0x01, 0xd8 }, I_VMENTRY, 0 },
	{ "stgi", 3, { 0x0f, 0x01, 0xdc }, I_STGI, 0 },
	{ "clgi", 3, { 0x0f, 0x01, 0xdd }, I_CLGI, 0 },
	{ "lfence", 3, { 0x0f, 0xae, 0xe8 }, I_LFENCE, 0 },
	{ "incsspq %rax", 5, { 0xf3, 0x48, 0x0f, 0xae, 0xe8 }, I_OTHER, 0 },
	{ "incsspd %eax", 4, { 0xf3, 0x0f, 0xae, 0xe8 }, I_OTHER, 0 },
	{ "mfence", 3, { 0x0f, 0xae, 0xf0 }, I_OTHER, 0 },
	{ "monitor", 3, { 0x0f, 0x01, 0xc8 }, I_MONITOR, 0 },
	{ "mwait", 3, { 0x0f, 0x01, 0xc9 }, I_MWAIT, 0 },
	{ "stac", 3, { 0x0f, 0x01, 0xcb }, I_OTHER, 0 },
	{ "lidt (%rax)", 3, { 0x0f, 0x01, 0x18 }, I_LIDT, 0 },
	{ "lgdt (%rax)", 3, { 0x0f, 0x01, 0x10 }, I_OTHER, 0 },
	{ "mov %rax,%cr3", 3, { 0x0f, 0x22, 0xd8 }, I_MOVCR3, 0 },
	{ "mov %rax,%cr4", 3, { 0x0f, 0x22, 0xe0 }, I_OTHER, 0 },
	{ "mov %eax,%gs", 2, { 0x8e, 0xe8 }, I_SEGLOAD, 0 },
	{ "lldt %ax", 3, { 0x0f, 0x00, 0xd0 }, I_SEGLOAD, 0 },
	{ "vmresume", 3, { 0x0f, 0x01, 0xc3 }, I_VMENTRY, 0 },
	{ "hlt", 1, { 0xf4 }, I_HLT, 0 },
	{ "mov $0xc3,%al", 2, { 0xb0, 0xc3 }, I_OTHER, 0 },
};

static void decode(void)
{
	for (size_t i = 0; i < sizeof(insns) / sizeof(insns[0]); i++) {
		struct insn in = decode_insn(insns[i].bytes, insns[i].len);

		check(in.cls == insns[i].cls && in.target == insns[i].target,
		      insns[i].text);
	}
}

static void model(void)
{
	struct msr_model m = { .mark = 0x100000006ull };
	uint64_t v = 0;

	model_reset(&m);
	check(model_rdmsr(&m, MSR_SPEC_CTRL, &v) && v == m.mark,
	      "48h starts as the mark");
	check(model_wrmsr(&m, MSR_SPEC_CTRL, m.mark | 1) &&
	      m.spec_ctrl == (m.mark | 1), "48h takes IBRS and the mark");
	check(!model_wrmsr(&m, MSR_SPEC_CTRL, 0x200000001ull) &&
	      m.spec_ctrl == (m.mark | 1) && m.bad_writes == 1,
	      "48h refuses a reserved bit and keeps its value");
	check(model_wrmsr(&m, MSR_PRED_CMD, 1) && m.ibpb == 1,
	      "49h takes 1");
	check(model_rdmsr(&m, MSR_PRED_CMD, &v) && m.bad_writes == 2,
	      "49h is write-only");
	check(!model_wrmsr(&m, MSR_ARCH_CAPS, 0), "10ah is read-only");
	model_reset(&m);
	check(m.spec_ctrl == m.mark, "reset drops IBRS");
	check(!model_rdmsr(&m, 0x10, &v), "other MSRs are not modelled");
}

/* What an update brings, RESET takes, and so does S3. */
static void microcode(void)
{
	static const uint32_t update[UCODE_HEADER / 4] = { 1, 0xd6 };
	static const uint32_t other[UCODE_HEADER / 4] = { 0, 0xd6 };
	struct msr_model m = { .mark = 7, .by_update = true };
	uint64_t v = 0;

	model_reset(&m);
	check(m.spec_ctrl == 7, "bit 0 may be set at reset");
	check(model_lacks(&m, MSR_SPEC_CTRL) && model_lacks(&m, MSR_PRED_CMD) &&
	      model_lacks(&m, MSR_ARCH_CAPS) && !model_lacks(&m, MSR_LSTAR),
	      "the MSRs are missing before an update");
	check(!model_rdmsr(&m, MSR_UCODE_REV, &v), "8bh is QEMU's before one");
	check(!model_update(&m, other) && !model_has(&m),
	      "what has no header is no update");
	check(model_update(&m, update) && model_has(&m) &&
	      !model_lacks(&m, MSR_SPEC_CTRL), "an update brings them");
	check(model_rdmsr(&m, MSR_UCODE_REV, &v) && v >> 32 == 0xd6,
	      "8bh has its revision");
	model_reset(&m);
	check(!model_has(&m) && m.spec_ctrl == 7, "RESET takes it");
	m.never = true;
	check(model_update(&m, update) && !model_has(&m),
	      "some have none with it");
}

static int load(const char *text, struct symtab *t, char *err, size_t len)
{
	char name[64];
	int ret = -2;
	FILE *f;

	snprintf(name, sizeof(name), "/tmp/rig-sym-%d", (int)getpid());
	f = fopen(name, "wx");
	if (!f)
		return -2;
	fputs(text, f);
	if (!fclose(f))
		ret = sym_load(t, name, err, len);
	unlink(name);
	return ret;
}

/* The same symbols without one in the middle; or with none behind it. */
static void cut_symbols(const char *whole, char *cut, bool all)
{
	const char *line = strstr(whole, "ffffffff81c00200");
	size_t before = (size_t)(line - whole);

	memcpy(cut, whole, before);
	strcpy(cut + before, all ? "" : strchr(line, '\n') + 1);
}

static void symbols(void)
{
	static const char good[] =
		"KALLSYMS-BEGIN\n"
		"          (null) A irq_stack_union\n"
		"0000000000000000 A fixed_percpu_data\n"
		"ffffffff81000000 T _text\n"
		"ffffffff81c00000 T __entry_text_start\n"
		"ffffffff81c00000 T entry_SYSCALL_64\n"
		"ffffffff81c00100 t nmi\n"
		"ffffffff81c00200 D data\n"
		"ffffffff81c01000 T __entry_text_end\n"
		"ffffffff82000000 B _end\n"
		"ffffffffc0000000 t init\t[mod]\nKALLSYMS-END 10\n";
	char cut[sizeof(good)];
	char err[256] = "", buf[64];
	struct symtab t;

	check(!load(good, &t, err, sizeof(err)), "kallsyms of a guest");
	check(!strcmp(sym_format(&t, 0xffffffff81c00004ull, buf, sizeof(buf)),
		      "entry_SYSCALL_64+0x4"), "section marks name no code");
	check(!strcmp(sym_format(&t, 0xffffffff81c00208ull, buf, sizeof(buf)),
		      "nmi+0x108"), "data names no code");
	check(!strcmp(sym_format(&t, 0x10, buf, sizeof(buf)), "0x10"),
	      "an address outside the kernel has no name");
	check(!!sym_at(&t, 0xffffffffc0000008ull), "a module has a name");
	sym_move(&t, 0x7e00000);
	check(sym_addr(&t, "entry_SYSCALL_64") == 0xffffffff89a00000ull &&
	      sym_addr(&t, "_end") == 0xffffffff89e00000ull,
	      "a kernel that moves has its symbols with it");
	check(sym_addr(&t, "fixed_percpu_data") == 0 &&
	      sym_at(&t, 0xffffffff89a00104ull) &&
	      !sym_at(&t, 0xffffffffc0000008ull),
	      "but for those per CPU, and modules of another boot have none");
	sym_free(&t);
	for (int all = 0; all < 2; all++) {
		cut_symbols(good, cut, all);
		check(load(cut, &t, err, sizeof(err)) == -1 &&
		      strstr(err, "are cut"), "what is cut is refused");
	}
	check(load("ffffffffffffffff B The real System.map is elsewhere\n",
		   &t, err, sizeof(err)) == -1 && strstr(err, "entry_text"),
	      "a placeholder System.map is refused");
	check(load("0000000000000000 T __entry_text_start\n"
		   "0000000000000000 T __entry_text_end\n", &t, err,
		   sizeof(err)) == -1, "zeroed kallsyms are refused");
	check(sym_load(&t, "/nonexistent", err, sizeof(err)) == -1 &&
	      strstr(err, "/nonexistent"), "a missing file is named");
}

static void paths(void)
{
	char buf[64];

	check(!strcmp(path_name(path_of_vector(2), O_WINDOW, L_KERNEL, buf,
				sizeof(buf)), "NMI@window"), "path name");
	check(path_of_vector(0x80) == E_INT80 && path_of_vector(0xec) == E_IRQ,
	      "vector classes");
	check(site_class_of("native_play_dead", true) == S_OFFLINE &&
	      site_class_of("intel_idle_ibrs", false) == S_IDLE &&
	      site_class_of("machine_kexec", true) == S_KEXEC &&
	      site_class_of("do_IRQ", false) == S_UNKNOWN, "site classes");
}

int main(void)
{
	printf("KTAP version 1\n1..%zu\n",
	       sizeof(insns) / sizeof(insns[0]) + 8 + 9 + 12 + 3);
	decode();
	model();
	microcode();
	symbols();
	paths();
	return failed ? 1 : 0;
}
