// SPDX-License-Identifier: GPL-2.0-only
/*
 * The barrier between users (R15): writes of 49h from the last instruction at
 * CPL3 with one mm to the first with the next, on one processor.
 *
 * An mm is the physical address of its page tables.  v4.15 keeps the last mm of
 * a processor as the active_mm of what runs there, so the page that is the last
 * one's is nobody else's meanwhile; what the guest has said of others it takes
 * back before they end.  Where tables were loaded that no user code ran with,
 * only bounds are known: that is counted as unknown, and as nothing else.
 */
#include "judge/tally.h"

/* The entry of @mm; NULL where nothing was ever said of it. */
static struct mm_said *said_of(struct judge *j, uint64_t mm)
{
	struct mm_said *s = j->cfg->said;

	for (unsigned int i = 0; i < NR_SAID; i++) {
		uint64_t is = __atomic_load_n(&s[i].mm, __ATOMIC_ACQUIRE);

		if (is == mm)
			return &s[i];
		if (!is)
			break;
	}
	return NULL;
}

static enum say what_is(struct judge *j, uint64_t mm)
{
	struct mm_said *s = said_of(j, mm);

	return s ? (enum say)__atomic_load_n(&s->is, __ATOMIC_ACQUIRE) :
		   SAY_UNSURE;
}

/*
 * Said by another processor since user code ran here: what the kernel saw of @mm
 * as it switched may be either.
 */
static bool said_late(struct judge *j, uint64_t mm)
{
	struct mm_said *s = said_of(j, mm);

	return s && __atomic_load_n(&s->when, __ATOMIC_ACQUIRE) > j->ibpb.since;
}

void ibpb_left(struct judge *j)
{
	j->ibpb.since = __atomic_load_n(&j->cfg->says, __ATOMIC_ACQUIRE);
}

static void say_of(struct judge *j, uint64_t mm, enum say is)
{
	struct mm_said *s = j->cfg->said;
	uint32_t when = __atomic_add_fetch(&j->cfg->says, 1, __ATOMIC_ACQ_REL);

	for (unsigned int i = 0; i < NR_SAID; i++) {
		uint64_t none = 0;

		/* another processor may take the same one */
		if (__atomic_compare_exchange_n(&s[i].mm, &none, mm, false,
						__ATOMIC_ACQ_REL,
						__ATOMIC_ACQUIRE) ||
		    none == mm) {
			/* whoever reads the new word finds it late */
			__atomic_store_n(&s[i].when, when, __ATOMIC_RELEASE);
			__atomic_store_n(&s[i].is, is, __ATOMIC_RELEASE);
			return;
		}
	}
	judge_lost(j, "more mm than NR_SAID", mm);
}

void ibpb_reset(struct judge *j)
{
	uint64_t unknown = j->ibpb.unknown;

	j->ibpb = (struct ibpb){ .unknown = unknown };
}

void judge_ibpb(struct judge *j, uint64_t rip, uint64_t val)
{
	judge_trace(j, "ibpb", rip, val);
	if (val != PRED_CMD_IBPB) {
		judge_violation(j, 15, "other-value", rip, val);
		return;
	}
	j->ibpb.writes++;
	j->ibpb.total++;
	/* boot's try leads to no load */
	j->ibpb.switching = j->cfg->user_ran;
	if (j->cfg->ibpb == IBPB_OFF)
		judge_violation(j, 15, "barrier-while-off", rip, 0);
}

void judge_ibpb_read(struct judge *j, uint64_t rip)
{
	judge_violation(j, 15, "read", rip, 0);
}

void judge_load(struct judge *j, uint64_t rip, uint64_t mm)
{
	struct ibpb *b = &j->ibpb;

	judge_trace(j, "load", rip, mm);
	b->switching = false;
	if (!mm) {
		b->inits++;
		return;
	}
	if (mm == b->loaded)
		return;
	b->loaded = mm;
	b->loads++;
	if (!b->exec && what_is(j, mm) == SAY_UNSURE)
		b->strangers++;
}

/* What one switch has to have, as far as it is known. */
struct want {
	enum { ANY, NONE, ONE } how;
	enum rule_part part;
	const char *missing;	/* the kind, where there has to be one */
};

static struct want wants(struct judge *j, uint64_t mm)
{
	static const struct want any = { .how = ANY };
	static const struct want none = { .how = NONE, .part = PART_R15_none };
	const struct ibpb *b = &j->ibpb;
	enum ibpb_policy policy = j->cfg->ibpb;
	enum say is = what_is(j, mm);

	if (policy == IBPB_UNSAID || b->loads != 1 || b->loaded != mm)
		return any;
	if (policy == IBPB_OFF)
		return none;
	if (b->s3 || b->blank)
		return any;
	if (!b->mm)
		return (struct want){ ONE, PART_R15_first,
				      "no-barrier-when-up" };
	if (b->exec)
		return (struct want){ ONE, PART_R15_exec,
				      "no-barrier-at-exec" };
	if (policy != IBPB_ON && said_late(j, mm))
		return any;
	if (policy == IBPB_ON || is == SAY_CLOSED)
		return (struct want){ ONE, PART_R15_switch, "no-barrier" };
	return is == SAY_OPEN ? none : any;
}

/* Back in the mm that was the last one here, and no other was loaded. */
static void same(struct judge *j, uint64_t rip)
{
	struct ibpb *b = &j->ibpb;
	uint64_t mm = b->mm;

	/*
	 * Where the record is blank it is another one's.  An mm that was dumpable
	 * has its barrier when it comes back and is not any more: what said so on
	 * another processor meanwhile may be behind the switch, and only allows it.
	 */
	if (b->shut && b->inits && !b->writes && !said_late(j, mm))
		judge_violation(j, 15, "no-barrier", rip, b->mm);
	else if (b->writes == 1 &&
	    (b->blank || (b->open && (what_is(j, mm) != SAY_OPEN ||
				      said_late(j, mm))))) {
		b->total -= !b->blank;	/* no list has it */
		b->blank = b->open = b->shut = false;
	} else if (b->writes && j->cfg->ibpb != IBPB_OFF) {
		judge_violation(j, 15, "barrier-too-many", rip, b->writes);
	} else if (b->inits && j->cfg->ibpb != IBPB_UNSAID) {
		judge_part(j, PART_R15_init);
	}
}

/* Each load of another mm's tables may have had a barrier, and no more. */
static void bounds(struct judge *j, uint64_t rip, uint64_t mm)
{
	struct ibpb *b = &j->ibpb;
	enum ibpb_policy policy = j->cfg->ibpb;
	bool named = policy == IBPB_ON ||
		     (policy == IBPB_AUTO && what_is(j, mm) == SAY_CLOSED &&
		      !said_late(j, mm));

	b->unknown++;
	b->strangers += b->loaded != mm;
	if (policy != IBPB_OFF && b->writes > b->loads + (b->loaded != mm))
		judge_violation(j, 15, "barrier-too-many", rip, b->writes);
	else if (named && !b->writes && b->mm && b->mm != mm &&
		 b->loaded == mm)
		judge_violation(j, 15, "no-barrier", rip, mm);
}

static void another(struct judge *j, uint64_t rip, uint64_t mm)
{
	struct ibpb *b = &j->ibpb;
	struct want w = wants(j, mm);
	uint32_t want = w.how == ONE;

	if (w.how == ANY)
		bounds(j, rip, mm);
	else if (b->writes == want)
		judge_part(j, w.part);
	else if (b->writes < want)
		judge_violation(j, 15, w.missing, rip, mm);
	else if (j->cfg->ibpb != IBPB_OFF)
		judge_violation(j, 15, "barrier-too-many", rip, b->writes);
	b->blank = b->s3 && !b->writes;
	b->open = !b->writes;
	b->shut = false;
	b->s3 = b->exec = false;
}

/*
 * The first user code of all says nothing: boot has tried whether the MSR takes
 * the write, and the kernel's own exec is behind it.
 */
void judge_mm(struct judge *j, uint64_t rip, uint64_t mm)
{
	struct ibpb *b = &j->ibpb;

	if (!__atomic_exchange_n(&j->cfg->user_ran, true, __ATOMIC_ACQ_REL))
		b->unknown++;
	else if (b->mm != mm || b->loads)
		another(j, rip, mm);
	else if (b->writes || b->inits)
		same(j, rip);
	b->mm = b->loaded = mm;
	b->writes = b->loads = b->inits = 0;
	b->switching = false;
	ibpb_left(j);
}

/* The guest's own list of barriers, of a time in which nobody else ran. */
static void end_list(struct judge *j, uint64_t rip, uint64_t want)
{
	struct ibpb *b = &j->ibpb;

	if (!b->listing || b->strangers || j->cfg->ibpb == IBPB_UNSAID)
		b->unknown++;
	else if (b->total != want)
		judge_violation(j, 15, "list-differs", rip, b->total);
	else
		judge_part(j, PART_R15_listed);
	b->listing = false;
}

void judge_say(struct judge *j, uint64_t rip, unsigned int what, uint64_t arg)
{
	struct ibpb *b = &j->ibpb;

	judge_trace(j, "says", what, arg);
	switch (what) {
	case SAY_EXEC:
	case SAY_UNSURE:
	case SAY_OPEN:
	case SAY_CLOSED:
		b->exec = what == SAY_EXEC;
		b->shut = b->open && what == SAY_CLOSED &&
			  j->cfg->ibpb == IBPB_AUTO;
		say_of(j, b->mm, b->exec ? SAY_UNSURE : (enum say)what);
		ibpb_left(j);
		break;
	case SAY_LIST:
		b->listing = true;
		b->strangers = b->total = 0;
		break;
	case SAY_COUNT:
		end_list(j, rip, arg);
		break;
	default:
		judge_lost(j, "the guest says what nobody knows", what);
	}
}
