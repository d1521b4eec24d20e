// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suspend to RAM, with the clock's alarm to come back.
 *
 * Rule: S3 resets every processor, its MSRs with it. Firmware starts the
 * first one in real mode at the kernel's waking vector, Linux the others.
 * Trigger: "mem" to /sys/power/state with the alarm of rtc0 set. The
 * machine's own count of wake-up events goes first: an alarm that came too
 * early then makes the kernel refuse, where it would sleep for ever.
 * Cannot tell apart: what a processor's MSRs held before Linux wrote them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../guest.h"

#define RTC_DIR		"/sys/class/rtc/rtc0/"
#define ALARM_SECONDS	4	/* long against the 2 s the clocks may differ */
#define ALARM_MOST	16	/* a driver has 60 */
#define SLOWER		4	/* ... and against the way there */
#define TRIES		3

#define HOST_BRIDGE	"/sys/bus/pci/devices/0000:00:00.0/config"
#define I440FX		0x12378086u
#define I440FX_PAM	0x59

/* What the kernel logs once firmware has brought it back, v4.15 and later. */
#define WAKING		"Waking up from system sleep state S3"

struct clocks {
	long rtc, boot;		/* seconds */
	uint64_t mono;		/* ns */
};

/* Seconds of the clock chip, or -1. */
static long rtc_seconds(void)
{
	char text[24];

	if (read_file(RTC_DIR "since_epoch", text, sizeof(text)) <= 0)
		return -1;
	return strtol(text, NULL, 10);
}

static void read_clocks(struct clocks *c)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	c->boot = ts.tv_sec;
	c->mono = now_ns();
	c->rtc = rtc_seconds();
}

/* Set the alarm @seconds from now. Its time, or -1 after saying why. */
static long set_alarm(unsigned int seconds)
{
	char text[24];
	long at;
	int err;

	/* The kernel refuses to replace one that is still set. */
	write_file(RTC_DIR "wakealarm", "0");
	at = rtc_seconds() + seconds;
	snprintf(text, sizeof(text), "%ld", at);
	err = write_file(RTC_DIR "wakealarm", text);
	if (!err)
		return at;
	fail("rtc0/wakealarm: %s", strerror(-err));
	return -1;
}

/* Have the kernel refuse to sleep after a wake-up event from here on. */
static int count_wakeups(void)
{
	char text[24];

	if (read_file("/sys/power/wakeup_count", text, sizeof(text)) <= 0)
		return -ENOENT;
	return write_file("/sys/power/wakeup_count", text);
}

/*
 * Seconds to the alarm. One that comes between the last interrupt and S3 is
 * lost: QEMU 7.2 drops what wakes a machine that does not sleep yet, which
 * then sleeps for ever. Most of the way there is taking the others offline.
 */
static unsigned int alarm_seconds(int cpus)
{
	uint64_t took = now_ns();

	if (cpus > 1 && replug(cpus - 1))
		return 0;
	took = (now_ns() - took) * SLOWER / 1000000000;
	took += ALARM_SECONDS;
	return took < ALARM_MOST ? (unsigned int)took : ALARM_MOST;
}

/*
 * A reset takes the write protection off the memory that the BIOS is copied
 * to; QEMU's (7.2) leaves it on. SeaBIOS then counts the processors of S3 in
 * a variable that it cannot write: it takes back the code for them (at 10000h)
 * before they came, and a late one runs what Linux has there. So it is taken
 * off here; SeaBIOS puts it on again on its way to Linux.
 */
int unlock_bios(void)
{
	static const uint8_t writable[] = {	/* PAM0 to PAM6 */
		0x30, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33,
	};
	uint32_t id = 0;
	int fd = open(HOST_BRIDGE, O_RDWR | O_CLOEXEC);
	int ret = RES_PASS;

	if (fd < 0)
		return fail(HOST_BRIDGE ": %s", strerror(errno));
	if (pread(fd, &id, sizeof(id), 0) != sizeof(id) || id != I440FX)
		say("not an i440FX (%#x): what its firmware may write to is as "
		    "reset leaves it", id);
	else if (pwrite(fd, writable, sizeof(writable), I440FX_PAM) !=
		 sizeof(writable))
		ret = fail(HOST_BRIDGE ": %s", strerror(errno));
	close(fd);
	return ret;
}

/* Sleep until the alarm. Its time, or -1 after saying why. */
static long sleep_to_alarm(int cpus)
{
	unsigned int i, seconds;
	int err = 0;
	long at;

	if (unlock_bios())
		return -1;
	seconds = alarm_seconds(cpus);
	if (!seconds)
		return -1;
	for (i = 0; i < TRIES; i++) {
		err = count_wakeups();
		if (err == -EBUSY)
			continue;
		if (err)
			break;
		/* Slow machines get more time to fall asleep. */
		at = set_alarm(seconds << i);
		if (at < 0)
			return -1;
		err = write_file("/sys/power/state", "mem");
		if (!err)
			return at;
		if (err != -EBUSY)
			break;
		say("woken while going to sleep, once more");
	}
	fail("suspend: %s", strerror(-err));
	return -1;
}

/* True when one of the lines after the reader's place holds @text. */
static int log_says(int fd, const char *text)
{
	char rec[2048];
	int found = 0;
	ssize_t n;

	for (;;) {
		n = read(fd, rec, sizeof(rec) - 1);
		if (n < 0 && errno == EPIPE)
			continue;
		if (n <= 0)
			return found;
		rec[n] = '\0';
		found |= !!strstr(rec, text);
	}
}

/* The alarm woke the machine, and no clock stood still or went back. */
static int check_clocks(const struct clocks *old, long alarm)
{
	struct clocks now;
	long by_rtc, by_boot;

	read_clocks(&now);
	by_rtc = now.rtc - old->rtc;
	by_boot = now.boot - old->boot;
	if (now.rtc < alarm)
		return fail("back %ld s before the alarm", alarm - now.rtc);
	if (now.mono <= old->mono)
		return fail("the monotonic clock did not go on");
	if (labs(by_rtc - by_boot) > 2)
		return fail("%ld s by the RTC, %ld s by CLOCK_BOOTTIME", by_rtc,
			    by_boot);
	return RES_PASS;
}

static int suspend_once(int cpus)
{
	struct clocks old;
	long alarm;
	int cpu, s3;
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 || lseek(fd, 0, SEEK_END) < 0)
		return fail("/dev/kmsg: %s", strerror(errno));
	read_clocks(&old);
	alarm = sleep_to_alarm(cpus);
	s3 = log_says(fd, WAKING);
	close(fd);
	if (alarm < 0)
		return RES_FAIL;
	if (!s3)
		return fail("back without \"%s\" in the log", WAKING);
	if (check_clocks(&old, alarm) ||
	    expect("CPUs online", cpu_count(), cpus))
		return RES_FAIL;
	for (cpu = 0; cpu < cpus; cpu++)
		if (use_cpu(cpu))
			return RES_FAIL;
	return RES_PASS;
}

int suspend_mem(unsigned long loops)
{
	int cpus = cpu_count();
	char text[64];

	if (read_file("/sys/power/state", text, sizeof(text)) < 0)
		return skip("kernel without suspend");
	if (!strstr(text, "mem"))
		return skip("no suspend to RAM");
	/* "mem" may stand for a sleep that resets nothing. */
	if (read_file("/sys/power/mem_sleep", text, sizeof(text)) >= 0 &&
	    write_file("/sys/power/mem_sleep", "deep"))
		return skip("no S3, mem_sleep has only %.*s",
			    (int)strcspn(text, "\n"), text);
	if (rtc_seconds() < 0)
		return skip("kernel without the clock rtc0");
	if (access(RTC_DIR "wakealarm", W_OK))
		return skip("rtc0 has no alarm to wake up by");
	while (loops--)
		if (suspend_once(cpus))
			return RES_FAIL;
	return RES_PASS;
}
