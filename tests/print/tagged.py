"""tagged: is a PDF what PDF/UA-1 and PDF/A-1a say of it?

Reads the tree of tags, the content of each page and what joins them, by itself
and not through what made the PDF.
"""
import collections
import re

import pikepdf

# ISO 32000-1, 14.8.4.
GROUPING = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption",
            "TOC", "TOCI", "Index", "NonStruct", "Private"}
HEADINGS = ["H1", "H2", "H3", "H4", "H5", "H6"]
BLOCKS = {"P", "L", "Table", *HEADINGS}
PARTS = {"LI", "Lbl", "LBody", "TR", "TH", "TD", "THead", "TBody", "TFoot"}
INLINE = {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link",
          "Annot", "Figure", "Formula", "Form"}
STANDARD = GROUPING | BLOCKS | PARTS | INLINE

# What may lie in what; all others may hold anything.
CHILDREN = {
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
PARENTS = {"LI": {"L"}, "TR": {"Table", "THead", "TBody", "TFoot"},
           "TH": {"TR"}, "TD": {"TR"}, "TOCI": {"TOC"},
           "LBody": {"LI"}}

# Operators that paint: text, paths, shadings, pictures.
PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b",
            "b*", "sh", "Do", "EI", "INLINE IMAGE"}

Mark = collections.namedtuple("Mark", "page number")


class Element:
    """A tag; `items` are tags, marks of content and annotations, in order."""

    def __init__(self, data, parent):
        self.data, self.parent = data, parent
        self.kind = str(data.S)[1:]
        self.items = []
        self.page = data.get("/Pg")

    def walk(self):
        yield self
        for item in self.items:
            if isinstance(item, Element):
                yield from item.walk()

    def elements(self, *kinds):
        return [item for item in self.items if isinstance(item, Element)
                and (not kinds or item.kind in kinds)]

    def marks(self):
        for item in self.items:
            if isinstance(item, Element):
                yield from item.marks()
            elif isinstance(item, Mark):
                yield item

    def attribute(self, name):
        """Of its attribute objects, the first value of this name."""
        found = self.data.get("/A")
        if found is None:
            return None
        for at in found if isinstance(found, pikepdf.Array) else [found]:
            if isinstance(at, pikepdf.Dictionary) and name in at:
                return at[name]
        return None

    def above(self):
        at = self.parent
        while at is not None:
            yield at
            at = at.parent


def decode(maps, raw):
    """The text of a string in a font whose codes have two bytes."""
    return "".join(maps.get(raw[i:i + 2].hex().upper(), "")
                   for i in range(0, len(raw), 2))


def unicode_map(font):
    """What each code of `font` means, from its ToUnicode."""
    text = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, to in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[code.upper()] = bytes.fromhex(to).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, to in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = int(to, 16)
            for i in range(int(low, 16), int(high, 16) + 1):
                found[f"{i:04X}"] = chr(first + i - int(low, 16))
    return found


class Page:
    """What is painted on a page, and under which mark."""

    def __init__(self, page, maps):
        self.page = page
        self.texts = {}		# number of a mark: its text
        self.loose = []		# painted outside marks and artifacts
        self.artifacts = []
        self.read(maps)

    def read(self, maps):
        stack, font = [], {}
        fonts = self.page.get("/Resources", {}).get("/Font", {})
        for operands, operator in pikepdf.parse_content_stream(self.page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                stack.append(self.mark(operands))
            elif name == "EMC":
                stack.pop()
            elif name == "Tf":
                key = str(operands[0])
                data = fonts[key]
                if data.objgen not in maps:
                    maps[data.objgen] = unicode_map(data)
                font = maps[data.objgen]
            elif name in PAINTING:
                self.paint(name, operands, stack, font)

    @staticmethod
    def mark(operands):
        if str(operands[0]) == "/Artifact":
            return "artifact"
        if len(operands) > 1 and "/MCID" in operands[1]:
            return int(operands[1]["/MCID"])
        return None

    def paint(self, name, operands, stack, font):
        text = ""
        if name == "Tj":
            text = decode(font, bytes(operands[0]))
        elif name == "TJ":
            text = "".join(decode(font, bytes(at)) for at in operands[0]
                           if isinstance(at, pikepdf.String))
        inside = [at for at in stack if at is not None]
        if not inside:
            self.loose.append(f"{name} {text}")
        elif "artifact" in inside:
            self.artifacts.append(text)
        else:
            self.texts[inside[-1]] = self.texts.get(inside[-1], "") + text


class Tagged:
    def __init__(self, path):
        self.pdf = pikepdf.open(path)
        self.numbers = {page.objgen: i
                        for i, page in enumerate(self.pdf.pages)}
        maps = {}
        self.pages = [Page(page, maps) for page in self.pdf.pages]
        self.tree = self.pdf.Root.StructTreeRoot
        self.roots = self.read_kids(self.tree, None)
        self.all = [at for root in self.roots for at in root.walk()]

    def read_kids(self, data, parent):
        kids = data.get("/K")
        if kids is None:
            kids = []
        elif not isinstance(kids, pikepdf.Array):
            kids = [kids]
        return [item for item in (self.read_kid(kid, parent) for kid in kids)
                if item is not None]

    def read_kid(self, kid, parent):
        if isinstance(kid, int):
            return Mark(self.numbers[parent.page.objgen], kid)
        if kid.get("/Type") == "/MCR":
            page = kid.get("/Pg", parent.page)
            return Mark(self.numbers[page.objgen], int(kid.MCID))
        if kid.get("/Type") == "/OBJR":
            return kid.Obj
        element = Element(kid, parent)
        element.items = self.read_kids(kid, element)
        return element

    def of(self, *kinds):
        return [at for at in self.all if at.kind in kinds]

    def text(self, element):
        return "".join(self.pages[mark.page].texts.get(mark.number, "")
                       for mark in element.marks())

    def where(self, element):
        """For people: which element, on which page."""
        mark = next(element.marks(), None)
        page = f"page {mark.page + 1}" if mark else "nowhere"
        return f"{element.kind} on {page}: {self.text(element)[:60]!r}"

    # What may be wrong.

    def catalog(self):
        root, info = self.pdf.Root, self.pdf.docinfo
        if str(root.get("/Lang", "")) == "":
            yield "no language"
        if root.get("/MarkInfo", {}).get("/Marked") is not True:
            yield "not marked as tagged"
        if root.get("/MarkInfo", {}).get("/Suspects") is True:
            yield "has suspects"
        if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not \
                True:
            yield "the title is not shown"
        if not str(info.get("/Title", "")).strip():
            yield "no title"
        if "/JavaScript" in root.get("/Names", {}) or "/OpenAction" in root:
            yield "does something by itself"
        for page in self.pdf.pages:
            if page.get("/Tabs") != "/S":
                yield "the tab order is not that of the tags"

    def metadata(self):
        text = bytes(self.pdf.Root.Metadata.read_raw_bytes()).decode()
        if "/Filter" in self.pdf.Root.Metadata:
            yield "the metadata are compressed"
        for wanted in ("<pdfaid:part>1<", "<pdfaid:conformance>A<",
                       "<pdfuaid:part>1<",
                       "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>",
                       "<pdfaProperty:name>part</pdfaProperty:name>"):
            if wanted not in text:
                yield f"the metadata lack {wanted}"

    def content(self):
        """All that is painted is tagged or an artifact; tree and pages name
        the same marks, each once, and the way back leads there."""
        parents = number_tree(self.tree.ParentTree)
        for i, page in enumerate(self.pages):
            for loose in page.loose:
                yield f"page {i + 1}: painted outside all tags: {loose}"
        named = collections.Counter(
            mark for root in self.roots for mark in root.marks())
        painted = {Mark(i, number) for i, page in enumerate(self.pages)
                   for number in page.texts}
        for mark in sorted(painted - set(named)):
            yield f"page {mark.page + 1}: in no tag: " \
                f"{self.pages[mark.page].texts[mark.number]!r}"
        for mark, times in named.items():
            if times > 1:
                yield f"page {mark.page + 1}: {mark.number} tagged twice"
        for element in self.all:
            for item in element.items:
                if isinstance(item, Mark):
                    page = self.pdf.pages[item.page]
                    row = parents.get(int(page.get("/StructParents", -1)))
                    if row is None or row[item.number].objgen != \
                            element.data.objgen:
                        yield f"the way back is wrong: {self.where(element)}"

    def kinds(self):
        if [root.kind for root in self.roots] != ["Document"]:
            yield "the root is not one Document"
        for at in self.all:
            inside = at.parent.kind if at.parent else None
            if at.kind not in STANDARD:
                yield f"not a standard tag: {self.where(at)}"
            if inside in CHILDREN and at.kind not in CHILDREN[inside]:
                yield f"in {inside}: {self.where(at)}"
            if at.kind in PARENTS and inside not in PARENTS[at.kind]:
                yield f"in {inside}: {self.where(at)}"
            if inside in ("P", *HEADINGS, "Span") and \
                    at.kind in BLOCKS | GROUPING | PARTS:
                yield f"a block in {inside}: {self.where(at)}"

    def headings(self):
        found = [HEADINGS.index(at.kind) + 1 for at in self.of(*HEADINGS)]
        if found.count(1) != 1:
            yield f"{found.count(1)} H1"
        if found[:1] != [1]:
            yield "the first heading is not H1"
        for before, at in zip(found, found[1:]):
            if at > before + 1:
                yield f"H{at} follows H{before}"
        for at in self.of(*HEADINGS):
            if not self.text(at).strip():
                yield f"an empty heading: {self.where(at)}"

    def tables(self):
        for table in self.of("Table"):
            rows = [at for at in table.walk() if at.kind == "TR"]
            widths, held = [], collections.Counter()
            for i, row in enumerate(rows):
                width = held[i]
                for cell in row.elements():
                    across = int(cell.attribute("/ColSpan") or 1)
                    width += across
                    for below in range(1, int(cell.attribute("/RowSpan")
                                              or 1)):
                        held[i + below] += across
                widths.append(width)
            if len(set(widths)) != 1:
                yield f"rows of {widths} columns: {self.where(table)}"
            yield from self.table_heads(table, rows)

    def table_heads(self, table, rows):
        if not any(row.elements("TH") for row in rows):
            yield f"no head: {self.where(table)}"
        for row in rows:
            scope = "/Row" if row.elements("TD") else "/Column"
            for cell in row.elements("TH"):
                if cell.attribute("/Scope") != scope:
                    yield f"scope {cell.attribute('/Scope')}: " \
                        f"{self.where(cell)}"
            pages = {mark.page for mark in row.marks()}
            if len(pages) > 1:
                yield f"a row on two pages: {self.where(row)}"

    def lists(self):
        for item in self.of("LI"):
            if [at.kind for at in item.elements()] != ["Lbl", "LBody"]:
                yield f"a list item without label and text: {self.where(item)}"

    def figures(self):
        for at in self.of("Figure"):
            if not str(at.data.get("/Alt", "")).strip():
                yield f"no text for a picture: {self.where(at)}"

    def notes(self):
        ids = [str(at.data.get("/ID", "")) for at in self.of("Note")]
        if "" in ids or len(set(ids)) != len(ids):
            yield "a note without an id of its own"
        names = self.tree.get("/IDTree", {}).get("/Names", [])
        if [str(at) for at in list(names)[::2]] != sorted(ids):
            yield "the tree of ids has others than the notes"

    def links(self):
        parents = number_tree(self.tree.ParentTree)
        joined = {}
        for link in self.of("Link"):
            objects = [item for item in link.items
                       if isinstance(item, pikepdf.Object)]
            if not objects:
                yield f"leads nowhere: {self.where(link)}"
            if not self.text(link).strip():
                yield f"a link that says nothing: {self.where(link)}"
            if "/Alt" in link.data:
                yield f"is read in other words: {self.where(link)}"
            for at in objects:
                joined[at.objgen] = link
        for i, page in enumerate(self.pdf.pages):
            for at in page.get("/Annots", []):
                what = f"page {i + 1}: {at.get('/Contents')}"
                if at.get("/Subtype") != "/Link":
                    yield f"{what}: {at.get('/Subtype')}"
                if not str(at.get("/Contents", "")).strip():
                    yield f"{what}: no description"
                if int(at.get("/F", 0)) & 4 == 0:
                    yield f"{what}: not printed"
                link = joined.pop(at.objgen, None)
                if link is None:
                    yield f"{what}: in no tag"
                elif parents.get(int(at.get("/StructParent", -1))) is None \
                        or parents[int(at.StructParent)].objgen != \
                        link.data.objgen:
                    yield f"{what}: the way back is wrong"

    def alone(self):
        """Headings whose text is on another page."""
        for heading in self.of(*HEADINGS[1:]):
            seen = False
            mark = next(heading.marks(), None)
            for at in self.all:
                if at is heading:
                    seen = True
                elif seen and heading not in at.above() and \
                        at.kind not in HEADINGS:
                    first = next((item for item in at.items
                                  if isinstance(item, Mark)), None)
                    if first is not None:
                        if first.page != mark.page:
                            yield f"alone at the foot: {self.where(heading)}"
                        break

    def fonts(self):
        seen = set()
        for page in self.pdf.pages:
            for _, font in page.get("/Resources", {}).get("/Font",
                                                          {}).items():
                if font.objgen in seen:
                    continue
                seen.add(font.objgen)
                below = font.DescendantFonts[0] if "/DescendantFonts" in font \
                    else font
                described = below.get("/FontDescriptor", {})
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & \
                        set(described.keys()):
                    yield f"not embedded: {font.get('/BaseFont')}"
                if "/ToUnicode" not in font:
                    yield f"no ToUnicode: {font.get('/BaseFont')}"

    def bookmarks(self):
        """Their titles, each with the page that it leads to."""
        with self.pdf.open_outline() as outline:
            yield from self.bookmark_titles(outline.root)

    def bookmark_titles(self, items):
        for item in items:
            yield item.title
            yield from self.bookmark_titles(item.children)

    def outline_counts(self):
        """Whether /Count of each bookmark is that of what it shows."""
        def below(item):
            count, at = 0, item.get("/First")
            while at is not None:
                count += 1 + max(0, int(at.get("/Count", 0)))
                yield from below(at)
                at = at.get("/Next")
            if abs(int(item.get("/Count", 0))) != count:
                yield f"{item.get('/Count')} bookmarks, and not {count}: " \
                    f"{item.get('/Title')}"
        yield from below(self.pdf.Root.Outlines)

    CHECKS = {
        "catalog": catalog, "metadata": metadata, "fonts": fonts,
        "painted and tagged agree": content, "tags fit": kinds,
        "headings": headings, "tables": tables, "lists": lists,
        "pictures": figures, "notes": notes, "links": links,
        "no heading alone": alone, "bookmarks are counted": outline_counts,
    }


def number_tree(node):
    """A number tree as a dictionary."""
    found = {}
    for kid in node.get("/Kids", []):
        found.update(number_tree(kid))
    numbers = list(node.get("/Nums", []))
    for i in range(0, len(numbers), 2):
        found[int(numbers[i])] = numbers[i + 1]
    return found
