#!/usr/bin/python3
"""edition: is the edition report what lies between the totals of two years?

    edition.py [--bilaga PATH] [--count N] [--seed N]

Publishes the sites `ar` and `summor` and N generated publications with a
{changes} table from every year, once for each year that has one before it. The
totals are added up here from forums.csv, each end of a range by itself; the
table's groups must be what lies between them, to the öre, and the rows of each
group its sum. So must the totals that the table shows, and corrections what
lies between the first stated total and the one that holds now.
"""

import argparse
import collections
import csv
import fractions
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SECONDS = 60
ZERO = fractions.Fraction(0)

# One page with a table from each year.
PAGE = "---\ntitel: Från alla år\n---\nFrån alla år.\n"
DIRECTIVE = """
```{{changes}} Från {year}
:name: alla-fran-{year}
:from: {year}
{more}```
"""


class Ends:
    """The lower and the upper end of something that is added up."""

    def __init__(self, low=ZERO, high=ZERO):
        self.low, self.high = low, high

    def __add__(self, other):
        return Ends(self.low + other.low, self.high + other.high)

    def __eq__(self, other):
        return (self.low, self.high) == (other.low, other.high)

    def __repr__(self):
        return f"{float(self.low):g} to {float(self.high):g}"


NUMBER = re.compile(r"[+-]?\d+(?:,\d+)?")


def number(text):
    return fractions.Fraction(text.replace(",", "."))


def cell_ends(text):
    """What a cell of a difference adds: `+5`, `lägst +2, högst -1`."""
    text = re.sub(r"\((?:tidigare|nu) .*\)", "", text).replace("\xa0", " ")
    text = text.strip()
    if text.startswith("ca "):
        text = text[3:]
    both = re.fullmatch(r"(?:lägst) (\S+), högst (\S+)", text)
    if both:
        return Ends(number(both[1]), number(both[2]))
    bound = re.fullmatch(r"(minst|högst) (?:ca )?(\S+)", text)
    if bound:
        at = number(bound[2])
        return Ends(at if bound[1] == "minst" else ZERO, at)
    if NUMBER.fullmatch(text):
        return Ends(number(text), number(text))
    return Ends()


def total_ends(text):
    """The ends of a total that are shown; None for one that is not."""
    text = re.sub(r"\(.*\)", "", text).replace("\xa0", " ").strip()
    least = text.startswith("minst ")
    most = text.startswith("högst ")
    text = re.sub(r"^(?:minst |högst )?(?:ca )?", "", text)
    ends = [number(part) for part in text.split("–")
            if NUMBER.fullmatch(part)]
    if not ends:
        return None, None
    return None if most else ends[0], None if least else ends[-1]


# Totals from the data.

def read_totals(data):
    """Ends by year and column, as the table has them: thousands of kronor."""
    totals = collections.defaultdict(lambda: collections.defaultdict(Ends))
    with open(data / "forums.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kommande"] == "ja":
                continue
            year = totals[int(row["år"])]
            one = fractions.Fraction(row["räknas-som"])
            year["Antal forum"] += Ends(one, one)
            for name in row:
                if name.endswith(".tillstånd"):
                    add_figure(year, row, name.removesuffix(".tillstånd"))
    return totals


def add_figure(year, row, name):
    ends = Ends()
    money = row[f"{name}.enhet"] == "kr"
    if row[f"{name}.tillstånd"] == "värde":
        low = fractions.Fraction(row[f"{name}.lägst"] or 0)
        high = fractions.Fraction(row[f"{name}.högst"] or low)
        ends = Ends(low / 1000, high / 1000) if money else Ends(low, high)
    column = {"avgift": "Årsavgift (tkr)", "övrigt": "Övrig kostnad (tkr)"}
    if name in column:
        year[column[name]] += ends
        year["Summa (tkr)"] += ends
    else:
        year[name.removeprefix("deltagare.")] += ends


# The tables.

def read_groups(path):
    """The columns, the totals by their names, and the groups: name and rows
    (the last of several is their sum)."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    totals, groups = {}, {}
    for *cells, group, kind in rows[1:]:
        if kind == "summa":
            totals[cells[0]] = cells[1:]
        else:
            groups.setdefault(group, []).append(cells)
    return rows[0][1:-2], totals, list(groups.items())


def group_sum(name, rows, width):
    """The sum of a group's rows, and what is wrong with the one shown."""
    lines = rows[:-1] if len(rows) > 1 else rows
    sums = [Ends() for _ in range(width)]
    for line in lines:
        sums = [at + cell_ends(cell) for at, cell in zip(sums, line[1:])]
    wrong = []
    if len(rows) > 1:
        shown = [cell_ends(cell) for cell in rows[-1][1:]]
        if shown != sums or rows[-1][0] != name:
            wrong.append(f"{name}: rows {sums}, shown {shown}")
    return sums, wrong


def table_faults(path, groups_path, totals, start, end):
    columns, shown, groups = read_groups(path)
    before = {column: totals[start][column] for column in columns}
    first = f"Summa {start}, så som det först angavs"
    corrections = [Ends() for _ in columns]
    for name, rows in groups:
        sums, wrong = group_sum(name, rows, len(columns))
        yield from wrong
        if name.endswith(f"uppgifterna för {start}"):
            corrections = [a + b for a, b in zip(corrections, sums)]
            continue
        for column, ends in zip(columns, sums):
            before[column] += ends
    for column in columns:
        if before[column] != totals[end][column]:
            yield (f"{column}: {start} and the groups give {before[column]}, "
                   f"{end} has {totals[end][column]}")
    for year in (start, end):
        yield from total_faults(shown[f"Summa {year}"], columns, totals[year])
    if (first in shown) != any(ends != Ends() for ends in corrections):
        # Corrections may cancel each other out, or be of no number.
        if first not in shown:
            yield "corrections without a first stated total"
    if first in shown:
        for column, cell, ends in zip(columns, shown[first], corrections):
            low = total_ends(cell)[0]
            wanted = totals[start][column].low
            if low is not None and low + ends.low != wanted:
                yield f"{first}: {column}: {cell} and {ends}: not {wanted}"
    yield from short_faults(groups_path, groups, columns)


def total_faults(row, columns, totals):
    for column, cell in zip(columns, row):
        low, high = total_ends(cell)
        ends = totals[column]
        # A sum with "högst" alone has no lower end to show.
        if low is not None and low != ends.low:
            yield f"total of {column}: {cell}, data {ends}"
        if high is not None and high != ends.high:
            yield f"total of {column}: {cell}, data {ends}"


def short_faults(path, groups, columns):
    """With `:rows: grupper` there are the same groups and sums."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file)][1:]
    short = [cells for *cells, _, kind in rows if kind != "summa"]
    wanted = []
    for name, lines in groups:
        count = max(len(lines) - 1, 1)
        wanted.append((f"{name} ({count})",
                       group_sum(name, lines, len(columns))[0]))
    got = [(row[0], [cell_ends(cell) for cell in row[1:]]) for row in short]
    if got != wanted:
        yield f"groups alone: {got}, not {wanted}"


# Publications.

def years_of(content):
    years = set()
    for path in content.rglob("*.md"):
        if path.name != "index.md":
            years.update(int(year) for year in re.findall(
                r"^  (\d{4}):$", path.read_text("utf-8"), re.M))
    own = int(re.search(r"^år: (\d+)", (content / "publication.yaml")
                        .read_text("utf-8"), re.M)[1])
    return sorted(year for year in years if year <= own)


def add_page(content, years):
    document = re.search(r"^dokument: \[(\w+)", (content / "publication.yaml")
                         .read_text("utf-8"), re.M)[1]
    page = content / document / "9000-fran-alla-ar" / "index.md"
    page.parent.mkdir()
    text = PAGE
    for year in years[:-1]:
        text += DIRECTIVE.format(year=year, more="")
        text += DIRECTIVE.format(year=year, more=":rows: grupper\n").replace(
            f"alla-fran-{year}", f"grupper-fran-{year}")
    page.write_text(text, encoding="utf-8")


def check_publication(bilaga, content, folder):
    """How many pairs of years were compared, and what is wrong."""
    years = years_of(content)
    add_page(content, years)
    pairs, wrong = 0, []
    for end in years[1:]:
        output = folder / f"output-{end}"
        done = subprocess.run(
            [bilaga, "build", str(content), "-o", str(output),
             "--format", "html,data", "--year", str(end)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
        if done.returncode != 0:
            return pairs, [done.stdout.decode()]
        data = output / "html/data"
        totals = read_totals(data)
        for start in years[:years.index(end)]:
            pairs += 1
            wrong += [f"{start} to {end}: {fault}" for fault in table_faults(
                data / f"alla-fran-{start}.csv",
                data / f"grupper-fran-{start}.csv", totals, start, end)]
    return pairs, wrong


# Generated ones.

def random_amount(rng):
    low = rng.choice([0, 1, 5, 12.5, 65.0005, 144, 837, 1500])
    high = low + rng.choice([1, 2.5, 40])
    text = f"{low:g}".replace(".", ",")
    return rng.choice([
        f"{text} tkr", f"{text} tkr", f"{text} tkr",
        f"{text}–{f'{high:g}'.replace('.', ',')} tkr", f"ca {text} tkr",
        f"minst {text} tkr", f"högst {text} tkr", f"{int(low)} kr",
        "okänd", "ej aktuellt", "1 500 EUR (17 250 kr)", "200 EUR",
        f"{text} tkr per forum"])


def random_count(rng):
    low = rng.randrange(4)
    return rng.choice([str(low), str(low), f"{low}–{low + 2}", f"ca {low}",
                       f"minst {low}", f"högst {low + 1}", "okänd",
                       "ej aktuellt", f"{low} per forum"])


def random_changes(rng, key, draw, now):
    """Changes that lead to what the figure is now, and as they are written."""
    values = [now]
    for _ in range(rng.choice([0, 0, 0, 1, 2])):
        before = draw(rng)
        if before != values[0] and not (
                before.startswith("0") and values[0].startswith("0")):
            values.insert(0, before)
    text = ""
    for at, (start, end) in enumerate(zip(values, values[1:])):
        text += (f"      - uppgift: {key}\n"
                 f"        sort: {rng.choice(['rättelse', 'revidering'])}\n"
                 f"        från: {start}\n        till: {end}\n"
                 f"        datum: 2024-0{at + 1}-01\n        skäl: Prov.\n")
    return text


def random_year(rng, index, year, elsewhere):
    text, changes = f"  {year}:\n    läge: pågår\n", ""
    if rng.random() < 0.2:
        text += f"    titel: Hette {index} {rng.randrange(2)}\n"
    text += "    deltagare:\n"
    for group in ("KK", "KS"):
        count = random_count(rng)
        text += f"      {group}: {count}\n"
        changes += random_changes(rng, f"deltagare.{group}", random_count,
                                  count)
    if elsewhere:
        text += "    redovisas-i: forum-0\n"
    else:
        for key in ("avgift", "övrigt"):
            amount = random_amount(rng)
            text += f"    {key}: {amount}\n"
            changes += random_changes(rng, key, random_amount, amount)
    return text + (f"    ändrat:\n{changes}" if changes else "")


def random_forum(rng, index, years):
    text = (f"---\ntitel: Forum {index}\nform: nätverk\n"
            "medlemskap: mot avgift\nnivå: lokal\ndrivs-av: part\n")
    stands_for = rng.choice([1, 1, 1, 6])
    if stands_for != 1:
        text += f"räknas-som: {stands_for}\nskäl: Prov.\n"
    text += "år:\n"
    for year in rng.sample(years, rng.randrange(1, len(years) + 1)):
        text += random_year(rng, index, year,
                            index > 0 and rng.random() < 0.15)
    return text + "---\nEtt forum.\n"


def generate(rng, content):
    years = list(range(2018, 2018 + rng.randrange(2, 6)))
    shutil.copytree(HERE / "ar/content/registers", content / "registers")
    (content / "registers/organisations.yaml").write_text(
        "part: {namn: Parten, sort: kommun, nivå: lokal}\n")
    text = (HERE / "ar/content/publication.yaml").read_text("utf-8")
    # Its key figures are of years that need not be among these.
    text = re.sub(r"^nyckeltal:\n(?:  .*\n)+", "", text, flags=re.M)
    (content / "publication.yaml").write_text(
        text.replace("år: 2023", f"år: {years[-1]}"), encoding="utf-8")
    section = content / "oversikt/10-forum"
    section.mkdir(parents=True)
    (content / "oversikt/index.md").write_text(
        "---\ntitel: Prov\nsort: inventering\n---\nProv.\n")
    (section / "index.md").write_text("---\ntitel: Forum\n---\nProv.\n")
    for index in range(rng.randrange(3, 12)):
        # Every year has at least the first forum.
        text = random_forum(rng, index, years) if index > 0 else \
            random_forum_of_all(rng, years)
        (section / f"{index + 1}0-forum-{index}.md").write_text(
            text, encoding="utf-8")


def random_forum_of_all(rng, years):
    text = random_forum(rng, 0, years[:1])
    head, rest = text.split("år:\n", 1)
    return head + "år:\n" + "".join(
        random_year(rng, 0, year, False) for year in years) + \
        rest[rest.index("---\n"):]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--bilaga", default=os.environ.get(
        "BILAGA", str(ROOT / "build/bilaga")))
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bilaga = str(pathlib.Path(options.bilaga).resolve())
    names = ["ar", "summor"] + [
        f"seed {options.seed + i}" for i in range(options.count)]
    passed = failed = compared = 0
    for name in names:
        with tempfile.TemporaryDirectory(prefix="bilaga-edition-") as folder:
            content = pathlib.Path(folder) / "content"
            if name.startswith("seed "):
                generate(random.Random(int(name[5:])), content)
            else:
                shutil.copytree(HERE / name / "content", content)
            pairs, wrong = check_publication(bilaga, content,
                                             pathlib.Path(folder))
        compared += pairs
        passed += not wrong
        failed += bool(wrong)
        for text in wrong:
            print(f"FAILED {name}\n{text.rstrip()}")
    print(f"note: {compared} pairs of years compared")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
