/*
 * schema: which keys do heads and registers have, and what may they hold?
 *
 * The tables of fields are made once, with the words of the publication's
 * language; record_fill() reads by them.
 */
#ifndef BILAGA_REPORT_SCHEMA_H
#define BILAGA_REPORT_SCHEMA_H

#include "read/record.h"
#include "report/report.h"

struct schema;
struct statement;

/* What the head of a page says, before it is a page. */
struct page_head {
	const char *title;
	struct span title_where;
	const char *short_title;
	struct reference id; /* NULL id: from the file name */
	struct reference_list aliases;
	struct control *controls; /* of a section or document */
	size_t controls_count;
	/* A document's own. */
	const struct kind *kind;
	struct document_field *fields;
	const char *subtitle;
	const char *publisher;
	const char *reference;
	struct date date;
	/* A forum's own. */
	struct forum forum;
	const char *text; /* of a forum in a .yaml file */
	struct span text_where;
};

/*
 * The tables, in the language of `labels`, with those of the `kinds` of
 * documents (struct kind *); they lie in `arena`.
 */
const struct schema *schema_new(const struct labels *labels,
				const struct publication *publication,
				const GPtrArray *kinds, struct arena *arena);

/* Read the head of a page. −1 with findings added; `head` is then in part. */
int schema_read_head(struct page_head *head, enum page_kind kind,
		     const struct record *record, struct span where,
		     const struct schema *schema, struct arena *arena,
		     struct diag_list *diags);

/* Read publication.yaml, with the words of `labels`. */
int schema_read_publication(struct publication *publication,
			    const struct record *record, struct span where,
			    const struct labels *labels, struct arena *arena,
			    struct diag_list *diags);

/* One entry of a register, whose key is the id. */
int schema_read_organisation(struct organisation *organisation,
			     const struct record *entry,
			     const struct schema *schema, struct arena *arena,
			     struct diag_list *diags);
int schema_read_form(struct form *form, const struct record *entry,
		     const struct schema *schema, struct arena *arena,
		     struct diag_list *diags);
int schema_read_named(struct named *named, const struct record *entry,
		      const struct schema *schema, struct arena *arena,
		      struct diag_list *diags);
/* The year that a key says; 0 when it is none. */
int schema_year(const char *text);

/* LABEL_RATE_… of the cost model's own rate called `name`; 0: no such. */
int schema_rate_label(const char *name, const struct schema *schema);

/* The key under which a rate has its value. */
const char *schema_value_key(const struct schema *schema);

/*
 * What a rate is: value, source and date. Its label is set before, and says
 * which kind of number the value is; without one the value's unit does.
 */
int schema_read_rate(struct rate *rate, const struct record *entry,
		     const struct schema *schema, struct arena *arena,
		     struct diag_list *diags);

/*
 * Read the accessibility statement that `record` is. `where` is told when a
 * part is missing. −1 with findings added.
 */
int schema_read_statement(struct statement *statement,
			  const struct record *record, struct span where,
			  const struct schema *schema, struct arena *arena,
			  struct diag_list *diags);

#endif
