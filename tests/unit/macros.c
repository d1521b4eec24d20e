// SPDX-License-Identifier: GPL-2.0-only
/*
 * The macros of arch/x86/entry/ibrs.h, each assembled with either side of its
 * alternative, decoded and executed with symbols for values: the accesses of
 * IA32_SPEC_CTRL it promises and no other, with the right value in all 64 bits;
 * clobbers as its comment says; what is patched in fits; one jump over all of
 * it when off; the feature it is patched in by. And the constants that the
 * series adds to asm/msr-index.h as any GAS takes them. Run in tests/;
 * SERIES=<directory> is another project.
 *
 * Rule: R4 to R6, R11, R13. Not told apart: whether a macro stands at the right
 * place. The entry image tells.
 */
#include <fnmatch.h>
#include <regex.h>
#include <stdlib.h>
#include <unistd.h>

#include "image/include/asm/cpufeatures.h"
#include "unit/doc.h"
#include "unit/macros.h"

#define BEGIN	0x1000		/* where it is linked */
#define KEPT(...)	((const char *[]){ __VA_ARGS__, NULL })
#define SITE_SIZE	24	/* of the image's struct alt_instr */

static const char *series;
static char dir[] = "/tmp/macros-XXXXXX";

struct macro {
	const char *call;
	struct side off, on;
	size_t sites, site, old, new;
	unsigned int feature;
};

/* --- assembling ----------------------------------------------------------- */

static __attribute__((format(printf, 1, 2))) void run(const char *fmt, ...)
{
	char *command;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&command, fmt, ap) < 0 || system(command))
		wrong("failed: %s", command);
	va_end(ap);
	free(command);
}

static size_t section(const char *name, unsigned char *buf, size_t room)
{
	char path[64];
	size_t n;
	FILE *f;

	run("objcopy -O binary -j %s %s/m.elf %s/section", name, dir, dir);
	snprintf(path, sizeof(path), "%s/section", dir);
	f = fopen(path, "r");
	n = f ? fread(buf, 1, room, f) : 0;
	if (!n || n == room)
		wrong("section %s: %zu bytes", name, n);
	if (f)
		fclose(f);
	return n;
}

/* asm/msr-index.h, out of the patches as for the entry image. */
static void headers(void)
{
	char *from = realpath(series, NULL);

	run("MAKEFLAGS= make -s -C image O=%s SERIES='%s' %s/asm/msr-index.h",
	    dir, from, dir);
	free(from);
}

/* The site has to be the macro's first instruction. */
static void assemble(struct macro *m)
{
	unsigned char alt[256] = { 0 }, new[256];
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/m.S", dir);
	f = fopen(path, "w");
	fprintf(f, "#include \"ibrs.h\"\n.text\n%s\n", m->call);
	fclose(f);
	run("gcc -D__ASSEMBLY__ -Iimage/include -I%s -I'%s/arch/x86/entry' "
	    "-c -o %s/m.o %s/m.S", dir, series, dir, dir);
	run("ld -Ttext=0x%x --defsym x86_spec_ctrl_kernel=0x11110000 "
	    "--defsym x86_spec_ctrl_base=0x22220000 -e 0x%x -o %s/m.elf "
	    "%s/m.o", BEGIN, BEGIN, dir, dir);
	m->off.len = section(".text", m->off.byte, sizeof(m->off.byte));
	m->sites = section(".altinstructions", alt, sizeof(alt)) / SITE_SIZE;
	m->new = section(".altinstr_replacement", new, sizeof(new));
	memcpy(&m->site, alt, 8);
	m->old = alt[16];
	m->feature = alt[18];
	if (m->new != alt[17] || m->old > m->off.len)
		wrong("%zu bytes of replacement, not %u", m->new, alt[17]);
	m->on = m->off;
	memset(m->on.byte, 0x90, m->old);
	memcpy(m->on.byte, new, m->new < m->old ? m->new : m->old);
	decode(&m->off);
	decode(&m->on);
}

/* --- the macros ----------------------------------------------------------- */

static struct macro now;	/* the one that is looked at */

static void is(const char *name, const char *got, const char *want)
{
	if (fnmatch(want, got, 0))
		wrong("got    %s\n# wanted %s", got, want);
	check(name);
}

#define ON(name, leg, free_, out, want) \
	is(name, execute(&now.on, leg, free_, out), want)

/* Branches R1 names, calls, returns, and what is relative to RIP. */
static unsigned int forbidden(const struct side *s)
{
	unsigned int found = 0;

	for (unsigned int i = 0; i < s->nr; i++) {
		const ZydisDecodedInstruction *n = &s->insn[i].i;
		const ZydisDecodedOperand *o = s->insn[i].op;

		found += n->meta.category == ZYDIS_CATEGORY_CALL ||
			 n->meta.category == ZYDIS_CATEGORY_RET ||
			 (n->mnemonic == ZYDIS_MNEMONIC_JMP &&
			  o->type != ZYDIS_OPERAND_TYPE_IMMEDIATE);
		for (unsigned int k = 0; k < n->operand_count_visible; k++)
			found += o[k].type == ZYDIS_OPERAND_TYPE_MEMORY &&
				 o[k].mem.base == ZYDIS_REGISTER_RIP;
	}
	return found;
}

/* What holds for all of them. */
static void patched(const char *call, unsigned int feature)
{
	char name[128];

	memset(&now, 0, sizeof(now));
	now.call = call;
	assemble(&now);
	if (now.sites != 1 || now.site != BEGIN)
		wrong("%zu sites, the first at %zx", now.sites, now.site);
	snprintf(name, sizeof(name), "%s: one site, at its start", call);
	check(name);
	if (now.new > now.old)
		wrong("%zu bytes into %zu", now.new, now.old);
	snprintf(name, sizeof(name), "%s: what is patched in fits", call);
	check(name);
	if (now.feature != feature)
		wrong("%u, not %u", now.feature, feature);
	snprintf(name, sizeof(name), "%s: by its feature", call);
	check(name);
}

static void macro(const char *call)
{
	char name[128];

	patched(call, X86_FEATURE_KERNEL_IBRS);
	snprintf(name, sizeof(name), "%s: off, one jump over all of it", call);
	is(name, execute(&now.off, 0, KEPT(NULL), NULL), "rd=0 wr=0 fence=0 "
	   "insns=1 mem=0 ecx=- value=- lost=- flags=0 *");
	if (forbidden(&now.on) || now.on.undecoded)
		wrong("there are %u", forbidden(&now.on));
	snprintf(name, sizeof(name), "%s: no branch R1 names, no call, nothing "
		 "relative to RIP", call);
	check(name);
}

#define SET	"value=mem(0x11110004):mem(0x11110000)"
#define CLEAR	"value=mem(0x22220004):mem(0x22220000)"
#define FOUND	"or(shl(msrhigh,0x20),msrlow)"
#define AX_CX_DX	KEPT("rax", "rcx", "rdx")

static void enter_and_exit(void)
{
	macro("IBRS_ENTER");
	ON("IBRS_ENTER: one WRMSR of the kernel value, RAX RCX RDX", 0,
	   AX_CX_DX, NULL,
	   "rd=0 wr=1 * ecx=0x48 " SET " lost=- flags=0 legs=0 *");
	macro("IBRS_ENTER reload_ax=4*8 reload_dx=1*8");
	ON("IBRS_ENTER: RAX reloaded", 0, AX_CX_DX, "rax",
	   "rd=0 wr=1 * ecx=0x48 " SET " lost=- * out=stack(32)+0");
	ON("IBRS_ENTER: RDX reloaded", 0, AX_CX_DX, "rdx",
	   "* out=stack(8)+0");
	macro("IBRS_ENTER_SAVE_REGS scratch_reg=%rdi");
	ON("IBRS_ENTER_SAVE_REGS: one WRMSR, all but the scratch register kept",
	   0, KEPT("rdi"), NULL,
	   "rd=0 wr=1 * ecx=0x48 " SET " lost=- flags=0 legs=0 *");
	macro("IBRS_EXIT");
	ON("IBRS_EXIT: one WRMSR of base, RAX RCX RDX", 0, AX_CX_DX, NULL,
	   "rd=0 wr=1 * ecx=0x48 " CLEAR " lost=- flags=0 legs=0 *");
}

static void save_and_restore(void)
{
	const char **free_ = KEPT("rax", "rcx", "rdx", "r13");

	macro("IBRS_SAVE_ENTER save_reg=%r13");
	ON("IBRS_SAVE_ENTER: found clear, RDMSR and WRMSR, all 64 bits saved",
	   0, free_, "r13", "rd=1 wr=1 fence=0 * mem=0 ecx=0x48 "
	   "value=msrhigh:bts(msrlow,0x0) lost=- * test=msrlow&0x0 out=" FOUND);
	ON("IBRS_SAVE_ENTER: found set, RDMSR and LFENCE, all 64 bits saved",
	   1, free_, "r13", "rd=1 wr=0 fence=1 * mem=0 ecx=0x48 value=- lost=- "
	   "* test=msrlow&0x0 out=" FOUND);
	macro("IBRS_RESTORE save_reg=%r13");
	ON("IBRS_RESTORE: clear was found, one WRMSR of all 64 bits", 0,
	   AX_CX_DX, NULL, "rd=0 wr=1 * ecx=0x48 value=shr(r13,0x20):r13 "
	   "lost=- * test=r13&0x0 *");
	ON("IBRS_RESTORE: set was found, nothing", 1, KEPT(NULL), NULL,
	   "rd=0 wr=0 * ecx=- value=- lost=- *");
}

static void fence(void)
{
	static const char only_fence[] = "rd=0 wr=0 fence=1 insns=1 * lost=- "
		"flags=0 legs=0 *";

	patched("IBRS_FENCE", X86_FEATURE_IBRS_FENCE);
	ON("IBRS_FENCE: LFENCE", 0, KEPT(NULL), NULL, only_fence);
	is("IBRS_FENCE: off, nothing", execute(&now.off, 0, KEPT(NULL), NULL),
	   "rd=0 wr=0 fence=0 insns=[0-3] * lost=- flags=0 legs=0 *");
	patched("IBRS_FENCE X86_FEATURE_KERNEL_IBRS", X86_FEATURE_KERNEL_IBRS);
	ON("IBRS_FENCE for IBRS: LFENCE", 0, KEPT(NULL), NULL, only_fence);
}

/* --- the constants -------------------------------------------------------- */

/* The #defines with a value that the series adds, as GAS's .set. */
static unsigned int constants(FILE *to)
{
	regex_t plain;
	char path[64], line[1024], name[128], val[512];
	unsigned int found = 0;
	FILE *f;

	regcomp(&plain, "^(0x[0-9a-f]+|[0-9]+|\\([0-9]+ << [0-9]+\\))$",
		REG_EXTENDED | REG_NOSUB);
	snprintf(path, sizeof(path), "%s/asm/msr-index.h", dir);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "#define %127s %511[^\n]", name, val) != 2)
			continue;
		found += !!strstr(name, "SPEC_CTRL");
		if (regexec(&plain, val, 0, NULL, 0))
			wrong("%s is %s", name, val);
		fprintf(to, ".set %s, %s\n", name, val);
	}
	if (f)
		fclose(f);
	return found;
}

static void try_constants(void)
{
	char path[64];
	FILE *f;
	unsigned int found;

	snprintf(path, sizeof(path), "%s/c.s", dir);
	f = fopen(path, "w");
	found = constants(f);
	fclose(f);
	check("constants: plain numbers, without suffixes of C");
	if (!found)
		wrong("none");
	check("constants: there are some");
	run("as -o %s/c.o %s/c.s", dir, dir);
	check("constants: GAS takes them without a preprocessor");
}

int main(void)
{
	series = getenv("SERIES") ? getenv("SERIES") : "..";
	if (!mkdtemp(dir)) {
		perror(dir);
		return 2;
	}
	headers();
	enter_and_exit();
	save_and_restore();
	fence();
	try_constants();
	run("rm -rf %s", dir);
	printf("1..%u\n", n);
	return failed != 0;
}
