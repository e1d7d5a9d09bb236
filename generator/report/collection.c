#include "report/collection.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/builder.h"
#include "report/registers.h"
#include "report/report.h"

/* --- How a year stands ---------------------------------------------------- */

enum collection_state collection_state(const struct forum_year *year)
{
	if (year->carried)
		return COLLECTION_CARRIED;
	switch (year->status) {
	case LABEL_STATUS_DRAFT:
		return COLLECTION_DRAFT;
	case LABEL_STATUS_DONE:
		return COLLECTION_DONE;
	case LABEL_STATUS_REVIEWED:
		return COLLECTION_REVIEWED;
	default:
		return COLLECTION_NOT_SAID;
	}
}

const struct forum_year *collection_year(const struct page *page, int64_t year)
{
	const struct forum *forum = page->forum;

	for (size_t i = 0; i < forum->coming_count; i++)
		if (forum->coming[i].year == year)
			return &forum->coming[i];
	return report_year(forum, year);
}

int64_t collection_year_before(const struct report *report, int64_t year)
{
	int64_t last = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		for (size_t k = 0; k < forum->years_count; k++)
			if (forum->years[k].year < year &&
			    forum->years[k].year > last)
				last = forum->years[k].year;
	}
	return last;
}

bool collection_has_carried(const struct report *report)
{
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum_year *year = report_year(
			report->forums[i]->forum, report->publication.year);

		if (year != NULL && year->carried)
			return true;
	}
	return false;
}

/* --- By unit -------------------------------------------------------------- */

static struct collection_unit *find_unit(GPtrArray *units,
					 const struct named *unit,
					 const struct report *report,
					 struct arena *arena)
{
	struct collection_unit *new;

	for (guint i = 0; i < units->len; i++) {
		struct collection_unit *at = g_ptr_array_index(units, i);

		if (at->unit == unit)
			return at;
	}
	new = arena_new_array(arena, struct collection_unit, 1);
	new->unit = unit;
	new->pages = arena_new_array(arena, const struct page *,
				     report->forums_count);
	g_ptr_array_add(units, new);
	return new;
}

static gint compare_units(gconstpointer left, gconstpointer right,
			  gpointer data)
{
	return registers_compare_units(
		data, (*(struct collection_unit *const *)left)->unit,
		(*(struct collection_unit *const *)right)->unit);
}

static bool is_missing(const struct figure *figure)
{
	return figure->quantity.state == QUANTITY_MISSING;
}

/* Figures that are asked for of every year and that it does not say. */
size_t collection_lacking(const struct report *report,
			  const struct forum_year *year)
{
	size_t count = year->state == 0;

	for (size_t i = 0; i < report->publication.groups_count; i++)
		count += is_missing(&year->participants[i]);
	if (year->costs_in.id == NULL)
		count += (size_t)is_missing(&year->fee) +
			 (size_t)is_missing(&year->other);
	return count;
}

const struct collection_unit *collection_units(const struct report *report,
					       int64_t year,
					       struct arena *arena,
					       size_t *count)
{
	GPtrArray *units = g_ptr_array_new();
	struct collection_unit *result;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		const struct forum_year *own = collection_year(page, year);
		struct collection_unit *unit;

		if (own == NULL)
			continue;
		unit = find_unit(units, page->forum->responsible.to, report,
				 arena);
		unit->pages[unit->forums++] = page;
		unit->states[collection_state(own)]++;
		unit->lacking += collection_lacking(report, own);
	}
	g_ptr_array_sort_with_data(units, compare_units, (void *)report);
	*count = units->len;
	result = arena_new_array(arena, struct collection_unit, units->len + 1);
	for (guint i = 0; i < units->len; i++)
		result[i] =
			*(struct collection_unit *)g_ptr_array_index(units, i);
	g_ptr_array_free(units, TRUE);
	return result;
}

/* --- Checks --------------------------------------------------------------- */

struct checking {
	const struct report *report;
	struct diag_list *diags;
	struct arena *arena;
};

static const char *word(const struct checking *checking, enum label label)
{
	return labels_word(&checking->report->labels, label);
}

/* `avgift 5 tkr → 8 tkr` */
static void append_difference(const struct checking *checking, GString *text,
			      const char *key, const struct figure *before,
			      const struct figure *now)
{
	const struct labels *labels = &checking->report->labels;
	enum quantity_unit unit = now->quantity.kind == QUANTITY_MONEY
					  ? QUANTITY_IN_THOUSANDS
					  : QUANTITY_IN_NUMBERS;

	g_string_append_printf(text, "%s%s ", text->len > 0 ? "; " : "", key);
	quantity_format(text, &before->quantity, &labels->quantity, unit, -1,
			true);
	g_string_append(text, " \u2192 ");
	quantity_format(text, &now->quantity, &labels->quantity, unit, -1,
			true);
}

/* The figures that differ, as a text; `*where` is the first of them. */
static void find_differences(const struct checking *checking, GString *text,
			     const struct forum_year *before,
			     const struct forum_year *year, struct span *where)
{
	const struct publication *publication = &checking->report->publication;
	const struct figure *from[] = { &before->fee, &before->other };
	const struct figure *to[] = { &year->fee, &year->other };
	static const enum label keys[] = { LABEL_KEY_FEE, LABEL_KEY_OTHER };
	/* What is worked out follows the rates of its year. */
	const bool worked_out[] = { year->formula != NULL,
				    year->other_computed };

	for (size_t i = 0; i < publication->groups_count; i++) {
		const struct figure *now = &year->participants[i];

		if (quantity_equal(&before->participants[i].quantity,
				   &now->quantity))
			continue;
		if (text->len == 0)
			*where = now->where;
		append_difference(checking, text, publication->groups[i],
				  &before->participants[i], now);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (worked_out[i] ||
		    quantity_equal(&from[i]->quantity, &to[i]->quantity))
			continue;
		if (text->len == 0)
			*where = to[i]->where;
		append_difference(checking, text, word(checking, keys[i]),
				  from[i], to[i]);
	}
}

/* What is carried over is what the year before says, and nothing else. */
static void check_figures(const struct checking *checking,
			  const struct forum_year *year)
{
	GString *text = g_string_new(NULL);
	struct span where = year->where;

	find_differences(checking, text, year->before, year, &where);
	if (text->len > 0) {
		diag_add(checking->diags, DIAG_CARRIED_DIFFERS, where, "%s",
			 text->str);
		diag_also(checking->diags, year->carried_where);
	}
	g_string_free(text, TRUE);
}

static void check_carried(const struct checking *checking,
			  const struct forum_year *year)
{
	if (!year->carried)
		return;
	if (year->status == LABEL_STATUS_DONE ||
	    year->status == LABEL_STATUS_REVIEWED) {
		diag_add(checking->diags, DIAG_CARRIED_STATUS,
			 year->status_where, "%s",
			 word(checking, (enum label)year->status));
		diag_also(checking->diags, year->carried_where);
	}
}

/* Figures of a coming year are under way, and may be changed one by one. */
static void check_forum(const struct checking *checking,
			const struct page *page)
{
	const struct forum *forum = page->forum;

	for (size_t i = 0; i < forum->years_count; i++) {
		check_carried(checking, &forum->years[i]);
		if (forum->years[i].carried)
			check_figures(checking, &forum->years[i]);
	}
	for (size_t i = 0; i < forum->coming_count; i++)
		check_carried(checking, &forum->coming[i]);
}

/* The first forum of the unit that stands so. */
static const struct forum_year *first_in(const struct collection_unit *unit,
					 int64_t year,
					 enum collection_state state)
{
	for (size_t i = 0; i < unit->forums; i++) {
		const struct forum_year *own =
			collection_year(unit->pages[i], year);

		if (collection_state(own) == state)
			return own;
	}
	return NULL;
}

/* `Arkivet, 2024: 12 av 40 forum` */
static void tell_unit(const struct checking *checking,
		      const struct collection_unit *unit, int64_t year,
		      enum collection_state state, enum diag_id id)
{
	const struct forum_year *first = first_in(unit, year, state);

	if (first == NULL)
		return;
	diag_add(checking->diags, id,
		 state == COLLECTION_CARRIED ? first->carried_where
					     : first->status_where,
		 "%s, %d: %zu %s %zu %s",
		 unit->unit != NULL ? unit->unit->name
				    : word(checking, LABEL_QUANTITY_MISSING),
		 (int)year, unit->states[state],
		 word(checking, LABEL_PAGE_CHART_OF), unit->forums,
		 word(checking, unit->forums == 1 ? LABEL_PAGE_ONE_FORUM_WORD
						  : LABEL_PAGE_FORUM_WORD));
}

static void check_year(const struct checking *checking, int64_t year)
{
	size_t count;
	const struct collection_unit *units = collection_units(
		checking->report, year, checking->arena, &count);

	for (size_t i = 0; i < count; i++) {
		tell_unit(checking, &units[i], year, COLLECTION_CARRIED,
			  DIAG_CARRIED_OVER);
		tell_unit(checking, &units[i], year, COLLECTION_DRAFT,
			  DIAG_STATUS_DRAFT);
	}
}

static gint compare_numbers(gconstpointer left, gconstpointer right)
{
	return GPOINTER_TO_INT(left) - GPOINTER_TO_INT(right);
}

/* The years in which something is not ready, the first first. */
static GList *unready_years(const struct report *report)
{
	GHashTable *years = g_hash_table_new(NULL, NULL);
	GList *list;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		for (size_t k = 0; k < forum->years_count; k++)
			if (collection_state(&forum->years[k]) <=
			    COLLECTION_DRAFT)
				g_hash_table_add(
					years,
					GINT_TO_POINTER(forum->years[k].year));
	}
	list = g_list_sort(g_hash_table_get_keys(years), compare_numbers);
	g_hash_table_destroy(years);
	return list;
}

void collection_check(const struct report *report, struct diag_list *diags)
{
	struct checking checking = { report, diags, arena_new() };
	GList *years = unready_years(report);

	for (size_t i = 0; i < report->forums_count; i++)
		if (!report->forums[i]->wrong)
			check_forum(&checking, report->forums[i]);
	for (const GList *at = years; at != NULL; at = at->next)
		check_year(&checking, GPOINTER_TO_INT(at->data));
	g_list_free(years);
	arena_free(checking.arena);
}

/* --- Sentences ------------------------------------------------------------ */

const char *collection_sentence(const struct forum_year *year,
				const struct report *report,
				struct arena *arena)
{
	const struct labels *labels = &report->labels;

	return arena_printf(arena, "%s %d %s %d %s",
			    labels_word(labels, LABEL_PAGE_CARRIED_OF),
			    year->year,
			    labels_word(labels, LABEL_PAGE_CARRIED_FROM),
			    year->before->year,
			    labels_word(labels, LABEL_PAGE_CARRIED_NOT));
}

static gint compare_origins(gconstpointer left, gconstpointer right)
{
	const struct forum_year *a = *(const struct forum_year *const *)left;
	const struct forum_year *b = *(const struct forum_year *const *)right;

	return a->year != b->year ? a->year - b->year
				  : a->before->year - b->before->year;
}

static void append_sentence(GString *text, size_t count,
			    const struct forum_year *year,
			    const struct report *report)
{
	const struct labels *labels = &report->labels;

	g_string_append_printf(
		text, "%s%zu %s %d %s %d %s", text->len > 0 ? " " : "", count,
		labels_word(labels, count == 1 ? LABEL_PAGE_ONE_CARRIED
					       : LABEL_PAGE_MANY_CARRIED),
		year->year, labels_word(labels, LABEL_PAGE_CARRIED_WHICH),
		year->before->year,
		labels_word(labels, LABEL_PAGE_CARRIED_WHICH_NOT));
}

const char *collection_sentences(GPtrArray *years, const struct report *report,
				 struct arena *arena)
{
	GString *text = g_string_new(NULL);
	guint from = 0;

	g_ptr_array_sort(years, compare_origins);
	for (guint i = 1; i <= years->len; i++) {
		if (i < years->len &&
		    compare_origins(&years->pdata[from], &years->pdata[i]) == 0)
			continue;
		append_sentence(text, i - from, years->pdata[from], report);
		from = i;
	}
	return arena_take(arena, text);
}

/* --- {collection} --------------------------------------------------------- */

static void add_row(struct builder *builder, enum row_kind kind,
		    const char *name, const struct collection_unit *unit)
{
	struct row *row = builder_row(builder, kind);

	builder_text(&row->cells[0], name, NULL);
	builder_count(builder, &row->cells[1], (int64_t)unit->forums);
	for (size_t i = 0; i < COLLECTION_STATES; i++)
		builder_count(builder, &row->cells[i + 2],
			      (int64_t)unit->states[i]);
}

const struct table *collection_table(const void *options,
				     const struct target *target,
				     const struct report *report,
				     struct arena *arena)
{
	static const enum label headings[COLLECTION_STATES] = {
		[COLLECTION_CARRIED] = LABEL_PAGE_ARE_CARRIED,
		[COLLECTION_DRAFT] = LABEL_PAGE_ARE_DRAFTS,
		[COLLECTION_NOT_SAID] = LABEL_PAGE_NO_STATUS,
		[COLLECTION_DONE] = LABEL_PAGE_ARE_DONE,
		[COLLECTION_REVIEWED] = LABEL_PAGE_ARE_REVIEWED,
	};
	struct collection_unit total = { 0 };
	struct builder builder;
	size_t count;
	const struct collection_unit *units = collection_units(
		report, report->publication.year, arena, &count);

	(void)options;
	builder_begin(&builder, report, target, COLLECTION_STATES + 2, arena);
	builder_heading(&builder, 0, LABEL_PAGE_RESPONSIBLE, false);
	builder_heading(&builder, 1, LABEL_PAGE_ENTRIES, true);
	for (size_t i = 0; i < COLLECTION_STATES; i++)
		builder_heading(&builder, i + 2, headings[i], true);
	for (size_t i = 0; i < count; i++) {
		add_row(&builder, ROW_DATA,
			units[i].unit != NULL
				? units[i].unit->name
				: builder_word(&builder,
					       LABEL_QUANTITY_MISSING),
			&units[i]);
		total.forums += units[i].forums;
		for (size_t k = 0; k < COLLECTION_STATES; k++)
			total.states[k] += units[i].states[k];
	}
	if (count > 0)
		add_row(&builder, ROW_TOTAL,
			builder_word(&builder, LABEL_PAGE_TOTAL), &total);
	return builder_finish(&builder);
}
