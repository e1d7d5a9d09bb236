"""docbook: is the DocBook document right, by itself and to its stylesheets?"""
import pathlib
import re
import subprocess
import urllib.parse

from lxml import etree, html, isoschematron

from model import tidy
import model_docbook
from model_docbook import ID, SPACE, XLINK, children, name

SCHEMAS = pathlib.Path("/usr/share/xml/docbook/schema")
RELAXNG = SCHEMAS / "rng/5.0/docbook.rng"
SCHEMATRON = SCHEMAS / "schematron/5.0/docbook.sch"
STYLESHEET = pathlib.Path("/usr/share/xml/docbook/stylesheet/docbook-xsl-ns/"
                          "html/docbook.xsl")

OLD_SCHEMATRON = "http://www.ascc.net/xml/schematron"
SCHEMATRON_SPACE = "http://purl.oclc.org/dsdl/schematron"
FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"


def schematron():
    """DocBook's rules. They are in Schematron 1.5, whose patterns have their
    titles in an attribute; ISO Schematron has them in an element."""
    text = SCHEMATRON.read_text(encoding="utf-8")
    root = etree.fromstring(
        text.replace(OLD_SCHEMATRON, SCHEMATRON_SPACE).encode())
    for pattern in root.iter(f"{{{SCHEMATRON_SPACE}}}pattern"):
        title = etree.Element(f"{{{SCHEMATRON_SPACE}}}title")
        title.text = pattern.attrib.pop("name")
        pattern.insert(0, title)
    return isoschematron.Schematron(root, store_report=True)


class Rules:
    """The schemas, read once."""

    def __init__(self):
        self.relaxng = etree.RelaxNG(etree.parse(str(RELAXNG)))
        self.schematron = schematron()


def test_rules(tally, rules):
    """Do the rules find what is wrong? Else that all is right says nothing."""
    start = (f'<article xmlns="{SPACE.strip("{}")}" version="5.0">'
             "<title>x</title>")
    good = etree.fromstring(f"{start}<para/></article>")
    bad = etree.fromstring(f"{start}<para><quotation/></para></article>")
    nested = etree.fromstring(f"{start}<note><note><para/></note></note>"
                              "</article>")
    tally.equal("RELAX NG finds a fault", [rules.relaxng.validate(at) for at
                                           in (good, bad)], [True, False])
    tally.equal("Schematron finds a fault", [rules.schematron.validate(at)
                                             for at in (good, nested)],
                [True, False])


def schema_faults(rules, root):
    if not rules.relaxng.validate(root):
        for fault in rules.relaxng.error_log:
            yield f"line {fault.line}: {fault.message}"
    if not rules.schematron.validate(root):
        for fault in rules.schematron.validation_report.iter(FAILED):
            yield f"{fault.get('location')}: {''.join(fault.itertext())}"


def test_jing(tally, label, documents):
    """One Java program for all documents of a site."""
    paths = [document.docbook_path for document in documents]
    if not paths:
        return
    done = subprocess.run(["jing", str(RELAXNG), *map(str, paths)],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True)
    for path in paths:
        tally.test(f"docbook: {label}: {path.name}: jing", [
            line for line in done.stdout.splitlines() if str(path) in line])
    tally.equal(f"docbook: {label}: jing's exit status", done.returncode, 0)


def link_faults(root, folder):
    """Ids that are there twice, and links that lead nowhere."""
    seen = set()
    for at in root.iter(etree.Element):
        if at.get(ID) in seen:
            yield f"the id {at.get(ID)} twice"
        if at.get(ID):
            seen.add(at.get(ID))
    for at in root.iter(etree.Element):
        if at.get("linkend") and at.get("linkend") not in seen:
            yield f"no id {at.get('linkend')}, line {at.sourceline}"
        for linkend in (at.get("linkends") or "").split():
            if linkend not in seen:
                yield f"no id {linkend}, line {at.sourceline}"
        if at.get(XLINK):
            yield from out_faults(at.get(XLINK), folder)
        image = at.get("fileref")
        if image and not (folder / urllib.parse.unquote(image)).is_file():
            yield f"no file {image}, line {at.sourceline}"


def out_faults(url, folder):
    if re.match(r"(https?://|mailto:)", url):
        return
    found = re.fullmatch(r"([a-z0-9-]+\.xml)#(.+)", url)
    if url.startswith("../html/data/") and (folder / url).is_file():
        return
    path = folder / (found.group(1) if found else "?")
    if not path.is_file():
        yield f"leads nowhere: {url}"
    elif f'xml:id="{found.group(2)}"' not in path.read_text(encoding="utf-8"):
        yield f"no such id there: {url}"


def label_faults(root, pages):
    """Pages and tables have an id and a number; the sections in a page have
    ids, and numbers where their kind of document numbers them."""
    for at in root.iter(*(SPACE + kind for kind in
                          ("chapter", "section", "table", "figure"))):
        where = f"{name(at)} {at.get(ID)}, line {at.sourceline}"
        if not at.get(ID):
            yield f"no id: {where}"
        numbered = name(at) in ("chapter", "table", "figure") or (
            name(root) == "book" and at.get(ID) in pages)
        if numbered and not at.get("label"):
            yield f"no number: {where}"
        if at.get("label") and not re.fullmatch(r"\d+(\.\d+)*",
                                                at.get("label")):
            yield f"not a number: {where}"
        parent = at.getparent().get("label")
        if name(at) == "section" and parent and at.get("label") and \
                at.get("label").rpartition(".")[0] != parent:
            yield f"{at.get('label')} lies in {parent}: {where}"
    for kind in ("table", "figure"):
        numbers = [at.get("label") for at in root.iter(SPACE + kind)]
        if numbers != [str(i + 1) for i in range(len(numbers))]:
            yield f"each {kind} is not numbered from 1: {numbers}"


def table_faults(root):
    """Rows that have other columns than their table."""
    for group in root.iter(SPACE + "tgroup"):
        columns = int(group.get("cols"))
        if len(children(group, "colspec")) != columns:
            yield f"columns are not described, line {group.sourceline}"
        for row in group.iter(SPACE + "row"):
            count = sum(
                int(cell.get("nameend")[1:]) - int(cell.get("namest")[1:]) + 1
                if cell.get("namest") else 1 for cell in row)
            if count != columns:
                yield f"{count} of {columns} columns, line {row.sourceline}"


def stylesheet_faults(path, root):
    """What xsltproc says, and references that it writes otherwise than our
    comparison with the website believes."""
    done = subprocess.run(["xsltproc", "--nonet", "--novalid",
                           str(STYLESHEET), str(path)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    yield from done.stderr.decode("utf-8", "replace").splitlines()
    if done.returncode != 0:
        yield f"xsltproc: exit status {done.returncode}"
        return
    reader = model_docbook.Reader(root, path.parent)
    ours = [tidy(reader.style_text(at)) for at in root.iter(SPACE + "xref")]
    theirs = [tidy("".join(at.itertext())) for at in
              html.fromstring(done.stdout).iter("a")
              if at.get("class") == "xref"]
    if sorted(ours) != sorted(theirs):
        yield f"references are written\n{theirs}\nand not\n{ours}"


def test(tally, rules, label, document):
    """All tests of one document, but jing's."""
    root, path = document.docbook, document.docbook_path
    pages = {document.page_id(page) for page in document.pages}
    for what, faults in (
            ("is valid", schema_faults(rules, root)),
            ("links lead somewhere", link_faults(root, path.parent)),
            ("sections and tables have ids and numbers",
             label_faults(root, pages)),
            ("rows have their columns", table_faults(root)),
            ("the stylesheets understand it",
             stylesheet_faults(path, root))):
        tally.test(f"docbook: {label}: {what}", list(faults))
