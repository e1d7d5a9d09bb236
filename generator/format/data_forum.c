#include "format/data_forum.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/quantity.h"
#include "base/text.h"
#include "format/data.h"
#include "format/data_schema.h"
#include "report/facts.h"
#include "report/labels.h"
#include "report/report.h"

/* What is asked for a property, and where its texts are put. */
struct asking {
	const struct forum *forum;
	const struct forum_year *year; /* NULL: only the forum is known */
	const struct report *report;
	struct arena *arena;
	GPtrArray *texts;
};

static void add(const struct asking *asking, const char *text)
{
	if (text != NULL && text[0] != '\0')
		g_ptr_array_add(asking->texts, (char *)text);
}

static void add_label(const struct asking *asking, int label)
{
	if (label != 0)
		add(asking,
		    labels_word(&asking->report->labels, (enum label)label));
}

static void add_ids(const struct asking *asking,
		    const struct reference_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		add(asking, list->items[i].id);
}

static void add_texts(const struct asking *asking, const struct text_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		add(asking, list->items[i]);
}

/* --- Of a forum ----------------------------------------------------------- */

static void get_class(const struct asking *asking)
{
	const struct form *form = asking->forum->form.to;

	add_label(asking, form == NULL ? 0 : form->class);
}

static void get_stands_for(const struct asking *asking)
{
	add(asking, arena_printf(asking->arena, "%" G_GINT64_FORMAT,
				 asking->forum->stands_for));
}

static void get_part_of(const struct asking *asking)
{
	const struct page *page = asking->forum->part_of.to;

	if (page != NULL)
		add(asking, page->target.id);
}

static void get_run_by(const struct asking *asking)
{
	add_ids(asking, &asking->forum->run_by);
}

static void get_parties(const struct asking *asking)
{
	add_ids(asking, &asking->forum->parties);
}

static void get_responsible(const struct asking *asking)
{
	add(asking, asking->forum->responsible.id);
}

static void get_goals(const struct asking *asking)
{
	add_ids(asking, &asking->forum->goals);
}

static void get_can_end(const struct asking *asking)
{
	add_label(asking, asking->forum->can_end);
}

static void get_decided_by(const struct asking *asking)
{
	add(asking, asking->forum->decided_by.id);
}

static void get_agreement_kind(const struct asking *asking)
{
	add(asking, asking->forum->agreement->kind);
}

static void get_decision(const struct asking *asking)
{
	add(asking, asking->forum->agreement->decision);
}

static void get_from(const struct asking *asking)
{
	add(asking, facts_date(&asking->forum->agreement->from, asking->arena));
}

static void get_until(const struct asking *asking)
{
	add(asking,
	    facts_date(&asking->forum->agreement->until, asking->arena));
}

static void get_further(const struct asking *asking)
{
	add_label(asking, asking->forum->agreement->further ? LABEL_WORD_YES
							    : LABEL_WORD_NO);
}

static void get_extended(const struct asking *asking)
{
	add(asking, asking->forum->agreement->extended.text);
}

static void get_notice(const struct asking *asking)
{
	add(asking, asking->forum->agreement->notice.text);
}

static void get_ended(const struct asking *asking)
{
	add(asking,
	    facts_date(&asking->forum->agreement->ended, asking->arena));
}

/* "årsrapport, varje år, senast 2023-05": what of it is said. */
static void get_reviews(const struct asking *asking)
{
	const struct agreement *agreement = asking->forum->agreement;
	const struct labels *labels = &asking->report->labels;

	for (size_t i = 0; i < agreement->reviews_count; i++) {
		const struct review *review = &agreement->reviews[i];
		const char *often =
			review->interval != 0
				? labels_word(labels,
					      (enum label)review->interval)
				: review->text;
		const char *last = facts_date(&review->last, asking->arena);
		const char *next = facts_date(&review->next, asking->arena);
		GString *text = g_string_new(review->what);

		if (often != NULL)
			g_string_append_printf(
				text, "%s%s", text->len > 0 ? ", " : "", often);
		if (last != NULL)
			g_string_append_printf(
				text, ", %s %s",
				labels_word(labels, LABEL_KEY_LAST), last);
		if (next != NULL)
			g_string_append_printf(
				text, ", %s %s",
				labels_word(labels, LABEL_KEY_NEXT), next);
		add(asking, arena_take(asking->arena, text));
	}
}

/* --- Of a year ------------------------------------------------------------ */

static void get_state(const struct asking *asking)
{
	add_label(asking, asking->year->state);
}

/* Who runs the forum is paid, unless another is named. */
static void get_paid_to(const struct asking *asking)
{
	const struct quantity *fee = &asking->year->fee.quantity;

	if (asking->year->paid_to.count > 0)
		add_ids(asking, &asking->year->paid_to);
	else if (fee->state == QUANTITY_UNKNOWN ||
		 (fee->state == QUANTITY_VALUE && fee->high > 0))
		add_ids(asking, &asking->forum->run_by);
}

static void get_other_for(const struct asking *asking)
{
	add_texts(asking, &asking->year->other_for);
}

static void get_results(const struct asking *asking)
{
	add_texts(asking, &asking->year->results);
}

static void get_remark(const struct asking *asking)
{
	add(asking, asking->year->remark);
}

static void get_title(const struct asking *asking)
{
	add(asking, asking->year->title);
}

/* --- All of them ---------------------------------------------------------- */

enum of { OF_FORUM, OF_AGREEMENT, OF_YEAR };

static const struct property {
	const char *key;    /* as in JSON */
	enum label heading; /* as in CSV */
	enum of of;
	bool several;
	enum label about;
	void (*get)(const struct asking *asking);
} properties[] = {
	{ "class", LABEL_QUERY_CLASS, OF_FORUM, false, LABEL_DATA_ABOUT_CLASS,
	  get_class },
	{ "stands-for", LABEL_KEY_STANDS_FOR, OF_FORUM, false,
	  LABEL_DATA_ABOUT_STANDS_FOR, get_stands_for },
	{ "part-of", LABEL_KEY_PART_OF, OF_FORUM, false,
	  LABEL_DATA_ABOUT_PART_OF, get_part_of },
	{ "run-by", LABEL_KEY_RUN_BY, OF_FORUM, true, LABEL_DATA_ABOUT_RUN_BY,
	  get_run_by },
	{ "parties", LABEL_KEY_PARTIES, OF_FORUM, true,
	  LABEL_DATA_ABOUT_PARTIES, get_parties },
	{ "responsible", LABEL_KEY_RESPONSIBLE, OF_FORUM, false,
	  LABEL_DATA_ABOUT_RESPONSIBLE, get_responsible },
	{ "goals", LABEL_KEY_GOALS, OF_FORUM, true, LABEL_DATA_ABOUT_GOALS,
	  get_goals },
	{ "can-end", LABEL_KEY_CAN_END, OF_FORUM, false,
	  LABEL_DATA_ABOUT_CAN_END, get_can_end },
	{ "decided-by", LABEL_KEY_DECIDED_BY, OF_FORUM, false,
	  LABEL_DATA_ABOUT_DECIDED_BY, get_decided_by },
	{ "kind", LABEL_KEY_KIND, OF_AGREEMENT, false,
	  LABEL_DATA_ABOUT_AGREEMENT, get_agreement_kind },
	{ "decision", LABEL_KEY_DECISION, OF_AGREEMENT, false,
	  LABEL_DATA_ABOUT_AGREEMENT, get_decision },
	{ "from", LABEL_KEY_FROM, OF_AGREEMENT, false,
	  LABEL_DATA_ABOUT_AGREEMENT, get_from },
	{ "until", LABEL_KEY_UNTIL, OF_AGREEMENT, false,
	  LABEL_DATA_ABOUT_AGREEMENT, get_until },
	{ "until-further-notice", LABEL_DATA_FURTHER, OF_AGREEMENT, false,
	  LABEL_DATA_ABOUT_AGREEMENT, get_further },
	{ "extended", LABEL_KEY_EXTENDED, OF_AGREEMENT, false,
	  LABEL_DATA_ABOUT_AGREEMENT, get_extended },
	{ "notice", LABEL_KEY_NOTICE, OF_AGREEMENT, false,
	  LABEL_DATA_ABOUT_AGREEMENT, get_notice },
	{ "ended", LABEL_KEY_ENDED, OF_AGREEMENT, false,
	  LABEL_DATA_ABOUT_AGREEMENT, get_ended },
	{ "reviews", LABEL_KEY_REVIEW, OF_AGREEMENT, true,
	  LABEL_DATA_ABOUT_AGREEMENT, get_reviews },
	{ "state", LABEL_KEY_STATE, OF_YEAR, false, LABEL_DATA_ABOUT_STATE,
	  get_state },
	{ "paid-to", LABEL_KEY_PAID_TO, OF_YEAR, true, LABEL_DATA_ABOUT_PAID_TO,
	  get_paid_to },
	{ "other-for", LABEL_KEY_OTHER_FOR, OF_YEAR, true,
	  LABEL_DATA_ABOUT_OTHER_FOR, get_other_for },
	{ "results", LABEL_KEY_RESULTS, OF_YEAR, true, LABEL_DATA_ABOUT_RESULTS,
	  get_results },
	{ "remark", LABEL_KEY_REMARK, OF_YEAR, false, LABEL_DATA_ABOUT_REMARK,
	  get_remark },
	{ "title-then", LABEL_DATA_TITLE_THEN, OF_YEAR, false,
	  LABEL_DATA_ABOUT_TITLE_THEN, get_title },
};

static const char *heading_of(const struct property *property,
			      const struct labels *labels, struct arena *arena)
{
	const char *word = labels_word(labels, property->heading);

	return property->of != OF_AGREEMENT
		       ? word
		       : arena_printf(arena, "%s.%s",
				      labels_word(labels, LABEL_KEY_AGREEMENT),
				      word);
}

/* Ask for it anew; a forum without agreement has nothing of one. */
static void ask(const struct asking *asking, const struct property *property)
{
	g_ptr_array_set_size(asking->texts, 0);
	if (property->of != OF_AGREEMENT || asking->forum->agreement != NULL)
		property->get(asking);
}

void data_forum_csv_head(GString *out, const struct report *report,
			 struct arena *arena)
{
	for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
		data_csv_field(
			out, heading_of(&properties[i], &report->labels, arena),
			false);
}

void data_forum_csv(GString *out, const struct page *page,
		    const struct forum_year *year, const struct report *report,
		    struct arena *arena)
{
	const struct asking asking = { page->forum, year, report, arena,
				       g_ptr_array_new() };
	GString *field = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(properties); i++) {
		ask(&asking, &properties[i]);
		g_string_truncate(field, 0);
		for (guint k = 0; k < asking.texts->len; k++) {
			if (k > 0)
				text_append_string(field, DATA_FORUM_SEPARATOR);
			text_append_string(field,
					   g_ptr_array_index(asking.texts, k));
		}
		data_csv_field(out, field->str, false);
	}
	g_string_free(field, TRUE);
	g_ptr_array_free(asking.texts, TRUE);
}

/* --- As JSON --------------------------------------------------------------
 */

static void append_json(GString *out, const struct property *property,
			const GPtrArray *texts, bool first)
{
	text_append_string(out, first ? "" : ", ");
	json_append_text(out, property->key);
	text_append_string(out, property->several ? ": [" : ": ");
	for (guint i = 0; i < texts->len; i++) {
		text_append_string(out, i == 0 ? "" : ", ");
		/* The one property that is a number. */
		if (property->get == get_stands_for)
			text_append_string(out, g_ptr_array_index(texts, i));
		else
			json_append_text(out, g_ptr_array_index(texts, i));
	}
	if (!property->several && texts->len == 0)
		text_append_string(out, "null");
	if (property->several)
		g_string_append_c(out, ']');
}

static void append_all(GString *out, const struct asking *asking, enum of of,
		       bool first)
{
	for (size_t i = 0; i < G_N_ELEMENTS(properties); i++) {
		if (properties[i].of != of)
			continue;
		ask(asking, &properties[i]);
		append_json(out, &properties[i], asking->texts, first);
		first = false;
	}
}

void data_forum_json(GString *out, const struct page *page,
		     const struct forum_year *year, const struct report *report,
		     struct arena *arena)
{
	const struct asking asking = { page->forum, year, report, arena,
				       g_ptr_array_new() };

	append_all(out, &asking, year == NULL ? OF_FORUM : OF_YEAR, false);
	if (year == NULL && page->forum->agreement == NULL) {
		text_append_string(out, ", \"agreement\": null");
	} else if (year == NULL) {
		text_append_string(out, ", \"agreement\": {");
		append_all(out, &asking, OF_AGREEMENT, true);
		text_append_string(out, "}");
	}
	g_ptr_array_free(asking.texts, TRUE);
}

/* --- What they are --------------------------------------------------------
 */

void data_forum_describe(GString *out, const struct report *report,
			 struct arena *arena)
{
	for (size_t i = 0; i < G_N_ELEMENTS(properties); i++) {
		const struct property *property = &properties[i];
		const struct data_column column = {
			.name = arena_printf(arena, "%s%s",
					     property->of == OF_AGREEMENT
						     ? "agreement."
						     : "",
					     property->key),
			.heading = heading_of(property, &report->labels, arena),
			.about = labels_word(&report->labels, property->about),
			.type = property->get == get_stands_for ? "integer"
								: "string",
			.separator =
				property->several ? DATA_FORUM_SEPARATOR : NULL,
		};

		data_schema_column(out, &column, false);
	}
}
