"""mutate: would parity.py notice? Changes finished files in small ways, one at
a time, each of which the comparison must find."""
import copy
import random
import re

import html5lib
from lxml import etree

import model_docbook
import model_html
import trees
from model_docbook import SPACE
from parity import difference

SEED = 20231122

# Changes of the page that shows all, which takes longer to read.
WHOLE_COUNT = 6


def other_text(text):
    """`text` with one thing about it changed: a figure if there is one."""
    figure = re.search(r"\d", text)
    if figure:
        changed = str((int(figure.group()) + 1) % 10)
        return text[:figure.start()] + changed + text[figure.end():]
    at = re.search(r"\w", text)
    return text + "x" if at is None else \
        text[:at.start()] + "x" + text[at.start():]


def change_text(element):
    """Change the first text in an element."""
    for at in element.iter():
        if isinstance(at.tag, str) and (at.text or "").strip():
            at.text = other_text(at.text)
            return


def remove(element):
    """Take an element away, but not the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def swap(element):
    """Let an element change places with the one after it."""
    parent, after = element.getparent(), element.getnext()
    at = parent.index(element)
    parent.remove(after)
    parent.insert(at, after)


def setter(name, value):
    """A change that sets an attribute, or removes it (None)."""
    def change(element):
        if value is None:
            del element.attrib[name]
        else:
            element.set(name, value(element.get(name)) if callable(value)
                        else value)
    return change


def change_title(element):
    """Change the title after a section's number."""
    span = element.find("span")
    if span is None:
        change_text(element)
    else:
        span.tail = other_text(span.tail)


def unmark(element):
    """Take an element away, but leave the text in it."""
    text = "".join(element.itertext())
    for child in list(element):
        element.remove(child)
    element.tail = text + (element.tail or "")
    remove(element)


def rename(tag):
    def change(element):
        element.tag = tag
        element.attrib.pop("scope", None)
    return change


# Name of a change, where it can be made, and the change. The places are XPath
# expressions in the part of a page that holds the report.

HTML = [
    ("a cell's text", ".//td[normalize-space()]", change_text),
    ("a figure", ".//td[@class='number'][translate(., '0123456789', '')!=.]",
     change_text),
    ("the text of a row's header", ".//tbody//th[@scope='row']", change_text),
    ("a column's heading", ".//thead//th", change_text),
    ("a column's heading taken away", ".//thead//th", remove),
    ("a caption", ".//caption[../../../@id]", change_text),
    ("a section's number", ".//span[@class='section-number'][parent::h1 or "
     "parent::h2 or parent::h3 or parent::h4 or parent::h5]", change_text),
    ("a title", ".//h1 | .//*[self::h2 or self::h3][@id]"
     "[span[@class='section-number']]", change_title),
    ("a section's id", ".//*[self::h2 or self::h3][@id]"
     "[span[@class='section-number']]", setter("id", "annat-id")),
    ("a table's id", ".//div[@class='table'][@id]", setter("id", "annat")),
    ("a chart's caption", ".//figcaption", change_text),
    ("a chart's id", ".//figure", setter("id", "annat")),
    ("a text in a chart", ".//*[local-name() = 'text']", change_text),
    ("a chart's summary", ".//*[local-name() = 'desc']", change_text),
    ("a row taken away", ".//tbody/tr[td]", remove),
    ("a total taken away", ".//tfoot/tr", remove),
    ("two rows changing places", ".//tbody/tr[td][following-sibling::tr]",
     swap),
    ("a total that is a row like others", ".//tr[@class='total']",
     setter("class", None)),
    ("a row that became a total", ".//tbody/tr[td][not(@class)]",
     setter("class", "total")),
    ("a scope", ".//th[@scope='row']", setter("scope", "col")),
    ("no scope", ".//th[@scope='col']", setter("scope", None)),
    ("a header that is a cell", ".//tr/*[1][self::th][@scope='row']",
     rename("td")),
    ("a cell's alignment", ".//td[@class='number']", setter("class", None)),
    ("a paragraph's text", ".//div[@class='prose']/p", change_text),
    ("a paragraph taken away", ".//div[@class='prose']/p", remove),
    ("an item taken away", ".//div[@class='prose']//li", remove),
    ("a list that is numbered", ".//div[@class='prose']//ul", rename("ol")),
    ("a link's target", ".//article//a[contains(@href, '.html')]"
     "[not(ancestor::nav)][not(ancestor::*[@class='mentions'])]",
     setter("href", "string.html#annat")),
    ("a link that is only text", ".//div[@class='prose']//a[@href]"
     "[not(@role)][not(@download)]", unmark),
    ("a fact's name", ".//dl[@class='facts']//dt", change_text),
    ("a fact", ".//dl[@class='facts']//dd", change_text),
    ("a fact taken away", ".//dl[@class='facts']//dd", remove),
    ("a legend's text", ".//ul[@class='legend']/li", change_text),
    ("a legend taken away", ".//ul[@class='legend']", remove),
    ("a note's text", ".//li[contains(concat('.', @id), '.fn.')]/p", change_text),
    ("a note's number", ".//li[contains(concat('.', @id), '.fn.')]",
     setter("value", lambda value: str(int(value) + 1))),
    ("the number in the text", ".//a[@role='doc-noteref']", change_text),
    ("where a note leads", ".//a[@role='doc-noteref']",
     setter("href", "#fn.99")),
    ("a note taken away", ".//li[contains(concat('.', @id), '.fn.')]", remove),
    ("a reference to a note taken away", ".//sup[a]", remove),
    ("emphasis", ".//div[@class='prose']//em", unmark),
    ("a computed value", ".//*[@class='value']", change_text),
]

NAMESPACES = {"d": SPACE.strip("{}")}
XML_ID = model_docbook.ID

# On the page that shows all, besides some of the others.
WHOLE = [
    ("two pages changing places", ".//section[contains(@class, 'piece')]"
     "[following-sibling::section]", swap),
    ("a page taken away", ".//section[contains(@class, 'piece')]", remove),
]

DOCBOOK = [
    ("a cell's text", ".//d:tbody//d:entry[string()]", change_text),
    ("a column's heading", ".//d:thead//d:entry", change_text),
    ("a row taken away", ".//d:tbody/d:row[not(@role)]", remove),
    ("two rows changing places",
     ".//d:tbody/d:row[following-sibling::d:row]", swap),
    ("a total that is a row like others", ".//d:row[@role='total']",
     setter("role", None)),
    ("a cell taken away", ".//d:tbody//d:entry", remove),
    ("a caption", ".//d:table/d:title", change_text),
    ("a table's number", ".//d:table", setter("label", "99")),
    ("a chart's caption", ".//d:figure/d:title", change_text),
    ("a chart's number", ".//d:figure", setter("label", "99")),
    ("a chart's summary", ".//d:textobject/d:phrase", change_text),
    ("a table's id", ".//d:table", setter(XML_ID, "annat")),
    ("a table without row headers", ".//*[@rowheader='firstcol']",
     setter("rowheader", "norowheader")),
    ("a column's alignment", ".//d:colspec[@align='right']",
     setter("align", "left")),
    ("a section's number", ".//d:section[@label]", setter("label", "9.9")),
    ("a section without number", ".//d:section[@label]",
     setter("label", None)),
    ("a section's id", ".//d:section", setter(XML_ID, "annat-id")),
    ("a title", ".//d:section/d:title | .//d:chapter/d:title", change_text),
    ("two sections changing places",
     ".//d:section/d:section[following-sibling::d:section]", swap),
    ("a paragraph's text", ".//d:section/d:para", change_text),
    ("a paragraph taken away", ".//d:section/d:para", remove),
    ("an item taken away", ".//d:itemizedlist/d:listitem", remove),
    ("a loose list", ".//d:itemizedlist[@spacing][not(@role)]",
     setter("spacing", None)),
    ("a link's target", ".//d:link[@linkend]", setter("linkend", "annat")),
    ("a reference's target", ".//d:xref", setter("linkend", "inledning")),
    ("a reference's style", ".//d:xref", setter("xrefstyle", "template:%t.")),
    ("a fact's name", ".//d:varlistentry/d:term", change_text),
    ("a fact", ".//d:varlistentry/d:listitem/d:para", change_text),
    ("a fact taken away", ".//d:varlistentry", remove),
    ("a legend taken away", ".//d:itemizedlist[@role='legend']", remove),
    ("a note's text", ".//d:footnote/d:para", change_text),
    ("a note's number", ".//d:footnote", setter("label", "9")),
    ("a note taken away", ".//d:footnote", remove),
    ("emphasis", ".//d:para//d:emphasis", unmark),
]


class Changes:
    """Makes seeded changes to copies of the files of one document, and tells
    what the comparison says of each."""

    def __init__(self, document):
        self.document = document
        self.random = random.Random(SEED)
        self.whole_model = document.whole_model()

    def place(self, roots, path):
        """One of the places in one of `roots` that a change can be made in:
        the name of the root and the number of the place."""
        names = [name for name, root in sorted(roots.items())
                 if root.xpath(path, namespaces=NAMESPACES)]
        if not names:
            return None
        name = self.random.choice(names)
        count = len(roots[name].xpath(path, namespaces=NAMESPACES))
        return name, self.random.randrange(count)

    def changed(self, roots, path, change):
        """The name and a changed copy of one of `roots`; None where there is
        no place for such a change."""
        # Some change nothing, such as a target that was that before.
        for _ in range(100):
            place = self.place(roots, path)
            if place is None:
                return None
            name, number = place
            root = copy.deepcopy(roots[name])
            change(root.xpath(path, namespaces=NAMESPACES)[number])
            if etree.tostring(root) != etree.tostring(roots[name]):
                return name, root
        return None

    def change_pages(self, path, change):
        document = self.document
        mains = {name: document.roots[name].find(".//main")
                 for name in document.pages}
        found = self.changed(mains, path, change)
        if found is None:
            return None
        name, main = found
        model, _ = model_html.read_page(written(main), document.id,
                                        document.page_id(name))
        return name, difference(document.docbook_model,
                                document.pages_model({name: model}), "pages")

    def change_whole(self, path, change):
        document = self.document
        found = self.changed({"allt.html": document.whole.find(".//main")},
                             path, change)
        return found and (found[0], difference(
            document.docbook_model, document.whole_model(written(found[1])),
            "allt.html"))

    def change_docbook(self, path, change):
        document = self.document
        found = self.changed({"docbook": document.docbook}, path, change)
        if found is None:
            return None
        model = model_docbook.read_document(
            etree.fromstring(etree.tostring(found[1])),
            document.docbook_path.parent)
        return found[0], [
            *difference(model, document.pages_model(), "pages"),
            *difference(model, self.whole_model, "allt.html")]

    def all(self):
        """What was changed, and the difference that was found, of each; None
        where nothing could be changed."""
        whole = [kind for kind in HTML if "prose" not in kind[1]
                 and "article" not in kind[1]]
        for kinds, way in ((HTML, self.change_pages),
                           (WHOLE + self.random.sample(whole, WHOLE_COUNT),
                            self.change_whole),
                           (DOCBOOK, self.change_docbook)):
            for label, path, change in kinds:
                name, found = way(path, change) or ("no file", None)
                yield f"{label}, in {name}", found


def written(main):
    """The page with `main`, after it was written and read again."""
    body = html5lib.serialize(main, tree="lxml", omit_optional_tags=False,
                              quote_attr_values="always")
    return trees.read_html(f"<!DOCTYPE html><title>x</title><body>{body}")
