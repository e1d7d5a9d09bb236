#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/quantity.h"
#include "base/quantity_reader.h"
#include "base/quantity_unit.h"

/* What is more than the eight decimals of millions is counted, not read. */
#define DECIMALS_MAX 8u

/* ISO 4217 without funds, metals, tests and SEK, which is written "kr". */
static const char currencies[] =
	"AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD "
	"BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE "
	"CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF "
	"GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
	"KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
	"MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
	"PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SGD "
	"SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD "
	"TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR "
	"ZMW ZWG ";

/* Numbers. */

struct number {
	const char *start;
	const char *digits_end; /* before the unit */
	const char *end;
	int64_t digits; /* without the decimal mark */
	unsigned decimals;
	bool overflow;
	bool foreign;
	enum quantity_unit unit;
};

static size_t take_digits(struct quantity_reader *reader, struct number *number)
{
	const char *start = reader->at;

	for (; reader_is_digit(reader->at, reader->end); reader->at++)
		if (__builtin_mul_overflow(number->digits, 10,
					   &number->digits) ||
		    __builtin_add_overflow(number->digits, *reader->at - '0',
					   &number->digits))
			number->overflow = true;
	return (size_t)(reader->at - start);
}

static int report_groups(const struct quantity_reader *reader,
			 const struct number *number)
{
	GString *text = g_string_new(NULL);

	reader_report_part(reader, DIAG_QUANTITY_GROUPS, number->start,
			   reader->at);
	quantity_append_grouped(text, (uint64_t)number->digits);
	if (!number->overflow)
		diag_write(reader->diags, "%s", text->str);
	g_string_free(text, TRUE);
	return -1;
}

/* The digits before the decimal mark; all groups are taken, right or wrong. */
static int take_integer(struct quantity_reader *reader, struct number *number,
			bool *grouped)
{
	size_t digits = take_digits(reader, number);
	bool leading_zero = digits > 1 && *number->start == '0';
	bool wrong = digits > QUANTITY_GROUP_DIGITS || *number->start == '0';
	size_t blanks;

	*grouped = false;
	for (;;) {
		const char *next =
			reader_past_blanks(reader->at, reader->end, &blanks);

		if (blanks == 0 || !reader_is_digit(next, reader->end))
			break;
		reader->at = next;
		if (take_digits(reader, number) != QUANTITY_GROUP_DIGITS ||
		    blanks != 1)
			wrong = true;
		*grouped = true;
	}
	if (*grouped && wrong)
		return report_groups(reader, number);
	if (leading_zero) /* as in a date */
		return reader_report_form(reader, reader->text);
	return 0;
}

static void take_decimals(struct quantity_reader *reader, struct number *number)
{
	const char *start = ++reader->at;
	const char *end = reader_past_digits(start, reader->end);
	struct quantity_reader head = *reader;

	head.end = MIN(end, start + DECIMALS_MAX);
	take_digits(&head, number);
	reader->at = end;
	number->decimals = (unsigned)MIN(end - start, INT_MAX);
}

/*
 * `1.500` is one and a half to some and one and a half thousand to others,
 * unless the mark is the language's own.
 */
static int report_ambiguous(const struct quantity_reader *reader,
			    const struct number *number, const char *mark)
{
	int before = (int)(mark - number->start);

	reader_report_part(reader, DIAG_QUANTITY_AMBIGUOUS, number->start,
			   reader->at);
	diag_write(reader->diags, "%.*s" QUANTITY_SPACE "%.3s %s %.*s%s%.3s",
		   before, number->start, mark + 1, reader->words->either,
		   before, number->start, reader->words->decimal, mark + 1);
	return -1;
}

static int take_negative(struct quantity_reader *reader)
{
	const char *start = reader->at;

	reader_take_dash(reader);
	reader_skip_blanks(reader);
	if (!reader_is_digit(reader->at, reader->end))
		return reader_report_form(reader, start);
	return reader_report_part(reader, DIAG_QUANTITY_NEGATIVE, start,
				  reader_past_digits(reader->at, reader->end));
}

static int take_number(struct quantity_reader *reader, struct number *number)
{
	const char *mark;
	bool grouped;
	size_t bytes;

	*number = (struct number){ .start = reader->at };
	if (reader_is_dash(reader_char_at(reader->at, reader->end, &bytes)))
		return take_negative(reader);
	if (!reader_is_digit(reader->at, reader->end))
		return reader_report_form(reader, reader->at);
	if (take_integer(reader, number, &grouped) < 0)
		return -1;
	mark = reader->at;
	if (mark < reader->end && (*mark == ',' || *mark == '.') &&
	    reader_is_digit(mark + 1, reader->end))
		take_decimals(reader, number);
	number->digits_end = number->end = reader->at;
	if (number->decimals == QUANTITY_GROUP_DIGITS && !grouped &&
	    *mark != *reader->words->decimal && *number->start != '0' &&
	    mark - number->start <= (ptrdiff_t)QUANTITY_GROUP_DIGITS)
		return report_ambiguous(reader, number, mark);
	return 0;
}

/* Units. */

static bool is_currency(const char *from, const char *to)
{
	char code[4];
	size_t bytes;

	if (g_unichar_type(reader_char_at(from, to, &bytes)) ==
	    G_UNICODE_CURRENCY_SYMBOL)
		return true;
	if (to - from != 3)
		return false;
	memcpy(code, from, 3);
	code[3] = ' ';
	/* The space keeps codes from being found across two of the list. */
	return memmem(currencies, sizeof(currencies) - 1, code, sizeof(code)) !=
	       NULL;
}

/* What somebody who writes `text` (in small letters) most likely means. */
static const char *meant_unit(const char *text,
			      const struct quantity_words *words)
{
	const struct {
		const char *code;
		const char *word;
	} codes[] = {
		{ "sek", words->kronor },
		{ "ksek", words->thousand },
		{ "tsek", words->thousand },
		{ "msek", words->million },
	};
	/* Equally near words: "mkr" is more likely meant as the first. */
	const char *const units[] = { words->million, words->thousand,
				      words->kronor, NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (strcmp(codes[i].code, text) == 0)
			return codes[i].word;
	return diag_nearest(text, units);
}

static void suggest_unit(const struct quantity_reader *reader, const char *from,
			 const char *to)
{
	char *text = reader_folded(from, to);
	char *capitals = g_ascii_strup(text, -1);

	if (is_currency(capitals, capitals + strlen(capitals)))
		diag_suggest(reader->diags, capitals);
	else
		diag_suggest(reader->diags, meant_unit(text, reader->words));
	g_free(capitals);
	g_free(text);
}

static int report_unit(const struct quantity_reader *reader,
		       const struct number *number, const char *from,
		       const char *to)
{
	reader_report_part(reader, DIAG_QUANTITY_UNIT_UNKNOWN, from, to);
	if (reader->kind == QUANTITY_MONEY)
		suggest_unit(reader, from, to);
	else if (reader->kind == QUANTITY_HOURS)
		diag_suggest(reader->diags, reader->words->hours);
	else
		diag_write(reader->diags, "%.*s",
			   (int)(number->digits_end - reader->text),
			   reader->text);
	return -1;
}

/* Take one of the units that are known, of whatever kind. */
static enum quantity_unit take_known_unit(struct quantity_reader *reader)
{
	for (int unit = QUANTITY_UNIT_COUNT - 1; unit > 0; unit--)
		if (reader_take_word(reader, quantity_unit_word(
						     reader->words,
						     (enum quantity_unit)unit)))
			return (enum quantity_unit)unit;
	return QUANTITY_IN_NUMBERS;
}

/* Is `at` the beginning of a word that is not "per"? */
static bool at_unit(const struct quantity_reader *reader)
{
	struct quantity_reader ahead = *reader;
	size_t bytes;
	gunichar c = reader_char_at(reader->at, reader->end, &bytes);

	return (g_unichar_isalpha(c) ||
		g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL) &&
	       !reader_take_word(&ahead, reader->words->per);
}

static int take_unit(struct quantity_reader *reader, struct number *number)
{
	const char *before = reader->at;
	const char *from;
	size_t bytes;

	reader_skip_blanks(reader);
	from = reader->at;
	if (!at_unit(reader)) {
		reader->at = before;
		return 0;
	}
	number->unit = take_known_unit(reader);
	if (number->unit == QUANTITY_IN_NUMBERS) {
		reader_char_at(from, reader->end, &bytes);
		reader->at = reader_past_letters(from + bytes, reader->end);
		number->foreign = reader->kind == QUANTITY_MONEY &&
				  is_currency(from, reader->at);
	}
	number->end = reader->at;
	if (!number->foreign &&
	    (number->unit == QUANTITY_IN_NUMBERS ||
	     quantity_units[number->unit].kind != reader->kind))
		return report_unit(reader, number, from, reader->at);
	return 0;
}

/* Amounts. */

/* Up to two numbers and the words before them. */
struct amount {
	const char *start;
	struct number low;
	struct number high; /* as `low` unless `range` */
	bool range;
	bool estimate;
	bool no_low;
	bool no_high;
};

/* Each word once and only one bound: "minst ca", also "ca minst". */
static void take_prefixes(struct quantity_reader *reader, struct amount *amount)
{
	for (;;) {
		bool bound = amount->no_low || amount->no_high;

		if (!amount->estimate &&
		    reader_take_word(reader, reader->words->about))
			amount->estimate = true;
		else if (!bound &&
			 reader_take_word(reader, reader->words->at_least))
			amount->no_high = true;
		else if (!bound &&
			 reader_take_word(reader, reader->words->at_most))
			amount->no_low = true;
		else
			return;
		reader_skip_blanks(reader);
	}
}

/*
 * Without a unit money could be anything. Both readings are proposed, the
 * likelier one first.
 */
static int report_no_unit(const struct quantity_reader *reader,
			  const char *from, const struct number *last)
{
	const struct quantity_words *words = reader->words;
	int length = (int)(last->end - from);
	bool thousands =
		last->decimals > QUANTITY_DECIMALS ||
		last->digits <=
			99999 * quantity_powers_of_ten[MIN(last->decimals,
							   QUANTITY_DECIMALS)];

	reader_report_part(reader, DIAG_QUANTITY_UNIT, from, last->end);
	diag_write(reader->diags,
		   "%.*s" QUANTITY_SPACE "%s %s %.*s" QUANTITY_SPACE "%s",
		   length, from, thousands ? words->thousand : words->kronor,
		   words->either, length, from,
		   thousands ? words->kronor : words->thousand);
	return -1;
}

static bool lacks_unit(const struct number *number)
{
	return number->unit == QUANTITY_IN_NUMBERS && !number->foreign &&
	       (number->digits != 0 || number->overflow);
}

/* A unit at the end counts for both numbers of a range. */
static int settle_units(const struct quantity_reader *reader,
			struct amount *amount)
{
	struct number *low = &amount->low;
	struct number *high = &amount->high;
	bool shared = low->unit == QUANTITY_IN_NUMBERS && !low->foreign;

	if (shared) {
		low->unit = high->unit;
		low->foreign = high->foreign;
	}
	if (reader->kind != QUANTITY_MONEY)
		return 0;
	if (lacks_unit(high))
		return report_no_unit(reader, shared ? low->start : high->start,
				      high);
	if (lacks_unit(low))
		return report_no_unit(reader, low->start, low);
	if (low->foreign != high->foreign)
		return reader_report_form(reader, amount->start);
	return 0;
}

static int take_amount(struct quantity_reader *reader, struct amount *amount)
{
	const char *before;
	size_t bytes;

	*amount = (struct amount){ .start = reader->at };
	take_prefixes(reader, amount);
	if (take_number(reader, &amount->low) < 0 ||
	    take_unit(reader, &amount->low) < 0)
		return -1;
	amount->high = amount->low;
	before = reader->at;
	reader_skip_blanks(reader);
	amount->range = reader_take_dash(reader);
	if (!amount->range) {
		reader->at = before;
		return settle_units(reader, amount);
	}
	reader_skip_blanks(reader);
	if (take_number(reader, &amount->high) < 0 ||
	    take_unit(reader, &amount->high) < 0)
		return -1;
	/* A second dash makes it a date, or nothing. */
	if (amount->no_low || amount->no_high ||
	    reader_is_dash(reader_char_at(reader->at, reader->end, &bytes)))
		return reader_report_form(reader, amount->start);
	return settle_units(reader, amount);
}

static int to_hundredths(const struct quantity_reader *reader,
			 const struct number *number, int64_t *hundredths)
{
	unsigned places =
		QUANTITY_DECIMALS + quantity_units[number->unit].exponent;

	if (number->decimals > places)
		return reader_report_part(reader, DIAG_QUANTITY_PRECISION,
					  number->start, number->end);
	if (number->overflow ||
	    __builtin_mul_overflow(
		    number->digits,
		    quantity_powers_of_ten[places - number->decimals],
		    hundredths))
		return reader_report_part(reader, DIAG_QUANTITY_OVERFLOW,
					  number->start, number->end);
	return 0;
}

static int report_range(const struct quantity_reader *reader,
			struct quantity turned, const struct amount *amount)
{
	GString *text = g_string_new(NULL);
	int64_t low = turned.high;

	turned.high = turned.low;
	turned.low = low;
	reader_report_part(reader, DIAG_QUANTITY_RANGE, amount->low.start,
			   amount->high.end);
	quantity_format(text, &turned, reader->words, turned.unit, -1, true);
	diag_write(reader->diags, "%s", text->str);
	g_string_free(text, TRUE);
	return -1;
}

/* As many as show both numbers in the unit of the last. */
static uint8_t written_decimals(const struct amount *amount)
{
	int difference = (int)quantity_units[amount->high.unit].exponent -
			 (int)quantity_units[amount->low.unit].exponent;
	int low = (int)amount->low.decimals + difference;

	return (uint8_t)MAX(low, (int)amount->high.decimals);
}

/* The value of an amount in the unit of its kind. */
static int to_value(const struct quantity_reader *reader,
		    const struct amount *amount, struct quantity *q)
{
	if (to_hundredths(reader, &amount->low, &q->low) < 0 ||
	    to_hundredths(reader, &amount->high, &q->high) < 0)
		return -1;
	q->state = QUANTITY_VALUE;
	q->unit = (uint8_t)amount->high.unit;
	q->decimals = written_decimals(amount);
	q->estimate = amount->estimate;
	q->no_low = amount->no_low;
	q->no_high = amount->no_high;
	if (q->low > q->high)
		return report_range(reader, *q, amount);
	if (q->no_low)
		q->low = 0;
	return 0;
}

/* All of it. */

/* The kronor in parentheses: `outer` is the amount before them. */
static int take_kronor(struct quantity_reader *reader,
		       const struct amount *outer, struct quantity *q)
{
	const char *close =
		memchr(reader->at, ')', (size_t)(reader->end - reader->at));
	struct quantity_reader inner = *reader;
	struct amount amount;

	if (close == NULL)
		return reader_report_form(reader, reader->at);
	inner.at++;
	inner.end = close;
	reader_trim(&inner);
	if (inner.at == inner.end)
		return reader_report_form(reader, reader->at);
	reader->at = close + 1;
	if (take_amount(&inner, &amount) < 0)
		return -1;
	if (inner.at < inner.end || amount.low.foreign ||
	    (outer->no_low && amount.no_high) ||
	    (outer->no_high && amount.no_low) ||
	    ((outer->no_low || outer->no_high) && amount.range))
		return reader_report_form(&inner, inner.text);
	/* What is said of the foreign amount is true of the kronor. */
	amount.estimate |= outer->estimate;
	amount.no_low |= outer->no_low;
	amount.no_high |= outer->no_high;
	return to_value(&inner, &amount, q);
}

static int take_foreign(struct quantity_reader *reader,
			const struct amount *amount, struct quantity *q)
{
	q->state = QUANTITY_UNKNOWN;
	q->foreign = arena_copy(reader->arena, amount->start,
				(size_t)(reader->at - amount->start));
	reader_skip_blanks(reader);
	if (reader->at < reader->end && *reader->at == '(')
		return take_kronor(reader, amount, q);
	return 0;
}

/* "per" and what follows: words, to the end. */
static int take_per(struct quantity_reader *reader, struct quantity *q)
{
	const char *from;
	size_t bytes;
	gunichar c;

	reader_skip_blanks(reader);
	if (!reader_take_word(reader, reader->words->per))
		return 0;
	reader_skip_blanks(reader);
	from = reader->at;
	if (!g_unichar_isalpha(reader_char_at(from, reader->end, &bytes)))
		return reader_report_form(reader, from);
	for (;; reader->at += bytes) {
		c = reader_char_at(reader->at, reader->end, &bytes);
		if (!g_unichar_isalnum(c) && !reader_is_blank(c) &&
		    !reader_is_dash(c))
			break;
	}
	q->per_part = true;
	q->per = arena_copy(reader->arena, from, (size_t)(reader->at - from));
	return 0;
}

static bool take_state(struct quantity_reader *reader, struct quantity *q)
{
	if (reader_take_word(reader, reader->words->unknown))
		q->state = QUANTITY_UNKNOWN;
	else if (reader_take_word(reader, reader->words->not_applicable))
		q->state = QUANTITY_NOT_APPLICABLE;
	return q->state != QUANTITY_MISSING;
}

static int take_quantity(struct quantity_reader *reader, struct quantity *q)
{
	struct amount amount;

	if (take_amount(reader, &amount) < 0)
		return -1;
	if (amount.low.foreign) {
		if (take_foreign(reader, &amount, q) < 0)
			return -1;
	} else if (to_value(reader, &amount, q) < 0) {
		return -1;
	}
	return take_per(reader, q);
}

/* Right after a number more of it was meant; otherwise it is too much. */
static int take_end(const struct quantity_reader *reader,
		    const struct quantity *q)
{
	const char *at = reader->at;
	size_t count;

	if (at == reader->end)
		return 0;
	at = reader_past_blanks(at, reader->end, &count);
	if (q->state == QUANTITY_VALUE && q->unit == QUANTITY_IN_NUMBERS &&
	    !q->per_part)
		return reader_report_form(reader, at);
	return reader_report_part(reader, DIAG_QUANTITY_REST, at, reader->end);
}

/* What begins with neither a digit nor a word that is known? */
static int take_start(struct quantity_reader *reader)
{
	struct quantity_reader ahead = *reader;
	struct amount amount = { 0 };
	size_t bytes;
	gunichar c = reader_char_at(reader->at, reader->end, &bytes);

	if (reader->at == reader->end)
		return diag_add(reader->diags, DIAG_QUANTITY_EMPTY,
				reader->where, NULL);
	if (g_unichar_isalpha(c)) {
		take_prefixes(&ahead, &amount);
		return ahead.at == reader->at ? reader_report_word(reader) : 0;
	}
	if (c == '?' ||
	    (reader_is_dash(c) && reader->at + bytes == reader->end))
		return reader_report_sign(reader);
	return 0;
}

int quantity_parse(struct quantity *q, enum quantity_kind kind,
		   const char *text, size_t length, struct span where,
		   const struct quantity_words *words, struct arena *arena,
		   struct diag_list *diags)
{
	struct quantity found = { .kind = (uint8_t)kind };
	struct quantity_reader reader = {
		.at = text,
		.end = text + length,
		.whole = text,
		.whole_length = length,
		.where = where,
		.kind = kind,
		.words = words,
		.arena = arena,
		.diags = diags,
	};

	*q = found;
	reader_trim(&reader);
	if (!take_state(&reader, &found) &&
	    (take_start(&reader) < 0 || take_quantity(&reader, &found) < 0))
		return -1;
	if (take_end(&reader, &found) < 0)
		return -1;
	*q = found;
	return 0;
}
