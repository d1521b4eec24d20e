// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes a directory of a kernel that somebody brings, for tests/run -k and for
 * ibrs-check, from whatever it is brought as:
 *
 *	ibrs-subject [-s <symbols>] [-p <patches>] <kernel> <directory>
 *	ibrs-subject -f <flavour> <directory>
 *
 *	ibrs-subject field [short]	what make field does, in the project's directory
 *
 *   kernel   a vmlinux, a bzImage or vmlinuz, a directory it was built in, a
 *            package of Debian's (.deb), the name of one, or a source
 *   -p       a directory of patches for a copy of that source
 *   -s       System.map or /proc/kallsyms of it, in place of its own
 *   -f       the newest of Debian's 6.1, as cloud-amd64, or of its 6.12, as
 *            6.12-cloud-amd64: 77 where that cannot be had
 *
 * Leaves in the directory, which is complete or not there:
 *
 *	vmlinux		what ibrs-check reads
 *	vmlinuz		what boots; where nothing does, unbootable has the reason
 *	kallsyms	its symbols
 *	version		release, and the package's version where it is Debian's
 *	banner		"Linux version ..."
 *	arch/x86/boot/bzImage, System.map	the same for tests/run -k
 *
 * Each input that is no kernel is an error in one line, exit status 2. extract
 * and ibrs-check have to be beside this program.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "subject/subject.h"

static const char *dir, *symbols, *mends;

static void link_to(const char *to, const char *name)
{
	unlink(in(name));
	if (symlink(to, in(name)))
		leave(2, "%s: %s", in(name), strerror(errno));
}

static bool empty(const char *path)
{
	struct stat st;

	return stat(path, &st) || !st.st_size;
}

static void take_symbols(const char *map_file)
{
	char *image = in("vmlinux"), *to = in("kallsyms");
	struct stat st;

	if (symbols && (stat(symbols, &st) || !S_ISREG(st.st_mode)))
		leave(2, "SYMBOLS=%s: no such file", symbols);
	if (symbols || map_file)
		run(to, ARGS("cat", symbols ? symbols : map_file));
	else if (run(to, ARGS("nm", "-n", image)) || empty(to))
		tool(to, ARGS(beside("ibrs-check"), "--kallsyms", image));
	if (empty(to))
		leave(2, "%s: no symbols in it: SYMBOLS=<its System.map>",
		      symbols ? symbols : subject);
}

/* vmlinux is there, and vmlinuz or unbootable. */
static void finish(const char *map_file)
{
	char *line = banner(in("vmlinux"));

	if (!line)
		leave(2, "%s: no kernel of Linux in it", subject);
	name_it(line);
	take_symbols(map_file);
	if (run(NULL, ARGS("mkdir", "-p", in("arch/x86/boot"))))
		leave(2, "%s: cannot be written", made);
	if (!access(in("vmlinuz"), F_OK))
		link_to("../../../vmlinuz", "arch/x86/boot/bzImage");
	link_to("kallsyms", "System.map");
	if (run(NULL, ARGS("rm", "-rf", dir)) || rename(made, dir))
		leave(2, "%s: %s", dir, strerror(errno));
}

static void unpack(const char *path)
{
	tool(NULL, ARGS(beside("extract"), path, in("vmlinux")));
}

static void of_elf(void)
{
	link_to(absolute(subject), "vmlinux");
	if (has_pvh(subject))
		link_to(absolute(subject), "vmlinuz");
	else
		put("unbootable", "an ELF file without a PVH entry (CONFIG_PVH)"
		    ": give its bzImage, or the directory it was built in");
}

/* The System.map of what was built there, NULL where there is none. */
static const char *of_built(const char *path)
{
	char *image = text("%s/vmlinux", path), *own, *line;
	char *packed = text("%s/arch/x86/boot/bzImage", path);
	char *map_file = text("%s/System.map", path);

	if (access(image, R_OK))
		leave(2, "%s: no vmlinux in it: build one there (make O=), or "
		      "give the kernel itself", subject);
	if (access(packed, R_OK)) {
		put("unbootable", "no arch/x86/boot/bzImage in the directory");
	} else {
		unpack(packed);
		own = banner(in("vmlinux"));
		line = banner(image);
		if (!own || !line || strcmp(own, line))
			leave(2, "%s: vmlinux and bzImage are of two builds: "
			      "run make there", subject);
		link_to(absolute(packed), "vmlinuz");
	}
	link_to(absolute(image), "vmlinux");
	return access(map_file, R_OK) ? NULL : map_file;
}

/* A directory: a kernel's source, or where one was built, in its source as well. */
static const char *of_directory(void)
{
	bool built = !access(text("%s/vmlinux", subject), F_OK);
	char *release = built ? NULL : release_of(subject);

	if (mends && !release)
		leave(2, "MEND=: %s is no source that has not been built in: "
		      "patches go into a source", subject);
	return of_built(release ? build_of(subject, mends, dir) : subject);
}

static void of_file(void)
{
	switch (kind_of(subject)) {
	case ELF_FILE:
		of_elf();
		return;
	case PACKAGE:
		of_package(subject);
		return;
	case PACKED:
		unpack(subject);
		link_to(absolute(subject), "vmlinuz");
		return;
	default:
		leave(2, "%s: no kernel: neither vmlinux, bzImage (vmlinuz), "
		      "directory it was built in, nor package of Debian's",
		      subject);
	}
}

/* The directory goes away before the new one is there: what is brought may not. */
static void not_within(void)
{
	char *from = realpath(subject, NULL), *to = realpath(dir, NULL);
	size_t n = to ? strlen(to) : 0;

	if (from && to && !strncmp(from, to, n) && (!from[n] || from[n] == '/'))
		leave(2, "%s: is in %s, which is made anew: bring it from elsewhere",
		      subject, dir);
}

int main(int argc, char **argv)
{
	const char *map_file = NULL;
	bool flavour = false;
	struct stat st;
	int opt;

	if (argc > 1 && !strcmp(argv[1], "field"))
		return field(argc > 2);
	while ((opt = getopt(argc, argv, "fp:s:")) != -1) {
		flavour |= opt == 'f';
		symbols = opt == 's' ? optarg : symbols;
		mends = opt == 'p' ? optarg : mends;
		if (opt == '?')
			return 2;
	}
	if (argc - optind != 2 || !*argv[optind] || !*argv[optind + 1]) {
		fputs("usage: ibrs-subject [-f] [-s <symbols>] [-p <patches>] <kernel> "
		      "<directory>\n", stderr);
		return 2;
	}
	subject = argv[optind];
	dir = argv[optind + 1];
	not_within();
	snprintf(made, PATH_MAX, "%s.new", dir);
	if (mends && (stat(subject, &st) || !S_ISDIR(st.st_mode)))
		leave(2, "MEND=: %s is no directory: patches go into a source", subject);
	if (run(NULL, ARGS("rm", "-rf", made)) ||
	    run(NULL, ARGS("mkdir", "-p", made)))
		leave(2, "%s: cannot be written", made);
	if (flavour)
		of_flavour(subject);
	else if (stat(subject, &st) && (errno != ENOENT || strchr(subject, '/')))
		leave(2, "%s: %s", subject, strerror(errno));
	else if (stat(subject, &st))
		of_name(subject);
	else if (S_ISDIR(st.st_mode))
		map_file = of_directory();
	else if (S_ISREG(st.st_mode))
		of_file();
	else
		leave(2, "%s: neither a file nor a directory", subject);
	finish(map_file);
	return 0;
}
