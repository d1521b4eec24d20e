/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands of ibrs-report, each in its own file. argv[0] is the command's
 * name; what is returned is the exit status (0 PASS, 1 FAIL, 2 ERROR, 77 SKIP).
 */
#ifndef REPORT_COMMANDS_H
#define REPORT_COMMANDS_H

int cmd_judge(int argc, char **argv);
int cmd_kernel(int argc, char **argv);
int cmd_field(int argc, char **argv);
int cmd_anchor(int argc, char **argv);
int cmd_cost(int argc, char **argv);
int cmd_switch(int argc, char **argv);
int cmd_cost_guest(int argc, char **argv);
int cmd_cases(int argc, char **argv);
int cmd_case(int argc, char **argv);
int cmd_map(int argc, char **argv);
int cmd_matrix(int argc, char **argv);
int cmd_nops(int argc, char **argv);
int cmd_mutant(int argc, char **argv);
int cmd_numbers(int argc, char **argv);
int cmd_unwind(int argc, char **argv);
int cmd_coverage(int argc, char **argv);
int cmd_floor(int argc, char **argv);
int cmd_seeded(int argc, char **argv);
int cmd_control(int argc, char **argv);
int cmd_spent(int argc, char **argv);
int cmd_speed(int argc, char **argv);
int cmd_counts(int argc, char **argv);
int cmd_summary(int argc, char **argv);
int cmd_selfcheck(int argc, char **argv);
int cmd_booted(int argc, char **argv);
int cmd_long(int argc, char **argv);

#endif
