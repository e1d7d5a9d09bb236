#include "report/query_field.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/query_parse.h"
#include "report/cost.h"
#include "report/report.h"

struct field_rule {
	enum label word;    /* as writers have it */
	enum label heading; /* as pages have it */
	bool quantity;
	enum quantity_kind kind;
};

static const struct field_rule field_rules[FIELD_COUNT] = {
	[FIELD_NUMBER] = { LABEL_QUERY_NUMBER, LABEL_PAGE_NUMBER, false, 0 },
	[FIELD_TITLE] = { LABEL_QUERY_TITLE, LABEL_PAGE_FORUM, false, 0 },
	[FIELD_FORUM] = { LABEL_QUERY_FORUM, LABEL_PAGE_FORUM, false, 0 },
	[FIELD_ID] = { LABEL_QUERY_ID, LABEL_QUERY_ID, false, 0 },
	[FIELD_SECTION] = { LABEL_QUERY_SECTION, LABEL_PAGE_SECTION, false, 0 },
	[FIELD_FORM] = { LABEL_KEY_FORM, LABEL_PAGE_FORM, false, 0 },
	[FIELD_CLASS] = { LABEL_QUERY_CLASS, LABEL_PAGE_CLASS, false, 0 },
	[FIELD_MEMBERSHIP] = { LABEL_KEY_MEMBERSHIP, LABEL_PAGE_MEMBERSHIP,
			       false, 0 },
	[FIELD_LEVEL] = { LABEL_KEY_LEVEL, LABEL_PAGE_LEVEL, false, 0 },
	[FIELD_RUN_BY] = { LABEL_KEY_RUN_BY, LABEL_PAGE_RUN_BY, false, 0 },
	[FIELD_PARTIES] = { LABEL_KEY_PARTIES, LABEL_PAGE_PARTIES, false, 0 },
	[FIELD_RESPONSIBLE] = { LABEL_KEY_RESPONSIBLE, LABEL_PAGE_RESPONSIBLE,
				false, 0 },
	[FIELD_GOALS] = { LABEL_KEY_GOALS, LABEL_PAGE_GOALS, false, 0 },
	[FIELD_STATE] = { LABEL_KEY_STATE, LABEL_PAGE_STATE, false, 0 },
	[FIELD_PAID_TO] = { LABEL_KEY_PAID_TO, LABEL_PAGE_RECIPIENT, false, 0 },
	[FIELD_PART_OF] = { LABEL_KEY_PART_OF, LABEL_PAGE_PART_OF, false, 0 },
	[FIELD_COSTS_IN] = { LABEL_KEY_COSTS_IN, LABEL_PAGE_COSTS_IN, false,
			     0 },
	[FIELD_CAN_END] = { LABEL_KEY_CAN_END, LABEL_PAGE_CAN_END, false, 0 },
	[FIELD_REMARK] = { LABEL_KEY_REMARK, LABEL_PAGE_REMARK, false, 0 },
	[FIELD_CARRIED] = { LABEL_KEY_CARRIED_OVER, LABEL_PAGE_CARRIED_OVER,
			    false, 0 },
	[FIELD_STATUS] = { LABEL_KEY_STATUS, LABEL_PAGE_STATUS, false, 0 },
	[FIELD_STANDS_FOR] = { LABEL_KEY_STANDS_FOR, LABEL_PAGE_FORUM_COUNT,
			       true, QUANTITY_COUNT },
	[FIELD_PARTICIPANTS] = { LABEL_KEY_PARTICIPANTS,
				 LABEL_PAGE_PARTICIPANTS, true,
				 QUANTITY_COUNT },
	[FIELD_ALL_PARTICIPANTS] = { LABEL_KEY_PARTICIPANTS,
				     LABEL_PAGE_PARTICIPANTS, true,
				     QUANTITY_COUNT },
	[FIELD_HOURS] = { LABEL_KEY_HOURS, LABEL_PAGE_HOURS, true,
			  QUANTITY_HOURS },
	[FIELD_ALL_HOURS] = { LABEL_KEY_HOURS, LABEL_PAGE_HOURS, true,
			      QUANTITY_HOURS },
	[FIELD_MEETINGS] = { LABEL_KEY_MEETINGS, LABEL_PAGE_MEETINGS_A_YEAR,
			     true, QUANTITY_COUNT },
	[FIELD_FEE] = { LABEL_KEY_FEE, LABEL_PAGE_FEE_SHORT, true,
			QUANTITY_MONEY },
	[FIELD_OTHER] = { LABEL_KEY_OTHER, LABEL_PAGE_OTHER_SHORT, true,
			  QUANTITY_MONEY },
	[FIELD_COST] = { LABEL_QUERY_COST, LABEL_PAGE_COST_SHORT, true,
			 QUANTITY_MONEY },
	[FIELD_COMPUTED] = { LABEL_QUERY_COMPUTED, LABEL_PAGE_COMPUTED_SHORT,
			     true, QUANTITY_MONEY },
	[FIELD_FULL_COST] = { LABEL_QUERY_FULL_COST, LABEL_PAGE_FULL_COST_SHORT,
			      true, QUANTITY_MONEY },
};

bool query_is_quantity(enum query_field field)
{
	return field_rules[field].quantity;
}

enum quantity_kind query_field_kind(enum query_field field)
{
	return field_rules[field].kind;
}

/* All fields but the two that have a column for each group only. */
#define LONE_FIELDS ((size_t)FIELD_COUNT - 2)

static struct query_column lone_column(size_t i, size_t groups)
{
	struct query_column column = { 0 };

	i += i >= FIELD_PARTICIPANTS;
	i += i >= FIELD_HOURS;
	column.field = (enum query_field)i;
	if (column.field == FIELD_ALL_PARTICIPANTS ||
	    column.field == FIELD_ALL_HOURS)
		column.group = groups;
	return column;
}

/*
 * Column `i` of all that can be asked for: fields, then those of groups, then
 * sections by their levels. False: there are not so many.
 */
static bool column_at(struct query_column *column, size_t i,
		      const struct report *report)
{
	size_t groups = report->publication.groups_count;

	if (i < LONE_FIELDS) {
		*column = lone_column(i, groups);
		return true;
	}
	i -= LONE_FIELDS;
	if (i < 2 * groups) {
		column->field = i < groups ? FIELD_PARTICIPANTS : FIELD_HOURS;
		column->group = i % groups;
		return true;
	}
	i -= 2 * groups;
	column->field = FIELD_SECTION;
	column->group = i + 1;
	return i < report->section_levels;
}

/* What stands after the point in `deltagare.GRUPP` and `avsnitt.2`, or "". */
static const char *column_part(struct query_column column, char *number,
			       size_t size, const struct report *report)
{
	if (column.field == FIELD_PARTICIPANTS || column.field == FIELD_HOURS)
		return report->publication.groups[column.group];
	if (column.field != FIELD_SECTION || column.group == 0)
		return "";
	g_snprintf(number, (gulong)size, "%zu", column.group);
	return number;
}

static bool is_called(struct query_column column, const char *name,
		      const struct report *report)
{
	const char *word =
		labels_word(&report->labels, field_rules[column.field].word);
	size_t length = strlen(word);
	char number[24];
	const char *part;

	if (strncmp(name, word, length) != 0)
		return false;
	part = column_part(column, number, sizeof(number), report);
	return part[0] == '\0' ? name[length] == '\0'
			       : name[length] == '.' &&
					 strcmp(name + length + 1, part) == 0;
}

static int tell_columns(const char *name, struct span where,
			const struct report *report, struct diag_list *diags)
{
	struct arena *arena = arena_new();
	GPtrArray *words = g_ptr_array_new();
	struct query_column column;

	for (size_t i = 0; column_at(&column, i, report); i++)
		g_ptr_array_add(words, (char *)query_column_word(column, report,
								 arena));
	g_ptr_array_add(words, NULL);
	diag_add(diags, DIAG_QUERY_FIELD, where, "%s", name);
	parse_tell_words(diags, name, (const char *const *)words->pdata);
	g_ptr_array_free(words, TRUE);
	arena_free(arena);
	return -1;
}

int query_find_column(struct query_column *column, const char *text,
		      size_t length, struct span where,
		      const struct report *report, struct diag_list *diags)
{
	char *name = g_strndup(text, length);
	struct query_column at;
	int result = -1;

	for (size_t i = 0; result != 0 && column_at(&at, i, report); i++) {
		if (!is_called(at, name, report))
			continue;
		*column = at;
		result = 0;
	}
	if (result != 0)
		tell_columns(name, where, report, diags);
	g_free(name);
	return result;
}

const char *query_column_word(struct query_column column,
			      const struct report *report, struct arena *arena)
{
	const char *word =
		labels_word(&report->labels, field_rules[column.field].word);
	char number[24];
	const char *part = column_part(column, number, sizeof(number), report);

	return part[0] == '\0' ? word
			       : arena_printf(arena, "%s.%s", word, part);
}

const char *query_column_name(struct query_column column,
			      const struct report *report, struct arena *arena)
{
	const struct publication *publication = &report->publication;
	const char *heading =
		labels_word(&report->labels, field_rules[column.field].heading);

	if (column.field == FIELD_PARTICIPANTS)
		return publication->groups[column.group];
	if (column.field == FIELD_HOURS)
		return arena_printf(arena, "%s %s", heading,
				    publication->groups[column.group]);
	return heading;
}

const char *query_column_heading(struct query_column column,
				 const struct report *report,
				 struct arena *arena)
{
	const struct field_rule *rule = &field_rules[column.field];
	const char *name = query_column_name(column, report, arena);

	if (!rule->quantity || rule->kind == QUANTITY_COUNT)
		return name;
	return arena_printf(
		arena, "%s (%s)", name,
		labels_word(&report->labels, rule->kind == QUANTITY_MONEY
						     ? LABEL_QUANTITY_THOUSAND
						     : LABEL_QUANTITY_HOURS));
}

struct quantity query_count(int64_t count)
{
	struct quantity quantity = { .state = QUANTITY_VALUE,
				     .kind = QUANTITY_COUNT,
				     .low = count * 100,
				     .high = count * 100 };

	return quantity;
}

const struct page *query_section(const struct page *page, size_t group)
{
	const struct page *section = page->parent;

	while (group > 0 && section->depth > group)
		section = section->parent;
	return section;
}

static bool is_cost(enum query_field field)
{
	return field == FIELD_FEE || field == FIELD_OTHER ||
	       field == FIELD_COST || field == FIELD_COMPUTED ||
	       field == FIELD_FULL_COST;
}

/* Is the number put together of others, which a forum may lack some of? */
static bool is_composed(enum query_field field)
{
	return field == FIELD_COST || field == FIELD_FULL_COST ||
	       field == FIELD_ALL_PARTICIPANTS || field == FIELD_ALL_HOURS ||
	       field == FIELD_MEETINGS;
}

static struct quantity missing_quantity(struct query_column column)
{
	struct quantity missing = {
		.state = QUANTITY_MISSING,
		.kind = (uint8_t)field_rules[column.field].kind
	};

	return missing;
}

static struct quantity hours_of(const struct forum_year *figures, size_t group)
{
	struct query_column column = { FIELD_HOURS, group };

	return figures->hours == NULL ? missing_quantity(column)
				      : figures->hours[group].quantity;
}

/* The quantity, when it is not put together of others. */
static struct quantity plain_quantity(const struct page *page,
				      const struct forum_year *figures,
				      struct query_column column)
{
	if (column.field == FIELD_STANDS_FOR)
		return query_count(page->forum->stands_for);
	if (figures == NULL)
		return missing_quantity(column);
	switch (column.field) {
	case FIELD_PARTICIPANTS:
		return figures->participants[column.group].quantity;
	case FIELD_HOURS:
		return hours_of(figures, column.group);
	case FIELD_FEE:
		return figures->fee.quantity;
	case FIELD_OTHER:
		return figures->other.quantity;
	case FIELD_COMPUTED:
		return cost_computed(figures);
	default:
		return missing_quantity(column);
	}
}

static void add_plain(struct quantity_sum *sum, const struct page *page,
		      const struct forum_year *figures,
		      struct query_column column)
{
	struct quantity quantity = plain_quantity(page, figures, column);

	quantity_sum_add(sum, &quantity);
}

/* Meetings are the forum's, but only there when the forum is. */
static void add_meetings(struct quantity_sum *sum, const struct page *page,
			 const struct forum_year *figures)
{
	const struct forum *forum = page->forum;

	for (size_t i = 0; figures != NULL && i < forum->meetings_count; i++)
		quantity_sum_add(sum, &forum->meetings[i].per_year.quantity);
}

static void add_full_other(struct quantity_sum *sum,
			   const struct forum_year *figures)
{
	struct query_column other = { FIELD_OTHER, 0 };
	struct quantity quantity = figures == NULL ? missing_quantity(other)
						   : cost_full_other(figures);

	quantity_sum_add(sum, &quantity);
}

/* Add what `column` is made of; −1 when it is reported under another. */
static int add_parts(struct quantity_sum *sum, const struct page *page,
		     struct query_column column,
		     const struct forum_year *figures)
{
	struct query_column part = { FIELD_PARTICIPANTS, 0 };

	if (is_cost(column.field) && figures != NULL &&
	    figures->costs_in.to != NULL)
		return -1;
	switch (column.field) {
	case FIELD_COST:
		part.field = FIELD_FEE;
		add_plain(sum, page, figures, part);
		part.field = FIELD_OTHER;
		add_plain(sum, page, figures, part);
		break;
	case FIELD_FULL_COST:
		part.field = FIELD_FEE;
		add_plain(sum, page, figures, part);
		add_full_other(sum, figures);
		break;
	case FIELD_ALL_PARTICIPANTS:
	case FIELD_ALL_HOURS:
		if (column.field == FIELD_ALL_HOURS)
			part.field = FIELD_HOURS;
		for (; part.group < column.group; part.group++)
			add_plain(sum, page, figures, part);
		break;
	case FIELD_MEETINGS:
		add_meetings(sum, page, figures);
		break;
	default:
		add_plain(sum, page, figures, column);
	}
	return 0;
}

struct quantity query_quantity(const struct page *page,
			       struct query_column column, int64_t year,
			       const struct page **elsewhere)
{
	return query_quantity_of(page, column, report_year(page->forum, year),
				 elsewhere);
}

struct quantity query_quantity_of(const struct page *page,
				  struct query_column column,
				  const struct forum_year *figures,
				  const struct page **elsewhere)
{
	struct quantity_sum sum;

	*elsewhere = NULL;
	if (!is_composed(column.field) && !is_cost(column.field))
		return plain_quantity(page, figures, column);
	quantity_sum_init(&sum, query_field_kind(column.field));
	if (add_parts(&sum, page, column, figures) != 0) {
		*elsewhere = figures->costs_in.to;
		return missing_quantity(column);
	}
	/* One alone keeps its currency and its unit. */
	if (!is_composed(column.field))
		return plain_quantity(page, figures, column);
	return quantity_sum_result(&sum);
}

/* Who is told of each thing. */
struct telling {
	void (*tell)(const struct query_item *item, void *data);
	void *data;
};

static void add_item(const struct telling *telling, const char *key,
		     const char *text, const struct target *target)
{
	struct query_item item = { key, text, target };

	if (key != NULL)
		telling->tell(&item, telling->data);
}

static void add_label(const struct telling *telling, int label,
		      const struct report *report)
{
	const char *text;

	if (label == 0)
		return;
	text = labels_word(&report->labels, (enum label)label);
	add_item(telling, text, text, NULL);
}

static void add_organisations(const struct telling *telling,
			      const struct reference_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct organisation *to = list->items[i].to;

		if (to != NULL)
			add_item(telling, to->id, to->name, NULL);
	}
}

static void add_named(const struct telling *telling,
		      const struct reference *reference)
{
	const struct named *to = reference->to;

	if (to != NULL)
		add_item(telling, to->id, to->name, NULL);
}

static void add_page(const struct telling *telling,
		     const struct reference *reference)
{
	const struct page *to = reference->to;

	if (to != NULL)
		add_item(telling, to->target.id, to->target.number,
			 &to->target);
}

static void add_section(const struct telling *telling,
			const struct page *section)
{
	add_item(telling, section->target.id, section->target.title,
		 &section->target);
}

/* A fee without a named recipient is paid to the one that runs the forum. */
static void add_recipients(const struct telling *telling,
			   const struct forum *forum,
			   const struct forum_year *figures)
{
	if (figures == NULL)
		return;
	add_organisations(telling, figures->paid_to.count > 0
					   ? &figures->paid_to
					   : &forum->run_by);
}

static void tell_items(const struct telling *telling, const struct page *page,
		       struct query_column column, int64_t year,
		       const struct report *report)
{
	const struct forum *forum = page->forum;
	const struct forum_year *figures = report_year(forum, year);
	const struct form *form = forum->form.to;

	switch (column.field) {
	case FIELD_NUMBER:
		add_item(telling, page->target.number, page->target.number,
			 &page->target);
		break;
	case FIELD_TITLE:
		add_item(telling, page->target.title, page->target.title,
			 &page->target);
		break;
	case FIELD_FORUM:
		add_item(telling, page->target.id, page->target.full,
			 &page->target);
		break;
	case FIELD_ID:
		add_item(telling, page->target.id, page->target.id, NULL);
		break;
	case FIELD_SECTION:
		add_section(telling, query_section(page, column.group));
		break;
	case FIELD_FORM:
		add_item(telling, forum->form.id, forum->form.id, NULL);
		break;
	case FIELD_CLASS:
		add_label(telling, form == NULL ? 0 : form->class, report);
		break;
	case FIELD_MEMBERSHIP:
		add_label(telling, forum->membership, report);
		break;
	case FIELD_LEVEL:
		add_label(telling, forum->level, report);
		break;
	case FIELD_RUN_BY:
		add_organisations(telling, &forum->run_by);
		break;
	case FIELD_PARTIES:
		add_organisations(telling, &forum->parties);
		break;
	case FIELD_RESPONSIBLE:
		add_named(telling, &forum->responsible);
		break;
	case FIELD_GOALS:
		for (size_t i = 0; i < forum->goals.count; i++)
			add_named(telling, &forum->goals.items[i]);
		break;
	case FIELD_STATE:
		add_label(telling, figures == NULL ? 0 : figures->state,
			  report);
		break;
	case FIELD_PAID_TO:
		add_recipients(telling, forum, figures);
		break;
	case FIELD_PART_OF:
		add_page(telling, &forum->part_of);
		break;
	case FIELD_COSTS_IN:
		add_page(telling, figures == NULL ? &forum->costs_in
						  : &figures->costs_in);
		break;
	case FIELD_CAN_END:
		add_label(telling, forum->can_end, report);
		break;
	case FIELD_REMARK:
		if (figures != NULL)
			add_item(telling, figures->remark, figures->remark,
				 NULL);
		break;
	case FIELD_CARRIED:
		if (figures != NULL)
			add_label(telling,
				  figures->carried ? (int)LABEL_WORD_YES
						   : (int)LABEL_WORD_NO,
				  report);
		break;
	case FIELD_STATUS:
		add_label(telling, figures == NULL ? 0 : figures->status,
			  report);
		break;
	default:
		break;
	}
}

static void keep_item(const struct query_item *item, void *data)
{
	GArray *items = data;

	g_array_append_vals(items, item, 1);
}

void query_items(GArray *items, const struct page *page,
		 struct query_column column, int64_t year,
		 const struct report *report)
{
	struct telling telling = { keep_item, items };

	tell_items(&telling, page, column, year, report);
}

/* What is looked for among things. */
struct looking {
	const char *key; /* NULL: any */
	bool found;
};

static void look_at_item(const struct query_item *item, void *data)
{
	struct looking *looking = data;

	looking->found |=
		looking->key == NULL || strcmp(item->key, looking->key) == 0;
}

bool query_has_item(const struct page *page, struct query_column column,
		    int64_t year, const char *key, const struct report *report)
{
	struct looking looking = { .key = key };
	struct telling telling = { look_at_item, &looking };

	tell_items(&telling, page, column, year, report);
	return looking.found;
}

/* What is summed is forums, so a forum lacks at most once. */
void query_sum_join(struct quantity_sum *sum, const struct quantity_sum *own)
{
	struct quantity quantity = quantity_sum_result(own);

	quantity_sum_add(sum, &quantity);
	if (own->values == 0)
		return;
	if (own->unknown > 0)
		sum->unknown++;
	else if (own->missing > 0)
		sum->missing++;
	else if (own->per_part > 0)
		sum->per_part++;
}

void query_sum_forum(struct quantity_sum *sum, const struct page *page,
		     const struct query_column *columns, size_t count,
		     int64_t year)
{
	const struct forum_year *figures = report_year(page->forum, year);
	struct quantity_sum own;
	/* What one figure lacks, the forum lacks. */
	bool plain = count == 1 && !is_composed(columns[0].field);
	struct quantity_sum *to = plain ? sum : &own;

	if (!plain)
		quantity_sum_init(&own, (enum quantity_kind)sum->kind);
	for (size_t i = 0; i < count; i++) {
		if (add_parts(to, page, columns[i], figures) != 0) {
			quantity_sum_add_elsewhere(sum);
			return;
		}
	}
	if (!plain)
		query_sum_join(sum, &own);
}
