// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest of this guest, by /dev/kvm.
 *
 * Rule: a VM exit is a crossing in, a VM entry one out.
 * Trigger: on each processor a virtual machine of one virtual CPU in real mode,
 * which halts, asks CPUID, does I/O, spins until something interrupts it, is
 * interrupted, and tries the MSRs of speculation control, which have to be #GP.
 * Its CS has 3 for the low bits, as code at CPL3 has.
 * Cannot tell: why it left the guest, where that is not an exit to here. Nor that
 * an interrupt is delivered once: a few in a hundred thousand come twice under QEMU
 * 7.2 where an NMI ends the guest meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../guest.h"

#define MEMORY		0x10000u
#define CODE_SEL	0x103u
#define CODE		(CODE_SEL * 16u)
#define IRQ_VECTOR	0x20u
#define PORT		0x20
#define ANSWER		0x5a
#define ROUNDS		125u
#define MSR_TRIES	3u	/* in a round */
#define HIDDEN		((1u << 26) | (1u << 27))	/* CPUID.7:EDX */
#define LEAVES		100

/*
 * SI counts #GP, DI interrupts, BP is the round; at the end these and what CPUID
 * has shown of IBRS and STIBP are words of memory, and a byte to PORT + 2 ends it.
 */
extern const char kvm_code[], kvm_code_end[], kvm_gp[], kvm_irq[];
asm(".pushsection .rodata\n"
    "kvm_code: .code16\n"
    "	xorw %si, %si\n	xorw %di, %di\n	movw $125, %bp\n"
    "1:	sti\n	hlt\n	cli\n"
    "	movl $7, %eax\n	xorl %ecx, %ecx\n	cpuid\n"
    "	orl %edx, 0x808\n"
    "	movb %bl, %al\n	outb %al, $0x20\n	inb $0x21, %al\n"
    "	cmpb $0x5a, %al\n	jne 3f\n"
    "	movl $0x48, %ecx\n	rdmsr\n"
    "	movl $1, %eax\n	xorl %edx, %edx\n	wrmsr\n"
    "	movl $0x49, %ecx\n	movl $1, %eax\n	xorl %edx, %edx\n	wrmsr\n"
    "	sti\n	movw $400, %cx\n"
    "2:	loop 2b\n	cli\n"
    "	decw %bp\n	jnz 1b\n"
    "3:	movw %si, 0x800\n	movw %di, 0x802\n	movw %bp, 0x804\n"
    "	outb %al, $0x22\n"
    "4:	hlt\n	jmp 4b\n"
    "kvm_gp: incw %si\n	movw %sp, %bx\n	addw $2, %ss:(%bx)\n	iretw\n"
    "kvm_irq: incw %di\n	iretw\n"
    "kvm_code_end: .code64\n"
    ".popsection\n");

struct report {			/* at 800h */
	uint16_t gp, irqs, left, unused;
	uint32_t shown;
};

struct machine {
	int vm, cpu;
	uint8_t *memory;
	struct kvm_run *run;
	size_t run_size;
	unsigned int halts;
};

static int no(const char *what)
{
	return fail("%s: %s", what, strerror(errno));
}

/* Gates of real mode: offset, segment. */
static void gate(struct machine *m, unsigned int vec, const char *to)
{
	uint16_t *at = (uint16_t *)(m->memory + 4 * vec);

	at[0] = (uint16_t)(to - kvm_code);
	at[1] = CODE_SEL;
}

static int load(struct machine *m)
{
	struct kvm_userspace_memory_region region = {
		.memory_size = MEMORY,
	};

	m->memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (m->memory == MAP_FAILED)
		return no("memory");
	memcpy(m->memory + CODE, kvm_code, (size_t)(kvm_code_end - kvm_code));
	gate(m, GP_VECTOR, kvm_gp);
	gate(m, IRQ_VECTOR, kvm_irq);
	region.userspace_addr = (uintptr_t)m->memory;
	if (ioctl(m->vm, KVM_SET_USER_MEMORY_REGION, &region))
		return no("KVM_SET_USER_MEMORY_REGION");
	return RES_PASS;
}

/* What KVM has for guests, as it says itself. */
static int give_cpuid(int kvm, struct machine *m)
{
	static struct {
		struct kvm_cpuid2 head;
		struct kvm_cpuid_entry2 entry[LEAVES];
	} leaves;

	leaves.head.nent = LEAVES;
	if (ioctl(kvm, KVM_GET_SUPPORTED_CPUID, &leaves) ||
	    ioctl(m->cpu, KVM_SET_CPUID2, &leaves))
		return no("CPUID");
	return RES_PASS;
}

static int set_registers(struct machine *m)
{
	struct kvm_regs regs = { .rsp = MEMORY - 16, .rflags = 2 };
	struct kvm_sregs sregs;

	if (ioctl(m->cpu, KVM_GET_SREGS, &sregs))
		return no("KVM_GET_SREGS");
	sregs.cs.selector = CODE_SEL;
	sregs.cs.base = CODE;
	if (ioctl(m->cpu, KVM_SET_SREGS, &sregs) ||
	    ioctl(m->cpu, KVM_SET_REGS, &regs))
		return no("KVM_SET_SREGS");
	return RES_PASS;
}

static int make(int kvm, struct machine *m)
{
	m->vm = ioctl(kvm, KVM_CREATE_VM, 0);
	if (m->vm < 0)
		return no("KVM_CREATE_VM");
	if (load(m))
		return RES_FAIL;
	m->cpu = ioctl(m->vm, KVM_CREATE_VCPU, 0);
	if (m->cpu < 0)
		return no("KVM_CREATE_VCPU");
	m->run_size = (size_t)ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	m->run = mmap(NULL, m->run_size, PROT_READ | PROT_WRITE, MAP_SHARED,
		      m->cpu, 0);
	if (m->run == MAP_FAILED)
		return no("struct kvm_run");
	return give_cpuid(kvm, m) || set_registers(m);
}

static void unmake(struct machine *m)
{
	munmap(m->run, m->run_size);
	close(m->cpu);
	close(m->vm);
	munmap(m->memory, MEMORY);
}

static unsigned long long where(const struct machine *m)
{
	struct kvm_regs regs;

	return ioctl(m->cpu, KVM_GET_REGS, &regs) ? ~0ull : regs.rip;
}

/* One exit to here; 1: the guest has come to its end. */
static int serve(struct machine *m)
{
	struct kvm_interrupt irq = { .irq = IRQ_VECTOR };
	struct kvm_run *r = m->run;
	uint8_t *data = (uint8_t *)r + r->io.data_offset;

	m->halts += r->exit_reason == KVM_EXIT_HLT;
	if (r->exit_reason == KVM_EXIT_HLT)
		return ioctl(m->cpu, KVM_INTERRUPT, &irq) ?
		       -no("KVM_INTERRUPT") : 0;
	if (r->exit_reason == KVM_EXIT_INTERNAL_ERROR)
		return -fail("KVM gives the guest up: %u of %u, %llx %llx at %llx",
			     r->internal.suberror, r->internal.ndata,
			     r->internal.data[0], r->internal.data[1],
			     where(m));
	if (r->exit_reason != KVM_EXIT_IO)
		return -fail("exit %u of the guest, at %llx", r->exit_reason,
			     where(m));
	if (r->io.port == PORT + 2)
		return 1;
	if (r->io.direction == KVM_EXIT_IO_IN)
		*data = ANSWER;
	return 0;
}

static int judge(const struct machine *m)
{
	struct report r;

	memcpy(&r, m->memory + 0x800, sizeof(r));
	return expect("rounds left", r.left, 0) ||
	       expect("halts", m->halts, ROUNDS) ||
	       expect("interrupts lost", r.irqs < m->halts, 0) ||
	       expect("#GP at 48h and 49h", r.gp, ROUNDS * MSR_TRIES) ||
	       expect("IBRS and STIBP in CPUID", r.shown & HIDDEN, 0);
}

static int run_once(int kvm)
{
	struct machine m = { .run = NULL };
	int ret = 0;

	if (make(kvm, &m))
		return RES_FAIL;
	while (!ret) {
		if (ioctl(m.cpu, KVM_RUN, 0) && errno != EINTR)
			return no("KVM_RUN");
		ret = serve(&m);
	}
	ret = ret < 0 ? RES_FAIL : judge(&m);
	unmake(&m);
	return ret;
}

static int run_on(int kvm, int cpu, unsigned long boots)
{
	if (pin_to(cpu))
		return fail("processor %d", cpu);
	while (boots--)
		if (run_once(kvm))
			return RES_FAIL;
	return RES_PASS;
}

int kvm_guest(unsigned long loops)
{
	int kvm = open("/dev/kvm", O_RDWR), cpus = cpu_count(), ret = RES_PASS;
	pid_t pid[8];

	if (kvm < 0)
		return fail("/dev/kvm: %s", strerror(errno));
	for (int i = 0; i < cpus; i++) {
		pid[i] = fork();
		if (!pid[i])
			_exit(run_on(kvm, i, loops / (unsigned long)cpus));
	}
	for (int i = 0; i < cpus; i++)
		if (wait_status(pid[i], RES_PASS))
			ret = RES_FAIL;
	return ret;
}
