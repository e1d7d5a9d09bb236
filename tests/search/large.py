"""large: how does the search do when its index is divided?

A publication with one forum more than has one index, and its twin, where that
forum is a section with the same words: its index is whole. Both must find the
same, with the same weights. Then the divided one is used in a browser: see
large.js.
"""
import json
import pathlib
import re
import subprocess

import trees

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = re.compile(r'<script src="([^"]+)" defer></script>')

# As generator/format/search_parts.h has it.
FORUMS_MOST = 5000
PAGES_MOST = 1000

# Ten chapters in parts together, and one that is too large for a part.
CHAPTERS = 10
CHAPTER_FORUMS = 370
FLAT_FORUMS = FORUMS_MOST - CHAPTERS * CHAPTER_FORUMS

PUBLICATION = """format: 1
språk: sv
titel: Ett stort register
utgivare: Storby
ansvarig: kansliet
år: 2023
datum: 2024-03-01
deltagargrupper: {KK: Kommunkansliet}
dokument: [register]
"""
REGISTERS = {
    "forms.yaml": "nätverk: {slag: nätverk}\nförening: {slag: samarbete}\n",
    "units.yaml": "kansliet: {namn: Kansliet}\n",
    "organisations.yaml": "forbundet: {namn: Förbundet Vågen}\n",
    "abbreviations.yaml": "VBR: Vatten bortom reven\n",
}
LEVELS = ["lokal", "regional", "nationell"]
TOPICS = ["vatten", "skola", "hamn", "trafik", "kultur", "energi", "idrott",
          "vård", "handel", "skog", "luft", "bygg"]

# The last forum, and a section that says the same of itself.
LAST = "sist"
LAST_BODY = "Sista ordet om vattenvård och bropelare.\n"
LAST_FORUM = """---
titel: Allra sist
form: nätverk
medlemskap: utan avgift
nivå: lokal
år:
  2023: {läge: pågår, deltagare: {KK: 1}, avgift: 0, övrigt: 0}
---
""" + LAST_BODY
LAST_SECTION = "---\ntitel: Allra sist\nkortnamn: Sist, allra\n---\n" + \
    LAST_BODY + "\nNätverk, nätverk, lokal, utan avgift, kansliet.\n"

QUESTIONS = [
    "vatten", "vattnet", "vattenskola", "skolor", "handle", "kulturskog",
    "bropelare", "VBR", "Vatten bortom reven", "kulter", "energiråd", "na",
    "ba", "råd för hamn", "hamn trafik luft", "12.1", "1.7", "zzzz", "rådet",
    "vatten bortom berget och reven i skogen", "råb", "särskilda",
    "gemensamma frågor", "idrottsråd babe", "trafikråd bacu", "luftvård",
]
FILTERS = [{}, {"form": "förening"}, {"level": "regional", "fee": True},
           {"section": "register/kapitel-3.html"},
           {"section": "register/slatten.html", "form": "förening"},
           {"document": "register/register.html", "level": "lokal"}]


def name(number):
    """A word of its own for each number: babaca."""
    syllables = []
    for _ in range(3):
        number, rest = divmod(number, 20)
        syllables.append("bcdfghjklmnprstvbcdf"[rest] + "aeiou"[rest % 5])
    return "".join(reversed(syllables)) + "la"


def forum(number):
    topic, other = TOPICS[number % 12], TOPICS[number // 12 % 12]
    fee = f"{number % 9 + 1} tkr" if number % 5 == 0 else "0"
    return f"""---
titel: {topic.capitalize()}råd {name(number)}
form: {"förening" if number % 7 == 0 else "nätverk"}
medlemskap: {"mot avgift" if number % 5 == 0 else "utan avgift"}
nivå: {LEVELS[number % 3]}
drivs-av: forbundet
år:
  2023: {{läge: pågår, deltagare: {{KK: 1}}, avgift: {fee}, övrigt: 0}}
---
{"VBR och särskilda" if number % 211 == 0 else "Gemensamma"} frågor om {other}
och {topic}{other}, {name(number * 7)}.
"""


def write(folder, path, text):
    path = folder / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_chapter(folder, place, title, chapter, first, count):
    write(folder, f"register/{place}/index.md",
          f"---\nid: {chapter}\ntitel: {title}\n---\n")
    for i in range(first, first + count):
        write(folder, f"register/{place}/{i - first + 1}-f{i}.md", forum(i))


def make(folder, last, text):
    write(folder, "publication.yaml", PUBLICATION)
    for path, register in REGISTERS.items():
        write(folder, f"registers/{path}", register)
    write(folder, "register/index.md",
          "---\nsort: inventering\ntitel: Ett stort register\n---\n")
    for chapter in range(CHAPTERS):
        write_chapter(folder, f"{chapter + 1}0-kapitel",
                      f"Kapitel {TOPICS[chapter]}", f"kapitel-{chapter + 1}",
                      chapter * CHAPTER_FORUMS, CHAPTER_FORUMS)
    write_chapter(folder, "110-slatten", "Slätten", "slatten",
                  CHAPTERS * CHAPTER_FORUMS, FLAT_FORUMS)
    write(folder, "register/120-slutet/index.md", "---\ntitel: Slutet\n---\n")
    write(folder, f"register/120-slutet/{last}", text)


def scripts(site):
    page = (site / "sok.html").read_text("utf-8")
    return [at for at in SCRIPTS.findall(page) if at != "tema/stad.js"]


def read_call(path):
    """What a part is called with."""
    text = path.read_text("utf-8")
    return json.loads("[" + text[len("bilagaPart("):].strip()[:-2] + "]")


def test_parts(tally, site):
    """Every page lies in one part, no part is too large, no file too many."""
    text = (site / "sok/index.js").read_text("utf-8")
    common = json.loads(text[text.index("=") + 1:].strip().rstrip(";"))
    parts = common["parts"]
    tally.equal("divided: parts follow each other",
                [sum(count for _, count in parts[:i])
                 for i in range(len(parts) + 1)],
                [first for first, _ in parts] +
                [common["search"]["documentCount"]])
    tally.test("divided: no part is too large", [
        f"{count} pages" for _, count in parts if count > PAGES_MOST])
    tally.equal("divided: its files",
                sorted(at.name for at in (site / "sok").glob("*.*.js")
                       if not at.name.startswith("lunr")),
                sorted(f"{kind}.{i + 1}.js" for i in range(len(parts))
                       for kind in ("index", "text")))
    for i, (_, count) in enumerate(parts):
        kind, number, index = read_call(site / f"sok/index.{i + 1}.js")
        texts = read_call(site / f"sok/text.{i + 1}.js")
        tally.equal(f"divided: part {i + 1}",
                    [kind, number, len(index["pages"]), len(index["lengths"]),
                     *texts[:2], len(texts[2])],
                    ["index", i + 1, count, count, "text", i + 1, count])
    return common


def test_same(tally, whole, divided):
    """What is found is the same, and so are its weights."""
    task = {"sites": [{"folder": str(site), "scripts": scripts(site)}
                      for site in (whole, divided)],
            "questions": [{"text": text, "filter": chosen}
                          for text in ["", *QUESTIONS] for chosen in FILTERS
                          if text or chosen],
            "apart": f"register/{LAST}.html"}
    done = subprocess.run(["node", str(HERE / "same.js")],
                          input=json.dumps(task), text=True,
                          stdout=subprocess.PIPE, timeout=300)
    found = json.loads(done.stdout)
    tally.test("divided: the same is found as in one index", found["wrong"])
    tally.holds("divided: most questions find something",
                found["some"] > 0.6 * len(task["questions"]), found["some"])
    tally.equal("divided: parts that a word of one forum needs",
                found["rare"], [1, 1])


def test_large(tally, folder, browse):
    sites = {}
    for kind, last, text in (
            ("whole", f"10-{LAST}/index.md", LAST_SECTION),
            ("divided", f"10-{LAST}.md", LAST_FORUM)):
        make(folder / f"{kind}-content", last, text)
        sites[kind] = folder / kind / "html"
        if not tally.test(f"build {kind}", trees.build(
                folder / f"{kind}-content", folder / kind,
                "--format", "html,search")):
            return
    tally.equal("whole: its index is one",
                [at.name for at in (sites["whole"] / "sok").glob("*.1.js")],
                [])
    test_parts(tally, sites["divided"])
    test_same(tally, sites["whole"], sites["divided"])
    if browse:
        browse("large.js", sites["divided"], sites["whole"])
