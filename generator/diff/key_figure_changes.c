#include "diff/key_figure_changes.h"

#include <string.h>

#include "base/arena.h"
#include "diff/sheet.h"
#include "report/account.h"
#include "report/labels.h"
#include "report/query.h"
#include "report/report.h"

struct telling {
	struct sheet *sheet;
	const struct labels *labels;
	struct sheet_table *table; /* NULL: no row yet */
};

static const char *word(const struct telling *telling, enum label label)
{
	return labels_word(telling->labels, label);
}

static const struct key_figure *
figure_called(const struct publication *publication, const char *name)
{
	for (size_t i = 0; i < publication->key_figures_count; i++)
		if (strcmp(publication->key_figures[i].name, name) == 0)
			return &publication->key_figures[i];
	return NULL;
}

/* What the front page says; a question that could not be read has no answer. */
static const char *answer_of(const struct telling *telling,
			     const struct key_figure *figure)
{
	return figure == NULL || figure->account == NULL
		       ? word(telling, LABEL_PAGE_ABSENT)
		       : figure->account->answer->text;
}

static void tell_answers(struct telling *telling,
			 const struct key_figure *before,
			 const struct key_figure *after)
{
	const char *const headings[] = { word(telling, LABEL_DIFF_KEY_FIGURE),
					 word(telling, LABEL_DIFF_BEFORE),
					 word(telling, LABEL_DIFF_AFTER) };
	const char *const cells[] = { after != NULL ? after->name
						    : before->name,
				      answer_of(telling, before),
				      answer_of(telling, after) };

	if (strcmp(cells[1], cells[2]) == 0)
		return;
	if (telling->table == NULL)
		telling->table = sheet_table(
			telling->sheet, word(telling, LABEL_DIFF_KEY_FIGURES),
			headings, G_N_ELEMENTS(headings));
	sheet_row(telling->sheet, telling->table, cells);
}

void key_figure_answers(struct sheet *sheet, const struct report *before,
			const struct report *after)
{
	const struct publication *from = &before->publication;
	const struct publication *to = &after->publication;
	struct telling telling = { sheet, &after->labels, NULL };

	for (size_t i = 0; i < to->key_figures_count; i++)
		tell_answers(&telling,
			     figure_called(from, to->key_figures[i].name),
			     &to->key_figures[i]);
	for (size_t i = 0; i < from->key_figures_count; i++)
		if (figure_called(to, from->key_figures[i].name) == NULL)
			tell_answers(&telling, &from->key_figures[i], NULL);
}

void key_figure_changes(struct sheet *sheet, const struct report *before,
			const struct report *after)
{
	const struct publication *from = &before->publication;
	const struct publication *to = &after->publication;
	const struct telling telling = { sheet, &after->labels, NULL };
	const char *lead = word(&telling, LABEL_DIFF_KEY_FIGURE);

	for (size_t i = 0; i < to->key_figures_count; i++) {
		const struct key_figure *now = &to->key_figures[i];
		const struct key_figure *then = figure_called(from, now->name);

		if (then == NULL)
			sheet_item(sheet, lead, RUN_INSERTED, now->name);
		else
			sheet_said(sheet,
				   arena_printf(sheet->arena, "%s, %s",
						now->name,
						word(&telling,
						     LABEL_DIFF_COUNTED_AS)),
				   then->question, now->question);
	}
	for (size_t i = 0; i < from->key_figures_count; i++)
		if (figure_called(to, from->key_figures[i].name) == NULL)
			sheet_item(sheet, lead, RUN_DELETED,
				   from->key_figures[i].name);
}
