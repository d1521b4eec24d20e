// SPDX-License-Identifier: GPL-2.0-only
/* The console: COM1, and the text screen of a PC without a serial port. */
#include <stdarg.h>

#include "image.h"
#include "io.h"

#define COM1	0x3f8
#define COLS	80
#define ROWS	25

static volatile u16 *const screen = (void *)(KERNEL_BASE + 0xb8000);
static unsigned int column;

void con_init(void)
{
	outb(COM1 + 1, 0);		/* no interrupts */
	outb(COM1 + 3, 0x80);
	outb(COM1, 1);			/* 115200 */
	outb(COM1 + 1, 0);
	outb(COM1 + 3, 3);		/* 8n1 */
	outb(COM1 + 2, 7);
	outb(COM1 + 4, 3);
}

static void serial(char c)
{
	/* a port that is not there reads as all ones, and never waits */
	for (unsigned int i = 0; i < 100000; i++)
		if (inb(COM1 + 5) & 0x20)
			break;
	outb(COM1, (u8)c);
}

static void scroll(void)
{
	for (unsigned int i = 0; i < COLS * (ROWS - 1); i++)
		screen[i] = screen[i + COLS];
	for (unsigned int i = 0; i < COLS; i++)
		screen[COLS * (ROWS - 1) + i] = 0x0720;
	column = 0;
}

static void put(char c)
{
	if (c == '\n') {
		serial('\r');
		scroll();
	} else if (column < COLS) {
		screen[COLS * (ROWS - 1) + column++] = 0x0700 | (u8)c;
	}
	serial(c);
}

static void number(u64 n, unsigned int base, int width, char fill)
{
	char buf[24];
	int len = 0;

	do {
		buf[len++] = "0123456789abcdef"[n % base];
		n /= base;
	} while (n);
	while (width-- > len)
		put(fill);
	while (len)
		put(buf[--len]);
}

static int string(const char *s)
{
	int n = 0;

	for (; *s; s++, n++)
		put(*s);
	return n;
}

/* %s %-Ns %c %u %x %lu %lx, with a width for numbers. */
static const char *one(const char *f, va_list *ap)
{
	bool left = *f == '-', wide = false;
	char fill = *f == '0' ? '0' : ' ';
	int width = 0, n;

	f += left;
	for (; *f >= '0' && *f <= '9'; f++)
		width = width * 10 + *f - '0';
	for (; *f == 'l'; f++)
		wide = true;
	switch (*f) {
	case 's':
		n = string(va_arg(*ap, const char *));
		for (; n < width; n++)
			put(' ');
		break;
	case 'c':
		put((char)va_arg(*ap, int));
		break;
	default:
		number(wide ? va_arg(*ap, u64) : va_arg(*ap, u32),
		       *f == 'x' ? 16 : 10, width, fill);
	}
	return f + 1;
}

void print(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	while (*fmt) {
		if (*fmt == '%')
			fmt = one(fmt + 1, &ap);
		else
			put(*fmt++);
	}
	va_end(ap);
}
