#!/usr/bin/python3
"""run: is what bilaga publishes right?

    run.py [--quick | --every] [--keep FOLDER]

Builds the real content and all small trees (tests/sites/*/content) and looks
at their DocBook documents, whether these and the website say the same, at each
page and how large pages become, at the data, at the pages in a browser and on
paper, and whether all would be the same elsewhere. How each is done is told at
the head of docbook.py, parity.py, growth.py, mutate.py, pages.py, data.py,
browser.py, sheet.py and same.py.

--quick        leave out the slow ones: changes of finished files, the Nu HTML
               checker, the browser, and builds in other surroundings
--every        do in the browser with all pages what else is done with pages of
               each kind: takes half an hour
--keep FOLDER  build into FOLDER and leave it there
"""
import argparse
import concurrent.futures
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

import browser  # noqa: E402
import data  # noqa: E402
import docbook  # noqa: E402
import growth  # noqa: E402
import mutate  # noqa: E402
import pages  # noqa: E402
import parity  # noqa: E402
import same  # noqa: E402
import sheet  # noqa: E402
from tally import Tally  # noqa: E402
import trees  # noqa: E402

# Of the real content, the document that is changed to see what is noticed.
CHANGED = ("content", "inventering")


def build_all(tally, folder):
    """The sites by their names, those that could be built."""
    sites = {}
    for label, content, options in trees.contents():
        output = folder / label
        if tally.test(f"build: {label}",
                      trees.build(content, output, *options)):
            sites[label] = trees.Site(output, "--theme" in options)
    return sites


def test_parity(tally, label, documents):
    for document in documents:
        for name, difference in parity.compare(document):
            tally.test(f"parity: {label}: {document.id}: {name}", difference)


def test_changes(tally, document):
    """Would the comparison notice if something differed?"""
    for label, difference in mutate.Changes(document).all():
        tally.test(f"parity notices: {label}", "" if difference else
                   "it does not" if difference is not None else
                   "nothing could be changed")


def test_site(tally, rules, label, site, quick):
    documents = list(parity.documents(site))
    for document in documents:
        docbook.test(tally, rules, label, document)
        if (label, document.id) == CHANGED and not quick:
            test_changes(tally, document)
    docbook.test_jing(tally, label, documents)
    # What a theme of its own makes of a page is that theme's affair.
    if not site.own_theme:
        test_parity(tally, label, documents)
        pages.test(tally, label, site, documents)
        data.test(tally, label, site, documents)


def test_all(tally, folder, quick, every):
    sites = build_all(tally, folder)
    with tempfile.TemporaryDirectory(prefix="bilaga-web-") as large:
        growth.test(tally, large, 3 if quick else 100 if every else 10)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        waiting = []
        if not quick:
            ours = {label: site for label, site in sites.items()
                    if not site.own_theme}
            for test in (lambda tally: browser.test(tally, ours, every),
                         lambda tally: pages.test_nu(tally, ours),
                         lambda tally: sheet.test(tally, ours),
                         same.test):
                aside = Tally()
                waiting.append((pool.submit(test, aside), aside))
        rules = docbook.Rules()
        docbook.test_rules(tally, rules)
        for label, site in sites.items():
            test_site(tally, rules, label, site, quick)
        for future, aside in waiting:
            future.result()
            tally.add(aside)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--keep", metavar="FOLDER", type=pathlib.Path)
    options = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="bilaga-web-") as folder:
        test_all(tally, options.keep or pathlib.Path(folder), options.quick,
                 options.every)
    tally.end()


if __name__ == "__main__":
    main()
