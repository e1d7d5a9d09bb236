/*
 * finish-pdf: what does FOP leave undone in a tagged PDF?
 *
 *	finish-pdf SECONDS IN OUT
 *
 * Writes IN, as FOP made it, to OUT as PDF/UA-1 and PDF/A-1a want it: links
 * are described, heads of tables know their direction, notes have ids,
 * bookmarks are counted, the metadata are of both standards. SECONDS, since
 * 1970, is when the document was made; there is no other clock, so the same
 * input gives the same bytes. Exit status: 0 good, 2 wrong call, 3 not a PDF
 * of FOP's, or the machine failed.
 */
#include <glib.h>
#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum status { STATUS_GOOD = 0, STATUS_CALL = 2, STATUS_MACHINE = 3 };

/* Deeper than any tree of ours; a tree that is deeper has a loop. */
#define DEPTH_MAX 200

/* Of Info and of the metadata, which must agree. */
#define PRODUCER "Apache FOP 2.8, libqpdf"
#define CREATOR	 "DocBook XSL Stylesheets"

struct finishing {
	qpdf_data pdf;
	GTree *note_ids; /* id → the number of its object */
	unsigned notes;
	bool too_deep;
};

/* --- Dictionaries -----------------------------------------------------------
 */

static bool has_name(struct finishing *finishing, qpdf_oh dictionary,
		     const char *key, const char *name)
{
	qpdf_oh value =
		qpdf_oh_get_key_if_dict(finishing->pdf, dictionary, key);
	bool is = qpdf_oh_is_name_and_equals(finishing->pdf, value, name);

	qpdf_oh_release(finishing->pdf, value);
	return is;
}

/* Put `value` under `key` and forget the handle. */
static void put(struct finishing *finishing, qpdf_oh dictionary,
		const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(finishing->pdf, dictionary, key, value);
	qpdf_oh_release(finishing->pdf, value);
}

/* The text under `key`, to be freed; NULL: none. */
static char *get_text(struct finishing *finishing, qpdf_oh dictionary,
		      const char *key)
{
	qpdf_oh value =
		qpdf_oh_get_key_if_dict(finishing->pdf, dictionary, key);
	char *text = NULL;

	if (qpdf_oh_is_string(finishing->pdf, value))
		text = g_strdup(qpdf_oh_get_utf8_value(finishing->pdf, value));
	qpdf_oh_release(finishing->pdf, value);
	return text;
}

/*
 * Call `visit` for each kid under /K of the tagged `element` that is a
 * dictionary: elements, marked content and objects.
 */
static void each_kid(struct finishing *finishing, qpdf_oh element,
		     void (*visit)(struct finishing *finishing, qpdf_oh kid,
				   void *context),
		     void *context)
{
	qpdf_data pdf = finishing->pdf;
	qpdf_oh kids = qpdf_oh_get_key_if_dict(pdf, element, "/K");

	if (qpdf_oh_is_dictionary(pdf, kids)) {
		visit(finishing, kids, context);
	} else if (qpdf_oh_is_array(pdf, kids)) {
		int count = qpdf_oh_get_array_n_items(pdf, kids);

		for (int i = 0; i < count; i++) {
			qpdf_oh kid = qpdf_oh_get_array_item(pdf, kids, i);

			if (qpdf_oh_is_dictionary(pdf, kid))
				visit(finishing, kid, context);
			qpdf_oh_release(pdf, kid);
		}
	}
	qpdf_oh_release(pdf, kids);
}

/* --- Links ------------------------------------------------------------------
 */

static void describe_annotation(struct finishing *finishing, qpdf_oh kid,
				void *context)
{
	const char *text = context;
	qpdf_oh annotation;

	if (!has_name(finishing, kid, "/Type", "/OBJR"))
		return;
	annotation = qpdf_oh_get_key(finishing->pdf, kid, "/Obj");
	put(finishing, annotation, "/Contents",
	    qpdf_oh_new_unicode_string(finishing->pdf, text));
	qpdf_oh_release(finishing->pdf, annotation);
}

/*
 * The description belongs to the annotation (ISO 14289-1, 7.18.5). On the
 * element it would be read in place of what the link says.
 */
static void describe_link(struct finishing *finishing, qpdf_oh element)
{
	char *text = get_text(finishing, element, "/Alt");

	if (text == NULL)
		return;
	each_kid(finishing, element, describe_annotation, text);
	qpdf_oh_remove_key(finishing->pdf, element, "/Alt");
	g_free(text);
}

/* --- Tables -----------------------------------------------------------------
 */

struct row {
	unsigned heads;
	unsigned data;
	const char *scope; /* of its heads */
};

static void count_cell(struct finishing *finishing, qpdf_oh kid, void *context)
{
	struct row *row = context;

	if (has_name(finishing, kid, "/S", "/TH"))
		row->heads++;
	else if (has_name(finishing, kid, "/S", "/TD"))
		row->data++;
}

/* An attribute object of the owner Table, among those that `cell` has. */
static qpdf_oh table_attributes(struct finishing *finishing, qpdf_oh cell)
{
	qpdf_data pdf = finishing->pdf;
	qpdf_oh all = qpdf_oh_get_key_if_dict(pdf, cell, "/A");
	qpdf_oh made;

	if (has_name(finishing, all, "/O", "/Table"))
		return all;
	if (qpdf_oh_is_array(pdf, all)) {
		for (int i = 0; i < qpdf_oh_get_array_n_items(pdf, all); i++) {
			qpdf_oh at = qpdf_oh_get_array_item(pdf, all, i);

			if (has_name(finishing, at, "/O", "/Table")) {
				qpdf_oh_release(pdf, all);
				return at;
			}
			qpdf_oh_release(pdf, at);
		}
	} else if (qpdf_oh_is_dictionary(pdf, all)) {
		qpdf_oh array = qpdf_oh_wrap_in_array(pdf, all);

		qpdf_oh_release(pdf, all);
		all = array;
	} else {
		qpdf_oh_release(pdf, all);
		all = qpdf_oh_new_array(pdf);
	}
	made = qpdf_make_indirect_object(pdf, qpdf_oh_new_dictionary(pdf));
	put(finishing, made, "/O", qpdf_oh_new_name(pdf, "/Table"));
	qpdf_oh_append_item(pdf, all, made);
	put(finishing, cell, "/A", all);
	return made;
}

static void scope_cell(struct finishing *finishing, qpdf_oh kid, void *context)
{
	const struct row *row = context;
	qpdf_oh attributes;

	if (!has_name(finishing, kid, "/S", "/TH"))
		return;
	attributes = table_attributes(finishing, kid);
	put(finishing, attributes, "/Scope",
	    qpdf_oh_new_name(finishing->pdf, row->scope));
	qpdf_oh_release(finishing->pdf, attributes);
}

/*
 * A head with data beside it is that of its row; others, also the one cell of
 * a group's heading, are those of the columns below.
 */
static void scope_row(struct finishing *finishing, qpdf_oh element)
{
	struct row row = { .scope = "/Column" };

	each_kid(finishing, element, count_cell, &row);
	if (row.data > 0)
		row.scope = "/Row";
	if (row.heads > 0)
		each_kid(finishing, element, scope_cell, &row);
}

/* --- Notes ------------------------------------------------------------------
 */

static int compare_names(const void *a, const void *b, void *context)
{
	(void)context;
	return strcmp(a, b);
}

/* A note has an id of its own (ISO 14289-1, 7.9). */
static void name_note(struct finishing *finishing, qpdf_oh element)
{
	char *id = g_strdup_printf("note-%06u", ++finishing->notes);

	put(finishing, element, "/ID", qpdf_oh_new_string(finishing->pdf, id));
	g_tree_insert(finishing->note_ids, id,
		      GINT_TO_POINTER(
			      qpdf_oh_get_object_id(finishing->pdf, element)));
}

struct names {
	struct finishing *finishing;
	qpdf_oh array;
};

static gboolean add_name(void *key, void *value, void *context)
{
	struct names *names = context;
	qpdf_data pdf = names->finishing->pdf;
	qpdf_oh id = qpdf_oh_new_string(pdf, key);
	qpdf_oh note = qpdf_get_object_by_id(pdf, GPOINTER_TO_INT(value), 0);

	qpdf_oh_append_item(pdf, names->array, id);
	qpdf_oh_append_item(pdf, names->array, note);
	qpdf_oh_release(pdf, id);
	qpdf_oh_release(pdf, note);
	return FALSE;
}

/* The tree in which ids are found: one leaf (ISO 32000-1, 7.9.6). */
static void write_id_tree(struct finishing *finishing, qpdf_oh root)
{
	qpdf_data pdf = finishing->pdf;
	struct names names = {
		.finishing = finishing,
		.array = qpdf_oh_new_array(pdf),
	};
	qpdf_oh tree = qpdf_oh_new_dictionary(pdf);

	g_tree_foreach(finishing->note_ids, add_name, &names);
	put(finishing, tree, "/Names", names.array);
	if (finishing->notes > 0)
		put(finishing, root, "/IDTree",
		    qpdf_make_indirect_object(pdf, tree));
	qpdf_oh_release(pdf, tree);
}

/* --- The tree of tags -------------------------------------------------------
 */

static void finish_element(struct finishing *finishing, qpdf_oh element,
			   void *context)
{
	unsigned depth = *(unsigned *)context + 1;

	if (depth > DEPTH_MAX) {
		finishing->too_deep = true;
		return;
	}
	if (has_name(finishing, element, "/S", "/Link"))
		describe_link(finishing, element);
	else if (has_name(finishing, element, "/S", "/TR"))
		scope_row(finishing, element);
	else if (has_name(finishing, element, "/S", "/Note"))
		name_note(finishing, element);
	each_kid(finishing, element, finish_element, &depth);
}

static int finish_tags(struct finishing *finishing, qpdf_oh catalog)
{
	qpdf_oh root = qpdf_oh_get_key_if_dict(finishing->pdf, catalog,
					       "/StructTreeRoot");
	unsigned depth = 0;

	if (!qpdf_oh_is_dictionary(finishing->pdf, root)) {
		g_printerr("finish-pdf: the PDF has no tags\n");
		return -1;
	}
	each_kid(finishing, root, finish_element, &depth);
	write_id_tree(finishing, root);
	qpdf_oh_release(finishing->pdf, root);
	if (finishing->too_deep) {
		g_printerr("finish-pdf: more than %d tags in each other\n",
			   DEPTH_MAX);
		return -1;
	}
	return 0;
}

/* --- Bookmarks --------------------------------------------------------------
 */

/*
 * Write how many bookmarks are seen below `item`, negative when it is shut,
 * as its sign says now; returns those that are seen when it is open.
 */
static int count_bookmarks(struct finishing *finishing, qpdf_oh item,
			   unsigned depth, bool open)
{
	qpdf_data pdf = finishing->pdf;
	qpdf_oh at = qpdf_oh_get_key_if_dict(pdf, item, "/First");
	int seen = 0;

	while (qpdf_oh_is_dictionary(pdf, at) && depth < DEPTH_MAX) {
		qpdf_oh next = qpdf_oh_get_key_if_dict(pdf, at, "/Next");
		int below =
			count_bookmarks(finishing, at, depth + 1, depth == 0);

		seen += 1 + (depth == 0 ? below : 0);
		qpdf_oh_release(pdf, at);
		at = next;
	}
	qpdf_oh_release(pdf, at);
	if (seen > 0)
		put(finishing, item, "/Count",
		    qpdf_oh_new_integer(pdf, open ? seen : -seen));
	return seen;
}

static void finish_bookmarks(struct finishing *finishing, qpdf_oh catalog)
{
	qpdf_oh outlines =
		qpdf_oh_get_key_if_dict(finishing->pdf, catalog, "/Outlines");

	if (qpdf_oh_is_dictionary(finishing->pdf, outlines))
		count_bookmarks(finishing, outlines, 0, true);
	qpdf_oh_release(finishing->pdf, outlines);
}

/* --- Pages ------------------------------------------------------------------
 */

/* Annotations follow the tags, and are printed. */
static void finish_page(struct finishing *finishing, qpdf_oh page)
{
	qpdf_data pdf = finishing->pdf;
	qpdf_oh annotations = qpdf_oh_get_key_if_dict(pdf, page, "/Annots");

	put(finishing, page, "/Tabs", qpdf_oh_new_name(pdf, "/S"));
	if (qpdf_oh_is_array(pdf, annotations)) {
		int count = qpdf_oh_get_array_n_items(pdf, annotations);

		for (int i = 0; i < count; i++) {
			qpdf_oh at =
				qpdf_oh_get_array_item(pdf, annotations, i);

			put(finishing, at, "/F", qpdf_oh_new_integer(pdf, 4));
			qpdf_oh_release(pdf, at);
		}
	}
	qpdf_oh_release(pdf, annotations);
}

static void finish_pages(struct finishing *finishing)
{
	int count = qpdf_get_num_pages(finishing->pdf);

	for (int i = 0; i < count; i++) {
		qpdf_oh page = qpdf_get_page_n(finishing->pdf, (size_t)i);

		finish_page(finishing, page);
		qpdf_oh_release(finishing->pdf, page);
	}
}

/* --- Metadata ---------------------------------------------------------------
 */

/*
 * PDF/A wants properties outside its own list described: that of PDF/UA (ISO
 * 19005-1, 6.7.8).
 */
static const char extension_schema[] =
	"<rdf:Description rdf:about=\"\""
	" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
	" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
	" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
	"<pdfaExtension:schemas><rdf:Bag>"
	"<rdf:li rdf:parseType=\"Resource\">\n"
	"<pdfaSchema:schema>PDF/UA identification schema"
	"</pdfaSchema:schema>\n"
	"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
	"</pdfaSchema:namespaceURI>\n"
	"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
	"<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
	"<pdfaProperty:name>part</pdfaProperty:name>\n"
	"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
	"<pdfaProperty:category>internal</pdfaProperty:category>\n"
	"<pdfaProperty:description>Part of PDF/UA"
	"</pdfaProperty:description>\n"
	"</rdf:li></rdf:Seq></pdfaSchema:property>\n"
	"</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
	"</rdf:Description>\n";

static void add_escaped(GString *out, const char *before, const char *text,
			const char *after)
{
	char *escaped;

	if (text == NULL || text[0] == '\0')
		return;
	escaped = g_markup_escape_text(text, -1);
	g_string_append(out, before);
	g_string_append(out, escaped);
	g_string_append(out, after);
	g_string_append_c(out, '\n');
	g_free(escaped);
}

static void add_core(GString *out, struct finishing *finishing, qpdf_oh info,
		     const char *language)
{
	char *title = get_text(finishing, info, "/Title");
	char *author = get_text(finishing, info, "/Author");
	char *subject = get_text(finishing, info, "/Subject");

	g_string_append(out, "<rdf:Description rdf:about=\"\" xmlns:dc="
			     "\"http://purl.org/dc/elements/1.1/\">\n"
			     "<dc:format>application/pdf</dc:format>\n");
	add_escaped(out, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		    title, "</rdf:li></rdf:Alt></dc:title>");
	add_escaped(out, "<dc:creator><rdf:Seq><rdf:li>", author,
		    "</rdf:li></rdf:Seq></dc:creator>");
	add_escaped(out,
		    "<dc:description><rdf:Alt>"
		    "<rdf:li xml:lang=\"x-default\">",
		    subject, "</rdf:li></rdf:Alt></dc:description>");
	add_escaped(out, "<dc:language><rdf:Bag><rdf:li>", language,
		    "</rdf:li></rdf:Bag></dc:language>");
	g_string_append(out, "</rdf:Description>\n");
	g_free(title);
	g_free(author);
	g_free(subject);
}

/* Year, month, day, hour, minute and second as `format` has them. */
static char *date_text(GDateTime *when, const char *format)
{
	int year, month, day;

	g_date_time_get_ymd(when, &year, &month, &day);
	return g_strdup_printf(
		format, year, month, day, g_date_time_get_hour(when),
		g_date_time_get_minute(when), g_date_time_get_second(when));
}

/* XMP with what Info says, and what the file claims to be. */
static GString *metadata(struct finishing *finishing, qpdf_oh info,
			 const char *language, GDateTime *when)
{
	GString *out = g_string_new("<?xpacket begin=\"\xEF\xBB\xBF\" "
				    "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
				    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
				    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/"
				    "1999/02/22-rdf-syntax-ns#\">\n");
	char *date = date_text(when, "%04d-%02d-%02dT%02d:%02d:%02dZ");

	add_core(out, finishing, info, language);
	g_string_append_printf(
		out,
		"<rdf:Description rdf:about=\"\" xmlns:pdf="
		"\"http://ns.adobe.com/pdf/1.3/\">\n"
		"<pdf:Producer>%s</pdf:Producer>\n</rdf:Description>\n"
		"<rdf:Description rdf:about=\"\" xmlns:xmp="
		"\"http://ns.adobe.com/xap/1.0/\">\n"
		"<xmp:CreatorTool>%s</xmp:CreatorTool>\n"
		"<xmp:CreateDate>%s</xmp:CreateDate>\n"
		"<xmp:ModifyDate>%s</xmp:ModifyDate>\n"
		"<xmp:MetadataDate>%s</xmp:MetadataDate>\n"
		"</rdf:Description>\n"
		"<rdf:Description rdf:about=\"\" xmlns:pdfaid="
		"\"http://www.aiim.org/pdfa/ns/id/\">\n"
		"<pdfaid:part>1</pdfaid:part>\n"
		"<pdfaid:conformance>A</pdfaid:conformance>\n"
		"</rdf:Description>\n"
		"<rdf:Description rdf:about=\"\" xmlns:pdfuaid="
		"\"http://www.aiim.org/pdfua/ns/id/\">\n"
		"<pdfuaid:part>1</pdfuaid:part>\n</rdf:Description>\n",
		PRODUCER, CREATOR, date, date, date);
	g_string_append(out, extension_schema);
	g_string_append(out, "</rdf:RDF>\n</x:xmpmeta>\n"
			     "<?xpacket end=\"r\"?>");
	g_free(date);
	return out;
}

static void finish_info(struct finishing *finishing, qpdf_oh info,
			GDateTime *when)
{
	qpdf_data pdf = finishing->pdf;
	char *date = date_text(when, "D:%04d%02d%02d%02d%02d%02dZ");

	put(finishing, info, "/CreationDate", qpdf_oh_new_string(pdf, date));
	put(finishing, info, "/ModDate", qpdf_oh_new_string(pdf, date));
	put(finishing, info, "/Producer", qpdf_oh_new_string(pdf, PRODUCER));
	put(finishing, info, "/Creator", qpdf_oh_new_string(pdf, CREATOR));
	g_free(date);
}

static int finish_metadata(struct finishing *finishing, qpdf_oh catalog,
			   gint64 seconds)
{
	qpdf_data pdf = finishing->pdf;
	qpdf_oh trailer = qpdf_get_trailer(pdf);
	qpdf_oh info = qpdf_oh_get_key(pdf, trailer, "/Info");
	qpdf_oh stream = qpdf_oh_get_key_if_dict(pdf, catalog, "/Metadata");
	char *language = get_text(finishing, catalog, "/Lang");
	GDateTime *when = g_date_time_new_from_unix_utc(seconds);
	int result = -1;

	if (!qpdf_oh_is_dictionary(pdf, info) ||
	    !qpdf_oh_is_stream(pdf, stream) || language == NULL ||
	    when == NULL) {
		g_printerr("finish-pdf: the PDF has no metadata, or no "
			   "language\n");
	} else {
		GString *text;

		finish_info(finishing, info, when);
		text = metadata(finishing, info, language, when);
		qpdf_oh_replace_stream_data(pdf, stream,
					    (const unsigned char *)text->str,
					    text->len, qpdf_oh_new_null(pdf),
					    qpdf_oh_new_null(pdf));
		g_string_free(text, TRUE);
		result = 0;
	}
	g_clear_pointer(&when, g_date_time_unref);
	g_free(language);
	qpdf_oh_release(pdf, stream);
	qpdf_oh_release(pdf, info);
	qpdf_oh_release(pdf, trailer);
	return result;
}

/* --- The file ---------------------------------------------------------------
 */

static int finish_all(struct finishing *finishing, gint64 seconds)
{
	qpdf_oh catalog = qpdf_get_root(finishing->pdf);
	qpdf_oh trailer = qpdf_get_trailer(finishing->pdf);
	int result = finish_tags(finishing, catalog);

	if (result == 0)
		result = finish_metadata(finishing, catalog, seconds);
	finish_bookmarks(finishing, catalog);
	finish_pages(finishing);
	/* FOP's is made of the time; ours of what is written. */
	qpdf_oh_remove_key(finishing->pdf, trailer, "/ID");
	qpdf_oh_release(finishing->pdf, trailer);
	qpdf_oh_release(finishing->pdf, catalog);
	return result;
}

/* PDF/A-1 is PDF 1.4: no object streams; a line ends before `endstream`. */
static int write_file(qpdf_data pdf, const char *path)
{
	if (qpdf_init_write(pdf, path) & QPDF_ERRORS)
		return -1;
	qpdf_set_object_stream_mode(pdf, qpdf_o_disable);
	qpdf_set_newline_before_endstream(pdf, QPDF_TRUE);
	qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
	qpdf_force_pdf_version(pdf, "1.4");
	return qpdf_write(pdf) & QPDF_ERRORS ? -1 : 0;
}

/* libqpdf's own warning is a fault too: what it mended is not FOP's. */
static int finish(const char *in, const char *out, gint64 seconds)
{
	struct finishing finishing = {
		.pdf = qpdf_init(),
		.note_ids = g_tree_new_full(compare_names, NULL, g_free, NULL),
	};
	int result = -1;

	qpdf_set_suppress_warnings(finishing.pdf, QPDF_TRUE);
	if (!(qpdf_read(finishing.pdf, in, NULL) & QPDF_ERRORS) &&
	    finish_all(&finishing, seconds) == 0)
		result = write_file(finishing.pdf, out);
	if (qpdf_has_error(finishing.pdf)) {
		qpdf_error error = qpdf_get_error(finishing.pdf);

		g_printerr("finish-pdf: %s\n",
			   qpdf_get_error_full_text(finishing.pdf, error));
		result = -1;
	}
	while (qpdf_more_warnings(finishing.pdf)) {
		qpdf_error warning = qpdf_next_warning(finishing.pdf);

		g_printerr("finish-pdf: %s\n",
			   qpdf_get_error_full_text(finishing.pdf, warning));
		result = -1;
	}
	qpdf_cleanup(&finishing.pdf);
	g_tree_destroy(finishing.note_ids);
	return result;
}

int main(int argc, char **argv)
{
	char *end = NULL;
	gint64 seconds = argc == 4 ? g_ascii_strtoll(argv[1], &end, 10) : -1;

	if (argc != 4 || end == argv[1] || *end != '\0' || seconds < 0) {
		g_printerr("Usage: finish-pdf SECONDS IN OUT\n");
		return STATUS_CALL;
	}
	return finish(argv[2], argv[3], seconds) == 0 ? STATUS_GOOD
						      : STATUS_MACHINE;
}
