/* Directives: a fenced block whose info string is `{name} argument`. */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "read/body_parse.h"

const char *const body_directive_names[] = {
	"table",
	"csv-table",
	"list-table",
	"forums",
	"known-differences",
	"goals",
	"method",
	"rates",
	"changes",
	"corrections",
	"coming",
	"follow-up",
	"endings",
	"results",
	"key-figures",
	"coverage",
	"gaps",
	"judged",
	"implausible",
	"controls",
	"chase-list",
	"collection",
	"chart",
	"register",
	"note",
	"important",
	NULL,
};

struct rule;

/* What a directive is read from. */
struct directive {
	cmark_node *node; /* the code block, then what stands for it */
	const struct rule *rule;
	const char *name;
	const char *argument; /* "" if none */
	struct body_option *options;
	const char *text;  /* after the options */
	size_t line;	   /* of `text`, from 1 */
	size_t first_line; /* from 1 */
	struct span where;
};

struct rule {
	const char *name;
	void (*read)(struct body_parse *parse, struct directive *directive);
	const char *const *options;
	enum body_generated about; /* for read_forums() */
};

static const char *const no_options[] = { NULL };
static const char *const table_options[] = { "name", NULL };
static const char *const list_table_options[] = { "name", "header-rows",
						  "stub-columns", NULL };
static const char *const follow_up_options[] = { "name", "due", "dated", NULL };
static const char *const forums_options[] = { "name",	  "where", "columns",
					      "group-by", "sort",  "most",
					      "total",	  "years", "rows",
					      "across",	  "empty", NULL };

static const char *const changes_options[] = { "name", "from", "rows", NULL };

static const char *const coverage_options[] = { "name", "by", NULL };

static const char *const chart_options[] = { "name",	 "where", "columns",
					     "group-by", "sort",  "most",
					     "years",	 "kind",  NULL };
static const char *const register_options[] = { "name", "by", "where", NULL };

static const struct body_option *option(const struct directive *directive,
					const char *name)
{
	for (const struct body_option *at = directive->options; at != NULL;
	     at = at->next)
		if (strcmp(at->name, name) == 0)
			return at;
	return NULL;
}

static void read_name(struct body_parse *parse,
		      const struct directive *directive, const char **id,
		      struct span *where)
{
	const struct body_option *name = option(directive, "name");

	if (name == NULL)
		return;
	if (!body_is_id(name->value, strlen(name->value)))
		diag_add(parse->diags, DIAG_ID_FORM, name->value_where, "%s",
			 name->value);
	*id = name->value;
	*where = name->value_where;
}

/* A whole number from 0 to 9 in an option; `otherwise` when absent. */
static size_t option_number(struct body_parse *parse,
			    const struct directive *directive, const char *name,
			    size_t otherwise)
{
	const struct body_option *at = option(directive, name);

	if (at == NULL)
		return otherwise;
	if (strlen(at->value) == 1 && at->value[0] >= '0' &&
	    at->value[0] <= '9')
		return (size_t)(at->value[0] - '0');
	diag_add(parse->diags, DIAG_OPTION_VALUE, at->value_where, "%s",
		 at->value);
	diag_write(parse->diags, "0 | 1 | … | 9");
	return otherwise;
}

static void finish_table(struct body_parse *parse, struct directive *directive,
			 struct body_table *table)
{
	if (table == NULL)
		return;
	read_name(parse, directive, &table->id, &table->id_where);
	if (directive->argument[0] == '\0') {
		if (table->id != NULL)
			diag_add(parse->diags, DIAG_TABLE_CAPTION,
				 directive->where, NULL);
		return;
	}
	parse->cursor = directive->where.offset;
	parse->caption = true;
	table->caption = body_parse_text(parse, directive->argument,
					 strlen(directive->argument),
					 directive->first_line);
	parse->caption = false;
	table->caption_text = body_plain_text(table->caption, parse->arena);
}

static void read_table(struct body_parse *parse, struct directive *directive)
{
	finish_table(parse, directive,
		     body_read_table(parse, directive->node, directive->text,
				     directive->line, directive->where));
}

static void read_csv_table(struct body_parse *parse,
			   struct directive *directive)
{
	finish_table(parse, directive,
		     body_read_csv_table(parse, directive->node,
					 directive->text, directive->line,
					 directive->where));
}

static void read_list_table(struct body_parse *parse,
			    struct directive *directive)
{
	struct body_table *table =
		body_read_list_table(parse, directive->node, directive->text,
				     directive->line, directive->where);

	if (table == NULL)
		return;
	table->header_rows = MIN(
		option_number(parse, directive, "header-rows", 1), table->rows);
	table->row_headers =
		option_number(parse, directive, "stub-columns", 0) > 0;
	finish_table(parse, directive, table);
}

/* The directive has options only; its first line of text is shown. */
static void refuse_text(struct body_parse *parse,
			const struct directive *directive)
{
	const char *text = directive->text;
	size_t blank = strspn(text, " \n");
	size_t line = directive->line;
	size_t start;

	if (text[blank] == '\0')
		return;
	for (size_t i = 0; i < blank; i++)
		line += text[i] == '\n';
	start = body_line_offset(parse, line);
	diag_add(parse->diags, DIAG_DIRECTIVE_TEXT,
		 source_span(parse->source, start,
			     strcspn(parse->source->text + start, "\n")),
		 "{%s}", directive->name);
}

static void read_forums(struct body_parse *parse, struct directive *directive)
{
	struct body_forums *forums =
		body_item_new(parse, directive->node, sizeof(*forums),
			      BODY_FORUMS, directive->where);

	forums->about = directive->rule->about;
	forums->options = directive->options;
	forums->caption_text = arena_strdup(parse->arena, directive->argument);
	read_name(parse, directive, &forums->id, &forums->id_where);
	if (forums->caption_text[0] == '\0')
		diag_add(parse->diags, DIAG_TABLE_CAPTION, directive->where,
			 NULL);
	refuse_text(parse, directive);
	g_ptr_array_add(parse->tables, forums);
}

static void read_notice(struct body_parse *parse, struct directive *directive)
{
	struct body_notice *notice =
		body_item_new(parse, directive->node, sizeof(*notice),
			      BODY_NOTICE, directive->where);
	cmark_node *root;
	cmark_node *child;

	notice->name = strcmp(directive->name, "note") == 0 ? NOTICE_NOTE
							    : NOTICE_IMPORTANT;
	if (directive->argument[0] != '\0')
		notice->title = arena_strdup(parse->arena, directive->argument);
	if (directive->text[strspn(directive->text, " \n")] == '\0')
		diag_add(parse->diags, DIAG_DIRECTIVE_EMPTY, directive->where,
			 "{%s}", directive->name);
	root = body_parse_text(parse, directive->text, strlen(directive->text),
			       directive->line);
	while ((child = cmark_node_first_child(root)) != NULL) {
		int moved = cmark_node_append_child(directive->node, child);

		g_assert(moved);
	}
}

static const struct rule rules[] = {
	{ "table", read_table, table_options, 0 },
	{ "csv-table", read_csv_table, table_options, 0 },
	{ "list-table", read_list_table, list_table_options, 0 },
	{ "note", read_notice, no_options, 0 },
	{ "important", read_notice, no_options, 0 },
	{ "forums", read_forums, forums_options, GENERATED_FORUMS },
	{ "known-differences", read_forums, table_options, GENERATED_KNOWN },
	{ "goals", read_forums, table_options, GENERATED_GOALS },
	{ "method", read_forums, table_options, GENERATED_METHOD },
	{ "rates", read_forums, table_options, GENERATED_RATES },
	{ "changes", read_forums, changes_options, GENERATED_CHANGES },
	{ "corrections", read_forums, table_options, GENERATED_CORRECTIONS },
	{ "coming", read_forums, table_options, GENERATED_COMING },
	{ "follow-up", read_forums, follow_up_options, GENERATED_FOLLOW_UP },
	{ "endings", read_forums, table_options, GENERATED_ENDINGS },
	{ "results", read_forums, table_options, GENERATED_RESULTS },
	{ "key-figures", read_forums, table_options, GENERATED_FIGURES },
	{ "coverage", read_forums, coverage_options, GENERATED_COVERAGE },
	{ "gaps", read_forums, table_options, GENERATED_GAPS },
	{ "judged", read_forums, table_options, GENERATED_JUDGED },
	{ "implausible", read_forums, table_options, GENERATED_IMPLAUSIBLE },
	{ "controls", read_forums, table_options, GENERATED_CONTROLS },
	{ "chase-list", read_forums, table_options, GENERATED_CHASE },
	{ "collection", read_forums, table_options, GENERATED_COLLECTION },
	{ "chart", read_forums, chart_options, GENERATED_CHART },
	{ "register", read_forums, register_options, GENERATED_REGISTER },
};

static const struct rule *find_rule(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
	return NULL;
}

static struct span trim(const struct source *source, size_t from, size_t to)
{
	while (from < to && source->text[from] == ' ')
		from++;
	while (to > from && source->text[to - 1] == ' ')
		to--;
	return source_span(source, from, to - from);
}

static void tell_options(struct body_parse *parse, const struct rule *rule,
			 const char *name)
{
	const char *nearest = diag_nearest(name, rule->options);
	char *all;

	if (nearest != NULL || rule->options[0] == NULL) {
		diag_suggest(parse->diags, nearest);
		return;
	}
	all = g_strjoinv(": | :", (char **)rule->options);
	diag_write(parse->diags, ":%s:", all);
	g_free(all);
}

static void check_option(struct body_parse *parse, const struct rule *rule,
			 const struct directive *directive,
			 const struct body_option *new)
{
	const struct body_option *first = option(directive, new->name);

	if (first != NULL) {
		diag_add(parse->diags, DIAG_OPTION_TWICE, new->name_where,
			 ":%s:", new->name);
		diag_also(parse->diags, first->name_where);
	}
	for (const char *const *at = rule->options; *at != NULL; at++)
		if (strcmp(*at, new->name) == 0)
			return;
	diag_add(parse->diags, DIAG_OPTION_UNKNOWN, new->name_where,
		 ":%s:", new->name);
	tell_options(parse, rule, new->name);
}

/* One line `:name: value`; its place is looked for in the source. */
static void read_option(struct body_parse *parse, const struct rule *rule,
			struct directive *directive, const char *line,
			size_t length)
{
	struct body_option *new =
		arena_new_array(parse->arena, struct body_option, 1);
	struct body_option **end = &directive->options;
	const char *close = memchr(line + 1, ':', length - 1);
	struct span where;
	char *written = g_strndup(line, length);

	where = body_locate(parse, written);
	g_free(written);
	new->name =
		arena_copy(parse->arena, line + 1, (size_t)(close - line - 1));
	new->name_where = where;
	new->name_where.length = (uint32_t)(close - line + 1);
	new->value_where =
		trim(parse->source, where.offset + (size_t)(close + 1 - line),
		     where.offset + where.length);
	new->value = arena_copy(parse->arena,
				parse->source->text + new->value_where.offset,
				new->value_where.length);
	check_option(parse, rule, directive, new);
	if (new->value[0] == '\0') {
		diag_add(parse->diags, DIAG_OPTION_EMPTY, new->name_where,
			 NULL);
		return;
	}
	while (*end != NULL)
		end = &(*end)->next;
	*end = new;
}

static void read_options(struct body_parse *parse, const struct rule *rule,
			 struct directive *directive)
{
	const char *at = directive->text;

	while (*at == ':') {
		size_t length = strcspn(at, "\n");

		if (length < 2 || memchr(at + 1, ':', length - 1) == NULL)
			break;
		read_option(parse, rule, directive, at, length);
		at += length;
		at += *at == '\n';
		directive->line++;
	}
	directive->text = at;
}

/* The name in `{name} argument`; NULL when the block is ordinary code. */
static char *info_name(const char *info, const char **argument)
{
	const char *close;

	if (info == NULL || info[0] != '{')
		return NULL;
	close = strchr(info, '}');
	if (close == NULL)
		return NULL;
	*argument = close + 1 + strspn(close + 1, " ");
	return g_strndup(info + 1, (size_t)(close - info - 1));
}

static void read_known(struct body_parse *parse, const struct rule *rule,
		       struct directive *directive)
{
	cmark_node *block = directive->node;
	char *text = g_strdup(cmark_node_get_literal(block));
	char *argument = g_strdup(directive->argument);

	directive->rule = rule;
	directive->node = body_replace(block, CMARK_NODE_CUSTOM_BLOCK);
	directive->argument = g_strchomp(argument);
	directive->text = text;
	read_options(parse, rule, directive);
	parse->cursor = body_line_offset(parse, directive->line);
	parse->directives++;
	rule->read(parse, directive);
	parse->directives--;
	g_free(argument);
	g_free(text);
}

static void tell_names(struct body_parse *parse, const char *name)
{
	const char *nearest = diag_nearest(name, body_directive_names);
	char *all;

	if (nearest != NULL) {
		diag_suggest(parse->diags, nearest);
		return;
	}
	all = g_strjoinv("} | {", (char **)body_directive_names);
	diag_write(parse->diags, "{%s}", all);
	g_free(all);
}

/* CommonMark lets a block end with the text; a writer has forgotten to. */
static void check_closed(struct body_parse *parse, cmark_node *block,
			 const struct directive *directive)
{
	size_t line = (size_t)cmark_node_get_end_line(block);
	const char *at = parse->source->text + body_line_offset(parse, line);
	const char *fence =
		strpbrk(parse->source->text + directive->where.offset, "`~");
	char mark[2] = { fence == NULL ? '`' : *fence, '\0' };
	size_t marks;

	at += strspn(at, " \t>");
	marks = strspn(at, mark);
	if (line > directive->first_line && marks >= 3 &&
	    strchr("\n", at[marks + strspn(at + marks, " ")]) != NULL)
		return;
	diag_add(parse->diags, DIAG_DIRECTIVE_OPEN, directive->where, "{%s}",
		 directive->name);
}

void body_read_directive(struct body_parse *parse, cmark_node *block)
{
	struct directive directive = { .node = block };
	const struct rule *rule;
	size_t line = (size_t)cmark_node_get_start_line(block);
	size_t start = body_line_offset(parse, line);
	char *name = info_name(cmark_node_get_fence_info(block),
			       &directive.argument);

	if (name == NULL)
		return;
	parse->cursor = start;
	directive.where =
		trim(parse->source, start,
		     start + strcspn(parse->source->text + start, "\n"));
	directive.name = name;
	directive.line = line + 1;
	directive.first_line = line;
	check_closed(parse, block, &directive);
	rule = find_rule(name);
	if (rule == NULL) {
		diag_add(parse->diags, DIAG_DIRECTIVE_UNKNOWN, directive.where,
			 "{%s}", name);
		tell_names(parse, name);
	} else if (parse->directives == BODY_DIRECTIVES_MAX) {
		diag_add(parse->diags, DIAG_DIRECTIVE_DEPTH, directive.where,
			 "%d", BODY_DIRECTIVES_MAX);
	} else {
		read_known(parse, rule, &directive);
	}
	g_free(name);
}
