#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Starts one guest. The only place that spells the QEMU command.
#
# Usage: qemu.sh -k <bzImage> [options]
#   -d <ISO>      boot from it, in place of -k
#   -x            the entry image ends QEMU, with its own exit status
#   -i <initrd>   -a <kernel command line>
#   -n <processors>[,threads=2]   two of them share a core
#   -c <CPU model>[,flags]   default Skylake-Client-IBRS
#   -p <plugin>[,arguments]  watch it
#   -m            without -p: the plugin only keeps IA32_SPEC_CTRL, so that a
#                 kernel finds it as on hardware (KVM has the real one)
#   -o <file>     console output goes there; default the terminal
#   -l <file>     the terminal, and there too
#   -t <seconds>  then the guest is killed, exit status 124
#   -A tcg|kvm    accelerator
#   -s <file>     what the guest says to the debug console (port E9h)
#   -K            the kernel may move (KASLR), and is not where it was linked
#   -T            the processors take turns, in one thread of QEMU's
#   -r            repeatable: time is counted in instructions (-icount)
#   -f            boot by UEFI firmware (OVMF), so that there are EFI calls
#   QEMU=<program>   and not Debian's qemu-system-x86_64

TOP=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd)
. "$TOP/scripts/lib.sh"

# TCG has none of these, and x-force-features would show them to the guest,
# which then dies without a word. RDRAND would make runs differ.
NOT_IN_TCG=-pcid,-x2apic,-tsc-deadline,-hle,-invpcid,-rtm,-rdseed
NOT_IN_TCG=$NOT_IN_TCG,-3dnowprefetch,-xsavec,-rdrand

KERNEL='' INITRD='' CPUS=1 ARGS='' MODEL=Skylake-Client-IBRS PLUGIN=''
CONSOLE='' LIMIT=0 WITH=tcg FIRMWARE='' REPEAT='' THREAD=multi ISO='' EXIT_PORT=''
LOG='' DEBUG='' SHARED='' ALONE='' FIXED=nokaslr
while getopts KTfrxmd:k:i:n:a:c:p:o:t:A:l:s: opt; do
	case $opt in
	k) KERNEL=$OPTARG ;;
	i) INITRD=$OPTARG ;;
	n) CPUS=${OPTARG%%,*} SHARED=${OPTARG#"${OPTARG%%,*}"} ;;
	a) ARGS=$OPTARG ;;
	c) MODEL=$OPTARG ;;
	p) PLUGIN=$OPTARG ;;
	m) ALONE=$TOOLS/ibrs-rig.so,model=1 ;;
	o) CONSOLE=$OPTARG ;;
	l) LOG=$OPTARG ;;
	t) LIMIT=$OPTARG ;;
	A) WITH=$OPTARG ;;
	r) REPEAT=1 THREAD=single ;;
	T) THREAD=single ;;
	K) FIXED='' ;;
	f) FIRMWARE=/usr/share/OVMF/OVMF_CODE.fd ;;
	d) ISO=$OPTARG ;;
	s) DEBUG=$OPTARG ;;
	x) EXIT_PORT=1 ;;
	*) usage 2 >&2 ;;
	esac
done
shift $((OPTIND - 1))
number -n "$CPUS" 1 8	# NR_CPUS of the kernels here
case $CPUS$SHARED in
[1-8] | [1-8],threads=1 | [2468],threads=2) ;;
1,threads=2) SHARED=$SHARED,maxcpus=2 ;;	# its sibling never comes
*) die "-n $CPUS$SHARED: threads=2, of 1 or an even number" ;;
esac
need_qemu
[ -f "${ISO:-$KERNEL}" ] || die "qemu.sh: no kernel '$KERNEL': run make kernel"
[ -z "$INITRD" ] || [ -f "$INITRD" ] ||
	die "qemu.sh: no initrd '$INITRD': run make guest"

# unable <what QEMU said>
unable() {
	die "ACCEL=kvm: this machine's KVM cannot run it (nested?): ACCEL=tcg." \
	    "QEMU says: $(echo "$1" | head -n 1)"
}

case $WITH in
tcg)	# x-force-features: TCG knows the CPUID bit and clears it without this.
	flags=${MODEL#"${MODEL%%,*}"}
	# check=off: no list of what TCG has not, before each boot.
	MODEL=${MODEL%%,*},x-force-features=on,check=off,$NOT_IN_TCG$flags
	PLUGIN=${PLUGIN:-$(holds_msr || echo "$ALONE")}
	ACCELERATOR=tcg,thread=$THREAD ;;
kvm)	[ -w /dev/kvm ] || die "ACCEL=kvm: /dev/kvm is not there or not" \
		"writable: load kvm_intel, join the group kvm, or ACCEL=tcg"
	[ -z "$PLUGIN" ] || die "ACCEL=kvm: only tcg runs can be watched"
	# Some wait for ever, without a word; with one the firmware takes no second.
	SAID=$(kvm_boots 5 2>&1) || unable "$SAID"
	MODEL=host
	ACCELERATOR=kvm ;;
*)	die "ACCEL=$WITH: tcg or kvm" ;;
esac

# No KASLR, but for -K: addresses are those of System.map. No ACPI is needed to stop:
# panic=-1 and -no-reboot end QEMU; no_timer_check: a slow host is no panic of v4.15.
set -- -accel "$ACCELERATOR" -cpu "$MODEL" -m 512 -smp "$CPUS$SHARED" \
	-display none -monitor none -net none -no-reboot "$@"
if [ -n "$LOG" ]; then
	set -- "$@" -chardev "stdio,id=con,logfile=$LOG" -serial chardev:con
else
	set -- "$@" -serial "${CONSOLE:+file:}${CONSOLE:-stdio}"
fi
if [ -n "$ISO" ]; then
	set -- "$@" -cdrom "$ISO"
else
	set -- "$@" -kernel "$KERNEL" \
		-append "console=ttyS0 ${FIXED:+$FIXED }panic=-1 no_timer_check $ARGS"
fi
[ -z "$EXIT_PORT" ] ||
	set -- "$@" -device isa-debug-exit,iobase=0xf4,iosize=4
[ -z "$INITRD" ] || set -- "$@" -initrd "$INITRD"
[ -z "$DEBUG" ] || set -- "$@" -debugcon "file:$DEBUG"
[ -z "$PLUGIN" ] || set -- "$@" -plugin "$PLUGIN"
[ -z "$REPEAT" ] || set -- "$@" -icount shift=0,sleep=off -seed 1 \
	-rtc base=2018-01-28,clock=vm
[ -z "$FIRMWARE" ] || {
	[ -f "$FIRMWARE" ] || die "qemu.sh: no $FIRMWARE: run make setup"
	set -- "$@" -drive "if=pflash,format=raw,readonly=on,file=$FIRMWARE"
}
[ -z "$CONSOLE" ] || exec </dev/null
[ "$WITH" = kvm ] || exec timeout --foreground -k 5 "$LIMIT" "$QEMU" "$@"

# Where KVM cannot run a guest QEMU says so, and aborts or waits for ever.
SAID=$(mktemp)
# shellcheck disable=SC2317 # lib.sh calls it
at_exit() { kill "$PID" 2>/dev/null || :; rm -f "$SAID"; }
gave_up() { grep -q -E 'KVM internal error|failed to set MSR|guest nothing' "$SAID" || mute; }
mute() { [ -n "$LOG" ] && [ ! -s "$LOG" ] && [ -n "$(find "$SAID" -mmin +0.3)" ] &&
	echo 'nothing, and the guest nothing for 18 seconds' >"$SAID"; }
timeout --foreground -k 5 "$LIMIT" "$QEMU" "$@" <&0 2>"$SAID" &
PID=$!
trap 'exit 130' INT TERM
while kill -0 "$PID" 2>/dev/null && ! gave_up; do
	sleep 0.2
done
! gave_up || unable "$(cat "$SAID")"
rc=0
wait "$PID" || rc=$?
cat "$SAID" >&2
exit "$rc"
