#!/usr/bin/python3
"""year: does a year begin as it should?

    run.py [--bilaga PATH] [--quick]

By hand: heads in all the ways that writers write them, before and after
`bilaga year`, byte for byte. On a copy of the real content: what is added, that
nothing else changes a byte, that twice is once, what check says before and
after the figures are confirmed, that all outputs can be built, and that nothing
lies between the two years. And bad calls, which change nothing.

--quick   no outputs of the real content
"""
import argparse
import csv
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "web"))
sys.dont_write_bytecode = True

from tally import Tally  # noqa: E402

SECONDS = 120
CONTENT = ROOT / "content"
BASE = HERE.parent / "cases/base"
FORUM = "inventering/20-redovisning/10-kust-och-hav/50-prov"

HEAD = """\
titel: Prov
form: nätverk
medlemskap: mot avgift
nivå: lokal
drivs-av: kustforbundet
"""

# Name, the years before, and after `bilaga year 2026`. The year of the base is
# 2025.
BY_HAND = [
    ("plain", """\
år:
  2025:
    läge: pågår
    deltagare:
      KK: 1
      KS: ej aktuellt
    avgift: 3 tkr
    övrigt: minst 4 tkr
""", """\
år:
  2025:
    läge: pågår
    deltagare:
      KK: 1
      KS: ej aktuellt
    avgift: 3 tkr
    övrigt: minst 4 tkr
  2026:
    överfört: ja
    läge: pågår
    deltagare:
      KK: 1
      KS: ej aktuellt
    avgift: 3 tkr
    övrigt: minst 4 tkr
"""),
    ("a year that was carried over, with figures taken away", """\
år:
  2025:
    läge: pågår
    deltagare: {KK: 1}
    avgift: 3 tkr
    övrigt: 4 tkr
  2026:
    överfört: ja
    läge: pågår
    deltagare: {KK: 1}
""", """\
år:
  2025:
    läge: pågår
    deltagare: {KK: 1}
    avgift: 3 tkr
    övrigt: 4 tkr
  2026:
    överfört: ja
    läge: pågår
    deltagare: {KK: 1}
"""),
    ("comments, order and wording", """\
år:
    # Före året.
    2025:   # Årets uppgifter.
        # Enligt avtalet.
        avgift:  3,0 tkr   # avrundat
        övrigt: 'ca 4 tkr'
        övrigt-avser:
        - arbetstid KK

        - resor
        deltagare: {KK: 1, KS: 0}
        # Det bestämdes i mars.
        läge: pågår
        # Sist.
    # Efter året.
mål: [oppen-hamn]
""", """\
år:
    # Före året.
    2025:   # Årets uppgifter.
        # Enligt avtalet.
        avgift:  3,0 tkr   # avrundat
        övrigt: 'ca 4 tkr'
        övrigt-avser:
        - arbetstid KK

        - resor
        deltagare: {KK: 1, KS: 0}
        # Det bestämdes i mars.
        läge: pågår
        # Sist.
    2026:
        överfört: ja
        # Enligt avtalet.
        avgift:  3,0 tkr   # avrundat
        övrigt: 'ca 4 tkr'
        övrigt-avser:
        - arbetstid KK

        - resor
        deltagare: {KK: 1, KS: 0}
        # Det bestämdes i mars.
        läge: pågår
        # Sist.
    # Efter året.
mål: [oppen-hamn]
"""),
    ("what is the old year's own", """\
år:
  2024:
    läge: startar
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  2025:
    titel: Proven
    status: granskat
    läge: pågår
    # Vad det gav.
    resultat:
      - En rapport.
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    ändrat:
      - {uppgift: avgift, sort: rättelse, från: 2 tkr, till: 3 tkr, datum: 2025-03-01, skäl: Fel.}
    övrigt: 4 tkr
    bekräftat:
      övrigt: Det stämmer.
    anmärkning: Bara i år.
""", """\
år:
  2024:
    läge: startar
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  2025:
    titel: Proven
    status: granskat
    läge: pågår
    # Vad det gav.
    resultat:
      - En rapport.
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    ändrat:
      - {uppgift: avgift, sort: rättelse, från: 2 tkr, till: 3 tkr, datum: 2025-03-01, skäl: Fel.}
    övrigt: 4 tkr
    bekräftat:
      övrigt: Det stämmer.
    anmärkning: Bara i år.
  2026:
    överfört: ja
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
    bekräftat:
      övrigt: Det stämmer.
"""),
    ("what started goes on", """\
år:
  2025:
    läge: "startar"  # i maj
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
""", """\
år:
  2025:
    läge: "startar"  # i maj
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  2026:
    överfört: ja
    läge: "pågår"  # i maj
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
"""),
    ("the last year first", """\
år:
  # I år.
  2025:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  # I fjol.
  2024:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
""", """\
år:
  2026:
    överfört: ja
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  # I år.
  2025:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  # I fjol.
  2024:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
"""),
    ("a year between", """\
år:
  2025:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  2027:
    anmärkning: Då bestäms det.
""", """\
år:
  2025:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  2026:
    överfört: ja
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  2027:
    anmärkning: Då bestäms det.
"""),
    ("what is known beforehand", """\
år:
  2025:
    läge: pågår
    deltagare:
      KK: 1
      KS: 0
    avgift: 3 tkr
    övrigt: 4 tkr
  2026:
    # Beslutat i december.
    deltagare:
      KK: 2   # en till
    anmärkning: En till från 2026.
""", """\
år:
  2025:
    läge: pågår
    deltagare:
      KK: 1
      KS: 0
    avgift: 3 tkr
    övrigt: 4 tkr
  2026:
    överfört: ja
    läge: pågår
    # Beslutat i december.
    deltagare:
      KK: 2   # en till
      KS: 0
    avgift: 3 tkr
    övrigt: 4 tkr
    anmärkning: En till från 2026.
"""),
    ("ended", """\
år:
  2025:
    läge: avslutas
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
""", None),
    ("gone", """\
år:
  2024:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
""", None),
    ("ends next year", """\
år:
  2025:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  2026:
    läge: avslutas
""", None),
    ("begun by hand", """\
år:
  2025:
    läge: pågår
    deltagare: {KK: 1, KS: 0}
    avgift: 3 tkr
    övrigt: 4 tkr
  2026:
    avgift: 5 tkr
""", None),
    ("rests", """\
år:
  2025:
    läge: vilar
    deltagare: {KK: 0, KS: 0}
    avgift: ej aktuellt
    övrigt: okänd
""".replace("mot avgift", "utan avgift"), """\
år:
  2025:
    läge: vilar
    deltagare: {KK: 0, KS: 0}
    avgift: ej aktuellt
    övrigt: okänd
  2026:
    överfört: ja
    läge: vilar
    deltagare: {KK: 0, KS: 0}
    avgift: ej aktuellt
    övrigt: okänd
"""),
]

# Years that do not stand on lines of their own: what matters is what is said.
OTHERWISE = [
    ("a year in braces", """\
år:
  2025: {läge: startar, deltagare: {KK: 1, KS: 0}, avgift: 3 tkr, övrigt: 4 tkr, anmärkning: "I år, bara."}
""", ["överfört: ja", "läge: pågår", "KK: 1", "avgift: 3 tkr"]),
    ("all years in braces", """\
år: {2025: {läge: pågår, deltagare: {KK: 1, KS: 0}, avgift: 3 tkr, övrigt: 4 tkr}}
""", ["överfört: ja", "läge: pågår", "KK: 1", "avgift: 3 tkr"]),
]


class Place:
    """A copy of a content folder, and the program called on it."""

    def __init__(self, bilaga, folder):
        self.bilaga = bilaga
        self.folder = folder

    def call(self, *arguments):
        command, *rest = arguments
        return subprocess.run([self.bilaga, command, *rest],
                              cwd=self.folder.parent, capture_output=True,
                              text=True, timeout=SECONDS,
                              stdin=subprocess.DEVNULL)

    def year(self, *arguments):
        return self.call("year", arguments[0], str(self.folder),
                         *arguments[1:])

    def findings(self):
        """(names of the findings, what is printed)"""
        text = self.call("check", str(self.folder)).stdout
        return re.findall(r"\[([a-z-]+)\]$", text, re.M), text

    def bytes(self):
        return {path.relative_to(self.folder): path.read_bytes()
                for path in sorted(self.folder.rglob("*")) if path.is_file()}


def of_base(bilaga, folder, years, ending=".md", before=None):
    """The base of the cases with one forum more."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    path = folder / (FORUM + ending)
    text = before(HEAD + years) if before else \
        f"---\n{HEAD}{years}---\nForumet prövar.\n"
    path.write_bytes(text.encode())
    return Place(bilaga, folder), path


def difference(found, expected):
    if found == expected:
        return ""
    return "\n".join(difflib.unified_diff(
        expected.splitlines(), found.splitlines(), "expected", "found",
        lineterm=""))


def test_by_hand(tally, bilaga, scratch):
    ways = {
        ".md": lambda text: f"---\n{text}---\nForumet prövar.\n",
        ".yaml": lambda text: f"{text}text: |\n  Forumet prövar.\n",
        ".crlf": lambda text: f"---\n{text}---\nForumet prövar.\n"
                              .replace("\n", "\r\n"),
        ".last": lambda text: ("text: |\n  Forumet prövar.\n" + text)[:-1],
    }
    for number, (name, years, after) in enumerate(BY_HAND):
        for way, make in ways.items():
            folder = scratch / f"{number}{way}"
            ending = ".md" if way in (".md", ".crlf") else ".yaml"
            place, path = of_base(bilaga, folder, years, ending, make)
            done = place.year("2026")
            expected = make(HEAD + (after or years))
            tally.test(f"{name}{way}: good",
                       "" if done.returncode == 0 else done.stderr)
            tally.test(f"{name}{way}: text", difference(
                path.read_bytes().decode(), expected))
            if after:
                errors = [x for x in place.findings()[1].splitlines()
                          if ": fel: " in x]
                tally.test(f"{name}{way}: no errors", errors)
            once = place.bytes()
            place.year("2026")
            tally.test(f"{name}{way}: twice is once",
                       "" if place.bytes() == once else "something changed")


def test_otherwise(tally, bilaga, scratch):
    for number, (name, years, said) in enumerate(OTHERWISE):
        place, path = of_base(bilaga, scratch / f"o{number}", years)
        done = place.year("2026", "--publish")
        text = path.read_text(encoding="utf-8")
        tally.test(name + ": good", done.stderr if done.returncode else "")
        new = text[text.index("2026"):]
        tally.test(name + ": says", [x for x in said if x not in new])
        tally.test(name + ": not what was the old year's own",
                   "anmärkning" if "anmärkning" in new else "")
        tally.test(name + ": is read",
                   "" if "carried-over" in place.findings()[0] else
                   place.findings()[1])


def without_blocks(text):
    """A text without the blocks that are carried over."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if line.strip() != "överfört: ja":
            continue
        indent = len(line) - len(line.lstrip())
        end = i
        while lines[end].startswith(" " * indent):
            end += 1
        return "\n".join(lines[:i - 1] + lines[end:])
    return text


def test_real(tally, bilaga, scratch, quick):
    folder = scratch / "real"
    shutil.copytree(CONTENT, folder)
    place = Place(bilaga, folder)
    before = place.bytes()
    had, _ = place.findings()
    texts = {name: data.decode() for name, data in before.items()
             if name.name != "README.md" and b"\nform:" in data}
    known = {name for name, text in texts.items() if "\n  2024:" in text}

    dry = place.year("2024", "--dry-run")
    tally.test("dry run: nothing changes",
               "" if place.bytes() == before else "something changed")
    tally.equal("dry run: each forum is shown",
                dry.stdout.count("+    överfört: ja"), len(texts))

    done = place.year("2024")
    after = place.bytes()
    tally.test("real: good", done.stderr if done.returncode else "")
    tally.equal("real: counts", re.findall(r": (\d+)$", done.stdout, re.M),
                [str(len(texts) - len(known)), str(len(known))])
    carried = {name for name, data in after.items() if name in texts and
               "\n    överfört: ja\n".encode() in data}
    tally.equal("real: each forum is carried over", set(texts) - carried,
                set())
    tally.equal("real: bytes outside the blocks are as they were",
                [name for name, data in after.items()
                 if name not in known and name.name != "README.md" and
                 without_blocks(data.decode()) != before[name].decode()],
                [])
    lost = [f"{name}: {line}" for name in known
            for line in texts[name].split("\n")
            if line not in after[name].decode().split("\n")]
    tally.test("real: no line is lost where something was known", lost)
    tally.equal("real: 2023 has the same findings", place.findings()[0], had)
    again = place.year("2024")
    tally.test("real: twice is once",
               "" if again.returncode == 0 and place.bytes() == after
               else again.stderr + "something changed")
    if not quick:
        test_same_output(tally, bilaga, scratch, place, before)
    test_published(tally, scratch, place, texts, known, quick)


def test_same_output(tally, bilaga, scratch, place, before):
    """What is published of 2023 is the same while 2024 is collected."""
    old = scratch / "before"
    for name, data in before.items():
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_bytes(data)
    Place(bilaga, old).call("build", str(old), "-o", str(scratch / "o1"),
                            "--format", "docbook")
    place.call("build", str(place.folder), "-o", str(scratch / "o2"),
               "--format", "docbook")
    lines = [path.read_text(encoding="utf-8").splitlines()
             for root in ("o1", "o2") for path in
             sorted((scratch / root).rglob("inventering.xml"))]
    changed = [line for line in difflib.unified_diff(*lines, n=0, lineterm="")
               if line[0] in "+-" and line[:3] not in ("+++", "---")]
    # What was known of 2024 is told but for what is as the year before.
    tally.test("real: nothing of 2024 is published",
               [line for line in changed if line[0] == "+" and
                "2024" not in line])


def test_published(tally, scratch, place, texts, known, quick):
    done = place.year("2024", "--publish")
    tally.test("published: good", done.stderr if done.returncode else "")
    year = (place.folder / "publication.yaml").read_text(encoding="utf-8")
    tally.test("published: the report shows it",
               "" if "\når: 2024\n" in year else year)
    names, text = place.findings()
    tally.equal("published: no errors", text.count(": fel: "), 0)
    tally.equal("published: one finding for the unit",
                names.count("carried-over"), 1)
    tally.test("published: nothing else but what was known beforehand",
               [name for name in names
                if name not in ("carried-over", "carried-differs")])
    listing = place.year("2024", "--status").stdout
    tally.equal("published: the list has each forum",
                listing.count(": överfört, inte bekräftat\n"), len(texts))
    if not quick:
        test_outputs(tally, scratch, place, len(texts), len(known))
    for path in place.folder.rglob("*.md"):
        data = path.read_bytes()
        path.write_bytes(data.replace("    överfört: ja\n".encode(), b""))
    tally.equal("confirmed: no findings", place.findings()[1], "")
    listing = place.year("2024", "--status").stdout
    tally.test("confirmed: the list says so",
               "" if "Alla forum är bekräftade" in listing else listing)


def test_outputs(tally, scratch, place, forums, known):
    output = scratch / "output"
    done = place.call("build", str(place.folder), "-o", str(output))
    tally.test("outputs: good", done.stderr if done.returncode else "")
    rows = list(csv.DictReader((output / "html/data/forums.csv").open(
        encoding="utf-8", newline="")))
    tally.equal("outputs: carried over in the data",
                sum(row["överfört"] == "ja" for row in rows), forums)
    with (output / "html/data/tab-forandringar.csv").open(
            encoding="utf-8", newline="") as stream:
        changes = list(csv.DictReader(stream))
    fees = [row["Årsavgift (tkr)"] for row in changes
            if row["radtyp"] == "summa"]
    tally.equal("outputs: no cost has changed", fees[0], fees[-1])
    tally.test("outputs: no more has changed than was known",
               "" if len(changes) - 2 <= 2 * known else str(changes))
    page = (output / "html/inventering/string.html").read_text("utf-8")
    tally.test("outputs: the forum's page says it", "" if
               "Uppgifterna för 2024 är överförda från 2023" in page else page)
    book = (output / "docbook/inventering.xml").read_text("utf-8")
    tally.test("outputs: the book says it", "" if
               f"{forums} forum har uppgifter för 2024 som är överförda" in book
               else "it does not")


def test_bad(tally, bilaga, scratch):
    def refused(name, status, said, place, *arguments):
        before = place.bytes()
        done = place.call(*arguments)
        tally.equal(name + ": status", done.returncode, status)
        tally.test(name + ": says so", "" if said in done.stderr else
                   done.stderr + done.stdout)
        tally.test(name + ": changes nothing",
                   "" if place.bytes() == before else "something changed")

    years = BY_HAND[0][1]
    place, path = of_base(bilaga, scratch / "bad", years)
    content = str(place.folder)
    refused("a year before", 1, "[year-new]", place, "year", "2024", content)
    refused("a year far ahead", 1, "[year-new]", place, "year", "2062",
            content)
    refused("no year", 2, "20x6", place, "year", "20x6", content)
    refused("no year at all", 2, "something is missing: YEAR", place, "year")
    refused("no content", 1, "[publication-missing]", place, "year", "2026",
            str(scratch / "nothing"))
    path.write_text(path.read_text("utf-8").replace("3 tkr", "3"), "utf-8")
    refused("a head with a fault", 1, "[year-wrong]", place, "year", "2026",
            content)
    path.write_text("---\ntitel: [Prov\n---\nEn text.\n", "utf-8")
    refused("a head that cannot be read", 1, "fel:", place, "year", "2026",
            content)
    # What would be wrong next year is put back.
    place, path = of_base(bilaga, scratch / "worse", years)
    index = place.folder / "inventering/10-inledning/index.md"
    index.write_text(index.read_text("utf-8") +
                     "\nBara {claim}`5 = antal() där överfört = nej`.\n",
                     "utf-8")
    before = place.bytes()
    done = place.year("2026", "--publish")
    tally.test("what would be worse is told", "" if
               "[edit-findings]" in done.stderr else done.stderr)
    tally.test("what would be worse is put back", "" if
               place.bytes() == before else "something changed")
    place.year("2026", "--publish", "--force")
    tally.test("what would be worse is done by force", "" if
               "claim-false" in place.findings()[0] else "it is not")


def test_git(tally, bilaga, scratch):
    """Who and when from git, on the terminal alone."""
    place, path = of_base(bilaga, scratch / "git/content", BY_HAND[0][1])

    def git(*arguments):
        subprocess.run(["git", "-C", str(scratch / "git"), *arguments],
                       check=True, stdout=subprocess.DEVNULL, timeout=SECONDS,
                       env={**os.environ,
                            "GIT_CONFIG_GLOBAL": "/dev/null",
                            "GIT_AUTHOR_NAME": "Åsa Prov",
                            "GIT_AUTHOR_EMAIL": "asa@lindvik.example",
                            "GIT_AUTHOR_DATE": "2026-01-15T12:00:00+01:00",
                            "GIT_COMMITTER_NAME": "Åsa Prov",
                            "GIT_COMMITTER_EMAIL": "asa@lindvik.example",
                            "GIT_COMMITTER_DATE": "2026-01-15T12:00:00+01:00"})

    place.year("2026")
    listing = place.year("2026", "--status").stdout
    tally.test("no git: the list is there", "" if "50-prov.md\n" in listing
               else listing)
    git("init", "-q")
    listing = place.year("2026", "--status").stdout
    tally.test("no history: the list is there", "" if "50-prov.md\n" in listing
               else listing)
    git("add", ".")
    git("commit", "-qm", "Ett år till")
    listing = place.year("2026", "--status").stdout
    tally.test("git: who and when", "" if
               "50-prov.md, ändrad 2026-01-15 Åsa Prov" in listing
               else listing)
    output = scratch / "git-output"
    place.call("build", str(place.folder), "-o", str(output))
    tally.test("git: no names are published",
               [str(path) for path in output.rglob("*") if path.is_file() and
                "Åsa Prov".encode() in path.read_bytes()])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bilaga", default=os.environ.get("BILAGA") or
                        str(ROOT / "build/bilaga"))
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    bilaga = str(pathlib.Path(options.bilaga).resolve())
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        test_by_hand(tally, bilaga, scratch)
        test_otherwise(tally, bilaga, scratch)
        test_bad(tally, bilaga, scratch)
        test_git(tally, bilaga, scratch)
        test_real(tally, bilaga, scratch, options.quick)
    tally.end()


if __name__ == "__main__":
    main()
