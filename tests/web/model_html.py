"""model_html: what does the website say? Read from its pages, or from the one
page that shows a whole document."""
import posixpath
import re

from model import Model, link, tidy
import trees

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {"p", "ul", "ol", "dl", "blockquote", "pre", "hr", "div", "aside",
          "table", "section", "figure", *HEADINGS}
SPACE = " \t\r\n"


class Reader:
    """Reads one file that lies in the folder of `document`. On the page that
    shows all (`whole`), ids stand for pages."""

    def __init__(self, document, depth=0, whole=False):
        self.document = document
        self.depth = depth
        self.whole = whole
        self.model = Model()
        self.references = {}	# number of a note: sections that refer to it
        self.hoisted = ()	# blocks that are read elsewhere

    # Addresses.

    def target(self, url):
        """The id that an address leads to; other addresses as they are."""
        if re.match(r"[a-z][a-z0-9+.-]*:", url):
            return url
        path, _, fragment = url.partition("#")
        if fragment:
            return fragment
        folder, name = posixpath.split(self.path(path))
        if not name.endswith(".html"):
            return "file:" + name
        return folder if name == "index.html" else name[:-5]

    def path(self, url):
        """A relative address as a path from the front page."""
        return posixpath.normpath(posixpath.join(self.document, url))

    # Inline.

    def inline(self, element):
        """The text in `element`, with its markup."""
        pieces = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str):
                pieces.append(self.inline_element(child))
            pieces.append(child.tail or "")
        return "".join(pieces)

    def inline_element(self, element):
        # What an abbreviation means is only said where it is asked for.
        if element.get("popover") is not None:
            return ""
        text = self.inline(element)
        tag, role = element.tag, element.get("role")
        if tag == "a":
            if role == "doc-noteref":
                return self.note_reference(element, text)
            if role == "doc-backlink":
                return ""
            # On paper nothing can be put right: see tests/sites/edit.py.
            if element.get("class") == "fix":
                return ""
            # Where the account of a figure is, differs: see tests/accounts.
            if element.get("class") in ("value", "account-link"):
                return text
            return link(text, self.target(element.get("href", "")))
        if tag == "sup" and len(element) == 1 and \
                element[0].get("role") == "doc-noteref":
            return text
        if tag == "img":
            return (f"![{element.get('alt')}]"
                    f"({self.path(element.get('src', ''))})")
        if tag == "span" and element.get("lang"):
            return f"<{element.get('lang')}>{text}</>"
        marks = {"em": "*", "strong": "**", "code": "`", "span": "", "button": ""}
        if tag == "br":
            return "⏎"
        if tag in marks:
            return marks[tag] + text + marks[tag]
        return f"<{tag}>{text}"

    def note_reference(self, element, number):
        at = self.references.setdefault(number, [])
        at.append(self.model.section_id)
        href, identifier = element.get("href", ""), element.get("id", "")
        # Where all pages are on one, the page's id keeps its notes apart.
        page = re.match(r"#((?:[a-z0-9-]+\.)?)fn\.", href)
        if page and [href, identifier] == [
                f"#{page.group(1)}fn.{number}",
                f"{page.group(1)}fnref.{number}.{len(at)}"]:
            return f"[^{number}]"
        return f"[^{number} to {href} from {identifier}]"

    # Blocks.

    def blocks(self, element):
        """What is in an element that holds blocks, or text as a paragraph."""
        pending = [element.text or ""]

        def flush():
            self.model.paragraph("".join(pending))
            pending.clear()

        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child in self.hoisted:
                flush()
            elif child.tag in BLOCKS:
                flush()
                self.block(child)
            else:
                pending.append(self.inline_element(child))
            pending.append(child.tail or "")
        flush()

    def block(self, element):
        tag = element.tag
        if tag in HEADINGS:
            self.heading(element)
        elif tag == "p":
            self.model.paragraph(self.inline(element))
        elif tag in ("ul", "ol"):
            self.items(element)
        elif tag == "blockquote":
            self.inside("quote", element)
        elif tag == "pre":
            self.model.line("code", repr("".join(element.itertext())))
        elif tag == "hr":
            self.model.line("rule")
        elif tag == "div" and trees.has_class(element, "table"):
            self.table(element)
        elif tag == "figure" and trees.has_class(element, "chart"):
            self.chart(element)
        elif tag == "aside":
            self.notice(element)
        else:
            self.model.line("unknown", f"{tag} {element.attrib}")

    def inside(self, kind, element, **fields):
        self.model.line(kind, **fields)
        self.model.deeper()
        self.blocks(element)
        self.model.back()

    def heading(self, element):
        level = HEADINGS[element.tag]
        number, title = self.number_and_title(element)
        # On a page of its own the page's title is h1; where all pages are on
        # one, that is the document's.
        depth = level - 1 + (0 if self.whole else self.depth)
        self.model.section(element.get("id"), number, title, depth)

    @staticmethod
    def number_and_title(element):
        """A heading's number, or None, and its text without markup."""
        span = element.find("span")
        text = "".join(element.itertext())
        if span is None or not trees.has_class(span, "section-number"):
            return None, text
        number = "".join(span.itertext())
        return number, text[len(number):]

    def items(self, element):
        tight = all(item.find("p") is None for item in element)
        self.model.line("list", kind=element.tag, start=element.get("start"),
                        tight="yes" if tight else "no")
        for item in element:
            if item.tag == "li":
                self.inside("item", item)
            else:
                self.model.line("unknown", f"{item.tag} in a list")

    def notice(self, element):
        title = element.find("p")
        self.model.line("notice", tidy(self.inline(title)))
        self.model.deeper()
        hoisted, self.hoisted = self.hoisted, (title, *self.hoisted)
        self.blocks(element)
        self.hoisted = hoisted
        self.model.back()

    # Charts and tables.

    def chart(self, figure):
        """The chart; then its table, whose own caption says nothing new."""
        caption = self.inline(figure.find("figcaption"))
        found = re.fullmatch(r"\S+\s(\S+)\. (.*)", caption, re.S)
        number, text = found.groups() if found else (None, caption)
        drawn = [at for at in figure.iter() if trees.local(at) == "text"]
        summary = [at for at in figure.iter() if trees.local(at) == "desc"]
        self.model.figure(figure.get("id"), number, text, summary[0].text,
                          [at.text for at in drawn])
        for box in boxes(figure):
            self.table(box)

    def table(self, box):
        table = box.find(".//table")
        caption = table.find("caption")
        number = text = None
        # What all pages call their table of figures is not of the report.
        if caption is not None and not is_figures(box) and \
                box.getparent().tag != "figure":
            text = self.inline(caption)
            found = re.fullmatch(r"\S+\s(\S+)\. (.*)", text, re.S)
            if found:
                number, text = found.groups()
        self.model.table(box.get("id"), number, text)
        self.model.deeper()
        rows = [row for part in ("thead", "tbody", "tfoot")
                for row in table.iterfind(f"{part}/tr")]
        self.model.line("columns", " ".join(self.aligns(rows)))
        for row in rows:
            self.row(row)
        for legend in box.findall("ul"):
            for item in legend:
                self.model.line("legend", tidy(self.inline(item)))
        self.model.back()

    @staticmethod
    def align(cell):
        for name, align in (("number", "right"), ("center", "center")):
            if trees.has_class(cell, name):
                return align
        return "left"

    def aligns(self, rows):
        """How the columns are set: each row of more than one cell says it."""
        said = {tuple(self.align(cell) for cell in row) for row in rows
                if row.get("class") not in ("group", "nothing")}
        return [*said][0] if len(said) == 1 else ["rows differ:",
                                                 str(sorted(said))]

    def row(self, row):
        kind = row.get("class") or (
            "head" if row.getparent().tag == "thead" else "row")
        if (kind == "total") != (row.getparent().tag == "tfoot"):
            kind += " in " + row.getparent().tag
        self.model.row(kind, [self.cell(cell) for cell in row])

    def cell(self, cell):
        text = self.cell_text(cell)
        scope, span = cell.get("scope"), cell.get("colspan")
        mark = f"({scope})"
        if cell.tag == "td":
            mark = "" if scope is None else f"(td {scope})"
        elif scope == "row" and cell.getprevious() is not None:
            # DocBook only knows a first column that names its rows.
            mark = ""
        return mark + (f"({span} columns)" if span else "") + text

    def cell_text(self, cell):
        if not any(child.tag in BLOCKS for child in cell):
            return tidy(self.inline(cell))
        return self.apart(cell)

    def apart(self, element):
        """Blocks as one text."""
        outer, self.model = self.model, Model()
        self.model.section_id = outer.section_id
        self.blocks(element)
        lines, self.model = self.model.lines, outer
        return " / ".join(line.strip() for line in lines)

    # What pages have besides their text.

    def facts(self, element):
        term, items = None, []
        for child in [*element.iter("dt", "dd"), None]:
            if child is not None and child.tag == "dd":
                items.append(tidy(self.inline(child)))
                continue
            if term is not None:
                self.model.line("fact", " | ".join(items), term=term)
            if child is not None:
                term, items = tidy(self.inline(child)), []

    def note_list(self, element):
        for item in element.iter("li"):
            if item.getparent().getparent() is not element:
                continue
            number = (item.get("id") or "").rpartition("fn.")[2]
            if item.get("value") != number:
                number = f"{number} shown as {item.get('value')}"
            at = self.references.get(number, ["nowhere"])
            back = [link.get("href", "").rpartition(".")[2] for link in
                    item.iter("a") if link.get("role") == "doc-backlink"]
            if back != [str(i + 1) for i in range(len(back))]:
                back = [f"back to {back}"]
            text = self.apart(item)
            self.model.note(number, at[0],
                            len(back) if len(back) == len(at) else back, text)

    def body(self, body, figures, costs):
        """The text of a page, with its tables of figures and costs where the
        sections in it begin."""
        children = [child for child in body if isinstance(child.tag, str)
                    and child not in self.hoisted]
        first = next((i for i, child in enumerate(children)
                      if child.tag in HEADINGS), len(children))
        for child in children[:first]:
            self.block(child)
        for table in [*figures, *costs]:
            self.table(table)
        for child in children[first:]:
            self.block(child)


def is_figures(box):
    """Is this a forum's own table of figures, or of how they came about?"""
    return box.get("id") is None and any(
        box.find(f".//table[@class='{name}']") is not None
        for name in ("figures", "calculation"))


def boxes(element):
    return [box for box in element.iter("div") if trees.has_class(box, "table")]


def read_page(root, document, name):
    """The model of one page, and the ids of its tables of costs."""
    main = root.find(".//main")
    trail = main.findall(".//nav[@class='breadcrumb']//li")
    reader = Reader(document, depth=max(len(trail) - 1, 0))
    heading = main.find(".//h1")
    number, title = reader.number_and_title(heading)
    reader.model.section(name, number, title, reader.depth)
    for facts in main.iter("dl"):
        if facts.get("class") in ("facts", "imprint"):
            reader.facts(facts)
    prose = next(div for div in main.iter("div")
                 if trees.has_class(div, "prose"))
    inside = {at for part in main.iter("div", "section")
              if part is prose or trees.has_class(part, "notes")
              for at in part.iter()}
    outside = [box for box in boxes(main) if box not in inside]
    costs = [box for box in outside if not is_figures(box)]
    reader.body(prose, [box for box in outside if is_figures(box)], costs)
    for notes in main.iter("section", "div"):
        if trees.has_class(notes, "notes"):
            reader.note_list(notes)
    return reader.model, [box.get("id") for box in costs]


def pieces(root):
    """The pages on the page that shows a whole document."""
    return [piece for piece in root.iter("section", "div")
            if trees.has_class(piece, "piece")]


def read_whole(root, document, costs_ids):
    """The model of the page that shows a whole document. `costs_ids`: the ids
    of the tables of costs, which have nothing else to tell them."""
    model = Model()
    main = root.find(".//main")
    model.section(document, None, Reader(document).inline(main.find(".//h1")),
                  0)
    for piece in pieces(root):
        model.add(read_piece(piece, document, costs_ids))
    return model


def read_piece(piece, document, costs_ids):
    reader = Reader(document, whole=True)
    reader.model.section_id = document
    children = [child for child in piece if isinstance(child.tag, str)]
    facts = [child for child in children if child.tag == "dl"]
    notes = [child for child in children if trees.has_class(child, "notes")]
    costs = [child for child in children
             if trees.has_class(child, "table")
             and child.get("id") in costs_ids]
    figures = [child for child in children
               if trees.has_class(child, "table") and is_figures(child)
               and (child.getnext() in facts or child.getprevious() in facts)]
    if piece.get("id") != document:
        title = children.pop(0)
        number, text = reader.number_and_title(title)
        level = HEADINGS.get(title.tag, 1)
        reader.model.section(piece.get("id"), number, text, level - 1)
        reader.hoisted = (title,)
    for element in facts:
        reader.facts(element)
    reader.hoisted += (*facts, *notes, *costs, *figures)
    reader.body(piece, figures, costs)
    for element in notes:
        reader.note_list(element)
    return reader.model
