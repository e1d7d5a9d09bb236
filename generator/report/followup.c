#include "report/followup.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/builder.h"
#include "report/due.h"
#include "report/facts.h"
#include "report/report.h"

struct followup {
	bool kinds[DUE_REVIEW + 1]; /* that are shown */
	bool dated;		    /* only what has a date */
};

/* A writer names what is due by the key that says when. */
static const enum label kind_words[] = {
	[DUE_END] = LABEL_KEY_AGREEMENT,
	[DUE_NOTICE] = LABEL_KEY_NOTICE,
	[DUE_REVIEW] = LABEL_KEY_REVIEW,
};

static int read_kind(struct followup *followup, const char *text,
		     struct span where, const struct report *report,
		     struct diag_list *diags)
{
	const char *words[G_N_ELEMENTS(kind_words) + 1] = { NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(kind_words); i++) {
		words[i] = labels_word(&report->labels, kind_words[i]);
		if (strcmp(text, words[i]) != 0)
			continue;
		followup->kinds[i] = true;
		return 0;
	}
	diag_add(diags, DIAG_OPTION_VALUE, where, "%s", text);
	diag_suggest(diags, diag_nearest(text, words));
	diag_write(diags, "%s | %s | %s", words[0], words[1], words[2]);
	return -1;
}

static int read_kinds(struct followup *followup,
		      const struct body_option *option,
		      const struct report *report, struct diag_list *diags)
{
	char **parts = g_strsplit(option->value, ",", -1);
	int result = 0;

	memset(followup->kinds, 0, sizeof(followup->kinds));
	for (char **part = parts; *part != NULL; part++) {
		struct span where = option->value_where;
		const char *found;

		g_strstrip(*part);
		found = strstr(option->value, *part);
		if (**part != '\0' && found != NULL) {
			where.offset += (uint32_t)(found - option->value);
			where.length = (uint32_t)strlen(*part);
		}
		if (read_kind(followup, *part, where, report, diags) != 0)
			result = -1;
	}
	g_strfreev(parts);
	return result;
}

static int read_dated(struct followup *followup,
		      const struct body_option *option,
		      const struct report *report, struct diag_list *diags)
{
	const char *yes = labels_word(&report->labels, LABEL_WORD_YES);
	const char *no = labels_word(&report->labels, LABEL_WORD_NO);

	followup->dated = strcmp(option->value, yes) == 0;
	if (followup->dated || strcmp(option->value, no) == 0)
		return 0;
	diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
		 option->value);
	diag_write(diags, "%s | %s", yes, no);
	return -1;
}

const void *followup_new(const struct body_forums *forums,
			 const struct report *report, struct arena *arena,
			 struct diag_list *diags)
{
	struct followup *followup = arena_new_array(arena, struct followup, 1);
	int result = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(followup->kinds); i++)
		followup->kinds[i] = true;
	for (const struct body_option *at = forums->options; at != NULL;
	     at = at->next) {
		if (strcmp(at->name, "due") == 0 &&
		    read_kinds(followup, at, report, diags) != 0)
			result = -1;
		if (strcmp(at->name, "dated") == 0 &&
		    read_dated(followup, at, report, diags) != 0)
			result = -1;
	}
	return result == 0 ? followup : NULL;
}

static const char *state_text(const struct builder *builder,
			      const struct due *due)
{
	if (due->when.year > 0)
		return builder_word(builder, due_state(due, builder->report));
	return arena_printf(builder->arena, "%s: %s",
			    builder_word(builder, LABEL_PAGE_NO_DATE),
			    builder_word(builder, (enum label)due->why));
}

static void add_due(struct builder *builder, const struct due *due)
{
	struct row *row = builder_row(builder, ROW_DATA);
	const struct named *unit = due->page->forum->responsible.to;

	builder_page(&row->cells[0], due->page);
	builder_text(&row->cells[1], due->what, NULL);
	facts_append_date(builder->text, &due->when);
	builder_made(builder, &row->cells[2]);
	builder_text(&row->cells[3], state_text(builder, due), NULL);
	builder_text(&row->cells[4],
		     unit != NULL ? unit->name
				  : builder_word(builder, LABEL_PAGE_NOT_SAID),
		     NULL);
}

/* How many forums of the year have no agreement: they are not in the table. */
static void add_rest(struct builder *builder)
{
	const struct report *report = builder->report;
	int64_t count = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		if (report_year(forum, builder->year) != NULL &&
		    forum->agreement == NULL)
			count += forum->stands_for;
	}
	builder_text(&builder_row(builder, ROW_TOTAL)->cells[0],
		     arena_printf(builder->arena, "%s: %" G_GINT64_FORMAT,
				  builder_word(builder,
					       LABEL_PAGE_WITHOUT_FOLLOW_UP),
				  count),
		     NULL);
}

const struct table *followup_table(const void *options,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena)
{
	const struct followup *followup = options;
	GArray *dues = g_array_new(FALSE, FALSE, sizeof(struct due));
	struct builder builder;

	due_append_all(dues, report, arena);
	builder_begin(&builder, report, target, 5, arena);
	builder_heading(&builder, 0, LABEL_PAGE_FORUM, false);
	builder_heading(&builder, 1, LABEL_PAGE_WHAT, false);
	builder_heading(&builder, 2, LABEL_PAGE_WHEN, true);
	builder_heading(&builder, 3, LABEL_PAGE_DUE_STATE, false);
	builder_heading(&builder, 4, LABEL_PAGE_RESPONSIBLE, false);
	for (guint i = 0; i < dues->len; i++) {
		const struct due *due = &g_array_index(dues, struct due, i);

		if (followup->kinds[due->kind] &&
		    (due->when.year > 0 || !followup->dated))
			add_due(&builder, due);
	}
	if (!followup->dated)
		add_rest(&builder);
	g_array_free(dues, TRUE);
	return builder_finish(&builder);
}
