/*
 * data: what do other programs get?
 */
#ifndef BILAGA_FORMAT_DATA_H
#define BILAGA_FORMAT_DATA_H

#include <glib.h>
#include <stdbool.h>

struct output;
struct report;

/*
 * Append a field of a CSV file, quoted only when it has to be (RFC 4180 § 2.6),
 * and end a row. The first field of a row has no comma before it.
 */
void data_csv_field(GString *out, const char *text, bool first);
void data_csv_end(GString *out);

/*
 * Hand to `output`, below data/: forums.csv and forums.json with all entries
 * and years, the registers, a CSV file for each numbered table, whose rows have
 * their group and what they add up after the cells, and csv-metadata.json,
 * which describes the files. CSV is RFC 4180 in UTF-8: commas, CRLF, a header
 * line. 0, or −1: the machine failed.
 */
int data_render(struct output *output, const struct report *report);

#endif
