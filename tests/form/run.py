#!/usr/bin/python3
"""run: do forms go out and come back with what was filled in, and no more?

usage: run.py [--quick]

$BILAGA (default build/bilaga) on copies of tests/cases/base and of content/:

there and back  what is exported says "nothing has changed" when it is imported
hand cases      what imports write and say; ways in which spreadsheets save
bad input       what is refused, and where it is said to stand; nothing changes
random          cells filled in at random, each of which lands under its key,
                and no other line of the file changes
office          LibreOffice shows and saves the workbooks; not with --quick

Workbooks are read and made with openpyxl, heads are read with PyYAML: neither
is a library of the program.
Ends with "N passed, N failed".
"""
import csv
import difflib
import io
import os
import pathlib
import pty
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile

import openpyxl
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

BILAGA = os.path.abspath(os.environ.get("BILAGA", ROOT / "build/bilaga"))
BASE = ROOT / "tests/cases/base"
REAL = ROOT / "content"
QUICK = "--quick" in sys.argv

# Cells that are filled in at random, and how many of them in one form.
CELLS = 60 if QUICK else 200
AT_ONCE = 10

SAME = "Inget har ändrats.\n"

# What leaks in a library is not ours.
os.environ["LSAN_OPTIONS"] = ":".join(
    [os.environ.get("LSAN_OPTIONS", "exitcode=99"), "print_suppressions=0",
     f"suppressions={pathlib.Path(__file__).with_name('leaks')}"])

TALLY = Tally()


def expect(good, what, *details):
    TALLY.holds(what, good, *details)


def run(folder, *arguments, **options):
    options = {"stdin": subprocess.DEVNULL, "timeout": 120, **options}
    return subprocess.run([BILAGA, *map(str, arguments)], cwd=folder,
                          capture_output=True, text=True, **options)


def tree(folder):
    """The bytes of each file, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Place:
    """A folder with a copy of some content, and forms of it."""

    def __init__(self, content=BASE, *options):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bilaga-form-"))
        self.content = self.folder / "content"
        shutil.copytree(content, self.content)
        if (self.content / "README.md").exists():
            (self.content / "README.md").unlink()
        self.forms = self.folder / "forms"
        self.export(*options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def export(self, *options):
        self.exported = run(self.folder, "export", "--form", *options)

    def rows(self, name="kommunkansliet"):
        text = (self.forms / f"{name}.csv").read_text("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))

    def save(self, rows, name="in.csv", encoding="utf-8", delimiter=";",
             start=""):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = self.folder / name
        path.write_bytes((start + text.getvalue()).encode(encoding))
        return path

    def take(self, path, *options):
        return run(self.folder, "import", path, *options)


def edited(rows, heading, text, row=1):
    """The rows with one cell that says something else."""
    rows = [list(cells) for cells in rows]
    rows[row][rows[0].index(heading)] = text
    return rows


def column_name(rows, heading):
    return openpyxl.utils.get_column_letter(rows[0].index(heading) + 1)


def changed_lines(before, after):
    """Lines that went and came, of each file that is not the same."""
    changes = {}
    for name in sorted(set(before) | set(after)):
        old, new = (files.get(name, b"").decode().splitlines()
                    for files in (before, after))
        lines = [line for line in difflib.ndiff(old, new)
                 if line[:2] in ("- ", "+ ")]
        if lines:
            changes[name] = lines
    return changes


# --- There and back ----------------------------------------------------------

def there_and_back(content, what):
    with Place(content) as place:
        before = tree(place.content)
        files = sorted(place.forms.glob("*"))
        expect(place.exported.returncode == 0 and files,
               f"{what}: exported", place.exported.stderr)
        for path in files:
            done = place.take(path, "--yes")
            expect(done.returncode == 0 and done.stdout == SAME and
                   done.stderr == "", f"{what}: {path.name} says the same",
                   done.stdout, done.stderr)
        expect(tree(place.content) == before, f"{what}: nothing is written")
        first = tree(place.forms)
        place.export()
        expect(tree(place.forms) == first and
               place.exported.returncode == 0, f"{what}: the same bytes")
        other = run(place.folder, "export", "--form", "-o", "other",
                    env={**os.environ, "LC_ALL": "C", "TZ": "Asia/Tokyo"})
        expect(other.returncode == 0 and
               tree(place.folder / "other") == first,
               f"{what}: the same bytes elsewhere", other.stderr)


def test_files():
    with Place() as place:
        expect(place.exported.stdout ==
               "forms/kommunkansliet.xlsx, kommunkansliet.csv: 3 forum\n"
               "forms/miljochefen.xlsx, miljochefen.csv: 1 forum\n",
               "a form for each unit", place.exported.stdout)
        rows = place.rows()
        expect([row[0] for row in rows] ==
               ["Id", "havsstader", "kustradet", "hamnnatverket"],
               "a row for each forum", rows)
        bytes_ = (place.forms / "kommunkansliet.csv").read_bytes()
        expect(bytes_.startswith(b"\xef\xbb\xbfId;") and
               bytes_.count(b"\r\n") == 4, "as Excel saves", bytes_)
        # What was filled in is not written over.
        path = place.forms / "miljochefen.csv"
        path.write_text("ifyllt", "utf-8")
        before = tree(place.forms)
        done = run(place.folder, "export", "--form")
        expect(done.returncode == 1 and tree(place.forms) == before and
               "[sheet-exists]" in done.stderr and
               "miljochefen.csv" in done.stderr,
               "filled in files are left alone", done.stderr)
        done = run(place.folder, "export", "--form", "-o", "2024", "--year",
                   "2024")
        expect(done.returncode == 0 and
               done.stdout.endswith("1 forum\n"), "another year", done.stdout)
        done = run(place.folder, "export", "--form", "-o", "x", "--year",
                   "2019")
        expect(done.returncode == 1 and "[sheet-no-year]" in done.stderr and
               not list((place.folder / "x").glob("*")),
               "a year without figures", done.stderr)
        done = run(place.folder, "export", "--form", "-o", "/proc/forms")
        expect(done.returncode == 3 and "[output-write]" in done.stderr,
               "a folder that cannot be made", done.stderr)


def test_without_unit():
    with Place() as place:
        path = place.content / "publication.yaml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("ansvarig: kommunkansliet\n", ""),
                        "utf-8")
        done = run(place.folder, "export", "--form", "-o", "x")
        expect(sorted(path.name for path in (place.folder / "x").iterdir()) ==
               ["miljochefen.csv", "miljochefen.xlsx", "utan-ansvarig.csv",
                "utan-ansvarig.xlsx"], "forums that nobody answers for",
               done.stdout, done.stderr)


def test_workbook():
    """As another program reads it."""
    with Place() as place:
        book = openpyxl.load_workbook(place.forms / "kommunkansliet.xlsx")
        expect(book.sheetnames == ["Formulär", "Så fyller du i", "Listor"] and
               book["Listor"].sheet_state == "hidden", "the sheets",
               book.sheetnames)
        sheet = book["Formulär"]
        rows = place.rows()
        expect([[cell.value or "" for cell in row] for row in sheet.rows] ==
               rows, "the cells are those of the text file")
        expect(all(cell.data_type in "sn" and
                   (cell.value is None or isinstance(cell.value, str))
                   for row in sheet.rows for cell in row), "all are texts")
        expect(sheet.freeze_panes == "D2" and sheet.protection.sheet,
               "the first row stays, and the sheet is locked",
               sheet.freeze_panes)
        locked = [cell.protection.locked for cell in sheet[2]]
        wanted = [heading in ("Id", "År", "Titel") for heading in rows[0]]
        expect(locked == wanted, "cells that are locked", locked)
        widths = [sheet.column_dimensions[name].width for name in "ABC"]
        expect(widths[1] < widths[0] < widths[2], "widths", widths)
        lists = {}
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                column = str(rule.sqref).split(":")[0].rstrip("0123456789")
                place_of = re.fullmatch(r"'?Listor'?!(.*)", rule.formula1)[1]
                cells = book["Listor"][place_of.replace("$", "")]
                cells = cells if isinstance(cells, tuple) else ((cells,),)
                lists[sheet[column + "1"].value] = [row[0].value
                                                    for row in cells]
        expect(lists == {
            "Läge": ["startar", "pågår", "vilar", "avslutas"],
            "Möten hålls": ["digitalt", "fysiskt", "blandat"],
            "Form": ["nätverk", "medlemsorganisation", "råd", "förening"],
            "Medlemskap": ["mot avgift", "utan avgift", "enligt lag", "avtal",
                           "projekt", "partnerstad"],
            "Nivå": ["lokal", "regional", "nationell", "nordisk", "europeisk",
                     "internationell"],
            "Kan avslutas": ["ja", "nej", "efter avtal"],
            "Ansvarig": ["kommunkansliet", "miljochefen"],
        }, "lists to choose from", lists)
        help_ = " ".join(str(cell.value) for row in book["Så fyller du i"].rows
                         for cell in row if cell.value)
        expect(all(heading in help_ for heading in rows[0]) and
               "`" not in help_, "each column is explained", help_)


# --- What is filled in -------------------------------------------------------

FORUM = "inventering/20-redovisning/10-kust-och-hav/10-havsstader.md"
YAML = "inventering/20-redovisning/10-kust-och-hav/40-hamnnatverket.yaml"

# Heading, what is filled in, the lines that go and come.
GOOD = [
    ("Avgift", "90 tkr", ["-     avgift: 85 tkr", "+     avgift: 90 tkr"]),
    ("Avgift", "85 000 kr", []),
    ("Avgift", "85,0 TKR", []),
    ("Avgift", "ca 85 tkr", ["-     avgift: 85 tkr",
                             "+     avgift: ca 85 tkr"]),
    ("Avgift", "", ["-     avgift: 85 tkr"]),
    ("Avgift", "okänd", ["-     avgift: 85 tkr", "+     avgift: okänd"]),
    ("Övrigt", "beräknas", None),
    ("Deltagare KK", "2", []),
    ("Deltagare KK", "2-3", ["-       KK: 2", "+       KK: 2-3"]),
    ("Deltagare KS", "1-2", []),
    ("Läge", "vilar", ["-     läge: pågår", "+     läge: vilar"]),
    ("Läge", " Vilar ", ["-     läge: pågår", "+     läge: vilar"]),
    ("Övrigt avser", "arbetstid KK,resor", []),
    ("Övrigt avser", "arbetstid KK; resor", []),
    ("Övrigt avser", "arbetstid KK\nresor\n", []),
    ("Övrigt avser", "resor", [
        "-     övrigt-avser: [arbetstid KK, resor]",
        "+     övrigt-avser: [resor]"]),
    ("Övrigt avser", "arbetstid KK, resor, hyra", [
        "-     övrigt-avser: [arbetstid KK, resor]",
        "+     övrigt-avser: [arbetstid KK, resor, hyra]"]),
    ("Övrigt avser", "arbetstid; resor, tåg", [
        "-     övrigt-avser: [arbetstid KK, resor]",
        "+     övrigt-avser: [arbetstid, \"resor, tåg\"]"]),
    ("Anmärkning", "Två rader:\nså här # ja", [
        "+     anmärkning: \"Två rader: så här # ja\""]),
    ("Anmärkning", "- 5 till", ["+     anmärkning: \"- 5 till\""]),
    ("Resultat", "En sak.\nEn till, också.", [
        "+     resultat:", "+       - En sak.", "+       - En till, också."]),
    ("Möten per år", "3", ["-   per-år: 2–4", "+   per-år: 3"]),
    ("Möten hålls", "digitalt", ["-   hålls: blandat", "+   hålls: digitalt"]),
    ("Form", "förening", ["- form: medlemsorganisation",
                          "+ form: förening"]),
    ("Drivs av", "Kustförbundet i Väst", ["- drivs-av: havsstader",
                                          "+ drivs-av: kustforbundet"]),
    ("Drivs av", "ingen", None),
    ("Deltar", "lindvik", ["- deltar: [lindvik, nordhamn]",
                           "+ deltar: [lindvik]"]),
    ("Ansvarig", "miljochefen", ["+ ansvarig: miljochefen"]),
    ("Ansvarig", "Miljöchefen", ["+ ansvarig: miljochefen"]),
    ("Kan avslutas", "nej", ["+ kan-avslutas: nej"]),
    ("Arbetstid KK", "60", ["+     arbetstid:", "+       KK: 60"]),
    ("Betalas till", "havsstader", ["+     betalas-till: havsstader"]),
]


def test_good():
    for heading, text, wanted in GOOD:
        with Place() as place:
            before = tree(place.content)
            path = place.save(edited(place.rows(), heading, text))
            what = f"{heading}: {text!r}"
            done = place.take(path, "--yes")
            after = tree(place.content)
            changes = changed_lines(before, after)
            if wanted == []:
                expect(done.stdout == SAME and not changes, what, done.stdout,
                       done.stderr)
                continue
            if wanted is None:
                # Not for this forum: the check says so, and all is put back.
                expect(done.returncode in (0, 1), what)
                if done.returncode == 1:
                    expect(not changes, what, changes)
                continue
            expect(done.returncode == 0 and changes == {FORUM: wanted}, what,
                   done.stderr, changes)
            expect(done.stdout.endswith(
                "Ändrade värden: 1. Ändrade forum: 1.\n"
                "Ändringarna är skrivna.\n") and
                all(f"{line[0]}{line[2:]}\n" in done.stdout
                    for line in wanted), f"{what} is told", done.stdout)
            again = place.take(path, "--yes")
            expect(again.stdout == SAME and tree(place.content) == after,
                   f"{what} twice", again.stdout, again.stderr)


def test_yaml_file():
    with Place() as place:
        before = tree(place.content)
        rows = edited(place.rows(), "Läge", "pågår", 3)
        place.take(place.save(rows), "--yes")
        expect(changed_lines(before, tree(place.content)) ==
               {YAML: ["-     läge: vilar", "+     läge: pågår"]},
               "a forum in a .yaml file")


def test_asking():
    with Place() as place:
        before = tree(place.content)
        path = place.save(edited(place.rows(), "Avgift", "90 tkr"))
        done = place.take(path)
        expect(done.returncode == 0 and "--yes" in done.stdout and
               tree(place.content) == before, "nobody to ask", done.stdout)
        done = place.take(path, "--dry-run", "--yes")
        expect(done.returncode == 0 and "+    avgift: 90 tkr" in done.stdout
               and tree(place.content) == before, "only shown", done.stdout)
        for answer, written in (("nej\n", False), ("", False), ("ja\n", True)):
            said = ask(place, path, answer)
            expect((tree(place.content) != before) == written and
                   "Ska ändringarna skrivas?" in said,
                   f"answer {answer!r}", said)


def ask(place, path, answer):
    """What is said on a terminal where somebody answers."""
    main, end = pty.openpty()
    done = subprocess.Popen([BILAGA, "import", str(path)], cwd=place.folder,
                            stdin=end, stdout=end, stderr=end)
    os.close(end)
    os.write(main, answer.encode() or b"\x04")
    said = b""
    try:
        while True:
            said += os.read(main, 4096)
    except OSError:
        pass
    done.wait(60)
    os.close(main)
    return said.decode("utf-8", "replace")


SAVED = [
    ("utf-8", ";", ""), ("utf-8-sig", ";", ""), ("utf-8-sig", ",", ""),
    ("utf-8", "\t", ""), ("utf-16", "\t", ""), ("cp1252", ";", ""),
    ("cp1252", ",", ""), ("utf-8", ";", "sep=;\r\n"),
    ("utf-8", "|", "sep=|\r\n"), ("utf-8", ",", "sep=,\n"),
]


def test_saved():
    """However a spreadsheet saves the table, it says the same."""
    for encoding, delimiter, start in SAVED:
        with Place() as place:
            rows = edited(place.rows(), "Avgift", "91,5 tkr")
            rows = edited(rows, "Anmärkning", "Två\nrader; \"så\", å – ja")
            rows = [row + ["", ""] for row in rows] + [[""] * 25] * 30
            path = place.save(rows, "in.txt", encoding, delimiter, start)
            before = tree(place.content)
            done = place.take(path, "--yes")
            expect(changed_lines(before, tree(place.content)) == {FORUM: [
                "-     avgift: 85 tkr", "+     avgift: 91,5 tkr",
                "+     anmärkning: Två rader; \"så\", å – ja"]},
                f"{encoding} {delimiter!r} {start!r}", done.stdout,
                done.stderr)


def test_order():
    """Rows and columns may be moved, and some left out."""
    with Place() as place:
        rows = edited(place.rows(), "Avgift", "90 tkr")
        order = list(range(len(rows[0])))[::-1]
        moved = [[row[i] for i in order] for row in [rows[0], *rows[:0:-1]]]
        done = place.take(place.save(moved), "--dry-run")
        expect("+    avgift: 90 tkr" in done.stdout, "moved", done.stderr)
        few = [[row[rows[0].index(name)] for name in ("År", "Id", "Avgift")]
               for row in rows[:2]]
        done = place.take(place.save(few), "--dry-run")
        expect("Ändrade värden: 1." in done.stdout and
               done.stderr.count("[sheet-column-missing]") == 1 and
               "Titel, Läge, " in done.stderr, "some left out", done.stdout,
               done.stderr)
        small = [[name.lower().replace(" ", "-") for name in rows[0]],
                 *rows[1:]]
        done = place.take(place.save(small), "--dry-run")
        expect("Ändrade värden: 1." in done.stdout, "small headings",
               done.stderr)


def test_year():
    with Place(BASE, "--year", "2024") as place:
        before = tree(place.content)
        rows = edited(place.rows(), "Avgift", "19 tkr")
        done = place.take(place.save(rows), "--yes")
        expect(done.returncode == 1 and "[sheet-year]" in done.stderr and
               tree(place.content) == before, "another year", done.stderr)
        done = place.take(place.save(rows), "--yes", "--year", "2024")
        expect(list(changed_lines(before, tree(place.content)).values()) ==
               [["-     avgift: 20 tkr", "+     avgift: 19 tkr"]],
               "another year that is meant", done.stderr)


def test_carried():
    """Who says that the figures are right says that they are new."""
    with Place() as place:
        path = place.content / FORUM
        text = path.read_text("utf-8")
        text = text.replace(
            "    avgift: 85 tkr", "    avgift: 85 tkr # som förut").replace(
            "år:\n", "år:\n  2024: {läge: pågår}\n").replace(
            "    övrigt-avser: [arbetstid KK, resor]\n",
            "    övrigt-avser: [arbetstid KK, resor]\n    överfört: ja\n")
        path.write_text(text, "utf-8")
        shutil.rmtree(place.forms)
        place.export()
        rows = place.rows()
        confirmed = rows[0].index("Bekräftat")
        expect([row[confirmed] for row in rows[1:]] == ["nej", "ja", "ja"],
               "what is confirmed", rows)
        before = tree(place.content)
        done = place.take(place.save(rows), "--yes")
        expect(done.stdout == SAME, "not confirmed", done.stdout)
        done = place.take(place.save(edited(rows, "Bekräftat", "nja")))
        expect("[value-word]" in done.stderr, "neither", done.stderr)
        done = place.take(place.save(edited(rows, "Bekräftat", "nej", 2)))
        expect("[sheet-cell-fixed]" in done.stderr, "not to be taken back",
               done.stderr)
        path = place.save(edited(rows, "Bekräftat", "Ja"))
        done = place.take(path, "--yes")
        expect(changed_lines(before, tree(place.content)) ==
               {FORUM: ["-     överfört: ja"]}, "confirmed", done.stderr)
        done = place.take(path, "--yes")
        expect(done.stdout == SAME, "confirmed twice", done.stdout,
               done.stderr)


def test_formulas_of_ours():
    """A text that begins as formulas do goes out as a text, and comes back."""
    with Place() as place:
        path = place.content / FORUM
        text = path.read_text("utf-8")
        for start in ("=1+1", "+46 31", "-5 grader", "@sum", "'=x", "'x"):
            path.write_text(text.replace(
                "    avgift:", f"    anmärkning: \"{start}\"\n    avgift:"),
                "utf-8")
            shutil.rmtree(place.forms)
            place.export()
            at = place.rows()[0].index("Anmärkning")
            cell = place.rows()[1][at]
            expect(cell[0] not in "=+-@", f"{start} in the text file", cell)
            book = openpyxl.load_workbook(place.forms / "kommunkansliet.xlsx")
            there = book["Formulär"].cell(2, at + 1)
            expect(there.data_type != "f" and there.value == start or
                   raw_has_no_formula(place), f"{start} in the workbook",
                   there.value)
            for form in sorted(place.forms.glob("kommunkansliet.*")):
                done = place.take(form)
                expect(done.stdout == SAME, f"{start} from {form.name}",
                       done.stdout, done.stderr)


def raw_has_no_formula(place):
    """openpyxl takes a text that begins with = for a formula; is there one?"""
    with zipfile.ZipFile(place.forms / "kommunkansliet.xlsx") as book:
        return b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_in_source():
    """What no cell can tell is shown as such, and stays."""
    with Place() as place:
        path = place.content / FORUM
        text = path.read_text("utf-8").replace(
            "möten:\n  per-år: 2–4\n  hålls: blandat\n",
            "möten:\n  - organ: styrgrupp\n    per-år: 2–4\n"
            "  - organ: arbetsgrupp\n    hålls: blandat\n")
        path.write_text(text, "utf-8")
        shutil.rmtree(place.forms)
        place.export()
        rows = place.rows()
        at = rows[0].index("Möten per år")
        expect(rows[1][at] == "anges i källfilen", "several meetings", rows)
        done = place.take(place.forms / "kommunkansliet.xlsx")
        expect(done.stdout == SAME, "several meetings come back", done.stderr)
        done = place.take(place.save(edited(rows, "Möten per år", "4")))
        expect("[sheet-cell-fixed]" in done.stderr, "several meetings changed",
               done.stderr)


def test_one_meeting_of_a_list():
    with Place() as place:
        path = place.content / FORUM
        text = path.read_text("utf-8").replace(
            "möten:\n  per-år: 2–4\n  hålls: blandat\n",
            "möten:\n  - organ: styrgrupp # den\n    per-år: 2–4\n")
        path.write_text(text, "utf-8")
        before = tree(place.content)
        rows = edited(place.rows(), "Möten per år", "4")
        rows = edited(rows, "Möten hålls", "fysiskt")
        done = place.take(place.save(rows), "--yes")
        expect(changed_lines(before, tree(place.content)) == {FORUM: [
            "-     per-år: 2–4", "+     per-år: 4", "+     hålls: fysiskt"]},
            "one meeting of a list", done.stdout, done.stderr)


# --- Bad input ---------------------------------------------------------------

def bad(what, path, place, *wanted, status=1, options=()):
    """Refused with these, and nothing has changed."""
    before = tree(place.content)
    done = place.take(path, "--yes", *options)
    expect(done.returncode == status and tree(place.content) == before and
           all(part in done.stderr for part in wanted) and
           "Sanitizer" not in done.stderr, what, done.returncode,
           done.stdout, done.stderr)
    return done.stderr


BAD = [
    ("Avgift", "=cmd|'/c calc'!A0", "sheet-formula"),
    ("Anmärkning", "=1+1", "sheet-formula"),
    ("Avgift", "85", "quantity-unit"),
    ("Avgift", "mycket", "quantity"),
    ("Deltagare KK", "två", "quantity"),
    ("Deltagare KK", "-3", "quantity"),
    ("Läge", "pågårr", "value-word"),
    ("Medlemskap", "", "sheet-cell-empty"),
    ("Form", "klubb", "value-word"),
    ("Drivs av", "havsstaderna", "organisation-unknown"),
    ("Deltar", "lindvik, nordham", "organisation-unknown"),
    ("Ansvarig", "miljochef", "unit-unknown"),
    ("Id", "havstader", "sheet-row-unknown"),
    ("År", "2019", "sheet-year"),
    ("År", "", "sheet-year"),
]


def test_bad_cells():
    with Place() as place:
        rows = place.rows()
        for heading, text, name in BAD:
            where = f"in.csv, rad 2, kolumn {column_name(rows, heading)} " \
                    f"({heading}): fel: "
            bad(f"{heading}: {text!r}",
                place.save(edited(rows, heading, text)), place, where,
                f"[{name}")
        many = rows
        for heading, text, _ in BAD[:12]:
            many = edited(many, heading, text)
        said = bad("all bad cells", place.save(many), place)
        expect(said.count(": fel: ") == len({cell[0] for cell in BAD[:12]}),
               "all bad cells at once", said)
        lines = [line for line in said.splitlines() if ": fel: " in line]
        expect(len(lines) > 5, "in order", lines)
        # A good cell beside a bad one is not written either.
        mixed = edited(edited(rows, "Avgift", "90 tkr"), "Läge", "x", 2)
        bad("all or nothing", place.save(mixed), place, "[value-word]")


def test_rows_in_order():
    with Place(REAL) as place:
        name = next(place.forms.glob("*.csv")).stem
        rows = place.rows(name)
        for i in range(1, 40):
            rows = edited(rows, "Läge", "x", i)
        said = bad("many rows", place.save(rows), place, "[value-word]")
        numbers = [int(number) for number in re.findall(r"rad (\d+),", said)]
        expect(numbers == list(range(2, 41)), "rows are told in order",
               numbers)


def test_bad_tables():
    with Place() as place:
        rows = place.rows()
        without = [[cell for i, cell in enumerate(row)
                    if rows[0][i] != "Id"] for row in rows]
        bad("no ids", place.save(without), place, "in.csv, rad 1: fel: ",
            "[sheet-column-needed]", ": Id ")
        added = [row + [text] for row, text in
                 zip(rows, ["Kommentar", "bra", "", ""])]
        bad("a column more", place.save(added), place,
            f"kolumn {openpyxl.utils.get_column_letter(len(added[0]))}: fel",
            "[sheet-column-unknown]", "Kommentar")
        misspelt = [[cell.replace("Avgift", "Avgfit") for cell in rows[0]],
                    *rows[1:]]
        bad("a misspelt heading", place.save(misspelt), place,
            "[sheet-column-unknown]", "menade du \"Avgift\"?")
        twice = [row + [row[rows[0].index("Avgift")]] for row in rows]
        bad("a column twice", place.save(twice), place,
            "[sheet-column-twice]")
        bad("a row twice", place.save([*rows, rows[1]]), place,
            "in.csv, rad 5, kolumn A (Id): fel", "[sheet-row-twice]",
            "in.csv, rad 2")
        new = [list(rows[1])]
        new[0][0] = "nytt-forum"
        bad("a row for no forum", place.save(rows + new), place,
            "rad 5", "[sheet-row-unknown]")
        titled = edited(rows, "Titel", "Något annat")
        done = place.take(place.save(titled))
        expect(done.returncode == 0 and SAME in done.stdout and
               "[sheet-title]" in done.stderr, "another title", done.stderr)


def test_bad_files():
    with Place() as place, Place(REAL) as real:
        other = next(real.forms.glob("*.xlsx"))
        bad("another publication's form", other, place,
            f"{other.name}: fel: ", "[sheet-other]")
        folder = place.folder
        (folder / "tom.csv").write_bytes(b"")
        bad("an empty file", folder / "tom.csv", place, "[sheet-empty]")
        (folder / "tom.csv").write_bytes(b"\xef\xbb\xbf;;;\r\n;;\r\n")
        bad("nothing but separators", folder / "tom.csv", place,
            "[sheet-empty]")
        (folder / "~$slk.xlsx").write_bytes(b"\x05slk" + b" " * 160)
        bad("the mark of an open file", folder / "~$slk.xlsx", place,
            "[sheet-lock]")
        (folder / ".~lock.slk.xlsx#").write_bytes(b",slk,x;")
        bad("the other mark of an open file", folder / ".~lock.slk.xlsx#",
            place, "[sheet-lock]")
        bad("no file", folder / "saknas.csv", place, "[file-open]", status=3)
        bad("a folder", folder, place, "[file-kind]")
        os.mkfifo(folder / "pipe.csv")
        bad("a pipe", folder / "pipe.csv", place, "[file-kind]")
        (folder / "gammal.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 900)
        bad("an old workbook, or one with a password", folder / "gammal.xls",
            place, "[sheet-format]")
        (folder / "bild.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        bad("a picture", folder / "bild.csv", place, "[sheet-format]")
        (folder / "x.csv").write_bytes(b"\xff\xfeI\0d")
        bad("UTF-16 cut off", folder / "x.csv", place)
        (folder / "x.csv").write_bytes(b"Id;\xc5r\x81\x8d\r\n")
        bad("no characters of Windows", folder / "x.csv", place,
            "[sheet-format]")
        (folder / "x.csv").write_text("Id;År;Anmärkning\nhavsstader;2025;\"å\n",
                                      "utf-8")
        bad("an open quotation mark", folder / "x.csv", place,
            "[sheet-quote]")
        (folder / "x.csv").write_text("Hej! Här kommer uppgifterna.\n", "utf-8")
        bad("a letter", folder / "x.csv", place, "[sheet-empty]")
        (folder / "x.csv").write_text("Hej!\nHär kommer uppgifterna.\n",
                                      "utf-8")
        bad("a longer letter", folder / "x.csv", place,
            "[sheet-column-needed]")


def test_large_files():
    with Place() as place:
        path = place.folder / "stor.csv"
        with path.open("wb") as file:
            file.write("Id;År;Avgift\r\n".encode())
            file.write(b"havsstader;2025;1 kr\r\n" * 1_000_000)
        bad("a million rows", path, place, "[sheet-size]")
        with path.open("wb") as file:
            file.write("Id;År;Avgift\r\n".encode())
            file.write(b";;\r\n" * 1_000_000)
        bad("a million empty rows", path, place, "[sheet-empty]")
        path.write_text("Id;År;" + "x;" * 300 + "\n", "utf-8")
        bad("three hundred columns", path, place, "[sheet-size]")
        with path.open("wb") as file:
            file.truncate(1 << 40)
        bad("a terabyte of nothing", path, place, "[sheet-size]")


def rewrite(source, target, **parts):
    """A workbook with some parts that say something else; None: not there."""
    with zipfile.ZipFile(source) as old, \
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = re.sub(r"\W", "_", name.split(".")[0])
            text = parts.get(key, old.read(name))
            if callable(text):
                text = text(old.read(name))
            if text is not None:
                new.writestr(name, text)


def workbook_with(place, change, name="in.xlsx"):
    """The form, changed as openpyxl does and saves it."""
    book = openpyxl.load_workbook(place.forms / "kommunkansliet.xlsx")
    change(book["Formulär"])
    path = place.folder / name
    book.save(path)
    return path


def test_workbook_cells():
    with Place() as place:
        rows = place.rows()
        fee = column_name(rows, "Avgift")
        people = column_name(rows, "Deltagare KK")

        def put(cell, value, style=None):
            def change(sheet):
                sheet[cell] = value
                if style is not None:
                    sheet[cell].number_format = style
            return workbook_with(place, change)

        where = f"in.xlsx, blad Formulär, rad 2, kolumn {fee} (Avgift): fel"
        bad("a formula", put(fee + "2", "=1+1", "General"), place, where,
            "[sheet-formula]")
        bad("a day", put(people + "2", openpyxl.utils.datetime.from_excel(45000),
                         "d-mmm"), place, "[sheet-date]")
        bad("a fault", put(fee + "2", "#REF!"), place, "[sheet-fault]")
        bad("merged cells",
            workbook_with(place,
                          lambda sheet: sheet.merge_cells(f"{fee}2:{fee}3")),
            place, where, "[sheet-merged]")
        for value, wanted in ((3, "KK: 3"), (2.5, "KK: 2,5"),
                              (0.1 + 0.2, "KK: 0,3"), (2, None),
                              (1500, "KK: 1500")):
            done = place.take(put(people + "2", value, "General"))
            expect(SAME in done.stdout if wanted is None
                   else f"+      {wanted}\n" in done.stdout,
                   f"the number {value}", done.stdout, done.stderr)
        done = place.take(workbook_with(
            place, lambda sheet: sheet.insert_rows(2, 3)))
        expect(done.stdout == SAME, "empty rows", done.stdout, done.stderr)


def test_bad_workbooks():
    with Place() as place:
        form = place.forms / "kommunkansliet.xlsx"
        path = place.folder / "in.xlsx"
        bytes_ = form.read_bytes()
        for cut in (4, 100, len(bytes_) // 2, len(bytes_) - 10):
            path.write_bytes(bytes_[:cut])
            bad(f"cut off at {cut}", path, place, "[sheet-format]")
        chance = random.Random(1)
        for i in range(20 if QUICK else 200):
            torn = bytearray(bytes_)
            for _ in range(chance.randrange(1, 30)):
                torn[chance.randrange(len(torn))] = chance.randrange(256)
            path.write_bytes(torn)
            before = tree(place.content)
            done = place.take(path, "--dry-run")
            expect(done.returncode in (0, 1) and
                   tree(place.content) == before and
                   "Sanitizer" not in done.stderr, f"torn {i}", done.stderr)
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("hej.txt", "hej")
        bad("another zip", path, place, "[sheet-format]")
        rewrite(form, path, xl_worksheets_sheet1=None)
        bad("no sheet", path, place, "[sheet-format]")
        rewrite(form, path, xl_worksheets_sheet1=lambda text: text[:-30])
        bad("a sheet that ends too early", path, place, "[sheet-format]")
        rewrite(form, path, xl_sharedStrings=lambda text: text.replace(
            b"<?xml", b"<?xml ", 1).replace(
            b"<sst", b'<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/passwd">]><sst',
            1).replace(b"<t>Id</t>", b"<t>&a;</t>", 1))
        said = bad("an entity", path, place, "[sheet-format]")
        expect("root" not in said, "nothing is opened", said)
        rewrite(form, path, xl_worksheets_sheet1=b"<?xml version='1.0'?>"
                b"<worksheet><sheetData>" + b" " * (1 << 30) +
                b"</sheetData></worksheet>")
        bad("a zip bomb", path, place, "[sheet-size]")
        rewrite(form, path, xl_sharedStrings=b"<sst>" +
                b"<si><t>x</t></si>" * 1_100_000 + b"</sst>")
        bad("a million texts", path, place, "[sheet-size]")
        rewrite(form, path, xl_worksheets_sheet1=b"<worksheet><sheetData>" +
                b"<row><c t='inlineStr'><is><t>x</t></is></c></row>" *
                1_000_000 + b"</sheetData></worksheet>")
        bad("a million rows of a workbook", path, place, "[sheet-size]")
        rewrite(form, path, xl_worksheets_sheet1=b"<worksheet><sheetData><row>"
                b"<c r='XFD1' t='inlineStr'><is><t>x</t></is></c></row>"
                b"</sheetData></worksheet>")
        bad("a far column", path, place, "[sheet-size]")
        rewrite(form, path, xl_worksheets_sheet1=b"<worksheet><sheetData>"
                b"<row r='99999999999999999999'><c r='99' s='-1' t='s'>"
                b"<v>99999999999</v></c></row></sheetData><mergeCells>"
                b"<mergeCell ref='A1:'/><mergeCell ref=':'/>"
                b"<mergeCell ref='A1:ZZZZZZZ99999999'/></mergeCells>"
                b"</worksheet>")
        bad("places that are none", path, place)


def test_memory():
    """What must not be read whole is not."""
    if "san" in BILAGA or "clang" in BILAGA:
        return
    with Place() as place:
        path = place.folder / "in.xlsx"
        rewrite(place.forms / "kommunkansliet.xlsx", path,
                xl_worksheets_sheet1=b"<worksheet><sheetData>" +
                b" " * (1 << 30) + b"</sheetData></worksheet>")

        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))

        done = run(place.folder, "import", path, preexec_fn=limit)
        expect("[sheet-size]" in done.stderr, "a zip bomb in 256 MB",
               done.stderr)


def test_check_again():
    """What the check would not let pass is put back."""
    with Place() as place:
        rows = place.rows("miljochefen")
        # Its costs are told under another forum.
        path = place.save(edited(rows, "Avgift", "5 tkr"))
        said = bad("a figure that may not be there", path, place)
        expect("20-havsstader-miljo.md" in said and
               "[sheet-row-wrong]" in said and "rad 2, kolumn A" in said and
               "[sheet-not-taken]" in said, "it is told why", said)
        # A text elsewhere that states another figure is for its writer.
        page = place.content / "inventering/10-inledning/index.md"
        text = page.read_text("utf-8")
        page.write_text(text + "\nDet är {claim}`107 tkr = summa(avgift)`.\n",
                        "utf-8")
        expect(run(place.folder, "check").returncode == 0, "it holds",
               run(place.folder, "check").stdout)
        rows = place.rows()
        done = place.take(place.save(edited(rows, "Avgift", "95 tkr")),
                          "--yes")
        expect(done.returncode == 0 and "[claim-" in done.stdout and
               "10-inledning/index.md" in done.stdout and
               "avgift: 95 tkr" in (place.content / FORUM).read_text("utf-8"),
               "a claim elsewhere is told", done.stdout, done.stderr)
        # So is one in the forum's own text.
        page = place.content / FORUM
        page.write_text(page.read_text("utf-8") +
                        "\nDet är {claim}`2–4 = summa(möten) där id = "
                        "havsstader` möten.\n", "utf-8")
        rows = edited(rows, "Avgift", "95 tkr")
        done = place.take(place.save(edited(rows, "Möten per år", "7")),
                          "--yes")
        expect(done.returncode == 0 and "[claim-" in done.stdout and
               "per-år: 7" in page.read_text("utf-8"),
               "a claim of its own is told", done.stdout, done.stderr)


# --- At random ---------------------------------------------------------------

def head_of(path):
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        text = text.split("---\n", 2)[1]
    return yaml.load(text, yaml.BaseLoader)


WORDS = ["åka, resa", "möte: nytt", "# nej", "\"citat\"", "a'b", "- punkt",
         "100 %", "text", "två ord", "[hak]", "{klammer}", "ja", "null", "~",
         "2023-01-01", "a\\b", "*stjärna*", "&och", "!utrop", "`kod`", "@x",
         "+1", "|", ">", "?", "x:", ": y", "slut #"]


def random_cell(chance, heading):
    """What is filled in, and what the head is to say."""
    number = str(chance.randrange(1, 2000))
    money = f"{number} {chance.choice(['tkr', 'kr'])}"
    if heading == "Läge":
        text = chance.choice(["startar", "pågår", "vilar", "avslutas"])
    elif heading == "Kan avslutas":
        text = chance.choice(["ja", "nej", "efter avtal"])
    elif heading == "Möten hålls":
        text = chance.choice(["digitalt", "fysiskt", "blandat"])
    elif heading == "Övrigt avser":
        items = chance.sample(WORDS, chance.randrange(1, 4))
        return "\n".join(items) + "\n", items
    elif heading == "Resultat":
        items = chance.sample(WORDS, chance.randrange(1, 4))
        return "\n".join(items) + "\n", items
    elif heading == "Anmärkning":
        text = " ".join(chance.sample(WORDS, chance.randrange(1, 4)))
    elif heading.startswith(("Avgift", "Övrigt")):
        text = money
    else:
        text = number
    return text, text


PATHS = {
    "Läge": "läge", "Avgift": "avgift", "Övrigt": "övrigt",
    "Övrigt avser": "övrigt-avser", "Resultat": "resultat",
    "Anmärkning": "anmärkning", "Deltagare SLK": "deltagare.SLK",
    "Deltagare KS": "deltagare.KS", "Arbetstid SLK": "arbetstid.SLK",
}


def wanted_head(head, heading, value, year):
    """The head as it is to be."""
    at = head["år"][year]
    *way, last = PATHS[heading].split(".")
    for key in way:
        if not isinstance(at.get(key), dict):
            at[key] = {}
        at = at[key]
    at[last] = value


def test_random():
    chance = random.Random(20231122)
    with Place(REAL) as place:
        name = next(place.forms.glob("*.csv")).stem
        files = {head["titel"]: path for path in place.content.rglob("*.md")
                 if (path.name != "index.md" and
                     "form" in (head := head_of(path)))}
        # Notes of other documents and totals are not about cells.
        done = cells = lines = 0
        while done < CELLS:
            before = tree(place.content)
            rows = place.rows(name)
            wanted = {}
            asked = set()
            for _ in range(AT_ONCE):
                row = chance.randrange(1, len(rows))
                heading = chance.choice(sorted(PATHS))
                path = files.get(rows[row][2])
                cell = rows[row][rows[0].index(heading)]
                if path is None or (row, heading) in asked:
                    continue
                # A new fee needs a recipient; costs told elsewhere are not
                # told here.
                if heading in ("Avgift", "Övrigt") and \
                        (cell == "" or heading == "Avgift" and
                         cell.startswith("ej")):
                    continue
                asked.add((row, heading))
                text, value = random_cell(chance, heading)
                rows = edited(rows, heading, text, row)
                key = str(path.relative_to(place.content))
                wanted.setdefault(key, head_of(path))
                wanted_head(wanted[key], heading, value, rows[row][1])
                done += 1
            # Texts and totals elsewhere no longer hold, which is told.
            result = place.take(place.save(rows), "--yes")
            changes = changed_lines(before, tree(place.content))
            expect(result.returncode == 0 and set(changes) <= set(wanted),
                   "only the files that are meant", result.stderr,
                   sorted(set(changes) - set(wanted)))
            for key, head in wanted.items():
                expect(head_of(place.content / key) == head, f"{key} says it",
                       changes.get(key), result.stderr)
                body = (place.content / key).read_bytes().split(b"---\n", 2)[2]
                expect(before[key].split(b"---\n", 2)[2] == body,
                       f"the text of {key} stays")
            lines += sum(map(len, changes.values()))
            cells += len(asked)
            again = place.take(place.save(rows))
            expect(again.stdout == SAME, "the same form again", again.stdout,
                   again.stderr)
            shutil.rmtree(place.forms)
            place.export()
        expect(lines <= 6 * cells, "few lines change", lines, cells)
        print(f"note: {cells} cells at random changed {lines} lines")


# --- LibreOffice -------------------------------------------------------------

def office(folder, kind, *paths):
    return subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile",
         "--headless", "--convert-to", kind, "--outdir", str(folder / "out"),
         *map(str, paths)], capture_output=True, text=True, timeout=300)


def test_office():
    # 59: semicolon; 34: quotation mark; 76: UTF-8; 1: from the first row.
    with Place(REAL) as place:
        name = next(place.forms.glob("*.xlsx")).stem
        form = place.forms / f"{name}.xlsx"
        out = place.folder / "out"
        done = office(place.folder, "csv:Text - txt - csv (StarCalc):"
                      "59,34,76,1,,0,false,true,false,false,false,1", form)
        made = next(out.glob("*.csv"), None)
        expect(made is not None, "LibreOffice reads the workbook",
               done.stderr)
        if made is None:
            return
        with made.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        ours = place.rows(name)
        expect([[cell.strip() for cell in row[:len(ours[0])]]
                for row in rows] == ours, "and shows the same cells",
               [row for row in rows if row not in ours][:2])
        result = place.take(made)
        expect(result.stdout == SAME, "its text file comes back",
               result.stdout, result.stderr)
        (out / made.name).unlink()
        office(place.folder, "ods", form)
        office(place.folder, "xlsx", next(out.glob("*.ods")))
        result = place.take(next(out.glob("*.xlsx")))
        expect(result.stdout == SAME, "what it saves comes back",
               result.stdout, result.stderr)
        bad("its own kind of workbook", next(out.glob("*.ods")), place,
            "[sheet-format]")


def main():
    there_and_back(REAL, "the inventory")
    there_and_back(BASE, "the base of the cases")
    for test in (test_files, test_without_unit, test_workbook, test_good,
                 test_yaml_file, test_asking, test_saved, test_order,
                 test_year, test_carried, test_formulas_of_ours,
                 test_in_source, test_one_meeting_of_a_list, test_bad_cells,
                 test_rows_in_order, test_bad_tables, test_bad_files,
                 test_large_files, test_workbook_cells, test_bad_workbooks,
                 test_memory, test_check_again, test_random):
        test()
    if not QUICK:
        test_office()
    TALLY.end()


if __name__ == "__main__":
    sys.exit(main())
