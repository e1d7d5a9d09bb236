"""model: what does a published document say, apart from its format?

A document becomes lines of text that read the same whether they were taken
from HTML or from DocBook: sections, paragraphs, lists, tables cell by cell,
facts, notices, notes. model_html.py and model_docbook.py make them, each with
a parser of its own; this file only knows how a line looks.

Inline markup is written [text→target], [^note], *emphasis*, **strong**,
`code`, ![text](image) and ⏎ for a line break. A no-break space is shown as ⍽.
"""
import re

# Deeper headings than this look alike on the page that shows all.
DEPTH_MOST = 5


def tidy(text):
    """White space as one space, except no-break spaces, which are told."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip().replace("\u00a0", "⍽")


def link(text, target):
    return f"[{text}→{target}]"


class Model:
    """The lines of a document, or of a piece of one."""

    def __init__(self):
        self.lines = []
        self.notes = []
        self.indent = ""
        self.section_id = ""

    def line(self, kind, text="", /, **fields):
        """One line; fields that are None are left out."""
        named = "".join(f" {key}={value}" for key, value in fields.items()
                        if value is not None)
        self.lines.append(f"{self.indent}{kind}{named}: {text}".rstrip())

    def section(self, identifier, number, title, depth):
        self.section_id = identifier
        self.line("section", tidy(title), id=identifier, number=number or None,
                  depth=min(depth, DEPTH_MOST))

    def paragraph(self, text):
        """A paragraph; an empty one says nothing."""
        if tidy(text):
            self.line("text", tidy(text))

    def deeper(self, by="  "):
        self.indent += by

    def back(self, by="  "):
        self.indent = self.indent[:-len(by)]

    def table(self, identifier, number, caption):
        self.line("table", tidy(caption or ""), id=identifier, number=number)

    def figure(self, identifier, number, caption, summary, drawn):
        """A chart: what it says in words, and each text in it. The table that
        follows it is told as a table."""
        self.line("figure", tidy(caption or ""), id=identifier, number=number)
        self.deeper()
        self.line("summary", tidy(summary or ""))
        for text in drawn:
            self.line("drawn", tidy(text))
        self.back()

    def row(self, kind, cells):
        self.line(kind, " | ".join(cells))

    def note(self, number, where, references, text):
        """A note, with the section of its first reference and how many
        references it has. Notes stand last, in the order of their numbers."""
        self.notes.append((number, f"note {number} in {where}, referred to "
                                   f"{references} times: {text}"))

    def add(self, other):
        """Put another model's lines and notes after these."""
        self.lines += other.lines
        self.notes += other.notes

    def text(self):
        """All lines."""
        def order(note):
            found = re.fullmatch(r"\d+", note[0])
            return (0, int(note[0]), note[1]) if found else (1, 0, note[1])
        return self.lines + [line for _, line in sorted(self.notes,
                                                        key=order)]
