#include "report/register_table.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/diag.h"
#include "report/builder.h"
#include "report/columns.h"
#include "report/query.h"
#include "report/report.h"

/* A part that an organisation has in a forum. */
enum role {
	ROLE_RUNS = 1 << 0,
	ROLE_TAKES_PART = 1 << 1,
	ROLE_IS_PAID = 1 << 2
};

struct register_query;

/* A row before it is sorted. */
struct entry {
	const char *key; /* of the group; "" for what has none */
	const char *heading;
	const struct target *heading_target;
	int rank;	   /* of the group, before its heading */
	const char *name;  /* by name: what it is sorted by */
	const char *about; /* by name: what the name stands for */
	const struct target *target;
	const struct page *page; /* NULL: an organisation's abbreviation */
	unsigned roles;		 /* of enum role */
	size_t order;
};

struct listing {
	const struct register_query *query;
	const struct report *report;
	struct arena *arena;
	GArray *entries; /* struct entry */
	GArray *items;	 /* struct query_item: of the forum at hand */
};

struct register_query {
	struct query_condition *where;
	struct query_column by;
	void (*list)(struct listing *listing, const struct page *page,
		     size_t order);
	const struct table *(*make)(struct listing *listing,
				    const struct target *target);
};

/* --- Which register --------------------------------------------------------
 */

static void list_by_field(struct listing *listing, const struct page *page,
			  size_t order);
static void list_by_party(struct listing *listing, const struct page *page,
			  size_t order);
static void list_by_name(struct listing *listing, const struct page *page,
			 size_t order);
static const struct table *make_forums(struct listing *listing,
				       const struct target *target);
static const struct table *make_names(struct listing *listing,
				      const struct target *target);

static const struct body_option *
find_option(const struct body_forums *directive, const char *name)
{
	for (const struct body_option *at = directive->options; at != NULL;
	     at = at->next)
		if (strcmp(at->name, name) == 0)
			return at;
	return NULL;
}

static int read_by(struct register_query *query,
		   const struct body_option *option,
		   const struct report *report, struct diag_list *diags)
{
	query->make = make_forums;
	query->list = list_by_field;
	if (strcmp(option->value,
		   labels_word(&report->labels, LABEL_REGISTER_PARTY)) == 0) {
		query->list = list_by_party;
		query->by.field = FIELD_PARTIES;
		return 0;
	}
	if (query_find_column(&query->by, option->value, strlen(option->value),
			      option->value_where, report, diags) != 0)
		return -1;
	if (query_is_quantity(query->by.field))
		return diag_add(diags, DIAG_QUERY_DISTINCT, option->value_where,
				NULL);
	if (query->by.field == FIELD_TITLE) {
		query->list = list_by_name;
		query->make = make_names;
	}
	return 0;
}

const void *register_query_new(const struct body_forums *directive,
			       const struct report *report, struct arena *arena,
			       struct diag_list *diags)
{
	struct register_query *query =
		arena_new_array(arena, struct register_query, 1);
	const struct body_option *by = find_option(directive, "by");
	const struct body_option *where = find_option(directive, "where");

	if (by == NULL) {
		diag_add(diags, DIAG_REGISTER_BY, directive->item.where, NULL);
		return NULL;
	}
	if (read_by(query, by, report, diags) != 0)
		return NULL;
	if (where == NULL)
		return query;
	query->where = query_parse_condition(where->value, where->value_where,
					     report, arena, diags);
	return query->where == NULL ? NULL : query;
}

/* --- Entries
 * ------------------------------------------------------------------
 */

static const char *word(const struct listing *listing, enum label label)
{
	return labels_word(&listing->report->labels, label);
}

static const char *organisation_name(const struct listing *listing,
				     const struct organisation *organisation)
{
	if (organisation->abbreviation == NULL ||
	    strcmp(organisation->abbreviation, organisation->name) == 0)
		return organisation->name;
	return arena_printf(listing->arena, "%s (%s)", organisation->name,
			    organisation->abbreviation);
}

static bool is_of_organisations(enum query_field field)
{
	return field == FIELD_RUN_BY || field == FIELD_PARTIES ||
	       field == FIELD_PAID_TO;
}

static const char *heading_of(const struct listing *listing,
			      const struct query_item *item)
{
	GHashTable *organisations = listing->report->organisations;
	const struct organisation *organisation = NULL;

	if (is_of_organisations(listing->query->by.field) &&
	    organisations != NULL)
		organisation = g_hash_table_lookup(organisations, item->key);
	if (organisation != NULL)
		return organisation_name(listing, organisation);
	if (item->target != NULL && item->target->full != NULL)
		return item->target->full;
	return item->text;
}

/* Levels go from near to far, and memberships as the handbook has them. */
static int rank_of(const struct listing *listing, const struct page *page)
{
	switch (listing->query->by.field) {
	case FIELD_LEVEL:
		return page->forum->level;
	case FIELD_MEMBERSHIP:
		return page->forum->membership;
	default:
		return 0;
	}
}

/* Nobody runs it, which is said; or it is not said. */
static const char *heading_of_none(const struct listing *listing,
				   const struct page *page)
{
	bool said = listing->query->by.field == FIELD_RUN_BY &&
		    page->forum->run_by_nobody;

	return word(listing, said ? LABEL_WORD_NONE : LABEL_REGISTER_NOT_SAID);
}

static void list_none(struct listing *listing, const struct page *page,
		      size_t order)
{
	struct entry entry = { .key = "",
			       .heading = heading_of_none(listing, page),
			       .rank = G_MAXINT,
			       .page = page,
			       .target = &page->target,
			       .order = order };

	g_array_append_val(listing->entries, entry);
}

static void list_by_field(struct listing *listing, const struct page *page,
			  size_t order)
{
	g_array_set_size(listing->items, 0);
	query_items(listing->items, page, listing->query->by,
		    listing->report->publication.year, listing->report);
	for (guint i = 0; i < listing->items->len; i++) {
		const struct query_item *item =
			&g_array_index(listing->items, struct query_item, i);
		struct entry entry = { .key = item->key,
				       .heading = heading_of(listing, item),
				       .heading_target = item->target,
				       .rank = rank_of(listing, page),
				       .page = page,
				       .target = &page->target,
				       .order = order };

		g_array_append_val(listing->entries, entry);
	}
	if (listing->items->len == 0)
		list_none(listing, page, order);
}

static void add_role(struct listing *listing, guint first,
		     const struct page *page, size_t order,
		     const struct organisation *organisation, unsigned role)
{
	struct entry entry = { .key = organisation->id,
			       .heading =
				       organisation_name(listing, organisation),
			       .page = page,
			       .target = &page->target,
			       .roles = role,
			       .order = order };

	for (guint i = first; i < listing->entries->len; i++) {
		struct entry *at =
			&g_array_index(listing->entries, struct entry, i);

		if (strcmp(at->key, entry.key) == 0) {
			at->roles |= role;
			return;
		}
	}
	g_array_append_val(listing->entries, entry);
}

static void add_roles(struct listing *listing, guint first,
		      const struct page *page, size_t order,
		      const struct reference_list *list, unsigned role)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].to != NULL)
			add_role(listing, first, page, order, list->items[i].to,
				 role);
}

static void list_by_party(struct listing *listing, const struct page *page,
			  size_t order)
{
	const struct forum *forum = page->forum;
	const struct forum_year *year =
		report_year(forum, listing->report->publication.year);
	const struct quantity *fee = &year->fee.quantity;
	guint first = listing->entries->len;

	add_roles(listing, first, page, order, &forum->run_by, ROLE_RUNS);
	add_roles(listing, first, page, order, &forum->parties,
		  ROLE_TAKES_PART);
	if (fee->state == QUANTITY_UNKNOWN ||
	    (fee->state == QUANTITY_VALUE && (fee->high > 0 || fee->no_high)))
		add_roles(listing, first, page, order,
			  year->paid_to.count > 0 ? &year->paid_to
						  : &forum->run_by,
			  ROLE_IS_PAID);
	if (listing->entries->len == first)
		list_none(listing, page, order);
}

static void add_name(struct listing *listing, const char *name,
		     const char *about, const struct target *target,
		     const struct page *page)
{
	const char *initial = collator_initial(listing->report->collator, name);
	bool letter = initial[0] != '\0';
	struct entry entry = {
		.key = letter ? initial : "",
		.heading = letter ? initial
				  : word(listing, LABEL_REGISTER_OTHER_SIGNS),
		.rank = letter ? 0 : G_MAXINT,
		.name = name,
		.about = about,
		.target = target,
		.page = page,
		.order = listing->entries->len,
	};

	g_array_append_val(listing->entries, entry);
}

static void list_by_name(struct listing *listing, const struct page *page,
			 size_t order)
{
	const struct target *target = &page->target;
	const char *others[] = { page->forum->name, page->short_title };

	(void)order;
	add_name(listing, target->title, target->number, target, page);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (others[i] != NULL &&
		    strcmp(others[i], target->title) != 0 &&
		    (i == 0 || others[0] == NULL ||
		     strcmp(others[i], others[0]) != 0))
			add_name(listing, others[i], target->full, target,
				 page);
}

static void find_forums(struct listing *listing)
{
	const struct report *report = listing->report;
	int64_t year = report->publication.year;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		if (report_year(page->forum, year) != NULL &&
		    query_matches(listing->query->where, page, year, report))
			listing->query->list(listing, page, i);
	}
}

/* --- Order and groups
 * ----------------------------------------------------------
 */

static int compare(const void *left, const void *right, void *data)
{
	const struct entry *a = left;
	const struct entry *b = right;
	const struct listing *listing = data;
	const struct collator *collator = listing->report->collator;
	int order = 0;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	/* Forums come in the order of the report, and so do sections. */
	if (a->name != NULL)
		order = collator_compare(collator, a->name, b->name);
	else if (listing->query->by.field != FIELD_SECTION)
		order = collator_compare(collator, a->heading, b->heading);
	if (order == 0 && a->name == NULL &&
	    listing->query->by.field != FIELD_SECTION)
		order = strcmp(a->key, b->key);
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

static bool same_group(const struct entry *a, const struct entry *b)
{
	return strcmp(a->key, b->key) == 0 &&
	       (a->key[0] != '\0' || strcmp(a->heading, b->heading) == 0);
}

/* The entry after the last one of the group that begins with `from`. */
static guint group_end(const struct listing *listing, guint from)
{
	const struct entry *first =
		&g_array_index(listing->entries, struct entry, from);
	guint to = from + 1;

	while (to < listing->entries->len &&
	       same_group(first,
			  &g_array_index(listing->entries, struct entry, to)))
		to++;
	return to;
}

/*
 * "Alfaförbundet (AF), 13 forum i 8 poster". A party takes part in the entry,
 * and nobody says in how many of the forums that it stands for: "8 poster".
 */
static const char *counted_heading(const struct listing *listing, guint from,
				   guint to)
{
	const struct entry *first =
		&g_array_index(listing->entries, struct entry, from);
	int64_t forums = 0;

	for (guint i = from; i < to; i++)
		forums += g_array_index(listing->entries, struct entry, i)
				  .page->forum->stands_for;
	if (forums == (int64_t)(to - from))
		return arena_printf(
			listing->arena, "%s, %" G_GINT64_FORMAT "\u00A0%s",
			first->heading, forums,
			word(listing, forums == 1 ? LABEL_REGISTER_ONE_FORUM
						  : LABEL_PAGE_FORUM_WORD));
	if (first->roles != 0)
		return arena_printf(
			listing->arena, "%s, %u\u00A0%s", first->heading,
			to - from,
			word(listing, to - from == 1 ? LABEL_REGISTER_ENTRY
						     : LABEL_REGISTER_ENTRIES));
	return arena_printf(
		listing->arena,
		"%s, %" G_GINT64_FORMAT "\u00A0%s %s %u\u00A0%s",
		first->heading, forums, word(listing, LABEL_PAGE_FORUM_WORD),
		word(listing, LABEL_QUERY_IN), to - from,
		word(listing, to - from == 1 ? LABEL_REGISTER_ENTRY
					     : LABEL_REGISTER_ENTRIES));
}

/* The heading `text` of the group `name`. */
static void add_heading(struct builder *builder, const char *text,
			const char *name, const struct target *target)
{
	struct row *row = builder_row(builder, ROW_GROUP);

	builder_text(&row->cells[0], text, target);
	row->cells[0].key = name;
}

/* --- Forums under headings
 * -------------------------------------------------------
 */

/* A register by form need not say the form again. */
static void choose_columns(const struct listing *listing,
			   struct columns *columns)
{
	enum query_field by = listing->query->by.field;

	columns->columns[columns->count++].field = FIELD_FORUM;
	columns->columns[columns->count++].field =
		by == FIELD_MEMBERSHIP ? FIELD_FORM : FIELD_MEMBERSHIP;
	if (by == FIELD_PAID_TO)
		columns->columns[columns->count++].field = FIELD_FEE;
}

static const char *roles_text(const struct listing *listing, unsigned roles)
{
	static const struct {
		enum role role;
		enum label label;
	} rules[] = {
		{ ROLE_RUNS, LABEL_REGISTER_RUNS },
		{ ROLE_TAKES_PART, LABEL_REGISTER_TAKES_PART },
		{ ROLE_IS_PAID, LABEL_REGISTER_IS_PAID },
	};
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (roles & rules[i].role)
			g_string_append_printf(text, "%s%s",
					       text->len > 0 ? ", " : "",
					       word(listing, rules[i].label));
	return arena_take(listing->arena, text);
}

/* The column of the role is put last, where {forums} has none. */
static void forum_row(struct listing *listing, struct builder *builder,
		      const struct columns *columns, const struct entry *entry,
		      bool roles)
{
	struct row **end = builder->end;

	columns_forum_row(builder, columns, entry->page);
	if (roles)
		builder_text(&(*end)->cells[columns->count],
			     roles_text(listing, entry->roles), NULL);
}

static void group_rows(struct listing *listing, struct builder *builder,
		       struct columns_sums *sums, guint from, guint to)
{
	const struct entry *first =
		&g_array_index(listing->entries, struct entry, from);

	columns_clear(sums);
	add_heading(builder, counted_heading(listing, from, to), first->heading,
		    first->heading_target);
	for (guint i = from; i < to; i++) {
		const struct entry *entry =
			&g_array_index(listing->entries, struct entry, i);

		forum_row(listing, builder, sums->columns, entry,
			  listing->query->list == list_by_party);
		columns_add(sums, entry->page, builder->year);
		builder_of(builder, entry->page, builder->year);
	}
	if (listing->query->by.field == FIELD_PAID_TO && to - from > 1)
		columns_sum_row(builder, sums, ROW_SUBTOTAL, first->heading,
				NULL);
}

/* Each forum once, though it may stand under several headings. */
static void total_row(struct listing *listing, struct builder *builder,
		      struct columns_sums *sums)
{
	GHashTable *seen = g_hash_table_new(NULL, NULL);

	columns_clear(sums);
	for (guint i = 0; i < listing->entries->len; i++) {
		const struct page *page =
			g_array_index(listing->entries, struct entry, i).page;

		if (g_hash_table_add(seen, (void *)page))
			columns_add(sums, page, builder->year);
	}
	columns_sum_row(builder, sums, ROW_TOTAL,
			builder_word(builder, LABEL_PAGE_TOTAL), NULL);
	g_hash_table_destroy(seen);
}

static const struct table *make_forums(struct listing *listing,
				       const struct target *target)
{
	struct columns columns = { 0 };
	struct columns_sums sums;
	struct builder builder;
	bool roles = listing->query->list == list_by_party;

	choose_columns(listing, &columns);
	columns_sums_init(&sums, &columns, listing->arena);
	builder_begin(&builder, listing->report, target, columns.count + roles,
		      listing->arena);
	columns_head(&builder, &columns);
	if (roles)
		builder_heading(&builder, columns.count, LABEL_REGISTER_ROLE,
				false);
	for (guint i = 0; i < listing->entries->len;) {
		guint to = group_end(listing, i);

		group_rows(listing, &builder, &sums, i, to);
		i = to;
	}
	if (listing->query->by.field == FIELD_PAID_TO &&
	    listing->entries->len > 0)
		total_row(listing, &builder, &sums);
	return builder_finish(&builder);
}

/* --- Names from A on
 * --------------------------------------------------------------
 */

/* The register of parties, where an organisation's forums stand. */
static const struct target *register_of_parties(const struct listing *listing)
{
	const char *party = word(listing, LABEL_REGISTER_PARTY);
	const struct report *report = listing->report;

	for (size_t i = 0; i < report->pages_count; i++) {
		const struct body *body = report->pages[i]->body;

		for (size_t k = 0; body != NULL && k < body->tables.count;
		     k++) {
			const struct body_forums *at = body->tables.items[k];
			const struct body_option *by;

			if (at->item.kind != BODY_FORUMS ||
			    at->about != GENERATED_REGISTER)
				continue;
			by = find_option(at, "by");
			if (by != NULL && strcmp(by->value, party) == 0)
				return at->target;
		}
	}
	return NULL;
}

static void add_abbreviation(struct listing *listing, GHashTable *seen,
			     const struct organisation *organisation,
			     const struct target *target)
{
	if (organisation == NULL || organisation->abbreviation == NULL ||
	    !g_hash_table_add(seen, (void *)organisation) ||
	    strcmp(organisation->abbreviation, organisation->name) == 0)
		return;
	add_name(listing, organisation->abbreviation, organisation->name,
		 target, NULL);
}

/* Those of organisations that some forum of the register names. */
static void list_abbreviations(struct listing *listing)
{
	GHashTable *seen = g_hash_table_new(NULL, NULL);
	const struct target *target = register_of_parties(listing);
	guint count = listing->entries->len;

	for (guint i = 0; i < count; i++) {
		const struct forum *forum =
			g_array_index(listing->entries, struct entry, i)
				.page->forum;
		const struct forum_year *year =
			report_year(forum, listing->report->publication.year);
		const struct reference_list *lists[] = { &forum->run_by,
							 &forum->parties,
							 &year->paid_to };

		for (size_t k = 0; k < G_N_ELEMENTS(lists); k++)
			for (size_t n = 0; n < lists[k]->count; n++)
				add_abbreviation(listing, seen,
						 lists[k]->items[n].to, target);
	}
	g_hash_table_destroy(seen);
}

static const struct table *make_names(struct listing *listing,
				      const struct target *target)
{
	struct builder builder;

	builder_begin(&builder, listing->report, target, 2, listing->arena);
	builder_heading(&builder, 0, LABEL_REGISTER_NAME, false);
	builder_heading(&builder, 1, LABEL_REGISTER_ABOUT, false);
	for (guint i = 0; i < listing->entries->len;) {
		guint to = group_end(listing, i);
		const char *heading =
			g_array_index(listing->entries, struct entry, i)
				.heading;

		add_heading(&builder, heading, heading, NULL);
		for (; i < to; i++) {
			const struct entry *entry = &g_array_index(
				listing->entries, struct entry, i);
			struct row *row = builder_row(&builder, ROW_DATA);

			builder_text(&row->cells[0], entry->name,
				     entry->target);
			builder_text(&row->cells[1], entry->about, NULL);
		}
	}
	return builder_finish(&builder);
}

const struct table *register_table(const void *options,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena)
{
	struct listing listing = {
		.query = options,
		.report = report,
		.arena = arena,
		.entries = g_array_new(FALSE, FALSE, sizeof(struct entry)),
		.items = g_array_new(FALSE, FALSE, sizeof(struct query_item)),
	};
	const struct table *table;

	find_forums(&listing);
	if (listing.query->make == make_names)
		list_abbreviations(&listing);
	g_array_sort_with_data(listing.entries, compare, &listing);
	table = listing.query->make(&listing, target);
	g_array_free(listing.entries, TRUE);
	g_array_free(listing.items, TRUE);
	return table;
}
