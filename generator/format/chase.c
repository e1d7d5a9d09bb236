#include "format/chase.h"

#include <glib.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/output.h"
#include "format/data.h"
#include "report/chase_list.h"
#include "report/collection.h"
#include "report/coverage.h"
#include "report/edit_address.h"
#include "report/report.h"

struct writing {
	const struct report *report;
	struct arena *arena;
	const struct chase_list *list;
	GString *out;
};

static const char *word(const struct writing *writing, enum label label)
{
	return labels_word(&writing->report->labels, label);
}

static const char *unit_name(const struct writing *writing)
{
	const struct named *unit = writing->list->unit;

	return unit == NULL ? "" : unit->name;
}

/* Where the figures of the year stand. */
static struct span year_where(const struct writing *writing,
			      const struct page *page)
{
	const struct forum_year *year =
		report_year(page->forum, writing->report->publication.year);

	return year == NULL ? page->head_where : year->where;
}

/* Where a writer changes the page; "" when that is not said. */
static const char *mail_address(const struct writing *writing,
				const struct page *page)
{
	const char *address = edit_address(
		writing->report, year_where(writing, page), writing->arena);

	/* An address of this server only leads nowhere from a message. */
	return address == NULL || address[0] == '/' ? "" : address;
}

static const char *state_word(const struct writing *writing,
			      enum standing standing)
{
	if (standing == STANDING_UNKNOWN)
		return word(writing, LABEL_QUANTITY_UNKNOWN);
	return word(writing, standing == STANDING_MISSING
				     ? LABEL_QUANTITY_MISSING
				     : LABEL_DATA_IS_CARRIED_OVER);
}

static const struct forum_year *year_of(const struct writing *writing,
					const struct page *page)
{
	return report_year(page->forum, writing->report->publication.year);
}

/* Is a figure that stands so asked for? What is carried over is, too. */
static bool is_gap(const struct writing *writing, const struct page *page,
		   enum standing standing)
{
	return standing == STANDING_UNKNOWN || standing == STANDING_MISSING ||
	       (year_of(writing, page)->carried &&
		standing != STANDING_ELSEWHERE);
}

/* What is known of it, to be confirmed; "" when nothing is. */
static const char *value_text(const struct writing *writing,
			      const struct page *page, size_t field,
			      enum standing standing)
{
	GString *text = g_string_new(NULL);

	if (standing != STANDING_UNKNOWN && standing != STANDING_MISSING)
		coverage_append_value(text, writing->report, page, field);
	return arena_take(writing->arena, text);
}

/* Call `write` for each figure that is asked for. */
static void each_gap(struct writing *writing, const struct page *page,
		     void (*write)(struct writing *writing,
				   const struct page *page, size_t field,
				   enum standing standing))
{
	const struct report *report = writing->report;

	for (size_t i = 0; i < coverage_fields(report); i++) {
		enum standing standing = coverage_of(report, page, i);

		if (coverage_is_asked(report, i) &&
		    is_gap(writing, page, standing))
			write(writing, page, i, standing);
	}
}

/* --- As data ----------------------------------------------------------------
 */

static void write_csv_header(struct writing *writing)
{
	static const enum label names[] = {
		LABEL_DATA_UNIT_NAME, LABEL_DATA_YEAR,	LABEL_DATA_NUMBER,
		LABEL_DATA_ID,	      LABEL_DATA_TITLE, LABEL_DATA_KEY,
		LABEL_DATA_STATE,     LABEL_DATA_FILE,	LABEL_DATA_ADDRESS,
		LABEL_DATA_VALUE,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		data_csv_field(writing->out, word(writing, names[i]), i == 0);
	data_csv_end(writing->out);
}

static void write_csv_gap(struct writing *writing, const struct page *page,
			  size_t field, enum standing standing)
{
	GString *out = writing->out;

	data_csv_field(out, unit_name(writing), true);
	g_string_append_printf(out, ",%d",
			       (int)writing->report->publication.year);
	data_csv_field(out, page->target.number, false);
	data_csv_field(out, page->target.id, false);
	data_csv_field(out, page->target.title, false);
	data_csv_field(out,
		       coverage_key(writing->report, field, writing->arena),
		       false);
	data_csv_field(out, state_word(writing, standing), false);
	data_csv_field(out, page->source->name, false);
	data_csv_field(out, mail_address(writing, page), false);
	data_csv_field(out, value_text(writing, page, field, standing), false);
	data_csv_end(out);
}

static void write_csv(struct writing *writing)
{
	write_csv_header(writing);
	for (size_t i = 0; i < writing->list->forums_count; i++)
		each_gap(writing, writing->list->forums[i], write_csv_gap);
}

/* --- As a text to send ------------------------------------------------------
 */

static void write_text_gap(struct writing *writing, const struct page *page,
			   size_t field, enum standing standing)
{
	const char *value = value_text(writing, page, field, standing);

	g_string_append_printf(
		writing->out, "  - %s (%s): %s\n",
		coverage_heading(writing->report, field, writing->arena),
		coverage_key(writing->report, field, writing->arena),
		value[0] != '\0' ? value : state_word(writing, standing));
}

static void write_text_forum(struct writing *writing, const struct page *page)
{
	const char *address = mail_address(writing, page);

	g_string_append_printf(writing->out, "%s\n", page->target.full);
	if (year_of(writing, page)->carried)
		g_string_append_printf(
			writing->out, "  %s\n",
			collection_sentence(year_of(writing, page),
					    writing->report, writing->arena));
	each_gap(writing, page, write_text_gap);
	g_string_append_printf(writing->out, "  %s %s\n",
			       word(writing, LABEL_CHASE_IN_FILE),
			       page->source->name);
	if (address[0] != '\0')
		g_string_append_printf(writing->out, "  %s\n", address);
	g_string_append_c(writing->out, '\n');
}

static void write_text(struct writing *writing)
{
	const struct publication *publication = &writing->report->publication;
	GString *out = writing->out;

	if (writing->list->unit != NULL)
		g_string_append_printf(out, "%s %s\n",
				       word(writing, LABEL_CHASE_TO),
				       unit_name(writing));
	g_string_append_printf(out, "%s %s\n\n%s\n\n%s\n\n",
			       word(writing, LABEL_CHASE_SUBJECT),
			       publication->title,
			       word(writing, LABEL_CHASE_GREETING),
			       word(writing, LABEL_CHASE_ASK));
	g_string_append_printf(out, "%s: %d\n\n",
			       word(writing, LABEL_PAGE_YEAR),
			       (int)publication->year);
	if (writing->list->carried > 0)
		g_string_append_printf(out, "%s\n\n",
				       word(writing, LABEL_CHASE_CONFIRM));
	for (size_t i = 0; i < writing->list->forums_count; i++)
		write_text_forum(writing, writing->list->forums[i]);
	g_string_append_printf(out, "%s\n\n%s\n",
			       word(writing, LABEL_CHASE_HOW),
			       word(writing, LABEL_CHASE_END));
}

/* --- Files ------------------------------------------------------------------
 */

static int write_file(struct writing *writing, struct output *output,
		      const char *name)
{
	int result = output_write(output, name, writing->out->str,
				  writing->out->len);

	g_string_truncate(writing->out, 0);
	return result;
}

/* Does some page have the table that leads to the lists? */
static bool is_asked(const struct report *report)
{
	for (size_t i = 0; i < report->pages_count; i++) {
		const struct body *body = report->pages[i]->body;

		for (size_t k = 0; body != NULL && k < body->tables.count;
		     k++) {
			const struct body_item *item = body->tables.items[k];

			if (item->kind == BODY_FORUMS &&
			    ((const struct body_forums *)item)->about ==
				    GENERATED_CHASE)
				return true;
		}
	}
	return false;
}

static int write_lists(struct output *output, const struct report *report)
{
	struct arena *arena = arena_new();
	size_t count;
	const struct chase_list *lists = chase_lists(report, arena, &count);
	struct writing writing = { report, arena, NULL, g_string_new(NULL) };
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++) {
		writing.list = &lists[i];
		write_csv(&writing);
		result = write_file(&writing, output, lists[i].csv);
		write_text(&writing);
		if (result == 0)
			result = write_file(&writing, output, lists[i].text);
	}
	g_string_free(writing.out, TRUE);
	arena_free(arena);
	return result;
}

int chase_render(struct output *output, const struct report *report)
{
	return output_wants_below(output, "data/") && is_asked(report)
		       ? write_lists(output, report)
		       : 0;
}
