#include "base/quantity.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"

#define NO_BREAK_SPACE "\302\240"
#define EN_DASH	       "\342\200\223"
#define MINUS_SIGN     "\342\210\222"

/* An amount has hundredths, whatever its unit. */
#define OWN_DECIMALS 2u

/* What is more than the eight decimals of millions is counted, not read. */
#define DECIMALS_MAX 8u

#define GROUP_DIGITS 3u

/* As much of the source as a finding shows. */
#define SHOWN_BYTES 60

struct unit_rule {
	enum quantity_kind kind;
	unsigned exponent; /* ten to this of the kind's own unit */
};

static const struct unit_rule unit_rules[QUANTITY_UNIT_COUNT] = {
	[QUANTITY_IN_NUMBERS] = { QUANTITY_COUNT, 0 },
	[QUANTITY_IN_KRONOR] = { QUANTITY_MONEY, 0 },
	[QUANTITY_IN_THOUSANDS] = { QUANTITY_MONEY, 3 },
	[QUANTITY_IN_MILLIONS] = { QUANTITY_MONEY, 6 },
	[QUANTITY_IN_HOURS] = { QUANTITY_HOURS, 0 },
};

static const int64_t powers_of_ten[] = { 1,	  10,	    100,
					 1000,	  10000,    100000,
					 1000000, 10000000, 100000000 };

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

static const char *unit_word(const struct quantity_words *words,
			     enum quantity_unit unit)
{
	switch (unit) {
	case QUANTITY_IN_KRONOR:
		return words->kronor;
	case QUANTITY_IN_THOUSANDS:
		return words->thousand;
	case QUANTITY_IN_MILLIONS:
		return words->million;
	case QUANTITY_IN_HOURS:
		return words->hours;
	default:
		return "";
	}
}

/* Reading: characters. */

/* The text between `at` and `end` is what is left to read. */
struct reader {
	const char *at;
	const char *end;
	const char *text;  /* all of it, without blanks at the ends */
	const char *whole; /* what `where` is the place of */
	size_t whole_length;
	struct span where;
	enum quantity_kind kind;
	const struct quantity_words *words;
	struct arena *arena;
	struct diag_list *diags;
};

/* The character at `at` and its bytes; 0 at the end. */
static gunichar char_at(const char *at, const char *end, size_t *bytes)
{
	gunichar c;

	*bytes = at < end;
	if (at == end || (unsigned char)*at < 0x80)
		return at == end ? 0 : (gunichar)*at;
	c = g_utf8_get_char_validated(at, end - at);
	if (c >= 0x110000)
		return 0xFFFD;
	*bytes = (size_t)g_unichar_to_utf8(c, NULL);
	return c;
}

static bool is_digit(const char *at, const char *end)
{
	return at < end && *at >= '0' && *at <= '9';
}

/* With thin and no-break spaces, as between thousands. */
static bool is_blank(gunichar c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x2009 ||
	       c == 0x202F;
}

/* Hyphens, figure and en dash, minus sign. */
static bool is_dash(gunichar c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2013) || c == 0x2212;
}

/* Past the blanks at `at`; `count` becomes how many they are. */
static const char *past_blanks(const char *at, const char *end, size_t *count)
{
	size_t bytes;

	for (*count = 0; is_blank(char_at(at, end, &bytes)); at += bytes)
		*count += 1;
	return at;
}

static const char *past_digits(const char *at, const char *end)
{
	while (is_digit(at, end))
		at++;
	return at;
}

static const char *past_letters(const char *at, const char *end)
{
	size_t bytes;

	while (g_unichar_isalpha(char_at(at, end, &bytes)))
		at += bytes;
	return at;
}

static void skip_blanks(struct reader *reader)
{
	size_t count;

	reader->at = past_blanks(reader->at, reader->end, &count);
}

static bool take_dash(struct reader *reader)
{
	size_t bytes;

	if (!is_dash(char_at(reader->at, reader->end, &bytes)))
		return false;
	reader->at += bytes;
	return true;
}

/* Small or large; one by one, so that nothing needs to be allocated. */
static bool same_letter(gunichar a, gunichar b)
{
	if (a < 0x80 && b < 0x80)
		return a == b || ((a ^ b) == 0x20 && g_ascii_isalpha(a));
	return g_unichar_tolower(a) == g_unichar_tolower(b);
}

/* Take `word`, if it stands here and no letter or digit follows. */
static bool take_word(struct reader *reader, const char *word)
{
	const char *at = reader->at;
	size_t bytes;

	/* Most texts begin with a number, and no word does. */
	if (word[0] == '\0' || is_digit(at, reader->end))
		return false;
	for (; *word != '\0'; word = g_utf8_next_char(word)) {
		gunichar wanted = g_utf8_get_char(word);
		gunichar c = char_at(at, reader->end, &bytes);

		if (wanted == ' ' && is_blank(c)) {
			at = past_blanks(at, reader->end, &bytes);
			continue;
		}
		if (!same_letter(c, wanted))
			return false;
		at += bytes;
	}
	if (g_unichar_isalnum(char_at(at, reader->end, &bytes)))
		return false;
	reader->at = at;
	return true;
}

static void trim(struct reader *reader)
{
	size_t bytes;

	skip_blanks(reader);
	while (reader->end > reader->at) {
		const char *last =
			g_utf8_find_prev_char(reader->at, reader->end);

		if (last == NULL ||
		    !is_blank(char_at(last, reader->end, &bytes)))
			break;
		reader->end = last;
	}
	reader->text = reader->at;
}

/* Reading: findings. */

static struct span span_of(const struct reader *reader, const char *from,
			   const char *to)
{
	struct span where = reader->where;

	if (where.length != reader->whole_length)
		return where;
	where.offset += (uint32_t)(from - reader->whole);
	where.length = (uint32_t)(to - from);
	return where;
}

/* Add the finding `id` at `from`, quoting what lies between the last two. */
static int report(const struct reader *reader, enum diag_id id,
		  struct span where, const char *from, const char *to)
{
	const char *end = to;

	if (to - from > SHOWN_BYTES)
		for (end = from + SHOWN_BYTES;
		     end > from && (*end & 0xC0) == 0x80; end--)
			;
	return diag_add(reader->diags, id, where, "\"%.*s%s\"",
			(int)(end - from), from, end < to ? "…" : "");
}

static int report_part(const struct reader *reader, enum diag_id id,
		       const char *from, const char *to)
{
	return report(reader, id, span_of(reader, from, to), from, to);
}

/* Not a number from `from` on; at the end, all of it. */
static int report_form(const struct reader *reader, const char *from)
{
	if (from == reader->end)
		from = reader->text;
	return report(reader, DIAG_QUANTITY_FORM,
		      span_of(reader, from, reader->end), reader->text,
		      reader->end);
}

/* In small letters; to be freed. */
static char *folded(const char *from, const char *to)
{
	GString *text = g_string_new(NULL);
	size_t bytes;

	for (gunichar c; (c = char_at(from, to, &bytes)) != 0; from += bytes)
		g_string_append_unichar(text, g_unichar_tolower(c));
	return g_string_free(text, FALSE);
}

static const char *nearest(const char *from, const char *to,
			   const char *const *words)
{
	char *word = folded(from, to);
	const char *found = diag_nearest(word, words);

	g_free(word);
	return found;
}

/* A text that begins with no word that is known. */
static int report_word(const struct reader *reader)
{
	const struct quantity_words *words = reader->words;
	const char *const states[] = { words->unknown, words->not_applicable,
				       NULL };
	const char *const prefixes[] = { words->about, words->at_least,
					 words->at_most, NULL };
	const char *end = past_letters(reader->at, reader->end);
	const char *word = nearest(reader->text, reader->end, states);

	if (word == NULL && end < reader->end)
		word = nearest(reader->at, end, prefixes);
	report_form(reader, reader->text);
	if (word != NULL)
		diag_suggest(reader->diags, word);
	return -1;
}

/* A dash or a question mark alone, as tables have: there is a word for it. */
static int report_sign(struct reader *reader)
{
	const char *word = NULL;

	if (reader->end - reader->text == 1 && *reader->text == '?')
		word = reader->words->unknown;
	else if (take_dash(reader) && reader->at == reader->end)
		word = reader->words->not_applicable;
	report_form(reader, reader->text);
	if (word != NULL)
		diag_write(reader->diags, "%s", word);
	return -1;
}

/* Reading: numbers. */

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

static void append_grouped(GString *out, uint64_t number)
{
	char text[64];
	char *at = text + sizeof(text);
	unsigned digits = 0;

	do {
		if (digits > 0 && digits % GROUP_DIGITS == 0) {
			*--at = NO_BREAK_SPACE[1];
			*--at = NO_BREAK_SPACE[0];
		}
		*--at = (char)('0' + number % 10);
		number /= 10;
		digits++;
	} while (number > 0);
	g_string_append_len(out, at, text + sizeof(text) - at);
}

static size_t take_digits(struct reader *reader, struct number *number)
{
	const char *start = reader->at;

	for (; is_digit(reader->at, reader->end); reader->at++)
		if (__builtin_mul_overflow(number->digits, 10,
					   &number->digits) ||
		    __builtin_add_overflow(number->digits, *reader->at - '0',
					   &number->digits))
			number->overflow = true;
	return (size_t)(reader->at - start);
}

static int report_groups(const struct reader *reader,
			 const struct number *number)
{
	GString *text = g_string_new(NULL);

	report_part(reader, DIAG_QUANTITY_GROUPS, number->start, reader->at);
	append_grouped(text, (uint64_t)number->digits);
	if (!number->overflow)
		diag_write(reader->diags, "%s", text->str);
	g_string_free(text, TRUE);
	return -1;
}

/* The digits before the decimal mark; all groups are taken, right or wrong. */
static int take_integer(struct reader *reader, struct number *number,
			bool *grouped)
{
	size_t digits = take_digits(reader, number);
	bool leading_zero = digits > 1 && *number->start == '0';
	bool wrong = digits > GROUP_DIGITS || *number->start == '0';
	size_t blanks;

	*grouped = false;
	for (;;) {
		const char *next =
			past_blanks(reader->at, reader->end, &blanks);

		if (blanks == 0 || !is_digit(next, reader->end))
			break;
		reader->at = next;
		if (take_digits(reader, number) != GROUP_DIGITS || blanks != 1)
			wrong = true;
		*grouped = true;
	}
	if (*grouped && wrong)
		return report_groups(reader, number);
	if (leading_zero) /* as in a date */
		return report_form(reader, reader->text);
	return 0;
}

static void take_decimals(struct reader *reader, struct number *number)
{
	const char *start = ++reader->at;
	const char *end = past_digits(start, reader->end);
	struct reader head = *reader;

	head.end = MIN(end, start + DECIMALS_MAX);
	take_digits(&head, number);
	reader->at = end;
	number->decimals = (unsigned)MIN(end - start, INT_MAX);
}

/*
 * `1.500` is one and a half to some and one and a half thousand to others,
 * unless the mark is the language's own.
 */
static int report_ambiguous(const struct reader *reader,
			    const struct number *number, const char *mark)
{
	int before = (int)(mark - number->start);

	report_part(reader, DIAG_QUANTITY_AMBIGUOUS, number->start, reader->at);
	diag_write(reader->diags, "%.*s" NO_BREAK_SPACE "%.3s %s %.*s%s%.3s",
		   before, number->start, mark + 1, reader->words->either,
		   before, number->start, reader->words->decimal, mark + 1);
	return -1;
}

static int take_negative(struct reader *reader)
{
	const char *start = reader->at;

	take_dash(reader);
	skip_blanks(reader);
	if (!is_digit(reader->at, reader->end))
		return report_form(reader, start);
	return report_part(reader, DIAG_QUANTITY_NEGATIVE, start,
			   past_digits(reader->at, reader->end));
}

static int take_number(struct reader *reader, struct number *number)
{
	const char *mark;
	bool grouped;
	size_t bytes;

	*number = (struct number){ .start = reader->at };
	if (is_dash(char_at(reader->at, reader->end, &bytes)))
		return take_negative(reader);
	if (!is_digit(reader->at, reader->end))
		return report_form(reader, reader->at);
	if (take_integer(reader, number, &grouped) < 0)
		return -1;
	mark = reader->at;
	if (mark < reader->end && (*mark == ',' || *mark == '.') &&
	    is_digit(mark + 1, reader->end))
		take_decimals(reader, number);
	number->digits_end = number->end = reader->at;
	if (number->decimals == GROUP_DIGITS && !grouped &&
	    *mark != *reader->words->decimal && *number->start != '0' &&
	    mark - number->start <= (ptrdiff_t)GROUP_DIGITS)
		return report_ambiguous(reader, number, mark);
	return 0;
}

/* Reading: units. */

static bool is_currency(const char *from, const char *to)
{
	char code[4];
	size_t bytes;

	if (g_unichar_type(char_at(from, to, &bytes)) ==
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

static void suggest_unit(const struct reader *reader, const char *from,
			 const char *to)
{
	char *text = folded(from, to);
	char *capitals = g_ascii_strup(text, -1);

	if (is_currency(capitals, capitals + strlen(capitals)))
		diag_suggest(reader->diags, capitals);
	else
		diag_suggest(reader->diags, meant_unit(text, reader->words));
	g_free(capitals);
	g_free(text);
}

static int report_unit(const struct reader *reader, const struct number *number,
		       const char *from, const char *to)
{
	report_part(reader, DIAG_QUANTITY_UNIT_UNKNOWN, from, to);
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
static enum quantity_unit take_known_unit(struct reader *reader)
{
	for (int unit = QUANTITY_UNIT_COUNT - 1; unit > 0; unit--)
		if (take_word(reader, unit_word(reader->words,
						(enum quantity_unit)unit)))
			return (enum quantity_unit)unit;
	return QUANTITY_IN_NUMBERS;
}

/* Is `at` the beginning of a word that is not "per"? */
static bool at_unit(const struct reader *reader)
{
	struct reader ahead = *reader;
	size_t bytes;
	gunichar c = char_at(reader->at, reader->end, &bytes);

	return (g_unichar_isalpha(c) ||
		g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL) &&
	       !take_word(&ahead, reader->words->per);
}

static int take_unit(struct reader *reader, struct number *number)
{
	const char *before = reader->at;
	const char *from;
	size_t bytes;

	skip_blanks(reader);
	from = reader->at;
	if (!at_unit(reader)) {
		reader->at = before;
		return 0;
	}
	number->unit = take_known_unit(reader);
	if (number->unit == QUANTITY_IN_NUMBERS) {
		char_at(from, reader->end, &bytes);
		reader->at = past_letters(from + bytes, reader->end);
		number->foreign = reader->kind == QUANTITY_MONEY &&
				  is_currency(from, reader->at);
	}
	number->end = reader->at;
	if (!number->foreign && (number->unit == QUANTITY_IN_NUMBERS ||
				 unit_rules[number->unit].kind != reader->kind))
		return report_unit(reader, number, from, reader->at);
	return 0;
}

/* Reading: amounts. */

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
static void take_prefixes(struct reader *reader, struct amount *amount)
{
	for (;;) {
		bool bound = amount->no_low || amount->no_high;

		if (!amount->estimate &&
		    take_word(reader, reader->words->about))
			amount->estimate = true;
		else if (!bound && take_word(reader, reader->words->at_least))
			amount->no_high = true;
		else if (!bound && take_word(reader, reader->words->at_most))
			amount->no_low = true;
		else
			return;
		skip_blanks(reader);
	}
}

/*
 * Without a unit money could be anything. Both readings are proposed, the
 * likelier one first.
 */
static int report_no_unit(const struct reader *reader, const char *from,
			  const struct number *last)
{
	const struct quantity_words *words = reader->words;
	int length = (int)(last->end - from);
	bool thousands =
		last->decimals > OWN_DECIMALS ||
		last->digits <= 99999 * powers_of_ten[MIN(last->decimals,
							  OWN_DECIMALS)];

	report_part(reader, DIAG_QUANTITY_UNIT, from, last->end);
	diag_write(reader->diags,
		   "%.*s" NO_BREAK_SPACE "%s %s %.*s" NO_BREAK_SPACE "%s",
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
static int settle_units(const struct reader *reader, struct amount *amount)
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
		return report_form(reader, amount->start);
	return 0;
}

static int take_amount(struct reader *reader, struct amount *amount)
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
	skip_blanks(reader);
	amount->range = take_dash(reader);
	if (!amount->range) {
		reader->at = before;
		return settle_units(reader, amount);
	}
	skip_blanks(reader);
	if (take_number(reader, &amount->high) < 0 ||
	    take_unit(reader, &amount->high) < 0)
		return -1;
	/* A second dash makes it a date, or nothing. */
	if (amount->no_low || amount->no_high ||
	    is_dash(char_at(reader->at, reader->end, &bytes)))
		return report_form(reader, amount->start);
	return settle_units(reader, amount);
}

static int to_hundredths(const struct reader *reader,
			 const struct number *number, int64_t *hundredths)
{
	unsigned places = OWN_DECIMALS + unit_rules[number->unit].exponent;

	if (number->decimals > places)
		return report_part(reader, DIAG_QUANTITY_PRECISION,
				   number->start, number->end);
	if (number->overflow ||
	    __builtin_mul_overflow(number->digits,
				   powers_of_ten[places - number->decimals],
				   hundredths))
		return report_part(reader, DIAG_QUANTITY_OVERFLOW,
				   number->start, number->end);
	return 0;
}

static int report_range(const struct reader *reader, struct quantity turned,
			const struct amount *amount)
{
	GString *text = g_string_new(NULL);
	int64_t low = turned.high;

	turned.high = turned.low;
	turned.low = low;
	report_part(reader, DIAG_QUANTITY_RANGE, amount->low.start,
		    amount->high.end);
	quantity_format(text, &turned, reader->words, turned.unit, -1, true);
	diag_write(reader->diags, "%s", text->str);
	g_string_free(text, TRUE);
	return -1;
}

/* As many as show both numbers in the unit of the last. */
static uint8_t written_decimals(const struct amount *amount)
{
	int difference = (int)unit_rules[amount->high.unit].exponent -
			 (int)unit_rules[amount->low.unit].exponent;
	int low = (int)amount->low.decimals + difference;

	return (uint8_t)MAX(low, (int)amount->high.decimals);
}

/* The value of an amount in the unit of its kind. */
static int to_value(const struct reader *reader, const struct amount *amount,
		    struct quantity *q)
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

/* Reading: all of it. */

/* The kronor in parentheses: `outer` is the amount before them. */
static int take_kronor(struct reader *reader, const struct amount *outer,
		       struct quantity *q)
{
	const char *close =
		memchr(reader->at, ')', (size_t)(reader->end - reader->at));
	struct reader inner = *reader;
	struct amount amount;

	if (close == NULL)
		return report_form(reader, reader->at);
	inner.at++;
	inner.end = close;
	trim(&inner);
	if (inner.at == inner.end)
		return report_form(reader, reader->at);
	reader->at = close + 1;
	if (take_amount(&inner, &amount) < 0)
		return -1;
	if (inner.at < inner.end || amount.low.foreign ||
	    (outer->no_low && amount.no_high) ||
	    (outer->no_high && amount.no_low) ||
	    ((outer->no_low || outer->no_high) && amount.range))
		return report_form(&inner, inner.text);
	/* What is said of the foreign amount is true of the kronor. */
	amount.estimate |= outer->estimate;
	amount.no_low |= outer->no_low;
	amount.no_high |= outer->no_high;
	return to_value(&inner, &amount, q);
}

static int take_foreign(struct reader *reader, const struct amount *amount,
			struct quantity *q)
{
	q->state = QUANTITY_UNKNOWN;
	q->foreign = arena_copy(reader->arena, amount->start,
				(size_t)(reader->at - amount->start));
	skip_blanks(reader);
	if (reader->at < reader->end && *reader->at == '(')
		return take_kronor(reader, amount, q);
	return 0;
}

/* "per" and what follows: words, to the end. */
static int take_per(struct reader *reader, struct quantity *q)
{
	const char *from;
	size_t bytes;
	gunichar c;

	skip_blanks(reader);
	if (!take_word(reader, reader->words->per))
		return 0;
	skip_blanks(reader);
	from = reader->at;
	if (!g_unichar_isalpha(char_at(from, reader->end, &bytes)))
		return report_form(reader, from);
	for (;; reader->at += bytes) {
		c = char_at(reader->at, reader->end, &bytes);
		if (!g_unichar_isalnum(c) && !is_blank(c) && !is_dash(c))
			break;
	}
	q->per_part = true;
	q->per = arena_copy(reader->arena, from, (size_t)(reader->at - from));
	return 0;
}

static bool take_state(struct reader *reader, struct quantity *q)
{
	if (take_word(reader, reader->words->unknown))
		q->state = QUANTITY_UNKNOWN;
	else if (take_word(reader, reader->words->not_applicable))
		q->state = QUANTITY_NOT_APPLICABLE;
	return q->state != QUANTITY_MISSING;
}

static int take_quantity(struct reader *reader, struct quantity *q)
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
static int take_end(const struct reader *reader, const struct quantity *q)
{
	const char *at = reader->at;
	size_t count;

	if (at == reader->end)
		return 0;
	at = past_blanks(at, reader->end, &count);
	if (q->state == QUANTITY_VALUE && q->unit == QUANTITY_IN_NUMBERS &&
	    !q->per_part)
		return report_form(reader, at);
	return report_part(reader, DIAG_QUANTITY_REST, at, reader->end);
}

/* What begins with neither a digit nor a word that is known? */
static int take_start(struct reader *reader)
{
	struct reader ahead = *reader;
	struct amount amount = { 0 };
	size_t bytes;
	gunichar c = char_at(reader->at, reader->end, &bytes);

	if (reader->at == reader->end)
		return diag_add(reader->diags, DIAG_QUANTITY_EMPTY,
				reader->where, NULL);
	if (g_unichar_isalpha(c)) {
		take_prefixes(&ahead, &amount);
		return ahead.at == reader->at ? report_word(reader) : 0;
	}
	if (c == '?' || (is_dash(c) && reader->at + bytes == reader->end))
		return report_sign(reader);
	return 0;
}

int quantity_parse(struct quantity *q, enum quantity_kind kind,
		   const char *text, size_t length, struct span where,
		   const struct quantity_words *words, struct arena *arena,
		   struct diag_list *diags)
{
	struct quantity found = { .kind = (uint8_t)kind };
	struct reader reader = {
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
	trim(&reader);
	if (!take_state(&reader, &found) &&
	    (take_start(&reader) < 0 || take_quantity(&reader, &found) < 0))
		return -1;
	if (take_end(&reader, &found) < 0)
		return -1;
	*q = found;
	return 0;
}

/* Writing. */

static uint64_t magnitude(int64_t number)
{
	return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

/* How much of a hundredth's `places` goes when `decimals` are kept. */
static uint64_t rounding_step(enum quantity_unit unit, int decimals)
{
	unsigned places = OWN_DECIMALS + unit_rules[unit].exponent;

	if (decimals < 0 || (unsigned)decimals >= places)
		return 1;
	return (uint64_t)powers_of_ten[places - (unsigned)decimals];
}

enum rounding { TO_NEAREST, DOWNWARDS, UPWARDS };

__extension__ typedef unsigned __int128 wide;

/*
 * `a` * 100 / `b`, when `b` is not 0, or `a` itself, rounded once to whole
 * `step`. −1 when that does not fit.
 */
static int round_ratio(int64_t *result, int64_t a, int64_t b, uint64_t step,
		       enum rounding rounding)
{
	bool negative = a < 0;
	wide number = (wide)magnitude(a) * (b == 0 ? 1 : 100);
	wide divisor = (wide)(b == 0 ? 1 : magnitude(b)) * step;
	wide quotient = number / divisor;
	wide rest = number % divisor;

	if (rounding == TO_NEAREST
		    ? rest >= divisor - rest
		    : rest > 0 && (rounding == UPWARDS) != negative)
		quotient++;
	if (quotient > (wide)INT64_MAX / step)
		return -1;
	*result = (int64_t)(quotient * step);
	if (negative)
		*result = -*result;
	return 0;
}

/* What would not fit is rounded towards zero. */
static int64_t round_to(int64_t hundredths, uint64_t step,
			enum rounding rounding)
{
	int64_t result = hundredths;

	if (round_ratio(&result, hundredths, 0, step, rounding) != 0)
		round_ratio(&result, hundredths, 0, step,
			    hundredths < 0 ? UPWARDS : DOWNWARDS);
	return result;
}

int64_t quantity_round(int64_t hundredths, enum quantity_unit unit,
		       int decimals)
{
	return round_to(hundredths, rounding_step(unit, decimals), TO_NEAREST);
}

struct quantity quantity_rounded(const struct quantity *q,
				 enum quantity_unit unit, int decimals)
{
	uint64_t step = rounding_step(unit, decimals);
	struct quantity rounded = *q;

	if (q->state != QUANTITY_VALUE)
		return rounded;
	rounded.low =
		round_to(q->low, step, q->no_high ? DOWNWARDS : TO_NEAREST);
	rounded.high = q->no_high ? rounded.low
				  : round_to(q->high, step,
					     q->no_low ? UPWARDS : TO_NEAREST);
	return rounded;
}

static void append_decimals(GString *out, uint64_t fraction, unsigned places)
{
	for (; places > 0; places--)
		g_string_append_c(
			out,
			(char)('0' +
			       fraction / (uint64_t)powers_of_ten[places - 1] %
				       10));
}

static void append_number(GString *out, int64_t hundredths,
			  const struct quantity_words *words,
			  enum quantity_unit unit, int decimals)
{
	unsigned places = OWN_DECIMALS + unit_rules[unit].exponent;
	uint64_t step = rounding_step(unit, decimals);
	uint64_t number = (magnitude(hundredths) + step / 2) / step;
	unsigned padding = 0;

	if (decimals >= 0) {
		padding = (unsigned)decimals;
		places = MIN(places, padding);
		padding -= places;
	}
	for (; decimals < 0 && places > 0 && number % 10 == 0; places--)
		number /= 10;
	if (hundredths < 0 && number > 0)
		g_string_append(out, MINUS_SIGN);
	append_grouped(out, number / (uint64_t)powers_of_ten[places]);
	if (places > 0)
		g_string_append(out, words->decimal);
	append_decimals(out, number % (uint64_t)powers_of_ten[places], places);
	for (; padding > 0; padding--)
		g_string_append_c(out, '0');
}

static void append_prefix(GString *out, const char *word)
{
	g_string_append(out, word);
	g_string_append(out, NO_BREAK_SPACE);
}

static void append_range(GString *out, const struct quantity *q,
			 const struct quantity_words *words,
			 enum quantity_unit unit, int decimals)
{
	struct quantity shown = quantity_rounded(q, unit, decimals);

	if (shown.low == shown.high || q->no_high || q->no_low) {
		append_number(out, q->no_low ? shown.high : shown.low, words,
			      unit, decimals);
		return;
	}
	append_number(out, shown.low, words, unit, decimals);
	/* A dash right before a minus sign would not be seen as one. */
	g_string_append(out, shown.low < 0
				     ? NO_BREAK_SPACE EN_DASH NO_BREAK_SPACE
				     : EN_DASH);
	append_number(out, shown.high, words, unit, decimals);
}

static void append_value(GString *out, const struct quantity *q,
			 const struct quantity_words *words,
			 enum quantity_unit unit, int decimals, bool with_unit)
{
	if (q->no_high)
		append_prefix(out, words->at_least);
	else if (q->no_low)
		append_prefix(out, words->at_most);
	if (q->estimate)
		append_prefix(out, words->about);
	append_range(out, q, words, unit, decimals);
	if (with_unit && unit != QUANTITY_IN_NUMBERS) {
		g_string_append(out, NO_BREAK_SPACE);
		g_string_append(out, unit_word(words, unit));
	}
}

static const char *state_word(const struct quantity *q,
			      const struct quantity_words *words)
{
	if (q->foreign != NULL)
		return q->foreign;
	if (q->state == QUANTITY_NOT_APPLICABLE)
		return words->not_applicable;
	return q->state == QUANTITY_UNKNOWN ? words->unknown : words->missing;
}

void quantity_format(GString *out, const struct quantity *q,
		     const struct quantity_words *words,
		     enum quantity_unit unit, int decimals, bool with_unit)
{
	if (q->state != QUANTITY_VALUE) {
		g_string_append(out, state_word(q, words));
	} else if (q->foreign != NULL) {
		g_string_append(out, q->foreign);
		g_string_append(out, " (");
		append_value(out, q, words, unit, decimals, with_unit);
		g_string_append_c(out, ')');
	} else {
		append_value(out, q, words, unit, decimals, with_unit);
	}
	if (q->per_part)
		g_string_append_printf(out, " %s %s", words->per, q->per);
}

/* Comparing. */

bool quantity_equal(const struct quantity *a, const struct quantity *b)
{
	return a->state == b->state && a->kind == b->kind &&
	       a->estimate == b->estimate && a->no_low == b->no_low &&
	       a->no_high == b->no_high && a->per_part == b->per_part &&
	       a->low == b->low && a->high == b->high &&
	       g_strcmp0(a->per, b->per) == 0 &&
	       g_strcmp0(a->foreign, b->foreign) == 0;
}

static int order_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int state_rank(const struct quantity *q)
{
	static const int ranks[] = {
		[QUANTITY_VALUE] = 0,
		[QUANTITY_NOT_APPLICABLE] = 2,
		[QUANTITY_UNKNOWN] = 3,
		[QUANTITY_MISSING] = 4,
	};

	return ranks[q->state] + (q->state == QUANTITY_VALUE && q->per_part);
}

int quantity_compare(const struct quantity *a, const struct quantity *b,
		     bool descending)
{
	int order = state_rank(a) - state_rank(b);

	if (order != 0)
		return order;
	order = order_numbers(a->low, b->low);
	if (order == 0)
		order = order_numbers(a->no_high ? INT64_MAX : a->high,
				      b->no_high ? INT64_MAX : b->high);
	return descending ? -order : order;
}

/* Adding. */

static const struct quantity_end open_end = { INT64_MAX, false };
static const struct quantity_end no_end = { INT64_MIN, false };

void quantity_sum_init(struct quantity_sum *sum, enum quantity_kind kind)
{
	*sum = (struct quantity_sum){
		.kind = (uint8_t)kind,
		.least_low = open_end,
		.least_high = open_end,
		.largest_low = no_end,
		.largest_high = no_end,
	};
}

/* Keep the one that is less (`sign` 1) or more (−1); alike, both count. */
static void keep_end(struct quantity_end *kept, struct quantity_end end,
		     int sign)
{
	int order = sign * order_numbers(end.at, kept->at);

	if (order < 0)
		*kept = end;
	else if (order == 0)
		kept->estimate |= end.estimate;
}

/* What overflowed is all zero, so that the order of adding makes nothing. */
static void add_amounts(struct quantity_sum *sum, int64_t low, int64_t high)
{
	sum->overflow |= __builtin_add_overflow(sum->low, low, &sum->low);
	sum->overflow |= __builtin_add_overflow(sum->high, high, &sum->high);
	if (sum->overflow)
		sum->low = sum->high = 0;
}

void quantity_sum_join(struct quantity_sum *sum,
		       const struct quantity_sum *other)
{
	g_assert(sum->kind == other->kind);
	sum->overflow |= other->overflow;
	add_amounts(sum, other->low, other->high);
	keep_end(&sum->least_low, other->least_low, 1);
	keep_end(&sum->least_high, other->least_high, 1);
	keep_end(&sum->largest_low, other->largest_low, -1);
	keep_end(&sum->largest_high, other->largest_high, -1);
	sum->estimate |= other->estimate;
	sum->no_low |= other->no_low;
	sum->no_high |= other->no_high;
	sum->values += other->values;
	sum->unknown += other->unknown;
	sum->missing += other->missing;
	sum->not_applicable += other->not_applicable;
	sum->per_part += other->per_part;
	sum->elsewhere += other->elsewhere;
}

static void add_value(struct quantity_sum *sum, const struct quantity *q)
{
	struct quantity_end low = { q->low, q->estimate };
	struct quantity_end high = { q->high, q->estimate };

	g_assert(sum->kind == q->kind);
	add_amounts(sum, q->low, q->high);
	keep_end(&sum->least_low, low, 1);
	keep_end(&sum->least_high, q->no_high ? open_end : high, 1);
	keep_end(&sum->largest_low, low, -1);
	keep_end(&sum->largest_high, high, -1);
	sum->estimate |= q->estimate;
	sum->no_low |= q->no_low;
	sum->no_high |= q->no_high;
	sum->values++;
}

void quantity_sum_add(struct quantity_sum *sum, const struct quantity *q)
{
	switch ((enum quantity_state)q->state) {
	case QUANTITY_MISSING:
		sum->missing++;
		break;
	case QUANTITY_UNKNOWN:
		sum->unknown++;
		break;
	case QUANTITY_NOT_APPLICABLE:
		sum->not_applicable++;
		break;
	case QUANTITY_VALUE:
		if (q->per_part)
			sum->per_part++;
		else
			add_value(sum, q);
		break;
	}
}

void quantity_sum_add_elsewhere(struct quantity_sum *sum)
{
	sum->elsewhere++;
}

/* What a sum without values is. */
static struct quantity without_values(const struct quantity_sum *sum)
{
	struct quantity q = { .kind = sum->kind };

	if (sum->unknown > 0 || sum->per_part > 0)
		q.state = QUANTITY_UNKNOWN;
	else if (sum->missing == 0 && sum->not_applicable > 0)
		q.state = QUANTITY_NOT_APPLICABLE;
	return q;
}

/* A quantity of a sum's kind that keeps to the rules of open ends. */
static struct quantity bounded(const struct quantity_sum *sum,
			       struct quantity_end low,
			       struct quantity_end high, bool no_high)
{
	struct quantity q = {
		.state = QUANTITY_VALUE,
		.kind = sum->kind,
		.estimate = low.estimate || high.estimate,
		.no_low = sum->no_low && low.at == 0 && !no_high,
		.no_high = no_high,
		.low = low.at,
		.high = no_high ? low.at : high.at,
	};

	return q;
}

struct quantity quantity_sum_result(const struct quantity_sum *sum)
{
	size_t lacking = sum->unknown + sum->missing + sum->per_part;
	struct quantity_end low = { sum->low, sum->estimate };
	struct quantity_end high = { sum->high, sum->estimate };

	if (sum->overflow)
		return (struct quantity){ .state = QUANTITY_UNKNOWN,
					  .kind = sum->kind };
	if (sum->values == 0 && (lacking > 0 || sum->elsewhere == 0))
		return without_values(sum);
	return bounded(sum, low, high, sum->no_high || lacking > 0);
}

static int64_t divide(int64_t number, size_t by)
{
	uint64_t quotient = (magnitude(number) + by / 2) / by;

	return number < 0 ? (int64_t)(0 - quotient) : (int64_t)quotient;
}

struct quantity quantity_sum_mean(const struct quantity_sum *sum)
{
	struct quantity_end low = { .estimate = sum->estimate };
	struct quantity_end high = low;

	if (sum->overflow)
		return quantity_sum_result(sum);
	if (sum->values == 0)
		return without_values(sum);
	low.at = divide(sum->low, sum->values);
	high.at = divide(sum->high, sum->values);
	return bounded(sum, low, high, sum->no_high);
}

struct quantity quantity_sum_least(const struct quantity_sum *sum)
{
	if (sum->values == 0)
		return without_values(sum);
	return bounded(sum, sum->least_low, sum->least_high,
		       sum->least_high.at == INT64_MAX);
}

struct quantity quantity_sum_largest(const struct quantity_sum *sum)
{
	if (sum->values == 0)
		return without_values(sum);
	return bounded(sum, sum->largest_low, sum->largest_high, sum->no_high);
}

/* Dividing and comparing over time. */

enum quantity_division quantity_divide(struct quantity *q,
				       const struct quantity *a,
				       const struct quantity *b,
				       enum quantity_kind kind,
				       enum quantity_unit unit, int decimals)
{
	uint64_t step = rounding_step(unit, decimals);
	bool open_low = b->no_high || a->no_low;
	bool open_high = a->no_high || b->no_low || b->low == 0;

	*q = (struct quantity){ .state = QUANTITY_UNKNOWN,
				.kind = (uint8_t)kind };
	if (b->state != QUANTITY_VALUE || b->per_part)
		return QUANTITY_BY_UNKNOWN;
	if (b->high == 0 && !b->no_high)
		return QUANTITY_BY_NOTHING;
	if (a->state != QUANTITY_VALUE || a->per_part) {
		if (a->state != QUANTITY_VALUE)
			q->state = a->state;
		return QUANTITY_DIVIDED;
	}
	if (open_low && open_high)
		return QUANTITY_DIVIDED;
	if ((!open_low &&
	     round_ratio(&q->low, a->low, b->high, step,
			 open_high ? DOWNWARDS : TO_NEAREST) != 0) ||
	    (!open_high && round_ratio(&q->high, a->high, b->low, step,
				       open_low ? UPWARDS : TO_NEAREST) != 0))
		return QUANTITY_TOO_LARGE;
	if (open_high)
		q->high = q->low;
	q->state = QUANTITY_VALUE;
	q->estimate = a->estimate || b->estimate;
	q->no_high = open_high;
	q->no_low = open_low;
	return QUANTITY_DIVIDED;
}

/* What does not occur costs nothing. */
static struct quantity or_nothing(const struct quantity *q)
{
	if (q->state != QUANTITY_NOT_APPLICABLE)
		return *q;
	return (struct quantity){ .state = QUANTITY_VALUE, .kind = q->kind };
}

struct quantity quantity_difference(const struct quantity *later,
				    const struct quantity *earlier)
{
	struct quantity a = or_nothing(later);
	struct quantity b = or_nothing(earlier);
	struct quantity q = { .state = QUANTITY_UNKNOWN, .kind = later->kind };
	bool open_low = a.no_low || b.no_high;
	bool open_high = a.no_high || b.no_low;

	if (later->state == QUANTITY_NOT_APPLICABLE &&
	    earlier->state == QUANTITY_NOT_APPLICABLE)
		return *later;
	if (a.state == QUANTITY_MISSING || b.state == QUANTITY_MISSING)
		q.state = QUANTITY_MISSING;
	if (a.state != QUANTITY_VALUE || b.state != QUANTITY_VALUE ||
	    a.per_part || b.per_part || (open_low && open_high) ||
	    __builtin_sub_overflow(a.low, b.high, &q.low) ||
	    __builtin_sub_overflow(a.high, b.low, &q.high))
		return q;
	if (open_high)
		q.high = q.low;
	if (open_low)
		q.low = MIN(q.high, 0);
	q.state = QUANTITY_VALUE;
	q.estimate = a.estimate || b.estimate;
	q.no_low = open_low;
	q.no_high = open_high;
	return q;
}
