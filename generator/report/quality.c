#include "report/quality.h"

#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/diag.h"
#include "report/builder.h"
#include "report/chase_list.h"
#include "report/collection.h"
#include "report/coverage.h"
#include "report/report.h"

static bool is_shown(const struct report *report, const struct page *page)
{
	return report_year(page->forum, report->publication.year) != NULL;
}

static bool is_carried(const struct report *report, const struct page *page)
{
	return report_year(page->forum, report->publication.year)->carried;
}

/* Where the figures of the shown year stand. */
static struct span year_where(const struct report *report,
			      const struct page *page)
{
	return report_year(page->forum, report->publication.year)->where;
}

static void count_to(struct builder *builder, struct cell *cell, size_t count)
{
	builder_count(builder, cell, (int64_t)count);
}

/* --- {coverage} -------------------------------------------------------------
 */

enum by { BY_FIELD, BY_SECTION, BY_UNIT };

struct coverage_options {
	enum by by;
};

const void *quality_coverage_new(const struct body_forums *forums,
				 const struct report *report,
				 struct arena *arena, struct diag_list *diags)
{
	struct coverage_options *options =
		arena_new_array(arena, struct coverage_options, 1);
	const char *section = labels_word(&report->labels, LABEL_QUERY_SECTION);
	const char *unit = labels_word(&report->labels, LABEL_KEY_RESPONSIBLE);

	for (const struct body_option *at = forums->options; at != NULL;
	     at = at->next) {
		if (strcmp(at->name, "by") != 0)
			continue;
		options->by = strcmp(at->value, section) == 0 ? BY_SECTION
			      : strcmp(at->value, unit) == 0  ? BY_UNIT
							      : BY_FIELD;
		if (options->by != BY_FIELD)
			continue;
		diag_add(diags, DIAG_OPTION_VALUE, at->value_where, "%s",
			 at->value);
		diag_write(diags, "%s | %s", section, unit);
		return NULL;
	}
	return options;
}

/* The columns that follow one another: in what way fields stand. */
static const enum label standing_headings[STANDING_COUNT] = {
	[STANDING_VALUE] = LABEL_PAGE_HAS_VALUE,
	[STANDING_NOT_APPLICABLE] = LABEL_PAGE_HAS_NONE,
	[STANDING_ELSEWHERE] = LABEL_PAGE_HAS_ELSEWHERE,
	[STANDING_UNKNOWN] = LABEL_PAGE_HAS_UNKNOWN,
	[STANDING_MISSING] = LABEL_PAGE_HAS_MISSING,
};

static void head_standing(struct builder *builder, size_t column)
{
	for (size_t i = 0; i < STANDING_COUNT; i++)
		builder_heading(builder, column + i, standing_headings[i],
				true);
	builder_heading(builder, column + STANDING_COUNT, LABEL_PAGE_SHARE,
			true);
}

static void set_standing(struct builder *builder, struct cell *cells,
			 const struct coverage *coverage)
{
	int share = coverage_share(coverage);

	for (size_t i = 0; i < STANDING_COUNT; i++)
		count_to(builder, &cells[i], coverage->standing[i]);
	if (share >= 0)
		builder_count(builder, &cells[STANDING_COUNT], share);
}

static void add_field_row(struct builder *builder, size_t field)
{
	const struct report *report = builder->report;
	struct row *row = builder_row(builder, ROW_DATA);
	struct coverage coverage = { 0 };
	size_t judged = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		if (!is_shown(report, page))
			continue;
		coverage.standing[coverage_of(report, page, field)]++;
		judged += coverage_is_judged(report, page, field);
	}
	builder_text(&row->cells[0],
		     coverage_heading(report, field, builder->arena), NULL);
	set_standing(builder, row->cells + 1, &coverage);
	count_to(builder, &row->cells[STANDING_COUNT + 2], judged);
}

static const struct table *coverage_by_field(const struct target *target,
					     const struct report *report,
					     struct arena *arena)
{
	struct builder builder;

	builder_begin(&builder, report, target, STANDING_COUNT + 3, arena);
	builder_heading(&builder, 0, LABEL_PAGE_FIELD, false);
	head_standing(&builder, 1);
	builder_heading(&builder, STANDING_COUNT + 2, LABEL_PAGE_JUDGED, true);
	for (size_t i = 0; i < coverage_fields(report); i++)
		add_field_row(&builder, i);
	return builder_finish(&builder);
}

/* Forums that have one section, or one unit, together. */
struct part {
	const void *key;
	const char *text;
	const struct target *target;
	struct coverage coverage;
	size_t carried; /* forums whose figures are carried over */
};

static struct part *find_part(GArray *parts, const struct report *report,
			      const struct page *page, enum by by)
{
	const struct named *unit = page->forum->responsible.to;
	struct part part = { 0 };

	if (by == BY_SECTION) {
		part.key = page->parent;
		part.text = page->parent->target.full;
		part.target = &page->parent->target;
	} else {
		part.key = unit;
		part.text = unit != NULL ? unit->name
					 : labels_word(&report->labels,
						       LABEL_QUANTITY_MISSING);
	}
	for (guint i = 0; i < parts->len; i++)
		if (g_array_index(parts, struct part, i).key == part.key)
			return &g_array_index(parts, struct part, i);
	g_array_append_val(parts, part);
	return &g_array_index(parts, struct part, parts->len - 1);
}

static gint compare_parts(gconstpointer left, gconstpointer right,
			  gpointer data)
{
	const struct part *a = left;
	const struct part *b = right;

	return collator_compare(data, a->text, b->text);
}

static GArray *find_parts(const struct report *report, enum by by)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(struct part));

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		struct part *part;

		if (!is_shown(report, page))
			continue;
		part = find_part(parts, report, page, by);
		coverage_add(&part->coverage, report, page);
		part->carried += is_carried(report, page);
	}
	/* Sections stay in the order of the report. */
	if (by == BY_UNIT)
		g_array_sort_with_data(parts, compare_parts, report->collator);
	return parts;
}

static void add_part_row(struct builder *builder, enum row_kind kind,
			 const struct part *part)
{
	struct row *row = builder_row(builder, kind);

	builder_text(&row->cells[0], part->text, part->target);
	count_to(builder, &row->cells[1], part->coverage.forums);
	set_standing(builder, row->cells + 2, &part->coverage);
	if (builder->table->columns_count > STANDING_COUNT + 3)
		count_to(builder, &row->cells[STANDING_COUNT + 3],
			 part->carried);
}

static const struct table *coverage_by_part(enum by by,
					    const struct target *target,
					    const struct report *report,
					    struct arena *arena)
{
	GArray *parts = find_parts(report, by);
	bool carried = collection_has_carried(report);
	struct part total = { 0 };
	struct builder builder;

	builder_begin(&builder, report, target, STANDING_COUNT + 3 + carried,
		      arena);
	if (carried)
		builder_heading(&builder, STANDING_COUNT + 3,
				LABEL_PAGE_ARE_CARRIED, true);
	builder_heading(&builder, 0,
			by == BY_SECTION ? LABEL_PAGE_SECTION
					 : LABEL_PAGE_RESPONSIBLE,
			false);
	builder_heading(&builder, 1, LABEL_PAGE_ENTRIES, true);
	head_standing(&builder, 2);
	for (guint i = 0; i < parts->len; i++) {
		const struct part *part = &g_array_index(parts, struct part, i);

		add_part_row(&builder, ROW_DATA, part);
		total.coverage.forums += part->coverage.forums;
		total.carried += part->carried;
		for (size_t k = 0; k < STANDING_COUNT; k++)
			total.coverage.standing[k] +=
				part->coverage.standing[k];
	}
	total.text = builder_word(&builder, LABEL_PAGE_TOTAL);
	if (parts->len > 0)
		add_part_row(&builder, ROW_TOTAL, &total);
	g_array_free(parts, TRUE);
	return builder_finish(&builder);
}

const struct table *quality_coverage(const void *options,
				     const struct target *target,
				     const struct report *report,
				     struct arena *arena)
{
	enum by by = ((const struct coverage_options *)options)->by;

	return by == BY_FIELD ? coverage_by_field(target, report, arena)
			      : coverage_by_part(by, target, report, arena);
}

/* --- {gaps} -----------------------------------------------------------------
 */

/* The figures that stand in one way, as a list in words. */
static void set_gaps(struct builder *builder, struct cell *cell,
		     const struct page *page, enum standing standing)
{
	const struct report *report = builder->report;

	for (size_t i = 0; i < coverage_fields(report); i++) {
		if (!coverage_is_asked(report, i) ||
		    coverage_of(report, page, i) != standing)
			continue;
		if (builder->text->len > 0)
			g_string_append(builder->text, "; ");
		g_string_append(builder->text,
				coverage_heading(report, i, builder->arena));
	}
	builder_made(builder, cell);
}

const struct table *quality_gaps(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena)
{
	bool carried = collection_has_carried(report);
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 3 + carried, arena);
	builder_heading(&builder, 0, LABEL_PAGE_FORUM, false);
	builder_heading(&builder, 1, LABEL_PAGE_HAS_UNKNOWN, false);
	builder_heading(&builder, 2, LABEL_PAGE_HAS_MISSING, false);
	if (carried)
		builder_heading(&builder, 3, LABEL_PAGE_CARRIED, true);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		struct coverage coverage = { 0 };
		struct row *row;

		if (!is_shown(report, page))
			continue;
		coverage_add(&coverage, report, page);
		if (coverage.standing[STANDING_UNKNOWN] +
				    coverage.standing[STANDING_MISSING] ==
			    0 &&
		    !is_carried(report, page))
			continue;
		row = builder_row(&builder, ROW_DATA);
		builder_fix(&row->cells[0], page, year_where(report, page));
		set_gaps(&builder, &row->cells[1], page, STANDING_UNKNOWN);
		set_gaps(&builder, &row->cells[2], page, STANDING_MISSING);
		if (is_carried(report, page))
			builder_count(&builder, &row->cells[3],
				      report_year(page->forum, builder.year)
					      ->before->year);
	}
	return builder_finish(&builder);
}

/* --- {judged} ---------------------------------------------------------------
 */

static size_t count_judged(const struct report *report, size_t field)
{
	size_t count = 0;

	for (size_t i = 0; i < report->forums_count; i++)
		count += is_shown(report, report->forums[i]) &&
			 coverage_is_judged(report, report->forums[i], field);
	return count;
}

static void add_judged(struct builder *builder, size_t field, size_t count)
{
	const struct report *report = builder->report;
	struct row *group = builder_row(builder, ROW_GROUP);
	const char *name = coverage_heading(report, field, builder->arena);

	builder_text(&group->cells[0],
		     arena_printf(builder->arena, "%s: %zu", name, count),
		     NULL);
	group->cells[0].key = name;
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		struct row *row;

		if (!is_shown(report, page) ||
		    !coverage_is_judged(report, page, field))
			continue;
		row = builder_row(builder, ROW_DATA);
		builder_fix(&row->cells[0], page, page->head_where);
		coverage_append(builder->text, report, page, field);
		builder_made(builder, &row->cells[1]);
	}
}

const struct table *quality_judged(const void *options,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena)
{
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 2, arena);
	builder_heading(&builder, 0, LABEL_PAGE_FORUM, false);
	builder_heading(&builder, 1, LABEL_PAGE_JUDGED, false);
	for (size_t i = 0; i < coverage_fields(report); i++) {
		size_t count = count_judged(report, i);

		if (count > 0)
			add_judged(&builder, i, count);
	}
	return builder_finish(&builder);
}

/* --- {implausible} ----------------------------------------------------------
 */

const struct table *quality_implausible(const void *options,
					const struct target *target,
					const struct report *report,
					struct arena *arena)
{
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 4, arena);
	builder_heading(&builder, 0, LABEL_PAGE_FORUM, false);
	builder_heading(&builder, 1, LABEL_PAGE_YEAR, true);
	builder_heading(&builder, 2, LABEL_PAGE_DEPARTS, false);
	builder_heading(&builder, 3, LABEL_PAGE_REASON, false);
	for (const struct implausible *at = report->implausible; at != NULL;
	     at = at->next) {
		struct row *row = builder_row(&builder, ROW_DATA);

		builder_fix(&row->cells[0], at->page,
			    report_year(at->page->forum, at->year)->where);
		builder_count(&builder, &row->cells[1], at->year);
		builder_text(&row->cells[2], at->text, NULL);
		builder_text(&row->cells[3],
			     at->reason != NULL
				     ? at->reason
				     : builder_word(&builder,
						    LABEL_PAGE_NOT_CONFIRMED),
			     NULL);
	}
	return builder_finish(&builder);
}

/* --- {controls} -------------------------------------------------------------
 */

const struct table *quality_controls(const void *options,
				     const struct target *target,
				     const struct report *report,
				     struct arena *arena)
{
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 5, arena);
	builder_heading(&builder, 0, LABEL_PAGE_PLACE, false);
	builder_heading(&builder, 1, LABEL_PAGE_YEAR, true);
	builder_heading(&builder, 2, LABEL_PAGE_FIELD, false);
	builder_heading(&builder, 3, LABEL_PAGE_CONTROL, true);
	builder_heading(&builder, 4, LABEL_PAGE_ANSWER, true);
	for (size_t i = 0; i < report->pages_count; i++) {
		const struct page *page = report->pages[i];

		for (size_t k = 0; k < page->controls_count; k++) {
			const struct control *control = &page->controls[k];
			struct row *row;

			if (control->answer == NULL)
				continue;
			row = builder_row(&builder, ROW_DATA);
			builder_fix(&row->cells[0], page, control->where);
			builder_count(&builder, &row->cells[1], control->year);
			builder_text(&row->cells[2], control->field, NULL);
			builder_text(&row->cells[3], control->stated, NULL);
			builder_text(&row->cells[4], control->answer, NULL);
		}
	}
	return builder_finish(&builder);
}

/* --- {chase-list} -----------------------------------------------------------
 */

/* Let a cell lead to a file beside the pages, by its name. */
static void set_file(struct cell *cell, const char *path, struct arena *arena)
{
	struct target *target = arena_new_array(arena, struct target, 1);

	target->kind = TARGET_FILE;
	target->id = path;
	target->number = "";
	target->title = strrchr(path, '/') + 1;
	builder_text(cell, target->title, target);
}

const struct table *quality_chase(const void *options,
				  const struct target *target,
				  const struct report *report,
				  struct arena *arena)
{
	struct builder builder;
	size_t count;
	const struct chase_list *lists = chase_lists(report, arena, &count);
	bool carried = collection_has_carried(report);
	size_t files = 4 + (size_t)carried; /* the columns that lead to them */

	(void)options;
	builder_begin(&builder, report, target, 6 + carried, arena);
	if (carried)
		builder_heading(&builder, 4, LABEL_PAGE_ARE_CARRIED, true);
	builder_heading(&builder, 0, LABEL_PAGE_RESPONSIBLE, false);
	builder_heading(&builder, 1, LABEL_PAGE_ENTRIES, true);
	builder_heading(&builder, 2, LABEL_PAGE_HAS_UNKNOWN, true);
	builder_heading(&builder, 3, LABEL_PAGE_HAS_MISSING, true);
	builder_heading(&builder, files, LABEL_PAGE_CHASE_TEXT, false);
	builder_heading(&builder, files + 1, LABEL_PAGE_CHASE_DATA, false);
	for (size_t i = 0; i < count; i++) {
		struct row *row = builder_row(&builder, ROW_DATA);

		builder_text(&row->cells[0],
			     lists[i].unit != NULL
				     ? lists[i].unit->name
				     : builder_word(&builder,
						    LABEL_QUANTITY_MISSING),
			     NULL);
		count_to(&builder, &row->cells[1], lists[i].forums_count);
		count_to(&builder, &row->cells[2], lists[i].unknown);
		count_to(&builder, &row->cells[3], lists[i].missing);
		set_file(&row->cells[files], lists[i].text, arena);
		set_file(&row->cells[files + 1], lists[i].csv, arena);
		if (carried)
			count_to(&builder, &row->cells[4], lists[i].carried);
	}
	return builder_finish(&builder);
}
