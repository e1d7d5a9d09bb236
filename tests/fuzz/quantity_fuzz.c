/*
 * Any bytes as a quantity of each kind, in two languages. What is refused has
 * one finding; what is accepted keeps its rules, and is read again as the same
 * when it is written.
 */
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/quantity.h"

static const struct quantity_words words[] = {
	{ "ca", "minst", "högst", "okänd", "ej aktuellt", "saknas", "per", "kr",
	  "tkr", "mnkr", "h", ",", "eller" },
	{ "about", "at least", "at most", "unknown", "not applicable",
	  "missing", "per", "SEK", "SEK thousand", "SEK million", "h", ".",
	  "or" },
};

static void check_rules(const struct quantity *q)
{
	g_assert(q->state != QUANTITY_MISSING);
	g_assert(q->per_part == (q->per != NULL));
	if (q->state != QUANTITY_VALUE)
		return;
	g_assert(q->low >= 0 && q->low <= q->high);
	g_assert(!q->no_low || (!q->no_high && q->low == 0));
	g_assert(!q->no_high || q->low == q->high);
}

static void check_again(const struct quantity *q,
			const struct quantity_words *language,
			struct arena *arena, struct diag_list *diags)
{
	GString *text = g_string_new(NULL);
	struct span nowhere = { 0 };
	struct quantity again;

	quantity_format(text, q, language, (enum quantity_unit)q->unit, -1,
			true);
	g_assert(quantity_parse(&again, (enum quantity_kind)q->kind, text->str,
				text->len, nowhere, language, arena,
				diags) == 0);
	g_assert(quantity_equal(q, &again));
	g_string_free(text, TRUE);
}

static void check(enum quantity_kind kind,
		  const struct quantity_words *language, const uint8_t *data,
		  size_t size)
{
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	struct span nowhere = { .length = (uint32_t)size };
	struct quantity q;
	int result = quantity_parse(&q, kind, (const char *)data, size, nowhere,
				    language, arena, diags);

	g_assert(diag_count(diags, DIAG_NOTE) == (result < 0));
	g_assert(q.kind == kind);
	if (result == 0) {
		check_rules(&q);
		check_again(&q, language, arena, diags);
	} else {
		g_assert(q.state == QUANTITY_MISSING);
	}
	diag_list_free(diags);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		check(QUANTITY_COUNT, &words[i], data, size);
		check(QUANTITY_MONEY, &words[i], data, size);
		check(QUANTITY_HOURS, &words[i], data, size);
	}
	return 0;
}
