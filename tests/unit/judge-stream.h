/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pieces of event streams for the judge, made by hand, and the streams that
 * break no rule.  All of them feed the one judge `j'.
 */
#ifndef RIG_STREAM_H
#define RIG_STREAM_H

#include "rules/decode.h"
#include "judge/judge.h"
#include "judge/model.h"

#define K(x)	(0xffffffff81000000ull + (x))
#define USER_RIP	0x401000ull
#define LSTAR_RIP	K(0x100)
#define IRET_RIP	K(0x500)
#define NMI_RIP		K(0x600)
#define DB_RIP		K(0x700)
#define PF_RIP		K(0x800)
#define GP_RIP		K(0x900)
#define DF_RIP		K(0xa00)
#define IRQ_RIP		K(0xb00)
#define MC_RIP		K(0xc00)
#define SYSENTER_RIP	K(0xd00)
#define IDLE_RIP	K(0x40000)
#define DEAD_RIP	K(0x41000)
#define KEXEC_RIP	K(0x42000)
#define BOOT_RIP	K(0x44000)
#define NMI_FRAME	0xfffffe0000003fd8ull
#define DB_FRAME	0xfffffe0000007fd8ull
#define DF_FRAME	0xfffffe0000001fd8ull
#define MC_FRAME	0xfffffe0000009fd8ull
#define STACK	0xffffc90000003f00ull
#define BASE	0x100000006ull

/* A stream, and what the judge has to make of it. */
struct stream {
	const char *name;
	void (*run)(void);
	unsigned int rule;	/* must have been exercised; 0 for none */
	const char *kinds;	/* exactly these violations, "" for none */
};

/* The further files with streams, each ended by a NULL name */
extern const struct stream leave_streams[], site_streams[], ibpb_streams[],
	says_streams[],
	guest_streams[], page_streams[], away_streams[];

int ibpb_not_judged(void);
int ibpb_window(void);
int firmware_window(void);

extern struct judge_cfg cfg;
extern struct judge j;

/* judge-stream.c */
void insn(uint64_t rip, unsigned int cls);
void wr(uint64_t val);
void set(void);
void clear(void);
void rd(void);
void syscall_in(void);
void sysret(void);
void user(void);
void body(void);
void idt(unsigned int vec, uint64_t rip, uint64_t sp, bool ist,
	 struct frame fr, bool saved_entry);
struct frame at_user(void);
struct frame at_kernel(uint64_t rip);
void iret(uint64_t sp, struct frame to);
void boot(uint64_t msr);
/* One that is up with @msr and IBRS not in use, in a kernel of this series. */
void off(uint64_t msr);
/* WRMSR or RDMSR of 48h by the boot code, if model @m has the MSR. */
void boot_access(struct msr_model *m, bool write);
void good_syscall(void);
void nmi_kernel(bool restore);
void nmi_window(uint64_t rip, bool saved_entry, bool restore);

/* judge-pages.c: a site that writes; a system call from its set to its clear */
void page_site(uint64_t rip, uint64_t val, unsigned int cls);
void page_idle_clear(void);
void page_idle_set(void);
void page_mwait(uint32_t eax, uint32_t ecx);
void page_in_kernel(void);
void page_out(void);

/* judge-good.c */
void ok_syscalls(void);
void ok_nmi_protected(void);
void ok_nmi_in_both_windows(void);
void ok_nmi_before_first(void);
void ok_nmi_back_to_back(void);
void ok_nmi_nested(void);
void ok_irq_right_after_iret(void);
void ok_bad_iret(void);
void ok_nmi_behind_db_at_iret(void);
void ok_espfix_df(void);
void ok_nmi_before_df(void);
void ok_fault_from_kernel(void);
void ok_user_cr3(void);
void ok_idle_clear(void);
void ok_offline(void);
void ok_resume(void);
void ok_kexec(void);
void ok_microcode_first(void);
void ok_found_set(void);
void ok_stibp(void);

/* judge-wrong.c */
void bad_ret_in_window(void);
void bad_branch_before_write(void);
void bad_set_at_exit(void);
void bad_nmi_not_restored(void);
void bad_fault_unprotected(void);
void bad_iret_unprotected(void);
void bad_no_write(void);
void bad_read_first(void);
void bad_double_clear(void);
void bad_read_to_clear(void);
void bad_set_again(void);
void bad_nmi_restore_protected(void);
void bad_low_half(void);
void bad_stibp_lost(void);
void bad_ssbd_lost(void);
void bad_high_half(void);
void bad_c_code_in_window(void);
void bad_irqs_on(void);
void bad_segment_load(void);
void bad_user_access(void);
void bad_call_out(void);
void bad_user_cr3(void);
void bad_fault_on_user_cr3(void);
void bad_double_fault_on_user_cr3(void);
void bad_iret_fault_on_user_cr3(void);
void bad_idle(void);
void bad_idle_set(void);
void bad_late(void);
void bad_resume(void);
void bad_offline(void);
void bad_kexec(void);
void bad_skip_unfenced(void);
void bad_lost(void);

/* judge-bad.c */
void bad_icall_in_window(void);
void bad_far_in_window(void);
void bad_iret_back(void);
void bad_db_in_its_own_entry(void);
void bad_r7_first(void);
void bad_two_writes_in(void);
void bad_read_on_the_way_out(void);
void bad_set_after_clear(void);
void bad_nmi_writes(void);
void bad_nmi_reads(void);
void bad_nmi_writes_in_window(void);
void bad_nested_read(void);
void bad_idle_base(void);
void bad_offline_base(void);
void bad_arming_base(void);
void bad_no_stibp(void);
void bad_reserved(void);
void bad_extable(void);
void bad_firmware_irqs_on(void);
void bad_armed_late(void);
void bad_no_msr(void);
void bad_left_set(void);
void bad_extra_write(void);
void bad_cleared_base(void);

/* judge-leave.c */
void ibpb_pair(enum ibpb_policy p);
void ibpb_switch_to(uint64_t mm, unsigned int barriers);
int open_levels(void);
bool all_in_paths(void);

#endif
