/* Roles: `{name}` directly before a text between backticks. */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "read/body_parse.h"

const char *const body_role_names[] = {
	[ROLE_REF] = "ref",
	[ROLE_VALUE] = "value",
	[ROLE_CLAIM] = "claim",
	[ROLE_LANGUAGE] = "en",
	"da",
	"de",
	"es",
	"fi",
	"fr",
	"nb",
	"sv",
	NULL,
};

const char *const *const body_languages = &body_role_names[ROLE_LANGUAGE];

/* Also letters such as å: a role in the writer's own language is a mistake. */
static bool is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* Where `{name}` begins at the end of `text`; NULL when it is not there. */
static const char *name_start(const char *text)
{
	size_t length = strlen(text);
	const char *at;

	if (length < 3 || text[length - 1] != '}')
		return NULL;
	at = text + length - 2;
	while (at > text && is_name_character(*at))
		at--;
	return *at == '{' && at < text + length - 2 ? at : NULL;
}

static int find_role(struct body_parse *parse, const char *name,
		     struct span where)
{
	for (int i = 0; body_role_names[i] != NULL; i++)
		if (strcmp(body_role_names[i], name) == 0)
			return i;
	diag_add(parse->diags, DIAG_ROLE_UNKNOWN, where, "{%s}", name);
	diag_suggest(parse->diags, diag_nearest(name, body_role_names));
	return -1;
}

/* Does `text`, in which line ends are blanks, stand at `at`? */
static bool is_text(const char *at, const char *text)
{
	for (; *text != '\0'; text++, at++)
		if (*at != *text && (*at != '\n' || *text != ' '))
			return false;
	return true;
}

/*
 * The text after the role's first backtick, before which more backticks and a
 * blank may stand. All of the role when the text does not stand as it is.
 */
static struct span text_span(const struct body_parse *parse, struct span role,
			     const char *text)
{
	size_t from = role.offset + role.length;
	const char *at = parse->source->text + from;
	size_t most = strspn(at, "` \n");

	for (size_t i = 0; role.length > 0 && i <= most; i++)
		if (is_text(at + i, text))
			return source_span(parse->source, from + i,
					   strlen(text));
	return role;
}

/* The name of a role in its braces. */
static struct span name_span(struct span role, size_t length)
{
	role.length = MIN(role.length, (uint32_t)length);
	return role;
}

void body_refuse_open_role(struct body_parse *parse, cmark_node *text)
{
	for (size_t i = 0; body_role_names[i] != NULL; i++) {
		char *written = g_strdup_printf("{%s}`", body_role_names[i]);
		const char *found =
			strstr(cmark_node_get_literal(text), written);
		size_t length = strlen(written);

		if (found != NULL && strchr(" \n`.,;:)", found[length]) == NULL)
			diag_add(parse->diags, DIAG_ROLE_OPEN,
				 body_locate(parse, written), NULL);
		g_free(written);
	}
}

/* `{ref} ` with a space after it, before a text between backticks. */
static void refuse_space(struct body_parse *parse, const char *before)
{
	for (size_t i = 0; body_role_names[i] != NULL; i++) {
		char *written = g_strdup_printf("{%s} ", body_role_names[i]);

		if (g_str_has_suffix(before, written))
			diag_add(parse->diags, DIAG_ROLE_SPACE,
				 body_locate(parse, written), NULL);
		g_free(written);
	}
}

void body_read_role(struct body_parse *parse, cmark_node *code)
{
	cmark_node *before = cmark_node_previous(code);
	const char *text = cmark_node_get_literal(code);
	const char *start;
	struct body_role *role;
	char *written;
	char *name;
	char *kept;
	struct span where;
	int index;

	if (before == NULL || cmark_node_get_type(before) != CMARK_NODE_TEXT)
		return;
	start = name_start(cmark_node_get_literal(before));
	if (start == NULL) {
		refuse_space(parse, cmark_node_get_literal(before));
		return;
	}
	name = g_strndup(start + 1, strlen(start) - 2);
	written = g_strconcat(start, "`", NULL);
	where = body_locate(parse, written);
	index = find_role(parse, name, name_span(where, strlen(start)));
	kept = g_strndup(cmark_node_get_literal(before),
			 (size_t)(start - cmark_node_get_literal(before)));
	if (index >= 0) {
		cmark_node *custom = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);

		role = body_item_new(parse, custom, sizeof(*role), BODY_ROLE,
				     where);
		role->name = (enum body_role_name)MIN(index, ROLE_LANGUAGE);
		role->text = arena_strdup(parse->arena, text);
		if (role->name == ROLE_LANGUAGE) {
			role->result = role->text;
			role->language = body_role_names[index];
		}
		role->text_where = text_span(parse, where, text);
		g_ptr_array_add(parse->roles, role);
		if (body_in_title(parse, before))
			diag_add(parse->diags, DIAG_ROLE_PLACE, where, NULL);
		cmark_node_replace(code, custom);
		cmark_node_free(code);
		cmark_node_set_literal(before, kept);
	}
	g_free(kept);
	g_free(written);
	g_free(name);
}
