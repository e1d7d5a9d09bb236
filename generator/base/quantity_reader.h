/*
 * quantity_reader: which characters and words stand next in a quantity, and how
 * is it told what is wrong there?
 *
 * What quantity_parse.c reads with.
 */
#ifndef BILAGA_BASE_QUANTITY_READER_H
#define BILAGA_BASE_QUANTITY_READER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/quantity.h"
#include "base/source.h"

/* The text between `at` and `end` is what is left to read. */
struct quantity_reader {
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
gunichar reader_char_at(const char *at, const char *end, size_t *bytes);

/* Is there a digit from 0 to 9? */
bool reader_is_digit(const char *at, const char *end);

/* With thin and no-break spaces, as between thousands. */
bool reader_is_blank(gunichar c);

/* Hyphens, figure and en dash, minus sign. */
bool reader_is_dash(gunichar c);

/* Past the blanks at `at`; `count` becomes how many they are. */
const char *reader_past_blanks(const char *at, const char *end, size_t *count);

/* Past digits and past letters. */
const char *reader_past_digits(const char *at, const char *end);
const char *reader_past_letters(const char *at, const char *end);

/* Leave out the blanks that stand next, or at both ends. */
void reader_skip_blanks(struct quantity_reader *reader);
void reader_trim(struct quantity_reader *reader);

/* Take a dash, if it stands here. */
bool reader_take_dash(struct quantity_reader *reader);

/* Take `word`, if it stands here and no letter or digit follows. */
bool reader_take_word(struct quantity_reader *reader, const char *word);

/* In small letters; to be freed. */
char *reader_folded(const char *from, const char *to);

/*
 * Add the finding `id` at what lies between `from` and `to`, quoting it. Always
 * −1, as the next ones.
 */
int reader_report_part(const struct quantity_reader *reader, enum diag_id id,
		       const char *from, const char *to);

/* It is not a number from `from` on; at the end, all of it. */
int reader_report_form(const struct quantity_reader *reader, const char *from);

/* A text that begins with no word that is known. */
int reader_report_word(const struct quantity_reader *reader);

/* A dash or a question mark alone, as tables have: there is a word for it. */
int reader_report_sign(struct quantity_reader *reader);

#endif
