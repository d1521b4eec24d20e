// SPDX-License-Identifier: GPL-2.0-only
#include "fake.h"
#include "guest.h"

void cases(const char *text)
{
	put("cases", text);
	must("{ printf '%%s\\n' '[default]' 'kernel = small' 'smp = 1' "
	     "'mode = on' 'timeout = 9' 'guest = initrd' && "
	     "sed 's/^\\[.*/&\\nwhat = it/' ../cases; } >tests/cases.cfg");
}

void stand_ins(void)
{
	must("chmod +x ../fakes/*/*.sh build/tools/* && cp -r ../fakes/. .");
}

bool words(const char *want)
{
	return !sh("[ \"$(sed -n 's/^\\([A-Z]*\\) *\\([a-z0-9-]*\\) (.*/\\1 "
		   "\\2/p' build/results/summary | tr '\\n' ' ')\" = '%s' ]",
		   want);
}
