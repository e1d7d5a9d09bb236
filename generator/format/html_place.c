#include "format/html_place.h"

#include "base/arena.h"
#include "base/text.h"
#include "format/markup.h"
#include "report/account.h"
#include "report/report.h"

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

void html_link(struct markup *markup, const struct html_place *place,
	       const struct target *target, const char *text)
{
	markup_open(markup, "a");
	html_href(markup, place, target);
	markup_text(markup, text);
	markup_close(markup, "a");
}

void html_account_link(struct markup *markup, const struct html_place *place,
		       const struct account *account, bool figure,
		       const char *text)
{
	markup_open_class(markup, "a", figure ? "value" : "account-link");
	markup_attribute_begin(markup, "href");
	if (!place->beside)
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
