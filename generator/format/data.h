/*
 * data: what do other programs get?
 */
#ifndef BILAGA_FORMAT_DATA_H
#define BILAGA_FORMAT_DATA_H

struct output;
struct report;

/*
 * Hand to `output`, below data/: forums.csv and forums.json with all entries
 * and years, and a CSV file beside each numbered table. CSV is RFC 4180 in
 * UTF-8: commas, CRLF, a header line. 0, or −1: the machine failed.
 */
int data_render(struct output *output, const struct report *report);

#endif
