/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VM entries and VM exits, where KVM is built in. Behind a VM exit IBRS has to
 * be set (R1, R4) and the return stack to be filled (R14) before anything that
 * could be predicted from what the guest left; ahead of a VM entry IBRS is
 * cleared (R2). Later kernels write it in assembler of their own: only v4.15 is
 * judged.
 */
#ifndef CHECK_VMEXIT_H
#define CHECK_VMEXIT_H

#include <stdbool.h>

struct check;

/*
 * What stands behind VMRUN, and behind VMLAUNCH and VMRESUME where they fail,
 * the functions that these are in, and __switch_to_asm, as entry points of
 * c->en.func. False: out of memory, said.
 */
bool fillings_find(struct check *c);

#endif
