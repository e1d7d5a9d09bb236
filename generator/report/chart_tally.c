#include "report/chart_tally.h"

#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "report/forums_query.h"
#include "report/report.h"

/* Of groups that are none; no id and no word is so. */
#define KEY_NOBODY   "."
#define KEY_NOT_SAID ""

static void clear_sums(struct chart_tally_bar *bar,
		       const struct chart_query *query)
{
	enum quantity_kind kind = query_field_kind(query->columns[0].field);

	for (size_t i = 0; i < CHART_SERIES_MOST; i++)
		quantity_sum_init(&bar->sums[i], kind);
	quantity_sum_init(&bar->whole, kind);
	quantity_sum_init(&bar->sort,
			  query_field_kind(query->asked->sort.field));
}

static struct chart_tally_bar *find_bar(struct chart_tally *tally,
					const char *key, const char *label,
					const struct target *target)
{
	gpointer place = g_hash_table_lookup(tally->seen, key);
	struct chart_tally_bar bar = {
		.key = key, .label = label, .target = target, .sort_text = ""
	};

	if (place != NULL)
		return &g_array_index(tally->bars, struct chart_tally_bar,
				      GPOINTER_TO_SIZE(place) - 1);
	clear_sums(&bar, tally->query);
	bar.order = tally->bars->len;
	g_array_append_val(tally->bars, bar);
	g_hash_table_insert(tally->seen, (char *)key,
			    GSIZE_TO_POINTER((gsize)tally->bars->len));
	return &g_array_index(tally->bars, struct chart_tally_bar,
			      tally->bars->len - 1);
}

/* The groups of a forum, in `tally->items`; a forum may have several. */
static void find_groups(struct chart_tally *tally, const struct page *page,
			int64_t year)
{
	const struct chart_query *query = tally->query;
	bool nobody = query->asked->group_by.field == FIELD_RUN_BY &&
		      page->forum->run_by_nobody;
	struct query_item item = {
		nobody ? KEY_NOBODY : KEY_NOT_SAID,
		labels_word(&tally->report->labels,
			    nobody ? LABEL_WORD_NONE : LABEL_REGISTER_NOT_SAID),
		NULL
	};

	g_array_set_size(tally->items, 0);
	if (query->asked->group_by.field == FIELD_SECTION) {
		const struct page *section =
			query_section(page, query->asked->group_by.group);

		item.key = section->target.id;
		item.text = section->target.full != NULL
				    ? section->target.full
				    : section->target.title;
		item.target = &section->target;
	} else {
		query_items(tally->items, page, query->asked->group_by, year,
			    tally->report);
	}
	if (tally->items->len == 0)
		g_array_append_val(tally->items, item);
}

static size_t find_series(struct chart_tally *tally,
			  const struct query_item *item)
{
	struct chart_tally_series new = { item->key, item->text };

	for (guint i = 0; i < tally->series->len; i++)
		if (strcmp(g_array_index(tally->series,
					 struct chart_tally_series, i)
				   .key,
			   item->key) == 0)
			return i;
	g_array_append_val(tally->series, new);
	return tally->series->len - 1;
}

static enum chart_known state_of(const struct page *page,
				 struct query_column column, int64_t year)
{
	const struct page *elsewhere;
	struct quantity quantity =
		query_quantity(page, column, year, &elsewhere);

	if (elsewhere != NULL)
		return IS_ELSEWHERE;
	switch (quantity.state) {
	case QUANTITY_UNKNOWN:
		return IS_UNKNOWN;
	case QUANTITY_MISSING:
		return IS_MISSING;
	case QUANTITY_NOT_APPLICABLE:
		return IS_NOT_APPLICABLE;
	default:
		return quantity.per_part ? IS_PER_PART : IS_KNOWN;
	}
}

static void add_state(struct chart_tally_bar *bar, const struct page *page,
		      struct query_column column, int64_t year)
{
	bar->states[state_of(page, column, year)]++;
	bar->entries++;
}

static void add_sums(struct chart_tally_bar *bar,
		     const struct chart_query *query, const struct page *page,
		     int64_t year)
{
	for (size_t i = 0; i < query->columns_count; i++)
		query_sum_forum(&bar->sums[i], page, &query->columns[i], 1,
				year);
	query_sum_forum(&bar->whole, page, query->columns, query->columns_count,
			year);
}

static void add_to_bar(struct chart_tally *tally, struct chart_tally_bar *bar,
		       const struct page *page, int64_t year)
{
	const struct chart_query *query = tally->query;
	const struct forums_query *asked = query->asked;

	if (query->kind == CHART_SHARE)
		add_state(bar, page, query->columns[0], year);
	else
		add_sums(bar, query, page, year);
	if (asked->sorted && query_is_quantity(asked->sort.field))
		query_sum_forum(&bar->sort, page, &asked->sort, 1, year);
}

static void add_by_year(struct chart_tally *tally, const struct page *page,
			int64_t year)
{
	const struct chart_query *query = tally->query;
	const char *key = arena_printf(tally->arena, "%" G_GINT64_FORMAT, year);
	struct chart_tally_bar *bar = find_bar(tally, key, key, NULL);

	if (!query->group_series) {
		add_to_bar(tally, bar, page, year);
		return;
	}
	find_groups(tally, page, year);
	for (guint i = 0; i < tally->items->len; i++) {
		size_t at = find_series(
			tally,
			&g_array_index(tally->items, struct query_item, i));

		if (at < CHART_SERIES_MOST)
			query_sum_forum(&bar->sums[at], page, query->columns, 1,
					year);
	}
}

static void add_by_group(struct chart_tally *tally, const struct page *page,
			 int64_t year)
{
	find_groups(tally, page, year);
	for (guint i = 0; i < tally->items->len; i++) {
		const struct query_item *item =
			&g_array_index(tally->items, struct query_item, i);
		struct chart_tally_bar *bar =
			find_bar(tally, item->key, item->text, item->target);

		add_to_bar(tally, bar, page, year);
		bar->sort_text = bar->label;
	}
}

static void add_by_forum(struct chart_tally *tally, const struct page *page,
			 int64_t year)
{
	const struct forums_query *asked = tally->query->asked;
	struct chart_tally_bar *bar = find_bar(
		tally, page->target.id, page->target.full, &page->target);

	bar->page = page;
	add_to_bar(tally, bar, page, year);
	if (!asked->sorted || query_is_quantity(asked->sort.field))
		return;
	g_array_set_size(tally->items, 0);
	query_items(tally->items, page, asked->sort, year, tally->report);
	if (tally->items->len > 0)
		bar->sort_text =
			g_array_index(tally->items, struct query_item, 0).text;
}

static void add_by_column(struct chart_tally *tally, const struct page *page,
			  int64_t year)
{
	const struct chart_query *query = tally->query;

	for (size_t i = 0; i < query->columns_count; i++) {
		const char *word = query_column_word(
			query->columns[i], tally->report, tally->arena);
		struct chart_tally_bar *bar = find_bar(tally, word, word, NULL);

		add_state(bar, page, query->columns[i], year);
	}
}

static void add_forums(struct chart_tally *tally, int64_t year)
{
	static void (*const add[])(struct chart_tally *, const struct page *,
				   int64_t) = {
		[BY_FORUM] = add_by_forum,
		[BY_GROUP] = add_by_group,
		[BY_YEAR] = add_by_year,
		[BY_COLUMN] = add_by_column,
	};
	const struct report *report = tally->report;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		struct chart_counted counted = { page, year };

		if (report_year(page->forum, year) == NULL ||
		    !query_matches(tally->query->asked->where, page, year,
				   report))
			continue;
		g_array_append_val(tally->counted, counted);
		add[tally->query->by](tally, page, year);
		if (tally->query->by == BY_GROUP &&
		    tally->query->kind == CHART_BARS)
			add_sums(&tally->all, tally->query, page, year);
	}
}

static bool is_none(const char *key)
{
	return strcmp(key, KEY_NOBODY) == 0 || strcmp(key, KEY_NOT_SAID) == 0;
}

static int compare_bars(const void *left, const void *right, void *data)
{
	const struct chart_tally_bar *a = left;
	const struct chart_tally_bar *b = right;
	const struct chart_tally *tally = data;
	const struct forums_query *asked = tally->query->asked;
	const struct collator *collator = tally->report->collator;
	int order = 0;

	if (asked->sorted && query_is_quantity(asked->sort.field)) {
		struct quantity first = quantity_sum_result(&a->sort);
		struct quantity second = quantity_sum_result(&b->sort);

		order = quantity_compare(&first, &second, asked->descending);
	} else if (asked->sorted) {
		order = collator_compare(collator, a->sort_text, b->sort_text) *
			(asked->descending ? -1 : 1);
	} else if (tally->query->by == BY_GROUP &&
		   asked->group_by.field != FIELD_SECTION) {
		/* Those that have none come last. */
		order = is_none(a->key) - is_none(b->key);
		if (order == 0)
			order = collator_compare(collator, a->label, b->label);
	}
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void sort_bars(struct chart_tally *tally)
{
	const struct chart_query *query = tally->query;

	if (query->by != BY_FORUM && query->by != BY_GROUP)
		return;
	g_array_sort_with_data(tally->bars, compare_bars, tally);
	if (query->asked->most > 0 && tally->bars->len > query->asked->most)
		g_array_set_size(tally->bars, (guint)query->asked->most);
	if (query->by != BY_FORUM || query->kind != CHART_BARS)
		return;
	for (guint i = 0; i < tally->bars->len; i++)
		add_sums(&tally->all, query,
			 g_array_index(tally->bars, struct chart_tally_bar, i)
				 .page,
			 tally->report->publication.year);
}

void chart_tally_begin(struct chart_tally *tally,
		       const struct chart_query *query,
		       const struct report *report, struct arena *arena)
{
	*tally = (struct chart_tally){
		.query = query,
		.report = report,
		.arena = arena,
		.bars = g_array_new(FALSE, FALSE,
				    sizeof(struct chart_tally_bar)),
		.series = g_array_new(FALSE, FALSE,
				      sizeof(struct chart_tally_series)),
		.seen = g_hash_table_new(g_str_hash, g_str_equal),
		.items = g_array_new(FALSE, FALSE, sizeof(struct query_item)),
		.counted =
			g_array_new(FALSE, FALSE, sizeof(struct chart_counted)),
	};
	clear_sums(&tally->all, query);
	if (query->asked->years_count == 0)
		add_forums(tally, report->publication.year);
	for (size_t i = 0; i < query->asked->years_count; i++) {
		const char *key = arena_printf(arena, "%" G_GINT64_FORMAT,
					       query->asked->years[i]);

		/* A year in which nothing fulfils the condition stands too. */
		find_bar(tally, key, key, NULL);
		add_forums(tally, query->asked->years[i]);
	}
	sort_bars(tally);
}

void chart_tally_end(struct chart_tally *tally)
{
	g_array_free(tally->bars, TRUE);
	g_array_free(tally->series, TRUE);
	g_array_free(tally->items, TRUE);
	g_array_free(tally->counted, TRUE);
	g_hash_table_destroy(tally->seen);
}

static const enum label state_words[KNOWN_STATES] = {
	[IS_UNKNOWN] = LABEL_QUANTITY_UNKNOWN,
	[IS_MISSING] = LABEL_QUANTITY_MISSING,
	[IS_PER_PART] = LABEL_PAGE_PER_PART,
	[IS_KNOWN] = LABEL_PAGE_CHART_KNOWN,
	[IS_ELSEWHERE] = LABEL_DATA_IS_ELSEWHERE,
	[IS_NOT_APPLICABLE] = LABEL_QUANTITY_NOT_APPLICABLE,
};

const char *chart_tally_state_word(const struct chart_tally *tally,
				   enum chart_known state)
{
	return labels_word(&tally->report->labels, state_words[state]);
}

/* Which states some bar has; how many. */
size_t chart_tally_states(const struct chart_tally *tally,
			  enum chart_known *states)
{
	size_t count = 0;

	for (int state = 0; state < KNOWN_STATES; state++)
		for (guint i = 0; i < tally->bars->len; i++) {
			if (g_array_index(tally->bars, struct chart_tally_bar,
					  i)
				    .states[state] == 0)
				continue;
			states[count++] = (enum chart_known)state;
			break;
		}
	return count;
}

size_t chart_tally_not_known(const struct chart_tally_bar *bar)
{
	return bar->states[IS_UNKNOWN] + bar->states[IS_MISSING] +
	       bar->states[IS_PER_PART];
}

size_t chart_tally_series(const struct chart_tally *tally)
{
	return tally->query->group_series
		       ? MIN(tally->series->len, CHART_SERIES_MOST)
		       : tally->query->columns_count;
}

const char *chart_tally_label(const struct chart_tally *tally, size_t i)
{
	const struct query_column *column = &tally->query->columns[i];
	static const struct {
		enum query_field field;
		enum label label;
	} money[] = { { FIELD_FEE, LABEL_PAGE_FEE_SHORT },
		      { FIELD_OTHER, LABEL_PAGE_OTHER_SHORT },
		      { FIELD_COST, LABEL_PAGE_COST_SHORT } };

	if (tally->query->group_series)
		return g_array_index(tally->series, struct chart_tally_series,
				     i)
			.label;
	/* Without the unit, which the axis has. */
	for (size_t k = 0; k < G_N_ELEMENTS(money); k++)
		if (money[k].field == column->field)
			return labels_word(&tally->report->labels,
					   money[k].label);
	return query_column_heading(*column, tally->report, tally->arena);
}
