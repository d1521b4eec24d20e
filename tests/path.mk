# SPDX-License-Identifier: GPL-2.0-only
# Before anything runs: a & or $ in the path would run a piece of it, or write
# beside the project. (Others: scripts/lib.sh, plain().)
ifneq ($(shell { pwd; pwd -P; } | LC_ALL=C tr -d 'A-Za-z0-9/._+@~\#\n\200-\377-'),)
$(error Only letters, digits and / . _ + @ ~ - in the path, please)
endif
