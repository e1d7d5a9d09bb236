#include "report/refs.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/report.h"
#include "report/uses.h"

/* The largest picture that is copied. */
#define ASSET_BYTES_MAX ((off_t)8 * 1024 * 1024)

struct resolving {
	struct report *report;
	const char *content;
	struct diag_list *diags;
	GHashTable *sources; /* name of file → page; made when needed */
	GHashTable *assets;  /* name → asset */
	GPtrArray *asset_list;
	size_t suggestions;
	/* page → set of pages that link to it, in order of first link */
	GHashTable *mentions;
};

/* The keys of a table, NULL-terminated, to find the nearest among. */
static const char **table_words(GHashTable *table)
{
	const char **words = g_new0(const char *, g_hash_table_size(table) + 1);
	GList *keys =
		g_list_sort(g_hash_table_get_keys(table), (GCompareFunc)strcmp);
	size_t count = 0;

	for (GList *at = keys; at != NULL; at = at->next)
		words[count++] = at->data;
	g_list_free(keys);
	return words;
}

/* Beyond this many nobody reads what was meant. */
#define SUGGESTIONS_MOST 200

static void suggest_key(struct resolving *resolving, GHashTable *table,
			const char *word)
{
	const char **words;

	if (resolving->suggestions++ >= SUGGESTIONS_MOST)
		return;
	words = table_words(table);
	diag_suggest(resolving->diags, diag_nearest(word, words));
	g_free(words);
}

/* Could the id be one of what was left out or could not be read? */
static bool may_be_unread(const struct resolving *resolving,
			  const GHashTable *table)
{
	const struct report *report = resolving->report;

	return report->unread && table == report->targets;
}

static void add_id_use(struct resolving *resolving, struct span where,
		       const char *id, const struct target *target,
		       const char *address)
{
	uses_add(resolving->report,
		 &(struct use){ .kind = USE_ID,
				.where = where,
				.text = id,
				.address = address,
				.table = resolving->report->targets,
				.to = target });
}

/* Look `reference` up in a register; nothing to do when it is not said. */
static void resolve(struct resolving *resolving, struct reference *reference,
		    GHashTable *table, enum diag_id unknown)
{
	if (reference->id == NULL || table == NULL)
		return;
	reference->to = g_hash_table_lookup(table, reference->id);
	uses_add(resolving->report, &(struct use){ .kind = USE_ID,
						   .where = reference->where,
						   .text = reference->id,
						   .table = table,
						   .to = reference->to });
	if (reference->to != NULL || may_be_unread(resolving, table))
		return;
	diag_add(resolving->diags, unknown, reference->where, "%s",
		 reference->id);
	suggest_key(resolving, table, reference->id);
}

static void resolve_list(struct resolving *resolving,
			 struct reference_list *list, GHashTable *table,
			 enum diag_id unknown)
{
	for (size_t i = 0; i < list->count; i++)
		resolve(resolving, &list->items[i], table, unknown);
}

/* A relation to another forum: the id must be that of a forum's page. */
static void resolve_forum(struct resolving *resolving,
			  struct reference *reference, const struct page *from)
{
	const struct target *target;

	resolve(resolving, reference, resolving->report->targets,
		DIAG_FORUM_UNKNOWN);
	target = reference->to;
	reference->to = NULL;
	if (target == NULL)
		return;
	if (target->kind != TARGET_PAGE || target->page->kind != PAGE_FORUM)
		diag_add(resolving->diags, DIAG_FORUM_UNKNOWN, reference->where,
			 "%s", reference->id);
	else if (target->page == from)
		diag_add(resolving->diags, DIAG_RELATION_LOOP, reference->where,
			 "%s", reference->id);
	else
		reference->to = target->page;
}

/* Costs are reported where the forum says, unless the year says another. */
static void resolve_year(struct resolving *resolving, const struct page *page,
			 struct forum_year *year)
{
	resolve_list(resolving, &year->paid_to,
		     resolving->report->organisations,
		     DIAG_ORGANISATION_UNKNOWN);
	if (year->costs_in.id == NULL)
		year->costs_in = page->forum->costs_in;
	else
		resolve_forum(resolving, &year->costs_in, page);
}

static void resolve_head(struct resolving *resolving, struct page *page)
{
	struct report *report = resolving->report;
	struct forum *forum = page->forum;
	const struct forum_year *shown;

	resolve(resolving, &forum->form, report->forms, DIAG_FORM_UNKNOWN);
	resolve_list(resolving, &forum->run_by, report->organisations,
		     DIAG_ORGANISATION_UNKNOWN);
	resolve_list(resolving, &forum->parties, report->organisations,
		     DIAG_ORGANISATION_UNKNOWN);
	if (forum->responsible.id == NULL)
		forum->responsible = report->publication.responsible;
	else
		resolve(resolving, &forum->responsible, report->units,
			DIAG_UNIT_UNKNOWN);
	if (forum->decided_by.id != NULL)
		resolve(resolving, &forum->decided_by, report->units,
			DIAG_UNIT_UNKNOWN);
	resolve_list(resolving, &forum->goals, report->goals,
		     DIAG_GOAL_UNKNOWN);
	resolve_forum(resolving, &forum->part_of, page);
	resolve_forum(resolving, &forum->costs_in, page);
	for (size_t i = 0; i < forum->years_count; i++)
		resolve_year(resolving, page, &forum->years[i]);
	for (size_t i = 0; i < forum->coming_count; i++)
		resolve_year(resolving, page, &forum->coming[i]);
	shown = report_year(forum, report->publication.year);
	if (shown != NULL)
		forum->costs_in = shown->costs_in;
}

/* Say which documents there are; one that is meant is among them. */
static void unknown_document(struct resolving *resolving,
			     const struct reference *reference)
{
	const struct report *report = resolving->report;
	GPtrArray *ids = g_ptr_array_new();
	char *all;

	for (size_t i = 0; i < report->documents_count; i++)
		g_ptr_array_add(ids,
				(char *)report->documents[i]->page->target.id);
	g_ptr_array_add(ids, NULL);
	all = g_strjoinv(" | ", (char **)ids->pdata);
	diag_add(resolving->diags, DIAG_DOCUMENT_UNKNOWN, reference->where,
		 "%s", reference->id);
	diag_write(resolving->diags, "%s", all);
	g_free(all);
	g_ptr_array_free(ids, TRUE);
}

/* Appendices are documents of the publication. */
static void resolve_document(struct resolving *resolving,
			     struct document *document)
{
	for (struct document_field *at = document->fields; at != NULL;
	     at = at->next) {
		for (size_t i = 0; i < at->documents.count; i++) {
			struct reference *reference = &at->documents.items[i];
			const struct target *target = g_hash_table_lookup(
				resolving->report->targets, reference->id);

			add_id_use(resolving, reference->where, reference->id,
				   target, NULL);
			if (target != NULL && target->kind == TARGET_PAGE &&
			    target->page->kind == PAGE_DOCUMENT)
				reference->to = target->page;
			else if (!may_be_unread(resolving,
						resolving->report->targets))
				unknown_document(resolving, reference);
		}
	}
}

/* The relation that a walk follows. */
typedef struct reference *(*relation)(struct forum *forum);

static struct reference *part_of(struct forum *forum)
{
	return &forum->part_of;
}

static struct reference *costs_in(struct forum *forum)
{
	return &forum->costs_in;
}

/*
 * Does the relation lead back to `page`? Each forum names one other, so a
 * second, slower walker tells a loop that does not hold `page` itself.
 */
static bool in_loop(const struct page *page, relation follow)
{
	const struct page *slow = page;
	const struct page *at = page;
	bool odd = false;

	while ((at = follow(at->forum)->to) != NULL) {
		if (at == page)
			return true;
		if (at == slow)
			return false;
		if (odd)
			slow = follow(slow->forum)->to;
		odd = !odd;
	}
	return false;
}

/* How many forums of a loop are named. */
#define LOOP_TOLD 10

/* A loop is told once, at the first of its forums. */
static void check_loop(struct resolving *resolving, struct page *page,
		       relation follow, GPtrArray *broken)
{
	struct reference *reference = follow(page->forum);
	const struct span where = reference->where;
	const struct page *next = reference->to;
	const struct page *at = page;
	GString *chain;

	if (next == NULL || g_ptr_array_find(broken, reference, NULL) ||
	    !in_loop(page, follow))
		return;
	chain = g_string_new(page->target.id);
	for (size_t told = 0; told == 0 || at != page; told++) {
		g_ptr_array_add(broken, reference);
		at = reference->to;
		if (told < LOOP_TOLD)
			g_string_append_printf(chain, " → %s", at->target.id);
		else if (told == LOOP_TOLD)
			g_string_append(chain, " → …");
		reference = follow(at->forum);
	}
	diag_add(resolving->diags, DIAG_RELATION_LOOP, where, "%s", chain->str);
	diag_also(resolving->diags, follow(next->forum)->where);
	g_string_free(chain, TRUE);
}

/* Loops are broken only when all have been told. */
static void check_loops(struct resolving *resolving)
{
	struct report *report = resolving->report;
	GPtrArray *broken = g_ptr_array_new();

	for (size_t i = 0; i < report->forums_count; i++) {
		check_loop(resolving, report->forums[i], part_of, broken);
		check_loop(resolving, report->forums[i], costs_in, broken);
	}
	for (guint i = 0; i < broken->len; i++)
		((struct reference *)g_ptr_array_index(broken, i))->to = NULL;
	g_ptr_array_free(broken, TRUE);
}

/*
 * Make, for every forum, the list of those whose `follow` leads to it: count,
 * allot, fill.
 */
static void reverse(struct resolving *resolving, relation follow,
		    size_t list_offset, size_t count_offset)
{
	struct report *report = resolving->report;

	for (size_t pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < report->forums_count; i++) {
			struct page *page = report->forums[i];
			const struct page *to = follow(page->forum)->to;
			struct page ***list;
			size_t *count;

			if (to == NULL)
				continue;
			list = (struct page ***)((char *)to->forum +
						 list_offset);
			count = (size_t *)((char *)to->forum + count_offset);
			if (pass == 1 && *list == NULL) {
				*list = arena_new_array(report->arena,
							struct page *, *count);
				*count = 0;
			}
			if (pass == 1)
				(*list)[*count] = page;
			(*count)++;
		}
	}
}

/* The same of a year that says another forum than the shown year does. */
static void check_costs_in_year(struct resolving *resolving,
				const struct page *page,
				const struct forum_year *year)
{
	const struct reference *reference = &year->costs_in;
	const struct page *to = reference->to;
	const struct forum_year *there;

	if (to == NULL ||
	    reference->where.offset == page->forum->costs_in.where.offset)
		return;
	there = report_year(to->forum, year->year);
	if (there != NULL && there->costs_in.id != NULL)
		diag_add(resolving->diags, DIAG_COSTS_IN_CHAIN,
			 reference->where, "%s", reference->id);
}

static void check_costs_in(struct resolving *resolving, struct page *page)
{
	const struct reference *reference = &page->forum->costs_in;
	const struct page *to = reference->to;

	if (to != NULL && to->forum->costs_in.id != NULL)
		diag_add(resolving->diags, DIAG_COSTS_IN_CHAIN,
			 reference->where, "%s", reference->id);
	for (size_t i = 0; i < page->forum->years_count; i++)
		check_costs_in_year(resolving, page, &page->forum->years[i]);
}

/* Scheme of a URL in lower case, as RFC 3986 § 3.1 has it; "" if none. */
static char *url_scheme(const char *url)
{
	size_t length = strspn(url, "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789+-.");

	if (url[length] != ':')
		return g_strdup("");
	return g_ascii_strdown(url, (gssize)length);
}

static void add_mention(struct resolving *resolving, struct page *from,
			const struct target *target)
{
	GPtrArray *mentions;

	if (target->page == from)
		return;
	mentions = g_hash_table_lookup(resolving->mentions, target->page);
	if (mentions == NULL) {
		mentions = g_ptr_array_new();
		g_hash_table_insert(resolving->mentions, target->page,
				    mentions);
	}
	/* Pages come in order, so a second link from one is the last. */
	if (mentions->len == 0 ||
	    g_ptr_array_index(mentions, mentions->len - 1) != from)
		g_ptr_array_add(mentions, from);
}

static const struct target *find_id(struct resolving *resolving, const char *id,
				    struct span where)
{
	const struct target *target =
		g_hash_table_lookup(resolving->report->targets, id);

	if (target == NULL &&
	    !may_be_unread(resolving, resolving->report->targets)) {
		diag_add(resolving->diags, DIAG_LINK_TARGET, where, "%s", id);
		suggest_key(resolving, resolving->report->targets, id);
	}
	return target;
}

static void list_sources(struct resolving *resolving)
{
	struct report *report = resolving->report;

	resolving->sources = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < report->pages_count; i++)
		if (report->pages[i]->source != NULL)
			g_hash_table_insert(
				resolving->sources,
				(char *)report->pages[i]->source->name,
				report->pages[i]);
}

/*
 * `path` seen from the folder of `from`, without `.` and `..`; NULL when it
 * leads out of the content folder. The caller frees it.
 */
static char *join_path(const char *from, const char *path)
{
	char *folder = g_path_get_dirname(from);
	char **parts = g_strsplit(folder, "/", -1);
	char **more = g_strsplit(path, "/", -1);
	GPtrArray *kept = g_ptr_array_new();
	char *joined = NULL;
	bool inside = path[0] != '/';

	for (char **at = parts; *at != NULL; at++)
		if (strcmp(*at, ".") != 0)
			g_ptr_array_add(kept, *at);
	for (char **at = more; *at != NULL && inside; at++) {
		if (strcmp(*at, "..") == 0) {
			inside = kept->len > 0;
			if (inside)
				g_ptr_array_set_size(kept, (gint)kept->len - 1);
		} else if (strcmp(*at, ".") != 0 && **at != '\0') {
			g_ptr_array_add(kept, *at);
		}
	}
	g_ptr_array_add(kept, NULL);
	if (inside)
		joined = g_strjoinv("/", (char **)kept->pdata);
	g_ptr_array_free(kept, TRUE);
	g_strfreev(more);
	g_strfreev(parts);
	g_free(folder);
	return joined;
}

/* The path in `url` without `#id`, and with `%20` as editors write a space. */
static char *plain_path(const char *url)
{
	char *path = g_strndup(url, strcspn(url, "#"));
	char *plain = g_uri_unescape_string(path, NULL);

	if (plain == NULL || !g_utf8_validate(plain, -1, NULL)) {
		g_free(plain);
		return path;
	}
	g_free(path);
	return plain;
}

/* A page in the folder that `path` names whose file has nearly its name. */
static void suggest_file(struct resolving *resolving, const char *path)
{
	const struct report *report = resolving->report;
	const char *slash = strrchr(path, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash + 1 - path);
	GPtrArray *names;

	if (resolving->suggestions++ >= SUGGESTIONS_MOST)
		return;
	names = g_ptr_array_new();
	for (size_t i = 0; i < report->pages_count; i++) {
		const struct source *source = report->pages[i]->source;

		if (source != NULL &&
		    strncmp(source->name, path, folder) == 0 &&
		    strchr(source->name + folder, '/') == NULL)
			g_ptr_array_add(names, (char *)source->name + folder);
	}
	g_ptr_array_add(names, NULL);
	diag_suggest(
		resolving->diags,
		diag_nearest(path + folder, (const char *const *)names->pdata));
	g_ptr_array_free(names, TRUE);
}

/* A relative path to a source file, perhaps with `#id`. */
static const struct target *find_file(struct resolving *resolving,
				      const struct page *from, const char *url,
				      struct span where)
{
	const char *hash = strchr(url, '#');
	const struct target *target;
	struct span link;
	char *path = plain_path(url);
	char *joined = join_path(from->source->name, path);
	struct page *page = NULL;

	if (resolving->sources == NULL)
		list_sources(resolving);
	if (joined != NULL)
		page = g_hash_table_lookup(resolving->sources, joined);
	if (page != NULL)
		uses_add(resolving->report,
			 &(struct use){
				 .kind = USE_FILE,
				 .where = where,
				 .text = arena_copy(resolving->report->arena,
						    url, strcspn(url, "#")),
				 .address = url,
				 .from = from,
				 .to = &page->target });
	if (joined == NULL) {
		diag_add(resolving->diags, DIAG_LINK_OUT, where, "%s", url);
	} else if (page == NULL && !resolving->report->unread) {
		diag_add(resolving->diags, DIAG_LINK_FILE, where, "%s", joined);
		if (g_str_has_prefix(url, "www."))
			diag_write(resolving->diags, "https://%s", url);
		else
			suggest_file(resolving, joined);
	}
	g_free(joined);
	g_free(path);
	if (page == NULL)
		return NULL;
	if (hash == NULL)
		return &page->target;
	link = where;
	if (where.length == strlen(url)) {
		where.offset += (uint32_t)(hash - url);
		where.length -= (uint32_t)(hash - url);
	}
	target = find_id(resolving, hash + 1, where);
	add_id_use(resolving, link, hash + 1, target, url);
	return target;
}

static bool is_external(const char *scheme)
{
	return strcmp(scheme, "https") == 0 || strcmp(scheme, "http") == 0 ||
	       strcmp(scheme, "mailto") == 0;
}

static void resolve_link(struct resolving *resolving, struct page *page,
			 struct body_link *link)
{
	struct span where = link->item.where;
	char *scheme = url_scheme(link->url);

	if (link->url[0] == '#') {
		link->target = find_id(resolving, link->url + 1, where);
		add_id_use(resolving, where, link->url + 1, link->target,
			   link->url);
	} else if (link->url[0] == '\0')
		diag_add(resolving->diags, DIAG_LINK_EMPTY, where, NULL);
	else if (scheme[0] != '\0' && !is_external(scheme))
		diag_add(resolving->diags, DIAG_LINK_SCHEME, where,
			 "%s:", scheme);
	else if (scheme[0] == '\0')
		link->target = find_file(resolving, page, link->url, where);
	if (link->target != NULL)
		add_mention(resolving, page, link->target);
	g_free(scheme);
}

static void resolve_role(struct resolving *resolving, struct page *page,
			 struct body_role *role)
{
	if (role->name != ROLE_REF)
		return;
	role->target = find_id(resolving, role->text, role->text_where);
	add_id_use(resolving, role->text_where, role->text, role->target, NULL);
	if (role->target != NULL)
		add_mention(resolving, page, role->target);
}

static bool is_picture(const char *name)
{
	static const char *const endings[] = { ".png", ".jpg", ".jpeg",
					       ".svg", ".gif", ".webp" };

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(name, endings[i]))
			return true;
	return false;
}

/* Is `path` an ordinary file that is not reached through a link? */
static bool is_plain_file(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	       status.st_size <= ASSET_BYTES_MAX;
}

/* Is a folder on the way from `content` to the file `name` a link? */
static bool has_link(const char *content, const char *name)
{
	bool found = false;

	for (const char *at = strchr(name, '/'); at != NULL && !found;
	     at = strchr(at + 1, '/')) {
		char *path = g_strdup_printf("%s/%.*s", content,
					     (int)(at - name), name);

		found = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
		g_free(path);
	}
	return found;
}

/* Pictures keep their paths, below one folder. */
static struct asset *asset_new(struct resolving *resolving, const char *path,
			       const char *name)
{
	struct arena *arena = resolving->report->arena;
	struct asset *asset = arena_new_array(arena, struct asset, 1);
	char *url = g_uri_escape_string(name, "/", TRUE);

	asset->path = arena_strdup(arena, path);
	asset->name = arena_printf(arena, "bilder/%s", name);
	asset->url = arena_printf(arena, "bilder/%s", url);
	g_free(url);
	g_ptr_array_add(resolving->asset_list, asset);
	return asset;
}

/* A picture without a path, or one that lies elsewhere. */
static bool refuse_address(struct resolving *resolving,
			   const struct body_image *image)
{
	char *scheme = url_scheme(image->url);
	bool refused = scheme[0] != '\0' || image->url[0] == '\0';

	if (image->url[0] == '\0')
		diag_add(resolving->diags, DIAG_LINK_EMPTY, image->item.where,
			 NULL);
	else if (refused)
		diag_add(resolving->diags, DIAG_IMAGE_FILE, image->item.where,
			 "%s", image->url);
	g_free(scheme);
	return refused;
}

static void resolve_image(struct resolving *resolving, const struct page *page,
			  struct body_image *image)
{
	char *plain = plain_path(image->url);
	char *name = join_path(page->source->name, plain);
	char *path;

	g_free(plain);
	if (refuse_address(resolving, image)) {
		g_free(name);
		return;
	}
	if (name == NULL) {
		diag_add(resolving->diags, DIAG_IMAGE_FILE, image->item.where,
			 "%s", image->url);
		return;
	}
	path = g_build_filename(resolving->content, name, NULL);
	image->target = g_hash_table_lookup(resolving->assets, name);
	if (image->target == NULL &&
	    (!is_picture(name) || has_link(resolving->content, name) ||
	     !is_plain_file(path))) {
		diag_add(resolving->diags, DIAG_IMAGE_FILE, image->item.where,
			 "%s", name);
	} else if (image->target == NULL) {
		struct asset *asset = asset_new(resolving, path, name);

		g_hash_table_insert(resolving->assets, g_strdup(name), asset);
		image->target = asset;
	}
	if (image->target != NULL)
		uses_add(resolving->report,
			 &(struct use){
				 .kind = USE_PICTURE,
				 .where = image->item.where,
				 .text = image->url,
				 .address = image->url,
				 .from = page,
				 .to = arena_strdup(resolving->report->arena,
						    name) });
	g_free(path);
	g_free(name);
}

static void resolve_body(struct resolving *resolving, struct page *page)
{
	struct body *body = page->body;

	for (size_t i = 0; i < body->links.count; i++)
		resolve_link(resolving, page, body->links.items[i]);
	for (size_t i = 0; i < body->roles.count; i++)
		resolve_role(resolving, page, body->roles.items[i]);
	for (size_t i = 0; i < body->images.count; i++)
		resolve_image(resolving, page, body->images.items[i]);
}

static void keep_mentions(struct resolving *resolving)
{
	struct report *report = resolving->report;

	for (size_t i = 0; i < report->pages_count; i++) {
		struct page *page = report->pages[i];
		GPtrArray *mentions =
			g_hash_table_lookup(resolving->mentions, page);

		if (mentions == NULL)
			continue;
		page->mentioned_in_count = mentions->len;
		page->mentioned_in = arena_new_array(
			report->arena, struct page *, mentions->len);
		memcpy(page->mentioned_in, mentions->pdata,
		       mentions->len * sizeof(void *));
		g_ptr_array_free(mentions, TRUE);
	}
}

static void keep_assets(struct resolving *resolving)
{
	struct report *report = resolving->report;

	report->assets_count = resolving->asset_list->len;
	report->assets = arena_new_array(report->arena, struct asset *,
					 report->assets_count + 1);
	for (guint i = 0; i < resolving->asset_list->len; i++)
		report->assets[i] = g_ptr_array_index(resolving->asset_list, i);
}

static void resolve_registers(struct resolving *resolving)
{
	struct report *report = resolving->report;
	GHashTableIter iter;
	void *value;

	for (size_t i = 0; i < report->publication.shortcuts_count; i++)
		resolve(resolving, &report->publication.shortcuts[i].page,
			report->targets, DIAG_LINK_TARGET);
	resolve(resolving, &report->publication.responsible, report->units,
		DIAG_UNIT_UNKNOWN);
	if (report->organisations == NULL)
		return;
	g_hash_table_iter_init(&iter, report->organisations);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		resolve(resolving, &((struct organisation *)value)->belongs_to,
			report->organisations, DIAG_ORGANISATION_UNKNOWN);
}

void refs_resolve(struct report *report, const char *content,
		  struct diag_list *diags)
{
	struct resolving resolving = {
		.report = report,
		.content = content,
		.diags = diags,
		.assets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						NULL),
		.asset_list = g_ptr_array_new(),
		.mentions = g_hash_table_new(NULL, NULL),
	};

	resolve_registers(&resolving);
	for (size_t i = 0; i < report->documents_count; i++)
		resolve_document(&resolving, report->documents[i]);
	for (size_t i = 0; i < report->forums_count; i++)
		resolve_head(&resolving, report->forums[i]);
	check_loops(&resolving);
	reverse(&resolving, part_of, offsetof(struct forum, children),
		offsetof(struct forum, children_count));
	reverse(&resolving, costs_in, offsetof(struct forum, costs_of),
		offsetof(struct forum, costs_of_count));
	for (size_t i = 0; i < report->forums_count; i++)
		check_costs_in(&resolving, report->forums[i]);
	for (size_t i = 0; i < report->pages_count; i++)
		if (report->pages[i]->body != NULL)
			resolve_body(&resolving, report->pages[i]);
	keep_mentions(&resolving);
	keep_assets(&resolving);
	g_hash_table_destroy(resolving.mentions);
	g_hash_table_destroy(resolving.assets);
	g_ptr_array_free(resolving.asset_list, TRUE);
	if (resolving.sources != NULL)
		g_hash_table_destroy(resolving.sources);
}
