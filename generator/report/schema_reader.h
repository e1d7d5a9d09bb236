/*
 * schema_reader: which values can keys have, and how is each read?
 *
 * What the files of schema.h share: schema_value.c, schema_figure.c,
 * schema_forum.c and schema_publication.c read values, schema_rows.c says which
 * keys have which, and schema_describe.c tells it.
 */
#ifndef BILAGA_REPORT_SCHEMA_READER_H
#define BILAGA_REPORT_SCHEMA_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "report/labels.h"
#include "report/schema.h"

/*
 * Reads `value` into `out`; what lasts is copied to the arena of `reader`. 0,
 * or −1 with findings added.
 */
typedef int schema_read_function(void *out, const struct record *value,
				 const struct record_reader *reader,
				 const struct record_field *field);

/* A key and its value; the word for it depends on the language. */
struct schema_row {
	enum label label;
	schema_read_function *read;
	size_t offset; /* of what is filled, in what the whole map fills */
	bool required;
	const void *more; /* of schema_read_word(): struct schema_words */
};

/* Words that a field can have: the labels from `first` to `last`. */
struct schema_words {
	enum label first;
	enum label last;
};

/* What has keys of its own, by enum schema_map_id; SCHEMA_NONE has none. */
struct schema_rows {
	const char *name; /* permanent: "forum" */
	const struct schema_row *rows;
	size_t count;
};

extern const struct schema_rows schema_rows[SCHEMA_MAP_COUNT];

struct schema {
	const GPtrArray *kinds;
	struct record_table *kind_tables; /* of documents, one for each kind */
	const struct labels *labels;
	const struct publication *publication;
	struct record_table tables[SCHEMA_MAP_COUNT];
};

/* A group of participants in the long form. */
struct schema_group {
	const char *name;
	int pay;
};

/* What a reader is given beside the value, and of that a table or a word. */
const struct schema *schema_of(const struct record_reader *reader);
const struct record_table *schema_table(const struct record_reader *reader,
					enum schema_map_id id);
const char *schema_word(const struct record_reader *reader, enum label label);

/* Is it a scalar that says something? 0, or −1 with the finding added. */
int schema_check_scalar(const struct record *value,
			const struct record_reader *reader);

/* What is read is copied: the tree of the record does not live as long. */
const char *schema_keep(const struct record *value,
			const struct record_reader *reader);

/* `Kustförbundet` is meant as `kustforbundet`: say so of the last finding. */
void schema_suggest_id(const char *text, struct diag_list *diags);

/* How many items a list has; a value alone is one. */
size_t schema_item_count(const struct record *value);

/* Call `read` for a scalar, or for each item of a list. */
int schema_read_each(void *items, size_t size, const struct record *value,
		     const struct record_reader *reader,
		     schema_read_function *read);

/* The value is hundredths of a per cent: `31,42 %`, or not known. */
int schema_read_percent(struct figure *figure, const struct record *value,
			const struct record_reader *reader);

/* Texts, ids, words, dates and whole numbers. */
schema_read_function schema_read_text, schema_read_title, schema_read_long_text,
	schema_read_reference, schema_read_word_reference,
	schema_read_reference_list, schema_read_run_by, schema_read_text_list,
	schema_read_word, schema_read_date, schema_read_until,
	schema_read_ended, schema_read_day, schema_read_length,
	schema_read_can_end, schema_read_shown_year, schema_read_number,
	schema_read_stands_for;

/* Quantities. */
schema_read_function schema_read_money, schema_read_count,
	schema_read_formula_rate, schema_read_fee, schema_read_other,
	schema_read_rate_value, schema_read_participants,
	schema_read_group_hours;

/* What a forum, a section and their years have. */
schema_read_function schema_read_meetings, schema_read_agreement,
	schema_read_trip_to, schema_read_review_last, schema_read_review_next,
	schema_read_reviews, schema_read_trips, schema_read_change_field,
	schema_read_change_from, schema_read_change_to, schema_read_change_date,
	schema_read_changes, schema_read_year_title, schema_read_carried,
	schema_read_status, schema_read_confirmed, schema_read_controls,
	schema_read_years, schema_read_judged, schema_read_anything;

/* What the publication and its accessibility statement have. */
schema_read_function schema_read_documents, schema_read_edit_url,
	schema_read_site_url, schema_read_key_figures, schema_read_shortcuts,
	schema_read_tolerance, schema_read_plausibility, schema_read_contents,
	schema_read_contact_url, schema_read_address, schema_read_compliance,
	schema_read_assessed, schema_read_updated, schema_read_groups_register,
	schema_read_term;

/* Of which kind a document is. */
schema_read_function schema_read_kind;

#endif
