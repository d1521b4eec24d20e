// SPDX-License-Identifier: GPL-2.0-only
/*
 * The same kernel once more, by kexec, with another spectre_v2=.
 *
 * Kernel and initrd come from where QEMU hands them to its BIOS: the device
 * fw_cfg, at two I/O ports. How a bzImage is entered in 64-bit mode:
 * Documentation/x86/boot.txt (v4.15).
 */
#include <asm/bootparam.h>
#include <errno.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init.h"

#define FW_CFG		0x510	/* selector, data in the next port */
enum { FW_KERNEL_SIZE = 0x08, FW_INITRD_SIZE = 0x0b, FW_KERNEL = 0x11,
       FW_INITRD = 0x12, FW_SETUP_SIZE = 0x17, FW_SETUP = 0x18 };

/* Where things go: RAM of the least machine there is, apart from each other. */
#define STUB_AT		0x90000UL
#define PARAMS_AT	0x91000UL
#define CMDLINE_AT	0x92000UL
#define KERNEL_AT	0x1000000UL
#define INITRD_AT	0x10000000UL
#define ENTRY_64	0x200
#define CMDLINE_MAX	0x1000

/* kexec enters it in 64-bit mode, all RAM mapped as it is. */
extern const char next_stub[], next_stub_end[];
asm(".pushsection .rodata\n"
    "next_stub:\n"
    "	movl	$0x91000, %esi\n"
    "	movl	$0x1000200, %eax\n"
    "	jmp	*%rax\n"
    "next_stub_end:\n"
    ".popsection\n");

static void fw_read(unsigned int item, void *buf, size_t len)
{
	outw(item, FW_CFG);
	insb(FW_CFG + 1, buf, len);
}

/* The item behind @size_of, in memory of its own. */
static void *fw_item(unsigned int size_of, unsigned int item, uint32_t *len)
{
	void *buf;

	fw_read(size_of, len, sizeof(*len));
	buf = malloc(*len + 1);
	if (buf)
		fw_read(item, buf, *len);
	return buf;
}

/* RAM as this kernel has it; all else is the next one's to find. */
static void ram_of(struct boot_params *p)
{
	unsigned long long from, to;
	FILE *f = fopen("/proc/iomem", "r");
	char line[128];

	while (f && fgets(line, sizeof(line), f)) {
		if (*line == ' ' || !strstr(line, ": System RAM") ||
		    sscanf(line, "%llx-%llx", &from, &to) != 2 ||
		    p->e820_entries == E820_MAX_ENTRIES_ZEROPAGE)
			continue;
		p->e820_table[p->e820_entries++] = (struct boot_e820_entry){
			.addr = from, .size = to + 1 - from, .type = 1,
		};
	}
	if (f)
		fclose(f);
}

/* The words of this kernel's command line, and on top of them those of ours. */
static void words_of(char *cmdline, const char *mode)
{
	char now[2048] = "";

	read_file("/proc/cmdline", now, sizeof(now));
	now[strcspn(now, "\n")] = '\0';
	snprintf(cmdline, CMDLINE_MAX, "%s ibrs.next= ibrs.end=reset "
		 "spectre_v2=%s", now, mode);
}

static void params_of(struct boot_params *p, const unsigned char *setup,
		      size_t len, uint32_t initrd)
{
	size_t end = 0x202 + setup[0x201];

	memset(p, 0, sizeof(*p));
	if (end > len)
		end = len;
	memcpy(&p->hdr, setup + 0x1f1, end - 0x1f1);
	p->hdr.type_of_loader = 0xff;
	p->hdr.cmd_line_ptr = CMDLINE_AT;
	p->hdr.ramdisk_image = INITRD_AT;
	p->hdr.ramdisk_size = initrd;
	p->hdr.setup_data = 0;
	ram_of(p);
}

static struct kexec_segment segment(const void *buf, size_t len,
				    unsigned long at)
{
	return (struct kexec_segment){
		.buf = buf, .bufsz = len, .mem = (void *)at,
		.memsz = (len + PAGE_SZ - 1) & ~(PAGE_SZ - 1),
	};
}

int load_next_kernel(const char *mode)
{
	static struct boot_params params;
	static char cmdline[CMDLINE_MAX];
	uint32_t kernel_len, initrd_len, setup_len;
	void *kernel, *initrd, *setup;

	if (ioperm(FW_CFG, 2, 1))
		return -errno;
	kernel = fw_item(FW_KERNEL_SIZE, FW_KERNEL, &kernel_len);
	initrd = fw_item(FW_INITRD_SIZE, FW_INITRD, &initrd_len);
	setup = fw_item(FW_SETUP_SIZE, FW_SETUP, &setup_len);
	if (!kernel || !initrd || !setup)
		return -ENOMEM;
	if (setup_len < 0x268 || memcmp((char *)setup + 0x202, "HdrS", 4))
		return -ENOEXEC;
	params_of(&params, setup, setup_len, initrd_len);
	words_of(cmdline, mode);
	struct kexec_segment seg[] = {
		segment(next_stub, next_stub_end - next_stub, STUB_AT),
		segment(&params, sizeof(params), PARAMS_AT),
		segment(cmdline, sizeof(cmdline), CMDLINE_AT),
		segment(kernel, kernel_len, KERNEL_AT),
		segment(initrd, initrd_len, INITRD_AT),
	};
	if (syscall(SYS_kexec_load, STUB_AT, ARRAY_SIZE(seg), seg,
		    (unsigned long)KEXEC_ARCH_DEFAULT))
		return -errno;
	return 0;
}
