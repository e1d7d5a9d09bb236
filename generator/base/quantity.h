/*
 * quantity: what does a written number mean, and how is it written?
 *
 * A quantity is a number as people write it: `12`, `2–4`, `ca 12`, `minst 144
 * tkr`, `högst 4`, `2 per forum`, `okänd`, `ej aktuellt`, `1 500 EUR (17 250
 * kr)`. All amounts are integers, in hundredths of what is counted: öre for
 * money, hundredths of an hour, hundredths of a thing (so 12 is 1200). The
 * words of the language are handed in; none are known here.
 */
#ifndef BILAGA_BASE_QUANTITY_H
#define BILAGA_BASE_QUANTITY_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"

struct arena;
struct diag_list;

enum quantity_state {
	QUANTITY_MISSING, /* nothing is written */
	QUANTITY_VALUE,
	QUANTITY_UNKNOWN,	/* asked for, not calculated */
	QUANTITY_NOT_APPLICABLE /* the source's dash */
};

enum quantity_kind { QUANTITY_COUNT, QUANTITY_MONEY, QUANTITY_HOURS };

enum quantity_unit {
	QUANTITY_IN_NUMBERS, /* no unit is written */
	QUANTITY_IN_KRONOR,
	QUANTITY_IN_THOUSANDS, /* of kronor */
	QUANTITY_IN_MILLIONS,  /* of kronor */
	QUANTITY_IN_HOURS,
	QUANTITY_UNIT_COUNT
};

/*
 * The words of a language, in UTF-8; in the comments Swedish. A space in a
 * word stands for any blanks when it is read. None may be NULL.
 */
struct quantity_words {
	const char *about;	    /* "ca" */
	const char *at_least;	    /* "minst" */
	const char *at_most;	    /* "högst" */
	const char *unknown;	    /* "okänd" */
	const char *not_applicable; /* "ej aktuellt" */
	const char *missing;	    /* "saknas": written, never read */
	const char *per;	    /* "per" */
	const char *kronor;	    /* "kr" */
	const char *thousand;	    /* "tkr" */
	const char *million;	    /* "mnkr" */
	const char *hours;	    /* "h" */
	const char *decimal;	    /* ",": one byte; written, both are read */
	const char *either;	    /* "eller": between two proposals */
};

/*
 * `low` and `high` are the ends of a range, alike when it is one number. For
 * what is written `low` is never below zero; a difference may be. With
 * `no_high` the upper end is open and `high` is `low`; with `no_low` `low` is
 * 0; never both. Unless the state is QUANTITY_VALUE only `kind` says anything,
 * and, for an amount in another currency alone, `foreign`, `per_part`, `per`.
 */
struct quantity {
	uint8_t state;	  /* enum quantity_state */
	uint8_t kind;	  /* enum quantity_kind */
	uint8_t unit;	  /* enum quantity_unit: as it was written */
	uint8_t decimals; /* as many as were written, counted in that unit */
	bool estimate;	  /* "ca" */
	bool no_low;	  /* "högst" */
	bool no_high;	  /* "minst" */
	bool per_part;	  /* "2 per forum": is never added up */
	int64_t low;
	int64_t high;
	const char *per;     /* "forum"; NULL unless `per_part` */
	const char *foreign; /* "1 500 EUR" as written; NULL: none */
};

/*
 * Read the `length` bytes of `text`, which need not end with a zero byte.
 * What `q` points to lies in `arena`. Accepted are
 *
 *     quantity = unknown | not applicable
 *              | amount [ "(" amount ")" ] [ per words ]
 *     amount   = { about | at least | at most } number [ unit ]
 *                [ dash number [ unit ] ]
 *
 * where the parenthesis, in kronor, only follows an amount in another
 * currency (an ISO 4217 code or a currency sign). Numbers have comma or point
 * before decimals and thousands grouped by any blank or not at all. Small and
 * large letters are alike in words. Money has a unit, but 0 needs none; hours
 * may have. A range is not both a range and "at least" or "at most". Money in
 * another currency alone is QUANTITY_UNKNOWN with `foreign`.
 *
 * `where` is the place of the text. When it is as long as the text, the text
 * stands there as it is, and findings point at the part that is wrong;
 * otherwise at all of `where`.
 *
 * 0, or −1 with one finding added; `q` is then QUANTITY_MISSING.
 */
int quantity_parse(struct quantity *q, enum quantity_kind kind,
		   const char *text, size_t length, struct span where,
		   const struct quantity_words *words, struct arena *arena,
		   struct diag_list *diags);

/*
 * `hundredths` rounded, half away from zero, to `decimals` decimals of `unit`:
 * 789 999 999 öre in millions with 1 decimal are 790 000 000. It stays as it
 * is when `decimals` is negative or more than there are; what would not fit is
 * rounded towards zero.
 */
int64_t quantity_round(int64_t hundredths, enum quantity_unit unit,
		       int decimals);

/*
 * `q` as it is shown with `decimals` decimals of `unit`: numbers and the ends
 * of ranges rounded as above, but "at least" down and "at most" up, so that a
 * bound never says more than is known.
 */
struct quantity quantity_rounded(const struct quantity *q,
				 enum quantity_unit unit, int decimals);

/*
 * Append `q`, rounded likewise to `decimals` decimals of `unit` (−1: exactly,
 * with as few as it takes), with or without the word for the unit: `ca 10–12
 * tkr`, `minst 2 079 tkr`, `2 per forum`, `1 500 EUR (17 250 kr)`, `okänd`.
 * No-break spaces lie between thousands, before the unit and after the first
 * word; the minus sign is U+2212, and ranges have an en dash. A range whose
 * ends round to the same number is written as that number. What is written
 * exactly and with its unit is read again as the same quantity.
 */
void quantity_format(GString *out, const struct quantity *q,
		     const struct quantity_words *words,
		     enum quantity_unit unit, int decimals, bool with_unit);

/* Are the two the same, but for `unit` and `decimals`? */
bool quantity_equal(const struct quantity *a, const struct quantity *b);

/*
 * Negative, 0 or positive as `a` comes before, with or after `b`: by the lower
 * end, then by the upper, an open one last; turned around with `descending`.
 * After the values come, either way, those per part, then not applicable,
 * unknown and missing.
 */
int quantity_compare(const struct quantity *a, const struct quantity *b,
		     bool descending);

enum quantity_division {
	QUANTITY_DIVIDED,
	QUANTITY_BY_NOTHING, /* the divisor is 0 */
	QUANTITY_BY_UNKNOWN, /* the divisor is no value */
	QUANTITY_TOO_LARGE
};

/*
 * `q` becomes `a` divided by `b`, which are not negative, as a quantity of
 * `kind`, rounded once as quantity_rounded() does. Ends are divided crosswise:
 * the low one by the high one. An open end of either makes the quotient open;
 * open both ways, or if it cannot be, it is unknown. What `a` is when it is no
 * value, the quotient is.
 */
enum quantity_division quantity_divide(struct quantity *q,
				       const struct quantity *a,
				       const struct quantity *b,
				       enum quantity_kind kind,
				       enum quantity_unit unit, int decimals);

/*
 * `later` less `earlier`, of the same kind, crosswise likewise; it may be
 * negative. What is not applicable counts as 0, unless both are. Missing when
 * either is, else unknown when either is, or when it is open both ways.
 */
struct quantity quantity_difference(const struct quantity *later,
				    const struct quantity *earlier);

#endif
