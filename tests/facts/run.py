#!/usr/bin/python3
"""run: does the published report say what its sources say?

    run.py [OUTPUT]

Builds content/ (or reads OUTPUT, where it has been built) and compares it with
what was typed from the sources, apart from the content:

facts.csv    facts that the page of a forum, section or document must hold
forums.csv   the title and the figures of each forum; amounts are tkr
titles.csv   titles that differ from the source on purpose, and why
totals.csv   the sums of each section, added up by hand
"""
import collections
import csv
import json
import os
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "web"))
sys.dont_write_bytecode = True

from tally import Tally  # noqa: E402
import trees  # noqa: E402

DOCUMENT = "inventering"
YEAR = 2023
FIGURES = ("slk", "ks", "fee", "other")
JSON_KEYS = dict(zip(FIGURES, ("participants.SLK", "participants.KS", "fee",
                               "other")))
HEADINGS = ["Antal deltagare, Stadsledningskontoret",
            "Antal deltagare, Kommunstyrelsen", "Medlems- eller årsavgift",
            "Övrig kostnad", "Summa kostnad"]

# The memo counts 115 forums. One entry is about six cities, one about three.
STANDS_FOR = {"2.14.11": 6, "2.14.12": 3}
FORUMS = 115

INLINE = {"a", "button", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup"}


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, strict=True))


def read_records(name):
    """The rows of a file beside this one, by the names of its columns."""
    header, *rows = read_csv(HERE / name)
    for row in rows:
        if len(row) != len(header) or "" in row:
            sys.exit(f"{name}: a field is missing in {row}")
    return [dict(zip(header, row)) for row in rows]


# Figures, as the source writes them.

class Figure(collections.namedtuple("Figure", "state low high where")):
    """`state` is value, unknown, not-applicable, elsewhere or per-part; a
    bound that is not known is None; `where` is the number of a forum."""

    def text(self, unit=""):
        """As pages write it."""
        if self.state == "not-applicable":
            return "ej aktuellt"
        if self.state == "unknown":
            return "okänd"
        if self.state == "elsewhere":
            return f"se {self.where}"
        if self.state == "per-part":
            return f"{number(self.low)} per forum"
        return amount(self.low, self.high) + unit


def read_figure(text):
    if text in ("ej aktuellt", "okänd"):
        return Figure("unknown" if text == "okänd" else "not-applicable",
                      None, None, None)
    found = re.fullmatch(r"i ([\d.]+)", text)
    if found:
        return Figure("elsewhere", None, None, found.group(1))
    found = re.fullmatch(r"(minst )?(\d+)(?:–(\d+))?( per forum)?", text)
    if not found:
        sys.exit(f"forums.csv: not a figure: {text}")
    least, low, high, per_part = found.groups()
    return Figure("per-part" if per_part else "value", int(low),
                  None if least else int(high or low), None)


def number(value):
    """With thousands apart."""
    return f"{value:,}".replace(",", " ")


def amount(low, high):
    if high is None:
        return f"minst {number(low)}"
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def total(figures, each=1):
    """What the total of `figures`, `each` of a forum, must say, in tables of
    many forums."""
    states = collections.Counter(figure.state for figure in figures)
    values = [figure for figure in figures if figure.state == "value"]
    # Of forums, which the tables count.
    word = "beräknat" if states["unknown"] == 1 else "beräknade"
    lacks = [f"{states['unknown']} ej {word}"] * (states["unknown"] > 0)
    part = "angivet" if states["per-part"] == 1 else "angivna"
    lacks += [f"{states['per-part']} {part} per del"] * (
        states["per-part"] > 0)
    # Without any value it must be said where the figures are.
    if not values and states["elsewhere"]:
        lacks.append(f"{states['elsewhere'] // each} redovisas i annat forum")
    note = f" ({', '.join(lacks)})" if lacks else ""
    if not values:
        if states["unknown"]:
            return "okänd" + note
        # Elsewhere is something, but nothing to add here.
        return "0" + note if states["elsewhere"] else "ej aktuellt"
    open_above = lacks or any(figure.high is None for figure in values)
    return amount(sum(figure.low for figure in values),
                  None if open_above else
                  sum(figure.high for figure in values)) + note


def cost_text(forum, unit=""):
    """What one forum costs in all: its fee and its other cost."""
    figures = [forum["fee"], forum["other"]]
    if figures[0].state == "elsewhere":
        return figures[0].text()
    return re.sub(r"( \(.*\))?$", "", total(figures)) + (
        unit if any(figure.state == "value" for figure in figures) else "")


# Pages.

def plain(element):
    """What is read, without the numbers of notes; blocks are words apart."""
    pieces = []

    def walk(at):
        if not isinstance(at.tag, str) or at.get("role") == "doc-noteref" or \
                at.get("popover") is not None:
            return
        gap = "" if at.tag in INLINE else " "
        pieces.append(gap)
        pieces.append(at.text or "")
        for child in at:
            walk(child)
            pieces.append(child.tail or "")
        pieces.append(gap)

    walk(element)
    return trees.squeezed("".join(pieces))


def cells_of(table, part):
    """The texts of the rows in the thead, tbody or tfoot of a table."""
    return [[trees.text_of(cell) for cell in row]
            for row in table.iterfind(f"{part}/tr")]


class Report:
    """What was published, and what was typed from the sources."""

    def __init__(self, output):
        self.html = pathlib.Path(output) / "html"
        self.json = json.loads((self.html / "data/forums.json").read_text(
            encoding="utf-8"))["forums"]
        self.forums = read_records("forums.csv")
        for forum in self.forums:
            forum.update((key, read_figure(forum[key])) for key in FIGURES)
        self.ids = {forum["number"]: forum["id"] for forum in self.json}
        self.pages = {}

    def page(self, name):
        """The <main> of a page, or None where there is no such page."""
        if name not in self.pages:
            paths = [self.html / name / "index.html",
                     *sorted(self.html.glob(f"*/{name}.html"))]
            path = next((path for path in paths if path.exists()), None)
            self.pages[name] = path and trees.without_asides(
                trees.read_html(path)).find(".//main")
        return self.pages[name]

    def below(self, section):
        """The forums whose numbers begin as that of a section."""
        return [forum for forum in self.forums
                if forum["number"].startswith(section + ".")]


def is_told(fact, text):
    """Is `fact` in a text? 15 is not in 115."""
    fact = re.escape(trees.squeezed(fact).casefold())
    return re.search(rf"(?<!\d){fact}(?!\d)" if re.search(r"\d", fact)
                     else fact, text)


def test_facts(tally, report):
    facts = {}
    for row in read_records("facts.csv"):
        facts.setdefault(row["forum"], []).append(row["fact"])
    for name, wanted in facts.items():
        page = report.page(name)
        text = "" if page is None else plain(page).casefold()
        tally.test(f"facts: {name}", [
            f"not on the page: {fact}" for fact in wanted
            if not is_told(fact, text)])
    told = set(report.ids.values()) - set(facts)
    tally.test("facts: of each forum", [f"none of {name}" for name in told])


# Titles and figures.

def our_titles(tally, report):
    """The titles that pages must have, by number."""
    titles = {forum["number"]: forum["title"] for forum in report.forums}
    for row in read_records("titles.csv"):
        tally.equal(f"titles.csv: {row['number']} as in forums.csv",
                    row["source title"], titles.get(row["number"]))
        titles[row["number"]] = row["our title"]
    return titles


def expected_json(report, forum):
    figures = {}
    for key in FIGURES:
        figure = forum[key]
        found = {"state": figure.state}
        if figure.state == "elsewhere":
            found["in"] = report.ids.get(figure.where)
        elif figure.low is not None:
            money = key in ("fee", "other")
            scale = 1000 if money else 1
            found.update(low=figure.low * scale,
                         high=figure.high and figure.high * scale,
                         unit="SEK" if money else None, estimate=False)
        figures[JSON_KEYS[key]] = found
    return figures


def expected_rows(forum):
    texts = [forum[key].text(" tkr" * (key in ("fee", "other")))
             for key in FIGURES]
    return list(map(list, zip(HEADINGS, [*texts, cost_text(forum, " tkr")])))


def test_forum(tally, report, forum, title):
    name = report.ids.get(forum["number"])
    entry = next((entry for entry in report.json if entry["id"] == name), {})
    label = f"{forum['number']} {name}"
    tally.equal(f"{label}: title in the data", entry.get("title"), title)
    years = [year for year in entry.get("years", ()) if year["year"] == YEAR]
    tally.equal(f"{label}: figures in the data",
                [{key: year.get(key) for key in JSON_KEYS.values()}
                 for year in years], [expected_json(report, forum)])
    page = report.page(name)
    if not tally.test(f"{label}: has a page", "none" * (page is None)):
        return
    tally.equal(f"{label}: heading", trees.text_of(page.find(".//h1")),
                f"{forum['number']} {title}")
    tables = page.findall(".//table[@class='figures']")
    tally.equal(f"{label}: figures on the page",
                [[cells_of(table, part) for part in
                  ("thead", "tbody", "tfoot")] for table in tables],
                [[[["Siffror", str(YEAR)]], expected_rows(forum)[:-1],
                  expected_rows(forum)[-1:]]])


def test_forums(tally, report):
    titles = our_titles(tally, report)
    tally.equal("numbers of the forums",
                [entry["number"] for entry in report.json],
                [forum["number"] for forum in report.forums])
    for forum in report.forums:
        test_forum(tally, report, forum, titles[forum["number"]])
    return titles


# Sums.

def test_numbers(tally, report):
    """What the source says of the whole."""
    forums = report.forums
    has = [forum for forum in forums if forum["fee"].state != "elsewhere"]
    states = {key: collections.Counter(forum[key].state for forum in has)
              for key in FIGURES}

    def low(key):
        return sum(forum[key].low for forum in has
                   if forum[key].state == "value")

    tally.equal("entries", len(forums), 108)
    tally.equal("entries in the data", len(report.json), 108)
    tally.equal("forums", sum(STANDS_FOR.get(forum["number"], 1)
                              for forum in forums), FORUMS)
    tally.equal("forums in the data",
                sum(entry["stands-for"] for entry in report.json), FORUMS)
    tally.equal("entries with figures", len(has), 103)
    tally.equal("entries whose costs are elsewhere",
                [(forum["number"], forum["other"].where) for forum in forums
                 if forum["other"].state == "elsewhere"],
                [(at, "2.14.6") for at in
                 ("2.3.4", "2.4.2", "2.5.3", "2.8.3", "2.12.6.3")])
    tally.equal("fees", (low("fee"), states["fee"]["value"]), (7905, 15))
    tally.equal("other costs", (low("other"), states["other"]["value"]),
                (2079, 89))
    tally.equal("other costs not known", states["other"]["unknown"], 6)
    tally.equal("other costs not applicable",
                states["other"]["not-applicable"], 8)
    for key, count in (("slk", 89), ("ks", 24)):
        tally.equal(f"entries with {key}", states[key]["value"]
                    + states[key]["per-part"], count)


def test_typed_totals(tally, report):
    """The sums that were added up by hand agree with our own."""
    for row in read_records("totals.csv"):
        has = [forum for forum in report.below(row["section"])
               if forum["fee"].state != "elsewhere"]

        def count(key, *states):
            return sum(forum[key].state in states for forum in has)

        found = {"rows": len(has),
                 "fee": sum(forum["fee"].low or 0 for forum in has),
                 "other": sum(forum["other"].low or 0 for forum in has),
                 "other_unknown": count("other", "unknown"),
                 "other_na": count("other", "not-applicable"),
                 "slk_rows": count("slk", "value", "per-part"),
                 "ks_rows": count("ks", "value", "per-part")}
        for key, value in found.items():
            tally.equal(f"totals.csv: {key} of {row['section']}", value,
                        int(row[key]))


def sum_cells(forums):
    """The cells of a total: both groups, fee, other, and all costs."""
    cells = [total([forum[key] for forum in forums]) for key in FIGURES]
    costs = [forum[key] for forum in forums for key in ("fee", "other")]
    return [*cells, total(costs, 2)]


def section_rows(report, number_of, titles, names):
    """The rows of a section's table, and its total."""
    forums = report.below(number_of)
    depth = number_of.count(".") + 1
    parts = list(dict.fromkeys(
        ".".join(forum["number"].split(".")[:depth + 1])
        for forum in forums))
    if parts == [forum["number"] for forum in forums]:
        rows = [[f"{forum['number']} {titles[forum['number']]}",
                 *(forum[key].text() for key in FIGURES), cost_text(forum)]
                for forum in forums]
        return rows, ["Summa", *sum_cells(forums)]

    def counted(inside):
        return number(sum(STANDS_FOR.get(forum["number"], 1)
                          for forum in inside))

    rows = [[f"{part} {names[part]}", counted(report.below(part)),
             *sum_cells(report.below(part))] for part in parts]
    return rows, ["Summa", counted(forums), *sum_cells(forums)]


def section_pages(report):
    """Number, file name and title of the sections that hold forums."""
    parents = {forum["section"] for forum in report.json}
    numbers = {".".join(forum["number"].split(".")[:depth])
               for forum in report.json
               for depth in range(1, forum["number"].count(".") + 1)}
    for path in sorted((report.html / DOCUMENT).glob("*.html")):
        page = report.page(path.stem)
        found = re.fullmatch(r"([\d.]+) (.*)",
                             trees.text_of(page.find(".//h1")))
        if found and found.group(1) in numbers:
            parents.discard(path.stem)
            yield found.group(1), path.stem, found.group(2)
    if parents:
        yield "?", sorted(parents)[0], "a section without a page"


def test_section(tally, report, number_of, name, titles, names):
    rows, last = section_rows(report, number_of, titles, names)
    label = f"table of {number_of}"
    # In the text of a page tables of other sorts may stand.
    tables = report.page(name).xpath(
        ".//table[caption/@id][not(ancestor::div[@class='prose'])]")
    if not tally.equal(f"{label}: is there", len(tables), 1):
        return
    tally.equal(f"{label}: rows", cells_of(tables[0], "tbody"), rows)
    heads = cells_of(tables[0], "thead")[0]
    found = (cells_of(tables[0], "tfoot") or [[]])[0]
    compare_total(tally, label, heads, found, last)
    identifier = tables[0].find("caption").get("id").rpartition(".")[0]
    data = table_data(report, identifier)
    tally.equal(f"{label}: rows in CSV", data[1:-1],
                [[*as_data(row), "", "post"] for row in rows])
    compare_total(tally, f"{label}, CSV", data[0], data[-1],
                  [*as_data(last), "", "summa"])


def table_data(report, name):
    """The CSV file of a table, or nothing."""
    path = report.html / f"data/{name}.csv"
    return [[trees.squeezed(cell) for cell in row]
            for row in read_csv(path)] if path.exists() else [[]]


def as_data(row):
    """In CSV numbers have no spaces."""
    return [row[0], *(re.sub(r"(?<=\d) (?=\d{3})", "", cell)
                      for cell in row[1:])]


def compare_total(tally, label, heads, found, expected):
    tally.equal(f"{label}: columns of the total", len(found), len(expected))
    for head, cell, sum_of in zip(heads, found, expected):
        tally.equal(f"{label}: total of {head}", cell, sum_of)


def test_sections(tally, report, titles):
    sections = list(section_pages(report))
    names = {number_of: title for number_of, _, title in sections}
    expected = {".".join(forum["number"].split(".")[:depth])
                for forum in report.forums
                for depth in range(1, forum["number"].count(".") + 1)}
    tally.equal("sections", set(names), expected)
    for number_of, name, _ in sections:
        test_section(tally, report, number_of, name, titles, names)


# The chapter that sums up.

def test_summary(tally, report, titles):
    page = report.page("sammanstallning")
    values = [] if page is None else [
        trees.text_of(value)
        for value in page.findall(".//a[@class='value']")]
    fees = [forum for forum in report.forums if forum["fee"].low]
    for value in (str(FORUMS), str(len(report.forums)), "7,9 mnkr",
                  str(len(fees)), "minst 2 079 tkr (6 forum ej beräknade)"):
        tally.test(f"summary: says {value}",
                   "" if value in values else f"it says {values}")

    def entry(forum):
        return f"{forum['number']} {titles[forum['number']]}"

    rows = table_data(report, "tab-avgifter-mottagare")[1:]
    tally.equal("summary: fees",
                sorted(row[:2] for row in rows if row[-1] == "post"),
                sorted(as_data([entry(forum), forum["fee"].text()])
                       for forum in fees))
    tally.equal("summary: sum of the fees", rows and rows[-1][:2],
                as_data(["Summa", total([forum["fee"] for forum in fees])]))
    for name, state in (("tab-ej-beraknade", "unknown"),
                        ("tab-redovisas-i", "elsewhere")):
        rows = table_data(report, name)[1:]
        tally.equal(f"summary: {name}", [row[:3] for row in rows],
                    [[entry(forum), forum["slk"].text(), forum["ks"].text()]
                     for forum in report.forums
                     if forum["other"].state == state])


# What an analyst asks, answered from the data alone.

def figure_of(row, name):
    """The lowest amount in thousands, and whether it is all of it."""
    known = row[f"{name}.tillstånd"] == "värde"
    return (float(row[f"{name}.lägst"] or 0) / 1000 if known else 0,
            row[f"{name}.tillstånd"] not in ("okänd", "saknas") and
            (not known or row[f"{name}.högst"] != ""))


def test_data(tally, report):
    with open(report.html / "data/forums.csv", encoding="utf-8",
              newline="") as stream:
        rows = [row for row in csv.DictReader(stream)
                if row["år"] == "2023" and row["kommande"] == "nej"]
    tally.equal("data: forums", sum(int(row["räknas-som"]) for row in rows),
                FORUMS)
    paid = {party for row in rows if figure_of(row, "avgift")[0] > 0
            for party in row["betalas-till"].split("|")}
    name = "raknat/olika-betalas-till-dar-avgift-gt-0-tkr"
    tally.equal("data: recipients", table_data(report, name)[-1],
                ["Antal olika", str(len(paid)), "", "", "summa"])
    endings = collections.defaultdict(list)
    for row in rows:
        if row["kan-avslutas"]:
            endings[row["kan-avslutas"]].append(figure_of(row, "full-kostnad"))
    shown = {row[0]: row[1] for row in table_data(report, "tab-avslut")
             if row[-1] == "delsumma"}
    for word, heading in (("ja", "Kan avslutas"),
                          ("efter avtal", "Kan avslutas efter avtal")):
        costs = endings[word]
        text = f"{sum(cost for cost, _ in costs):g}"
        lacks = sum(not whole for _, whole in costs)
        tally.equal(f"data: what is saved: {heading}",
                    shown.get(f"{heading}: {len(costs)} forum"),
                    f"minst {text} ({lacks} ej beräknat)" if lacks else text)


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="bilaga-facts-") as folder:
        output = sys.argv[1] if sys.argv[1:] else folder
        if not sys.argv[1:]:
            wrong = trees.build(trees.ROOT / "content", output)
            if not tally.test("build", wrong):
                tally.end()
        report = Report(os.path.abspath(output))
        test_facts(tally, report)
        titles = test_forums(tally, report)
        test_numbers(tally, report)
        test_typed_totals(tally, report)
        test_sections(tally, report, titles)
        test_summary(tally, report, titles)
        test_data(tally, report)
    tally.end()


if __name__ == "__main__":
    main()
