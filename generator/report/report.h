/*
 * report: what is in the publication, and in which order?
 *
 * The report is all that was read: documents, sections and forums in order
 * and numbered, with registers beside. It lies in one arena and is not changed
 * after the checks. Structures are open: every format reads them.
 */
#ifndef BILAGA_REPORT_REPORT_H
#define BILAGA_REPORT_REPORT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/quantity.h"
#include "base/source.h"
#include "read/body.h"
#include "report/labels.h"

struct arena;
struct collator;
struct diag_list;
struct kind_field;
struct kind;
struct page;
struct document;
struct table;

/* What a link can lead to. */
enum target_kind {
	TARGET_PAGE,
	TARGET_HEADING, /* a sub-section within a page */
	TARGET_TABLE,
	TARGET_FILE /* beside the pages; `id` is its path, it has no page */
};

struct target {
	enum target_kind kind;
	const char *id;
	const char *number; /* "2.14.6"; of a table "3"; "" if none */
	const char *title;  /* plain text */
	const char *full;   /* of a page: "2.14.6 Eurocities" */
	struct page *page;  /* where it stands */
	struct span where;  /* where the id was said */
	bool made;	    /* the id was not said: the program made it */
	unsigned copies;    /* ids that were made from this one */
};

/* An id that names something else; `where` is the id in the source. */
struct reference {
	const char *id;
	struct span where;
	const void *to; /* set by refs; what it is depends on the field */
};

struct reference_list {
	struct reference *items;
	size_t count;
};

struct text_list {
	const char **items;
	size_t count;
};

/* A number with its place. */
struct figure {
	struct quantity quantity;
	struct span where; /* the value, or the whole year when missing */
};

/* A date, or as much of it as is known. */
struct date {
	uint16_t year; /* 0: no date */
	uint8_t month; /* 0: only the year is known */
	uint8_t day;   /* 0: only year and month are known */
};

struct organisation {
	const char *id;
	const char *name;
	const char *abbreviation; /* NULL: none */
	const char *kind;
	int level; /* enum label; 0: not said */
	struct reference belongs_to;
	struct span where;
};

struct form {
	const char *word;
	int class; /* LABEL_CLASS_… */
	struct span where;
};

/* A unit or a goal. */
struct named {
	const char *id;
	const char *name;
	const char *source; /* NULL: none */
	struct span where;
};

struct abbreviation {
	const char *text;
	const char *meaning;
};

struct meeting {
	const char *organ; /* NULL: the forum itself */
	struct figure per_year;
	int held; /* LABEL_HELD_…; 0: not said */
};

struct agreement {
	const char *kind;
	const char *decision;
	struct date from;
	struct date until;
	bool further; /* until further notice */
	const char *notice;
	const char *review;
};

/* A journey that is made again and again in a year. */
struct trip {
	const char *to;
	struct figure people;
	struct figure times;
	struct figure nights;
};

/* What departs from what could be expected, and is right all the same. */
struct confirmation {
	const char *key; /* the word of the key that it is about */
	const char *reason;
	struct span where; /* the key */
	bool used;	   /* something was found that it is about */
};

/* One year of a forum. */
struct forum_year {
	int year;
	int state;		     /* LABEL_STATE_…; 0: not said */
	struct figure *participants; /* one for each group */
	struct figure fee;
	struct reference_list paid_to;
	struct figure other;
	struct text_list other_for;
	struct figure *hours; /* one for each group; NULL: none */
	struct trip *trips;
	size_t trips_count;
	struct text_list results;
	const char *remark;
	struct confirmation *confirmed;
	size_t confirmed_count;
	struct span where;
};

struct forum {
	const char *name; /* in full; NULL: as the title */
	struct reference form;
	int membership; /* LABEL_MEMBERSHIP_…; 0: not said */
	int level;	/* LABEL_LEVEL_… */
	struct reference_list run_by;
	bool run_by_nobody;
	struct reference_list parties;
	struct reference responsible;
	int64_t stands_for; /* forums; 1 unless said */
	struct span stands_for_where;
	const char *reason;
	struct reference_list goals;
	struct meeting *meetings;
	size_t meetings_count;
	struct agreement *agreement; /* NULL: none */
	int can_end;		     /* LABEL_CAN_END_…; 0: not assessed */
	struct reference part_of;    /* struct page */
	struct reference costs_in;   /* struct page */
	struct text_list judged;
	struct forum_year *years; /* in order */
	size_t years_count;
	struct page **children; /* that are part of this; set by refs */
	size_t children_count;
	struct page **costs_of; /* whose costs are here; set by refs */
	size_t costs_of_count;
};

enum page_kind { PAGE_DOCUMENT, PAGE_SECTION, PAGE_FORUM };

/* What the figures below a page add up to, as somebody else counted them. */
struct control {
	int year;
	struct span year_where;
	const char *field; /* a key of heads, such as `fee` */
	struct span field_where;
	const char *text; /* as written: `12 tkr; known: reason` */
	struct span where;
	const char *stated; /* set by control: the quantity, as shown */
	const char *answer; /* likewise; NULL: it could not be read */
};

struct page {
	struct target target; /* id, number and title */
	enum page_kind kind;
	const char *short_title; /* for navigation */
	struct source *source;
	struct span head_where; /* the first line of the head */
	bool unread;		/* the file, or its head, could not be read */
	bool wrong;		/* its head was read, and has faults */
	struct reference *aliases;
	size_t aliases_count;
	struct document *document;
	struct page *parent;
	struct page *first_child;
	struct page *last_child;
	struct page *next;	/* with the same parent */
	struct page *following; /* in reading order */
	struct page *preceding;
	unsigned depth;	     /* 0: document, 1: chapter … */
	struct forum *forum; /* NULL unless PAGE_FORUM */
	struct body *body;
	struct page **mentioned_in; /* pages that link here; set by refs */
	size_t mentioned_in_count;
	struct control *controls; /* of a section or document, as written */
	size_t controls_count;
	struct table *costs; /* the cost table of a section; or NULL */
	const struct target *costs_target;
};

/* What the head of a document says under a key of its kind's own. */
struct document_field {
	const struct kind_field *field;
	struct text_list texts;		 /* KIND_TEXT, KIND_TEXTS */
	struct date date;		 /* KIND_DATE */
	struct reference_list documents; /* KIND_DOCUMENTS: struct page */
	struct document_field *next;
};

struct document {
	struct page *page;
	const struct kind *kind; /* NULL: unknown, which was told */
	struct document_field *fields;
	const char *subtitle;
	const char *publisher;
	const char *reference;
	struct date date;
	const struct target **tables; /* with numbers, in order */
	size_t tables_count;
	struct page **pages; /* in reading order */
	size_t pages_count;
};

/* A claim that the data do not bear out, acknowledged with a reason. */
struct known_difference {
	struct page *page;
	const char *question; /* that the claim answers */
	const char *stated;   /* as the text has it */
	const char *answer;   /* as the data have it */
	const char *reason;
	struct known_difference *next;
};

/* What departs from what could be expected. */
struct implausible {
	const struct page *page;
	int year;
	const char *text;   /* what was found */
	const char *reason; /* NULL: not confirmed */
	struct implausible *next;
};

/* From where on a change against the year before is told. */
struct plausibility {
	int64_t change;		    /* per cent; 0: as usual */
	struct figure amount;	    /* and at least so much money */
	struct figure participants; /* and at least so many */
};

/* A picture that a page shows. */
struct asset {
	const char *path; /* to read */
	const char *name; /* to write: "bilder/om/karta 1.png" */
	const char *url; /* the same as an address: "bilder/om/karta%201.png" */
};

struct publication {
	int64_t format;
	const char *language;
	const char *title;
	const char *subtitle;
	const char *publisher;
	struct reference responsible;
	int64_t year;
	int64_t own_year; /* `year` unless another is asked for */
	struct span year_where;
	struct date date;
	const char *reference;
	const char **groups; /* short names: the keys of `participants` */
	const char **group_names;
	size_t groups_count;
	struct reference_list documents;
	const char *edit_url;
	struct plausibility plausibility;
};

struct report {
	struct arena *arena;
	GPtrArray *arenas; /* further ones, of threads that read files */
	struct labels labels;
	struct collator *collator;
	struct source *source; /* publication.yaml */
	struct publication publication;
	struct document **documents;
	size_t documents_count;
	struct page **pages; /* all, in reading order */
	size_t pages_count;
	struct page **forums; /* those that are forums, in reading order */
	size_t forums_count;
	struct asset **assets;
	size_t assets_count;
	/*
	 * Something was left out or could not be read, so an id that nothing
	 * has may be right all the same; and so may a figure when heads are
	 * wrong. Neither is told: it only follows from what is.
	 */
	bool unread;
	bool wrong;
	GHashTable *targets; /* id → struct target */
	/* Registers; NULL when the file could not be read. */
	GHashTable *organisations; /* id → struct organisation */
	GHashTable *forms;	   /* word → struct form */
	GHashTable *units;	   /* id → struct named */
	GHashTable *goals;	   /* id → struct named */
	struct named **goals_list; /* in the order of the register */
	size_t goals_count;
	struct known_difference *known;	 /* in reading order; set by check */
	struct implausible *implausible; /* likewise */
	struct abbreviation *abbreviations;
	size_t abbreviations_count;
};

/*
 * Read the content folder `content`. `labels_folder` and `kinds_folder` are
 * the program's own; `year` is the year to show, 0 for the publication's.
 * Findings are added; what could be read is in the report, which
 * report_free() frees. Never NULL.
 */
struct report *report_read(const char *content, const char *labels_folder,
			   const char *kinds_folder, int year,
			   struct diag_list *diags);

/* Free the report. NULL is allowed. */
void report_free(struct report *report);

/* −1 with the finding when the file or folder is a symbolic link; else 0. */
int report_refuse_link(const struct source *source, struct diag_list *diags);

/* The figures of `year` for `forum`, or NULL. */
const struct forum_year *report_year(const struct forum *forum, int64_t year);

/* The page's short title, or its title. */
const char *page_short_title(const struct page *page);

#endif
