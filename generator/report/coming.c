#include "report/coming.h"

#include "base/arena.h"
#include "report/builder.h"
#include "report/report.h"

static void add_quantity(GPtrArray *items, const char *name,
			 const struct quantity *quantity,
			 enum quantity_unit unit, const struct report *report,
			 struct arena *arena)
{
	GString *text;

	if (quantity->state == QUANTITY_MISSING)
		return;
	text = g_string_new(name);
	g_string_append(text, ": ");
	quantity_format(text, quantity, &report->labels.quantity, unit, -1,
			true);
	g_ptr_array_add(items, (char *)arena_take(arena, text));
}

void coming_items(GPtrArray *items, const struct forum_year *year,
		  const struct report *report, struct arena *arena)
{
	const struct publication *publication = &report->publication;
	const struct labels *labels = &report->labels;
	/* What is only copied is not known of that year. */
	const struct forum_year *copied = year->carried ? year->before : NULL;

	if (year->title != NULL)
		g_ptr_array_add(items, (char *)year->title);
	if (year->state != 0 &&
	    (copied == NULL || year->state != copied->state))
		g_ptr_array_add(
			items,
			(char *)arena_printf(
				arena, "%s: %s",
				labels_word(labels, LABEL_PAGE_STATE),
				labels_word(labels, (enum label)year->state)));
	for (size_t i = 0; i < publication->groups_count; i++)
		if (copied == NULL ||
		    !quantity_equal(&year->participants[i].quantity,
				    &copied->participants[i].quantity))
			add_quantity(
				items,
				arena_printf(
					arena, "%s, %s",
					labels_word(labels,
						    LABEL_PAGE_PARTICIPANTS),
					publication->group_names[i]),
				&year->participants[i].quantity,
				QUANTITY_IN_NUMBERS, report, arena);
	if (copied == NULL ||
	    !quantity_equal(&year->fee.quantity, &copied->fee.quantity))
		add_quantity(items, labels_word(labels, LABEL_PAGE_FEE),
			     &year->fee.quantity, QUANTITY_IN_THOUSANDS, report,
			     arena);
	if (copied == NULL ||
	    !quantity_equal(&year->other.quantity, &copied->other.quantity))
		add_quantity(items, labels_word(labels, LABEL_PAGE_OTHER),
			     &year->other.quantity, QUANTITY_IN_THOUSANDS,
			     report, arena);
	for (size_t i = 0; i < year->results.count; i++)
		g_ptr_array_add(items, (char *)year->results.items[i]);
	if (year->remark != NULL)
		g_ptr_array_add(items, (char *)year->remark);
}

static void add_year(struct builder *builder, const struct page *page,
		     const struct forum_year *year)
{
	GPtrArray *items = g_ptr_array_new();

	coming_items(items, year, builder->report, builder->arena);
	for (guint i = 0; i < items->len; i++) {
		struct row *row = builder_row(builder, ROW_DATA);

		builder_page(&row->cells[0], page);
		builder_count(builder, &row->cells[1], year->year);
		builder_text(&row->cells[2], g_ptr_array_index(items, i), NULL);
	}
	g_ptr_array_free(items, TRUE);
}

const struct table *coming_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena)
{
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 3, arena);
	builder_heading(&builder, 0, LABEL_PAGE_FORUM, false);
	builder_heading(&builder, 1, LABEL_PAGE_YEAR, false);
	builder_heading(&builder, 2, LABEL_PAGE_KNOWN, false);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		for (size_t k = 0; k < page->forum->coming_count; k++)
			add_year(&builder, page, &page->forum->coming[k]);
	}
	if (builder.table->rows == NULL)
		builder_note_row(
			&builder,
			builder_word(&builder, LABEL_PAGE_NONE_COMING));
	return builder_finish(&builder);
}
