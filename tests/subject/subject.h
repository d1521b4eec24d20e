/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of ibrs-subject share. */
#ifndef SUBJECT_SUBJECT_H
#define SUBJECT_SUBJECT_H

#include <stdbool.h>

#define ARGS(...) ((const char *[]){ __VA_ARGS__, NULL })

/* util.c; what they return is never freed: the program ends soon. */
extern const char *subject;		/* as it is called in what is said of it */
extern char made[];			/* the directory, while it is not whole */

char *text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A name in the directory */
char *in(const char *name);
/* A program that is where this one is */
char *beside(const char *name);
/* The path of what has to be there */
char *absolute(const char *path);
/* A command's exit status; its output goes to @out, NULL: nowhere. */
int run(const char *out, const char **argv);
/* The same, and its words are seen */
int aloud(const char **argv);
/* run(), and its first line of complaint is this one's, and its end. */
void tool(const char *out, const char **argv);
void put(const char *name, const char *what);
/* One line, and the directory is gone. 77 is SKIP, all else an error. */
void leave(int status, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));

/* image.c */
enum kind { NO_KERNEL, ELF_FILE, PACKED, PACKAGE };
enum kind kind_of(const char *path);
/* Has an ELF file the note by which QEMU starts it? */
bool has_pvh(const char *path);
/* The first "Linux version 4...", as one line; NULL where there is none. */
char *banner(const char *path);
/* banner and version, of that line */
void name_it(const char *line);

/* archive.c; each leaves vmlinuz and vmlinux */
void of_package(const char *path);
void of_name(const char *name);
void of_flavour(const char *flavour);
/* Bytes of a package, 0: apt does not know it */
unsigned long size_of(const char *name);

/* source.c */
/* "5.4.286" of a source's Makefile, NULL where it is none */
char *release_of(const char *path);
/* Where the patches of its line are, "patches/upstream/5.4" */
char *mends_of(const char *release);
/*
 * Where it was built, of a copy, both in @dir.work; with @patches, not NULL, the
 * copy has them.
 */
char *build_of(const char *source, const char *patches, const char *dir);

/* field.c: in the project's directory; its exit status */
int field(bool in_short);

#endif
