#include "diff/sheet.h"

#include <string.h>

#include "base/arena.h"

void sheet_init(struct sheet *sheet, const char *title, struct arena *arena)
{
	*sheet = (struct sheet){
		.title = title,
		.blocks = g_array_new(FALSE, TRUE, sizeof(struct block)),
		.arena = arena,
	};
}

void sheet_release(struct sheet *sheet)
{
	for (guint i = 0; i < sheet->blocks->len; i++) {
		struct block *block =
			&g_array_index(sheet->blocks, struct block, i);

		if (block->table != NULL)
			g_ptr_array_free(block->table->rows, TRUE);
	}
	g_array_free(sheet->blocks, TRUE);
}

static struct block *add_block(struct sheet *sheet, enum block_kind kind,
			       const char *lead)
{
	struct block block = { .kind = kind,
			       .lead = arena_strdup(sheet->arena, lead) };

	g_array_append_val(sheet->blocks, block);
	return &g_array_index(sheet->blocks, struct block,
			      sheet->blocks->len - 1);
}

static void add_runs(struct sheet *sheet, struct block *block,
		     const struct run *runs, size_t count)
{
	block->runs = arena_new_array(sheet->arena, struct run, count + 1);
	block->count = count;
	for (size_t i = 0; i < count; i++)
		block->runs[i] = (struct run){
			runs[i].kind, arena_strdup(sheet->arena, runs[i].text)
		};
}

static void add_run(struct sheet *sheet, struct block *block,
		    enum run_kind kind, const char *text)
{
	const struct run run = { kind, text };

	add_runs(sheet, block, &run, 1);
}

void sheet_heading(struct sheet *sheet, unsigned level, const char *id,
		   const char *text)
{
	struct block *block = add_block(sheet, BLOCK_HEADING, NULL);

	block->level = level;
	block->id = id;
	add_run(sheet, block, RUN_PLAIN, text);
}

void sheet_paragraph(struct sheet *sheet, const char *text)
{
	add_run(sheet, add_block(sheet, BLOCK_PARAGRAPH, NULL), RUN_PLAIN,
		text);
}

void sheet_item(struct sheet *sheet, const char *lead, enum run_kind kind,
		const char *text)
{
	add_run(sheet, add_block(sheet, BLOCK_ITEM, lead), kind, text);
}

void sheet_lead_to(struct sheet *sheet, const char *to)
{
	g_array_index(sheet->blocks, struct block, sheet->blocks->len - 1).to =
		to;
}

void sheet_items(struct sheet *sheet, const char *lead, enum run_kind kind,
		 const GPtrArray *texts)
{
	GArray *runs = g_array_new(FALSE, FALSE, sizeof(struct run));

	for (guint i = 0; i < texts->len; i++) {
		const struct run run = { kind, g_ptr_array_index(texts, i) };

		g_array_append_val(runs, run);
	}
	if (runs->len > 0)
		add_runs(sheet, add_block(sheet, BLOCK_ITEM, lead),
			 (const struct run *)(const void *)runs->data,
			 runs->len);
	g_array_free(runs, TRUE);
}

void sheet_replaced(struct sheet *sheet, const char *lead, const char *before,
		    const char *after)
{
	const struct run runs[] = { { RUN_DELETED, before },
				    { RUN_INSERTED, after } };

	add_runs(sheet, add_block(sheet, BLOCK_CHANGED, lead), runs,
		 G_N_ELEMENTS(runs));
}

const char *sheet_capital(const struct sheet *sheet, const char *text)
{
	gunichar letter = g_unichar_toupper(g_utf8_get_char(text));
	char bytes[7] = { 0 };

	g_unichar_to_utf8(letter, bytes);
	return arena_printf(sheet->arena, "%s%s", bytes,
			    g_utf8_next_char(text));
}

void sheet_said(struct sheet *sheet, const char *lead, const char *before,
		const char *after)
{
	if (g_strcmp0(before, after) == 0)
		return;
	if (before == NULL)
		sheet_item(sheet, lead, RUN_INSERTED, after);
	else if (after == NULL)
		sheet_item(sheet, lead, RUN_DELETED, before);
	else
		sheet_replaced(sheet, lead, before, after);
}

void sheet_changed(struct sheet *sheet, const char *lead, const GArray *runs)
{
	add_runs(sheet, add_block(sheet, BLOCK_CHANGED, lead),
		 (const struct run *)(const void *)runs->data, runs->len);
}

static const char **copy_cells(const struct sheet *sheet,
			       const char *const *cells, size_t count)
{
	const char **copy = arena_new_array(sheet->arena, const char *, count);

	for (size_t i = 0; i < count; i++)
		copy[i] = arena_strdup(sheet->arena, cells[i]);
	return copy;
}

struct sheet_table *sheet_table(struct sheet *sheet, const char *caption,
				const char *const *headings, size_t columns)
{
	struct sheet_table *table =
		arena_new_array(sheet->arena, struct sheet_table, 1);

	table->caption = caption;
	table->headings = copy_cells(sheet, headings, columns);
	table->columns = columns;
	table->rows = g_ptr_array_new();
	add_block(sheet, BLOCK_TABLE, NULL)->table = table;
	return table;
}

void sheet_row(struct sheet *sheet, struct sheet_table *table,
	       const char *const *cells)
{
	g_ptr_array_add(table->rows,
			(void *)copy_cells(sheet, cells, table->columns));
}

void sheet_join(struct sheet *sheet, struct sheet *from)
{
	g_array_append_vals(sheet->blocks, from->blocks->data,
			    from->blocks->len);
	g_array_set_size(from->blocks, 0);
}
