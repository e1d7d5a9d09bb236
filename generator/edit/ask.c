#include "edit/ask.h"

#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/source.h"
#include "edit/revision.h"
#include "report/report.h"

/* After so many answers that will not do, it is given up. */
#define TRIES 3

static const struct span no_place;

static bool is_text(const char *text)
{
	return text[0] != '\0' && g_utf8_validate(text, -1, NULL) &&
	       source_find_control(text, strlen(text)) == NULL &&
	       strchr(text, '\n') == NULL;
}

static bool will_do(const char *text, const char *const *words)
{
	return is_text(text) && (words == NULL || g_strv_contains(words, text));
}

static char *join(const char *const *words)
{
	return words == NULL ? NULL : g_strjoinv(" | ", (char **)words);
}

/* What was given is none of the words, or no text. Always NULL. */
static const char *refuse(struct revision *revision, const char *option,
			  const char *given, const char *const *words)
{
	bool text = is_text(given);
	char *all = join(words);

	diag_add(revision->diags, DIAG_EDIT_WORD, no_place, "%s %s", option,
		 text ? given : "");
	if (text && words != NULL)
		diag_suggest(revision->diags, diag_nearest(given, words));
	if (all != NULL)
		diag_write(revision->diags, "%s", all);
	g_free(all);
	return NULL;
}

static const char *need(struct revision *revision, const char *option,
			const char *const *words)
{
	char *all = join(words);

	diag_add(revision->diags, DIAG_EDIT_NEEDED, no_place, "%s", option);
	if (all != NULL)
		diag_write(revision->diags, "%s", all);
	g_free(all);
	return NULL;
}

/* One answer, without blanks around it; NULL at the end. Free it. */
static char *read_answer(const struct ask *ask)
{
	char *line = NULL;
	size_t room = 0;
	char *answer = NULL;

	if (getline(&line, &room, ask->in) > 0)
		answer = g_strstrip(g_strdup(line));
	free(line);
	return answer;
}

/* Why the question comes again, and which word may be meant. */
static void say_wrong(const struct ask *ask, const struct revision *revision,
		      const char *answer, const char *const *words)
{
	const char *nearest = words == NULL || !is_text(answer)
				      ? NULL
				      : diag_nearest(answer, words);

	fprintf(ask->out, "  %s", revision_word(revision, LABEL_EDIT_NOT_THAT));
	if (nearest != NULL)
		fprintf(ask->out, " %s?", nearest);
	fputc('\n', ask->out);
}

const char *ask(const struct ask *ask, struct revision *revision,
		const char *option, const char *given, const char *word,
		const char *const *words)
{
	char *all;
	const char *text = NULL;
	char *answer = NULL;

	if (given != NULL)
		return will_do(given, words)
			       ? given
			       : refuse(revision, option, given, words);
	if (ask->in == NULL)
		return need(revision, option, words);
	all = join(words);
	if (all != NULL)
		fprintf(ask->out, "  %s\n", all);
	for (int i = 0; i < TRIES && text == NULL; i++) {
		fprintf(ask->out, "%s: ", word);
		fflush(ask->out);
		answer = read_answer(ask);
		if (answer == NULL)
			break;
		if (will_do(answer, words))
			text = arena_strdup(revision->report->arena, answer);
		else
			say_wrong(ask, revision, answer, words);
		g_free(answer);
	}
	g_free(all);
	return text == NULL ? need(revision, option, words) : text;
}
