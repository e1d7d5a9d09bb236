#include "report/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/report.h"

enum entry_kind { ENTRY_INDEX, ENTRY_FILE, ENTRY_FOLDER };

struct entry {
	const char *name; /* the last part of that of the source */
	enum entry_kind kind;
	unsigned order;
	struct source *source; /* of a folder, too, which nobody reads */
};

struct walk {
	struct document *document;
	struct report *report;
	struct diag_list *diags;
};

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return strcmp(a->name, b->name);
}

static struct source *entry_source(struct walk *walk, const char *path,
				   const char *shown, const char *name)
{
	char *file = g_strconcat(path, "/", name, NULL);
	char *file_shown = g_strconcat(shown, "/", name, NULL);
	struct source *source =
		source_new(file, file_shown, walk->report->arena);

	g_free(file);
	g_free(file_shown);
	return source;
}

static struct span entry_span(struct walk *walk, const char *path,
			      const char *shown, const char *name)
{
	return source_whole(entry_source(walk, path, shown, name));
}

static struct span folder_span(struct walk *walk, const char *path,
			       const char *shown)
{
	return source_whole(source_new(path, shown, walk->report->arena));
}

/* The number that `name` begins with, up to six digits; −1 if none. */
static int leading_number(const char *name, size_t *length)
{
	int number = 0;
	size_t digits = strspn(name, "0123456789");

	if (digits == 0 || digits > 6 || name[digits] != '-')
		return -1;
	for (size_t i = 0; i < digits; i++)
		number = number * 10 + (name[i] - '0');
	*length = digits + 1;
	return number;
}

/* Is it a file that writers' programs leave behind, or not for us? */
static bool is_ignored(const char *name)
{
	return name[0] == '.' || strcmp(name, "README.md") == 0 ||
	       g_str_has_suffix(name, "~");
}

static bool is_page(const char *name)
{
	return g_str_has_suffix(name, ".md") || g_str_has_suffix(name, ".yaml");
}

/* Is the name text that can be shown? Else nothing may be made of it. */
static bool is_text(const char *name)
{
	return g_utf8_validate(name, -1, NULL) &&
	       source_find_control(name, strlen(name)) == NULL &&
	       strpbrk(name, "\n\t") == NULL;
}

/* What is left out: what refers to it is not judged. */
static void refuse(struct walk *walk, enum diag_id id, struct span where)
{
	diag_add(walk->diags, id, where, NULL);
	walk->report->unread = true;
}

static bool is_folder(int folder_fd, const char *name)
{
	struct stat status;

	return fstatat(folder_fd, name, &status, 0) == 0 &&
	       S_ISDIR(status.st_mode);
}

/* Take one name of the folder into `entries`, if it is a page or folder. */
static void take_name(struct walk *walk, GArray *entries, int folder_fd,
		      const char *path, const char *shown, const char *name)
{
	struct entry entry = { 0 };
	struct stat status;
	size_t length = 0;
	int order;

	if (fstatat(folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
		diag_add(walk->diags, DIAG_FILE_OPEN,
			 entry_span(walk, path, shown, name), "%s",
			 g_strerror(errno));
		return;
	}
	if (S_ISLNK(status.st_mode)) {
		if (is_page(name) || is_folder(folder_fd, name))
			refuse(walk, DIAG_FILE_LINK,
			       entry_span(walk, path, shown, name));
		return;
	}
	if (!S_ISDIR(status.st_mode) && !is_page(name))
		return;
	entry.kind = strcmp(name, "index.md") == 0 ? ENTRY_INDEX
		     : S_ISDIR(status.st_mode)	   ? ENTRY_FOLDER
						   : ENTRY_FILE;
	if (!is_text(name)) {
		refuse(walk, DIAG_FILE_NAME,
		       entry_span(walk, path, shown, name));
		return;
	}
	order = leading_number(name, &length);
	if (order < 0 && entry.kind != ENTRY_INDEX) {
		refuse(walk, DIAG_ORDER_MISSING,
		       entry_span(walk, path, shown, name));
		return;
	}
	entry.order = entry.kind == ENTRY_INDEX ? 0 : (unsigned)order + 1;
	entry.source = entry_source(walk, path, shown, name);
	entry.name = strrchr(entry.source->name, '/') + 1;
	g_array_append_val(entries, entry);
}

/* Two with the same number: both stand, and it is said. */
static void check_order(struct walk *walk, const GArray *entries)
{
	for (guint i = 1; i < entries->len; i++) {
		const struct entry *first =
			&g_array_index(entries, struct entry, i - 1);
		const struct entry *second =
			&g_array_index(entries, struct entry, i);

		if (first->order != second->order)
			continue;
		diag_add(walk->diags, DIAG_ORDER_TWICE,
			 source_whole(second->source), NULL);
		diag_also(walk->diags, source_whole(first->source));
	}
}

/* The entries of a folder in order; NULL with the finding added. */
static GArray *list_folder(struct walk *walk, const char *path,
			   const char *shown)
{
	DIR *dir = opendir(path);
	GArray *entries;
	struct dirent *at;

	if (dir == NULL) {
		diag_add(walk->diags, DIAG_FOLDER_OPEN,
			 folder_span(walk, path, shown), "%s",
			 g_strerror(errno));
		return NULL;
	}
	entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	while ((at = readdir(dir)) != NULL)
		if (!is_ignored(at->d_name))
			take_name(walk, entries, dirfd(dir), path, shown,
				  at->d_name);
	closedir(dir);
	g_array_sort(entries, compare_entries);
	check_order(walk, entries);
	return entries;
}

/* The id that a name gives: without number and ending. */
static const char *name_id(const char *name, struct arena *arena)
{
	size_t skip = 0;
	size_t length;
	const char *end = strrchr(name, '.');

	leading_number(name, &skip);
	name += skip;
	length =
		end == NULL || end < name ? strlen(name) : (size_t)(end - name);
	return arena_copy(arena, name, length);
}

static struct page *page_new(struct walk *walk, enum page_kind kind,
			     struct source *source, const char *name,
			     struct page *parent)
{
	struct arena *arena = walk->report->arena;
	struct page *page = arena_new_array(arena, struct page, 1);

	page->kind = kind;
	page->source = source;
	page->head_where = source_span(page->source, 0, 0);
	page->target.kind = TARGET_PAGE;
	page->target.id = name_id(name, arena);
	page->target.title = page->target.id;
	page->target.number = "";
	page->target.page = page;
	page->target.where = page->head_where;
	page->document = walk->document;
	page->parent = parent;
	page->depth = parent == NULL ? 0 : parent->depth + 1;
	if (parent == NULL)
		return page;
	if (parent->last_child == NULL)
		parent->first_child = page;
	else
		parent->last_child->next = page;
	parent->last_child = page;
	return page;
}

static void read_folder(struct walk *walk, const char *path, const char *shown,
			const char *name, struct page *parent);

static void read_entry(struct walk *walk, const struct entry *entry,
		       struct page *page)
{
	const struct source *source = entry->source;

	if (entry->kind == ENTRY_FOLDER && page->depth < FOLDER_DEPTH_MAX)
		read_folder(walk, source->path, source->name, entry->name,
			    page);
	else if (entry->kind == ENTRY_FOLDER)
		diag_add(walk->diags, DIAG_FOLDER_DEPTH, source_whole(source),
			 "%d", FOLDER_DEPTH_MAX);
	else if (page->kind == PAGE_DOCUMENT)
		diag_add(walk->diags, DIAG_FILE_FORUM_PLACE,
			 source_whole(source), NULL);
	else
		page_new(walk, PAGE_FORUM, entry->source, entry->name, page);
}

/* A folder is a section (or the document); `name` is its own name. */
static void read_folder(struct walk *walk, const char *path, const char *shown,
			const char *name, struct page *parent)
{
	GArray *entries = list_folder(walk, path, shown);
	enum page_kind kind = parent == NULL ? PAGE_DOCUMENT : PAGE_SECTION;
	struct page *page;
	bool indexed;

	if (entries == NULL)
		return;
	indexed = entries->len > 0 &&
		  g_array_index(entries, struct entry, 0).kind == ENTRY_INDEX;
	if (indexed) {
		page = page_new(walk, kind,
				g_array_index(entries, struct entry, 0).source,
				name, parent);
	} else {
		diag_add(walk->diags, DIAG_INDEX_MISSING,
			 folder_span(walk, path, shown), NULL);
		page = page_new(walk, kind,
				entry_source(walk, path, shown, "index.md"),
				name, parent);
		page->source = NULL; /* there is nothing to read */
	}
	if (parent == NULL)
		walk->document->page = page;
	for (guint i = indexed; i < entries->len; i++)
		read_entry(walk, &g_array_index(entries, struct entry, i),
			   page);
	g_array_free(entries, TRUE);
}

void folder_read(struct document *document, const char *path, const char *name,
		 struct report *report, struct diag_list *diags)
{
	struct walk walk = { document, report, diags };

	read_folder(&walk, path, name, name, NULL);
}
