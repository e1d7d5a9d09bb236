"""model_docbook: what does the DocBook document say?"""
import re

from lxml import etree

from model import Model, link, tidy

SPACE = "{http://docbook.org/ns/docbook}"
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Rows with one cell over all columns, and how the first cell is marked.
WIDE = {"group": "(rowgroup)", "nothing": ""}
SECTIONS = {"chapter", "section", "preface", "appendix", "article", "book"}
INLINE = {"link", "xref", "emphasis", "literal", "footnote", "footnoteref",
          "inlinemediaobject", "phrase", "foreignphrase"}


def name(element):
    """Its name without the namespace; of instructions with a question mark."""
    if element.tag is etree.ProcessingInstruction:
        return "?" + element.target
    if not isinstance(element.tag, str):
        return "#"
    return element.tag.replace(SPACE, "")


def children(element, *names):
    return [child for child in element if name(child) in names]


class Reader:
    def __init__(self, root, folder):
        self.root = root
        self.folder = folder	# where its drawings lie
        self.ids = {at.get(ID): at for at in root.iter() if at.get(ID)}
        self.model = Model()
        self.references = {}	# id of a note: sections that refer to it

    # Inline.

    def inline(self, element):
        pieces = [element.text or ""]
        for child in element:
            pieces.append(self.inline_element(child))
            pieces.append(child.tail or "")
        return "".join(pieces)

    def inline_element(self, element):
        kind = name(element)
        if kind == "emphasis":
            mark = "**" if element.get("role") == "strong" else "*"
            return mark + self.inline(element) + mark
        if kind == "foreignphrase":
            return f"<{element.get(LANG)}>{self.inline(element)}</>"
        if kind == "literal":
            return f"`{self.inline(element)}`"
        if kind == "link" and element.get("role") == "account":
            return self.inline(element)
        if kind == "link":
            return link(self.inline(element), self.target(element))
        if kind == "xref":
            return link(self.style_text(element), self.target(element))
        if kind in ("footnote", "footnoteref"):
            return self.note(element)
        if kind == "inlinemediaobject":
            data = element.find(f".//{SPACE}imagedata")
            text = element.find(f".//{SPACE}phrase")
            return f"![{text.text or ''}]({data.get('fileref')})"
        if kind == "?linebreak":
            return "⏎"
        return "" if kind == "#" else f"<{kind}>{self.inline(element)}"

    @staticmethod
    def target(element):
        if element.get("linkend"):
            return element.get("linkend")
        url = element.get(XLINK) or ""
        found = re.fullmatch(r"[a-z0-9-]+\.xml#(.+)", url)
        if url.startswith("../html/"):
            return "file:" + url.rpartition("/")[2]
        return found.group(1) if found else url

    def style_text(self, xref):
        """What the stylesheets make of a reference's template."""
        target = self.ids.get(xref.get("linkend"))
        style = xref.get("xrefstyle") or ""
        if target is None or not style.startswith("template:"):
            return f"{style}?"
        title = children(target, "title") or \
            children(target, "info")[0].findall(f"{SPACE}title")
        return style[len("template:"):].replace(
            "%n", target.get("label") or "?").replace(
            "%t", "".join(title[0].itertext()))

    def note(self, element):
        first = element
        if name(element) == "footnoteref":
            first = self.ids.get(element.get("linkend"))
            if first not in self.references:
                return f"[^? {element.get('linkend')}]"
        else:
            self.references[element] = []
        self.references[first].append(self.model.section_id)
        number = first.get("label")
        if first.get(ID) and first.get(ID).rpartition("fn.")[2] != number:
            number += f" with id {first.get(ID)}"
        return f"[^{number}]"

    # Blocks.

    def blocks(self, elements, parent=None):
        """Blocks, or the text of `parent` between them as a paragraph."""
        pending = [parent.text or ""] if parent is not None else []

        def flush():
            self.model.paragraph("".join(pending))
            pending.clear()

        for element in elements:
            kind = name(element)
            if parent is not None and (kind in INLINE or kind in
                                       ("#", "?linebreak")):
                pending.append(self.inline_element(element))
            else:
                flush()
                self.block(element, kind)
            if parent is not None:
                pending.append(element.tail or "")
        flush()

    def block(self, element, kind):
        if kind == "para":
            self.model.paragraph(self.inline(element))
        elif kind in ("itemizedlist", "orderedlist"):
            self.items(element, kind)
        elif kind in ("note", "important") or (
                kind == "blockquote" and element.get("role")):
            # A notice in another, or in a table or a note.
            self.notice(element)
        elif kind == "blockquote":
            self.inside("quote", element)
        elif kind == "programlisting":
            self.model.line("code", repr("".join(element.itertext())))
        elif kind == "?rule":
            self.model.line("rule")
        elif kind in ("table", "informaltable"):
            self.table(element)
        elif kind == "figure":
            self.figure(element)
        elif kind != "#":
            self.model.line("unknown", f"{kind} {element.attrib}")

    def notice(self, element):
        self.model.line("notice", tidy(self.inline(element[0])))
        self.model.deeper()
        self.blocks(element[1:])
        self.model.back()

    def inside(self, kind, element, **fields):
        self.model.line(kind, **fields)
        self.model.deeper()
        self.blocks(element)
        self.model.back()

    def items(self, element, kind):
        if element.get("role") == "legend":
            self.model.deeper()
            for item in element:
                self.model.line("legend", tidy(self.inline(item[0])))
            self.model.back()
            return
        self.model.line("list", kind="ol" if kind == "orderedlist" else "ul",
                        start=element.get("startingnumber"),
                        tight="yes" if element.get("spacing") == "compact"
                        else "no")
        for item in element:
            self.inside("item", item)

    # Charts and tables.

    def figure(self, element):
        data = element.find(f".//{SPACE}imagedata")
        words = element.find(f".//{SPACE}textobject/{SPACE}phrase")
        path = self.folder / data.get("fileref")
        drawn = etree.parse(str(path)).getroot()
        self.model.figure(
            element.get(ID), element.get("label"),
            self.inline(children(element, "title")[0]), words.text,
            [at.text for at in drawn.iter(f"{SVG}text")])

    def table(self, element):
        titles = children(element, "title")
        self.model.table(element.get(ID), element.get("label"),
                         self.inline(titles[0]) if titles else None)
        self.model.deeper()
        group = children(element, "tgroup")[0]
        self.model.line("columns", " ".join(
            column.get("align") for column in children(group, "colspec")))
        first = element.get("rowheader") == "firstcol"
        for part in children(group, "thead", "tbody", "tfoot"):
            for row in part:
                self.row(row, name(part), first, int(group.get("cols")))
        self.model.back()

    def row(self, row, part, first, columns):
        kind = row.get("role") or ("head" if part == "thead" else "row")
        cells = []
        for i, cell in enumerate(row):
            mark = ""
            if kind in WIDE:
                mark = f"{WIDE[kind]}{self.span(cell)}"
            elif part == "thead":
                mark = "(col)"
            elif first and i == 0:
                mark = "(row)"
            cells.append(mark + self.cell_text(cell, kind))
        if kind not in WIDE and len(row) != columns:
            cells.append(f"{len(row)} cells in {columns} columns")
        # A table must have a row; one that says nothing stands for none.
        if any(cell not in ("", "(row)") for cell in cells) or \
                len(row.getparent()) > 1:
            self.model.row(kind, cells)

    @staticmethod
    def span(cell):
        names = [cell.get("namest"), cell.get("nameend")]
        if None in names:
            return ""
        first, last = (int(at.lstrip("c")) for at in names)
        return f"({last - first + 1} columns)"

    def cell_text(self, cell, kind):
        if kind == "group" and len(cell) == 1 and not (cell.text or "") and \
                cell[0].get("role") == "strong":
            return tidy(self.inline(cell[0]))
        if all(name(child) in INLINE or name(child)[0] in "#?"
               for child in cell):
            return tidy(self.inline(cell))
        return self.apart(cell)

    def apart(self, element):
        """Blocks as one text."""
        outer, self.model = self.model, Model()
        self.model.section_id = outer.section_id
        self.blocks(element, element if not children(element, "para")
                    else None)
        lines, self.model = self.model.lines, outer
        return " / ".join(line.strip() for line in lines)

    # Sections.

    def section(self, element, depth):
        """One section and those in it. Its facts come first."""
        kind = name(element)
        # Abbreviations and the index are for paper; tests/print looks at them.
        parts = [child for child in element
                 if name(child) not in ("info", "title", "subtitle",
                                        "glossary", "index")]
        if kind == "preface":
            # The document's own text, which needs a place to stand.
            depth -= 1
        else:
            holder = element
            if kind in ("book", "article"):
                holder = children(element, "info")[0]
            title = children(holder, "title")[0]
            self.model.section(element.get(ID), element.get("label"),
                               "".join(title.itertext()), depth)
        facts = [part for part in parts if name(part) == "variablelist"]
        for part in facts:
            self.facts(part)
        self.blocks([part for part in parts if part not in facts
                     and name(part) not in SECTIONS])
        for part in parts:
            if name(part) in SECTIONS:
                self.section(part, depth + 1)

    def facts(self, element):
        for entry in children(element, "varlistentry"):
            term, item = children(entry, "term")[0], \
                children(entry, "listitem")[0]
            self.model.line("fact", " | ".join(
                tidy(self.inline(para)) for para in item),
                term=tidy(self.inline(term)))


def read_document(root, folder):
    """The model of a document."""
    reader = Reader(root, folder)
    reader.section(root, 0)
    for element, at in reader.references.items():
        reader.model.note(element.get("label"), at[0], len(at),
                          reader.apart(element))
    return reader.model
