/*
 * html_table: what are tables and charts in HTML?
 */
#ifndef BILAGA_FORMAT_HTML_TABLE_H
#define BILAGA_FORMAT_HTML_TABLE_H

struct account;
struct chart;
struct html_place;
struct markup;
struct table;
struct target;

/*
 * Open a table of a class, with the caption of `target`; one without a number
 * (`target` is NULL) is called `name`, and its caption is the caller's. A wide
 * one scrolls by itself, and can be reached by keyboard to do so (WCAG 2.1.1).
 */
void html_table_open(struct markup *markup, const struct html_place *place,
		     const struct target *target, const char *class,
		     const char *name);

/* Close it, with a link to the CSV file when it has a number. */
void html_table_close(struct markup *markup, const struct html_place *place,
		      const struct target *target);

/* Write a table of forums, with caption, legend and link to its CSV file. */
void html_table(struct markup *markup, const struct html_place *place,
		const struct table *table);

/* Write the rows of an account, with legend and link to its CSV file. */
void html_account_table(struct markup *markup, const struct html_place *place,
			const struct account *account,
			const struct table *table);

/*
 * Write a table of the page that compares forums. What scripts need to filter
 * it and to add up what is left stands beside the text of its cells, and the
 * words for sums on the table.
 */
void html_comparison(struct markup *markup, const struct html_place *place,
		     const struct table *table);

/* Write a chart, and its table below. */
void html_chart(struct markup *markup, const struct html_place *place,
		const struct chart *chart);

#endif
