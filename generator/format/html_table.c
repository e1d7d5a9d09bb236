#include "format/html_table.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "format/html_place.h"
#include "format/markup.h"
#include "format/svg.h"
#include "report/account.h"
#include "report/chart.h"
#include "report/edit_address.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/table.h"

struct writing {
	struct markup *markup;
	const struct html_place *place;
};

/* Words of a table that can be asked what they mean. */
struct meanings {
	const char *base; /* of their ids */
	size_t count;	  /* so far */
};

/* In an element `name`. A region needs a name, which the caption is. */
static void write_caption(struct markup *markup, const struct html_place *place,
			  const struct target *target, const char *name)
{
	GString *text = g_string_new(NULL);

	phrase_full(text, target, place->report);
	markup_open(markup, name);
	markup_attribute(
		markup, "id",
		arena_concat(place->arena, target->id, ".caption", NULL));
	markup_text(markup, text->str);
	markup_close(markup, name);
	g_string_free(text, TRUE);
}

void html_table_open(struct markup *markup, const struct html_place *place,
		     const struct target *target, const char *class,
		     const char *name)
{
	markup_open_class(markup, "div", "table");
	markup_attribute(markup, "id", target == NULL ? NULL : target->id);
	markup_open_class(markup, "div", "table-scroll");
	if (target != NULL) {
		markup_word(markup, "role", "region");
		markup_attribute(markup, "aria-labelledby",
				 arena_concat(place->arena, target->id,
					      ".caption", NULL));
		markup_word(markup, "tabindex", "0");
	} else {
		markup_word(markup, "role", "group");
		markup_attribute(markup, "aria-label", name);
		markup_word(markup, "tabindex", "0");
	}
	markup_open_class(markup, "table", class);
	if (target != NULL)
		write_caption(markup, place, target, "caption");
}

/*
 * What a sum lacks stands after it in brackets, and is set apart: "minst 17"
 * must not be broken for it.
 */
static void write_cell_words(struct writing *writing, const struct cell *cell,
			     bool number)
{
	struct markup *markup = writing->markup;
	const char *lacks = number ? strstr(cell->text, " (") : NULL;

	if (lacks == NULL) {
		markup_text(markup, cell->text);
		return;
	}
	markup_text(markup,
		    arena_printf(writing->place->arena, "%.*s ",
				 (int)(lacks - cell->text), cell->text));
	markup_open_class(markup, "span", "lacks");
	markup_text(markup, lacks + 1);
	markup_close(markup, "span");
}

/* Among figures, a word such as "okänd" is set apart from them. */
static const char *number_class(const struct cell *cell)
{
	return strpbrk(cell->text, "0123456789") == NULL ? "number word"
							 : "number";
}

/* What one forum lacks, or is, beside or instead of a value. */
static const char *lack_of(const struct quantity_sum *adds)
{
	return adds->unknown > 0	  ? "unknown"
	       : adds->missing > 0	  ? "missing"
	       : adds->per_part > 0	  ? "per-part"
	       : adds->elsewhere > 0	  ? "elsewhere"
	       : adds->not_applicable > 0 ? "not-applicable"
					  : NULL;
}

/* What is added of a cell; an end that is open is left out. */
static void write_adds(struct markup *markup, const struct quantity_sum *adds)
{
	if (adds->values == 0 || adds->overflow) {
		markup_word(markup, "data-state",
			    adds->overflow ? "unknown" : lack_of(adds));
		return;
	}
	if (!adds->no_low)
		markup_number(markup, "data-low", adds->low);
	if (!adds->no_high)
		markup_number(markup, "data-high", adds->high);
	markup_word(markup, "data-about", adds->estimate ? "" : NULL);
	markup_word(markup, "data-lacks", lack_of(adds));
}

/* On paper and in data nothing can be put right, so only pages have it. */
static void write_fix(struct writing *writing, const struct cell *cell)
{
	const struct report *report = writing->place->report;
	struct markup *markup = writing->markup;
	const char *url;

	if (cell->edit.source == NULL)
		return;
	url = edit_address(report, cell->edit, writing->place->arena);
	if (url == NULL)
		return;
	markup_text(markup, " ");
	markup_open_class(markup, "a", "fix");
	markup_attribute(markup, "href", url);
	markup_text(markup,
		    labels_word(&report->labels, LABEL_PAGE_FINDINGS_FIX));
	markup_close(markup, "a");
}

/* The id of the word that was counted last, as an attribute. */
static void write_term_id(struct markup *markup, const char *name,
			  const struct meanings *meanings)
{
	markup_attribute_begin(markup, name);
	text_append_string(markup->out, meanings->base);
	text_append_string(markup->out, ".term.");
	text_append_number(markup->out, (int64_t)meanings->count);
	markup_attribute_end(markup);
}

/*
 * A word that names a column or row is a button that shows what it means, when
 * that can be told. All meanings stand below the table: see write_meanings().
 * Where the whole document is one page they would be there a hundred times.
 * Without `meanings` none are shown.
 */
static void write_name(struct writing *writing, const char *text,
		       const char *meaning, struct meanings *meanings)
{
	struct markup *markup = writing->markup;

	if (meaning == NULL || meanings == NULL || writing->place->whole) {
		markup_text(markup, text);
		return;
	}
	meanings->count++;
	markup_open_class(markup, "button", "term");
	markup_word(markup, "type", "button");
	write_term_id(markup, "popovertarget", meanings);
	write_term_id(markup, "aria-describedby", meanings);
	markup_text(markup, text);
	markup_close(markup, "button");
}

static void write_meaning(struct writing *writing, const char *text,
			  const char *meaning, struct meanings *meanings)
{
	struct markup *markup = writing->markup;

	if (meaning == NULL)
		return;
	meanings->count++;
	markup_open_class(markup, "p", "term-meaning");
	write_term_id(markup, "id", meanings);
	markup_word(markup, "popover", "");
	markup_text(markup, text);
	markup_text(markup, ": ");
	markup_text(markup, meaning);
	markup_close(markup, "p");
}

/* In the order of their names. */
static void write_meanings(struct writing *writing, const struct table *table,
			   const char *base)
{
	struct meanings meanings = { base, 0 };

	if (writing->place->whole)
		return;
	for (size_t i = 0; i < table->columns_count; i++)
		write_meaning(writing, table->columns[i].heading,
			      table->columns[i].meaning, &meanings);
	for (const struct row *row = table->rows; row != NULL; row = row->next)
		write_meaning(writing, row->cells[table->row_header].text,
			      row->meaning, &meanings);
}

static void write_cell(struct writing *writing, const struct table *table,
		       const struct row *row, size_t column,
		       struct meanings *meanings)
{
	const struct cell *cell = &row->cells[column];
	struct markup *markup = writing->markup;
	bool header = column == table->row_header;
	bool number = table->columns[column].number;
	const char *name = header ? "th" : "td";

	markup_open(markup, name);
	markup_word(markup, "scope", header ? "row" : NULL);
	markup_word(markup, "class", number ? number_class(cell) : NULL);
	markup_attribute(markup, "data-key", cell->key);
	if (cell->adds != NULL)
		write_adds(markup, cell->adds);
	if (cell->account != NULL)
		html_account_link(markup, writing->place, cell->account, false,
				  cell->text);
	else if (cell->target != NULL)
		html_link(markup, writing->place, cell->target, cell->text);
	else if (header && row->meaning != NULL)
		write_name(writing, cell->text, row->meaning, meanings);
	else
		write_cell_words(writing, cell, number);
	write_fix(writing, cell);
	markup_close(markup, name);
}

static void write_wide(struct writing *writing, const struct table *table,
		       const struct row *row)
{
	struct markup *markup = writing->markup;
	const char *name = row->kind == ROW_GROUP ? "th" : "td";

	markup_open_class(markup, "tr",
			  row->kind == ROW_GROUP ? "group" : "nothing");
	markup_open(markup, name);
	if (row->kind == ROW_GROUP)
		markup_word(markup, "scope", "rowgroup");
	markup_number(markup, "colspan", (unsigned)table->columns_count);
	if (row->cells[0].target != NULL)
		html_link(markup, writing->place, row->cells[0].target,
			  row->cells[0].text);
	else
		markup_text(markup, row->cells[0].text);
	markup_close(markup, name);
	markup_close(markup, "tr");
}

static void write_row(struct writing *writing, const struct table *table,
		      const struct row *row, struct meanings *meanings)
{
	static const char *const classes[] = {
		[ROW_SUBTOTAL] = "subtotal", [ROW_REST] = "subtotal",
		[ROW_START] = "subtotal",    [ROW_TOTAL] = "total",
		[ROW_NOTE] = NULL,
	};
	struct markup *markup = writing->markup;

	if (row_is_wide(row)) {
		write_wide(writing, table, row);
	} else {
		markup_open_class(markup, "tr", classes[row->kind]);
		for (size_t i = 0; i < table->columns_count; i++)
			write_cell(writing, table, row, i, meanings);
		markup_close(markup, "tr");
	}
	markup_break(markup);
}

static void write_head(struct writing *writing, const struct table *table,
		       struct meanings *meanings)
{
	struct markup *markup = writing->markup;

	markup_open(markup, "thead");
	markup_open(markup, "tr");
	for (size_t i = 0; i < table->columns_count; i++) {
		markup_open(markup, "th");
		markup_word(markup, "scope", "col");
		markup_word(markup, "class",
			    table->columns[i].number ? "number" : NULL);
		markup_attribute(markup, "data-column", table->columns[i].key);
		markup_word(markup, "data-money",
			    table->columns[i].money ? "" : NULL);
		write_name(writing, table->columns[i].heading,
			   table->columns[i].meaning, meanings);
		markup_close(markup, "th");
	}
	markup_close(markup, "tr");
	markup_close(markup, "thead");
	markup_break(markup);
}

/* Each group is a body of its own, so that its heading is that of its rows. */
static void write_rows(struct writing *writing, const struct table *table,
		       struct meanings *meanings)
{
	struct markup *markup = writing->markup;
	const char *open = NULL;

	for (const struct row *row = table->rows; row != NULL;
	     row = row->next) {
		const char *wanted = row->kind == ROW_TOTAL ? "tfoot" : "tbody";

		if (open != NULL &&
		    (strcmp(open, wanted) != 0 || row->kind == ROW_GROUP)) {
			markup_close(markup, open);
			open = NULL;
		}
		if (open == NULL) {
			markup_open(markup, wanted);
			markup_break(markup);
			open = wanted;
		}
		write_row(writing, table, row, meanings);
	}
	if (open != NULL)
		markup_close(markup, open);
}

static void write_legend(struct writing *writing, const struct table *table)
{
	struct markup *markup = writing->markup;
	const char **words = table_legend(table, writing->place->report,
					  writing->place->arena);

	if (words[0] == NULL)
		return;
	markup_open_class(markup, "ul", "legend");
	for (; *words != NULL; words++) {
		if (*words == table->carried)
			markup_open_class(markup, "li", "carried");
		else
			markup_open(markup, "li");
		markup_text(markup, *words);
		markup_close(markup, "li");
	}
	markup_close(markup, "ul");
}

/* What the ids of meanings begin with: a table's id, else the page's. */
static const char *terms_base(const struct target *target)
{
	return target != NULL ? target->id : "page";
}

/* The rest of a table that is open, with its legend and what its words mean. */
static void write_table(struct writing *writing, const struct table *table,
			const char *base)
{
	struct meanings meanings = { base, 0 };

	write_head(writing, table, &meanings);
	write_rows(writing, table, &meanings);
	markup_close(writing->markup, "table");
	markup_close(writing->markup, "div");
	write_legend(writing, table);
	write_meanings(writing, table, base);
}

static void write_download(struct markup *markup,
			   const struct html_place *place, const char *folder,
			   const char *id)
{
	markup_open_class(markup, "p", "download");
	markup_open(markup, "a");
	markup_attribute(markup, "href",
			 arena_concat(place->arena, "../data/", folder, id,
				      ".csv", NULL));
	markup_word(markup, "download", "");
	markup_text(markup, html_word(place, LABEL_PAGE_DOWNLOAD_TABLE));
	markup_close(markup, "a");
	markup_close(markup, "p");
}

void html_table_close(struct markup *markup, const struct html_place *place,
		      const struct target *target)
{
	markup_close(markup, "table");
	markup_close(markup, "div");
	if (target != NULL)
		write_download(markup, place, "", target->id);
	markup_close(markup, "div");
	markup_break(markup);
}

/* A table without number is a forum's own: its figures, or how they came. */
static void open_own(struct writing *writing, const struct table *table)
{
	const char *name =
		table->name != NULL
			? table->name
			: html_word(writing->place, LABEL_PAGE_FIGURES_FOR);

	html_table_open(writing->markup, writing->place, NULL,
			table->name != NULL ? "calculation" : "figures", name);
	markup_element(writing->markup, "caption", name);
}

void html_table(struct markup *markup, const struct html_place *place,
		const struct table *table)
{
	struct writing writing = { .markup = markup, .place = place };

	if (table->target != NULL)
		html_table_open(markup, place, table->target, "forums", NULL);
	else
		open_own(&writing, table);
	write_table(&writing, table, terms_base(table->target));
	if (table->target != NULL)
		write_download(markup, place, "", table->target->id);
	markup_close(markup, "div");
	markup_break(markup);
}

void html_account_table(struct markup *markup, const struct html_place *place,
			const struct account *account,
			const struct table *table)
{
	struct writing writing = { .markup = markup, .place = place };

	html_table_open(markup, place, NULL, "forums account", account->title);
	markup_element(markup, "caption", account->title);
	write_table(&writing, table, terms_base(NULL));
	write_download(markup, place, HTML_ACCOUNTS, account->id);
	markup_close(markup, "div");
	markup_break(markup);
}

/* The words that a sum may need, by what a script calls them. */
static const struct {
	const char *name;
	enum label label;
} sum_words[] = {
	{ "data-about", LABEL_QUANTITY_ABOUT },
	{ "data-at-least", LABEL_QUANTITY_AT_LEAST },
	{ "data-at-most", LABEL_QUANTITY_AT_MOST },
	{ "data-unknown", LABEL_QUANTITY_UNKNOWN },
	{ "data-not-applicable", LABEL_QUANTITY_NOT_APPLICABLE },
	{ "data-missing", LABEL_QUANTITY_MISSING },
	{ "data-decimal", LABEL_QUANTITY_DECIMAL },
	{ "data-thousand", LABEL_QUANTITY_THOUSAND },
	{ "data-forums", LABEL_PAGE_FORUM_WORD },
	{ "data-forum", LABEL_PAGE_ONE_FORUM_WORD },
	{ "data-lack-unknown", LABEL_PAGE_NOT_CALCULATED },
	{ "data-lack-one-unknown", LABEL_PAGE_ONE_NOT_CALCULATED },
	{ "data-lack-missing", LABEL_PAGE_IS_MISSING },
	{ "data-lack-one-missing", LABEL_PAGE_IS_MISSING },
	{ "data-lack-per-part", LABEL_PAGE_PER_PART },
	{ "data-lack-one-per-part", LABEL_PAGE_ONE_PER_PART },
	{ "data-lack-elsewhere", LABEL_PAGE_ARE_ELSEWHERE },
	{ "data-lack-one-elsewhere", LABEL_PAGE_ONE_ELSEWHERE },
};

static void write_sum_words(struct writing *writing)
{
	for (size_t i = 0; i < G_N_ELEMENTS(sum_words); i++)
		markup_attribute(writing->markup, sum_words[i].name,
				 html_word(writing->place, sum_words[i].label));
	markup_number(writing->markup, "data-year",
		      writing->place->report->publication.year);
}

void html_comparison(struct markup *markup, const struct html_place *place,
		     const struct table *table)
{
	struct writing writing = { .markup = markup, .place = place };

	html_table_open(markup, place, NULL, "forums compared", table->name);
	write_sum_words(&writing);
	markup_element(markup, "caption", table->name);
	/* A script makes the heads buttons that sort: they are no others. */
	write_head(&writing, table, NULL);
	write_rows(&writing, table, NULL);
	markup_close(markup, "table");
	markup_close(markup, "div");
	write_legend(&writing, table);
	markup_close(markup, "div");
	markup_break(markup);
}

/*
 * The table stands open below the chart: it is the chart for those who do not
 * see it, is printed, and needs no click.
 */
void html_chart(struct markup *markup, const struct html_place *place,
		const struct chart *chart)
{
	struct writing writing = { markup, place };
	const struct target *target = chart->target;

	markup_open_class(markup, "figure", "chart");
	markup_attribute(markup, "id", target->id);
	write_caption(markup, place, target, "figcaption");
	markup_break(markup);
	svg_inline(markup, chart, &place->report->labels, place->arena);
	html_table_open(markup, place, NULL, "forums",
			arena_concat(place->arena,
				     html_word(place, LABEL_PAGE_CHART_DATA),
				     ": ", target->title, NULL));
	markup_element(markup, "caption",
		       html_word(place, LABEL_PAGE_CHART_DATA));
	write_table(&writing, chart->table, terms_base(target));
	write_download(markup, place, "", target->id);
	markup_close(markup, "div");
	markup_close(markup, "figure");
	markup_break(markup);
}
