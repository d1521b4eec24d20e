# SPDX-License-Identifier: GPL-2.0-only
# The fake project for doctor.c, and a PATH to take things out of.
. "$(dirname "$0")/project"
cp "$HERE/Makefile" "$T/p/" && cp "$HERE/tests/path.mk" "$T/p/tests/"
mkdir "$T/bin"
ln -s /usr/bin/* "$T/bin/"
in_c doctor
