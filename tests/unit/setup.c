// SPDX-License-Identifier: GPL-2.0-only
/* scripts/setup.sh, on a machine that lacks something. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake.h"

#define SETUP "scripts/setup.sh"

/* program: T/bin/@name; put() would write through the link that is there */
static void program(const char *name, const char *line)
{
	char file[32], text[640];

	snprintf(file, sizeof(file), "bin/%s", name);
	snprintf(text, sizeof(text), "#!/bin/sh\n%s\n", line);
	unlink(where("%s", file));
	put(file, text);
	chmod(where("%s", file), 0755);
}

/*
 * A PATH with everything but quilt, where nobody is root and apt-get would tell
 * on itself.
 */
static void machine(void)
{
	char line[600];

	must("mkdir ../bin; for dir in /usr/sbin /sbin /usr/bin /bin; do "
	     "ln -sf \"$dir\"/* ../bin/; done; rm -f ../bin/quilt ../bin/sudo");
	program("id", "echo 1000");
	snprintf(line, sizeof(line), "echo \"$@\" >>%s; exit 1", where("ran"));
	program("apt-get", line);
	must("sed -i 's|^PATH=.*|PATH=%s|' " SETUP, where("bin"));
	gives("the PATH was replaced", 0, NULL, "grep -q '^PATH=%s' " SETUP,
	      where("bin"));
}

int main(int argc, char **argv)
{
	struct stat out;

	begin(argc, argv);
	machine();
	gives("not root, no sudo: the packages by name", 2,
	      "neither root nor sudo.*apt-get install.* quilt", SETUP);
	ok(!there("ran"), "and apt-get is left alone");
	program("sudo", "exit 0");
	gives("sudo that does not help", 2,
	      "still missing after apt-get: quilt", SETUP);
	program("id", "echo 0");
	gives("apt-get that fails", 2, "apt-get could not install", SETUP);
	must("rm ../bin/apt-get");
	gives("no Debian", 2, "missing: quilt \\(Debian 12's names\\)", SETUP);
	must("ln -s /bin/true ../bin/quilt");
	gives("nothing missing", 0, NULL, SETUP);
	ok(!stat(where("out"), &out) && !out.st_size, "says nothing");
	put("p/scripts/packages", "\n");
	gives("a list that is empty", 2, "no list 'all'", SETUP);
	return end();
}
