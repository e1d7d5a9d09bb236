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

/* Are the lines of pages asked for when their texts are dropped? */
bool schema_asks_lines(const struct schema *schema);

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

/* What a value says, for those who describe heads or write them. */
enum schema_form {
	SCHEMA_ANYTHING,
	SCHEMA_TEXT,	     /* one line */
	SCHEMA_TEXTS,	     /* one, or a list of them */
	SCHEMA_LONG_TEXT,    /* several lines */
	SCHEMA_ADDRESS,	     /* https://… */
	SCHEMA_CONTACT,	     /* or mailto:… */
	SCHEMA_EDIT_ADDRESS, /* as edit_address.h has it */
	SCHEMA_NAMED_TEXTS,  /* under names of one's own */
	SCHEMA_ID,
	SCHEMA_IDS,	/* one, or a list of them */
	SCHEMA_RUN_BY,	/* likewise, or the word for nobody */
	SCHEMA_WORD,	/* one of `words` */
	SCHEMA_NAME,	/* of a form or rate: words of a register */
	SCHEMA_KEYS,	/* of the same head, one or a list of them */
	SCHEMA_DATE,	/* 2024-02-26, 2024-02 or 2024 */
	SCHEMA_DAY,	/* 2024-02-26 */
	SCHEMA_DATE_OR, /* a date or one of `words` */
	SCHEMA_LENGTH,	/* 6 månader */
	SCHEMA_REVIEW,	/* text, or `inner`, or a list of them */
	SCHEMA_NUMBER,	/* from 1 to 9999 */
	SCHEMA_YEAR,	/* from 1900 to 2200 */
	SCHEMA_COUNT,	/* a quantity; likewise the next ones */
	SCHEMA_HOURS,
	SCHEMA_MONEY, /* or one of `words` */
	SCHEMA_FEE,   /* money, or `inner` */
	SCHEMA_PERCENT,
	SCHEMA_QUANTITY,     /* of any kind, by its unit */
	SCHEMA_RATE,	     /* likewise, or the name of a rate */
	SCHEMA_GROUP_COUNTS, /* for each group a count; likewise */
	SCHEMA_GROUP_HOURS,
	SCHEMA_GROUPS,	   /* for each group a name, or `inner` */
	SCHEMA_MAP,	   /* `inner` */
	SCHEMA_MAPS,	   /* `inner`, or a list of them */
	SCHEMA_YEARS,	   /* for each year `inner` */
	SCHEMA_CONTROLS,   /* for each year quantities by field */
	SCHEMA_KIND,	   /* of document */
	SCHEMA_RATES,	   /* of a year, by name */
	SCHEMA_RATE_PLACES /* `inner`, alone or for each place */
};

/* What has keys of its own. */
enum schema_map_id {
	SCHEMA_NONE,
	SCHEMA_FORUM,
	SCHEMA_YEAR_MAP,
	SCHEMA_MEETING,
	SCHEMA_AGREEMENT,
	SCHEMA_REVIEW_MAP,
	SCHEMA_TRIP,
	SCHEMA_CHANGE,
	SCHEMA_CONFIRMED,
	SCHEMA_FORMULA,
	SCHEMA_SECTION,
	SCHEMA_DOCUMENT,
	SCHEMA_PUBLICATION,
	SCHEMA_TERM,
	SCHEMA_GROUP,
	SCHEMA_PLAUSIBILITY,
	SCHEMA_ORGANISATION,
	SCHEMA_FORM,
	SCHEMA_NAMED,
	SCHEMA_RATE_MAP,
	SCHEMA_STATEMENT,
	SCHEMA_CONTENT,
	SCHEMA_CONTACT_MAP,
	SCHEMA_MAP_COUNT
};

struct schema_key {
	const char *word; /* as it is written */
	const char *name; /* permanent: "run-by" */
	enum label label; /* of `word`; LABEL_COUNT: a kind's own */
	enum schema_form form;
	enum schema_map_id inner; /* SCHEMA_NONE: no keys */
	bool required;
	const char *const *words; /* NULL-terminated; NULL: no closed words */
};

struct schema_map {
	const char *name; /* permanent: "forum"; the group of help_text() */
	const struct schema_key *keys;
	size_t count;
};

/*
 * The keys of `id`, in the order in which they are read, with the words of
 * `labels`; those of a document have those of `kind` at the end, which may be
 * NULL. It lies in `arena`.
 */
const struct schema_map *schema_map_new(enum schema_map_id id,
					const struct labels *labels,
					const struct kind *kind,
					struct arena *arena);

/* A register: a file that has something for each of its keys. */
struct schema_register {
	const char *name;      /* of the file, without folder and ending */
	enum schema_form form; /* of the values */
	enum schema_map_id inner;
	bool whole; /* not of each value: the file has the keys of `inner` */
};

/* The registers, one after another; NULL after the last. */
const struct schema_register *schema_register_at(size_t index);

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
