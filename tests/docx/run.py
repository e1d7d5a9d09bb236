#!/usr/bin/python3
"""run: do Word files hold what the DocBook documents do?

Makes Word files of all documents of the real content, and of sections alone,
and compares: headings with their numbers, tables with every cell, notes,
links that lead somewhere. Without pandoc nothing can be tested, which fails.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

from lxml import etree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/web"))
sys.dont_write_bytecode = True

from tally import Tally  # noqa: E402

MAKE = ROOT / "generator/docx/make"
DB = "{http://docbook.org/ns/docbook}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
SECTIONS = ("string", "eurocities", "internationellt", "inledning",
            "kanda-avvikelser")


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def word_text(node):
    return squeeze("".join(
        t.text or "" if t.tag == W + "t" else " " for t in node.iter(
            W + "t", W + "tab", W + "br")))


def docbook_text(node):
    """Without notes, which stand elsewhere in Word."""
    if node.tag == DB + "footnote":
        return node.tail or ""
    return (node.text or "") + "".join(
        docbook_text(child) + ("" if child.tag == DB + "footnote"
                               else child.tail or "") for child in node)


class Word:
    """What stands in a Word file."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.body = etree.fromstring(file.read("word/document.xml"))
            self.images = [n for n in file.namelist()
                           if n.startswith("word/media/")]
            notes = etree.fromstring(file.read("word/footnotes.xml"))
        self.notes = [n for n in notes if n.get(W + "type") is None]
        self.headings = []
        for paragraph in self.body.iter(W + "p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            name = "" if style is None else style.get(W + "val")
            if re.fullmatch(r"Heading\d|Title", name):
                self.headings.append(word_text(paragraph))
        self.tables = [[[word_text(cell) for cell in row.iter(W + "tc")]
                        for row in table.iter(W + "tr")]
                       for table in self.body.iter(W + "tbl")]

    def slanted(self):
        """The texts in italics."""
        return {word_text(run) for run in self.body.iter(W + "r")
                if run.find(f"{W}rPr/{W}i") is not None}

    def dead_links(self):
        marks = {m.get(W + "name") for m in self.body.iter(
            W + "bookmarkStart")}
        return [a.get(W + "anchor") for a in self.body.iter(W + "hyperlink")
                if a.get(W + "anchor") and a.get(W + "anchor") not in marks]


def wanted_headings(root):
    """Titles of the document and its sections, with their numbers."""
    wanted = []
    for node in root.iter(DB + "article", DB + "book", DB + "preface",
                          DB + "chapter",
                          DB + "section", DB + "appendix",
                          DB + "glossary"):
        title = node.find(DB + "title")
        if title is None:
            title = node.find(f"{DB}info/{DB}title")
        wanted.append(squeeze(f"{node.get('label') or ''} "
                              f"{docbook_text(title)}"))
    return wanted


def wanted_tables(root):
    return [[[squeeze(docbook_text(cell)) for cell in row]
             for row in table.iter(DB + "row")]
            for table in root.iter(DB + "table", DB + "informaltable")]


def filled(table):
    """The texts of each row: a cell that spans others has empty ones in it."""
    return [[cell for cell in row if cell] for row in table]


def compare(tally, label, root, word):
    tally.equal(f"{label}: headings", word.headings, wanted_headings(root))
    wanted = wanted_tables(root)
    tally.equal(f"{label}: how many tables", len(word.tables), len(wanted))
    for number, (found, expected) in enumerate(zip(word.tables, wanted), 1):
        tally.equal(f"{label}: table {number}", filled(found),
                    filled(expected))
    tally.equal(f"{label}: notes", len(word.notes),
                len(list(root.iter(DB + "footnote", DB + "footnoteref"))))
    tally.equal(f"{label}: pictures", len(word.images) > 0,
                root.find(f".//{DB}imagedata") is not None)
    tally.test(f"{label}: links", word.dead_links())
    tally.test(f"{label}: names in other languages are upright",
               sorted(word.slanted() & {squeeze(docbook_text(node)) for node
                                        in root.iter(DB + "foreignphrase")}))


def make(docbook, target, *section):
    return subprocess.run([MAKE, docbook, target, *section],
                          capture_output=True, text=True)


def main():
    tally = Tally()
    bilaga = os.environ.get("BILAGA", str(ROOT / "build/bilaga"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        docbook, target = folder / "docbook", folder / "docx"
        subprocess.run([bilaga, "build", ROOT / "content", "-o", folder],
                       check=True)
        done = make(docbook, target)
        tally.test("all documents", done.stderr if done.returncode else "")
        for path in sorted(docbook.glob("*.xml")):
            word = target / f"{path.stem}.docx"
            if tally.test(f"{path.stem}: there",
                          "" if word.exists() else "it is not"):
                compare(tally, path.stem, etree.parse(path).getroot(),
                        Word(word))
        for section in SECTIONS:
            done = make(docbook, target, section)
            tally.test(f"{section}: made", done.stderr)
            root = etree.parse(docbook / "inventering.xml").getroot()
            part = next(n for n in root.iter() if n.get(XML_ID) == section)
            compare(tally, section, part, Word(target / f"{section}.docx"))
        before = (target / "string.docx").read_bytes()
        done = make(docbook, target, "no-such-section")
        tally.test("an unknown section is refused", "" if done.returncode == 1
                   and "no-such-section" in done.stderr else done.stderr)
        done = make(folder / "nowhere", target)
        tally.test("no documents", "" if done.returncode == 1 and
                   "build first" in done.stderr else done.stderr)
        (docbook / "inventering.xml").write_text("<article")
        done = make(docbook, target, "string")
        tally.test("a broken document changes nothing", "" if
                   done.returncode == 1 and before ==
                   (target / "string.docx").read_bytes() else done.stderr)
    tally.end()


if __name__ == "__main__":
    main()
