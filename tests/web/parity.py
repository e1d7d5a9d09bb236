#!/usr/bin/python3
"""parity: do the website and the DocBook document say the same?

    parity.py OUTPUT

Reads the pages, the page that shows all, and the DocBook file of each document
in OUTPUT, each to the same plain lines (see model.py), and prints how they
differ.
"""
import difflib
import sys

from lxml import etree

import model_docbook
import model_html
from model import Model
import trees

NOT_PAGES = {"allt.html", "tabeller.html", "jamfor.html"}


def is_moved(root):
    """Is this a page that only leads on to another?"""
    return root.find(".//meta[@http-equiv='refresh']") is not None


class Document:
    """One document as it was published, and its three models."""

    def __init__(self, site, docbook_path):
        self.id = docbook_path.stem
        self.docbook_path = docbook_path
        self.docbook = etree.parse(str(docbook_path)).getroot()
        self.roots = {name.rpartition("/")[2]: root
                      for name, root in site.pages.items()
                      if name.startswith(self.id + "/")}
        self.whole = self.roots["allt.html"]
        self.pages = {}
        self.costs_ids = set()
        self.docbook_model = model_docbook.read_document(
            self.docbook, docbook_path.parent)
        for name, root in self.roots.items():
            if name not in NOT_PAGES and not is_moved(root):
                self.pages[name] = self.read_page(name, root)

    def page_id(self, name):
        return self.id if name == "index.html" else name[:-len(".html")]

    def read_page(self, name, root):
        model, costs_ids = model_html.read_page(root, self.id,
                                                self.page_id(name))
        self.costs_ids.update(costs_ids)
        return model

    def pages_model(self, changed=None):
        """All pages, in the order in which DocBook has them; `changed` has
        other models for some."""
        pages = {self.page_id(name): model
                 for name, model in {**self.pages, **(changed or {})}.items()}
        whole = Model()
        ids = [at.get(model_docbook.ID) for at in self.docbook.iter()]
        for identifier in ids:
            if identifier in pages:
                whole.add(pages.pop(identifier))
        for left in pages.values():
            whole.add(left)
        return whole

    def whole_model(self, root=None):
        return model_html.read_whole(self.whole if root is None else root,
                                     self.id, self.costs_ids)


def documents(site):
    """The documents of a site."""
    for path in sorted((site.output / "docbook").glob("*.xml")):
        yield Document(site, path)


def difference(docbook, html, name):
    """How two models differ, as lines, or nothing."""
    return list(difflib.unified_diff(docbook.text(), html.text(), "docbook",
                                     name, lineterm="", n=1))


def compare(document):
    """Pairs of what was compared and how it differs."""
    model = document.docbook_model
    yield "pages", difference(model, document.pages_model(), "pages")
    yield "allt.html", difference(model, document.whole_model(), "allt.html")


def main():
    differ = False
    for document in documents(trees.Site(sys.argv[1])):
        for name, lines in compare(document):
            print(f"{document.id}, {name}: "
                  f"{len(document.docbook_model.text())} lines")
            differ |= bool(lines)
            print("\n".join(lines))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
