// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this machine has and lacks; started by scripts/doctor.sh, which knows
 * the paths and has asked the scripts that decide about tree, QEMU and
 * packages: each answer is in a variable, "<exit status> <first line>".
 *
 * A line for what there is, three for what is not: what it is, what is skipped
 * without it, and what gets it. Exit status 0 when make run can be had with the
 * patched kernel, 77 when a part of it can, 2 when nothing can.
 */
#include <cpuid.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define EXIT_ERROR	2
#define EXIT_SKIP	77
#define MIB(bytes)	((bytes) >> 20)

/* MiB under build/, as measured; a built tree needs the rest only */
#define DISK_RUN	1500
#define DISK_AGAIN	200
#define DISK_FULL	8000
/* a guest has 512 MiB, QEMU's translations come on top */
#define MEMORY_OF_JOB	1024

/* what is not there: for everything; for the patched kernel; for make run */
static bool no_image, no_kernel, no_setup;

static const char *from(const char *name)
{
	const char *value = getenv(name);

	if (!value) {
		fprintf(stderr, "error: %s is not set: run make doctor\n",
			name);
		exit(EXIT_ERROR);
	}
	return value;
}

/* answer: the exit status of a question, and its line at @said */
static int answer(const char *name, const char **said)
{
	char *end;
	long status = strtol(from(name), &end, 10);

	*said = end + strspn(end, " ");
	if (!strncmp(*said, "error: ", 7))
		*said += 7;
	return (int)status;
}

__attribute__((format(printf, 2, 3)))
static void has(const char *what, const char *fmt, ...)
{
	va_list ap;

	printf("has    %-11s", what);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

/* lacks: @skips and @get of NULL have no line */
__attribute__((format(printf, 4, 5)))
static void lacks(const char *what, const char *skips, const char *get,
		  const char *fmt, ...)
{
	va_list ap;

	printf("LACKS  %-11s", what);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	if (skips)
		printf("                  without it: %s\n", skips);
	if (get)
		printf("                  to get it: %s\n", get);
}

static bool exists(const char *dir, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return !access(path, F_OK);
}

/* line_of: what stands behind @key and a colon in a file of /proc */
static bool line_of(const char *file, const char *key, char *to, size_t size)
{
	FILE *f = fopen(file, "r");
	char line[1024];
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f)) {
		char *value = strchr(line, ':');

		found = value && !strncmp(line, key, strlen(key));
		if (!found)
			continue;
		value += 1 + strspn(value + 1, " \t");
		value[strcspn(value, "\n")] = 0;
		snprintf(to, size, "%s", value);
	}
	if (f)
		fclose(f);
	return found;
}

/* --- the tree ------------------------------------------------------------ */

#define NO_KERNEL "make run on the kernel, boot, kernel, matrix, sweep, " \
	"mutants,\n                  cost, unwind, full; parts of make check"

/* no_network: is there no route at all? Nobody is asked. */
static bool no_network(void)
{
	char line[256];
	FILE *f = fopen("/proc/net/route", "r");
	bool routed = false;

	while (f && fgets(line, sizeof(line), f)) {
		unsigned int to, mask;
		char device[32];

		if (sscanf(line, "%31s %x %*x %*x %*d %*d %*d %x", device,
			   &to, &mask) == 3 && !to && !mask)
			routed = true;
	}
	if (f)
		fclose(f);
	return !routed;
}

static void tree(void)
{
	const char *said, *source, *user = getenv("LINUX");
	int work = answer("WORKTREE", &said);
	int found = answer("SOURCE", &source);
	bool given = user && *user;

	if (!work && !given) {
		has("tree", "build/linux%s%s", *said ? ", " : "", said);
	} else if (!given && work != EXIT_SKIP) {
		no_kernel = true;
		lacks("tree", NO_KERNEL, NULL, "%s", said);
	} else if (!found) {
		has("tree", "%s: v4.15, make run copies it to build/linux",
		    source);
	} else if (found == EXIT_SKIP) {
		no_kernel = true;
		lacks("tree", NO_KERNEL, "LINUX=<directory, git tree or "
		      "linux-4.15.tar.xz>, or make tree\n                  "
		      "fetches it from cdn.kernel.org", "no v4.15 source: no "
		      "LINUX=, no build/linux, nothing at\n                  "
		      "%s/linux", from("CACHE"));
	} else {
		no_kernel = true;
		lacks("tree", NO_KERNEL, NULL, "%s", source);
	}
}

/* --- QEMU ---------------------------------------------------------------- */

static void qemu(void)
{
	const char *said;

	if (!answer("QEMU_IS", &said)) {
		has("QEMU", "%s: %s", from("QEMU"), said);
	} else {
		no_image = no_kernel = true;
		lacks("QEMU", "every run", NULL, "%s", said);
	}
	if (exists(from("OWNQEMU"), "qemu-system-x86_64"))
		has("own QEMU", "QEMU=build/qemu/qemu-system-x86_64");
	else
		lacks("own QEMU", "nothing: it is the fallback, and a second "
		      "model of the MSR", "make qemu",
		      "build/qemu is not there");
}

/* --- KVM: what it lets one make, and whether a guest's firmware runs ----- */

static const char *kvm_wrong(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC), vm;

	if (kvm < 0 && errno == ENOENT)
		return "no /dev/kvm";
	if (kvm < 0)
		return "/dev/kvm cannot be opened for reading and writing";
	if (ioctl(kvm, KVM_GET_API_VERSION, 0) != KVM_API_VERSION)
		return "/dev/kvm is not KVM's";
	vm = ioctl(kvm, KVM_CREATE_VM, 0);
	if (vm < 0)
		return "KVM_CREATE_VM fails";
	return ioctl(vm, KVM_CREATE_VCPU, 0) < 0 ? "KVM_CREATE_VCPU fails" :
		NULL;
}

static void kvm(void)
{
	static const char skips[] = "make boot ACCEL=kvm, the entry image "
		"under KVM";
	const char *wrong = kvm_wrong(), *said;
	int rc = answer("KVM_BOOTS", &said);

	if (wrong)
		lacks("KVM", skips, strstr(wrong, "opened") ?
		      "adduser $USER kvm as root, and log in again" :
		      "modprobe kvm_intel or kvm_amd as root, virtualization "
		      "on in the\n                  firmware (nested: in the "
		      "host)", "%s", wrong);
	else if (rc == EXIT_SKIP)
		has("KVM", "makes a processor; no QEMU to try a guest with");
	else if (rc)
		lacks("KVM", skips, "another host: nested KVM often cannot",
		      "makes a processor, but no guest runs: %s", *said ?
		      said : "it does not come to an end");
	else
		has("KVM", "runs a guest");
}

/* --- the processor ------------------------------------------------------- */

/* Intel tells in leaf 7, AMD in 80000008h. */
static const struct feature {
	const char *name;
	unsigned int intel, amd;	/* bit of EDX, of EBX; 0: none */
} features[] = {
	{ "IBRS", 26, 14 }, { "IBPB", 26, 12 }, { "STIBP", 27, 15 },
	{ "ARCH_CAPABILITIES", 29, 0 },
};

static bool bit(unsigned int word, unsigned int number)
{
	return number && word >> number & 1;
}

static void cpuid_features(void)
{
	unsigned int a, b, c, edx = 0, ebx = 0, n = 0, base, id[4] = { 0 };
	char list[2][120] = { "", "" };
	bool hypervisor = false, ibrs = false;

	if (__get_cpuid(1, &base, &b, &c, &edx))
		hypervisor = bit(c, 31);
	if (hypervisor)
		__cpuid(0x40000000, id[0], id[1], id[2], id[3]);
	edx = 0;
	__get_cpuid_count(7, 0, &a, &b, &c, &edx);
	__get_cpuid(0x80000008, &a, &ebx, &c, &n);
	for (size_t i = 0; i < sizeof(features) / sizeof(*features); i++) {
		const struct feature *f = features + i;
		bool on = bit(edx, f->intel) || bit(ebx, f->amd);
		char *to = list[on];

		strcat(to, *to ? ", " : "");
		strcat(to, f->name);
		ibrs |= !i && on;
	}
	if (hypervisor)
		has("hypervisor", "%s: CPUID is what it shows",
		    *(char *)(id + 1) ? (char *)(id + 1) : "without a name");
	if (*list[1])
		has("CPUID", "%s", list[1]);
	if (*list[0])
		lacks("CPUID", ibrs ? "nothing here needs these" : "IBRS on "
		      "this machine itself: ACCEL=kvm, the entry image on it;"
		      "\n                  runs under the instrument have their "
		      "own model", hypervisor ? "ask the host to show it, or "
		      "boot the entry image on a PC: make iso" :
		      "a microcode update, on CPUs that have one", "%s",
		      list[0]);
}

static void processor(void)
{
	char model[200] = "unknown", revision[40] = "unknown";

	line_of("/proc/cpuinfo", "model name", model, sizeof(model));
	line_of("/proc/cpuinfo", "microcode", revision, sizeof(revision));
	has("processors", "%ld, %s, microcode %s",
	    sysconf(_SC_NPROCESSORS_ONLN), model, revision);
	cpuid_features();
}

/* --- room ---------------------------------------------------------------- */

static void disk(void)
{
	const char *build = from("BUILD");
	bool built = exists(build, "linux/.git") && exists(build, "kernel");
	unsigned long long need = built ? DISK_AGAIN : DISK_RUN;
	struct statvfs fs;
	unsigned long long left = 0;

	if (!*from("WRITES")) {
		no_image = no_kernel = true;
		lacks("build/", "everything", "let it be written, or use a "
		      "clone of your own", "%s cannot be written", build);
	}
	if (!statvfs(build, &fs) || !statvfs(from("TOP"), &fs))
		left = MIB((unsigned long long)fs.f_bavail * fs.f_frsize);
	if (left < need) {
		no_kernel = true;
		lacks("disk", "make run", "free some, or let build/ be a link "
		      "to another disk", "%llu MiB are free at build/, "
		      "make run takes %llu", left, need);
	} else if (left < DISK_FULL && !built) {
		lacks("disk", "make full", "free some", "%llu MiB are free at "
		      "build/: make run takes %llu, make full %d", left, need,
		      DISK_FULL);
	} else {
		has("disk", "%llu MiB free at build/: make run takes %llu, "
		    "make full %d", left, need, DISK_FULL);
	}
}

static void memory(void)
{
	long jobs = strtol(from("JOBS"), NULL, 10);
	char text[40] = "0", get[80];
	long left;

	line_of("/proc/meminfo", "MemAvailable", text, sizeof(text));
	left = strtol(text, NULL, 10) / 1024;
	if (left >= jobs * MEMORY_OF_JOB) {
		has("memory", "%ld MiB to be had, for JOBS=%ld", left, jobs);
		return;
	}
	if (left < MEMORY_OF_JOB)
		no_image = no_kernel = true;
	snprintf(get, sizeof(get), left < MEMORY_OF_JOB ? "free some" :
		 "JOBS=%ld", left / MEMORY_OF_JOB);
	lacks("memory", left < MEMORY_OF_JOB ? "every run" : "nothing, but "
	      "runs may be killed", get, "%ld MiB to be had, a job takes up "
	      "to %d, JOBS=%ld", left, MEMORY_OF_JOB, jobs);
}

/* --- packages ------------------------------------------------------------ */

/* purpose_of: what scripts/packages says is not had without @package. */
static void purpose_of(const char *package, char *to, size_t size)
{
	char path[4096], line[256], name[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/scripts/packages", from("TOP"));
	f = fopen(path, "r");
	snprintf(to, size, "everything");
	while (f && fgets(line, sizeof(line), f)) {
		char *mark = strstr(line, "# ");

		if (*line == '#' || !mark ||
		    sscanf(line, "%63s", name) != 1 || strcmp(name, package))
			continue;
		mark[strcspn(mark, "\n")] = 0;
		snprintf(to, size, "%s", mark + 2);
	}
	if (f)
		fclose(f);
}

static void missing(const char *package, const char *needed_by)
{
	char purpose[200], get[120];

	if (needed_by)
		snprintf(purpose, sizeof(purpose), "make %s", needed_by);
	else
		purpose_of(package, purpose, sizeof(purpose));
	if (!needed_by) {
		no_setup = true;
		no_image |= !!strstr(purpose, "everything");
		no_kernel |= strstr(purpose, "everything") ||
			     strstr(purpose, "kernels") == purpose ||
			     strstr(purpose, "guest");
	}
	snprintf(get, sizeof(get), needed_by ? "make %s installs it" :
		 "make setup, as root or with sudo",
		 needed_by ? needed_by : "");
	lacks("package", purpose, get, "%s", package);
}

/* packages: of one group of scripts/packages; @needed_by: a target, or all */
static void packages(const char *group, const char *needed_by)
{
	const char *names;
	char variable[40], *list, *name, *save = NULL;
	bool any = false;

	snprintf(variable, sizeof(variable), "MISSING_%s", group);
	if (answer(variable, &names)) {
		no_setup = no_kernel = no_image = true;
		lacks("packages", "everything", NULL, "cannot be told: %s",
		      names);
		return;
	}
	list = strdup(names);
	for (name = strtok_r(list, " ", &save); name;
	     name = strtok_r(NULL, " ", &save)) {
		missing(name, needed_by);
		any = true;
	}
	free(list);
	if (!any)
		has("packages", "those of scripts/packages, %s", needed_by ?
		    needed_by : "for make run and make check");
}

/* --- what is fetched ----------------------------------------------------- */

static void fetched(void)
{
	bool debian = exists(from("DEBIAN"), "cloud-amd64/vmlinux");
	bool stress = exists(from("STRESS"), "root");
	const char *get = no_network() ? "no default route is there: connect "
		"this machine" : "the first run that needs it, by apt";

	if (debian)
		has("Debian 6.1", "build/debian");
	else
		lacks("Debian 6.1", "mainline beside it: cases debian, "
		      "sweep-debian, make anchor", get, "build/debian is not "
		      "there yet");
	if (stress)
		has("stress-ng", "build/stress");
	else
		lacks("stress-ng", "make soak, case soak-short", get,
		      "build/stress is not there yet");
}

/* --- all in one line ----------------------------------------------------- */

static int verdict(void)
{
	if (!no_kernel && !no_setup) {
		printf("make run can be had, on the patched kernel\n");
		return 0;
	}
	if (!no_kernel) {
		printf("make run can be had on the patched kernel, once make "
		       "setup has installed what is\nmissing; without it: "
		       "tests/run -g run\n");
		return EXIT_SKIP;
	}
	if (!no_image) {
		printf("%s can be had on the entry image only\n", no_setup ?
		       "tests/run -g image" : "make run");
		return EXIT_SKIP;
	}
	printf("nothing can be run here\n");
	return EXIT_ERROR;
}

/* each group of the list; the first is what everything takes */
static void all_packages(void)
{
	char *list = strdup(from("GROUPS_")), *save = NULL, *group;

	for (group = strtok_r(list, " \n", &save); group;
	     group = strtok_r(NULL, " \n", &save))
		packages(group, strcmp(group, "all") ? group : NULL);
	free(list);
}

int main(void)
{
	all_packages();
	tree();
	qemu();
	kvm();
	processor();
	disk();
	memory();
	fetched();
	return verdict();
}
