"""Content that git and editors would spoil, or that is too large to keep.

TABLE has one row for each: its name, a function that changes a copy of base/,
the findings as "file:line: name" (no line when it is the whole file), and the
exit status. `unprivileged` rows are run as another user than root, so that modes
count.
"""

import dataclasses
import os
import typing

FOLDER = "inventering/20-redovisning/10-kust-och-hav"
FORUM = f"{FOLDER}/50-prov.md"
SECTION = "inventering/30-prov/index.md"
KUST = f"{FOLDER}/30-kustradet.md"

HEAD = """---
titel: Prov
form: nätverk
medlemskap: utan avgift
nivå: lokal
drivs-av: kustforbundet
år:
  2025:
    läge: pågår
    deltagare:
      KK: 1
      KS: 0
    avgift: ej aktuellt
    övrigt: 3 tkr
---
"""
# The line that the text begins at.
TEXT = HEAD.count("\n") + 1


@dataclasses.dataclass
class Row:
    name: str
    change: typing.Callable
    findings: list
    status: int = 1
    unprivileged: bool = False


TABLE = []


def write(content, path, data):
    target = content / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data if isinstance(data, bytes) else data.encode())


def add(name, findings, change, status=None, unprivileged=False):
    if status is None:
        status = 1 if findings else 0
    TABLE.append(Row(name, change, findings, status, unprivileged))


def add_file(name, findings, path, data, status=None):
    add(name, findings, lambda content: write(content, path, data), status)


def add_text(name, findings, text):
    """A forum with `text`; lines of findings are counted from the text."""
    data = HEAD.encode() + (text if isinstance(text, bytes) else text.encode())
    add_file(name, [f"{FORUM}:{TEXT + line}: {finding}"
                    for line, finding in findings], FORUM, data)


def add_body(name, findings, text):
    """A section with `text`."""
    add_file(name, [f"{SECTION}:{3 + line}: {finding}"
                    for line, finding in findings], SECTION,
             "---\ntitel: Prov\n---\n" + text)


def replace(content, path, old, new):
    target = content / path
    text = target.read_bytes()
    assert old in text
    target.write_bytes(text.replace(old, new))


# --- Bytes -----------------------------------------------------------------

add_text("utf8-broken", [(1, "text-encoding")], b"Text.\nEtt \xc3( fel.\n")
add_text("utf8-cut", [(0, "text-encoding")], b"Ett fel \xc3")
add_text("utf8-overlong", [(0, "text-encoding")], b"Ett \xc0\xaf fel.\n")
add_text("utf8-surrogate", [(0, "text-encoding")], b"Ett \xed\xa0\x80 fel.\n")
add_text("utf8-above", [(0, "text-encoding")], b"Ett \xf4\x90\x80\x80 fel.\n")
add_file("latin-1", [f"{FORUM}:3: text-encoding"], FORUM,
         (HEAD + "Rådet.\n").encode("latin-1"))
add_file("windows-1252", [f"{FORUM}:{TEXT}: text-encoding"], FORUM,
         HEAD.encode() + "Rådet – nu.\n".encode("cp1252"))
add_file("utf16", [f"{FORUM}:1: text-encoding"], FORUM,
         (HEAD + "Rådet.\n").encode("utf-16"))
add_file("latin-1-register", ["registers/goals.yaml:2: text-encoding"],
         "registers/goals.yaml",
         "rent-hav: {namn: Ett rent hav}\noppen-hamn: {namn: Öppen}\n"
         .encode("latin-1"))
add_file("latin-1-publication", ["publication.yaml:2: text-encoding"],
         "publication.yaml", "format: 1\nspråk: sv\n".encode("latin-1"))
add_file("latin-1-labels", ["labels.yaml:2: text-encoding"], "labels.yaml",
         "page:\n  contents: Innehåll\n".encode("latin-1"))
add_text("nul", [(0, "text-control")], b"Ett \0 fel.\n")
add_file("nul-head", [f"{FORUM}:2: text-control"], FORUM,
         HEAD.replace("Prov", "Pr\0ov"))
add_file("nul-register", ["registers/goals.yaml:1: text-control"],
         "registers/goals.yaml", "rent-hav: {namn: Ett\0 hav}\n")
for word, control in (("escape", "\x1b[31m"), ("bell", "\a"), ("delete", "\x7f"),
                      ("form-feed", "\f"), ("vertical-tab", "\v"),
                      ("next-line", "\x85"), ("c1", "\x9b"),
                      ("line-separator", "\u2028"),
                      ("mark-inside", "\ufeff"), ("noncharacter", "\ufffe"),
                      ("noncharacter-high", "\U0001ffff")):
    add_text(f"control-{word}", [(1, "text-control")],
             f"Text.\nEtt {control} tecken.\n")
add_text("control-entity", [(0, "text-control"), (1, "text-control")],
         "Ett &#27;[31m tecken.\nEtt &#x1; till, men &#229; och &#x20AC; går.\n")
add_file("control-yaml-escape", [f"{FORUM}:2: text-control"], FORUM,
         HEAD.replace("titel: Prov", 'titel: "Pr\\e[31mov"'))
add_file("control-yaml-nul", [f"{FORUM}:2: text-control"], FORUM,
         HEAD.replace("titel: Prov", 'titel: "Pr\\0ov"'))
add_file("control-yaml-key", [f"{FORUM}:2: text-control"], FORUM,
         HEAD.replace("titel: Prov", '"tit\\ael": Prov'))
add_file("crlf", [], FORUM,
         (HEAD + "Två\nrader.\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n")
         .replace("\n", "\r\n"))
add_file("crlf-finding", [f"{FORUM}:{TEXT + 1}: link-target"], FORUM,
         (HEAD + "Text.\nSe {ref}`kustrad`.\n").replace("\n", "\r\n"))
add_file("cr", [], FORUM, (HEAD + "Två\nrader.\n").replace("\n", "\r"))
add_file("byte-order-mark", [], FORUM, "\ufeff" + HEAD + "Text.\n")
add_file("byte-order-mark-finding", [f"{FORUM}:2: yaml-colon"], FORUM,
         "\ufeff" + HEAD.replace("titel: Prov", "titel: Prov: nu"))
add_file("byte-order-mark-crlf", [], "registers/goals.yaml",
         b"\xef\xbb\xbfrent-hav: {namn: Hav}\r\noppen-hamn: {namn: Hamn}\r\n")
add_file("byte-order-mark-only", [f"{FORUM}: file-empty"], FORUM, "\ufeff")
add_file("no-line-end", [], FORUM, HEAD + "Sista raden")
add_file("no-line-end-head", [], FORUM, HEAD.rstrip("\n"))
add_file("blank-lines", [f"{FORUM}:1: head-missing"], FORUM, "\n\n\n")

# --- Files and folders -----------------------------------------------------


def make_link(path, to):
    def change(content):
        target = content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.rename(target.with_name(target.name + ".flyttad"))
        target.symlink_to(to)
    return change


add("link-file", [f"{FORUM}: file-link"], make_link(FORUM, "30-kustradet.md"))
add("link-file-out", [f"{FORUM}: file-link"], make_link(FORUM, "/etc/passwd"))
add("link-dangling", [f"{FORUM}: file-link"], make_link(FORUM, "borta.md"))
add("link-loop", [f"{FORUM}: file-link"], make_link(FORUM, "50-prov.md"))
add("link-folder", ["inventering/30-prov: file-link"],
    make_link("inventering/30-prov", "20-redovisning"))
add("link-folder-up", ["inventering/30-prov: file-link"],
    make_link("inventering/30-prov", ".."))


add("link-document", ["inventering: file-link"],
    make_link("inventering", "inventering.flyttad"))
add("link-registers", ["registers: file-link"],
    make_link("registers", "/etc"))
add("link-register", ["registers/goals.yaml: file-link"],
    make_link("registers/goals.yaml", "/etc/passwd"))
add("link-publication", ["publication.yaml: file-link"],
    make_link("publication.yaml", "/etc/passwd"))
add("link-labels", ["labels.yaml: file-link"],
    make_link("labels.yaml", "/etc/passwd"))


def make_pipe(path):
    def change(content):
        (content / path).unlink(missing_ok=True)
        os.mkfifo(content / path)
    return change


add("pipe", [f"{FORUM}: file-kind"], make_pipe(FORUM))
add("pipe-register", ["registers/goals.yaml: file-kind"],
    make_pipe("registers/goals.yaml"))
add("pipe-publication", ["publication.yaml: file-kind"],
    make_pipe("publication.yaml"))
add("pipe-labels", ["labels.yaml: file-kind"], make_pipe("labels.yaml"))


def make_folder(path):
    def change(content):
        (content / path).unlink(missing_ok=True)
        (content / path).mkdir()
    return change


add("folder-for-forum", [f"{FORUM}: index-missing"], make_folder(FORUM))
add("folder-for-index", ["inventering/10-inledning/index.md: file-kind"],
    make_folder("inventering/10-inledning/index.md"))
add("folder-for-publication", ["publication.yaml: file-kind"],
    make_folder("publication.yaml"))
add("folder-for-register", ["registers/goals.yaml: file-kind"],
    make_folder("registers/goals.yaml"))
add("folder-empty", ["inventering/30-prov: index-missing"],
    make_folder("inventering/30-prov"))
add_file("file-for-document", ["publication.yaml:13: document-missing"],
         "publication.yaml",
         "format: 1\nspråk: sv\ntitel: T\nutgivare: U\n"
         "ansvarig: kommunkansliet\når: 2025\ndatum: 2026\n"
         "deltagargrupper:\n  KK: Kansliet\n  KS: Styrelsen\n\n\n"
         "dokument: [inventering, rapport]\n")


def empty(content):
    for path in sorted(content.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def no_content(content):
    empty(content)
    content.rmdir()


def empty_document(content):
    for path in sorted((content / "inventering").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


add("content-empty", ["publication.yaml: publication-missing"], empty)
add("content-missing", ["publication.yaml: publication-missing"], no_content)
add("document-empty", ["inventering: index-missing"], empty_document)


def deep_folders(content):
    path = content / FOLDER
    for number in range(11):
        path /= f"90-djup-{number}"
        path.mkdir()
        (path / "index.md").write_text(f"---\ntitel: Djup {number}\n---\n")


add("folder-depth",
    [FOLDER + "".join(f"/90-djup-{n}" for n in range(11)) + ": folder-depth"],
    deep_folders)


def add_mode(name, findings, path):
    add(name, findings, lambda content: (content / path).chmod(0), 3, True)


add_mode("unreadable", [f"{KUST}: file-open"], KUST)
add_mode("unreadable-publication", ["publication.yaml: file-open"],
         "publication.yaml")
add_mode("unreadable-register", ["registers/goals.yaml: file-open"],
         "registers/goals.yaml")
add_mode("unreadable-folder", [f"{FOLDER}: folder-open"], FOLDER)
add_mode("unreadable-document", ["inventering: folder-open"], "inventering")

# Names come from anywhere and go to a terminal.
for word, name, told in (("control", "50-pr\x1b[31mov.md", "50-pr?[31mov.md"),
                         ("line", "50-pr\nov.md", "50-pr?ov.md"),
                         ("latin-1", os.fsdecode(b"50-r\xe5d.md"),
                          "50-r\ufffdd.md"),
                         ("decomposed", "50-ra\u030adet.md",
                          "50-ra\u030adet.md"),
                         ("long", "50-" + "a" * 249 + ".md",
                          "50-" + "a" * 249 + ".md")):
    add(f"name-{word}",
        [] if word == "long" else [f"{FOLDER}/{told}: file-name"],
        lambda content, name=name: write(content, f"{FOLDER}/{name}",
                                         HEAD + "Text.\n"))

# --- Pictures ----------------------------------------------------------------

PICTURE = "![Karta](karta.png)\n"


def add_picture(name, change, *more):
    def both(content):
        write(content, SECTION, "---\ntitel: Prov\n---\n" + PICTURE)
        change(content / "inventering/30-prov/karta.png")
    add(f"picture-{name}", [f"{SECTION}:4: image-file", *more], both)


def large(path):
    path.touch()
    os.truncate(path, 9_000_000)


add_picture("missing", lambda path: None)
add_picture("link", lambda path: path.symlink_to("/etc/passwd"))
add_picture("folder", lambda path: path.mkdir(),
            "inventering/30-prov/karta.png: order-missing")
add_picture("pipe", os.mkfifo)
add_picture("large", large)



def link_pictures(content):
    (content / "bilder").symlink_to("/usr/share/pixmaps")
    write(content, SECTION,
          "---\ntitel: Prov\n---\n![Karta](../../bilder/debian-logo.png)\n")


add("picture-folder-link", [f"{SECTION}:4: image-file"], link_pictures)

# --- Size ----------------------------------------------------------------------

add_file("file-size", [f"{FORUM}: file-size"], FORUM,
         HEAD + "Text. " * 175_000)
add_file("file-size-head", [f"{FORUM}: file-size"], FORUM,
         HEAD.replace("Prov", "Prov " * 210_000))


def huge(path):
    def change(content):
        with open(content / path, "wb") as file:
            file.truncate(50_000_000)
    return change


add("file-50-mb", [f"{FORUM}: file-size"], huge(FORUM))
add("file-50-mb-publication", ["publication.yaml: file-size"],
    huge("publication.yaml"))
add("file-50-mb-register", ["registers/goals.yaml: file-size"],
    huge("registers/goals.yaml"))
add_text("body-size", [(0, "body-size")], "Ord. " * 13_200)
add_file("long-title", [], FORUM, HEAD.replace("Prov", "Prov " * 50_000))
add_body("findings-many", [(1 + n, "link-target") for n in range(100)],
         "Se {ref}`okand`.\n" * 3000)
add_file("keys-many", [f"{FORUM}:{15 + n}: key-unknown" for n in range(100)],
         FORUM, HEAD.replace("---\nForumet", "") [:-4]
         + "".join(f"ab{n}: c\n" for n in range(80_000)) + "---\nText.\n")
add_file("keys-many-extra", [], FORUM,
         HEAD[:-4] + "extra:\n"
         + "".join(f"  ab{n}: c\n" for n in range(70_000)) + "---\nText.\n")
add_file("list-long", [f"{FORUM}:15: organisation-unknown"] * 100, FORUM,
         HEAD[:-4] + "deltar: [" + ", ".join(f"ab{n}" for n in range(100_000))
         + "]\n---\nText.\n")

# --- Depth ---------------------------------------------------------------------


def add_extra(name, findings, value):
    add_file(name, [f"{FORUM}:{15 + line}: {finding}"
                    for line, finding in findings], FORUM,
             HEAD[:-4] + "extra: " + value + "\n---\nText.\n")


add_extra("yaml-deep", [(0, "yaml-depth")], "[" * 40 + "]" * 40)
add_extra("yaml-deep-open", [(0, "yaml-depth")], "[" * 400_000)
add_extra("yaml-deep-map", [(0, "yaml-depth")], "{a: " * 40 + "1" + "}" * 40)
add_extra("yaml-deep-lines", [(32, "yaml-depth")],
          "\n" + "\n".join(" " * n + f"k{n}:" for n in range(1, 400)))
add_extra("yaml-deep-dashes", [(1, "yaml-depth")], "\n" + "- " * 40 + "a")
add_extra("yaml-deep-enough", [], "[" * 30 + "]" * 30)
add_extra("yaml-bomb", [(1, "yaml-anchor")],
          "\n  a: &a [x, x, x, x, x, x, x, x, x]\n"
          "  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
          "  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
          "  d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]")

# libcmark's own pathological inputs (its test/pathological_tests.py), as large
# as a body may be, and the like for what is read beside it.
MOST = 60_000
add_body("lists-deep", [(20, "body-depth")],
         "".join("  " * n + "- a\n" for n in range(150)))
add_body("quotes-deep", [(1, "line-containers")], "> " * 20_000 + "a\n")
add_body("lists-line", [(1, "line-containers")], "- " * 20_000 + "a\n")
add_body("lists-mixed", [(1, "line-containers")], "1) - * + > " * 4000 + "a\n")
add_body("bars", [(1, "line-bars")], "|" * MOST + "\n")
add_body("bars-lines", [], ("|" * 64 + "\n") * 600)
add_body("emphasis-deep", [(1, "body-depth")], "*a **a " * 4000 + "b" + " a** a*" * 4000)
add_body("emphasis-open", [], "a**b" + "c* " * (MOST // 4))
add_body("emphasis-closers", [], "a_ " * (MOST // 3))
add_body("emphasis-openers", [], "_a " * (MOST // 3))
add_body("links-open", [], "[a" * (MOST // 2))
add_body("links-close", [], "a]" * (MOST // 2))
add_body("links-mismatched", [], "[a_" * (MOST // 3))
add_body("brackets", [], "[" * (MOST // 2) + "a" + "]" * (MOST // 2))
add_body("brackets-parentheses", [], "[a](" * (MOST // 4))
add_body("brackets-angle", [], "[a](<b" * (MOST // 6))
add_body("images-open", [(1, "link-empty")] * 2, "![[]()" * 2)
add_body("references", [], "".join(f"[r{n}]: https://e.example/{n}\n"
                                   for n in range(2000)) + "[r]" * 500)
add_body("references-same", [], "[a]: https://u.example\n" * 2500)
add_body("backticks", [], "".join("e" + "`" * n for n in range(1, 340)))
add_body("backslashes", [], "\\" * MOST)
add_body("angles", [], "<" * MOST)
add_body("angles-question", [], "a <?" * (MOST // 4))
add_body("angles-declaration", [], "a <!A " * (MOST // 6))
add_body("angles-cdata", [], "a <![CDATA[" * (MOST // 12))
add_body("angles-comment", [], "a <!--a" * (MOST // 8))
add_body("entities", [], "&" * MOST)
add_body("entities-number", [], "&#9" * (MOST // 3))
add_body("hashes", [(1, "heading-first")], "# " + "#" * 50_000)
add_body("spaces", [], "a" + " " * MOST + "b\n")
add_body("tabs", [], "a" + "\t" * MOST + "b\n")
add_body("lines", [], "a\n" * (MOST // 2))
add_body("notes-many", [], "".join(f"a[^{n}] " for n in range(2000))
         + "\n\n" + "".join(f"[^{n}]: b\n" for n in range(2000)))
add_body("notes-open", [], "[^" * (MOST // 2))
add_body("roles-many", [], "{ref}`kustradet` " * 3500)
add_body("braces", [], "{" * MOST + "`a`")
add_body("fences", [], "```\n" * 15_000)
add_body("directives-deep", [(5, "directive-depth")],
         "".join("`" * (20 - n) + "{note}\n" for n in range(6)) + "Text.\n"
         + "".join("`" * (15 + n) + "\n" for n in range(6)))
add_body("table-wide", [], "| a " * 63 + "|\n" + "|---" * 63 + "|\n"
         + ("| b " * 63 + "|\n") * 200)
add_body("table-long", [], "| a | b |\n| --- | --- |\n" + "| c | d |\n" * 5500)
add_body("labels-many", [],
         "".join(f"(p{n})=\n## R{n}\n" for n in range(3000)))
add_body("query-deep", [(1, "query-depth")],
         "{value}`antal() där " + "inte " * 10_000 + "avgift > 5 tkr`\n")
add_body("query-long", [],
         "{value}`antal() där " + " eller ".join(["avgift > 5 tkr"] * 3000)
         + "`\n")


# Charts of more than can be read.

def many_forums(content):
    for i in range(41):
        write(content, f"{FOLDER}/{100 + i}-prov-{i}.md",
              HEAD.replace("titel: Prov", f"titel: Prov {i}"))
    write(content, SECTION, "---\ntitel: Prov\n---\n"
          "```{chart} Kostnad\n```\n\n"
          "```{chart} De största\n:sort: kostnad fallande\n:most: 40\n```\n"
          "\n```{chart} Per form\n:group-by: form\n```\n")


def many_lines(content):
    forms = "".join(f"form{i}: {{slag: nätverk}}\n" for i in range(7))
    path = content / "registers/forms.yaml"
    write(content, "registers/forms.yaml", path.read_text() + forms)
    for i in range(7):
        write(content, f"{FOLDER}/{100 + i}-prov-{i}.md",
              HEAD.replace("form: nätverk", f"form: form{i}"))
    write(content, SECTION, "---\ntitel: Prov\n---\n"
          "```{chart} Kostnad\n:group-by: form\n:kind: linje\n"
          ":years: 2024, 2025\n```\n")


add("chart-size", [f"{SECTION}:4: chart-size"], many_forums)
add("chart-series", [f"{SECTION}:4: chart-series"], many_lines)
