#include "format/html_contract.h"

#include <glib.h>

#include "base/arena.h"
#include "read/value.h"
#include "report/labels.h"
#include "report/report.h"

static const char *const templates[] = {
	"page",	  "front",     "whole",		"tables",  "moved",   "account",
	"search", "statement", "abbreviations", "missing", "compare", NULL
};

static const char *const value_names[] = {
	"language",
	"style",
	"style-hash",
	"title",
	"description",
	"root",
	"publication",
	"subtitle",
	"publisher",
	"date",
	"long-date",
	"reference",
	"year",
	"url",
	"number",
	"documents",
	"breadcrumb",
	"navigation",
	"body",
	"notes",
	"figures",
	"facts",
	"heading",
	"items",
	"text",
	"after",
	"children",
	"costs",
	"mentions",
	"previous",
	"next",
	"edit",
	"is-forum",
	"is-section",
	"is-document",
	"whole-url",
	"tables-url",
	"contents",
	"tables",
	"label",
	"document",
	"sections",
	"short-title",
	"has-mentions",
	"has-children",
	"calculation",
	"one-page",
	"question",
	"rules",
	"rows",
	"charts",
	"has-charts",
	"search-url",
	"search-scripts",
	"robots",
	"statement-url",
	"abbreviations-url",
	"key-figures",
	"has-key-figures",
	"shortcuts",
	"has-shortcuts",
	"headings",
	"has-headings",
	"abbreviations",
	"meaning",
	"service",
	"law",
	"standard",
	"compliance",
	"has-shortcomings",
	"shortcomings",
	"has-burden",
	"burden",
	"has-outside",
	"outside",
	"what",
	"reason",
	"criterion",
	"instead",
	"mended",
	"evaluation",
	"tested",
	"assessed",
	"updated",
	"contact-name",
	"contact-url",
	"supervision-name",
	"supervision-url",
	"compare-url",
	"compared",
	"filters",
	"has-filters",
	"name",
	"options",
	"value",
};

/* The words of pages are used as {{label.skip}}: without their group. */
#define LABEL_GROUP "page."

static const char *const *template_names(struct arena *arena)
{
	const char **names =
		arena_new_array(arena, const char *,
				G_N_ELEMENTS(value_names) + LABEL_COUNT + 1);
	size_t count = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(value_names); i++)
		names[count++] = value_names[i];
	for (int i = 0; i < LABEL_COUNT; i++) {
		const char *name = labels_name((enum label)i);

		if (g_str_has_prefix(name, LABEL_GROUP))
			names[count++] = name + strlen(LABEL_GROUP);
	}
	return names;
}

/* The words of pages, by their names without the group. */
static struct object *label_values(const struct report *report,
				   struct arena *arena)
{
	struct object *labels = object_new(arena);

	for (int i = 0; i < LABEL_COUNT; i++) {
		const char *name = labels_name((enum label)i);

		if (g_str_has_prefix(name, LABEL_GROUP))
			object_set_text(
				labels, name + strlen(LABEL_GROUP),
				labels_word(&report->labels, (enum label)i));
	}
	return labels;
}

struct theme_contract html_contract(const struct report *report,
				    struct arena *arena)
{
	struct object *constants = object_new(arena);

	object_set(constants, "label",
		   value_object(label_values(report, arena)));
	object_set_text(constants, "language",
			labels_word(&report->labels, LABEL_LANGUAGE_CODE));
	object_set_text(constants, "publication", report->publication.title);
	object_set_text(
		constants, "year",
		arena_printf(arena, "%d", (int)report->publication.year));
	return (struct theme_contract){ .names = template_names(arena),
					.required = templates,
					.constants = constants };
}
