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

struct account;
struct arena;
struct collator;
struct diag_list;
struct kind_field;
struct kind;
struct page;
struct cost;
struct statement;
struct document;
struct meter;
struct table;

/* What a link can lead to. */
enum target_kind {
	TARGET_PAGE,
	TARGET_HEADING, /* a sub-section within a page */
	TARGET_TABLE,
	TARGET_FILE, /* beside the pages; `id` is its path, it has no page */
	TARGET_CHART
};

struct target {
	enum target_kind kind;
	const char *id;
	const char *number; /* "2.14.6"; of a table or chart "3"; "" if none */
	const char *title;  /* plain text */
	const char *full;   /* of a page: "2.14.6 Eurocities" */
	struct page *page;  /* where it stands */
	struct span where;  /* where the id was said */
	bool made;	    /* the id was not said: the program made it */
	unsigned copies;    /* ids that were made from this one */
	/* Of a table with a total, how that came about; set by check. */
	const struct account *account;
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

/*
 * An assumption that costs are worked out with, in one year. Money is for an
 * hour, a person's journey, a night or whatever the formula counts.
 */
struct rate {
	int year;
	int label;	   /* LABEL_RATE_…; 0: a name of the publication's */
	const char *name;  /* as it is written */
	const char *place; /* of journeys there; NULL: anywhere */
	bool percent;	   /* the value is hundredths of a per cent */
	struct figure value;
	const char *source;
	struct date date;
	struct span where;
	struct rate *next; /* in the order of the register */
};

struct abbreviation {
	const char *text;
	const char *meaning;
};

/* A name or an expression that is not in the publication's language. */
struct foreign_text {
	const char *text;
	const char *language; /* "en" */
};

struct meeting {
	const char *organ; /* NULL: the forum itself */
	struct figure per_year;
	int held; /* LABEL_HELD_…; 0: not said */
};

/* How long a time is: "6 månader" is six months, "2 veckor" fourteen days. */
struct length {
	const char *text; /* as written; NULL: none is said */
	unsigned months;
	unsigned days;
	struct span where;
};

/* What is to be looked at again, and when. */
struct review {
	const char *what; /* NULL: the agreement */
	const char *text; /* when it is no interval but words; else NULL */
	int interval;	  /* LABEL_INTERVAL_…; 0: not said */
	struct date last; /* when it was done */
	struct date next; /* when it is planned */
	struct span last_where;
	struct span next_where;
	struct span where;
};

struct agreement {
	const char *kind;
	const char *decision;
	struct date from;
	struct date until;
	bool further; /* until further notice */
	struct span until_where;
	struct length extended; /* by so much unless notice is given */
	struct length notice;
	struct date ended; /* when notice was given */
	struct span ended_where;
	struct review *reviews;
	size_t reviews_count;
};

/* A journey that is made again and again in a year. */
struct trip {
	const char *to;
	struct span to_where;
	struct figure people;
	struct figure times;
	struct figure nights;
};

/* A fee that is a rate times a base: `{sats: 2,50 kr, bas: invånare}`. */
struct fee_formula {
	const char *rate; /* name in the register; NULL: `value` */
	struct span rate_where;
	struct figure value;
	bool percent; /* the value is hundredths of a per cent */
	struct reference base;
};

/* A figure of a year that was put right, or updated as was planned. */
struct change {
	const char *field; /* as it is written */
	int key;	   /* LABEL_KEY_…: what it is; 0: a text */
	size_t group;	   /* of LABEL_KEY_PARTICIPANTS */
	int sort;	   /* LABEL_CHANGE_… */
	const char *from;  /* as they are written */
	const char *to;
	struct figure from_figure; /* of a number: what they say */
	struct figure to_figure;
	struct span field_where;
	struct span from_where;
	struct span to_where;
	struct span date_where;
	struct date date;
	const char *reason;
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
	const char *title; /* what it was called; NULL: as the forum */
	struct span title_where;
	int state;		     /* LABEL_STATE_…; 0: not said */
	struct figure *participants; /* one for each group */
	struct figure fee;
	struct fee_formula *formula; /* that gives the fee; NULL: none */
	struct reference_list paid_to;
	struct figure other;
	bool other_computed; /* what is worked out is the figure */
	struct cost *cost;   /* what is worked out; NULL: nothing */
	struct text_list other_for;
	struct figure *hours; /* one for each group; NULL: none */
	struct trip *trips;
	size_t trips_count;
	struct text_list results;
	const char *remark;
	struct reference costs_in; /* struct page; the forum's unless said */
	struct change *changes;	   /* in the order in which they were made */
	size_t changes_count;
	struct confirmation *confirmed;
	size_t confirmed_count;
	/*
	 * The figures are copied from an earlier year, and nobody has said
	 * that they hold.
	 */
	bool carried;
	const struct forum_year *before; /* that it has; NULL: none */
	struct span carried_where;
	int status; /* LABEL_STATUS_…; 0: not said */
	struct span status_where;
	struct span where;
};

struct forum {
	const char *name;  /* in full; NULL: as the title */
	const char *title; /* today's: the shown year may have another */
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
	struct span can_end_where;
	struct reference decided_by; /* who decides to end it: a unit */
	struct reference part_of;    /* struct page */
	struct reference costs_in;   /* struct page; refs: of the shown year */
	struct text_list judged;
	struct forum_year *years; /* in order */
	size_t years_count;
	/*
	 * Years after the publication's own: what is already known of them.
	 * They are no editions, so nothing in them is missing or counted.
	 */
	struct forum_year *coming; /* in order */
	size_t coming_count;
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
	struct target *costs_target; /* of a section with costs; or NULL */
	const struct target *years_target; /* its costs year by year; or NULL */
	/* Set by table_keep_all(); NULL: made where they are shown. */
	const struct table *costs;
	const struct table *costs_by_year;
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
	const struct target **charts; /* likewise */
	size_t charts_count;
	struct page **pages; /* in reading order */
	size_t pages_count;
	size_t forums_count;
	const struct target *method; /* of its {method}; set by check */
};

/* A claim that the data do not bear out, acknowledged with a reason. */
struct known_difference {
	struct page *page;
	const char *question; /* that the claim answers */
	const char *stated;   /* as the text has it */
	const char *answer;   /* as the data have it */
	const char *reason;
	struct span where; /* the claim */
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

/* A question whose answer the front page shows. */
struct key_figure {
	const char *name;
	const char *question;
	struct span where;	       /* the question */
	const struct account *account; /* set by check */
};

/* Where the front page leads, in words of the publication's own. */
struct shortcut {
	const char *name;
	struct reference page; /* struct target */
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
	struct date seen_from; /* a whole day, from which dates are judged */
	struct date term_from; /* the first day of one; year 0: not said */
	int64_t term_years;
	const char *reference;
	const char **groups; /* short names: the keys of `participants` */
	const char **group_names;
	int *group_pay; /* LABEL_PAY_… of each */
	size_t groups_count;
	/* How much stated and computed may differ: hundredths of a per cent. */
	int64_t tolerance;
	struct reference_list documents;
	const char *edit_url;
	struct plausibility plausibility;
	const char *site_url; /* where the website will lie; NULL: not said */
	struct span site_url_where;
	int robots; /* LABEL_ROBOTS_…: may search engines list it? 0: as yes */
	struct key_figure *key_figures; /* of the front page, in order */
	size_t key_figures_count;
	struct shortcut *shortcuts; /* likewise */
	size_t shortcuts_count;
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
	size_t section_levels; /* how deep sections lie that have forums */
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
	GHashTable *rates;	  /* registers_rate() asks it; struct rate */
	struct rate *rates_first; /* in the order of the register */
	struct known_difference *known;	 /* in reading order; set by check */
	struct implausible *implausible; /* likewise */
	struct account **accounts;	 /* likewise */
	size_t accounts_count;
	struct foreign_text *foreign; /* in the order of the register */
	size_t foreign_count;
	struct abbreviation *abbreviations;
	size_t abbreviations_count;
	struct statement *statement; /* NULL: there is none */
	GArray *uses;	     /* struct use; NULL unless uses_begin() asked */
	struct meter *meter; /* the caller's; NULL: nobody waits */
};

/*
 * Read the content folder `content`. `root` holds the program's own data;
 * `year` is the year to show, 0 for the publication's.
 * Findings are added; what could be read is in the report, which
 * report_free() frees. Never NULL.
 */
struct report *report_read(const char *content, const char *root, int year,
			   struct diag_list *diags);

/*
 * The same while somebody waits: `meter` is told how far it has come, then and
 * when the report is checked and rendered, and must live until all that is
 * done. NULL is allowed.
 */
struct report *report_read_metered(const char *content, const char *root,
				   int year, struct meter *meter,
				   struct diag_list *diags);

/* Free the report. NULL is allowed. */
void report_free(struct report *report);

/* −1 with the finding when the file or folder is a symbolic link; else 0. */
int report_refuse_link(const struct source *source, struct diag_list *diags);

/* The figures of `year` for `forum`, or NULL. */
const struct forum_year *report_year(const struct forum *forum, int64_t year);

/* Has some forum figures of `year`? */
bool report_has_year(const struct report *report, int64_t year);

/*
 * −1 with the finding when no forum has figures of `year`, which says what
 * years there are, and whether it is one of which something is known already.
 */
int report_check_year(const struct report *report, int64_t year,
		      struct span where, struct diag_list *diags);

/* The page's short title, or its title. */
const char *page_short_title(const struct page *page);

/* Are there sections below it, and not forums alone? */
bool page_has_sections(const struct page *page);

/*
 * The headings of the page's text, but for those below other headings: the one
 * at *at or after it, which is moved past it; NULL: no more. Sections below the
 * page are numbered from there on.
 */
const struct target *page_next_heading(const struct page *page, size_t *at);

#endif
