"""data: do the data files hold what the pages show?

forums.csv and forums.json hold the same, and the ids in them are those of the
registers beside; each numbered table has its file, with the same cells; and
csv-metadata.json tells of all files and columns.
"""
import csv
import io
import json
import re

from trees import has_class, squeezed, text_of

# The words of the languages for what forums.json says with names, and of the
# kinds of rows.
WORDS = {
    "sv": {"value": "värde", "unknown": "okänd",
           "not-applicable": "ej aktuellt", "missing": "saknas",
           "per-part": "per del", "elsewhere": "i annat forum", "SEK": "kr", "h": "h",
           True: "ja", False: "nej", "group": "grupp", "row": "radtyp",
           "is-row": "post", "is-subtotal": "delsumma", "is-rest": "resten",
           "is-total": "summa", "more": "Ytterligare", "total": "Summa"},
    "en": {"value": "value", "unknown": "unknown",
           "not-applicable": "not applicable", "missing": "missing",
           "per-part": "per part", "elsewhere": "under another forum",
           "SEK": "SEK", "h": "h",
           True: "yes", False: "no", "group": "group", "row": "row type",
           "is-row": "item", "is-subtotal": "subtotal", "is-rest": "rest",
           "is-total": "total", "more": "Further", "total": "Total"},
}
FIRST = ("year", "document", "number", "id", "title", "section", "form",
         "membership", "level", "costs-in", "carried-over", "status", "coming")
# What stands after the figures: of the forum, its agreement, and the year.
FORUM = ("class", "stands-for", "part-of", "run-by", "parties", "responsible",
         "goals", "can-end", "decided-by")
AGREEMENT = ("kind", "decision", "from", "until", "until-further-notice",
             "extended", "notice", "ended", "reviews")
YEAR = ("state", "paid-to", "other-for", "results", "remark", "title-then")
REGISTERS = ("organisations", "units", "goals", "sections")
PARTS = ("state", "low", "high", "unit", "estimate")


def read_csv(path):
    """The rows of a file, and what is wrong with it as RFC 4180 has it."""
    data = path.read_bytes()
    faults = []
    if data.startswith(b"\xef\xbb\xbf"):
        faults.append("a byte order mark")
    if data and not data.endswith(b"\r\n"):
        faults.append("the last line is not ended")
    text = data.decode("utf-8")
    bare = re.sub(r'"(?:[^"]|"")*"', "", text)
    if re.search(r"(?<!\r)\n|\r(?!\n)", bare):
        faults.append("a line that does not end with CR LF")
    if '"' in bare:
        faults.append("a quotation mark in the middle of a field")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len({len(row) for row in rows}) > 1:
        faults.append("rows have different numbers of fields")
    return rows, faults


def same(field, value):
    """Is a field of CSV a value of JSON?"""
    if value is None:
        return field == ""
    if isinstance(value, (int, float)):
        return re.fullmatch(r"\d+(\.\d+)?", field) is not None and \
            float(field) == float(value)
    return field == value


def year_faults(row, forum, year, keys, words):
    """How a row of forums.csv differs from a year in forums.json."""
    for field, key in zip(row, FIRST):
        # Costs may lie elsewhere in one year only: its figures say so.
        value = year["year"] if key == "year" else \
            year["fee"].get("in") if key == "costs-in" else \
            words[year[key]] if key in ("carried-over", "coming") else \
            year[key] if key in year else forum[key]
        if not same(field, value):
            yield f"{forum['id']}: {key} is {field!r} and {value!r}"
    for i, key in enumerate(keys):
        fields = row[len(FIRST) + i * len(PARTS):][:len(PARTS)]
        figure = year[key]
        values = [words.get(figure["state"]),
                  figure.get("low"), figure.get("high"),
                  words.get(figure.get("unit")),
                  words.get(figure.get("estimate"), None)]
        for field, value, part in zip(fields, values, PARTS):
            if not same(field, value):
                yield (f"{forum['id']} {year['year']}: {key}.{part} is "
                       f"{field!r} and {value!r}")
    yield from property_faults(row[len(FIRST) + len(keys) * len(PARTS):],
                               forum, year)


def property_faults(fields, forum, year):
    """How what stands after the figures differs; several are joined."""
    values = [*((forum, key) for key in FORUM),
              *((forum["agreement"] or {}, key) for key in AGREEMENT),
              *((year, key) for key in YEAR)]
    if len(fields) != len(values):
        yield f"{len(fields)} fields after the figures, not {len(values)}"
    for field, (of, key) in zip(fields, values):
        value = of.get(key)
        if not same(field, "|".join(value) if isinstance(value, list)
                    else value):
            yield f"{forum['id']}: {key} is {field!r} and {value!r}"


def register_faults(data, forums):
    """Which ids in the forums no register has."""
    for forum in forums:
        years = [*forum["years"], *forum["coming"]]
        for register, ids in (
                ("organisations", [*forum["run-by"], *forum["parties"],
                                   *(at for year in years
                                     for at in year["paid-to"])]),
                ("units", [forum["responsible"], forum["decided-by"]]),
                ("goals", forum["goals"]),
                ("sections", [forum["section"], forum["document"]])):
            known = {entry["id"] for entry in data[register]}
            yield from (f"{forum['id']}: {at} is not in {register}"
                        for at in ids if at is not None and at not in known)


def test_registers(tally, label, site, data):
    """Each register is a list in JSON and a file, which have the same."""
    for name in REGISTERS:
        rows, faults = read_csv(site.files[f"data/register/{name}.csv"])
        tally.test(f"data: {label}: {name}.csv is CSV", faults)
        tally.equal(f"data: {label}: {name}.csv holds what forums.json holds",
                    rows[1:], [[value or "" for value in entry.values()]
                               for entry in data[name]])


def test_description(tally, label, site):
    """csv-metadata.json tells of all files but the accounts' and what units
    are asked for, and of each all columns."""
    data = json.loads(site.files["data/csv-metadata.json"].read_text(
        encoding="utf-8"))
    told = {table["url"]: table for table in data["tables"]}
    tally.equal(f"data: {label}: the files described", sorted(told), sorted(
        name.removeprefix("data/") for name in site.files
        if re.fullmatch(r"data/(register/)?[^/]+\.csv", name)))
    tally.equal(f"data: {label}: no file is described twice", len(told),
                len(data["tables"]))
    for url, table in told.items():
        columns = table["tableSchema"]["columns"]
        if f"data/{url}" in site.files:
            tally.equal(f"data: {label}: the columns described of {url}",
                        [column["titles"] for column in columns],
                        read_csv(site.files[f"data/{url}"])[0][0])
        names = [column["name"] for column in columns if "name" in column]
        tally.test(f"data: {label}: names of columns of {url}", [
            name for name in names if names.count(name) > 1 or
            not re.fullmatch(r"[\w.%]+", name)])
    forums = told["forums.csv"]["tableSchema"]["columns"]
    tally.test(f"data: {label}: each column of forums.csv is explained", [
        column["titles"] for column in forums
        if not column.get("dc:description") or "name" not in column])


def test_forums(tally, label, site):
    rows, faults = read_csv(site.files["data/forums.csv"])
    tally.test(f"data: {label}: forums.csv is CSV", faults)
    data = json.loads(site.files["data/forums.json"].read_text(
        encoding="utf-8"))
    forums = data["forums"]
    wrong = [f"not known: {at}" for at in set(data) - {
        "publication", "publisher", "language", "year", "forums", *REGISTERS}]
    words = WORDS[data["language"]]
    pairs = [(forum, {**year, "coming": key == "coming"})
             for forum in forums for key in ("years", "coming")
             for year in forum[key]]
    keys = [key for key, value in pairs[0][1].items()
            if isinstance(value, dict)] if pairs else []
    if len(rows) - 1 != len(pairs):
        wrong.append(f"{len(rows) - 1} rows for {len(pairs)} years")
    for row, (forum, year) in zip(rows[1:], pairs):
        wrong += year_faults(row, forum, year, keys, words)
    tally.test(f"data: {label}: forums.csv holds what forums.json holds",
               wrong)
    tally.test(f"data: {label}: ids are those of registers",
               list(register_faults(data, forums)))
    test_registers(tally, label, site, data)
    test_description(tally, label, site)
    return forums


def entry_faults(forum, main):
    """How the page of a forum differs from its entry."""
    heading = main.find(".//h1")
    expected = f"{forum['number']} {forum['title']}"
    if text_of(heading) != squeezed(expected):
        yield f"{forum['id']}: {text_of(heading)} and not {expected}"
    headings = [text_of(cell) for cell in main.xpath(
        ".//table[@class='figures']/thead//th[position() > 1]")]
    # Beside the shown year stands how it differs from the one before.
    years = [heading for heading in headings if heading.isdigit()]
    if years != [str(year["year"]) for year in reversed(forum["years"])] \
            or len(headings) > len(years) + 1:
        yield f"{forum['id']}: figures of {years}"


def test_entries(tally, label, forums, documents):
    """Each forum's page is an entry, and each entry has a page."""
    pages = {document.page_id(name): document.roots[name].find(".//main")
             for document in documents for name in document.pages}
    wrong = []
    for forum in forums:
        wrong += entry_faults(forum, pages[forum["id"]]) \
            if forum["id"] in pages else [f"no page: {forum['id']}"]
    figured = {name for name, main in pages.items()
               if main.find(".//table[@class='figures']") is not None}
    wrong += [f"not in the data: {at}" for at in
              sorted(figured - {forum["id"] for forum in forums})]
    tally.test(f"data: {label}: forums are those with pages", wrong)


def cell_data(cell):
    """A cell of a page as data: numbers without spaces, and no notes."""
    text = "".join(cell.xpath(
        ".//text()[not(parent::a[@role='doc-noteref'])]"
        "[not(parent::a[@class='fix'])]"
        "[not(parent::p[@class='notice-title'])] | .//img/@alt"))
    return re.sub(r"\u2212(?=\d)", "-",
                  re.sub(r"(?<=\d)\u00a0(?=\d)", "", text))


def name_of(group):
    """The name that a heading of several rows has: not how many they are."""
    return re.sub(r"(: \d+|, \d[^,]*)$", "", group)


def table_rows(box, words):
    """The cells of a table on a page as its file has them: the groups in a
    column of their own, and after it what kind of row it is. A table that was
    written by hand has neither."""
    rows, group = [], ""
    for row in box.iter("tr"):
        cells = [squeezed(cell_data(cell)) for cell in row]
        if row.get("class") == "group":
            group = name_of(cells[0])
        elif row.getparent().tag == "thead":
            rows.append([*cells, words["group"], words["row"]])
        elif len(cells) == len(rows[0]) - 2:
            rows.append([*cells, *kind_of(row, cells, group, words)])
    return rows


def kind_of(row, cells, group, words):
    """The last two fields of a row: its group, and what it adds up. A sum
    within the body is of the group it ends, unless it is called otherwise."""
    if row.getparent().tag == "tfoot":
        return "", words["is-total"]
    if row.get("class") == "subtotal":
        name = next(filter(None, cells))
        if name.startswith(f"{words['more']} "):
            return "", words["is-rest"]
        if not group or name.startswith(f"{words['total']} "):
            return "", words["is-total"]
        return group, words["is-subtotal"]
    return group, words["is-row"]


def words_of(site):
    return WORDS[site.pages["index.html"].getroottree().getroot().get("lang")]


def table_of(box, words):
    if not has_class(next(box.iter("table")), "text"):
        return table_rows(box, words)
    return [[squeezed(cell_data(cell)) for cell in row]
            for row in box.iter("tr")]


def test_account(tally, label, site, page, root):
    """The rows of an account are in its file, or, where the page has sums of
    sections in their place, its total is."""
    name = f"data/{page[:-5]}.csv"
    if name not in site.files:
        tally.test(f"data: {label}: {name}", "no such file")
        return
    rows, faults = read_csv(site.files[name])
    tally.test(f"data: {label}: {name} is CSV", faults)
    rows = [[squeezed(field) for field in row] for row in rows]
    shown = table_rows(next(box for box in root.iter("div")
                            if has_class(box, "table")), words_of(site))
    if len(rows) > len(shown):
        rows, shown = rows[-1][-4:], shown[-1][-4:]
    tally.equal(f"data: {label}: {name} is the table", rows, shown)

def test_chase(tally, label, site):
    """The files in a folder of their own, one for each unit: their names."""
    for name in sorted(site.files):
        if not re.fullmatch(r"data/(?!raknat/|register/)[^/]+/[^/]+\.csv", name):
            continue
        yield name
        rows, faults = read_csv(site.files[name])
        tally.test(f"data: {label}: {name} is CSV", faults)
        path = site.files.get(name[:-len("csv")] + "txt")
        text = "" if path is None else path.read_text(encoding="utf-8")
        tally.test(f"data: {label}: {name} is also a text", [
            f"not in the text: {key}" for _, _, _, _, title, item, *_ in
            rows[1:] for key in (title, f"({item})") if key not in text])


def test_tables(tally, label, site, documents):
    names = {"data/forums.csv",
             *(f"data/register/{name}.csv" for name in REGISTERS)}
    words = words_of(site)
    for document in documents:
        for box in document.whole.iter("div", "figure"):
            if not (has_class(box, "table") or has_class(box, "chart")) or \
                    not box.get("id"):
                continue
            name = f"data/{box.get('id')}.csv"
            names.add(name)
            if name not in site.files:
                tally.test(f"data: {label}: {name}", "no such file")
                continue
            rows, faults = read_csv(site.files[name])
            tally.test(f"data: {label}: {name} is CSV", faults)
            tally.equal(f"data: {label}: {name} is the table",
                        [[squeezed(field) for field in row] for row in rows],
                        table_of(box, words))
    for page, root in site.pages.items():
        if page.startswith("raknat/"):
            names.add(f"data/{page[:-5]}.csv")
            test_account(tally, label, site, page, root)
    names.update(test_chase(tally, label, site))
    tally.test(f"data: {label}: no other files", sorted(
        name for name in site.files
        if name.startswith("data/") and name.endswith(".csv")
        and name not in names))


def test(tally, label, site, documents):
    """All tests of one site's data, if it was built with data."""
    if not any(name.startswith("data/") for name in site.files):
        return
    forums = test_forums(tally, label, site)
    test_entries(tally, label, forums, documents)
    test_tables(tally, label, site, documents)
