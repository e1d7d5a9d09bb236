/*
 * chase: what is a unit asked for, as a text to send and as data?
 */
#ifndef BILAGA_FORMAT_CHASE_H
#define BILAGA_FORMAT_CHASE_H

struct output;
struct report;

/*
 * Hand to `output` two files for each unit that has figures to give, named as
 * in report/chase_list.h: CSV as data.h says, a row for each figure; and a
 * text with a line for each, which names no person. Nothing is written unless
 * a page has {chase-list}, which leads there. 0, or −1: the machine failed.
 */
int chase_render(struct output *output, const struct report *report);

#endif
