// SPDX-License-Identifier: GPL-2.0-only
/* addr2line, asked line by line. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check/check.h"

static void be_addr2line(const struct check *c, const int *ask, const int *say)
{
	int null = open("/dev/null", O_WRONLY);

	dup2(ask[0], 0);
	dup2(say[1], 1);
	if (null >= 0)
		dup2(null, 2);
	close(ask[1]);
	close(say[0]);
	execlp("addr2line", "addr2line", "-e", c->opt.path, (char *)NULL);
	_exit(127);
}

static void start(struct check *c)
{
	int ask[2], say[2];

	if (pipe(ask))
		return;
	if (pipe(say)) {
		close(ask[0]);
		close(ask[1]);
		return;
	}
	signal(SIGPIPE, SIG_IGN);	/* where there is no addr2line */
	fflush(stdout);
	c->lines.pid = fork();
	if (!c->lines.pid)
		be_addr2line(c, ask, say);
	close(ask[0]);
	close(say[1]);
	c->lines.ask = fdopen(ask[1], "w");
	c->lines.say = fdopen(say[0], "r");
}

const char *source_line(struct check *c, uint64_t addr)
{
	if (!c->im.debug)
		return NULL;
	if (!c->lines.pid)
		start(c);
	if (!c->lines.ask || !c->lines.say)
		return NULL;
	fprintf(c->lines.ask, "0x%llx\n", (unsigned long long)addr);
	if (fflush(c->lines.ask) ||
	    getline(&c->lines.line, &c->lines.cap, c->lines.say) < 0) {
		c->im.debug = false;	/* it is gone: do without */
		return NULL;
	}
	c->lines.line[strcspn(c->lines.line, "\n")] = 0;
	return *c->lines.line == '?' ? NULL : c->lines.line;
}

void source_close(struct lines *l)
{
	if (l->ask)
		fclose(l->ask);
	if (l->say)
		fclose(l->say);
	free(l->line);
	if (l->pid > 0)
		waitpid(l->pid, NULL, 0);
}
