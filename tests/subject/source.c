// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel's source: built beside the directory it is judged in, and never in the
 * source, with scripts/config/judged/. With patches it is a copy that has
 * them, and the kernel calls itself "-mended".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "subject/subject.h"

/* "SUBLEVEL = 286" */
static char *level(char **line, const char *name)
{
	size_t n = strlen(name);

	if (strncmp(*line, name, n) || strncmp(*line + n, " =", 2))
		return NULL;
	*line += n + 2;
	*line += strspn(*line, " ");
	(*line)[strcspn(*line, "\n")] = 0;
	return text("%s", *line);
}

char *release_of(const char *path)
{
	static const char * const names[] = {
		"VERSION", "PATCHLEVEL", "SUBLEVEL", "EXTRAVERSION",
	};
	FILE *f = fopen(text("%s/Makefile", path), "r");
	char *line = NULL, *of[4] = { NULL }, *at;
	size_t room = 0;

	while (f && getline(&line, &room, f) > 0)
		for (unsigned int i = 0; i < 4; i++) {
			at = line;
			if (!of[i])
				of[i] = level(&at, names[i]);
		}
	if (f)
		fclose(f);
	if (!of[0] || !of[1] || !of[2] || !*of[0] || !*of[1])
		return NULL;
	return text("%s.%s.%s%s", of[0], of[1], of[2], of[3] ? of[3] : "");
}

char *mends_of(const char *release)
{
	size_t major = strcspn(release, ".");

	if (release[major])
		major += 1 + strcspn(release + major + 1, ".");
	return text("patches/upstream/%.*s", (int)major, release);
}

/*
 * A link to each file of a source, and a copy of those that are patched: what is
 * brought stays as it is, and each copy is at the same place as seen from where it
 * is built, for ccache. git would pass over files that belong to a repository
 * around.
 */
static void lay(const char *from, const char *to, const char *patches)
{
	static const char links[] = "rm -rf \"$2\" && cp -rs \"$1\" \"$2\" && "
		"rm -rf \"$2/.git\"";
	static const char patch[] = "set -e; cd \"$2\"; "
		"for f in $(sed -n 's:^+++ b/::p' \"$3\"/*.patch | sort -u); do "
		"cp --remove-destination \"$1/$f\" \"$f\"; done; "
		"export GIT_CEILING_DIRECTORIES=\"${PWD%/*}\"; "
		"git apply \"$3\"/*.patch";

	if (run(NULL, ARGS("sh", "-c", links, "sh", from, to)))
		leave(2, "%s: cannot be written", to);
	if (!patches)
		return;
	if (run(NULL, ARGS("sh", "-c", "ls \"$1\"/*.patch", "sh", patches)))
		leave(2, "MEND=%s: no directory with patches in it", patches);
	if (aloud(ARGS("sh", "-c", patch, "sh", from, to, absolute(patches))))
		leave(2, "%s: the patches of %s do not apply", subject, patches);
}

/* What the configuration asks for and this version does not have. */
static void tell_dropped(const char *build)
{
	char *out = in("dropped"), *line = NULL;
	size_t room = 0;
	FILE *f;

	run(out, ARGS(beside("kconfig"), "optional",
		      text("%s/wanted", build), text("%s/.config", build)));
	f = fopen(out, "r");
	if (f && getline(&line, &room, f) > 0)
		printf("  %s: its configuration has no %s\n", subject, line);
	if (f)
		fclose(f);
	unlink(out);
}

char *build_of(const char *source, const char *patches, const char *dir)
{
	char *top = absolute(beside("../..")), *work = text("%s.work", dir);
	char *copy, *build;

	source = absolute(source);
	if (run(NULL, ARGS("mkdir", "-p", text("%s/build", work))))
		leave(2, "%s: cannot be written", work);
	copy = text("%s/source", absolute(work));
	build = text("%s/build", absolute(work));
	if (copy[strspn(copy, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+~-"
			"abcdefghijklmnopqrstuvwxyz")])
		leave(2, "%s: only letters, digits and / . _ + ~ - in the path, "
		      "please", copy);
	lay(source, copy, patches);
	unlink(text("%s/stamp", build));	/* make looks, each time */
	if (aloud(ARGS(text("%s/scripts/kernel.sh", top), "-s", copy, "-o",
		       build, patches ? "judged/mended" : "judged/others")))
		leave(2, "%s: not built, see above", subject);
	tell_dropped(build);
	return build;
}
