#!/usr/bin/python3
"""run: is each PDF what paper, archive and screen reader need?

    run.py [--keep FOLDER]

Makes the PDFs of the real content and of cases.py with generator/print/make,
and asks of each: qpdf --check, Apache PDFBox Preflight (PDF/A-1b), fonts, tags
(tagged.py), and whether it says what its DocBook says. Then: the same bytes
again, nothing made anew, bad input, and whether pandoc reads the DocBook
without loss.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "web"))

from lxml import etree  # noqa: E402

import cases  # noqa: E402
from tagged import Tagged  # noqa: E402
from tally import Tally  # noqa: E402

SPACE = "{http://docbook.org/ns/docbook}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
JAVA = "/usr/share/java/"
JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging",
        "commons-io", "javax.activation", "jaxb-api")
MAKE = ROOT / "generator/print/make"
PARTS = ("preface", "chapter", "appendix", "section", "glossary", "index",
         "bibliography")


def run(*command, **options):
    return subprocess.run([str(at) for at in command],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True,
                          errors="replace", **options)


def environment(**changes):
    values = {key: value for key, value in os.environ.items()
              if key != "SOURCE_DATE_EPOCH"}
    values.update(changes)
    return values


def compile_finish(tally, folder):
    """finish-pdf as the other programs of the tests are compiled."""
    path = folder / "finish-pdf"
    command = os.environ.get("COMPILE") or run(
        "make", "-s", "-C", ROOT, "SETUP=true", "print-COMPILE"
    ).stdout.strip().partition("=")[2]
    done = run("sh", "-c", f"{command} -o {path} generator/print/finish.c "
               "$(pkg-config --libs glib-2.0) -lqpdf", cwd=ROOT)
    tally.test("finish-pdf compiles", done.stdout)
    return path


def words(text):
    """Text as it is compared: no soft hyphens, no kinds of spaces."""
    text = re.sub("[\u00ad\u200b]", "", text)
    return re.sub(r"\s+", "", text)


def title(element):
    found = element.find(f"{SPACE}info/{SPACE}title")
    if found is None:
        found = element.find(f"{SPACE}title")
    return flat(found)


def flat(element):
    """The text of an element in its order, without notes."""
    if not isinstance(element.tag, str) or element.tag == SPACE + "footnote":
        return ""
    return (element.text or "") + "".join(
        flat(child) + (child.tail or "") for child in element)


class Document:
    """One DocBook file and its PDF."""

    def __init__(self, docbook, pdf):
        self.path, self.pdf_path = docbook, pdf
        self.root = etree.parse(str(docbook)).getroot()
        self.pdf = Tagged(pdf)

    def sections(self):
        yield words(title(self.root))
        for at in self.root.iter(*(SPACE + part for part in PARTS)):
            yield words((at.get("label") or "") + title(at))

    def count(self, *names):
        return sum(1 for _ in self.root.iter(*(SPACE + at for at in names)))

    def headings(self):
        """All sections are headings, in their order; also the lists'."""
        lists = {at.kind and words(self.pdf.text(at)) for at in
                 self.pdf.of("Sect") for at in at.elements("H2")
                 if any(near.kind == "TOC" for near in at.parent.elements())}
        found = [words(self.pdf.text(at)) for at in
                 self.pdf.of("H1", "H2", "H3", "H4", "H5", "H6")]
        found = [text for text in found if text not in lists]
        yield from differences(list(self.sections()), found)

    def bookmarks(self):
        found = [words(at) for at in self.pdf.bookmarks()]
        wanted = list(self.sections())
        lists = len(found) - len(wanted)
        if lists not in (0, 1, 2, 3):
            yield f"{len(found)} bookmarks for {len(wanted)} sections"
        yield from differences(wanted, found[:1] + found[1 + lists:])

    def counts(self):
        for what, found, wanted in (
                ("tables", len(self.pdf.of("Table")),
                 self.count("table", "informaltable")),
                ("notes", len(self.pdf.of("Note")), self.count("footnote")),
                ("rows", len(self.pdf.of("TR")), self.count("row")),
                ("pictures", len(self.pdf.of("Figure")),
                 self.count("mediaobject", "inlinemediaobject"))):
            if found != wanted:
                yield f"{found} {what}, and not {wanted}"

    def text(self):
        """Every word of the DocBook stands in the tags, in paragraphs that
        are not broken up by anything of the page."""
        all_text = words("".join(self.pdf.text(root)
                                 for root in self.pdf.roots))
        for at in self.root.iter(SPACE + "para", SPACE + "entry",
                                 SPACE + "title", SPACE + "term",
                                 SPACE + "glossterm", SPACE + "primaryie"):
            text = words(at.text or "")
            # Said by where it stands: at the head, on the line to sign on.
            if at.getparent().get("role") in ("publisher", "signed-by"):
                continue
            if text and text not in all_text:
                yield f"not in the PDF: {at.text!r}, line {at.sourceline}"

    def pages_of_headings(self):
        for at in self.pdf.of("H1", "H2", "H3", "H4", "H5", "H6"):
            mark = next(at.marks(), None)
            if mark:
                yield words(self.pdf.text(at)), mark.page + 1

    def contents(self):
        """The contents name the page where each heading is."""
        pages = {}
        for text, page in self.pages_of_headings():
            pages.setdefault(text, set()).add(str(page))
        entries = 0
        for at in self.pdf.of("TOCI"):
            text = words(self.pdf.text(at))
            found = re.fullmatch(r"(.*?)(\d+)", text)
            known = [name for name in pages if text.startswith(name)
                     and text[len(name):] in pages[name]]
            if not found or (not known and not self.is_table(text)):
                yield f"is not there: {self.pdf.text(at)!r}"
            entries += 1
        if self.root.tag == SPACE + "book" and not entries:
            yield "no contents"

    def is_table(self, text):
        return any(text.startswith(words((at.get("label") or "") + title(at)))
                   for at in self.root.iter(SPACE + "table", SPACE + "figure"))

    def citations(self):
        """After a reference stands the page of what it leads to."""
        pages = {}
        for at in self.root.iter(SPACE + "chapter", SPACE + "section"):
            heading = words((at.get("label") or "") + title(at))
            pages[at.get(ID)] = {page for text, page in
                                 self.pages_of_headings() if text == heading}
        wanted = [pages[at.get("linkend")] for at in
                  self.root.iter(SPACE + "xref")
                  if at.get("linkend") in pages
                  and not any(True for _ in at.iterancestors(
                      SPACE + "entry", SPACE + "title"))]
        text = "".join(self.pdf.text(root) for root in self.pdf.roots)
        found = [int(at) for at in re.findall(r"\((?:s|p)\.\xa0(\d+)\)", text)]
        # Links and tables are cited, too, so ours are among those, in order.
        at = iter(found)
        for page in wanted:
            if not any(one in page for one in at):
                yield f"no reference to page {sorted(page)} where there " \
                    "should be one"
                return

    def pages_are_counted(self):
        count = len(self.pdf.pages)
        cover = self.root.tag == SPACE + "book"
        for i, page in enumerate(self.pdf.pages):
            text = "".join(page.artifacts)
            # Neither the cover nor what two sides leave blank.
            if (i == 0 and cover) or not (text or page.texts):
                continue
            if f"{i + 1} ({count})" not in text.replace("\xa0", " "):
                yield f"page {i + 1} is not {i + 1} ({count})"

    def heads(self):
        """What stands at the head of a memo is not cut, but for a title that
        no line has room for."""
        title = "".join(self.root.find(
            f"{SPACE}info/{SPACE}title").itertext())
        if len(title) > 500:
            return
        for i, page in enumerate(self.pdf.pages):
            text = "".join(page.artifacts)
            if self.root.tag == SPACE + "article" and "…" in text:
                yield f"page {i + 1}: {text!r}"

    def signatures(self):
        """Who signs does so below some of the text, not on a page alone."""
        who = [words("".join(at.itertext())) for at in self.root.iterfind(
            f"{SPACE}variablelist/{SPACE}varlistentry[@role='signed-by']"
            f"/{SPACE}listitem/{SPACE}para")]
        text = words("".join(self.pdf.pages[-1].texts.values()))
        if who and not text.endswith("".join(who)):
            yield f"the last page does not end with {who}"
        if who and text == "".join(who):
            yield "the last page has nothing else"

    CHECKS = {
        "heads are not cut": heads,
        "signatures stand below text": signatures,
        "headings are the sections": headings,
        "bookmarks are the sections": bookmarks, "counts": counts,
        "says what the DocBook says": text,
        "the contents are right": contents,
        "references have pages": citations,
        "pages are numbered": pages_are_counted,
    }


def differences(wanted, found):
    if wanted == found:
        return
    for i in range(max(len(wanted), len(found))):
        ours = wanted[i] if i < len(wanted) else None
        theirs = found[i] if i < len(found) else None
        if ours != theirs:
            yield f"{i}: {theirs!r} and not {ours!r}"
            return


def preflight(path):
    done = run("java", "-cp", ":".join(f"{JAVA}{jar}.jar" for jar in JARS),
               "org.apache.pdfbox.preflight.Validator_A1b", path)
    return "" if "is a valid PDF/A-1b file" in done.stdout else done.stdout


def fonts_by_poppler(path):
    for line in run("pdffonts", path).stdout.splitlines()[2:]:
        if not re.search(r"yes yes yes\s+\d+\s+\d+$", line):
            yield line


def test_document(tally, label, docbook, pdf):
    checked = run("qpdf", "--check", pdf)
    tally.test(f"{label}: qpdf", "" if checked.returncode == 0
               else checked.stdout)
    tally.test(f"{label}: Preflight", preflight(pdf))
    tally.test(f"{label}: pdffonts", list(fonts_by_poppler(pdf)))
    shown = run("pdfinfo", "-struct", pdf).stdout
    tally.test(f"{label}: pdfinfo reads the tags",
               "" if shown.startswith("Document") and "H1" in shown
               else shown[:200])
    document = Document(docbook, pdf)
    for name, check in Tagged.CHECKS.items():
        tally.test(f"{label}: {name}", list(check(document.pdf)))
    for name, check in Document.CHECKS.items():
        tally.test(f"{label}: {name}", list(check(document)))
    return document


class Maker:
    def __init__(self, finish):
        self.finish = finish

    def __call__(self, docbook, output, *options, **env):
        return run(MAKE, "--finish", self.finish, *options, docbook, output,
                   env=environment(**env), cwd="/")


def pandoc_counts(path):
    """Headings, tables, links and notes in pandoc's reading."""
    import json
    done = run("pandoc", "--from=docbook", "--to=json", path)
    counts = {"Header": 0, "Table": 0, "Link": 0, "Note": 0}

    def walk(at):
        if isinstance(at, dict):
            if at.get("t") in counts:
                counts[at["t"]] += 1
            for value in at.values():
                walk(value)
        elif isinstance(at, list):
            for value in at:
                walk(value)

    walk(json.loads(done.stdout[done.stdout.index("{"):]))
    return counts


def test_pandoc(tally, label, path):
    """pandoc has headings for sections, and links for cross-references."""
    root = etree.parse(str(path)).getroot()

    def count(*names):
        return sum(1 for _ in root.iter(*(SPACE + name for name in names)))

    found = pandoc_counts(path)
    wanted = {
        # It leaves an index out; it has no links to paragraphs of notes.
        "Header": count("preface", "chapter", "section", "appendix",
                        "glossary"),
        "Table": count("table", "informaltable"),
        "Link": count("link", "xref"),
        "Note": count("footnote"),
    }
    print(f"note: {label}: pandoc {found}, ours {wanted}")
    tally.equal(f"{label}: pandoc reads it without loss", found, wanted)


def times(folder):
    return {path.name: path.stat().st_mtime_ns for path in
            sorted(folder.glob("*.pdf"))}


def test_again(tally, make, docbook, output, folder):
    """The same bytes elsewhere; nothing anew; only what has changed."""
    small = folder / "small"
    small.mkdir()
    for name in ("protokollsutdrag", "yrkanden"):
        shutil.copy(docbook / f"{name}.xml", small)
    again = folder / "again"
    done = make(small, again, TZ="Asia/Tokyo", LC_ALL="C")
    tally.test("made elsewhere", done.stdout)
    tally.test("the same bytes elsewhere", [
        path.name for path in sorted(again.glob("*.pdf"))
        if path.read_bytes() != (output / path.name).read_bytes()])
    before = times(again)
    tally.test("made again", make(small, again).stdout)
    tally.equal("nothing is made anew", times(again), before)
    path = small / "yrkanden.xml"
    path.write_text(path.read_text().replace("</title>", " x</title>", 1))
    tally.test("made after a change", make(small, again).stdout)
    after = times(again)
    tally.equal("only what has changed", sorted(
        name for name in after if after[name] != before[name]),
        ["yrkanden.pdf"])
    (again / "protokollsutdrag.pdf").write_bytes(b"%PDF-1.4 torn")
    make(small, again)
    tally.test("a torn PDF is made anew", "" if
               (again / "protokollsutdrag.pdf").read_bytes()
               == (output / "protokollsutdrag.pdf").read_bytes() else "no")
    make(small, again, SOURCE_DATE_EPOCH="86400")
    text = run("pdfinfo", "-isodates", again / "yrkanden.pdf").stdout
    tally.test("SOURCE_DATE_EPOCH is the date", "" if
               "1970-01-02T00:00:00" in text else text)
    text = run("pdfinfo", "-isodates", output / "tjansteutlatande.pdf").stdout
    tally.test("the date is the document's", "" if
               "2024-02-08T00:00:00" in text else text)
    path.unlink()
    make(small, again)
    tally.equal("a PDF goes with its document",
                sorted(at.name for at in again.glob("*.pdf")),
                ["protokollsutdrag.pdf"])
    tally.equal("nothing else lies there", sorted(
        at.name for at in again.iterdir()),
        [".protokollsutdrag.stamp", "protokollsutdrag.pdf"])


def test_bad(tally, make, folder):
    """Faults of the content: status 1, said, and the old PDF stays."""
    docbook, output = folder / "bad", folder / "bad-pdf"
    docbook.mkdir()
    output.mkdir()
    for name, (text, _) in cases.BAD.items():
        (docbook / f"{name}.xml").write_text(text, encoding="utf-8")
        (output / f"{name}.pdf").write_text("old")
    (docbook / "liten.png").write_bytes(cases.png(9, 9))
    (docbook / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    done = make(docbook, output)
    tally.equal("bad input: exit status", done.returncode, 1)
    pieces = dict(re.findall(
        r"make pdf: (\S+)\.pdf could not be made:\n((?:\t.*\n)+)",
        done.stdout))
    for name, (_, said) in cases.BAD.items():
        tally.test(f"bad input: {name}", "" if re.search(
            said, pieces.get(name, "")) else done.stdout)
        tally.equal(f"bad input: {name}: the old PDF stays",
                    (output / f"{name}.pdf").read_text(), "old")


def test_calls(tally, make, docbook, folder):
    """What is missing on the machine, or called wrongly."""
    programs = folder / "programs"
    programs.mkdir()
    for name in ("bash", "dirname", "sed", "cat", "env", "xsltproc", "java"):
        (programs / name).symlink_to(shutil.which(name))
    for lacks in ("fop", "java", "xsltproc"):
        if lacks != "fop":
            (programs / lacks).unlink()
        done = make(docbook, folder / "none", PATH=str(programs))
        tally.test(f"no {lacks}: says what to install", "" if
                   done.returncode == 3 and f"{lacks}" in done.stdout and
                   "apt-get install" in done.stdout else
                   f"{done.returncode}: {done.stdout}")
    tally.test("nothing was made", "" if not (folder / "none").exists()
               else "a folder")
    for label, status, arguments, env in (
            ("no arguments", 2, [], {}),
            ("an unknown option", 2, ["--wide", docbook, folder / "x"], {}),
            ("a time that is none", 2, [docbook, folder / "x"],
             {"SOURCE_DATE_EPOCH": "today"}),
            ("no such folder", 3, [folder / "no", folder / "x"], {}),
            ("a folder without documents", 3, [programs, folder / "x"], {}),
            ("no such theme", 3, ["--theme", folder, docbook, folder / "x"],
             {}),
            ("a file for a folder", 3, [docbook, MAKE / "x"], {})):
        done = run(MAKE, "--finish", make.finish, *arguments,
                   env=environment(**env))
        tally.equal(f"{label}: exit status", done.returncode, status)
        tally.test(f"{label}: says so", "" if done.stdout.strip() else
                   "nothing")
    torn = folder / "torn"
    torn.mkdir()
    (torn / "torn.xml").write_text("<article")
    done = make(torn, folder / "x")
    tally.test("no DocBook", "" if done.returncode == 3 and "torn.pdf" in
               done.stdout else f"{done.returncode}: {done.stdout}")
    theme = folder / "theme/print"
    shutil.copytree(ROOT / "themes/stad/print", theme)
    config = theme / "fop.xconf"
    config.write_text(config.read_text().replace("OpenSans-Bold.ttf",
                                                 "Gone.ttf"))
    done = make(docbook, folder / "x", "--theme", theme.parent)
    tally.test("a typeface that is not there", "" if done.returncode == 3 and
               "Gone.ttf" in done.stdout else done.stdout)


def test_finish(tally, finish, pdf, folder):
    """finish-pdf alone."""
    out = folder / "out.pdf"
    (folder / "no.pdf").write_text("no PDF")
    (folder / "torn.pdf").write_bytes(pdf.read_bytes()[:20000])
    plain = folder / "plain.pdf"
    run("qpdf", "--empty", plain)
    for label, status, arguments in (
            ("no arguments", 2, []),
            ("a time that is none", 2, ["1x", pdf, out]),
            ("a time before all", 2, ["-1", pdf, out]),
            ("a time past all", 3, ["9223372036854775807", pdf, out]),
            ("no file", 3, ["0", folder / "none.pdf", out]),
            ("no PDF", 3, ["0", folder / "no.pdf", out]),
            ("a torn PDF", 3, ["0", folder / "torn.pdf", out]),
            ("a PDF without tags", 3, ["0", plain, out]),
            ("nowhere to write", 3, ["0", pdf, folder / "none/out.pdf"])):
        done = run(finish, *arguments)
        tally.equal(f"finish-pdf: {label}", done.returncode, status)
        tally.test(f"finish-pdf: {label}: says so",
                   "" if done.stdout.strip() else "nothing")
    run(finish, "0", pdf, out)
    run(finish, "0", out, folder / "twice.pdf")
    tally.test("finish-pdf: twice is once", "" if out.read_bytes() ==
               (folder / "twice.pdf").read_bytes() else "not the same")


def test_good(tally, make, folder):
    """Content that is hard, and right."""
    docbook, output = folder / "good", folder / "good-pdf"
    docbook.mkdir()
    for name, text in cases.GOOD.items():
        (docbook / f"{name}.xml").write_text(text, encoding="utf-8")
    for name, data in cases.pictures().items():
        (docbook / name).write_bytes(data)
    done = make(docbook, output)
    tally.test("good cases are made", done.stdout)
    for name in cases.GOOD:
        pdf = output / f"{name}.pdf"
        if tally.test(f"{name}: is there", "" if pdf.exists() else "no"):
            document = test_document(tally, name, docbook / f"{name}.xml",
                                     pdf)
            for what, fault in cases.faults(name, document):
                tally.test(f"{name}: {what}", fault)
    two = folder / "two-sided"
    one = folder / "one"
    one.mkdir()
    shutil.copy(docbook / "deep.xml", one)
    tally.test("two-sided is made", make(one, two, "--two-sided").stdout)
    document = test_document(tally, "two-sided", one / "deep.xml",
                             two / "deep.pdf")
    tally.test("two-sided: parts begin on right pages", [
        f"{document.pdf.text(at)} on page {next(at.marks()).page + 1}"
        for at in document.pdf.of("H2") if next(at.marks()).page % 2])


def parse_options():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("--keep", metavar="FOLDER", type=pathlib.Path)
    return parser.parse_args()


def test_all(tally, folder):
    finish = compile_finish(tally, folder)
    make = Maker(finish)
    built = run(os.environ.get("BILAGA") or ROOT / "build/bilaga", "build",
                ROOT / "content", "-o", folder / "site")
    tally.test("the content is built", built.stdout
               if built.returncode else "")
    docbook, output = folder / "site/docbook", folder / "pdf"
    done = make(docbook, output)
    tally.test("the PDFs are made", done.stdout)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = []
        for test, *arguments in (
                (test_good, make, folder),
                (test_bad, make, folder),
                (test_again, make, docbook, output, folder),
                (test_calls, make, docbook, folder),
                (test_finish, finish, output / "yrkanden.pdf", folder)):
            aside = Tally()
            waiting.append((pool.submit(test, aside, *arguments), aside))
        for path in sorted(docbook.glob("*.xml")):
            label = path.stem
            pdf = output / f"{label}.pdf"
            if tally.test(f"{label}: is there",
                          "" if pdf.exists() else done.stdout):
                document = test_document(tally, label, path, pdf)
                print(f"note: {label}.pdf: {len(document.pdf.pages)} pages")
                if document.root.get("role") == "one-page":
                    for what, fault in cases.sheet_faults(document):
                        tally.test(f"{label}: {what}", fault)
            tally.equal(f"{label}: its role", etree.parse(
                str(path)).getroot().get("role"),
                "one-page" if label == "beslutsblad" else None)
            test_pandoc(tally, label, path)
        for future, aside in waiting:
            future.result()
            tally.add(aside)


def main():
    options = parse_options()
    tally = Tally()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        test_all(tally, options.keep)
    else:
        with tempfile.TemporaryDirectory(prefix="bilaga-print-") as folder:
            test_all(tally, pathlib.Path(folder))
    tally.end()


if __name__ == "__main__":
    main()
