#include "format/html_body.h"

#include <cmark.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "format/markup.h"
#include "format/svg.h"
#include "read/body.h"
#include "report/abbreviation.h"
#include "report/edit_address.h"
#include "report/account.h"
#include "report/chart.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/table.h"

struct writing {
	struct markup *markup;
	const struct html_place *place;
	struct abbreviation_met *met; /* NULL: none are explained */
	unsigned closed; /* links and headings that are open: no place for it */
};

/* Words of a table that can be asked what they mean. */
struct meanings {
	const char *base; /* of their ids */
	size_t count;	  /* so far */
};

static const char *word(const struct writing *writing, enum label label)
{
	return labels_word(&writing->place->report->labels, label);
}

/* The pieces that an address is put together from; NULL after the last. */
#define PIECES_MOST 6

struct address {
	const char *pieces[PIECES_MOST];
	size_t count;
};

static void add_piece(struct address *address, const char *piece)
{
	address->pieces[address->count++] = piece;
}

static void add_page(struct address *address, const struct html_place *place,
		     const struct target *target, bool same)
{
	const struct page *page = target->page;

	if (!same) {
		if (place->page != NULL)
			add_piece(address, "../");
		add_piece(address, page->document->page->target.id);
		add_piece(address, "/");
	}
	add_piece(address,
		  page->kind == PAGE_DOCUMENT ? "index" : page->target.id);
	add_piece(address, target->kind == TARGET_PAGE ? ".html" : ".html#");
	if (target->kind != TARGET_PAGE)
		add_piece(address, target->id);
}

static void set_address(struct address *address, const struct html_place *place,
			const struct target *target)
{
	bool same;

	/* All pages lie one folder down. */
	if (target->kind == TARGET_FILE) {
		add_piece(address, "../");
		add_piece(address, target->id);
		return;
	}
	same = !place->beside && place->page != NULL &&
	       place->page->document == target->page->document;
	if (place->whole && same) {
		add_piece(address, "#");
		add_piece(address, target->id);
	} else {
		add_page(address, place, target, same);
	}
}

void html_address(GString *out, const struct html_place *place,
		  const struct target *target)
{
	struct address address = { 0 };

	set_address(&address, place, target);
	for (size_t i = 0; i < address.count; i++)
		text_append_string(out, address.pieces[i]);
}

const char *html_url(const struct html_place *place,
		     const struct target *target)
{
	struct address address = { 0 };

	set_address(&address, place, target);
	return arena_concat(place->arena, address.pieces[0], address.pieces[1],
			    address.pieces[2], address.pieces[3],
			    address.pieces[4], address.pieces[5], NULL);
}

/* Ids and names of files need no escaping. */
void html_href(struct markup *markup, const struct html_place *place,
	       const struct target *target)
{
	markup_attribute_begin(markup, "href");
	html_address(markup->out, place, target);
	markup_attribute_end(markup);
}

static void write_link(struct writing *writing, const struct target *target,
		       const char *text)
{
	markup_open(writing->markup, "a");
	html_href(writing->markup, writing->place, target);
	markup_text(writing->markup, text);
	markup_close(writing->markup, "a");
}

/* A figure, or the word before a row of them, leads to how it came about. */
static void write_account_link(struct writing *writing,
			       const struct account *account, bool figure,
			       const char *text)
{
	struct markup *markup = writing->markup;

	markup_open_class(markup, "a", figure ? "value" : "account-link");
	markup_attribute_begin(markup, "href");
	if (!writing->place->beside)
		text_append_string(markup->out, "../" HTML_ACCOUNTS);
	text_append_string(markup->out, account->id);
	text_append_string(markup->out, ".html");
	markup_attribute_end(markup);
	markup_text(markup, text);
	markup_close(markup, "a");
}

const char *html_heading_name(unsigned level)
{
	static const char *const names[] = {
		"h1", "h2", "h3", "h4", "h5", "h6"
	};

	return names[MIN(level, 6) - 1];
}

void html_number(struct markup *markup, const char *number)
{
	if (number[0] == '\0')
		return;
	markup_open_class(markup, "span", "section-number");
	markup_text(markup, number);
	markup_close(markup, "span");
	markup_text(markup, " ");
}

/* --- Tables -------------------------------------------------------------- */

static void write_caption(struct writing *writing, const struct target *target)
{
	struct markup *markup = writing->markup;
	GString *text = g_string_new(NULL);

	phrase_full(text, target, writing->place->report);
	markup_open(markup, "caption");
	markup_attribute(markup, "id",
			 arena_concat(writing->place->arena, target->id,
				      ".caption", NULL));
	markup_text(markup, text->str);
	markup_close(markup, "caption");
	g_string_free(text, TRUE);
}

/*
 * A wide table scrolls by itself, and can be reached by keyboard to do so
 * (WCAG 2.1.1); a region needs a name, which the caption is. `name` is that of
 * one without a number.
 */
static void open_table(struct writing *writing, const struct target *target,
		       const char *class, const char *name)
{
	struct markup *markup = writing->markup;

	markup_open_class(markup, "div", "table");
	markup_attribute(markup, "id", target == NULL ? NULL : target->id);
	markup_open_class(markup, "div", "table-scroll");
	if (target != NULL) {
		markup_word(markup, "role", "region");
		markup_attribute(markup, "aria-labelledby",
				 arena_concat(writing->place->arena, target->id,
					      ".caption", NULL));
		markup_word(markup, "tabindex", "0");
	} else {
		markup_word(markup, "role", "group");
		markup_attribute(markup, "aria-label", name);
		markup_word(markup, "tabindex", "0");
	}
	markup_open_class(markup, "table", class);
	if (target != NULL)
		write_caption(writing, target);
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
		write_account_link(writing, cell->account, false, cell->text);
	else if (cell->target != NULL)
		write_link(writing, cell->target, cell->text);
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
		write_link(writing, row->cells[0].target, row->cells[0].text);
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

static void write_download(struct writing *writing, const char *folder,
			   const char *id)
{
	struct markup *markup = writing->markup;

	markup_open_class(markup, "p", "download");
	markup_open(markup, "a");
	markup_attribute(markup, "href",
			 arena_concat(writing->place->arena, "../data/", folder,
				      id, ".csv", NULL));
	markup_word(markup, "download", "");
	markup_text(markup, word(writing, LABEL_PAGE_DOWNLOAD_TABLE));
	markup_close(markup, "a");
	markup_close(markup, "p");
}

/* A table without number is a forum's own: its figures, or how they came. */
static void open_own(struct writing *writing, const struct table *table)
{
	const char *name = table->name != NULL
				   ? table->name
				   : word(writing, LABEL_PAGE_FIGURES_FOR);

	open_table(writing, NULL,
		   table->name != NULL ? "calculation" : "figures", name);
	markup_element(writing->markup, "caption", name);
}

void html_table(struct markup *markup, const struct html_place *place,
		const struct table *table)
{
	struct writing writing = { .markup = markup, .place = place };

	if (table->target != NULL)
		open_table(&writing, table->target, "forums", NULL);
	else
		open_own(&writing, table);
	write_table(&writing, table, terms_base(table->target));
	if (table->target != NULL)
		write_download(&writing, "", table->target->id);
	markup_close(markup, "div");
	markup_break(markup);
}

void html_account_table(struct markup *markup, const struct html_place *place,
			const struct account *account,
			const struct table *table)
{
	struct writing writing = { .markup = markup, .place = place };

	open_table(&writing, NULL, "forums account", account->title);
	markup_element(markup, "caption", account->title);
	write_table(&writing, table, terms_base(NULL));
	write_download(&writing, HTML_ACCOUNTS, account->id);
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
				 word(writing, sum_words[i].label));
	markup_number(writing->markup, "data-year",
		      writing->place->report->publication.year);
}

void html_comparison(struct markup *markup, const struct html_place *place,
		     const struct table *table)
{
	struct writing writing = { .markup = markup, .place = place };

	open_table(&writing, NULL, "forums compared", table->name);
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
static void write_chart(struct writing *writing, const struct chart *chart)
{
	struct markup *markup = writing->markup;
	const struct html_place *place = writing->place;
	const struct target *target = chart->target;
	GString *caption = g_string_new(NULL);

	phrase_full(caption, target, place->report);
	markup_open_class(markup, "figure", "chart");
	markup_attribute(markup, "id", target->id);
	markup_open(markup, "figcaption");
	markup_attribute(
		markup, "id",
		arena_concat(place->arena, target->id, ".caption", NULL));
	markup_text(markup, caption->str);
	markup_close(markup, "figcaption");
	markup_break(markup);
	svg_inline(markup, chart, &place->report->labels, place->arena);
	open_table(writing, NULL, "forums",
		   arena_concat(place->arena,
				word(writing, LABEL_PAGE_CHART_DATA), ": ",
				target->title, NULL));
	markup_element(markup, "caption", word(writing, LABEL_PAGE_CHART_DATA));
	write_table(writing, chart->table, terms_base(target));
	write_download(writing, "", target->id);
	markup_close(markup, "div");
	markup_close(markup, "figure");
	markup_break(markup);
	g_string_free(caption, TRUE);
}

/* --- The text ------------------------------------------------------------ */

static void write_tree(struct writing *writing, cmark_node *root);

static void write_children(struct writing *writing, cmark_node *node)
{
	for (cmark_node *at = cmark_node_first_child(node); at != NULL;
	     at = cmark_node_next(at))
		write_tree(writing, at);
}

/* A cell with one paragraph is that paragraph's text. */
static void write_cell_text(struct writing *writing, cmark_node *cell)
{
	cmark_node *first = cmark_node_first_child(cell);

	if (first != NULL && cmark_node_next(first) == NULL &&
	    cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH)
		write_children(writing, first);
	else
		write_children(writing, cell);
}

static const char *align_class(enum body_align align)
{
	static const char *const classes[] = {
		[ALIGN_NONE] = NULL,
		[ALIGN_LEFT] = NULL,
		[ALIGN_CENTER] = "center",
		[ALIGN_RIGHT] = "number",
	};

	return classes[align];
}

static void write_body_row(struct writing *writing,
			   const struct body_table *table, size_t r)
{
	struct markup *markup = writing->markup;

	markup_open(markup, "tr");
	for (size_t c = 0; c < table->columns; c++) {
		bool column = r < table->header_rows;
		bool row = !column && c == 0 && table->row_headers;
		const char *name = column || row ? "th" : "td";

		markup_open(markup, name);
		markup_word(markup, "scope",
			    column ? "col"
			    : row  ? "row"
				   : NULL);
		markup_word(markup, "class", align_class(table->aligns[c]));
		write_cell_text(writing, table->cells[r * table->columns + c]);
		markup_close(markup, name);
	}
	markup_close(markup, "tr");
	markup_break(markup);
}

static void write_body_rows(struct writing *writing,
			    const struct body_table *table, const char *part,
			    size_t from, size_t to)
{
	if (from == to)
		return;
	markup_open(writing->markup, part);
	for (size_t r = from; r < to; r++)
		write_body_row(writing, table, r);
	markup_close(writing->markup, part);
}

static void write_body_table(struct writing *writing,
			     const struct body_table *table)
{
	const struct target *target = table->target;

	open_table(writing, target, "text", word(writing, LABEL_PAGE_TABLE));
	write_body_rows(writing, table, "thead", 0, table->header_rows);
	write_body_rows(writing, table, "tbody", table->header_rows,
			table->rows);
	markup_close(writing->markup, "table");
	markup_close(writing->markup, "div");
	if (target != NULL)
		write_download(writing, "", target->id);
	markup_close(writing->markup, "div");
	markup_break(writing->markup);
}

static void write_notice_title(struct writing *writing,
			       const struct body_notice *notice)
{
	enum label label = notice->name == NOTICE_NOTE ? LABEL_PAGE_NOTE
						       : LABEL_PAGE_IMPORTANT;

	markup_open_class(writing->markup, "p", "notice-title");
	markup_text(writing->markup, notice->title != NULL
					     ? notice->title
					     : word(writing, label));
	markup_close(writing->markup, "p");
}

static void open_notice(struct writing *writing,
			const struct body_notice *notice)
{
	markup_open_class(writing->markup, "aside",
			  notice->name == NOTICE_NOTE ? "notice"
						      : "notice important");
	write_notice_title(writing, notice);
}

static void write_forums(struct writing *writing,
			 const struct body_forums *forums)
{
	const struct html_place *place = writing->place;
	const struct chart *chart = table_chart(forums->table, forums->target,
						place->report, place->arena);

	if (chart != NULL)
		write_chart(writing, chart);
	else
		html_table(writing->markup, place,
			   table_of_query(forums->table, forums->target,
					  place->report, place->arena));
}

static void enter_custom_block(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	switch (item->kind) {
	case BODY_TABLE:
		write_body_table(writing, (const struct body_table *)item);
		break;
	case BODY_FORUMS:
		write_forums(writing, (const struct body_forums *)item);
		break;
	default:
		open_notice(writing, (const struct body_notice *)item);
		break;
	}
}

static void leave_custom_block(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	if (item->kind == BODY_NOTICE)
		markup_close(writing->markup, "aside");
}

/*
 * Notes are numbered through the document. Where all its pages stand on one,
 * the page's id before a note's tells whose it is.
 */
static const char *note_prefix(const struct writing *writing)
{
	const struct html_place *place = writing->place;

	return place->whole ? arena_concat(place->arena, place->page->target.id,
					   ".", NULL)
			    : "";
}

static void write_note_reference(struct writing *writing,
				 const struct body_note_reference *reference)
{
	struct markup *markup = writing->markup;
	struct arena *arena = writing->place->arena;
	unsigned number = reference->note->number;

	markup_open(markup, "sup");
	markup_open(markup, "a");
	markup_attribute(
		markup, "href",
		arena_printf(arena, "#%sfn.%u", note_prefix(writing), number));
	markup_attribute(markup, "id",
			 arena_printf(arena, "%sfnref.%u.%u",
				      note_prefix(writing), number,
				      reference->index));
	markup_word(markup, "role", "doc-noteref");
	markup_text(markup, arena_printf(arena, "%u", number));
	markup_close(markup, "a");
	markup_close(markup, "sup");
}

/* A link cannot lie in another. */
static bool is_in_link(cmark_node *node)
{
	for (; node != NULL; node = cmark_node_parent(node))
		if (cmark_node_get_type(node) == CMARK_NODE_LINK)
			return true;
	return false;
}

static void write_value(struct writing *writing, const struct body_role *role,
			cmark_node *node)
{
	if (!is_in_link(node)) {
		write_account_link(writing, role->account, true, role->result);
		return;
	}
	markup_open_class(writing->markup, "span", "value");
	markup_text(writing->markup, role->result);
	markup_close(writing->markup, "span");
}

static void write_reference(struct writing *writing,
			    const struct body_role *role)
{
	GString *text;

	text = g_string_new(NULL);
	phrase_short(text, role->target, writing->place->page,
		     writing->place->report);
	write_link(writing, role->target, text->str);
	g_string_free(text, TRUE);
}

/* WCAG 2.1, 3.1.2: so that it is read out in its own language. */
static void write_foreign(struct writing *writing, const struct body_role *role)
{
	markup_open(writing->markup, "span");
	markup_attribute(writing->markup, "lang", role->language);
	markup_text(writing->markup, role->result);
	markup_close(writing->markup, "span");
}

static void enter_custom_inline(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	const struct body_role *role = (const struct body_role *)item;

	if (item->kind == BODY_NOTE)
		write_note_reference(writing,
				     (const struct body_note_reference *)item);
	else if (role->name == ROLE_REF)
		write_reference(writing, role);
	else if (role->name == ROLE_LANGUAGE)
		write_foreign(writing, role);
	else
		write_value(writing, role, node);
}

static void enter_link(struct writing *writing, cmark_node *node)
{
	const struct body_link *link = cmark_node_get_user_data(node);
	struct markup *markup = writing->markup;

	markup_open(markup, "a");
	if (link->target != NULL)
		html_href(markup, writing->place, link->target);
	else
		markup_attribute(markup, "href", link->url);
	if (link->empty && link->target != NULL) {
		GString *text = g_string_new(NULL);

		phrase_full(text, link->target, writing->place->report);
		markup_text(markup, text->str);
		g_string_free(text, TRUE);
	} else if (link->empty) {
		markup_text(markup, link->url);
	}
}

static void enter_image(struct writing *writing, cmark_node *node)
{
	const struct body_image *image = cmark_node_get_user_data(node);
	const struct asset *asset = image->target;
	struct markup *markup = writing->markup;

	markup_open(markup, "img");
	markup_attribute(
		markup, "src",
		arena_concat(writing->place->arena, "../", asset->url, NULL));
	markup_attribute(markup, "alt", image->text);
	markup_void(markup, "img");
}

/* On a page of its own a text begins at h2; in the whole it lies deeper. */
static const char *heading_name(const struct writing *writing, unsigned level)
{
	if (writing->place->whole)
		level += writing->place->page->depth;
	return html_heading_name(level);
}

static void enter_heading(struct writing *writing, cmark_node *node)
{
	const struct body_heading *heading = cmark_node_get_user_data(node);
	const struct target *target = heading->target;
	struct markup *markup = writing->markup;

	markup_open(markup, heading_name(writing, heading->level));
	markup_attribute(markup, "id", target->id);
	html_number(markup, target->number);
}

static void leave_heading(struct writing *writing, cmark_node *node)
{
	const struct body_heading *heading = cmark_node_get_user_data(node);

	markup_close(writing->markup, heading_name(writing, heading->level));
	markup_break(writing->markup);
}

static const char *list_name(cmark_node *node)
{
	return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol"
								    : "ul";
}

static void enter_list(struct writing *writing, cmark_node *node)
{
	int start = cmark_node_get_list_start(node);

	markup_open(writing->markup, list_name(node));
	if (strcmp(list_name(node), "ol") == 0 && start != 1)
		markup_number(writing->markup, "start", (unsigned)start);
	markup_break(writing->markup);
}

static void leave_list(struct writing *writing, cmark_node *node)
{
	markup_close(writing->markup, list_name(node));
	markup_break(writing->markup);
}

/* In a tight list paragraphs are not marked (CommonMark § 5.3). */
static bool is_tight(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);
	cmark_node *list = item == NULL ? NULL : cmark_node_parent(item);

	return list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(list);
}

static void enter_paragraph(struct writing *writing, cmark_node *node)
{
	if (!is_tight(node))
		markup_open(writing->markup, "p");
}

static void leave_paragraph(struct writing *writing, cmark_node *node)
{
	if (is_tight(node))
		return;
	markup_close(writing->markup, "p");
	markup_break(writing->markup);
}

static void enter_code_block(struct writing *writing, cmark_node *node)
{
	markup_open(writing->markup, "pre");
	markup_word(writing->markup, "tabindex", "0");
	markup_element(writing->markup, "code", cmark_node_get_literal(node));
	markup_close(writing->markup, "pre");
	markup_break(writing->markup);
}

/* An abbreviation in a text, with the signs that stand close to it. */
struct abbreviated {
	const struct abbreviation *item;
	const char *before; /* signs such as an opening bracket */
	const char *start;
	const char *rest;  /* of the word: "-project" */
	const char *after; /* signs such as a comma */
	const char *end;
};

static bool is_sign(const char *at)
{
	return g_unichar_ispunct(g_utf8_get_char(at));
}

/* Set what surrounds it; `from` is where the text begins. */
static void find_surroundings(struct abbreviated *at, const char *from)
{
	at->before = at->start;
	while (at->before > from && is_sign(g_utf8_prev_char(at->before)))
		at->before = g_utf8_prev_char(at->before);
	at->rest = at->start + strlen(at->item->text);
	at->after = at->rest + abbreviation_rest(at->rest);
	at->end = at->after;
	while (is_sign(at->end))
		at->end = g_utf8_next_char(at->end);
}

static void write_part(struct writing *writing, const char *from,
		       const char *to)
{
	if (to > from)
		markup_text(writing->markup,
			    arena_copy(writing->place->arena, from,
				       (size_t)(to - from)));
}

/*
 * An abbreviation is a button that shows its meaning, by keyboard and by touch
 * and without a script. The meaning stands after it, so that it is read aloud
 * with it, is printed, and is shown by browsers that know no `popover`. A line
 * may be broken at a button as at a picture: the signs around are kept with it.
 */
static void write_abbreviation(struct writing *writing,
			       const struct abbreviated *at)
{
	struct markup *markup = writing->markup;
	const char *id = arena_printf(writing->place->arena, "abbr.%zu",
				      writing->met->count);
	bool bracketed = at->before < at->start && at->start[-1] == '(';

	markup_open_class(markup, "span", "unbroken");
	write_part(writing, at->before, at->start);
	markup_open_class(markup, "button", "abbreviation");
	markup_word(markup, "type", "button");
	markup_attribute(markup, "popovertarget", id);
	markup_attribute(markup, "aria-describedby", id);
	markup_text(markup, at->item->text);
	markup_close(markup, "button");
	write_part(writing, at->rest, at->after);
	markup_open_class(markup, "span",
			  bracketed ? "abbreviation-meaning bracketed"
				    : "abbreviation-meaning");
	markup_attribute(markup, "id", id);
	markup_word(markup, "popover", "");
	markup_text(markup, at->item->meaning);
	markup_close(markup, "span");
	write_part(writing, at->after, at->end);
	markup_close(markup, "span");
}

static void enter_text(struct writing *writing, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	struct abbreviated next;
	size_t start;

	while (writing->met != NULL && writing->closed == 0) {
		next.item = abbreviation_next(writing->met, text, &start);
		if (next.item == NULL)
			break;
		next.start = text + start;
		find_surroundings(&next, text);
		write_part(writing, text, next.before);
		write_abbreviation(writing, &next);
		text = next.end;
	}
	markup_text(writing->markup, text);
}

static void enter_code(struct writing *writing, cmark_node *node)
{
	markup_element(writing->markup, "code", cmark_node_get_literal(node));
}

static void enter_soft_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	markup_break(writing->markup);
}

static void enter_line_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	markup_open(writing->markup, "br");
	markup_void(writing->markup, "br");
	markup_break(writing->markup);
}

static void enter_thematic_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	markup_open(writing->markup, "hr");
	markup_void(writing->markup, "hr");
	markup_break(writing->markup);
}

struct node_rule {
	const char *element; /* NULL: `enter` and `leave` say it all */
	void (*enter)(struct writing *writing, cmark_node *node);
	void (*leave)(struct writing *writing, cmark_node *node);
	bool block; /* ends a line */
};

static const struct node_rule node_rules[CMARK_NODE_LAST_INLINE + 1] = {
	[CMARK_NODE_DOCUMENT] = { .block = true },
	[CMARK_NODE_BLOCK_QUOTE] = { .element = "blockquote", .block = true },
	[CMARK_NODE_LIST] = { .enter = enter_list, .leave = leave_list },
	[CMARK_NODE_ITEM] = { .element = "li", .block = true },
	[CMARK_NODE_CODE_BLOCK] = { .enter = enter_code_block },
	[CMARK_NODE_CUSTOM_BLOCK] = { .enter = enter_custom_block,
				      .leave = leave_custom_block },
	[CMARK_NODE_PARAGRAPH] = { .enter = enter_paragraph,
				   .leave = leave_paragraph },
	[CMARK_NODE_HEADING] = { .enter = enter_heading,
				 .leave = leave_heading },
	[CMARK_NODE_THEMATIC_BREAK] = { .enter = enter_thematic_break },
	[CMARK_NODE_TEXT] = { .enter = enter_text },
	[CMARK_NODE_SOFTBREAK] = { .enter = enter_soft_break },
	[CMARK_NODE_LINEBREAK] = { .enter = enter_line_break },
	[CMARK_NODE_CODE] = { .enter = enter_code },
	[CMARK_NODE_CUSTOM_INLINE] = { .enter = enter_custom_inline },
	[CMARK_NODE_EMPH] = { .element = "em" },
	[CMARK_NODE_STRONG] = { .element = "strong" },
	[CMARK_NODE_LINK] = { .enter = enter_link },
	[CMARK_NODE_IMAGE] = { .enter = enter_image },
};

bool html_has_rule(cmark_node_type type)
{
	const struct node_rule *rule = &node_rules[type];

	return rule->element != NULL || rule->enter != NULL || rule->block;
}

/* A button has no place in a link, nor in a heading, which is a name. */
static bool is_closed(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_LINK ||
	       cmark_node_get_type(node) == CMARK_NODE_HEADING;
}

static void write_enter(struct writing *writing, cmark_node *node)
{
	const struct node_rule *rule = &node_rules[cmark_node_get_type(node)];

	writing->closed += is_closed(node);
	if (rule->element != NULL)
		markup_open(writing->markup, rule->element);
	if (rule->enter != NULL)
		rule->enter(writing, node);
}

static void write_leave(struct writing *writing, cmark_node *node)
{
	const struct node_rule *rule = &node_rules[cmark_node_get_type(node)];

	writing->closed -= is_closed(node);
	if (cmark_node_get_type(node) == CMARK_NODE_LINK)
		markup_close(writing->markup, "a");
	if (rule->leave != NULL)
		rule->leave(writing, node);
	if (rule->element != NULL)
		markup_close(writing->markup, rule->element);
	if (rule->block)
		markup_break(writing->markup);
}

static void write_tree(struct writing *writing, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			write_enter(writing, cmark_iter_get_node(iter));
		else
			write_leave(writing, cmark_iter_get_node(iter));
	}
	cmark_iter_free(iter);
}

void html_body(struct markup *markup, const struct html_place *place,
	       struct abbreviation_met *met)
{
	struct writing writing = { markup, place, met, 0 };

	if (place->page->body != NULL)
		write_children(&writing, place->page->body->root);
}

/* --- Footnotes ----------------------------------------------------------- */

bool html_has_notes(const struct page *page)
{
	return page->body != NULL && page->body->notes != NULL;
}

static void write_back_links(struct writing *writing,
			     const struct body_note *note)
{
	struct markup *markup = writing->markup;
	struct arena *arena = writing->place->arena;

	for (unsigned i = 1; i <= note->references; i++) {
		markup_text(markup, " ");
		markup_open(markup, "a");
		markup_attribute(markup, "href",
				 arena_printf(arena, "#%sfnref.%u.%u",
					      note_prefix(writing),
					      note->number, i));
		markup_word(markup, "role", "doc-backlink");
		markup_attribute(
			markup, "aria-label",
			arena_printf(arena, "%u: %s", note->number,
				     word(writing, LABEL_PAGE_NOTE_BACK)));
		markup_text(markup, "↩");
		markup_close(markup, "a");
	}
}

/* The way back stands in the last paragraph of the note. */
static void write_note(struct writing *writing, const struct body_note *note)
{
	struct markup *markup = writing->markup;

	markup_open(markup, "li");
	markup_attribute(markup, "id",
			 arena_printf(writing->place->arena, "%sfn.%u",
				      note_prefix(writing), note->number));
	markup_number(markup, "value", note->number);
	for (cmark_node *at = cmark_node_first_child(note->root); at != NULL;
	     at = cmark_node_next(at)) {
		bool last = cmark_node_next(at) == NULL;

		if (!last || cmark_node_get_type(at) != CMARK_NODE_PARAGRAPH) {
			write_tree(writing, at);
			if (last)
				write_back_links(writing, note);
			continue;
		}
		markup_open(markup, "p");
		write_children(writing, at);
		write_back_links(writing, note);
		markup_close(markup, "p");
	}
	markup_close(markup, "li");
	markup_break(markup);
}

void html_notes(struct markup *markup, const struct html_place *place,
		struct abbreviation_met *met)
{
	struct writing writing = { markup, place, met, 0 };
	unsigned number = 0;

	markup_open(markup, "ol");
	/* The texts may stand in another order than the references. */
	for (;;) {
		const struct body_note *next = NULL;

		for (const struct body_note *at = place->page->body->notes;
		     at != NULL; at = at->next)
			if (at->number > number &&
			    (next == NULL || at->number < next->number))
				next = at;
		if (next == NULL)
			break;
		number = next->number;
		write_note(&writing, next);
	}
	markup_close(markup, "ol");
}
