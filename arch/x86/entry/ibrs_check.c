// SPDX-License-Identifier: GPL-2.0
/*
 * CONFIG_DEBUG_IBRS_ENTRY: is IA32_SPEC_CTRL what kernel mode has to run with?
 *
 * Entry code checks before it calls a handler, and so do a few places where
 * the value could have been lost. That is behind the write that an entry makes,
 * so there is still no RDMSR before that. What cannot be seen from here: the
 * instructions before the check, and user mode itself. Of that only the value
 * is seen that was written before.
 *
 * Checks run in NMIs, and in the #BP by which ftrace and kprobes patch code: no
 * lock is taken, nothing traced is called, and nothing is printed.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/cpu.h>
#include <linux/debugfs.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/linkage.h>
#include <linux/percpu.h>
#include <linux/sched/task_stack.h>
#include <linux/seq_file.h>

#include <asm/cpufeature.h>
#include <asm/current.h>
#include <asm/ibrs.h>
#include <asm/ibrs_check.h>
#include <asm/msr.h>
#include <asm/processor.h>
#include <asm/proto.h>
#include <asm/ptrace.h>

/*
 * Who checked: the handler that was about to be called, or that asked. They
 * are not listed anywhere, each gets a row of the tables when it comes first.
 */
#define NR_ROWS		64

static const void *paths[NR_ROWS];
static unsigned long bad_ips[NR_ROWS];
static atomic_t no_row;

struct ibrs_counts {
	unsigned long checks;
	unsigned long user;	/* of them, of entries from user mode */
	unsigned long bad;
};

static DEFINE_PER_CPU(struct ibrs_counts, ibrs_counts[NR_ROWS]);

/* The row of the ways out, which have no C function behind them */
static const char user_mode_row[] = "user_mode";

#define IBRS_NOT_WRITTEN	(~0ULL)

/*
 * What IBRS_EXIT has written last on this CPU. Each entry from user mode takes
 * it away, so that an exit that writes nothing shows at the next one.
 */
DEFINE_PER_CPU(u64, ibrs_exit_value) = IBRS_NOT_WRITTEN;

/* This CPU has set IBRS, and has not left. */
static DEFINE_PER_CPU(bool, ibrs_checking);

/* The first place of all that was bad, for the warning. */
static struct {
	const void *path;
	unsigned long ip;
	u64 found, wanted;
	int cpu;
} first_bad;

static atomic_t first_taken;
static bool first_ready;

static int row_of(const void *path)
{
	unsigned int i, row = ((unsigned long)path >> 4) % NR_ROWS;

	for (i = 0; i < NR_ROWS; i++, row = (row + 1) % NR_ROWS) {
		const void *there = READ_ONCE(paths[row]);

		if (!there)
			there = cmpxchg(&paths[row], NULL, path) ?: path;
		if (there == path)
			return row;
	}
	return -1;
}
NOKPROBE_SYMBOL(row_of);

static void count(const void *path, unsigned long ip, bool user, u64 found,
		  u64 wanted)
{
	int row = row_of(path);

	if (row < 0) {
		atomic_inc(&no_row);
	} else {
		this_cpu_inc(ibrs_counts[row].checks);
		this_cpu_add(ibrs_counts[row].user, user);
	}
	if (likely(found == wanted))
		return;

	if (row >= 0) {
		this_cpu_inc(ibrs_counts[row].bad);
		cmpxchg(&bad_ips[row], 0, ip);
	}
	if (atomic_cmpxchg(&first_taken, 0, 1))
		return;
	first_bad.path = path;
	first_bad.ip = ip;
	first_bad.found = found;
	first_bad.wanted = wanted;
	first_bad.cpu = raw_smp_processor_id();
	/* Pairs with ibrs_check_and_warn() */
	smp_store_release(&first_ready, true);
}
NOKPROBE_SYMBOL(count);

static bool is_checked(void)
{
	return static_cpu_has(X86_FEATURE_KERNEL_IBRS) &&
	       this_cpu_read(ibrs_checking);
}
NOKPROBE_SYMBOL(is_checked);

static noinline void ibrs_check_msr(const void *path, unsigned long ip,
				    bool user)
{
	u64 found = __rdmsr(MSR_IA32_SPEC_CTRL);

	count(path, ip, user, found, x86_spec_ctrl_kernel);
	if (unlikely(found != x86_spec_ctrl_kernel))
		x86_spec_ctrl_write(x86_spec_ctrl_kernel);
}
NOKPROBE_SYMBOL(ibrs_check_msr);

void ibrs_check(const void *where)
{
	if (is_checked())
		ibrs_check_msr(where, _RET_IP_, false);
}
NOKPROBE_SYMBOL(ibrs_check);

void ibrs_check_vmexit(void)
{
	if (is_checked())
		ibrs_check_msr(ibrs_check_vmexit, _RET_IP_, false);
}
EXPORT_SYMBOL_GPL(ibrs_check_vmexit);

static void check_exit(unsigned long ip)
{
	count(user_mode_row, ip, true, this_cpu_read(ibrs_exit_value),
	      x86_spec_ctrl_base);
	this_cpu_write(ibrs_exit_value, IBRS_NOT_WRITTEN);
}
NOKPROBE_SYMBOL(check_exit);

/* regs: of the code that was interrupted, which may be the kernel as well. */
asmlinkage __visible void ibrs_check_entry(struct pt_regs *regs,
					   const void *func)
{
	if (!is_checked())
		return;
	ibrs_check_msr(func, regs->ip, user_mode(regs));
	if (user_mode(regs))
		check_exit(regs->ip);
}
NOKPROBE_SYMBOL(ibrs_check_entry);

/* Of the 64-bit system call, all registers of which the thunk keeps. */
asmlinkage __visible void ibrs_check_syscall(void)
{
	ibrs_check_entry(task_pt_regs(current), entry_SYSCALL_64);
}
NOKPROBE_SYMBOL(ibrs_check_syscall);

void ibrs_check_up(const void *where)
{
	this_cpu_write(ibrs_checking, true);
	if (is_checked())
		ibrs_check_msr(where, _RET_IP_, false);
}

void ibrs_check_down(void)
{
	this_cpu_write(ibrs_checking, false);
}

void ibrs_check_and_warn(const void *where)
{
	static atomic_t warned;

	if (!is_checked())
		return;
	ibrs_check_msr(where, _RET_IP_, false);
	/* Pairs with count() */
	if (likely(!smp_load_acquire(&first_ready)) ||
	    atomic_read(&warned) || atomic_xchg(&warned, 1))
		return;
	if (first_bad.path != user_mode_row)
		WARN(1, "IA32_SPEC_CTRL was 0x%llx and not 0x%llx, on CPU %d in %ps, from %pS\n",
		     first_bad.found, first_bad.wanted, first_bad.cpu,
		     first_bad.path, (void *)first_bad.ip);
	else if (first_bad.found == IBRS_NOT_WRITTEN)
		WARN(1, "IA32_SPEC_CTRL was not written on the way to user mode, on CPU %d, ahead of the entry from 0x%lx\n",
		     first_bad.cpu, first_bad.ip);
	else
		WARN(1, "IA32_SPEC_CTRL: 0x%llx and not 0x%llx was written on the way to user mode, on CPU %d, ahead of the entry from 0x%lx\n",
		     first_bad.found, first_bad.wanted, first_bad.cpu,
		     first_bad.ip);
}

/* Behind an idle state that has cleared IBRS, and any other. */
void arch_cpu_idle_exit(void)
{
	ibrs_check(arch_cpu_idle_exit);
}

/* The boot CPU, before there is another one. It set IBRS in check_bugs(). */
static int __init ibrs_check_boot(void)
{
	ibrs_check_up(ibrs_check_boot);
	return 0;
}
early_initcall(ibrs_check_boot);

static int ibrs_check_show(struct seq_file *m, void *unused)
{
	unsigned int row, cpu;

	seq_puts(m, "path checks user bad first_bad_ip\n");
	for (row = 0; row < NR_ROWS; row++) {
		const void *path = READ_ONCE(paths[row]);
		struct ibrs_counts sum = { };

		if (!path)
			continue;
		for_each_possible_cpu(cpu) {
			sum.checks += per_cpu(ibrs_counts[row].checks, cpu);
			sum.user += per_cpu(ibrs_counts[row].user, cpu);
			sum.bad += per_cpu(ibrs_counts[row].bad, cpu);
		}
		if (path == user_mode_row)
			seq_puts(m, user_mode_row);
		else
			seq_printf(m, "%ps", path);
		seq_printf(m, " %lu %lu %lu ", sum.checks, sum.user, sum.bad);
		if (sum.bad)
			seq_printf(m, "%pS\n", (void *)bad_ips[row]);
		else
			seq_puts(m, "-\n");
	}
	if (atomic_read(&no_row))
		seq_printf(m, "(no_row) %d 0 0 -\n", atomic_read(&no_row));
	return 0;
}

static int ibrs_check_open(struct inode *inode, struct file *file)
{
	return single_open(file, ibrs_check_show, NULL);
}

static const struct file_operations ibrs_check_fops = {
	.open		= ibrs_check_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= single_release,
};

static int __init ibrs_check_debugfs(void)
{
	debugfs_create_file("ibrs_check", 0400, arch_debugfs_dir, NULL,
			    &ibrs_check_fops);
	return 0;
}
late_initcall(ibrs_check_debugfs);
