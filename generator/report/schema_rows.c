#include "report/schema_reader.h"

#include "report/statement.h"

static const struct schema_words memberships = {
	LABEL_MEMBERSHIP_WITH_FEE, LABEL_MEMBERSHIP_PARTNER_CITY
};
static const struct schema_words levels = { LABEL_LEVEL_LOCAL,
					    LABEL_LEVEL_INTERNATIONAL };
static const struct schema_words helds = { LABEL_HELD_ONLINE, LABEL_HELD_BOTH };
static const struct schema_words states = { LABEL_STATE_STARTS,
					    LABEL_STATE_ENDS };
static const struct schema_words change_sorts = { LABEL_CHANGE_CORRECTION,
						  LABEL_CHANGE_REVISION };
static const struct schema_words can_ends = { LABEL_CAN_END_YES,
					      LABEL_CAN_END_BY_AGREEMENT };
static const struct schema_words yes_or_no = { LABEL_WORD_YES, LABEL_WORD_NO };
static const struct schema_words statuses = { LABEL_STATUS_DRAFT,
					      LABEL_STATUS_REVIEWED };
static const struct schema_words pays = { LABEL_PAY_OFFICIALS,
					  LABEL_PAY_ELECTED };

static const struct schema_words intervals = { LABEL_INTERVAL_1,
					       LABEL_INTERVAL_TERM };
static const struct schema_words classes = { LABEL_CLASS_NETWORK,
					     LABEL_CLASS_COOPERATION };

#define AT(structure, member) offsetof(struct structure, member)

/* Keys that all pages have. */
#define PAGE_ROWS                                                              \
	{ LABEL_KEY_TITLE, schema_read_title, 0, true, NULL },                 \
		{ LABEL_KEY_SHORT_TITLE, schema_read_text,                     \
		  AT(page_head, short_title), false, NULL },                   \
		{ LABEL_KEY_ID, schema_read_reference, AT(page_head, id),      \
		  false, NULL },                                               \
		{ LABEL_KEY_ALIAS, schema_read_reference_list,                 \
		  AT(page_head, aliases), false, NULL },                       \
	{                                                                      \
		LABEL_KEY_EXTRA, schema_read_anything, 0, false, NULL          \
	}

static const struct schema_row section_rows[] = {
	PAGE_ROWS,
	{ LABEL_KEY_CONTROL, schema_read_controls, 0, false, NULL },
};

static const struct schema_row document_rows[] = {
	PAGE_ROWS,
	{ LABEL_KEY_KIND, schema_read_kind, 0, true, NULL },
	{ LABEL_KEY_SUBTITLE, schema_read_text, AT(page_head, subtitle), false,
	  NULL },
	{ LABEL_KEY_PUBLISHER, schema_read_text, AT(page_head, publisher),
	  false, NULL },
	{ LABEL_KEY_DATE, schema_read_date, AT(page_head, date), false, NULL },
	{ LABEL_KEY_REFERENCE, schema_read_text, AT(page_head, reference),
	  false, NULL },
	{ LABEL_KEY_CONTROL, schema_read_controls, 0, false, NULL },
};

#define FORUM(member) AT(page_head, forum.member)

static const struct schema_row forum_rows[] = {
	PAGE_ROWS,
	{ LABEL_KEY_NAME, schema_read_text, FORUM(name), false, NULL },
	{ LABEL_KEY_FORM, schema_read_word_reference, FORUM(form), true, NULL },
	{ LABEL_KEY_MEMBERSHIP, schema_read_word, FORUM(membership), true,
	  &memberships },
	{ LABEL_KEY_LEVEL, schema_read_word, FORUM(level), true, &levels },
	{ LABEL_KEY_RUN_BY, schema_read_run_by, AT(page_head, forum), false,
	  NULL },
	{ LABEL_KEY_PARTIES, schema_read_reference_list, FORUM(parties), false,
	  NULL },
	{ LABEL_KEY_RESPONSIBLE, schema_read_reference, FORUM(responsible),
	  false, NULL },
	{ LABEL_KEY_STANDS_FOR, schema_read_stands_for, AT(page_head, forum),
	  false, NULL },
	{ LABEL_KEY_REASON, schema_read_text, FORUM(reason), false, NULL },
	{ LABEL_KEY_GOALS, schema_read_reference_list, FORUM(goals), false,
	  NULL },
	{ LABEL_KEY_MEETINGS, schema_read_meetings, AT(page_head, forum), false,
	  NULL },
	{ LABEL_KEY_AGREEMENT, schema_read_agreement, FORUM(agreement), false,
	  NULL },
	{ LABEL_KEY_CAN_END, schema_read_can_end, AT(page_head, forum), false,
	  &can_ends },
	{ LABEL_KEY_DECIDED_BY, schema_read_reference, FORUM(decided_by), false,
	  NULL },
	{ LABEL_KEY_PART_OF, schema_read_reference, FORUM(part_of), false,
	  NULL },
	{ LABEL_KEY_COSTS_IN, schema_read_reference, FORUM(costs_in), false,
	  NULL },
	{ LABEL_KEY_JUDGED, schema_read_judged, FORUM(judged), false, NULL },
	{ LABEL_KEY_YEARS, schema_read_years, AT(page_head, forum), true,
	  NULL },
	{ LABEL_KEY_TEXT, schema_read_long_text, 0, false, NULL },
};

static const struct schema_row meeting_rows[] = {
	{ LABEL_KEY_ORGAN, schema_read_text, AT(meeting, organ), false, NULL },
	{ LABEL_KEY_PER_YEAR, schema_read_count, AT(meeting, per_year), false,
	  NULL },
	{ LABEL_KEY_HELD, schema_read_word, AT(meeting, held), false, &helds },
};

static const struct schema_row agreement_rows[] = {
	{ LABEL_KEY_KIND, schema_read_text, AT(agreement, kind), false, NULL },
	{ LABEL_KEY_DECISION, schema_read_text, AT(agreement, decision), false,
	  NULL },
	{ LABEL_KEY_FROM, schema_read_date, AT(agreement, from), false, NULL },
	{ LABEL_KEY_UNTIL, schema_read_until, 0, false, NULL },
	{ LABEL_KEY_EXTENDED, schema_read_length, AT(agreement, extended),
	  false, NULL },
	{ LABEL_KEY_NOTICE, schema_read_length, AT(agreement, notice), false,
	  NULL },
	{ LABEL_KEY_ENDED, schema_read_ended, 0, false, NULL },
	{ LABEL_KEY_REVIEW, schema_read_reviews, 0, false, NULL },
};

static const struct schema_row review_rows[] = {
	{ LABEL_KEY_WHAT, schema_read_text, AT(review, what), false, NULL },
	{ LABEL_KEY_HOW_OFTEN, schema_read_word, AT(review, interval), false,
	  &intervals },
	{ LABEL_KEY_LAST, schema_read_review_last, 0, false, NULL },
	{ LABEL_KEY_NEXT, schema_read_review_next, 0, false, NULL },
};

static const struct schema_row year_rows[] = {
	{ LABEL_KEY_CARRIED_OVER, schema_read_carried, 0, false, &yes_or_no },
	{ LABEL_KEY_STATUS, schema_read_status, 0, false, &statuses },
	{ LABEL_KEY_STATE, schema_read_word, AT(forum_year, state), false,
	  &states },
	{ LABEL_KEY_PARTICIPANTS, schema_read_participants,
	  AT(forum_year, participants), false, NULL },
	{ LABEL_KEY_FEE, schema_read_fee, 0, false, NULL },
	{ LABEL_KEY_PAID_TO, schema_read_reference_list,
	  AT(forum_year, paid_to), false, NULL },
	{ LABEL_KEY_OTHER, schema_read_other, 0, false, NULL },
	{ LABEL_KEY_OTHER_FOR, schema_read_text_list, AT(forum_year, other_for),
	  false, NULL },
	{ LABEL_KEY_HOURS, schema_read_group_hours, AT(forum_year, hours),
	  false, NULL },
	{ LABEL_KEY_TRIPS, schema_read_trips, 0, false, NULL },
	{ LABEL_KEY_RESULTS, schema_read_text_list, AT(forum_year, results),
	  false, NULL },
	{ LABEL_KEY_REMARK, schema_read_text, AT(forum_year, remark), false,
	  NULL },
	{ LABEL_KEY_TITLE, schema_read_year_title, 0, false, NULL },
	{ LABEL_KEY_COSTS_IN, schema_read_reference, AT(forum_year, costs_in),
	  false, NULL },
	{ LABEL_KEY_CHANGES, schema_read_changes, 0, false, NULL },
	{ LABEL_KEY_CONFIRMED, schema_read_confirmed, 0, false, NULL },
};

static const struct schema_row change_rows[] = {
	{ LABEL_KEY_FIELD, schema_read_change_field, 0, true, NULL },
	{ LABEL_KEY_KIND, schema_read_word, AT(change, sort), true,
	  &change_sorts },
	{ LABEL_KEY_CHANGED_FROM, schema_read_change_from, 0, true, NULL },
	{ LABEL_KEY_CHANGED_TO, schema_read_change_to, 0, true, NULL },
	{ LABEL_KEY_DATE, schema_read_change_date, 0, true, NULL },
	{ LABEL_KEY_REASON, schema_read_text, AT(change, reason), true, NULL },
};

/* What can be confirmed, each with its reason. */
#define CONFIRMED(key, place)                                                  \
	{                                                                      \
		key, schema_read_text, place * sizeof(const char *), false,    \
			NULL                                                   \
	}

static const struct schema_row confirmed_rows[] = {
	CONFIRMED(LABEL_KEY_PARTICIPANTS, 0), CONFIRMED(LABEL_KEY_FEE, 1),
	CONFIRMED(LABEL_KEY_OTHER, 2),	      CONFIRMED(LABEL_KEY_OTHER_FOR, 3),
	CONFIRMED(LABEL_KEY_PAID_TO, 4),      CONFIRMED(LABEL_KEY_HOURS, 5),
	CONFIRMED(LABEL_KEY_STATE, 6),
};

static const struct schema_row trip_rows[] = {
	{ LABEL_KEY_TO, schema_read_trip_to, 0, true, NULL },
	{ LABEL_KEY_PEOPLE, schema_read_count, AT(trip, people), true, NULL },
	{ LABEL_KEY_TIMES, schema_read_count, AT(trip, times), true, NULL },
	{ LABEL_KEY_NIGHTS, schema_read_count, AT(trip, nights), false, NULL },
};

static const struct schema_row organisation_rows[] = {
	{ LABEL_KEY_NAME, schema_read_text, AT(organisation, name), true,
	  NULL },
	{ LABEL_KEY_ABBREVIATION, schema_read_text,
	  AT(organisation, abbreviation), false, NULL },
	{ LABEL_KEY_KIND, schema_read_text, AT(organisation, kind), false,
	  NULL },
	{ LABEL_KEY_LEVEL, schema_read_word, AT(organisation, level), false,
	  &levels },
	{ LABEL_KEY_BELONGS_TO, schema_read_reference,
	  AT(organisation, belongs_to), false, NULL },
};

static const struct schema_row form_rows[] = {
	{ LABEL_KEY_CLASS, schema_read_word, AT(form, class), true, &classes },
};

static const struct schema_row named_rows[] = {
	{ LABEL_KEY_NAME, schema_read_text, AT(named, name), true, NULL },
	{ LABEL_KEY_SOURCE, schema_read_text, AT(named, source), false, NULL },
};

static const struct schema_row rate_rows[] = {
	{ LABEL_KEY_VALUE, schema_read_rate_value, 0, true, NULL },
	{ LABEL_KEY_SOURCE, schema_read_text, AT(rate, source), true, NULL },
	{ LABEL_KEY_DATE, schema_read_date, AT(rate, date), true, NULL },
};

static const struct schema_row formula_rows[] = {
	{ LABEL_KEY_RATE, schema_read_formula_rate, 0, true, NULL },
	{ LABEL_KEY_BASE, schema_read_word_reference, AT(fee_formula, base),
	  true, NULL },
};

static const struct schema_row group_rows[] = {
	{ LABEL_KEY_NAME, schema_read_text, AT(schema_group, name), true,
	  NULL },
	{ LABEL_KEY_STANDS_FOR, schema_read_word, AT(schema_group, pay), false,
	  &pays },
};

static const struct schema_row term_rows[] = {
	{ LABEL_KEY_FIRST, schema_read_day, AT(publication, term_from), true,
	  NULL },
	{ LABEL_KEY_YEARS_LONG, schema_read_number, AT(publication, term_years),
	  true, NULL },
};

static const struct schema_row plausibility_rows[] = {
	{ LABEL_KEY_CHANGE, schema_read_number, AT(plausibility, change), false,
	  NULL },
	{ LABEL_KEY_AMOUNT, schema_read_money, AT(plausibility, amount), false,
	  NULL },
	{ LABEL_KEY_PARTICIPANTS, schema_read_count,
	  AT(plausibility, participants), false, NULL },
};

static const struct schema_words robots = { LABEL_ROBOTS_YES, LABEL_ROBOTS_NO };

static const struct schema_row publication_rows[] = {
	{ LABEL_KEY_FORMAT, schema_read_number, AT(publication, format), true,
	  NULL },
	{ LABEL_KEY_LANGUAGE, schema_read_text, AT(publication, language), true,
	  NULL },
	{ LABEL_KEY_TITLE, schema_read_text, AT(publication, title), true,
	  NULL },
	{ LABEL_KEY_SUBTITLE, schema_read_text, AT(publication, subtitle),
	  false, NULL },
	{ LABEL_KEY_PUBLISHER, schema_read_text, AT(publication, publisher),
	  true, NULL },
	{ LABEL_KEY_RESPONSIBLE, schema_read_reference,
	  AT(publication, responsible), false, NULL },
	{ LABEL_KEY_YEAR, schema_read_shown_year, 0, true, NULL },
	{ LABEL_KEY_DATE, schema_read_date, AT(publication, date), true, NULL },
	{ LABEL_KEY_SEEN_FROM, schema_read_day, AT(publication, seen_from),
	  false, NULL },
	{ LABEL_KEY_TERM, schema_read_term, 0, false, NULL },
	{ LABEL_KEY_REFERENCE, schema_read_text, AT(publication, reference),
	  false, NULL },
	{ LABEL_KEY_GROUPS, schema_read_groups_register, 0, true, NULL },
	{ LABEL_KEY_DOCUMENTS, schema_read_documents,
	  AT(publication, documents), true, NULL },
	{ LABEL_KEY_EDIT_URL, schema_read_edit_url, AT(publication, edit_url),
	  false, NULL },
	{ LABEL_KEY_TOLERANCE, schema_read_tolerance, 0, false, NULL },
	{ LABEL_KEY_PLAUSIBILITY, schema_read_plausibility,
	  AT(publication, plausibility), false, NULL },
	{ LABEL_KEY_SITE_URL, schema_read_site_url, 0, false, NULL },
	{ LABEL_KEY_ROBOTS, schema_read_word, AT(publication, robots), false,
	  &robots },
	{ LABEL_KEY_KEY_FIGURES, schema_read_key_figures, 0, false, NULL },
	{ LABEL_KEY_SHORTCUTS, schema_read_shortcuts, 0, false, NULL },
};

static const struct schema_words compliances = { LABEL_COMPLIANCE_FULL,
						 LABEL_COMPLIANCE_NONE };
static const struct schema_words evaluations = { LABEL_EVALUATION_OWN,
						 LABEL_EVALUATION_OTHER };

static const struct schema_row content_rows[] = {
	{ LABEL_KEY_WHAT, schema_read_text, AT(statement_content, what), true,
	  NULL },
	{ LABEL_KEY_REASON, schema_read_text, AT(statement_content, reason),
	  true, NULL },
	{ LABEL_KEY_CRITERION, schema_read_text,
	  AT(statement_content, criterion), false, NULL },
	{ LABEL_KEY_INSTEAD, schema_read_text, AT(statement_content, instead),
	  false, NULL },
	{ LABEL_KEY_MENDED, schema_read_text, AT(statement_content, mended),
	  false, NULL },
};

static const struct schema_row address_rows[] = {
	{ LABEL_KEY_NAME, schema_read_text, AT(statement_address, name), true,
	  NULL },
	{ LABEL_KEY_SITE_URL, schema_read_contact_url,
	  AT(statement_address, url), true, NULL },
};

static const struct schema_row statement_rows[] = {
	{ LABEL_KEY_SERVICE, schema_read_text, AT(statement, service), false,
	  NULL },
	{ LABEL_KEY_LAW, schema_read_text, AT(statement, law), true, NULL },
	{ LABEL_KEY_STANDARD, schema_read_text, AT(statement, standard), false,
	  NULL },
	{ LABEL_KEY_COMPLIANCE, schema_read_compliance, 0, true, &compliances },
	{ LABEL_KEY_SHORTCOMINGS, schema_read_contents,
	  AT(statement, shortcomings), false, NULL },
	{ LABEL_KEY_BURDEN, schema_read_contents, AT(statement, burden), false,
	  NULL },
	{ LABEL_KEY_OUTSIDE, schema_read_contents, AT(statement, outside),
	  false, NULL },
	{ LABEL_KEY_EVALUATION, schema_read_word, AT(statement, evaluation),
	  true, &evaluations },
	{ LABEL_KEY_TESTED, schema_read_text_list, AT(statement, tested), true,
	  NULL },
	{ LABEL_KEY_ASSESSED, schema_read_assessed, 0, true, NULL },
	{ LABEL_KEY_UPDATED, schema_read_updated, 0, true, NULL },
	{ LABEL_KEY_CONTACT, schema_read_address, AT(statement, contact), true,
	  NULL },
	{ LABEL_KEY_SUPERVISION, schema_read_address,
	  AT(statement, supervision), true, NULL },
};

#define MAP(map_name, rows)                                                    \
	{                                                                      \
		map_name, rows, G_N_ELEMENTS(rows)                             \
	}

const struct schema_rows schema_rows[SCHEMA_MAP_COUNT] = {
	[SCHEMA_FORUM] = MAP("forum", forum_rows),
	[SCHEMA_YEAR_MAP] = MAP("year", year_rows),
	[SCHEMA_MEETING] = MAP("meeting", meeting_rows),
	[SCHEMA_AGREEMENT] = MAP("agreement", agreement_rows),
	[SCHEMA_REVIEW_MAP] = MAP("review", review_rows),
	[SCHEMA_TRIP] = MAP("trip", trip_rows),
	[SCHEMA_CHANGE] = MAP("change", change_rows),
	[SCHEMA_CONFIRMED] = MAP("confirmed", confirmed_rows),
	[SCHEMA_FORMULA] = MAP("formula", formula_rows),
	[SCHEMA_SECTION] = MAP("section", section_rows),
	[SCHEMA_DOCUMENT] = MAP("document", document_rows),
	[SCHEMA_PUBLICATION] = MAP("publication", publication_rows),
	[SCHEMA_TERM] = MAP("term", term_rows),
	[SCHEMA_GROUP] = MAP("group", group_rows),
	[SCHEMA_PLAUSIBILITY] = MAP("plausibility", plausibility_rows),
	[SCHEMA_ORGANISATION] = MAP("organisation", organisation_rows),
	[SCHEMA_FORM] = MAP("form", form_rows),
	[SCHEMA_NAMED] = MAP("named", named_rows),
	[SCHEMA_RATE_MAP] = MAP("rate", rate_rows),
	[SCHEMA_STATEMENT] = MAP("accessibility", statement_rows),
	[SCHEMA_CONTENT] = MAP("shortcoming", content_rows),
	[SCHEMA_CONTACT_MAP] = MAP("contact", address_rows),
};
