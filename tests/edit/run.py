#!/usr/bin/python3
"""run: do new, rename and move change what they should, and nothing else?

usage: run.py [--quick]

$BILAGA (default build/bilaga) on copies of tests/cases/base and of content/:

hand cases     what each command writes and says; what it refuses, leaving all
               as it was
there and back a page that is renamed there and back has the same bytes, but
               for its alias
random         renames and moves, each of which leaves check as it was and the
               built pages the same, but for the names
Ends with "N passed, N failed".
"""
import errno
import fcntl
import hashlib
import os
import pathlib
import pty
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

BILAGA = os.path.abspath(os.environ.get("BILAGA", ROOT / "build/bilaga"))
BASE = ROOT / "tests/cases/base"
REAL = ROOT / "content"

# Random renamings and moves.
MANY = 20 if "--quick" in sys.argv else 100

TALLY = Tally()


def expect(good, what, *details):
    TALLY.holds(what, good, *details)


def run(folder, *arguments, program=BILAGA, **options):
    return subprocess.run([program, *map(str, arguments)], cwd=folder,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=120, **options)


def tree(folder):
    """The bytes of each file, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def changed(before, after):
    """Which files differ, are new, or are gone."""
    return sorted(name for name in before.keys() | after.keys()
                  if before.get(name) != after.get(name))


class Room:
    """A copy of some content, for one case."""

    def __init__(self, source=BASE):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="bilaga-edit-"))
        self.content = self.top / "content"
        shutil.copytree(source, self.content)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for path in self.top.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(self.top)

    def run(self, *arguments, **options):
        return run(self.top, *arguments, **options)

    def tree(self):
        return tree(self.content)

    def put(self, name, text):
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def text(self, name):
        return (self.content / name).read_bytes().decode()

    def check(self):
        return self.run("check").stdout

    def build(self):
        done = self.run("build", "-o", "out", "--format", "html")
        pages = tree(self.top / "out/html") if done.returncode == 0 else None
        shutil.rmtree(self.top / "out", ignore_errors=True)
        return pages


# --- Hand cases ---------------------------------------------------------------

# A publication in which every way to name an id or a path is used.
FORUM = """---
titel: {title}
form: nätverk
medlemskap: utan avgift
nivå: lokal
{more}år:
  2025:
    läge: pågår
    deltagare: {{KK: 1, KS: ej aktuellt}}
    avgift: ej aktuellt
    övrigt: 2 tkr
    övrigt-avser: [arbetstid]
---
{text}"""


def forum(title, text="", more=""):
    return FORUM.format(title=title, more=more, text=text)


def sections(room):
    """Two sections with forums a, b and c, which name each other."""
    top = "inventering/70-ett"
    room.put(f"{top}/index.md", "---\ntitel: Avsnitt ett\n---\n")
    room.put("inventering/80-tva/index.md", "---\ntitel: Avsnitt två\n---\n"
             "Se [filen](../70-ett/10-alfa.md), `10-alfa.md`.\n")
    room.put(f"{top}/10-alfa.md", forum("Alfa", """Text.

(alfa-del)=
## En del

## Annan del
""", "# En kommentar.\nalias:   [alfa-forr] # kvar\n"))
    room.put(f"{top}/20-beta.md", forum("Beta", """
# alfa är ett ord
"""[1:0] + """Om alfa: {ref}`alfa`, [länk](#alfa), [alias](#alfa-forr),
`#alfa`, [fil](10-alfa.md), [del](10-alfa.md#alfa-del),
[rubrik](#alfa-annan-del), [tva](../80-tva/index.md#tva) och
{value}`antal() där id = alfa eller ingår-i = alfa`.

[def]: 10-alfa.md#alfa
Med [definition][def].

```{forums} Tabell
:where: ingår-i = alfa eller id bland (alfa, beta)
```
""", "ingår-i: alfa # den\nredovisas-i:  'alfa'\n").replace(
    "    avgift: ej aktuellt\n    övrigt: 2 tkr\n"
    "    övrigt-avser: [arbetstid]\n", ""))
    room.put("inventering/80-tva/10-gamma.md", forum(
        "Gamma", "Se [alfa](../70-ett/10-alfa.md) och "
        "![bild](bild%201.png).\n").replace("\n", "\r\n"))
    room.put("inventering/80-tva/bild 1.png",
             (next(BASE.rglob("*.png")).read_bytes()
              if any(BASE.rglob("*.png")) else b"\x89PNG"))


def rename_page():
    with Room() as room:
        sections(room)
        before, found = room.tree(), room.check()
        done = room.run("rename", "alfa", "omega")
        expect(done.returncode == 0, "rename", done.stdout, done.stderr, found)
        expect(done.stdout.startswith(
                   "alfa heter nu omega. Ändrade filer: 4.\n"),
               "rename says", done.stdout)
        after = room.tree()
        expect(changed(before, after) == [
            "inventering/70-ett/10-alfa.md", "inventering/70-ett/10-omega.md",
            "inventering/70-ett/20-beta.md", "inventering/80-tva/10-gamma.md",
            "inventering/80-tva/index.md"], "rename: files",
            changed(before, after))
        expect(room.text("inventering/70-ett/10-omega.md") ==
               before["inventering/70-ett/10-alfa.md"].decode().replace(
                   "[alfa-forr] # kvar", "[alfa-forr, alfa] # kvar"),
               "rename: its head", room.text("inventering/70-ett/10-omega.md"))
        old = before["inventering/70-ett/20-beta.md"].decode()
        for a, b in (("ingår-i: alfa #", "ingår-i: omega #"),
                     ("'alfa'", "'omega'"), ("{ref}`alfa`", "{ref}`omega`"),
                     ("(#alfa)", "(#omega)"), ("10-alfa.md", "10-omega.md"),
                     ("(#alfa-annan-del)", "(#omega-annan-del)"),
                     ("id = alfa", "id = omega"),
                     ("ingår-i = alfa eller id bland (alfa",
                      "ingår-i = omega eller id bland (omega"),
                     ("ingår-i = alfa`", "ingår-i = omega`"),
                     ("md#alfa\n", "md#omega\n")):
            old = old.replace(a, b)
        expect(room.text("inventering/70-ett/20-beta.md") == old,
               "rename: what names it",
               room.text("inventering/70-ett/20-beta.md"))
        expect(room.text("inventering/80-tva/index.md").endswith(
            "(../70-ett/10-omega.md), `10-alfa.md`.\n"),
            "rename: text that is no link stays",
            room.text("inventering/80-tva/index.md"))
        expect(room.text("inventering/80-tva/10-gamma.md") ==
               before["inventering/80-tva/10-gamma.md"].decode().replace(
                   "10-alfa", "10-omega"), "rename: CRLF stays")
        expect(room.check() == found.replace("10-alfa", "10-omega"),
               "rename: check", room.check())
        done = room.run("rename", "omega", "alfa")
        back = room.tree()
        back["inventering/70-ett/10-alfa.md"] = back[
            "inventering/70-ett/10-alfa.md"].replace(b", omega]", b"]")
        expect(back == before, "rename: there and back",
               changed(before, back), done.stderr)


def rename_anchors():
    """Addresses that end are told, and one that is kept as said works."""
    with Room() as room:
        sections(room)
        done = room.run("rename", "alfa", "omega")
        lines = done.stdout.splitlines()
        expect(len(lines) == 3 and "(ID)=" in lines[1] and
               lines[2] == "  alfa-annan-del → omega-annan-del",
               "rename tells which headings' addresses end", done.stdout)
        name = "inventering/70-ett/10-omega.md"
        room.put(name, room.text(name).replace(
            "## Annan del", "(alfa-annan-del)=\n## Annan del"))
        beta = "inventering/70-ett/20-beta.md"
        room.put(beta, room.text(beta).replace("#omega-annan-del",
                                               "#alfa-annan-del"))
        pages = room.build()
        expect(pages is not None and
               b'id="alfa-annan-del"' in pages["inventering/omega.html"],
               "the old address of a heading is kept", room.check())
        done = room.run("rename", "gamma", "gamma-ny")
        expect(len(done.stdout.splitlines()) == 1,
               "a page without such headings", done.stdout)


def rename_section():
    with Room() as room:
        sections(room)
        before = room.tree()
        done = room.run("rename", "ett", "trean", "--title", "Nya: namnet")
        expect(done.returncode == 0, "rename a section", done.stderr)
        expect(room.text("inventering/70-trean/index.md") ==
               '---\ntitel: "Nya: namnet"\nalias: ett\n---\n',
               "rename a section: its head",
               room.text("inventering/70-trean/index.md"))
        expect(room.text("inventering/80-tva/10-gamma.md").count(
            "../70-trean/10-alfa.md") == 1, "rename a section: paths to it")
        expect(room.text("inventering/70-trean/20-beta.md") ==
               before["inventering/70-ett/20-beta.md"].decode(),
               "rename a section: paths within it stay")


def rename_document():
    with Room() as room:
        before, found = room.tree(), room.check()
        done = room.run("rename", "inventering", "kartan")
        expect(done.returncode == 0 and
               (room.content / "kartan/index.md").is_file() and
               not (room.content / "inventering").exists(),
               "rename a document", done.stderr)
        expect("kartan" in room.text("publication.yaml"),
               "rename a document: publication.yaml")
        expect(room.check() == found.replace("inventering/", "kartan/"),
               "rename a document: check", room.check())
        room.run("rename", "kartan", "inventering")
        back = room.tree()
        back["inventering/index.md"] = back["inventering/index.md"].replace(
            b"alias: kartan\n", b"")
        expect(back == before, "rename a document: there and back",
               changed(before, back))


def rename_entry():
    """Each register's first entry, there and back."""
    for register in ("organisations", "units", "goals", "forms"):
        with Room(REAL) as room:
            name = f"registers/{register}.yaml"
            entry = next(re.match(r"([a-zåäö][a-zåäö0-9-]*):", line)[1]
                         for line in room.text(name).splitlines()
                         if re.match(r"[a-zåäö][a-zåäö0-9-]*:", line))
            before, found = room.tree(), room.check()
            done = room.run("rename", f"{register}/{entry}", "zzz-ny")
            expect(done.returncode == 0, f"rename {register}/{entry}",
                   done.stderr)
            expect(room.check() == found, f"rename {register}: check")
            middle = room.tree()
            expect(f"\nzzz-ny:" in room.text(name) and
                   f"\n{entry}:" not in room.text(name),
                   f"rename {register}: the register")
            expect(len(changed(before, middle)) >= 1 and
                   before.keys() == middle.keys(),
                   f"rename {register}: files")
            room.run("rename", f"{register}/zzz-ny", entry)
            expect(room.tree() == before, f"rename {register}: back",
                   changed(before, room.tree()))


def rename_title():
    with Room() as room:
        sections(room)
        before = room.tree()
        done = room.run("rename", "beta", "beta", "--title", "Beta två")
        expect(done.stdout == "beta heter nu Beta två. Ändrade filer: 1.\n"
               and room.text("inventering/70-ett/20-beta.md") ==
               before["inventering/70-ett/20-beta.md"].decode().replace(
                   "titel: Beta", "titel: Beta två"), "only another title",
               done.stdout, done.stderr)


def rename_within():
    """The id of a heading and of a table; they have no aliases."""
    with Room() as room:
        sections(room)
        room.put("inventering/80-tva/index.md", """---
titel: Avsnitt två
---
Se {ref}`tab-x`, [tabellen](#tab-x) och [delen](../70-ett/10-alfa.md#alfa-del).

```{forums} Forum
:name: tab-x
:where: nivå = lokal
```
""")
        found = room.check()
        one = room.run("rename", "tab-x", "tab-y")
        two = room.run("rename", "alfa-del", "delen")
        text = room.text("inventering/80-tva/index.md")
        expect(one.returncode == 0 and two.returncode == 0 and
               text.count("tab-y") == 3 and "tab-x" not in text and
               "10-alfa.md#delen" in text and "(delen)=" in
               room.text("inventering/70-ett/10-alfa.md") and
               "10-alfa.md#delen" in
               room.text("inventering/70-ett/20-beta.md"),
               "rename a heading and a table", one.stderr, two.stderr, text)
        expect(room.check() == found, "rename a heading: check", room.check())


def yaml_forum():
    with Room() as room:
        before, found = room.tree(), room.check()
        folder = "inventering/20-redovisning/10-kust-och-hav"
        done = room.run("rename", "hamnnatverket", "hamnen")
        expect(done.returncode == 0 and
               f"{folder}/40-hamnen.yaml" in room.tree(),
               "rename a .yaml file", done.stderr)
        done = room.run("rename", "hamnen", "hamnnatverket")
        back = room.tree()
        back[f"{folder}/40-hamnnatverket.yaml"] = back[
            f"{folder}/40-hamnnatverket.yaml"].replace(b"alias: hamnen\n", b"")
        expect(back == before and room.check() == found,
               "rename a .yaml file: there and back", changed(before, back))


def english():
    with Room(ROOT / "tests/sites/english/content") as room:
        found = room.check()
        pages = pages_of(room)
        forum = next(name for name, path in sorted(pages.items())
                     if path.suffix == ".md")
        section = re.sub(r"^\d+-", "", pages[forum].parent.name)
        done = room.run("rename", forum, "another-name")
        expect(done.returncode == 0 and
               done.stdout.startswith(f"{forum} is now called another-name."),
               "in English", done.stdout, done.stderr)
        expect(sorted_findings(room.check()) == sorted_findings(found),
               "in English: check", room.check())
        form = re.search(r"^form: *(.*)", (room.content / str(
            pages[forum].relative_to(room.content)).replace(
                forum, "another-name")).read_text(), re.M)[1]
        done = room.run("new", "forum", section, "--title", "New one",
                        "--form", form, "--membership", "without fee",
                        "--level", "local")
        expect(done.returncode == 0 and " is new. " in done.stdout,
               "in English: new", done.stdout, done.stderr)


def move_page():
    with Room() as room:
        sections(room)
        before, found = room.tree(), room.check()
        done = room.run("move", "gamma", "inventering/70-ett", "--after",
                        "alfa", "--force")
        name = "inventering/70-ett/15-gamma.md"
        expect(done.returncode == 0 and
               done.stdout == f"gamma ligger nu som {name}. "
               "Ändrade filer: 1.\n", "move", done.stdout, done.stderr)
        expect(room.text(name) ==
               before["inventering/80-tva/10-gamma.md"].decode().replace(
                   "../70-ett/10-alfa.md", "10-alfa.md").replace(
                   "(bild", "(../80-tva/bild"), "move: its paths",
               room.text(name))
        done = room.run("move", "alfa", "tva", "--force")
        expect(done.returncode == 0 and
               (room.content / "inventering/80-tva/10-alfa.md").is_file(),
               "move to a folder by its id", done.stderr)
        expect("(../80-tva/10-alfa.md#alfa-del)" in
               room.text("inventering/70-ett/20-beta.md") and
               "(../80-tva/10-alfa.md)" in room.text(name) and
               "[filen](10-alfa.md)" in room.text("inventering/80-tva/index.md"),
               "move: paths to it")
        room.run("move", "alfa", "content/inventering/70-ett/", "--after",
                 "ett", "--force")
        expect((room.content / "inventering/70-ett/10-alfa.md").is_file(),
               "move to the first place", os.listdir(
                   room.content / "inventering/70-ett"))
        room.run("move", "gamma", "tva", "--force")
        room.run("move", "alfa", "ett", "--after", "gamma", "--force")
        expect(room.check().splitlines()[:1] == found.splitlines()[:1],
               "move: check", room.check())


def move_room():
    """No number is left between two: those that follow go up."""
    with Room() as room:
        top = "inventering/70-ett"
        room.put(f"{top}/index.md", "---\ntitel: Avsnitt ett\n---\n"
                 "Se [c](11-c.md), [d](12-d.md), [e](40-e.md).\n")
        for name in ("10-a", "11-c", "12-d", "40-e"):
            room.put(f"{top}/{name}.md", forum(name[3:].upper()))
        done = room.run("move", "e", "ett", "--after", "a")
        expect(done.returncode == 0 and sorted(os.listdir(
            room.content / top)) == ["10-a.md", "20-e.md", "30-c.md",
                                     "40-d.md", "index.md"],
               "move: room is made", done.stderr,
               sorted(os.listdir(room.content / top)))
        expect("[c](30-c.md), [d](40-d.md), [e](20-e.md)" in
               room.text(f"{top}/index.md"), "move: paths to what made room",
               room.text(f"{top}/index.md"))


def dry_run():
    """What is shown is what is done: git takes it as a patch."""
    with Room() as room, Room() as other:
        for each in (room, other):
            sections(each)
        before = room.tree()
        for arguments in (("rename", "alfa", "omega"),
                          ("move", "tva", "ett", "--force"),
                          ("rename", "inventering", "kartan"),
                          ("new", "section", "ett", "--title", "Nytt")):
            shown = subprocess.run([BILAGA, *arguments, "--dry-run"],
                                   cwd=room.top, stdin=subprocess.DEVNULL,
                                   capture_output=True)
            expect(shown.returncode == 0 and room.tree() == before,
                   f"--dry-run changes nothing: {arguments}", shown.stderr)
            git = subprocess.run(["git", "apply", "-"], cwd=other.content,
                                 input=shown.stdout, capture_output=True,
                                 env={
                                     **os.environ, "GIT_CEILING_DIRECTORIES":
                                     str(other.top)})
            done = room.run(*arguments)
            before = room.tree()
            expect(git.returncode == 0 and done.returncode == 0 and
                   before == other.tree(),
                   f"--dry-run shows what is done: {arguments}", git.stderr,
                   done.stderr, changed(before, other.tree()))


NEEDED = ("--form", "nätverk", "--membership", "utan avgift", "--level",
          "lokal")


def new_pages():
    with Room() as room:
        sections(room)
        before, found = room.tree(), room.check()
        done = room.run("new", "forum", "ett", "--title", "Ätt: \"fin\" #1",
                        *NEEDED)
        name = "inventering/70-ett/30-att-fin-1.md"
        expect(done.returncode == 0 and done.stdout.startswith(name),
               "new forum", done.stdout, done.stderr)
        expect(changed(before, room.tree()) == [name],
               "new forum: only its file")
        # All keys can be filled in as they stand.
        text = room.text(name)
        for key in ("kortnamn", "drivs-av", "deltar", "möten", "hålls",
                    "avtal", "ingår-i", "resor", "bekräftat", "KK"):
            expect(re.search(rf"^ *#  *(- )?{key}:", text, re.M),
                   f"new forum: {key}", text)
        new = [line for line in room.check().splitlines()
               if line not in found.splitlines()]
        expect(not any(": fel:" in line for line in new if name in line) and
               any("[figure-missing]" in line for line in new),
               "new forum: what is missing is only warned of", new)
        done = room.run("new", "forum", "ett", "--title", "Alfa", "--after",
                        "alfa", *NEEDED)
        expect(done.stdout.startswith("inventering/70-ett/15-alfa-2.md"),
               "new forum: an id and a number that are free", done.stdout,
               done.stderr)
        done = room.run("new", "section", "inventering", "--title",
                        "Hav och land", "--id", "havet")
        expect(done.stdout.startswith("inventering/90-havet/index.md"),
               "new section", done.stdout, done.stderr)
        middle = room.tree()
        done = room.run("new", "document", "bilaga-a", "--title", "Bilaga A",
                        "--kind", "rapport")
        expect(changed(middle, room.tree()) ==
               ["bilaga-a/index.md", "publication.yaml"] and
               "bilaga-a]" in room.text("publication.yaml"),
               "new document", done.stdout, done.stderr)
        expect(": fel:" not in "".join(
            line for line in room.check().splitlines()
            if "bilaga-a" in line or "havet" in line),
            "new section and document: no errors", room.check())


def uncommented():
    """With every # before a key taken away the file is read, key by key."""
    with Room() as room:
        sections(room)
        room.run("new", "forum", "ett", "--title", "Ny", *NEEDED)
        name = "inventering/70-ett/30-ny.md"
        text = re.sub(r"^( *)# (( *)(- )?[^ #:]+:)( +#.*)?$", r"\1\2 x\5",
                      room.text(name), flags=re.M)
        room.put(name, text)
        found = room.check()
        expect("[key-unknown]" not in found and "[yaml" not in found and
               "[value-map]" in found or "[key-" not in found,
               "new forum: commented keys are known where they stand",
               found)


def asked():
    """On a terminal, what is needed is asked for."""
    with Room() as room:
        sections(room)
        main, other = pty.openpty()
        process = subprocess.Popen(
            [BILAGA, "new", "forum", "ett"], cwd=room.top, stdin=other,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        os.close(other)
        for answer in ("Frågat", "fel form", "nätverk", "utan avgift",
                       "lokal"):
            os.write(main, (answer + "\n").encode())
        out, _ = process.communicate(timeout=60)
        os.close(main)
        expect(process.returncode == 0 and
               out.startswith("titel:   ") and "nätverk" in out and
               out.count("Det går inte att svara så.") == 1 and
               out.rstrip().endswith("bilaga check.") and
               "titel: Frågat\n" in
               room.text("inventering/70-ett/30-fragat.md"),
               "new asks", out)


def refused():
    """What is wrong is told, and nothing is changed."""
    cases = [
        ("edit-unknown", 1, "rename", "alfaa-x", "y"),
        ("menade du", 1, "rename", "alfaa", "y"),
        ("edit-unknown", 1, "rename", "goals/alfa", "y"),
        ("edit-unknown", 1, "move", "nix", "ett"),
        ("id-form", 1, "rename", "alfa", "Alfa"),
        ("id-form", 1, "rename", "alfa", "../x"),
        ("edit-form-word", 1, "rename", "forms/nätverk", "två ord"),
        ("edit-form-word", 1, "rename", "forms/nätverk", "a: b"),
        ("edit-form-word", 1, "rename", "forms/nätverk", ""),
        ("edit-taken", 1, "rename", "forms/nätverk", "förening"),
        ("edit-taken", 1, "rename", "alfa", "beta"),
        ("edit-taken", 1, "rename", "alfa", "ett"),
        ("id-reserved", 1, "rename", "alfa", "allt"),
        ("edit-same", 1, "rename", "alfa", "alfa"),
        ("edit-into-itself", 1, "move", "ett", "inventering/70-ett"),
        ("edit-document", 1, "move", "inventering", "ett"),
        ("edit-folder", 1, "move", "alfa", "../.."),
        ("menade du \"tva\"", 1, "move", "alfa", "tvaa"),
        ("menade du \"gamma\"", 1, "move", "alfa", "tva", "--after",
         "gama"),
        ("saknas/publication.yaml", 1, "rename", "alfa", "x", "saknas"),
        ("edit-folder", 1, "move", "alfa", "beta"),
        ("edit-after", 1, "move", "alfa", "tva", "--after", "beta"),
        ("file-forum-place", 1, "move", "alfa", "inventering"),
        ("edit-needed", 1, "new", "forum", "ett"),
        ("edit-needed", 1, "new", "forum", "ett", "--title", "X"),
        ("edit-word", 1, "new", "forum", "ett", "--title", "X", *NEEDED[:4],
         "--level", "lokalt"),
        ("edit-word", 1, "new", "section", "ett", "--title", "a\nb"),
        ("edit-taken", 1, "new", "section", "ett", "--title", "X", "--id",
         "beta"),
        ("edit-section", 1, "new", "forum", "inventering", "--title", "X"),
        ("edit-folder", 1, "new", "forum", "/etc", "--title", "X"),
        ("id-form", 1, "new", "document", "../ut", "--title", "X", "--kind",
         "rapport"),
        ("edit-taken", 1, "new", "document", "inventering", "--title", "X"),
        ("edit-word", 1, "new", "document", "nytt", "--title", "X",
         "--kind", "bok"),
        ("none of forum, section and document", 2, "new", "page", "ett"),
        ("too many", 2, "move", "a", "b", "c", "d"),
    ]
    with Room() as room:
        sections(room)
        before = room.tree()
        for wanted, status, *arguments in cases:
            done = room.run(*arguments)
            expect(done.returncode == status and wanted in done.stderr,
                   f"refused: {' '.join(arguments)}: {wanted}",
                   done.returncode, done.stdout, done.stderr)
            now = room.tree()
            expect(now == before,
                   f"refused, so nothing is changed: {' '.join(arguments)}",
                   changed(before, now))


def bad_input():
    with Room() as room:
        sections(room)
        room.put("inventering/70-ett/50-x.md", b"\xff\xfe")
        before = room.tree()
        done = room.run("rename", "alfa", "omega")
        expect(done.returncode == 1 and "[edit-unread]" in done.stderr and
               room.tree() == before, "a file that cannot be read",
               done.stderr)
    with Room() as room:
        sections(room)
        room.put("registers/organisations.yaml", room.text(
            "registers/organisations.yaml") +
            "dubbel: {namn: D, sort: kommun, nivå: lokal}\n")
        room.put("registers/goals.yaml",
                 (room.text("registers/goals.yaml")
                  if (room.content / "registers/goals.yaml").exists()
                  else "") + "dubbel: {namn: D}\n")
        done = room.run("rename", "dubbel", "enkel")
        expect("[edit-several]" in done.stderr and
               "organisations/dubbel | goals/dubbel" in done.stderr,
               "an id in several registers", done.stderr)
    with Room() as room:
        sections(room)
        room.put("inventering/80-tva/index.md",
                 "---\ntitel: Två\n---\nOm {value}`antal() där id =\n"
                 "alfa`.\n")
        done = room.run("rename", "alfa", "omega")
        text = room.text("inventering/80-tva/index.md")
        expect(done.returncode == 0 and text.count("omega") == 1 and
               "alfa" not in text, "an id on the next line", done.stderr,
               text)
    with Room() as room:
        sections(room)
        room.put("inventering/80-tva/index.md",
                 "---\ntitel: Två\n---\n> {value}`antal() där id =\n> alfa "
                 "eller ingår-i =\n> alfa`.\n")
        before = room.tree()
        done = room.run("rename", "alfa", "omega")
        expect(done.returncode == 1 and "[edit-place]" in done.stderr and
               room.tree() == before, "an id that cannot be told from others",
               done.returncode, done.stderr)
    with Room() as room:
        sections(room)
        room.put("inventering/70-ett/.10-alfa.md.1.bilaga", "gammalt")
        before = room.tree()
        done = room.run("rename", "alfa", "omega")
        expect(done.returncode == 1 and "[edit-left]" in done.stderr and
               ".10-alfa.md.1.bilaga" in done.stderr and
               room.tree() == before, "a change that was cut short",
               done.stderr)
    done = run("/", "rename", "a", "b", "/nowhere")
    expect(done.returncode in (1, 3) and done.stderr, "no content folder",
           done.stderr)


JOURNAL = ".journal.bilaga"
ALFA = "inventering/70-ett/10-alfa.md"
ALFA_KEPT = "inventering/70-ett/.10-alfa.md.1.bilaga"


def digest(text):
    return hashlib.sha256(text).hexdigest()


def half_made(room, *stages, move=None):
    """Leave what a command leaves that is killed when one file is changed."""
    sections(room)
    old = room.tree()[ALFA]
    new = old.replace(b"titel: ", b"titel: Halv ")
    lines = ["bilaga\t1",
             "\t".join(("change", digest(old), digest(new), ALFA))]
    if move:
        lines.append("\t".join(("move", *move)))
    room.put(JOURNAL, "\n".join([*lines, "ready", *stages]) + "\n")
    room.put(ALFA, new)
    room.put(ALFA_KEPT, old)
    return old


def cut_short():
    """What was cut short is told by check, and undone by the next change."""
    with Room() as room:
        sections(room)
        whole = room.tree()
        half_made(room, "staged")
        half = room.tree()
        for arguments in (["check"], ["build", "-o", "out"],
                          ["rename", "beta", "ny-beta", "--dry-run"],
                          ["fmt", "--check"], ["fmt", "--dry-run"],
                          ["year", "2025", "--status"],
                          ["export", "--form", "-o", "out"]):
            done = room.run(*arguments)
            expect(done.returncode == 1 and
                   "[edit-cut-short]" in done.stdout + done.stderr and
                   room.tree() == half and not (room.top / "out").exists(),
                   f"{' '.join(arguments)} after a change that was cut short",
                   done.returncode, done.stdout, done.stderr)
        done = room.run("fmt")
        expect(done.returncode == 0 and "[edit-undone]" in done.stderr,
               "fmt puts the files back", done.stdout, done.stderr)
        with Room() as other:
            sections(other)
            other.run("fmt")
            expect(room.tree() == other.tree(), "all is put back",
                   changed(room.tree(), other.tree()))
        expect("[edit-" not in room.check(), "check has nothing more to say")
        expect(len(whole) == len(room.tree()), "no hidden file is left")
    with Room() as room:
        half_made(room, "staged")
        done = room.run("rename", "beta", "ny-beta")
        expect(done.returncode == 0 and "[edit-undone]" in done.stderr and
               "Halv" not in room.text(ALFA) and JOURNAL not in room.tree()
               and ALFA_KEPT not in room.tree(),
               "undone, and then the next is made", done.stderr)
    with Room() as room:
        half_made(room, "staged", "committed")
        done = room.run("rename", "beta", "ny-beta")
        expect(done.returncode == 0 and "[edit-finished]" in done.stderr and
               "Halv" in room.text(ALFA) and JOURNAL not in room.tree()
               and ALFA_KEPT not in room.tree(),
               "finished, and then the next is made", done.stderr)
    with Room() as room:
        half_made(room, "staged", "commit")
        before = room.tree()
        done = room.run("rename", "beta", "ny-beta")
        expect("[edit-journal]" in done.stderr and done.returncode == 1 and
               room.tree() == before, "a journal with another word",
               done.stderr)


def cut_short_since():
    """After it was cut short somebody has gone on working."""
    with Room() as room:
        old = half_made(room, "staged")
        own = room.put(ALFA, old + b"Mer.\n").read_bytes()
        before = room.tree()
        done = room.run("rename", "beta", "ny-beta")
        expect(done.returncode == 1 and "[edit-left]" in done.stderr and
               ALFA_KEPT in done.stderr and room.tree() == before,
               "the file is saved since", done.stderr)
        (room.content / ALFA_KEPT).unlink()
        done = room.run("rename", "beta", "ny-beta")
        expect(done.returncode == 0 and room.tree()[ALFA] == own and
               JOURNAL not in room.tree(), "the hidden file is deleted",
               done.stderr)
    with Room() as room:
        old = half_made(room, "staged")
        room.put(ALFA, old)
        done = room.run("rename", "beta", "ny-beta")
        expect(done.returncode == 0 and room.tree()[ALFA] == old and
               ALFA_KEPT not in room.tree(), "the file is put back by hand",
               done.stderr)
    with Room() as room:
        to = "inventering/70-ett/10-omega.md"
        half_made(room, "staged", move=(ALFA, to))
        room.put(to, room.text(ALFA))
        before = room.tree()
        done = room.run("rename", "beta", "ny-beta")
        expect(done.returncode == 1 and "[edit-twice]" in done.stderr and
               to in done.stderr and room.tree() == before,
               "the file is there twice", done.stderr)
        (room.content / to).unlink()
        done = room.run("rename", "beta", "ny-beta")
        expect(done.returncode == 0 and "Halv" not in room.text(ALFA),
               "one of the two is deleted", done.stderr)


def journals():
    """Journals that no command has written, and one that is in use."""
    with Room() as room:
        sections(room)
        outside = room.top / "outside.md"
        outside.write_text("x\n")
        for line in (f"create\t{digest(b'x' + bytes([10]))}\t../outside.md",
                     "move\t../outside.md\tinside.md",
                     f"move\t{ALFA}\t/tmp/away.md"):
            room.put(JOURNAL, f"bilaga\t1\n{line}\nready\nstaged\n")
            before = room.tree()
            done = room.run("rename", "beta", "ny-beta")
            expect(done.returncode == 1 and "[patch-place]" in done.stderr
                   and room.tree() == before and outside.exists(),
                   f"a journal that reaches out: {line}", done.stderr)
        room.put(JOURNAL, "bilaga\t2\nready\n")
        done = room.run("rename", "beta", "ny-beta")
        expect(done.returncode == 1 and "[edit-journal]" in done.stderr,
               "a journal of another form", done.stderr)
        room.put(JOURNAL, "bilaga\t1\nready\n")
        with open(room.content / JOURNAL, "r+b") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            before = room.tree()
            for arguments in (["check"], ["rename", "beta", "ny-beta"],
                              ["rename", "beta", "ny-beta", "--dry-run"]):
                done = room.run(*arguments)
                expect(done.returncode == 1 and
                       "[edit-busy]" in done.stdout + done.stderr and
                       room.tree() == before,
                       f"{' '.join(arguments)} while another is at work",
                       done.stdout, done.stderr)
        for text in ("", "bil", "bilaga\t1\nchan", "bilaga\t1\nready"):
            room.put(JOURNAL, text)
            done = room.run("rename", "beta", "ny-beta")
            expect(done.returncode == 0 and JOURNAL not in room.tree() and
                   "[edit-" not in done.stderr,
                   f"a journal that was cut short: {text!r}", done.stderr)
            room.run("rename", "ny-beta", "beta")


def handbook():
    """Each example of the handbook's chapter goes well, in their order."""
    text = (ROOT / "content/README.md").read_text()
    chapter = text.split("\n## Nya sidor och nya namn\n")[1].split("\n## ")[0]
    lines = "".join(re.findall(r"```sh\n(.*?)```", chapter, re.S)).splitlines()
    expect(len(lines) >= 8, "the handbook has examples", lines)
    with Room(REAL) as room:
        for line in lines:
            arguments = shlex.split(line)[1:]
            done = room.run(*arguments)
            if "[edit-findings]" in done.stderr:
                done = room.run(*arguments, "--force")
            expect(done.returncode == 0, f"the handbook's {line}",
                   done.stderr)


def worse():
    """A change that makes a control total wrong is not made, but by force."""
    with Room() as room:
        sections(room)
        room.put("inventering/70-ett/index.md",
                 "---\ntitel: Ett\nkontroll:\n  2025: {övrigt: 2 tkr}\n---\n")
        before = room.tree()
        done = room.run("move", "alfa", "tva")
        expect(done.returncode == 1 and "[control-false]" in done.stderr and
               "[edit-findings]" in done.stderr and room.tree() == before,
               "a change for the worse", done.stderr,
               changed(before, room.tree()))
        done = room.run("move", "alfa", "tva", "--force")
        expect(done.returncode == 0 and "[control-false]" in room.check(),
               "a change for the worse, by force", done.stderr)
    with Room() as room:
        sections(room)
        room.put("inventering/70-ett/index.md",
                 "---\ntitel: Ett\nkontroll:\n  2025: {övrigt: 2 tkr}\n---\n")
        room.put("inventering/70-ett/40-delta.md", forum("Delta"))
        room.put("inventering/80-tva/index.md",
                 "---\ntitel: Två\nkontroll:\n  2025: {övrigt: 2 tkr}\n---\n")
        before = room.tree()
        wrong = room.check().count("[control-false]")
        done = room.run("move", "alfa", "tva")
        expect(wrong == 1 and done.returncode == 1 and
               "[control-false]" in done.stderr and
               "80-tva/index.md" in done.stderr and room.tree() == before,
               "one mended and one new of the same kind", wrong,
               done.stdout, done.stderr, room.check())
    with Room() as room:
        sections(room)
        room.put("inventering/70-ett/50-delta.md",
                 forum("Delta", "Se [](#saknas-alfa).\n",
                       "ingår-i: saknas\n"))
        done = room.run("rename", "delta", "epsilon", "--title", "Epsilon")
        expect(done.returncode == 0 and "[edit-findings]" not in done.stderr,
               "findings that were there before, in a file renamed",
               done.stdout, done.stderr)


def not_writable():
    """A folder that cannot be written to: all is as it was."""
    if os.geteuid() == 0:
        runner = ["setpriv", "--reuid=65534", "--regid=65534",
                  "--clear-groups"]
        if shutil.which("setpriv") is None:
            return
    else:
        runner = []
    with Room() as room:
        sections(room)
        before = room.tree()
        for path in [room.top, *room.top.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        copy = pathlib.Path(tempfile.mkdtemp(prefix="bilaga-edit-"))
        copy.chmod(0o755)
        done = subprocess.run([*runner, BILAGA, "rename", "alfa", "omega"],
                              cwd=room.top, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)
        copy.rmdir()
        reached = done.returncode != 127 and "setpriv" not in done.stderr \
            and "Permission denied" not in done.stderr.split("bilaga")[0]
        expect(room.tree() == before and
               (done.returncode == 3 and "[patch-write]" in done.stderr
                or not reached), "not writable", done.returncode, done.stderr)


def in_git():
    """In a git repository no git is needed, and .git is left alone."""
    with Room() as room:
        sections(room)
        subprocess.run(["git", "init", "-q"], cwd=room.content, check=True)
        before = {name: text for name, text in room.tree().items()
                  if name.startswith(".git/")}
        done = room.run("rename", "alfa", "omega", env={"PATH": "/nowhere"})
        after = {name: text for name, text in room.tree().items()
                 if name.startswith(".git/")}
        expect(done.returncode == 0 and before == after, "in git",
               done.stderr)


# --- Random -------------------------------------------------------------------

def pages_of(room):
    """id → path of the file or folder, of all forums and sections."""
    pages = {}
    for path in sorted(room.content.glob("*/**/*.md")):
        folder = path.parent if path.name == "index.md" else path
        if folder.parent == room.content or path.name == "README.md" or \
                "registers" in path.parts:
            continue
        name = re.sub(r"^\d+-|\.md$", "", folder.name)
        said = re.search(r"^id: *(\S+)", path.read_text(), re.M)
        pages[said[1] if said else name] = folder
    return pages


def sorted_findings(text):
    return sorted(re.sub(r"^\S+: ", "", line) for line in text.splitlines()
                  if re.match(r"\S+:\d+:\d+: ", line))


def same_pages(before, after, old, new):
    """Are the pages the same, when `new` is read as `old`?"""
    named = {}
    for name, text in after.items():
        if name in (f"{old}.html", f"{old}/index.html"):
            continue  # the alias leads on
        named[name.replace(new, old)] = text.replace(new.encode(),
                                                     old.encode())
    return [name for name in changed(before, named)
            if name.endswith(".html")]


def random_renames():
    chance = random.Random(5)
    with Room(REAL) as room:
        found, built = room.check(), room.build()
        expect(built is not None, "the content is built")
        first = room.tree()
        pages = pages_of(room)
        for i in range(MANY // 2):
            old = chance.choice(sorted(pages))
            new = f"zqx{i}y"
            before = room.tree()
            done = room.run("rename", old, new)
            expect(done.returncode == 0, f"rename {old}", done.stderr)
            expect(sorted_findings(room.check()) == sorted_findings(found),
                   f"rename {old}: check")
            if i % 5 == 0:
                differ = same_pages(built, room.build(), old, new)
                expect(not differ, f"rename {old}: pages", differ)
            room.run("rename", new, old)
            back = room.tree()
            differ = changed(before, back)
            file = str(pages[old].relative_to(room.content))
            expect(len(differ) == 1 and differ[0].startswith(file) and
                   back[differ[0]].replace(
                       f"alias: {new}\n".encode(), b"").replace(
                       f", {new}]".encode(), b"]") == before[differ[0]],
                   f"rename {old}: there and back", differ)
            (room.content / differ[0]).write_bytes(before[differ[0]])
        expect(room.tree() == first, "rename: all is as it was")


def order(path):
    return int(re.match(r"\d+", path.name)[0])


def random_moves():
    chance = random.Random(6)
    with Room(REAL) as room:
        found, built = room.check(), room.build()
        for i in range(MANY // 2):
            pages = pages_of(room)
            page = chance.choice(sorted(pages))
            path = pages[page]
            siblings = sorted((other for other in path.parent.iterdir()
                               if other != path and re.match(r"\d", other.name)),
                              key=order)
            earlier = [other for other in siblings
                       if order(other) < order(path)]
            siblings = [other for other in siblings
                        if other not in earlier[-1:]]
            if not siblings:
                continue
            ids = {path: name for name, path in pages.items()}
            after = chance.choice(siblings)
            home = ids[earlier[-1]] if earlier else re.sub(
                r"^\d+-", "", path.parent.name)
            folder = path.parent.relative_to(room.content)
            done = room.run("move", page, folder, "--after", ids[after])
            expect(done.returncode == 0, f"move {page} after {ids[after]}",
                   done.stderr)
            expect(sorted_findings(room.check()) == sorted_findings(found),
                   f"move {page}: check")
            done = room.run("move", page, folder, "--after", home)
            expect(done.returncode == 0, f"move {page} back", done.stderr)
            if i % 5 == 0:
                differ = [name for name in changed(built, room.build())
                          if name.endswith(".html")]
                expect(not differ, f"move {page} there and back: pages",
                       differ)


def random_far_moves():
    """To another section and back: paths change, and nothing else."""
    chance = random.Random(7)
    with Room(REAL) as room:
        found = room.check()
        for i in range(MANY // 5):
            pages = pages_of(room)
            page = chance.choice([name for name, path in sorted(pages.items())
                                  if path.suffix == ".md"])
            path = pages[page]
            folder = chance.choice(sorted(
                {other.parent for other in pages.values()
                 if other.suffix == ".md"} - {path.parent}))
            before = {re.sub(r"/\d+-", "/", name): text
                      for name, text in room.tree().items()}
            done = room.run("move", page, folder.relative_to(room.content),
                            "--force")
            expect(done.returncode == 0, f"move {page} to {folder.name}",
                   done.stderr)
            expect("[link" not in room.check() and
                   "-unknown]" not in room.check(),
                   f"move {page} to {folder.name}: links", room.check())
            done = room.run("move", page,
                            path.parent.relative_to(room.content), "--force")
            after = {re.sub(r"/\d+-", "/", name): text
                     for name, text in room.tree().items()}
            expect(done.returncode == 0 and
                   sorted_findings(room.check()) == sorted_findings(found),
                   f"move {page} back: check", done.stderr, room.check())
            plain = {name: re.sub(rb"\d+-" + page.encode(), page.encode(),
                                  text) for name, text in before.items()}
            plain_after = {name: re.sub(rb"\d+-" + page.encode(),
                                        page.encode(), text)
                           for name, text in after.items()}
            expect(plain == plain_after, f"move {page} there and back",
                   changed(plain, plain_after))


def main():
    for case in (rename_page, rename_anchors, rename_section, rename_document, rename_entry, rename_title,
                 rename_within, yaml_forum, english, move_page, move_room, dry_run, new_pages, uncommented, asked,
                 refused, bad_input, cut_short, cut_short_since, journals, handbook, worse, not_writable, in_git, random_renames,
                 random_moves, random_far_moves):
        try:
            case()
        except (OSError, AssertionError, StopIteration,
                subprocess.SubprocessError) as error:
            expect(False, case.__name__, repr(error))
    TALLY.end()


if __name__ == "__main__":
    sys.exit(main())
