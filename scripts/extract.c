// SPDX-License-Identifier: GPL-2.0-only
/*
 * Takes the vmlinux out of a bzImage or vmlinuz, as the boot protocol
 * (Documentation/x86/boot.txt of the kernel) says where it is.
 *
 *	extract <vmlinuz> <vmlinux to write>
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SETUP 0x1f1		/* the header: its first field */
#define HEADER_END 0x250

static const char *file, *out;
static char new_file[4096];

static void stop(const char *what, const char *why)
{
	fprintf(stderr, "error: %s: %s\n", what, why);
	unlink(new_file);
	exit(2);
}

static const struct packer {
	const char *magic;
	size_t length;
	const char *tool;
} packers[] = {
	{ "\x1f\x8b", 2, "gzip" },
	{ "\xfd" "7zX", 4, "xz" },
	{ "\x5d\0\0", 3, "lzma" },
	{ "BZh", 3, "bzip2" },
	{ "\x02\x21\x4c\x18", 4, "lz4" },
	{ "\x28\xb5\x2f\xfd", 4, "zstd" },
	{ "\x7f" "ELF", 4, "cat" },
};

static uint32_t field(const uint8_t *image, size_t at, unsigned int bytes)
{
	uint32_t value = 0;

	while (bytes--)
		value = value << 8 | image[at + bytes];
	return value;
}

/* unpack: what follows the stream (its size, padding) is not its error. */
static void unpack(const char *tool, const uint8_t *data, size_t length)
{
	int pipes[2], fd, status;
	pid_t pid;

	fd = open(new_file, O_CREAT | O_TRUNC | O_WRONLY, 0666);
	if (fd < 0 || pipe(pipes))
		stop(out, strerror(errno));
	pid = fork();
	if (!pid) {
		dup2(pipes[0], 0);
		dup2(fd, 1);
		close(pipes[0]);
		close(pipes[1]);
		if (!freopen("/dev/null", "w", stderr))
			_exit(127);
		execlp(tool, tool, strcmp(tool, "cat") ? "-dc" : "-", NULL);
		_exit(127);
	}
	close(pipes[0]);
	close(fd);
	signal(SIGPIPE, SIG_IGN);
	while (length) {
		ssize_t n = write(pipes[1], data, length);

		if (n <= 0)
			break;
		data += n;
		length -= (size_t)n;
	}
	close(pipes[1]);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		stop(file, strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		stop(tool, "is needed to unpack it: install that");
}

static void check_elf(void)
{
	char magic[4] = "";
	size_t n = 0;
	FILE *f = fopen(new_file, "r");

	if (f) {
		n = fread(magic, 1, sizeof(magic), f);
		fclose(f);
	}
	if (n != sizeof(magic) || memcmp(magic, "\x7f" "ELF", 4))
		stop(file, "what was unpacked is no ELF file: truncated?");
}

static void extract(const uint8_t *image, size_t size)
{
	size_t sects, start, length;

	if (size < HEADER_END || memcmp(image + 514, "HdrS", 4))
		stop(file, "no kernel image (bzImage, vmlinuz)");
	if (field(image, 518, 2) < 0x208)
		stop(file, "its boot protocol is older than 2.08");
	sects = image[SETUP] ? image[SETUP] : 4;
	start = (sects + 1) * 512 + field(image, 584, 4);
	length = field(image, 588, 4);
	if (start >= size)
		stop(file, "what was unpacked is no ELF file: truncated?");
	if (length > size - start)
		stop(file, "truncated");
	for (size_t i = 0; i < sizeof(packers) / sizeof(*packers); i++) {
		const struct packer *p = packers + i;

		if (length < 4 || memcmp(image + start, p->magic, p->length))
			continue;
		unpack(p->tool, image + start, length);
		check_elf();
		return;
	}
	stop(file, "packed in a way not known here");
}

int main(int argc, char **argv)
{
	struct stat st;
	void *image;
	int fd;

	if (argc != 3) {
		fputs("usage: extract <vmlinuz> <vmlinux to write>\n", stderr);
		return 2;
	}
	file = argv[1];
	out = argv[2];
	snprintf(new_file, sizeof(new_file), "%s.new", out);
	fd = open(file, O_RDONLY | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st))
		stop(file, strerror(errno));
	if (!S_ISREG(st.st_mode) || !st.st_size)
		stop(file, "no kernel image (bzImage, vmlinuz)");
	image = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (image == MAP_FAILED)
		stop(file, strerror(errno));
	extract(image, (size_t)st.st_size);
	if (rename(new_file, out))
		stop(out, strerror(errno));
	return 0;
}
