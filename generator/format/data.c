#include "format/data.h"

#include <cmark.h>
#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/output.h"
#include "base/text.h"
#include "base/work.h"
#include "format/data_forum.h"
#include "format/data_registers.h"
#include "format/data_schema.h"
#include "format/plain.h"
#include "read/body.h"
#include "report/account_rows.h"
#include "report/counted.h"
#include "report/calculation.h"
#include "report/cost.h"
#include "report/facts.h"
#include "report/query.h"
#include "report/report.h"
#include "report/table.h"

/* --- CSV ------------------------------------------------------------------ */

void data_csv_field(GString *out, const char *text, bool first)
{
	size_t plain = strcspn(text, ",\"\r\n");

	if (!first)
		text_append_string(out, ",");
	if (text[plain] == '\0') {
		text_append(out, text, plain);
		return;
	}
	text_append_string(out, "\"");
	for (const char *mark; (mark = strchr(text, '"')) != NULL;
	     text = mark + 1) {
		text_append(out, text, (size_t)(mark - text));
		text_append_string(out, "\"\"");
	}
	text_append_string(out, text);
	text_append_string(out, "\"");
}

void data_csv_end(GString *out)
{
	text_append_string(out, "\r\n");
}

/* --- Numbers as data --------------------------------------------------------
 */

/* Hundredths as a decimal number: 83700000 → "837000", 150 → "1.5". */
static void append_hundredths(GString *out, int64_t hundredths)
{
	int64_t rest = ABS(hundredths) % 100;

	if (hundredths < 0)
		text_append_string(out, "-");
	text_append_number(out, ABS(hundredths) / 100);
	if (rest == 0)
		return;
	text_append_string(out, ".");
	text_append_number(out, rest / 10);
	if (rest % 10 != 0)
		text_append_number(out, rest % 10);
}

enum data_state {
	STATE_VALUE,
	STATE_UNKNOWN,
	STATE_NOT_APPLICABLE,
	STATE_MISSING,
	STATE_PER_PART,
	STATE_ELSEWHERE
};

/* The names in JSON, and the words in CSV. */
static const struct {
	const char *name;
	enum label word;
} states[] = {
	[STATE_VALUE] = { "value", LABEL_DATA_IS_VALUE },
	[STATE_UNKNOWN] = { "unknown", LABEL_DATA_IS_UNKNOWN },
	[STATE_NOT_APPLICABLE] = { "not-applicable",
				   LABEL_DATA_IS_NOT_APPLICABLE },
	[STATE_MISSING] = { "missing", LABEL_DATA_IS_MISSING },
	[STATE_PER_PART] = { "per-part", LABEL_DATA_IS_PER_PART },
	[STATE_ELSEWHERE] = { "elsewhere", LABEL_DATA_IS_ELSEWHERE },
};

static enum data_state state_of(const struct quantity *quantity,
				const struct page *elsewhere)
{
	if (elsewhere != NULL)
		return STATE_ELSEWHERE;
	switch (quantity->state) {
	case QUANTITY_VALUE:
		return quantity->per_part ? STATE_PER_PART : STATE_VALUE;
	case QUANTITY_UNKNOWN:
		return STATE_UNKNOWN;
	case QUANTITY_NOT_APPLICABLE:
		return STATE_NOT_APPLICABLE;
	default:
		return STATE_MISSING;
	}
}

static const char *unit_word(const struct report *report,
			     const struct quantity *quantity)
{
	return quantity->kind == QUANTITY_MONEY
		       ? labels_word(&report->labels, LABEL_QUANTITY_KRONOR)
	       : quantity->kind == QUANTITY_HOURS
		       ? labels_word(&report->labels, LABEL_QUANTITY_HOURS)
		       : "";
}

/* The figures of a year, in the order of their columns. */
struct figure_column {
	const char *name; /* as in CSV */
	const char *key;  /* as in JSON */
	enum label about;
	struct query_column column;
};

struct writing {
	const struct report *report;
	struct arena *arena;
	struct arena *row; /* for what is written at once */
	struct figure_column *columns;
	size_t columns_count;
	GString *out;
	GString *described; /* the tables written so far, for CSVW */
};

static const char *word(const struct writing *writing, enum label label)
{
	return labels_word(&writing->report->labels, label);
}

static void add_column(struct writing *writing, struct query_column column,
		       const char *key, enum label about)
{
	writing->columns[writing->columns_count++] = (struct figure_column){
		query_column_word(column, writing->report, writing->arena), key,
		about, column
	};
}

static void list_columns(struct writing *writing)
{
	const struct publication *publication = &writing->report->publication;
	size_t groups = publication->groups_count;
	const struct {
		struct query_column column;
		const char *key;
		enum label about;
	} others[] = {
		{ { FIELD_FEE, 0 }, "fee", LABEL_DATA_ABOUT_FEE },
		{ { FIELD_OTHER, 0 }, "other", LABEL_DATA_ABOUT_OTHER },
		{ { FIELD_COMPUTED, 0 },
		  "computed",
		  LABEL_DATA_ABOUT_COMPUTED },
		{ { FIELD_FULL_COST, 0 },
		  "full-cost",
		  LABEL_DATA_ABOUT_FULL_COST },
		{ { FIELD_ALL_HOURS, groups },
		  "hours",
		  LABEL_DATA_ABOUT_HOURS },
		{ { FIELD_MEETINGS, 0 },
		  "meetings",
		  LABEL_DATA_ABOUT_MEETINGS },
	};

	writing->columns = arena_new_array(writing->arena, struct figure_column,
					   groups + G_N_ELEMENTS(others));
	for (size_t i = 0; i < groups; i++)
		add_column(writing,
			   (struct query_column){ FIELD_PARTICIPANTS, i },
			   arena_printf(writing->arena, "participants.%s",
					publication->groups[i]),
			   LABEL_DATA_ABOUT_PARTICIPANTS);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		add_column(writing, others[i].column, others[i].key,
			   others[i].about);
}

/* --- forums.csv
 * ---------------------------------------------------------------- */

/* The columns that come first, and those that each figure has. */
static const struct named_column {
	const char *name; /* in CSVW */
	enum label heading;
	enum label about;
	const char *type;
} first_columns[] = {
	{ "year", LABEL_DATA_YEAR, LABEL_DATA_ABOUT_YEAR, "gYear" },
	{ "document", LABEL_DATA_DOCUMENT, LABEL_DATA_ABOUT_DOCUMENT,
	  "string" },
	{ "number", LABEL_DATA_NUMBER, LABEL_DATA_ABOUT_NUMBER, "string" },
	{ "id", LABEL_DATA_ID, LABEL_DATA_ABOUT_ID, "string" },
	{ "title", LABEL_DATA_TITLE, LABEL_DATA_ABOUT_TITLE, "string" },
	{ "section", LABEL_DATA_SECTION, LABEL_DATA_ABOUT_SECTION, "string" },
	{ "form", LABEL_DATA_FORM, LABEL_DATA_ABOUT_FORM, "string" },
	{ "membership", LABEL_DATA_MEMBERSHIP, LABEL_DATA_ABOUT_MEMBERSHIP,
	  "string" },
	{ "level", LABEL_DATA_LEVEL, LABEL_DATA_ABOUT_LEVEL, "string" },
	{ "costs-in", LABEL_DATA_ELSEWHERE, LABEL_DATA_ABOUT_ELSEWHERE,
	  "string" },
	{ "carried-over", LABEL_DATA_CARRIED_OVER,
	  LABEL_DATA_ABOUT_CARRIED_OVER, "string" },
	{ "status", LABEL_DATA_STATUS, LABEL_DATA_ABOUT_STATUS, "string" },
	{ "coming", LABEL_DATA_COMING, LABEL_DATA_ABOUT_COMING, "string" },
}, figure_parts[] = {
	{ "state", LABEL_DATA_STATE, LABEL_DATA_ABOUT_FIGURE_STATE, "string" },
	{ "low", LABEL_DATA_LOW, LABEL_DATA_ABOUT_LOW, "decimal" },
	{ "high", LABEL_DATA_HIGH, LABEL_DATA_ABOUT_HIGH, "decimal" },
	{ "unit", LABEL_DATA_UNIT, LABEL_DATA_ABOUT_UNIT, "string" },
	{ "estimate", LABEL_DATA_ESTIMATE, LABEL_DATA_ABOUT_ESTIMATE,
	  "string" },
};

static const char *part_heading(const struct writing *writing,
				const struct figure_column *column,
				const struct named_column *part)
{
	return arena_printf(writing->arena, "%s.%s", column->name,
			    word(writing, part->heading));
}

static void write_csv_header(struct writing *writing)
{
	for (size_t i = 0; i < G_N_ELEMENTS(first_columns); i++)
		data_csv_field(writing->out,
			       word(writing, first_columns[i].heading), i == 0);
	for (size_t i = 0; i < writing->columns_count; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(figure_parts); k++)
			data_csv_field(writing->out,
				       part_heading(writing,
						    &writing->columns[i],
						    &figure_parts[k]),
				       false);
	data_forum_csv_head(writing->out, writing->report, writing->arena);
	data_csv_end(writing->out);
}

/* "Avgift: lägsta värde" — what the figure is, and what is said of it. */
static void describe_figure(struct writing *writing,
			    const struct figure_column *figure)
{
	for (size_t i = 0; i < G_N_ELEMENTS(figure_parts); i++) {
		const struct named_column *part = &figure_parts[i];
		const struct data_column column = {
			.name = arena_printf(writing->arena, "%s.%s",
					     figure->key, part->name),
			.heading = part_heading(writing, figure, part),
			.about = arena_printf(writing->arena, "%s %s",
					      word(writing, figure->about),
					      word(writing, part->about)),
			.type = part->type,
		};

		data_schema_column(writing->described, &column, false);
	}
}

static void describe_forums(struct writing *writing)
{
	data_schema_table(writing->described, "forums.csv",
			  writing->report->publication.title,
			  word(writing, LABEL_DATA_ABOUT_FORUMS), true);
	for (size_t i = 0; i < G_N_ELEMENTS(first_columns); i++) {
		const struct data_column column = {
			.name = first_columns[i].name,
			.heading = word(writing, first_columns[i].heading),
			.about = word(writing, first_columns[i].about),
			.type = first_columns[i].type,
		};

		data_schema_column(writing->described, &column, i == 0);
	}
	for (size_t i = 0; i < writing->columns_count; i++)
		describe_figure(writing, &writing->columns[i]);
	data_forum_describe(writing->described, writing->report,
			    writing->arena);
	data_schema_table_end(writing->described);
}

static void write_csv_figure(struct writing *writing, const struct page *page,
			     struct query_column column,
			     const struct forum_year *year)
{
	const struct page *elsewhere;
	struct quantity quantity =
		query_quantity_of(page, column, year, &elsewhere);
	enum data_state state = state_of(&quantity, elsewhere);
	bool has_value = state == STATE_VALUE || state == STATE_PER_PART;
	GString *out = writing->out;

	data_csv_field(out, word(writing, states[state].word), false);
	text_append_string(out, ",");
	if (has_value && !quantity.no_low)
		append_hundredths(out, quantity.low);
	text_append_string(out, ",");
	if (has_value && !quantity.no_high)
		append_hundredths(out, quantity.high);
	data_csv_field(out,
		       has_value ? unit_word(writing->report, &quantity) : "",
		       false);
	data_csv_field(out,
		       !has_value	   ? ""
		       : quantity.estimate ? word(writing, LABEL_WORD_YES)
					   : word(writing, LABEL_WORD_NO),
		       false);
}

static const char *label_or_empty(const struct writing *writing, int label)
{
	return label == 0 ? "" : word(writing, (enum label)label);
}

static void write_csv_year(struct writing *writing, const struct page *page,
			   const struct forum_year *year, bool coming)
{
	const struct forum *forum = page->forum;
	const struct page *elsewhere = year->costs_in.to;
	GString *out = writing->out;

	text_append_number(out, year->year);
	data_csv_field(out, page->document->page->target.id, false);
	data_csv_field(out, page->target.number, false);
	data_csv_field(out, page->target.id, false);
	data_csv_field(out, page->target.title, false);
	data_csv_field(out, page->parent->target.id, false);
	data_csv_field(out, forum->form.id, false);
	data_csv_field(out, label_or_empty(writing, forum->membership), false);
	data_csv_field(out, label_or_empty(writing, forum->level), false);
	data_csv_field(out, elsewhere == NULL ? "" : elsewhere->target.id,
		       false);
	data_csv_field(
		out,
		word(writing, year->carried ? LABEL_WORD_YES : LABEL_WORD_NO),
		false);
	data_csv_field(out, label_or_empty(writing, year->status), false);
	data_csv_field(out,
		       word(writing, coming ? LABEL_WORD_YES : LABEL_WORD_NO),
		       false);
	for (size_t i = 0; i < writing->columns_count; i++)
		write_csv_figure(writing, page, writing->columns[i].column,
				 year);
	data_forum_csv(out, page, year, writing->report, writing->row);
	arena_reset(writing->row);
	data_csv_end(out);
}

/* --- forums.json
 * ------------------------------------------------------------------ */

static void json_member(GString *out, const char *name, const char *text,
			bool first)
{
	text_append_string(out, first ? "\"" : ", \"");
	text_append_string(out, name);
	text_append_string(out, "\": ");
	json_append_text(out, text);
}

static void json_quantity(GString *out, const struct quantity *quantity,
			  enum data_state state)
{
	json_member(out, "state", states[state].name, true);
	if (state != STATE_VALUE && state != STATE_PER_PART)
		return;
	text_append_string(out, ", \"low\": ");
	if (quantity->no_low)
		text_append_string(out, "null");
	else
		append_hundredths(out, quantity->low);
	text_append_string(out, ", \"high\": ");
	if (quantity->no_high)
		text_append_string(out, "null");
	else
		append_hundredths(out, quantity->high);
	json_member(out, "unit",
		    quantity->kind == QUANTITY_MONEY   ? "SEK"
		    : quantity->kind == QUANTITY_HOURS ? "h"
						       : NULL,
		    false);
	text_append_string(out, ", \"estimate\": ");
	text_append_string(out, quantity->estimate ? "true" : "false");
}

static void write_json_figure(struct writing *writing, const struct page *page,
			      const struct figure_column *column,
			      const struct forum_year *year)
{
	const struct page *elsewhere;
	struct quantity quantity =
		query_quantity_of(page, column->column, year, &elsewhere);
	GString *out = writing->out;

	json_append_text(out, column->key);
	text_append_string(out, ": {");
	json_quantity(out, &quantity, state_of(&quantity, elsewhere));
	if (elsewhere != NULL)
		json_member(out, "in", elsewhere->target.id, false);
	text_append_string(out, "}");
}

/* The rate of a factor, by which its source is found. */
static void write_json_rate(struct writing *writing, const struct rate *rate,
			    bool first)
{
	GString *out = writing->out;
	GString *text = g_string_new(NULL);

	text_append_string(out, first ? "{" : ", {");
	calculation_append_rate(text, rate);
	json_member(out, "name", text->str, true);
	json_member(out, "source", rate->source, false);
	g_string_truncate(text, 0);
	facts_append_date(text, &rate->date);
	json_member(out, "date", text->str, false);
	text_append_string(out, "}");
	g_string_free(text, TRUE);
}

static void write_json_step(struct writing *writing,
			    const struct cost_step *step, bool first)
{
	GString *out = writing->out;
	GString *text = g_string_new(NULL);
	bool first_rate = true;

	text_append_string(out, first ? "{" : ", {");
	json_member(out, "of", step->part == COST_FEE ? "fee" : "computed",
		    true);
	calculation_append_step(text, step, writing->report);
	json_member(out, "step", text->str, false);
	g_string_truncate(text, 0);
	calculation_append_numbers(text, step, writing->report);
	json_member(out, "numbers", text->str, false);
	text_append_string(out, ", \"amount\": {");
	json_quantity(out, &step->amount, state_of(&step->amount, NULL));
	text_append_string(out, "}, \"rates\": [");
	for (size_t i = 0; i < step->factors_count; i++) {
		if (step->factors[i].rate == NULL)
			continue;
		write_json_rate(writing, step->factors[i].rate, first_rate);
		first_rate = false;
	}
	text_append_string(out, "]}");
	g_string_free(text, TRUE);
}

/* How the computed figures came about; nothing when none were. */
static void write_json_steps(struct writing *writing,
			     const struct forum_year *year)
{
	const struct cost_step *first =
		year->cost == NULL ? NULL : year->cost->steps;

	if (first == NULL)
		return;
	text_append_string(writing->out, ", \"steps\": [");
	for (const struct cost_step *at = first; at != NULL; at = at->next)
		write_json_step(writing, at, at == first);
	text_append_string(writing->out, "]");
}

static void write_json_year(struct writing *writing, const struct page *page,
			    const struct forum_year *year, bool first)
{
	GString *out = writing->out;

	text_append_string(out, first ? "\n      {\"year\": "
				      : ",\n      {\"year\": ");
	text_append_number(out, year->year);
	text_append_string(out, ", \"carried-over\": ");
	text_append_string(out, year->carried ? "true" : "false");
	json_member(out, "status",
		    year->status == 0 ? NULL
				      : word(writing, (enum label)year->status),
		    false);
	for (size_t i = 0; i < writing->columns_count; i++) {
		text_append_string(out, ", ");
		write_json_figure(writing, page, &writing->columns[i], year);
	}
	data_forum_json(out, page, year, writing->report, writing->row);
	write_json_steps(writing, year);
	text_append_string(out, "}");
}

static void write_json_forum(struct writing *writing, const struct page *page,
			     bool first)
{
	const struct forum *forum = page->forum;
	const struct page *costs_in = forum->costs_in.to;
	GString *out = writing->out;

	text_append_string(out, first ? "\n    {" : ",\n    {");
	json_member(out, "id", page->target.id, true);
	json_member(out, "number", page->target.number, false);
	json_member(out, "title", page->target.title, false);
	json_member(out, "document", page->document->page->target.id, false);
	json_member(out, "section", page->parent->target.id, false);
	json_member(out, "form", forum->form.id, false);
	json_member(out, "membership",
		    label_or_empty(writing, forum->membership), false);
	json_member(out, "level", label_or_empty(writing, forum->level), false);
	json_member(out, "costs-in",
		    costs_in == NULL ? NULL : costs_in->target.id, false);
	data_forum_json(out, page, NULL, writing->report, writing->row);
	text_append_string(out, ", \"years\": [");
	for (size_t i = 0; i < forum->years_count; i++)
		write_json_year(writing, page, &forum->years[i], i == 0);
	text_append_string(out, "], \"coming\": [");
	for (size_t i = 0; i < forum->coming_count; i++)
		write_json_year(writing, page, &forum->coming[i], i == 0);
	text_append_string(out, "]}");
	arena_reset(writing->row);
}

static void write_json_start(struct writing *writing)
{
	const struct publication *publication = &writing->report->publication;
	GString *out = writing->out;

	text_append_string(out, "{");
	json_member(out, "publication", publication->title, true);
	json_member(out, "publisher", publication->publisher, false);
	json_member(out, "language", word(writing, LABEL_LANGUAGE_CODE), false);
	text_append_string(out, ", \"year\": ");
	text_append_number(out, publication->year);
	text_append_string(out, ",\n  \"forums\": [");
}

/* --- Files
 * ---------------------------------------------------------------------------
 */

#define NO_BREAK "\u00A0"
#define MINUS	 "\u2212"

#define FOLDER	  "data/"
#define FORUMS	  FOLDER "forums"
#define REGISTERS FOLDER "register/"
/* Where CSVW looks for the description of the files of a folder. */
#define DESCRIPTION FOLDER "csv-metadata.json"

static int flush(struct writing *writing, struct output_file *file)
{
	int result = output_add(file, writing->out->str, writing->out->len);

	g_string_truncate(writing->out, 0);
	return result;
}

static int write_forums_csv(struct writing *writing, struct output *output)
{
	const struct report *report = writing->report;
	struct output_file *file;

	if (!output_wants(output, FORUMS ".csv"))
		return 0;
	file = output_begin(output, FORUMS ".csv");
	write_csv_header(writing);
	flush(writing, file);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		for (size_t k = 0; k < page->forum->years_count; k++)
			write_csv_year(writing, page, &page->forum->years[k],
				       false);
		for (size_t k = 0; k < page->forum->coming_count; k++)
			write_csv_year(writing, page, &page->forum->coming[k],
				       true);
		flush(writing, file);
	}
	return output_end(file);
}

static int write_forums_json(struct writing *writing, struct output *output)
{
	const struct report *report = writing->report;
	struct output_file *file;

	if (!output_wants(output, FORUMS ".json"))
		return 0;
	file = output_begin(output, FORUMS ".json");
	write_json_start(writing);
	for (size_t i = 0; i < report->forums_count; i++) {
		write_json_forum(writing, report->forums[i], i == 0);
		flush(writing, file);
	}
	text_append_string(writing->out, "\n  ]");
	data_registers_json(writing->out, report);
	text_append_string(writing->out, "\n}\n");
	flush(writing, file);
	return output_end(file);
}

/* The path of the CSV file of `id`. Caller frees. */
static char *csv_path(const char *folder, const char *id)
{
	return g_strconcat(FOLDER, folder, id, ".csv", NULL);
}

static int write_text(struct writing *writing, struct output *output,
		      const char *folder, const char *id)
{
	char *path = csv_path(folder, id);
	int result = output_write(output, path, writing->out->str,
				  writing->out->len);

	g_free(path);
	g_string_truncate(writing->out, 0);
	arena_reset(writing->arena);
	return result;
}

/* Is the CSV file of `id` wanted? */
static bool wants(const struct output *output, const char *folder,
		  const char *id)
{
	char *path = csv_path(folder, id);
	bool wanted = output_wants(output, path);

	g_free(path);
	return wanted;
}

/* Is the table `id` wanted, or the description, which tells of all tables? */
static bool wants_table(const struct output *output, const char *id)
{
	return wants(output, "", id) || output_wants(output, DESCRIPTION);
}

/* The first no-break space or minus in `text`; its end when there is none. */
static const char *find_special(const char *text)
{
	/* Few letters begin with these bytes. */
	for (; *(text += strcspn(text, "\xC2\xE2")) != '\0'; text++)
		if (g_str_has_prefix(text, NO_BREAK) ||
		    g_str_has_prefix(text, MINUS))
			break;
	return text;
}

/* As other programs read it: no blanks between thousands, an ASCII minus. */
static const char *plain_text(const struct writing *writing, const char *text)
{
	const char *special = find_special(text);
	GString *plain;

	if (*special == '\0')
		return text;
	plain = g_string_new(NULL);
	while (*special != '\0') {
		const char *next = g_utf8_next_char(special);
		bool minus = g_str_has_prefix(special, MINUS);
		bool before = g_ascii_isdigit(*next);
		bool after;

		text_append(plain, text, (size_t)(special - text));
		after = plain->len > 0 &&
			g_ascii_isdigit(plain->str[plain->len - 1]);
		if (minus)
			text_append_string(plain, before ? "-" : MINUS);
		else if (!before || !after)
			text_append_string(plain, " ");
		text = next;
		special = find_special(text);
	}
	text_append_string(plain, text);
	return arena_take(writing->arena, plain);
}

static const char *group_name(const struct row *group)
{
	return group->cells[0].key != NULL ? group->cells[0].key
					   : group->cells[0].text;
}

/* After the cells, which group the row is of, and whether it adds up others. */
static void write_row(struct writing *writing, const struct table *table,
		      const struct row *row, const struct row *group)
{
	static const enum label kinds[] = {
		[ROW_DATA] = LABEL_DATA_IS_ROW,
		[ROW_SUBTOTAL] = LABEL_DATA_IS_SUBTOTAL,
		[ROW_REST] = LABEL_DATA_IS_REST,
		[ROW_START] = LABEL_DATA_IS_TOTAL,
		[ROW_TOTAL] = LABEL_DATA_IS_TOTAL,
	};
	bool grouped = row->kind == ROW_DATA || row->kind == ROW_SUBTOTAL;
	GString *out = writing->out;

	for (size_t i = 0; i < table->columns_count; i++)
		data_csv_field(out, plain_text(writing, row->cells[i].text),
			       i == 0);
	data_csv_field(out,
		       grouped && group != NULL
			       ? plain_text(writing, group_name(group))
			       : "",
		       false);
	data_csv_field(out, word(writing, kinds[row->kind]), false);
	data_csv_end(out);
}

static void write_rows(struct writing *writing, const struct table *table)
{
	const struct row *group = NULL;
	GString *out = writing->out;

	for (size_t i = 0; i < table->columns_count; i++)
		data_csv_field(out, table->columns[i].heading, i == 0);
	data_csv_field(out, word(writing, LABEL_DATA_GROUP), false);
	data_csv_field(out, word(writing, LABEL_DATA_ROW), false);
	data_csv_end(out);
	for (const struct row *row = table->rows; row != NULL;
	     row = row->next) {
		if (row->kind == ROW_GROUP)
			group = row;
		else if (row->kind != ROW_NOTE)
			write_row(writing, table, row, group);
	}
}

/* A file for the description, whose columns follow. */
static void describe_file(struct writing *writing, const struct target *target,
			  const char *about)
{
	data_schema_table(writing->described,
			  arena_printf(writing->arena, "%s.csv", target->id),
			  target->title, about, false);
}

static void describe_column(struct writing *writing, const char *heading,
			    const char *about, bool first)
{
	const struct data_column column = { .heading = heading,
					    .about = about,
					    .type = "string" };

	data_schema_column(writing->described, &column, first);
}

static void describe_table(struct writing *writing, const struct table *table)
{
	describe_file(writing, table->target,
		      word(writing, LABEL_DATA_ABOUT_TABLE));
	for (size_t i = 0; i < table->columns_count; i++)
		describe_column(writing, table->columns[i].heading,
				table->columns[i].meaning, i == 0);
	describe_column(writing, word(writing, LABEL_DATA_GROUP),
			word(writing, LABEL_DATA_ABOUT_GROUP), false);
	describe_column(writing, word(writing, LABEL_DATA_ROW),
			word(writing, LABEL_DATA_ABOUT_ROW), false);
	data_schema_table_end(writing->described);
}

static int write_table(struct writing *writing, struct output *output,
		       const struct table *table)
{
	write_rows(writing, table);
	describe_table(writing, table);
	return write_text(writing, output, "", table->target->id);
}

static int write_body_table(struct writing *writing, struct output *output,
			    const struct page *page,
			    const struct body_table *table)
{
	describe_file(writing, table->target, NULL);
	for (size_t i = 0; i < table->rows * table->columns; i++) {
		const char *text = plain_read(table->cells[i], page,
					      writing->report, writing->arena);

		if (i < table->columns)
			describe_column(writing, text, NULL, i == 0);

		data_csv_field(writing->out, plain_text(writing, text),
			       i % table->columns == 0);
		if (i % table->columns == table->columns - 1)
			data_csv_end(writing->out);
	}
	data_schema_table_end(writing->described);
	return write_text(writing, output, "",
			  ((const struct target *)table->target)->id);
}

static int write_page_tables(struct writing *writing, struct output *output,
			     const struct page *page)
{
	const struct report *report = writing->report;
	size_t count = page->body == NULL ? 0 : page->body->tables.count;
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++) {
		const struct body_item *item = page->body->tables.items[i];
		const struct body_table *table =
			(const struct body_table *)item;
		const struct body_forums *forums =
			(const struct body_forums *)item;
		const struct target *target = item->kind == BODY_FORUMS
						      ? forums->target
						      : table->target;

		if (target == NULL || !wants_table(output, target->id))
			continue;
		if (item->kind == BODY_FORUMS)
			result = write_table(
				writing, output,
				table_of_query(forums->table, forums->target,
					       report, writing->arena));
		else
			result = write_body_table(writing, output, page, table);
	}
	if (result == 0 && page->costs_target != NULL &&
	    wants_table(output, page->costs_target->id))
		result = write_table(
			writing, output,
			table_of_section(report, page, writing->arena));
	if (result == 0 && page->years_target != NULL &&
	    wants_table(output, page->years_target->id))
		result = write_table(
			writing, output,
			table_of_section_years(report, page, writing->arena));
	return result;
}

/* --- How totals came about --------------------------------------------------
 */

#define ACCOUNTS "raknat/"

/* The accounts that one thread writes. */
struct share {
	struct writing writing;
	struct output *output;
	size_t first;
	size_t end;
	int result;
};

static void write_share(void *data)
{
	struct share *share = data;
	const struct report *report = share->writing.report;

	for (size_t i = share->first; i < share->end && share->result == 0;
	     i++) {
		const struct account *account = report->accounts[i];
		struct counted counted;

		if (!wants(share->output, ACCOUNTS, account->id))
			continue;
		counted_init(&counted, account, report, share->writing.arena);
		write_rows(&share->writing, account_rows(&counted, true));
		share->result = write_text(&share->writing, share->output,
					   ACCOUNTS, account->id);
	}
}

static int write_accounts(struct output *output, const struct report *report)
{
	size_t count = report->accounts_count;
	size_t threads = work_threads(count);
	struct share shares[WORK_THREADS_MAX] = { 0 };
	int result = 0;

	for (size_t i = 0; i < threads; i++) {
		shares[i].writing.report = report;
		shares[i].writing.arena = arena_new();
		shares[i].writing.out = g_string_new(NULL);
		shares[i].output = output;
		shares[i].first = work_first(count, threads, i);
		shares[i].end = work_first(count, threads, i + 1);
	}
	work_run(shares, sizeof(shares[0]), threads, write_share);
	for (size_t i = 0; i < threads; i++) {
		g_string_free(shares[i].writing.out, TRUE);
		arena_free(shares[i].writing.arena);
		result |= shares[i].result;
	}
	return result;
}

/* --- All of it -------------------------------------------------------------
 */

/* Of all files, so they must all have been wanted. */
static int write_description(struct writing *writing, struct output *output)
{
	data_schema_end(writing->described);
	if (!output_wants(output, DESCRIPTION))
		return 0;
	return output_write(output, DESCRIPTION, writing->described->str,
			    writing->described->len);
}

static void writing_begin(struct writing *writing, const struct report *report)
{
	*writing = (struct writing){
		.report = report,
		.arena = arena_new(),
		.row = arena_new(),
		.out = g_string_new(NULL),
		.described = g_string_new(NULL),
	};
	list_columns(writing);
	data_schema_begin(writing->described, report);
	describe_forums(writing);
	data_registers_describe(writing->described, report, writing->arena);
}

static void writing_end(struct writing *writing)
{
	g_string_free(writing->described, TRUE);
	g_string_free(writing->out, TRUE);
	arena_free(writing->row);
	arena_free(writing->arena);
}

int data_render(struct output *output, const struct report *report)
{
	struct writing writing;
	struct writing tables;
	int result;

	if (!output_wants_below(output, FOLDER))
		return 0;
	writing_begin(&writing, report);
	tables = writing;
	tables.arena = writing.row; /* is reset after each */
	result = write_forums_csv(&writing, output);
	if (result == 0)
		result = write_forums_json(&writing, output);
	if (result == 0)
		result = data_registers_write(output, REGISTERS, report,
					      writing.arena);
	for (size_t i = 0; i < report->pages_count && result == 0; i++)
		result = write_page_tables(&tables, output, report->pages[i]);
	if (result == 0)
		result = write_description(&tables, output);
	if (result == 0)
		result = write_accounts(output, report);
	writing_end(&writing);
	return result;
}
