// SPDX-License-Identifier: GPL-2.0-only
/* The statistics of make bench and its rows, on data made by hand. */
#include <stdlib.h>
#include <string.h>

#include "bench/rows.h"
#include "bench/stats.h"

static unsigned int nr, bad;

static void check(bool ok, const char *what)
{
	printf("%sok %u %s\n", ok ? "" : "not ", ++nr, what);
	bad += !ok;
}

/* @fill: so many of the value, then the rest of a hundred are @other. */
static struct stats of_hundred(unsigned int fill, uint64_t value, uint64_t other,
			       uint64_t off)
{
	uint64_t s[100];

	for (unsigned int i = 0; i < 100; i++)
		s[99 - i] = i < fill ? value : other;
	return stats_of(s, 100, off);
}

static void statistics(void)
{
	uint64_t one[] = { 7 }, even[] = { 40, 10, 30, 20 }, under[] = { 3, 9 };
	uint64_t count[100], zero[] = { 0, 0, 5, 5 };
	struct stats s;

	s = stats_of(one, 1, 0);
	check(s.n == 1 && s.min == 7 && s.median == 7 && s.p99 == 7 && !s.spread,
	      "one sample is all of them");
	s = stats_of(even, 4, 0);
	check(s.min == 10 && s.median == 20 && s.p99 == 40,
	      "of an even number the lower one of the middle, which was measured");
	for (unsigned int i = 0; i < 100; i++)
		count[i] = 100 - i;
	s = stats_of(count, 100, 0);
	check(s.min == 1 && s.median == 50 && s.p99 == 99, "1 to 100, upside down");
	check(s.spread == 100, "whose middle half is as wide as the median");
	s = stats_of(under, 2, 5);
	check(s.min == 0 && s.p99 == 4, "the overhead is taken off, and no more");
	s = of_hundred(99, 10, 1000, 0);
	check(s.p99 == 10, "one of a hundred is beyond the 99th");
	s = of_hundred(98, 10, 1000, 0);
	check(s.p99 == 1000, "two are not");
	s = of_hundred(75, 100, 120, 0);
	check(s.spread == 0, "a quarter that is off is no wide spread");
	s = of_hundred(74, 100, 120, 0);
	check(s.spread == 20 && s.spread > WIDE_PERCENT, "more than that is");
	s = stats_of(zero, 4, 0);
	check(s.spread == 100, "of a median of nothing any spread is wide");
}

static char *text_of(bool (*print)(FILE *f), size_t *size)
{
	char *text;
	FILE *f = open_memstream(&text, size);

	print(f);
	fclose(f);
	return text;
}

static struct rows a, b;

static bool plot(FILE *f)
{
	return plot_print(f, &a, "on", "x.svg");
}

static bool both(FILE *f)
{
	return compare_print(f, &a, &b);
}

static void add(struct rows *to, const char *line)
{
	if (!row_read(line, &to->row[to->nr++]))
		abort();
}

static void rows_and_plots(void)
{
	static const char line[] =
		"ibrs\ton\tgetppid\tticks\t10\t90\t100\t300\t4\t-\n";
	struct row r;
	size_t size;
	char *text;

	check(row_read(line, &r) && r.median == 100 && r.p99 == 300, "a row");
	check(!row_read("#" HEAD, &r) && !row_read("ibrs\ton\tgetppid\n", &r),
	      "a comment is none, nor is half of one");
	check(row_of_program("op\tfork\tticks\t5\t1\t2\t3\t60\twide", "off", "off",
			     &r) && !strcmp(r.wide, "wide"), "of a program");
	check(!row_of_program("op\tfork\tticks\t5\t1\t2\t3\t60\twide", "", "", &r),
	      "which has to say its mode first");
	add(&a, line);
	add(&a, "off\ton\tgetppid\tticks\t10\t9\t11\t30\t4\t-\n");
	add(&a, "off\ton\tfork\tticks\t10\t9\t77\t30\t4\t-\n");
	add(&a, "off\toff\tfork\tticks\t10\t9\t55\t30\t4\t-\n");
	text = text_of(plot, &size);
	check(strstr(text, "\nop ibrs off\ngetppid 100 11\nfork ? 77\nEND\n"),
	      "a plot has the medians, and ? where there is none");
	check(!strstr(text, "55"), "and none of the other page table mode");
	add(&b, "ibrs\ton\tgetppid\tticks\t10\t90\t149\t300\t40\twide\n");
	add(&b, "off\ton\tgetppid\tinstructions\t10\t9\t11\t30\t4\t-\n");
	text = text_of(both, &size);
	check(strstr(text, "ibrs\ton\tgetppid\tticks\t100\t149\t149\twide\n"),
	      "of two the percentage, and that one was wide");
	check(!strstr(text, "instructions"), "ticks are not compared with others");
}

int main(void)
{
	printf("KTAP version 1\n");
	statistics();
	rows_and_plots();
	printf("1..%u\n", nr);
	return bad ? 1 : 0;
}
