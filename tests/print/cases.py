"""cases: DocBook that is hard to set, and what must come of it."""
import struct
import subprocess
import zlib

import pikepdf

HEAD = ('<?xml version="1.0" encoding="UTF-8"?>\n'
        '<{0} xmlns="http://docbook.org/ns/docbook"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" version="5.0"'
        ' xml:lang="sv" xml:id="top"><info><title>{1}</title>'
        '<date>2024-02</date></info>')


def article(content, title="Ett dokument"):
    return HEAD.format("article", title) + content + "</article>\n"


def book(content, title="En bok"):
    return HEAD.format("book", title) + content + "</book>\n"


def section(content, name="del", title="Avsnitt"):
    return (f'<section xml:id="{name}"><title>{title}</title>{content}'
            "</section>")


def chapter(content, number=1):
    return (f'<chapter xml:id="kapitel-{number}" label="{number}">'
            f"<title>Kapitel</title>{content}</chapter>")


def table(columns, rows, cell, head="Rubrik", name="tabell", tag="table"):
    """A table whose cell in a row and column is cell(row, column)."""
    opening = (f'<table xml:id="{name}" label="1" rowheader="firstcol">'
               "<title>En tabell</title>" if tag == "table" else
               '<informaltable rowheader="firstcol">')
    return (f'{opening}<tgroup cols="{columns}">'
            + "".join(f'<colspec colname="c{i + 1}" align="'
                      f'{"left" if i == 0 else "right"}"/>'
                      for i in range(columns))
            + "<thead><row>"
            + "".join(f"<entry>{head} {i + 1}</entry>" for i in range(columns))
            + "</row></thead><tbody>"
            + "".join("<row>" + "".join(
                f"<entry>{cell(r, c)}</entry>" for c in range(columns))
                + "</row>" for r in range(rows))
            + f"</tbody></tgroup></{tag}>")


def picture(name, words="En bild", tag="mediaobject"):
    return (f'<{tag}><imageobject><imagedata fileref="{name}"/></imageobject>'
            f"<textobject><phrase>{words}</phrase></textobject></{tag}>")


def deep(levels):
    """Sections nested in each other, each with a paragraph."""
    content = ""
    for level in range(levels, 0, -1):
        number = ".".join("1" * (level + 1))
        content = (f'<section xml:id="niva-{level}" label="{number}">'
                   f"<title>Nivå {level}</title><para>Text på nivå {level}, "
                   f'se <xref linkend="niva-{levels}" '
                   f'xrefstyle="template:avsnitt %n"/>.</para>'
                   f"{content}</section>")
    return content


def sheet(rows):
    """A document for one page: narrow tables, one of them alone, a wide one,
    with a figure that has no room beside another and words that must break."""
    tables = [table(columns, rows, cell, name=f"tabell-{i}")
              for i, (columns, cell) in enumerate((
                  (2, lambda r, c: f"{r} {c} tkr"),
                  (2, lambda r, c: "ett namn som är längre än sin kolumn är"
                      if c == 0 else f"{r} {c} tkr"),
                  (2, lambda r, c: f"{r} {c} tkr"),
                  (5, lambda r, c: f"{r} {c} tkr"),
                  (2, lambda r, c: "x" * 60 if r == 1 else "kort")))]
    legend = ('<itemizedlist role="legend"><listitem><para>tkr: tusental'
              " kronor</para></listitem></itemizedlist>")
    text = article("<para>Det viktigaste.</para>" + tables[0] + legend
                   + tables[1] + tables[2] + tables[3] + tables[4]
                   + section("<para>Text.</para>", "slut", "Slut"),
                   "Ett blad")
    return text.replace("<article ", '<article role="one-page" ', 1)


LONG_TITLE = " ".join(f"ord{i}" for i in range(400))[:2000].strip()
LONG_WORD = "x" * 2000
ROUTE = "Oslo–Göteborg–Halland–Malmö–Köpenhamn–Hamburg"

GOOD = {
    "deep": book(chapter("<para>Inledning.</para>" + deep(7))
                 + chapter("<para>Ännu ett.</para>", 2)),
    "long-title": book(chapter("<para>Text.</para>"), LONG_TITLE),
    "foreign": article(section(
        '<para>Se <foreignphrase xml:lang="en">Cities</foreignphrase>.</para>',
        title='<foreignphrase xml:lang="en">Cities</foreignphrase> (C)')),
    "long-word": article(section(f"<para>{LONG_WORD}</para>"),
                         f"Ett ord: {LONG_WORD}"),
    "wide-table": book(chapter(
        '<para>Se <xref linkend="tabell" xrefstyle="template:tabell %n"/>.'
        "</para>" + table(14, 12, lambda r, c: f"{r} {c} tkr"))
        + chapter("<para>Sist.</para>", 2)),
    "long-table": article(section(
        table(3, 120, lambda r, c: f"rad {r} med ett ganska långt ord"))),
    "lists": article(section(
        "<itemizedlist><listitem><para>a</para><orderedlist "
        'startingnumber="7"><listitem><para>b</para></listitem></orderedlist>'
        "</listitem><listitem><para/></listitem></itemizedlist>"
        "<blockquote><para>Citat.</para></blockquote>"
        '<note><title>Observera</title><para>Text.<footnote xml:id="fn.1" '
        'label="1"><para>En not.</para><para>Ett stycke till.</para>'
        '</footnote></para></note><blockquote role="important"><title>Viktigt'
        "</title><para>Även detta.</para></blockquote><programlisting>a  b\n"
        "  c</programlisting><?rule?><para>Rad ett<?linebreak?> och "
        'två<footnoteref linkend="fn.1"/>, <literal>kod</literal>, '
        f"{ROUTE}, "
        '<link xlink:href="https://example.org/en/lång?väg=1">en webbplats'
        "</link>, →≥ och ”citat”.</para>")),
    "cells": article(section(
        '<table xml:id="t" label="1"><title>Celler</title><tgroup cols="3">'
        '<colspec colname="c1"/><colspec colname="c2" align="center"/>'
        '<colspec colname="c3" align="right"/><thead><row><entry>A</entry>'
        "<entry>B</entry><entry>C</entry></row></thead><tbody>"
        '<row role="group"><entry namest="c1" nameend="c3">Grupp</entry></row>'
        '<row><entry colname="c1" morerows="1">två rader</entry><entry '
        'colname="c2"/><entry colname="c3"><para>ett</para><para>två</para>'
        '</entry></row><row><entry colname="c2">mitt</entry><entry '
        'colname="c3">slut<footnote xml:id="fn.1" label="1"><para>Not i cell.'
        "</para></footnote></entry></row>"
        '<row role="total"><entry>Summa</entry><entry>1</entry><entry>2'
        "</entry></row></tbody></tgroup></table>")),
    "sheet": sheet(6),
    "pictures": article(section(
        f"<para>Före {picture('liten.png', 'Liten', 'inlinemediaobject')} "
        f"efter.</para>{picture('stor.png', 'Stor')}"
        f"{picture('hog.svg', 'Ett högt diagram')}"
        f'<figure xml:id="f" label="1"><title>Diagram</title>'
        f"{picture('diagram.svg', 'Ett diagram')}</figure>")),
}

# What is wrong, and what must be said.
BAD = {
    "glyph": (article(section("<para>Ett \U00013000 tecken.</para>")),
              "(?i)glyph"),
    "no-picture": (article(section(picture("none.png"))), "none.png"),
    "broken-picture": (article(section(picture("broken.png"))), "broken.png"),
    "no-words": (article(section(picture("liten.png", ""))),
                 "picture-without-words: liten.png"),
    "too-wide": (article(section(table(40, 2, lambda r, c: "mellanlång"))),
                 "table-wide: tabell"),
    "sheet-long": (sheet(60), "is to stand on one page, and takes [2-9]:"),
}


def png(width, height):
    """A grey picture."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))

    rows = (b"\0" + b"\x80" * width) * height
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0,
                                         0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def pictures():
    return {
        "liten.png": png(20, 20),
        "stor.png": png(6000, 9000),
        "diagram.svg":
            '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120"'
            ' viewBox="0 0 400 120"><rect x="90" y="10" width="200"'
            ' height="30" fill="#0b57a4"/><text x="4" y="30" font-size="14"'
            ' font-family="sans-serif">Avgift åäö</text></svg>'.encode(),
        # Far higher than a page.
        "hog.svg":
            b'<svg xmlns="http://www.w3.org/2000/svg" width="300"'
            b' height="2400" viewBox="0 0 300 2400"><rect x="9" y="9"'
            b' width="200" height="2300" fill="#0b57a4"/></svg>',
    }


def sheet_faults(document):
    """A document for one page has one, and can be read there."""
    pages = document.pdf.pages
    yield "stands on one page", "" if len(pages) == 1 else \
        f"{len(pages)} pages"
    sizes = {float(operands[1]) for page in pages for operands, operator
             in pikepdf.parse_content_stream(page.page)
             if str(operator) == "Tf"}
    yield "no text is smaller than 7.5 points", "" if \
        min(sizes) >= 7.5 else str(sorted(sizes))


def faults(name, document):
    """What must hold for one case alone: its name, and what is wrong."""
    pages = document.pdf.pdf.pages
    sizes = [tuple(round(float(at)) for at in list(page.MediaBox)[2:])
             for page in pages]
    if name == "wide-table":
        yield "a page lies", "" if (842, 595) in sizes else str(sizes)
    else:
        yield "pages are A4", "" if set(sizes) == {(595, 842)} else str(sizes)
    if name == "sheet":
        yield from sheet_faults(document)
    if name == "long-table":
        heads = sum("Rubrik 1" in "".join(page.artifacts)
                    or any("Rubrik 1" in text
                           for text in page.texts.values())
                    for page in document.pdf.pages)
        yield "the head is on each page", "" if \
            heads == len(pages) and heads > 1 else f"{heads} of {len(pages)}"
    if name == "foreign":
        fonts = subprocess.run(["pdffonts", document.pdf_path],
                               stdout=subprocess.PIPE, text=True,
                               check=True).stdout
        yield "a foreign name is upright", \
            fonts if "Italic" in fonts else ""
    if name == "lists":
        lines = subprocess.run(["pdftotext", "-layout", document.pdf_path,
                                "-"], stdout=subprocess.PIPE, text=True,
                               check=True).stdout.splitlines()
        text = document.pdf.text(document.pdf.roots[0])
        yield "a row of names is not cut elsewhere", "" if all(
            name in text for name in ROUTE.split("–")) else text
        yield "a line break", "" if any(
            line.endswith("Rad ett") for line in lines) else "\n".join(lines)
    if name == "deep":
        last = document.pdf.of("H6")
        yield "the deepest is H6", "" if len(last) == 4 else f"{len(last)}"
    if name == "pictures":
        # Charts are drawn, and their words are words.
        images = {key for page in pages
                  for key in page.get("/Resources", {}).get(
                      "/XObject", {}).keys()}
        yield "a chart is no picture of dots", "" if len(images) == 2 else \
            str(images)
        text = "".join("".join(page.texts.values())
                       for page in document.pdf.pages)
        yield "words of a chart", "" if "Avgift åäö" in text else text
