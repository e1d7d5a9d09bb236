#include "edit/yaml_scalar.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/quantity.h"
#include "read/record.h"
#include "report/labels.h"

/* --- Quantities --------------------------------------------------------------
 */

/* With quantity_parse(): the same, and written alike? */
static bool is_same_quantity(const struct quantity *a, const struct quantity *b)
{
	return quantity_equal(a, b) && a->decimals == b->decimals &&
	       (a->unit == b->unit || a->state != QUANTITY_VALUE);
}

/* Blanks that keep words together on a page are ordinary ones in a file. */
static void make_plain_blanks(GString *text)
{
	g_string_replace(text, "\u00A0", " ", 0);
	g_string_replace(text, "\u202F", " ", 0);
}

static int parse_quantity(struct quantity *q, enum quantity_kind kind,
			  const char *text, size_t length,
			  const struct yaml_scalars *scalars)
{
	struct span nowhere = { NULL, 0, 0 };

	return quantity_parse(q, kind, text, length, nowhere,
			      &scalars->labels->quantity, scalars->arena,
			      scalars->diags);
}

/* The quantity as pages write it; `text` when that would say less. */
static const char *quantity_text(const char *text, enum quantity_kind kind,
				 const struct yaml_scalars *scalars)
{
	const struct quantity_words *words = &scalars->labels->quantity;
	struct quantity before;
	struct quantity after;
	const char *written;
	GString *out;

	if (parse_quantity(&before, kind, text, strlen(text), scalars) != 0 ||
	    before.foreign != NULL ||
	    (kind == QUANTITY_MONEY && before.state == QUANTITY_VALUE &&
	     before.unit == QUANTITY_IN_NUMBERS))
		return text;
	out = g_string_new(NULL);
	quantity_format(out, &before, words, before.unit, before.decimals,
			true);
	make_plain_blanks(out);
	written = arena_take(scalars->arena, out);
	if (parse_quantity(&after, kind, written, strlen(written), scalars) !=
		    0 ||
	    !is_same_quantity(&before, &after))
		return text;
	return written;
}

/* `31,42%` is `31,42 %`. */
static const char *percent_text(const char *text,
				const struct yaml_scalars *scalars)
{
	size_t length = strlen(text);
	char *number;

	if (!g_str_has_suffix(text, "%"))
		return text;
	number = arena_copy(scalars->arena, text, length - 1);
	g_strchomp(number);
	return arena_printf(scalars->arena, "%s %%",
			    quantity_text(number, QUANTITY_COUNT, scalars));
}

/* By its unit; a name of a rate is none. */
static const char *any_quantity_text(const char *text,
				     const struct yaml_scalars *scalars)
{
	static const enum quantity_kind kinds[] = { QUANTITY_MONEY,
						    QUANTITY_HOURS,
						    QUANTITY_COUNT };
	struct quantity q;

	if (strstr(text, "%") != NULL)
		return percent_text(text, scalars);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (parse_quantity(&q, kinds[i], text, strlen(text), scalars) ==
			    0 &&
		    (q.state != QUANTITY_VALUE ||
		     q.unit != QUANTITY_IN_NUMBERS ||
		     kinds[i] == QUANTITY_COUNT))
			return quantity_text(text, kinds[i], scalars);
	return text;
}

static bool is_word(const char *text, enum label label,
		    const struct yaml_scalars *scalars)
{
	return strcmp(text, labels_word(scalars->labels, label)) == 0;
}

const char *yaml_scalar_text(const char *text, enum schema_form form,
			     const struct yaml_scalars *scalars)
{
	switch (form) {
	case SCHEMA_COUNT:
		return quantity_text(text, QUANTITY_COUNT, scalars);
	case SCHEMA_HOURS:
		return quantity_text(text, QUANTITY_HOURS, scalars);
	case SCHEMA_MONEY:
	case SCHEMA_FEE:
		return is_word(text, LABEL_WORD_COMPUTED, scalars)
			       ? text
			       : quantity_text(text, QUANTITY_MONEY, scalars);
	case SCHEMA_PERCENT:
	case SCHEMA_QUANTITY:
	case SCHEMA_RATE:
		return any_quantity_text(text, scalars);
	default:
		return text;
	}
}

/* --- Quotation marks ---------------------------------------------------------
 */

/* Letters, and what opens or ends nothing in YAML, between letters. */
static bool is_surely_plain(const char *text)
{
	size_t length = strlen(text);

	if (length == 0 || text[length - 1] == ' ' ||
	    !(g_ascii_isalnum(text[0]) || (unsigned char)text[0] >= 0x80))
		return false;
	return strpbrk(text, ":#,[]{}\n\t\"'&*!|>%@`?\\") == NULL;
}

/* Does the YAML `trial` say `text`, as a key's value or as an item? */
static bool says(const char *trial, const char *text,
		 const struct yaml_scalars *scalars)
{
	struct source source = { .text = (char *)trial,
				 .length = strlen(trial) };
	struct record *root = NULL;
	const struct record *at;

	if (record_parse(&root, &source, 0, source.length, scalars->arena,
			 scalars->diags) != 0 ||
	    root == NULL || root->count != 1)
		return false;
	at = root->first;
	if (at->kind == RECORD_LIST && at->count == 1)
		at = at->first;
	return at->kind == RECORD_SCALAR && strcmp(at->text, text) == 0 &&
	       strlen(text) == at->length && (at->length > 0 || at->quoted) &&
	       (at->key == NULL || strcmp(at->key, "k") == 0);
}

static void append_double_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			g_string_append(out, "\\n");
		else if (*text == '\t')
			g_string_append(out, "\\t");
		else if (*text == '"' || *text == '\\')
			g_string_append_printf(out, "\\%c", *text);
		else
			g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

static void append_single_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			g_string_append_c(out, '\'');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '\'');
}

void yaml_scalar_append(GString *out, const char *text, bool in_brackets,
			const struct yaml_scalars *scalars)
{
	bool plain = is_surely_plain(text);

	if (!plain && strchr(text, '\n') == NULL) {
		const char *trial = arena_printf(
			scalars->arena, in_brackets ? "k: [%s]\n" : "k: %s\n",
			text);

		plain = says(trial, text, scalars);
	}
	if (plain)
		g_string_append(out, text);
	else if (strpbrk(text, "\"\\") != NULL && strpbrk(text, "\n\t") == NULL)
		append_single_quoted(out, text);
	else
		append_double_quoted(out, text);
}

void yaml_scalar_append_key(GString *out, const char *key,
			    const struct yaml_scalars *scalars)
{
	if (is_surely_plain(key) ||
	    (strpbrk(key, "#:?\n") == NULL &&
	     says(arena_printf(scalars->arena, "k: [%s]\n", key), key,
		  scalars)))
		g_string_append(out, key);
	else
		append_double_quoted(out, key);
}
