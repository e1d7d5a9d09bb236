#include "format/plain.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "read/body.h"
#include "report/phrase.h"
#include "report/report.h"

struct writing {
	GString *out;
	const struct page *page;
	const struct report *report;
};

static void write_link(struct writing *writing, cmark_node *node)
{
	const struct body_link *link = cmark_node_get_user_data(node);

	if (!link->empty)
		return;
	if (link->target != NULL)
		phrase_full(writing->out, link->target, writing->report);
	else
		g_string_append(writing->out, link->url);
}

static void write_custom_inline(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);
	const struct body_role *role = (const struct body_role *)item;

	if (item->kind == BODY_NOTE)
		return;
	if (role->name == ROLE_REF)
		phrase_short(writing->out, role->target, writing->page,
			     writing->report);
	else
		g_string_append(writing->out, role->result);
}

static void write_image(struct writing *writing, cmark_node *node)
{
	const struct body_image *image = cmark_node_get_user_data(node);

	g_string_append(writing->out, image->text);
}

static void write_blank(struct writing *writing)
{
	GString *out = writing->out;

	if (out->len > 0 && out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
}

static void write_enter(struct writing *writing, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
		g_string_append(writing->out, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		write_blank(writing);
		break;
	case CMARK_NODE_LINK:
		write_link(writing, node);
		break;
	case CMARK_NODE_IMAGE:
		write_image(writing, node);
		break;
	case CMARK_NODE_CUSTOM_INLINE:
		write_custom_inline(writing, node);
		break;
	default:
		break;
	}
}

static bool is_block(cmark_node *node)
{
	return cmark_node_get_type(node) <= CMARK_NODE_LAST_BLOCK;
}

const char *plain_read(cmark_node *node, const struct page *page,
		       const struct report *report, struct arena *arena)
{
	struct writing writing = { g_string_new(NULL), page, report };
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);

		if (event == CMARK_EVENT_ENTER)
			write_enter(&writing, at);
		if (is_block(at))
			write_blank(&writing);
	}
	cmark_iter_free(iter);
	for (char *at = writing.out->str; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	g_strchomp(writing.out->str);
	writing.out->len = strlen(writing.out->str);
	return arena_take(arena, writing.out);
}
