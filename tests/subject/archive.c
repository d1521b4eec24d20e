// SPDX-License-Identifier: GPL-2.0-only
/* Debian's packages: a file, a name, the newest of a flavour. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "subject/subject.h"

/* Its one kernel, and none of its modules. */
void of_package(const char *path)
{
	static const char unpack[] = "dpkg-deb --fsys-tarfile \"$1\" | "
		"tar -xf - -C \"$2\" --wildcards './boot/vmlinuz-*' './usr/lib/modules/*/vmlinuz' 2>/dev/null";
	glob_t g;

	if (run(NULL, ARGS("dpkg-deb", "--info", path)))
		leave(2, "%s: no package of Debian's, or cut short (dpkg-deb "
		      "cannot read it)", subject);
	run(NULL, ARGS("sh", "-c", unpack, "sh", path, made));
	/* of 7.x it is among the modules, in linux-binary-... */
	if (glob(in("{boot/vmlinuz-*,usr/lib/modules/*/vmlinuz}"), GLOB_BRACE,
		 NULL, &g) || g.gl_pathc != 1)
		leave(2, "%s: no kernel in that package: linux-image-<version>-"
		      "<flavour> has one, of 7.x linux-binary-...", subject);
	if (rename(g.gl_pathv[0], in("vmlinuz")) ||
	    run(NULL, ARGS("rm", "-rf", in("boot"), in("usr"))))
		leave(2, "%s: cannot be written", made);
	tool(NULL, ARGS(beside("extract"), in("vmlinuz"), in("vmlinux")));
}

/* The first line behind @head that a command prints, "" where none. */
static char *answer(const char *head, const char **argv)
{
	char *out = *made ? in("answer") : text("build/answer"), *line = NULL, *found = NULL;
	size_t room = 0, n = strlen(head);
	FILE *f;

	run(out, argv);
	f = fopen(out, "r");
	while (f && !found && getline(&line, &room, f) > 0)
		if (!strncmp(line, head, n))
			found = text("%.*s", (int)strcspn(line + n, "\n"),
				     line + n);
	if (f)
		fclose(f);
	unlink(out);
	return found ? found : "";
}

unsigned long size_of(const char *name)
{
	return strtoul(answer("Size: ", ARGS("apt-cache", "show", name)), NULL,
		       10);
}

/* @name, which apt knows; false where it cannot be had. */
static bool fetch(const char *name)
{
	static const char download[] = "cd \"$1\" && apt-get -q download \"$2\"";
	unsigned long size = size_of(name);
	glob_t g;

	subject = name;
	if (!size)
		return false;
	printf("  fetching %s, %lu MB\n", name, (size + 999999) / 1000000);
	fflush(stdout);
	if (run(NULL, ARGS("sh", "-c", download, "sh", made, name)) ||
	    glob(in("*.deb"), 0, NULL, &g) ||
	    rename(g.gl_pathv[0], in("package")))
		return false;
	of_package(in("package"));
	unlink(in("package"));
	return true;
}

void of_name(const char *name)
{
	if (run(NULL, ARGS("apt-cache", "show", name)))
		leave(2, "%s: no file, no directory, and no package that apt "
		      "knows (apt-get update?)", name);
	if (!fetch(name))
		leave(2, "%s: apt-get cannot download it", name);
}

/* newest: of one line of versions, by the names of its packages */
static char *newest(const char *line, const char *flavour)
{
	char *out = in("names"), *best = NULL, *name = NULL;
	size_t room = 0;
	FILE *f;

	run(out, ARGS("apt-cache", "search", "--names-only",
		      text("^linux-image-%s[0-9.+a-z]*(-[0-9]+)?-%s$", line,
			   flavour)));
	f = fopen(out, "r");
	while (f && getline(&name, &room, f) > 0) {
		name[strcspn(name, " \n")] = 0;
		if (*name && (!best || strverscmp(name, best) > 0))
			best = text("%s", name);
	}
	if (f)
		fclose(f);
	unlink(out);
	return best;
}

/* One by its own name is that one, where apt knows it. */
static char *find(const char *line, const char *flavour)
{
	if (strncmp(flavour, "linux-image-", 12))
		return newest(line, flavour);
	return run(NULL, ARGS("apt-cache", "show", flavour)) ? NULL :
	       text("%s", flavour);
}

void of_flavour(const char *flavour)
{
	const char *line = "6\\.1\\.", *plain = flavour;
	char *name;

	if (!strncmp(flavour, "6.12-", 5)) {
		plain += 5;
		line = "6\\.12\\.";
	}
	if (run(NULL, ARGS("apt-cache", "--version")))
		leave(77, "no apt-get: Debian's kernel is not had");
	name = find(line, plain);
	if (!name && !geteuid()) {
		run(NULL, ARGS("apt-get", "-q", "update"));
		name = find(line, plain);
	}
	if (!name)
		leave(77, "apt knows no kernel %s (Debian 12; 6.12 by backports "
		      "or security updates): run apt-get update as root",
		      flavour);
	if (!fetch(name))
		leave(77, "%s cannot be fetched: apt-get download says why",
		      name);
}
