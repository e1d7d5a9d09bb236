#include "report/control.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/query.h"
#include "report/report.h"

struct controlling {
	struct report *report;
	struct diag_list *diags;
};

/* What is added up: a column of numbers, or the meetings of all bodies. */
struct counted {
	bool meetings;
	struct query_column column;
};

static int find_counted(struct counted *counted, const struct control *control,
			const struct controlling *controlling)
{
	const struct labels *labels = &controlling->report->labels;

	counted->meetings =
		strcmp(control->field,
		       labels_word(labels, LABEL_KEY_MEETINGS)) == 0;
	if (counted->meetings)
		return 0;
	if (query_find_column(&counted->column, control->field,
			      strlen(control->field), control->field_where,
			      controlling->report, controlling->diags) != 0)
		return -1;
	if (query_is_quantity(counted->column.field))
		return 0;
	return diag_add(controlling->diags, DIAG_CONTROL_FIELD,
			control->field_where, "%s", control->field);
}

static enum quantity_kind kind_of(const struct counted *counted)
{
	return counted->meetings ? QUANTITY_COUNT
				 : query_field_kind(counted->column.field);
}

static void add_meetings(struct quantity_sum *sum, const struct forum *forum)
{
	for (size_t i = 0; i < forum->meetings_count; i++)
		if (forum->meetings[i].per_year.quantity.state !=
		    QUANTITY_MISSING)
			quantity_sum_add(sum,
					 &forum->meetings[i].per_year.quantity);
}

static void add_all(struct quantity_sum *sum, const struct counted *counted,
		    const struct page *page, int64_t year)
{
	if (page->kind == PAGE_FORUM &&
	    report_year(page->forum, year) != NULL) {
		if (counted->meetings)
			add_meetings(sum, page->forum);
		else
			query_sum_forum(sum, page, &counted->column, 1, year);
	}
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		add_all(sum, counted, at, year);
}

/*
 * Equal when rounded to the decimals that are stated, as for claims; and as
 * sure: what is an estimate, or a bound, is stated to be one.
 */
static bool holds(const struct quantity *stated, const struct quantity *result)
{
	enum quantity_unit unit = (enum quantity_unit)stated->unit;

	if (stated->state != QUANTITY_VALUE || result->state != QUANTITY_VALUE)
		return stated->state == result->state;
	return stated->no_high == result->no_high &&
	       stated->no_low == result->no_low &&
	       stated->estimate == result->estimate &&
	       quantity_round(result->low, unit, stated->decimals) ==
		       stated->low &&
	       quantity_round(result->high, unit, stated->decimals) ==
		       stated->high;
}

static const char *sum_text(const struct controlling *controlling,
			    const struct quantity_sum *sum,
			    enum quantity_unit unit)
{
	struct quantity result = quantity_sum_result(sum);
	const struct labels *labels = &controlling->report->labels;
	GString *text = g_string_new(NULL);

	quantity_format(text, &result, &labels->quantity, unit, -1, true);
	query_append_lacks(text, sum, true, labels);
	return arena_take(controlling->report->arena, text);
}

/* The reason after `; known:`; NULL when there is none, which may be a fault.
 */
static int split_known(const char **known, size_t *length,
		       const struct control *control,
		       const struct controlling *controlling)
{
	const char *word =
		labels_word(&controlling->report->labels, LABEL_QUERY_KNOWN);
	const char *at;

	*known = NULL;
	*length = strcspn(control->text, ";");
	at = control->text + *length;
	while (*length > 0 && control->text[*length - 1] == ' ')
		(*length)--;
	if (*at == '\0')
		return 0;
	at += 1 + strspn(at + 1, " ");
	if (strncmp(at, word, strlen(word)) == 0 && at[strlen(word)] == ':') {
		*known = at + strlen(word) + 1;
		*known += strspn(*known, " ");
		if (**known != '\0')
			return 0;
	}
	return diag_add(controlling->diags, DIAG_CONTROL_FORM, control->where,
			NULL);
}

static void keep_known(struct controlling *controlling, struct page *page,
		       const struct control *control, const char *known)
{
	struct report *report = controlling->report;
	struct known_difference **end = &report->known;

	while (*end != NULL)
		end = &(*end)->next;
	*end = arena_new_array(report->arena, struct known_difference, 1);
	**end = (struct known_difference){
		page,
		arena_printf(report->arena, "%s %d: %s",
			     labels_word(&report->labels, LABEL_KEY_CONTROL),
			     control->year, control->field),
		control->stated,
		control->answer,
		known,
		control->where,
		NULL
	};
}

static void check_one(struct controlling *controlling, struct page *page,
		      struct control *control)
{
	struct report *report = controlling->report;
	struct counted counted = { 0 };
	struct quantity stated;
	struct quantity result;
	struct quantity_sum sum;
	struct span where = control->where;
	const char *known;
	size_t length;
	GString *text;
	bool right;

	if (find_counted(&counted, control, controlling) != 0 ||
	    split_known(&known, &length, control, controlling) != 0)
		return;
	if (where.length >= length)
		where.length = (uint32_t)MAX(length, 1);
	if (quantity_parse(&stated, kind_of(&counted), control->text, length,
			   where, &report->labels.quantity, report->arena,
			   controlling->diags) != 0)
		return;
	quantity_sum_init(&sum, kind_of(&counted));
	add_all(&sum, &counted, page, control->year);
	result = quantity_sum_result(&sum);
	text = g_string_new(NULL);
	quantity_format(text, &stated, &report->labels.quantity,
			(enum quantity_unit)stated.unit, stated.decimals, true);
	control->stated = arena_take(report->arena, text);
	control->answer =
		sum_text(controlling, &sum, (enum quantity_unit)stated.unit);
	right = holds(&stated, &result);
	if (known != NULL)
		keep_known(controlling, page, control, known);
	/* What the data give is not known while they are wrong. */
	if (right == (known == NULL) || report->unread || report->wrong)
		return;
	diag_add(controlling->diags,
		 right ? DIAG_CLAIM_KNOWN_HOLDS : DIAG_CONTROL_FALSE, where,
		 "%s", control->answer);
}

void control_check(struct report *report, struct diag_list *diags)
{
	struct controlling controlling = { report, diags };

	for (size_t i = 0; i < report->pages_count; i++)
		for (size_t k = 0; k < report->pages[i]->controls_count; k++)
			check_one(&controlling, report->pages[i],
				  &report->pages[i]->controls[k]);
}
