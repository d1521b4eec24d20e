// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the machine ends: by a reset, or by jumping into another kernel: a few
 * instructions that reset it, or (ibrs.next=) the same kernel once more.
 *
 * The jump comes after the closing line, so nothing on the console tells
 * whether it was made: the instrument has the places of machine_kexec().
 */
#include <errno.h>
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

/* Above the first MiB and below the kernel: always RAM, and never in use. */
#define KEXEC_DEST	0x100000UL

static int kexec_loaded, next_loaded;

/*
 * The other kernel: 64-bit mode, identity mapped, no IDT. The keyboard
 * controller resets the machine; where there is none, a triple fault does,
 * once the first had its time. Position independent.
 */
extern const char reset_code[], reset_code_end[];
asm(".pushsection .rodata\n"
    "reset_code:\n"
    "	movb	$0xfe, %al\n"
    "	outb	%al, $0x64\n"
    "	movl	$0x4000000, %ecx\n"
    "1:	decl	%ecx\n"
    "	jnz	1b\n"
    "	lidt	2f(%rip)\n"
    "	int3\n"
    "2:	.quad	0, 0\n"
    "reset_code_end:\n"
    ".popsection\n");

/* kexec_load(2) of reset_code. 0 or -errno. */
static int load_reset_code(void)
{
	struct kexec_segment seg = {
		.buf = reset_code,
		.bufsz = reset_code_end - reset_code,
		.mem = (void *)KEXEC_DEST,
		.memsz = PAGE_SZ,
	};

	if (syscall(SYS_kexec_load, KEXEC_DEST, 1UL, &seg,
		    (unsigned long)KEXEC_ARCH_DEFAULT))
		return -errno;
	return 0;
}

/*
 * The case of ibrs.end=kexec and of ibrs.next=: have the machine end that way.
 * When it cannot, the case says why and the machine ends as usual.
 */
void kexec_case(void)
{
	char text[8];
	char next[32] = "";
	int err;

	cmdline_word("ibrs.next", next, sizeof(next));
	err = *next ? load_next_kernel(next) : load_reset_code();

	if (err == -ENOSYS) {
		result_line(RES_SKIP, "kexec", "kernel without kexec");
		return;
	}
	if (err)
		printf("# kexec: kexec_load: %s\n", strerror(-err));
	read_file("/sys/kernel/kexec_loaded", text, sizeof(text));
	kexec_loaded = !err && text[0] == '1';
	next_loaded = kexec_loaded && *next;
	if (!err && !kexec_loaded)
		printf("# kexec: loaded, but the kernel does not say so\n");
	result_line(kexec_loaded ? RES_PASS : RES_FAIL, "kexec", NULL);
}

/* How end_machine() is going to end it: "reset" or "kexec". */
const char *ending(void)
{
	return kexec_loaded ? "kexec" : "reset";
}

/*
 * Print the closing line, which the next kernel does if there is to be one, and
 * end the machine. Does not return; -no-reboot makes QEMU exit on a reset.
 */
void end_machine(void)
{
	char line[96];
	int n = snprintf(line, sizeof(line), "ibrs-guest: done pass=%u fail=%u "
			 "skip=%u timeout=%u\n", tally.pass, tally.fail,
			 tally.skip, tally.timeout);

	fflush(stdout);
	if (!next_loaded && write(STDOUT_FILENO, line, n) != n)
		sync();
	tcdrain(STDOUT_FILENO);
	if (kexec_loaded)
		reboot(LINUX_REBOOT_CMD_KEXEC);
	/* Without ACPI a power-off only halts: a reset always ends QEMU. */
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}
