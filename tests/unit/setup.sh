# SPDX-License-Identifier: GPL-2.0-only
# setup and the scripts that start QEMU, given a machine that lacks something.
. "$(dirname "$0")/project"

# A PATH with everything but quilt, where nobody is root and apt-get would
# tell on itself.
mkdir "$T/bin"
for dir in /usr/sbin /sbin /usr/bin /bin; do
	for tool in "$dir"/*; do
		ln -sf "$tool" "$T/bin/"
	done
done
rm -f "$T/bin/quilt" "$T/bin/sudo" "$T/bin/id" "$T/bin/apt-get"
printf '#!/bin/sh\necho 1000\n' >"$T/bin/id"
printf '#!/bin/sh\necho apt-get ran "$@"; exit 1\n' >"$T/bin/apt-get"
chmod +x "$T/bin/id" "$T/bin/apt-get"
sed -i "s|^PATH=.*|PATH=$T/bin|" "$T/p/scripts/setup.sh"
t 'the PATH was replaced' grep -q "^PATH=$T/bin" "$T/p/scripts/setup.sh"

t 'not root, no sudo: the packages by name' gives 2 \
	'neither root nor sudo.*apt-get install.* quilt' p scripts/setup.sh
t 'and apt-get is left alone' [ "$(grep -c 'apt-get ran' "$T/out")" = 0 ]
printf '#!/bin/sh\nexit 0\n' >"$T/bin/sudo"
chmod +x "$T/bin/sudo"
t 'sudo that does not help' gives 2 'still missing after apt-get: quilt' \
	p scripts/setup.sh
printf '#!/bin/sh\necho 0\n' >"$T/bin/id"
t 'apt-get that fails' gives 2 'apt-get could not install' p scripts/setup.sh
rm "$T/bin/apt-get"
t 'no Debian' gives 2 "missing: quilt (Debian 12's names)" p scripts/setup.sh
ln -s /bin/true "$T/bin/quilt"
t 'nothing missing' gives 0 '' p scripts/setup.sh
t 'says nothing' [ ! -s "$T/out" ]

t 'no kernel' gives 2 "no kernel '$T/none'" p tests/qemu.sh -k "$T/none"
touch "$T/k"
t 'a QEMU that is not there' gives 2 'QEMU=/nix: no such program' \
	p env QEMU=/nix tests/qemu.sh -k "$T/k"
t 'no initrd' gives 2 "no initrd '$T/none'" \
	p tests/qemu.sh -k "$T/k" -i "$T/none"
t 'a wrong accelerator' gives 2 'ACCEL=xen: tcg or kvm' \
	p tests/qemu.sh -k "$T/k" -A xen
t 'a configuration that is none' gives 2 "no configuration 'nix'; there are" \
	p scripts/kernel.sh nix
t 'CONFIG= that is not there' gives 2 'CONFIG=/nix: no such file' \
	p env CONFIG=/nix scripts/kernel.sh
t 'a flavour of Debian that is none' gives 2 "no flavour 'rt'" \
	p tests/debian.sh rt
mkdir "$T/a b"
cp -a "$T/p/scripts" "$T/a b/"
t 'a blank in the path' gives 2 ': only letters, digits and' "$T/a b/scripts/tree.sh"

# --- boot, with a QEMU that does as it is told ---------------------------------
for script in scripts/tree scripts/kernel tests/build; do
	printf '#!/bin/sh\n' >"$T/p/$script.sh"
done
sed -i "s|/dev/kvm|$T/kvm|" "$T/p/tests/qemu.sh"
sed -i "s|-k .*bzImage\" |-k $T/k |" "$T/p/tests/boot.sh"
mkdir -p "$T/p/build/boot"
touch "$T/kvm" "$T/p/build/boot/initrd.cpio"
cat >"$T/qemu" <<-'END'
	#!/bin/sh
	for arg; do
		case $arg in *logfile=*) exec >"${arg#*logfile=}" ;; esac
	done
	eval "$DOES"
END
chmod +x "$T/qemu"
# boots <status> <pattern> <what QEMU does> [variable=value]
boots() {
	t "boot ${4:-}: ${2:-in order}" gives "$1" "$2" p env QEMU="$T/qemu" QEMU_FINE="$T/qemu" \
		DOES="$3" "${4:-LIMIT=9}" tests/boot.sh
}
boots 0 '' 'echo ibrs-guest: done pass=3 fail=0 skip=1'
boots 0 '' 'echo ibrs-guest: done pass=3 fail=0 skip=0' ACCEL=kvm
boots 1 '^FAIL: the guest saw' 'echo ibrs-guest: done pass=3 fail=10 skip=1'
boots 2 'did not come to its closing line' 'echo panic'
boots 2 'no end after 1 s (LIMIT=)' 'exec sleep 9' LIMIT=1
for says in 'KVM internal error. Suberror: 1' 'error: failed to set MSR 0x10a'
do
	boots 2 'cannot run it (nested?): ACCEL=tcg' \
		"echo \$\$ >$T/pid; echo $says >&2; exec sleep 99" ACCEL=kvm
done
t 'and QEMU does not live on' sh -c "! kill -0 $(cat "$T/pid")" 2>/dev/null

# --- which QEMU ------------------------------------------------------------------
printf '#!/bin/sh\necho QEMU emulator version 9.9\n' >"$T/qemu"
for program in "$T/qemu" /bin/true qemu-system-i386; do
	t "QEMU=$program" gives 2 '^error: QEMU=.* is no QEMU 7.2 for x86_64' \
		p env QEMU="$program" tests/qemu.sh -k "$T/k"
done
for program in "$T" "$T/k"; do
	t "QEMU=$program" gives 2 '^error: QEMU=.*: no such program' \
		p env QEMU="$program" tests/qemu.sh -k "$T/k"
done
end
