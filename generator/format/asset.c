#include "format/asset.h"

#include <glib.h>

#include "base/diag.h"
#include "base/output.h"
#include "report/report.h"

int asset_copy(struct output *output, const char *path, const char *name,
	       struct diag_list *diags)
{
	static const struct span nowhere = { 0 };
	GError *error = NULL;
	char *bytes;
	size_t length;
	int result;

	if (!output_wants(output, name))
		return 0;
	if (!g_file_get_contents(path, &bytes, &length, &error)) {
		diag_add(diags, DIAG_FILE_OPEN, nowhere, "%s", error->message);
		g_error_free(error);
		return -1;
	}
	result = output_write(output, name, bytes, length);
	g_free(bytes);
	return result;
}

int asset_copy_all(struct output *output, const struct report *report,
		   struct diag_list *diags)
{
	int result = 0;

	for (size_t i = 0; i < report->assets_count && result == 0; i++)
		result = asset_copy(output, report->assets[i]->path,
				    report->assets[i]->name, diags);
	return result;
}
