#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"

struct source *source_new(const char *path, const char *name,
			  struct arena *arena)
{
	struct source *source = arena_new_array(arena, struct source, 1);

	source->path = arena_strdup(arena, path);
	/* Mostly the name is the end of the path: it need not lie twice. */
	source->name = g_str_has_suffix(path, name)
			       ? source->path + strlen(path) - strlen(name)
			       : arena_strdup(arena, name);
	return source;
}

struct span source_span(const struct source *source, size_t offset,
			size_t length)
{
	struct span span = { source, (uint32_t)offset, (uint32_t)length };

	return span;
}

struct span source_whole(const struct source *source)
{
	return source_span(source, UINT32_MAX, 0);
}

ssize_t source_read_bytes(int fd, char *bytes, size_t most)
{
	size_t length = 0;

	while (length < most) {
		ssize_t got = read(fd, bytes + length, most - length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	return (ssize_t)length;
}

struct source_stamp source_stamp(const struct stat *status)
{
	return (struct source_stamp){
		.device = status->st_dev,
		.inode = status->st_ino,
		.bytes = status->st_size,
		.seconds = status->st_mtim.tv_sec,
		.nanoseconds = status->st_mtim.tv_nsec,
	};
}

/*
 * Open without waiting: a named pipe where a file should be must not hang
 * the run. Links are followed only where the caller has allowed them.
 */
static int load(struct source *source, struct diag_list *diags)
{
	int fd = open(source->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	ssize_t length = -1;
	size_t room;

	if (fd < 0)
		return diag_add(diags, DIAG_FILE_OPEN, source_whole(source),
				"%s", g_strerror(errno));
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return diag_add(diags, DIAG_FILE_KIND, source_whole(source),
				NULL);
	}
	if ((size_t)status.st_size > SOURCE_BYTES_MAX) {
		close(fd);
		return diag_add(diags, DIAG_FILE_SIZE, source_whole(source),
				"%zu kB", (size_t)status.st_size / 1024);
	}
	if (source->stamp.inode == 0)
		source->stamp = source_stamp(&status);
	/* One byte more tells a file that grew while it was read. */
	room = (size_t)status.st_size + 1;
	source->text = g_malloc(room + 1);
	length = source_read_bytes(fd, source->text, room);
	close(fd);
	if (length < 0) {
		source_drop(source);
		return diag_add(diags, DIAG_FILE_OPEN, source_whole(source),
				"%s", g_strerror(errno));
	}
	source->length = (size_t)length;
	source->text[length] = '\0';
	return 0;
}

static void drop_byte_order_mark(struct source *source)
{
	if (source->length < 3 || memcmp(source->text, "\xEF\xBB\xBF", 3) != 0)
		return;
	source->length -= 3;
	memmove(source->text, source->text + 3, source->length + 1);
}

static void make_line_feeds(struct source *source)
{
	char *from = memchr(source->text, '\r', source->length);
	char *end = source->text + source->length;
	char *to = from;

	if (from == NULL)
		return;
	for (; from < end; from++) {
		if (*from != '\r')
			*to++ = *from;
		else if (from + 1 == end || from[1] != '\n')
			*to++ = '\n';
	}
	*to = '\0';
	source->length = (size_t)(to - source->text);
}

/*
 * Is the ASCII byte or the character a control character? XML 1.0 § 2.2 has
 * no others; U+0085 and U+2028 would be lines to some readers only.
 */
static int is_control(gunichar c)
{
	return (c < 0x20 && c != '\n' && c != '\t') ||
	       (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE ||
	       (c >= 0xFDD0 && c <= 0xFDEF) || c == 0x2028 || c == 0x2029 ||
	       c == 0xFEFF;
}

const char *source_find_control(const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end && !is_control(g_utf8_get_char(text)))
		text = g_utf8_next_char(text);
	return text < end ? text : NULL;
}

/*
 * Past ASCII that is no control character. A text ends with a zero byte, which
 * is one.
 */
static const char *past_plain(const char *at)
{
	while ((*at >= 0x20 && *at < 0x7F) || *at == '\n')
		at++;
	return at;
}

/* Find the first place that is not UTF-8 or is a control character. */
static int check_characters(const struct source *source,
			    struct diag_list *diags)
{
	const char *at = source->text;
	const char *end = source->text + source->length;

	while ((at = past_plain(at)) < end) {
		gunichar c = (unsigned char)*at;
		size_t offset = (size_t)(at - source->text);

		if (c >= 0x80)
			c = g_utf8_get_char_validated(at, end - at);
		if (c == (gunichar)-1 || c == (gunichar)-2)
			return diag_add(diags, DIAG_TEXT_ENCODING,
					source_span(source, offset, 1),
					"byte 0x%02X", (unsigned char)*at);
		if (is_control(c))
			return diag_add(diags, DIAG_TEXT_CONTROL,
					source_span(source, offset, 1),
					"U+%04X", c);
		at += c < 0x80 ? 1 : g_unichar_to_utf8(c, NULL);
	}
	return 0;
}

int source_read_raw(struct source *source, struct diag_list *diags)
{
	if (load(source, diags) != 0)
		return -1;
	drop_byte_order_mark(source);
	make_line_feeds(source);
	return 0;
}

int source_read(struct source *source, struct diag_list *diags)
{
	if (source->text != NULL)
		return 0;
	if (source_read_raw(source, diags) != 0)
		return -1;
	if (check_characters(source, diags) != 0) {
		source_drop(source);
		return -1;
	}
	return 0;
}

void source_drop(struct source *source)
{
	g_free(source->text);
	source->text = NULL;
}

size_t source_line_offset(const struct source *source, size_t line)
{
	const char *at = source->text;
	const char *end = source->text + source->length;

	for (; line > 0; line--) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (at == NULL)
			return source->length;
		at++;
	}
	return (size_t)(at - source->text);
}

size_t source_char_offset(const struct source *source, size_t line,
			  size_t column)
{
	const char *end = source->text + source->length;
	const char *at = source->text + source_line_offset(source, line);

	for (; column > 0 && at < end && *at != '\n'; column--)
		at = g_utf8_next_char(at);
	return (size_t)(at - source->text);
}

void source_keep_lines(struct source *source, struct arena *arena)
{
	GArray *ends = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	const char *end = source->text + source->length;
	const char *at = source->text;

	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		uint32_t offset = (uint32_t)(at++ - source->text);

		g_array_append_val(ends, offset);
	}
	source->lines_count = ends->len;
	source->lines = memcpy(arena_new_array(arena, uint32_t, ends->len + 1),
			       ends->data, ends->len * sizeof(uint32_t));
	g_array_free(ends, TRUE);
}

size_t source_line(struct span where)
{
	size_t low = 0;
	size_t high;

	if (where.source == NULL || where.source->lines == NULL)
		return 0;
	high = where.source->lines_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (where.source->lines[middle] < where.offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low + 1;
}

void source_position(const struct source *source, size_t offset, size_t *line,
		     size_t *column)
{
	const char *start = source->text;
	const char *stop = source->text + MIN(offset, source->length);
	const char *next;

	*line = 1;
	while ((next = memchr(start, '\n', (size_t)(stop - start))) != NULL) {
		start = next + 1;
		(*line)++;
	}
	*column = 1;
	for (; start < stop; start++)
		*column += ((unsigned char)*start & 0xC0) != 0x80;
}
