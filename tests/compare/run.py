#!/usr/bin/python3
"""run: does the page that compares forums tell the truth, whatever is chosen?

    run.py [--quick] [--show]

Builds the real content and the small trees, and holds the table of each
document to forums.csv: each forum stands there in each of its years, what its
cells say beside their text is what they are, and the totals are those that
figures.py works out. Then the page is used in a browser (browser.js): the same
totals for filters chosen at random, the file that can be downloaded, sorting,
the address, keyboard, without scripts, narrow, dark, on paper. A document of
many forums has a page for each part.

--quick  leave out the browser
--show   print the filters and what they gave
"""
import argparse
import collections
import csv
import io
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "web"))

import figures  # noqa: E402
from tally import Tally  # noqa: E402
import trees  # noqa: E402
from trees import text_of  # noqa: E402

FILTERS = 30	# of the real content; of the small trees fewer
FILTERS_SMALL = 6

# What is chosen by in forums.csv; the organiser and the unit are not there.
PLAIN = ("form", "membership", "level", "year")


class Comparison:
    """The page that compares the forums of one document, as it is written."""

    def __init__(self, path, rows):
        self.path = path
        self.root = trees.read_html(path)
        self.table = self.root.find(".//table[@data-year]")
        self.columns = [at.get("data-column")
                        for at in self.table.findall("thead/tr/th")]
        self.money = {at.get("data-column"): "data-money" in at.attrib
                      for at in self.table.findall("thead/tr/th")}
        self.lines = self.table.findall("tbody/tr")
        self.totals = self.table.findall("tfoot/tr")
        by_key = {(row.line["id"], row.line["year"]): row for row in rows}
        years = {row.line["year"] for row in rows}
        self.rows = [by_key.get((self.id_of(line), self.year_of(line) or
                                 max(years))) for line in self.lines]

    @staticmethod
    def id_of(line):
        return line.find("th/a").get("href").removesuffix(".html")

    def cell(self, line, column):
        return line[self.columns.index(column)]

    def year_of(self, line):
        return text_of(self.cell(line, "year")) if "year" in self.columns \
            else None

    def numbers(self):
        return [name for name in self.columns if name in (
            "participants", "fee", "other", "total") or name.startswith("participants.")]

    def options(self):
        """Of each filter its values and their texts."""
        return {at.get("data-filter"): {
            option.get("value"): text_of(option) for option in at
            if option.get("value")} for at in self.root.iter("select")}


def exact(line):
    """What is read in a row of totals, no-break spaces kept."""
    return [re.sub(r"[ \n]+", " ", "".join(cell.itertext())).strip()
            for cell in line]


# What is written.

def cell_faults(comparison, line, row):
    """Beside the text of figures stands exactly what they are."""
    for name in comparison.numbers():
        cell, figure = comparison.cell(line, name), row.figures[name]
        wanted = {"data-state": figure.state}
        if figure.state == "value":
            wanted = {}
            if not figure.no_low:
                wanted["data-low"] = str(figure.low)
            if figure.high is not None:
                wanted["data-high"] = str(figure.high)
            if figure.about:
                wanted["data-about"] = ""
            if figure.lacks:
                wanted["data-lacks"] = figure.lacks
        found = {key: value for key, value in cell.attrib.items()
                 if key.startswith("data-") and key != "data-key"}
        if found != wanted:
            yield f"{row.line['id']} {name}: {found} and not {wanted}"


def test_table(tally, label, comparison, rows, words):
    found = collections.Counter(
        (comparison.id_of(line), comparison.year_of(line))
        for line in comparison.lines)
    several = "year" in comparison.columns
    tally.equal(f"{label}: each forum in each of its years", found,
                collections.Counter((row.line["id"], row.line["year"]
                                     if several else None) for row in rows))
    tally.test(f"{label}: cells say what they are", [
        fault for line, row in zip(comparison.lines, comparison.rows)
        if row for fault in cell_faults(comparison, line, row)])
    for line in comparison.totals:
        year = comparison.year_of(line)
        own = [row for row in comparison.rows
               if row and year in (None, row.line["year"])]
        tally.equal(f"{label}: totals {year or ''}",
                    dict(zip(comparison.columns, exact(line)))
                    | {"forum": None, "year": None},
                    expected_total(comparison, own, words))


def expected_total(comparison, rows, words):
    """What a row of totals has for `rows`, by column."""
    wanted = dict.fromkeys(comparison.columns, "")
    for name in comparison.numbers():
        wanted[name] = words.total([row.figures[name] for row in rows],
                                   comparison.money[name])
    return wanted | {"forum": None, "year": None}


# Filters.

def random_filters(comparison, count, chance):
    """So many sets of what is chosen; what the text has is of a title."""
    options = comparison.options()
    for _ in range(count):
        names = chance.sample(sorted(options),
                              min(len(options), chance.randint(1, 3)))
        chosen = {name: chance.choice(sorted(options[name]))
                  for name in names}
        if chance.random() < 0.3:
            row = chance.choice([row for row in comparison.rows if row])
            chosen["q"] = chance.choice(row.line["title"].split())
        if "year" in options and "year" not in chosen:
            chosen["year"] = "all"
        yield chosen


def runs(line, comparison):
    """Who runs the forum: in forums.csv this is not told."""
    return comparison.cell(line, "organiser").get("data-key").split("|")


def fits(comparison, line, row, chosen, options):
    for name, value in chosen.items():
        if name == "q":
            good = value.lower() in "".join(line.itertext()).lower()
        elif name == "section":
            number = options[name][value].split()[0]
            good = row.line["number"].startswith(number + ".") or \
                row.line["section"] == value
        elif name in ("fee", "other"):
            good = row.amount(name) == value
        elif name in PLAIN:
            good = value in ("all", row.line[name])
        elif name == "sort":
            good = True
        else:
            good = value in comparison.cell(line, name).get(
                "data-key").split("|")
        if not good:
            return False
    return True


def test_filter(tally, label, comparison, words, chosen, found):
    name = f"{label}: {chosen}"
    options = comparison.options()
    pairs = [(line, row) for line, row in
             zip(comparison.lines, comparison.rows)
             if row and fits(comparison, line, row, chosen, options)]
    tally.equal(f"{name}: rows", found["ids"],
                [comparison.id_of(line) for line, _ in pairs])
    totals = {}
    for line, row in pairs:
        year = comparison.year_of(line)
        totals.setdefault(year, []).append(row)
    tally.equal(f"{name}: totals", [
        dict(zip(comparison.columns, line)) | {"forum": None, "year": None}
        for line in found["totals"]],
        [expected_total(comparison, rows, words)
         for rows in totals.values()])
    tally.test(f"{name}: is told", status_faults(
        comparison, words, [row for _, row in pairs], totals,
        found["status"]))
    shown = [found["head"], *found["rows"], *found["totals"]]
    tally.equal(f"{name}: the file has what is shown",
                list(csv.reader(io.StringIO(found["csv"], newline=""))),
                [[plain(text) for text in line] for line in shown])


def plain(text):
    text = re.sub(r"(?<=\d)\u00a0(?=\d)", "", text)
    return text.replace("\u00a0", " ")


def status_faults(comparison, words, rows, totals, status):
    """What is announced: how many rows, and the sums of one year."""
    if not rows:
        if words.page["compare-no-rows"] not in status:
            yield status
        return
    if not status.startswith(f"{len(rows)} {words.page['compare-of']} "
                             f"{len(comparison.rows)} "):
        yield f"{len(rows)} rows: {status}"
    for name in ("fee", "other", "total"):
        text = words.total([row.figures[name] for row in rows], True, True)
        amount, bracket, rest = text.partition(" (")
        if any(at.isdigit() for at in amount):
            amount += figures.NBSP + words.quantity["thousand"]
        if len(totals) == 1 and amount + bracket + rest not in status:
            yield f"{amount}{bracket}{rest} is not in: {status}"


# Many forums.

PUBLICATION = """format: 1
språk: sv
titel: Udda
utgivare: Sundsby kommun
ansvarig: kansliet
år: 2023
datum: 2024-03-01
dokument: [oversikt]
deltagargrupper:
"""
MANY = 1100
IN_ONE = 1040	# of them in one section


def write_many(folder):
    """A publication of many forums, some chapters of few, one of very many."""
    content = folder / "content"
    shutil.copytree(trees.ROOT / "tests/sites/ar/content/registers",
                    content / "registers")
    (content / "publication.yaml").write_text(
        PUBLICATION.replace("Udda", "Många") +
        "  KK: Kommunkansliet\n  KS: Kommunstyrelsen\n", "utf-8")
    forum = next((trees.ROOT / "tests/sites/ar/content").rglob("*/*/[0-9]*.md"))
    head = forum.read_text("utf-8")
    index = "---\ntitel: {}\n---\n"
    document = content / "oversikt"
    document.mkdir()
    original = trees.ROOT / "tests/sites/ar/content/oversikt/index.md"
    (document / "index.md").write_text(
        re.match(r"---\n.*?\n---\n", original.read_text("utf-8"), re.S)[0],
        "utf-8")
    for i in range(MANY):
        chapter = 10 if i < IN_ONE else 20 + 10 * (i % 3)
        place = document / f"{chapter}-kapitel-{chapter}"
        if not place.exists():
            place.mkdir()
            (place / "index.md").write_text(
                index.format(f"Kapitel {chapter}"), "utf-8")
        (place / f"{10 * (i + 1)}-forum-{i + 1}.md").write_text(
            re.sub(r"(?m)^titel: .*$", f"titel: Forum {i + 1}", head), "utf-8")
    return content


def test_many(tally, folder):
    content = write_many(folder / "many")
    if not tally.test("many forums: build", trees.build(
            content, folder / "many/out", "--format", "html,data")):
        return None
    site = folder / "many/out/html"
    words = figures.Words("sv")
    rows, _ = figures.read_rows(site, words)
    first = trees.read_html(site / "oversikt/jamfor.html")
    links = [at.get("href") for at in first.findall(".//main//table//a")]
    parts = [Comparison(site / "oversikt" / link.rpartition("/")[2], rows)
             for link in links]
    tally.equal("many forums: parts", len(parts), 5)
    tally.equal("many forums: each stands in one of them", collections.Counter(
        (part.id_of(line), part.year_of(line)) for part in parts
        for line in part.lines), collections.Counter(
            (row.line["id"], row.line["year"]) for row in rows))
    tally.test("many forums: no table has too many", [
        f"{part.path.name}: {len(part.lines)}" for part in parts
        if len({part.id_of(line) for line in part.lines}) > 1000
        or len(part.lines) > 5000])
    tally.test("many forums: the first page needs no script", [
        at.get("src") for at in first.iter("script")
        if "jamfor" in at.get("src")])
    for part in parts[:1] + parts[-1:]:
        test_table(tally, f"many forums: {part.path.name}", part,
                   [row for row in part.rows], words)
    test_overview(tally, first, rows, words)
    return site


def test_overview(tally, root, rows, words):
    """The last row has what all forums of the publication's year have."""
    own = [row for row in rows if row.line["year"] == "2023"]
    wanted = {name: words.total([row.figures[name] for row in own], True)
              for name in ("fee", "other", "total")}
    line = exact(root.find(".//main//tfoot/tr"))
    tally.equal("many forums: totals of all", dict(zip(
        ("fee", "other", "total"), line[-3:])), wanted)


# What is odd.

LONG = "Lång titel " * 180
ODD = {"a-lang": LONG.strip(), "b-markering": "<b>&amp; \\\"nix\\\"</b>",
       "c-hoger": "\u05d1\u05d9\u05ea \u202bab\u202c \u0639\u0631\u0628",
       "d-bild": "\U0001f30d \U0001f469\u200d\U0001f4bb", "e-streck": "a|b, c; d"}
ODD_FORUM = """---
titel: "{title}"
form: nätverk
medlemskap: utan avgift
nivå: lokal
drivs-av: sundsby
{years}---
"""
ODD_YEAR = """år:
  2023:
    deltagare: {{{people}}}
    avgift: 9 000 000 000 mnkr
    övrigt: {other}
"""


def write_odd(folder, groups):
    """Forums with odd titles and without text, amounts that need 64 bits, and
    very many groups."""
    content = folder / "content"
    base = trees.ROOT / "tests/sites/ar/content"
    shutil.copytree(base / "registers", content / "registers")
    names = [f"G{i}" for i in range(groups)]
    (content / "publication.yaml").write_text(PUBLICATION + "".join(
        f"  {name}: Grupp {name}\n" for name in names), "utf-8")
    place = content / "oversikt/10-kapitel"
    place.mkdir(parents=True)
    (content / "oversikt/index.md").write_text(re.match(
        r"---\n.*?\n---\n", (base / "oversikt/index.md").read_text("utf-8"),
        re.S)[0], "utf-8")
    (place / "index.md").write_text("---\ntitel: Kapitel\n---\n", "utf-8")
    people = ", ".join(f"{name}: {i % 3}" for i, name in enumerate(names))
    for i, (name, title) in enumerate(ODD.items()):
        year = ODD_YEAR.format(people=people, other="högst 4 tkr" if i % 2
                               else "ca 1–2,5 tkr")
        (place / f"{10 + i}-{name}.md").write_text(
            ODD_FORUM.format(title=title, years=year), "utf-8")
    return content


def test_odd(tally, folder, groups):
    """The page of odd forums: its label, comparison and words."""
    label = f"odd, {groups} groups"
    content = write_odd(folder / label, groups)
    output = folder / label / "out"
    if not tally.test(f"{label}: build", trees.build(
            content, output, "--format", "html,data")):
        return None
    words = figures.Words("sv")
    rows, _ = figures.read_rows(output / "html", words)
    comparison = Comparison(output / "html/oversikt/jamfor.html", rows)
    test_table(tally, label, comparison, rows, words)
    tally.equal(f"{label}: titles", [
        comparison.cell(line, "forum").get("data-key")
        for line in comparison.lines], [row.line["title"] for row in rows])
    tally.equal(f"{label}: columns of participants", sum(
        name.startswith("participants.") for name in comparison.columns),
        groups if groups <= 32 else 0)
    return label, comparison, words


# All of it.

def ask(tally, tasks, many):
    done = subprocess.run(
        ["node", str(HERE / "browser.js")], capture_output=True, text=True,
        input=json.dumps({"tasks": tasks, "many": many and str(many)}),
        timeout=600)
    answers = {}
    for line in done.stdout.splitlines():
        found = json.loads(line)
        if "note" in found:
            print("note: " + found["note"])
        elif "wrong" in found:
            tally.test("browser: " + found["name"], found["wrong"])
        else:
            answers[found["name"]] = found["answers"]
    tally.test("browser: ends well", "" if done.returncode == 0 else
               f"exit status {done.returncode}\n{done.stderr}")
    return answers


def compared(tally, folder):
    """All pages that compare, of all trees: label, page, its words."""
    for label, content, options in trees.contents():
        output = folder / label
        if not tally.test(f"build: {label}", trees.build(
                content, output, "--format", "html,data,search", *options)):
            continue
        site = output / "html"
        language = json.loads((site / "data/forums.json").read_text(
            "utf-8"))["language"]
        words = figures.Words(language)
        rows, _ = figures.read_rows(site, words)
        for document in sorted({row.line["document"] for row in rows}):
            own = [row for row in rows if row.line["document"] == document]
            comparison = Comparison(site / document / "jamfor.html", own)
            yield f"{label}/{document}", comparison, own, words


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    tally, chance = Tally(), random.Random("jamfor")
    with tempfile.TemporaryDirectory(prefix="bilaga-compare-") as name:
        folder = pathlib.Path(name).resolve()
        pages, tasks = {}, []
        for label, comparison, rows, words in compared(tally, folder):
            test_table(tally, label, comparison, rows, words)
            count = FILTERS if label.startswith("content/") else FILTERS_SMALL
            chosen = list(random_filters(comparison, count, chance))
            pages[label] = comparison, words, chosen
            tasks.append({"name": label, "page": str(comparison.path),
                          "filters": chosen})
        for label, comparison, words in filter(None, [
                test_odd(tally, folder, 31), test_odd(tally, folder, 40)]):
            chosen = [{}, {"q": "<B>"}, {"q": "\u0639\u0631"}, {"sort": "fee"}]
            pages[label] = comparison, words, chosen
            tasks.append({"name": label, "page": str(comparison.path),
                          "filters": chosen, "look": True})
        many = test_many(tally, folder)
        answers = {} if options.quick else ask(tally, tasks, many)
        for label, found in answers.items():
            comparison, words, chosen = pages[label]
            for one, answer in zip(chosen, found):
                if options.show:
                    print(f"note: {label} {one}: {answer['status']}")
                test_filter(tally, label, comparison, words, one, answer)
    tally.end()


if __name__ == "__main__":
    main()
