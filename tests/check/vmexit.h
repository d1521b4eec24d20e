/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VM exits, where KVM is built in. The series does not write the MSR there
 * (Documentation/x86/ibrs.txt, Limits): each is noted, not silent. What it does
 * promise is judged: the return stack is filled before anything that could be
 * predicted from what the guest left in it (R14). That no other access of the
 * MSR is made by KVM is sites.c's. Later kernels write it, in assembler of
 * their own: only v4.15 is judged.
 */
#ifndef CHECK_VMEXIT_H
#define CHECK_VMEXIT_H

#include <stdbool.h>

struct check;

/*
 * What stands behind VMRUN, and behind VMLAUNCH and VMRESUME where they fail,
 * and __switch_to_asm, as entry points of c->en.func. False: out of memory, said.
 */
bool fillings_find(struct check *c);

#endif
