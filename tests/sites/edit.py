#!/usr/bin/python3
"""edit: does every link to the editor lead to a file, and to the right line?

    edit.py [--bilaga PATH]

Publishes the sites with several forms of `edit-url`. Every page that has a
source file of its own leads to that file; what a quality page finds leads to
the line where it is put right; and what is sent by mail never has an address
that only the server knows.
"""

import argparse
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

import lxml.html

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

SITES = ["kvalitet", "text", "kostnad", "ar", "english"]

# What stands in publication.yaml, and what a link is made of.
FORMS = [
    ("https://forge.example/edit/", r"https://forge\.example/edit/(.*)()"),
    ("https://forge.example/-/{path}?plain=1#L{line}",
     r"https://forge\.example/-/(.*)\?plain=1#L(\d+)"),
    ("https://forge.example/{line}/{path}",
     r"https://forge\.example/(?=(?:\d+)/(.*)$)(\d+)/.*"),
    ("/git/{path}", r"/git/(.*)()"),
]

TALLY = Tally()
test = TALLY.test


def set_url(content, url):
    """Set the address; the key's word shows the language of the site."""
    path = content / "publication.yaml"
    text = path.read_text()
    key = "edit-url" if "\nlanguage: en" in text else "redigera-url"
    text = re.sub(rf"^{key}:.*\n", "", text, flags=re.M)
    path.write_text(f"{text.rstrip()}\n{key}: {url}\n")


def place(address, form, content):
    """File and line that a link leads to; a text: what is wrong with it."""
    found = re.fullmatch(form, address)
    if not found:
        return f"another form: {address}"
    path, line = urllib.parse.unquote(found[1]), found[2]
    if not (content / path).is_file():
        return f"no file: {address}"
    lines = (content / path).read_text().split("\n")
    if line and not 1 <= int(line) <= len(lines):
        return f"no line: {address}"
    return path, lines[int(line) - 1] if line else None


def page_id(path):
    """The id that a file has by its name."""
    path = pathlib.Path(path)
    name = path.parent.name if path.name == "index.md" else path.stem
    return re.sub(r"^\d+-", "", name)


def own_link(page, content, form):
    """What is wrong with "edit this page" on a page."""
    root = lxml.html.parse(str(page)).getroot()
    links = root.xpath("//p[@class='edit']/a/@href")
    if page.parent.name not in {p.name for p in content.iterdir()} or (
            re.match(r"(allt|tabeller|jamfor)\b", page.name)) or (
            root.xpath("//meta[@http-equiv='refresh']")):
        return f"{page.name}: a link" if links else ""
    if len(links) != 1:
        return f"{page.name}: {len(links)} links"
    found = place(links[0], form, content)
    if isinstance(found, str):
        return found
    wanted = page.parent.name if page.name == "index.html" else page.stem
    said = re.search(r"^id: (\S+)", (content / found[0]).read_text(), re.M)
    own = said[1] if said else page_id(found[0])
    return "" if own == wanted else f"{page.name} leads to {found[0]}"


def fixes(html, content, form):
    """All links that say where something is put right."""
    for page in sorted(html.rglob("*.html")):
        for link in lxml.html.parse(str(page)).xpath("//a[@class='fix']"):
            row = link.getparent().getparent()
            yield place(link.get("href"), form, content), row, page


def check_fixes(html, content, form, dated):
    """How many there are, and what is wrong with them."""
    wrong, count, years = [], 0, 0
    for found, row, page in fixes(html, content, form):
        count += 1
        if isinstance(found, str):
            wrong.append(found)
        elif dated and re.match(r"\s+\d{4}:", found[1]):
            years += 1
    if dated and not years:
        wrong.append("none leads to the line of a year")
    return count, wrong


def mail_addresses(html):
    for path in html.glob("data/efterlysning/*.csv"):
        with open(path, newline="", encoding="utf-8") as file:
            yield from (row[8] for row in list(csv.reader(file))[1:])


def check_site(bilaga, site, url, form, folder):
    content, output = folder / "content", folder / "output"
    shutil.copytree(HERE / site / "content", content)
    set_url(content, url)
    done = subprocess.run([bilaga, "build", content, "-o", output, "--format",
                           "html,data"], capture_output=True, text=True)
    test(f"{site} {url}: it is published", "" if done.returncode == 0
         else done.stderr[-2000:])
    html = output / "html"
    wrong = [own_link(page, content, form) for page in sorted(
        html.glob("*/*.html"))]
    test(f"{site} {url}: every page leads to its file",
         "\n".join(filter(None, wrong)))
    count, wrong = check_fixes(html, content, form, site == "kvalitet" and
                               "{line}" in url)
    if site == "kvalitet" and count < 20:
        wrong.append(f"only {count} findings lead to where they are mended")
    test(f"{site} {url}: findings lead to their places", "\n".join(wrong))
    addresses = list(mail_addresses(html))
    wrong = [a for a in addresses if a if url[0] == "/" or isinstance(
        place(a, form, content), str)]
    if site == "kvalitet" and not addresses:
        wrong.append("there are none")
    test(f"{site} {url}: addresses in messages", "\n".join(wrong[:5]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bilaga",
                        default=os.environ.get("BILAGA",
                                               str(ROOT / "build/bilaga")))
    options = parser.parse_args()
    bilaga = str(pathlib.Path(options.bilaga).resolve())
    for site in SITES:
        for url, form in FORMS:
            with tempfile.TemporaryDirectory() as folder:
                check_site(bilaga, site, url, form, pathlib.Path(folder))
    TALLY.end()


if __name__ == "__main__":
    sys.exit(main())
