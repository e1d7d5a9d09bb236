#!/usr/bin/python3
"""run: does each total come of the rows that it leads to?

    run.py [--bilaga PATH] [--quick]

Publishes the real content and all small trees (tests/sites/*/content) and reads
only what came out. Each total on the website must lead to its account; the rows
listed there are added again, from the page and from its CSV file, by other
means than the program's, and must give the total and how many lack a figure;
the answer must be that total, rounded. Then one thing after another is changed
in a copy, and each change must be noticed. --quick: not the large one.
"""
import argparse
import copy
import os
import pathlib
import posixpath
import random
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "web"))

import accounts  # noqa: E402
import data  # noqa: E402
import trees  # noqa: E402
from tally import Tally  # noqa: E402
from trees import has_class, text_of  # noqa: E402

SEED = 20231122
FOLDER = "raknat/"


def resolve(page, url):
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), url))


def tables(root):
    return [box.find(".//table") for box in root.iter("div")
            if has_class(box, "table")]


# Each total leads to its account.

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

def leads(page, link):
    """The account that a link leads to, or None."""
    name = resolve(page, link.get("href", ""))
    return name if name.startswith(FOLDER) else None


def whole_tables():
    """The ids of the tables that writers ask for by other directives than
    {forums}."""
    ids = {True: set(), False: set()}
    for path in sorted([*ROOT.glob("content/**/*.md"),
                        *ROOT.glob("tests/sites/*/content/**/*.md")]):
        for name, rest in re.findall(
                r"^`{3,}\{([a-z-]+)\}(.*?)^`{3,}$",
                path.read_text(encoding="utf-8", errors="replace"),
                re.M | re.S):
            found = re.search(r"^:name: *(\S+)", rest, re.M)
            caption = rest.split("\n")[0].strip()
            ids[name != "forums"].add(found.group(1) if found else caption)
    return ids[True] - ids[False]


WHOLE = whole_tables()


def is_whole(table):
    """Does the table have all that its total adds? So do those of {changes},
    {endings}, {register} and the like, and the figures of a chart; what a
    section or {forums} adds up is in its account."""
    box = next((box for box in table.iterancestors("div")
                if has_class(box, "table")), None)
    if box is None or next(table.iterancestors("figure"), None) is not None:
        return True
    caption = text_of(table.find("caption")).partition(". ")[2]
    return box.get("id") in WHOLE or caption in WHOLE


def total_rows(root):
    """The tables that the program made which have a row for the total, and
    that row. A forum's own figures stand above their sum."""
    for table in root.iter("table"):
        if has_class(table, "forums") and not has_class(table, "account") \
                and not is_whole(table):
            for row in table.iterfind("tfoot/tr"):
                if has_class(row, "total"):
                    yield table, row


def figure_faults(site, page, root, used):
    for at in root.iter("a", "span"):
        if at.get("class") != "value":
            continue
        # Within a writer's own link there can be no other.
        inside = at.xpath("ancestor::a")
        account = None if at.tag == "span" else leads(page, at)
        if account is None and not inside:
            yield f"leads to no account: {text_of(at)}"
        elif account is not None and account not in site.pages:
            yield f"no account {account}: {text_of(at)}"
        elif account is not None:
            used.setdefault(account, []).append((page, text_of(at)))


def total_faults(site, page, root, used):
    for table, row in total_rows(root):
        links = [at for at in row.iter("a")
                 if at.get("class") == "account-link"]
        if len(links) != 1 or leads(page, links[0]) not in site.pages:
            yield f"the total leads to no account: {text_of(row)}"
            continue
        account = leads(page, links[0])
        used.setdefault(account, [])
        yield from accounts.same_total(
            accounts.rows_of(table), accounts.rows_of(
                tables(site.pages[account])[0]), site.language)


def own_sum_faults(root, language):
    """A forum's own figures: the cost is what stands above it."""
    for table in root.iter("table"):
        if has_class(table, "figures"):
            yield from accounts.figures_faults(accounts.rows_of(table),
                                               language)


def test_links(tally, label, site):
    used = {}
    for page, root in site.pages.items():
        if page.startswith(FOLDER):
            continue
        tally.test(f"{label}: {page}: totals lead to their accounts",
                   [*figure_faults(site, page, root, used),
                    *total_faults(site, page, root, used)])
        tally.test(f"{label}: {page}: costs are the sums of their parts",
                   list(own_sum_faults(root, site.language)))
    ours = {page for page in site.pages if page.startswith(FOLDER)}
    tally.test(f"{label}: each account is of some total",
               sorted(ours - set(used)))
    return used


# Each account gives its total.

def account_faults(site, page, root, used):
    account = accounts.Account(root, site.language)
    yield from account.faults()
    name = f"data/{page[:-5]}.csv"
    rows, _ = data.read_csv(site.files[name])
    if len(rows) > len(account.rows):
        # The page has sections, the file has all rows.
        yield from account.file_faults(rows)
    for place, text in used:
        yield from account.text_faults(text, place)
    for link in root.find(".//main").iter("a"):
        if resolve(page, link.get("href")) not in site.files:
            yield f"leads nowhere: {link.get('href')}"


def test_accounts(tally, label, site, used):
    for page, root in site.pages.items():
        if page.startswith(FOLDER):
            tally.test(f"{label}: {page}: the rows give the total", list(
                account_faults(site, page, root, used.get(page, []))))


# The method tables say the same as the accounts.

def test_methods(tally, label, site):
    for page, root in site.pages.items():
        if not page.endswith("/allt.html"):
            continue
        for row in root.iter("tr"):
            link = row.find("th/a[@class='account-link']")
            if link is None or row.getparent().tag == "tfoot":
                continue
            account = accounts.Account(site.pages[leads(page, link)],
                                       site.language)
            tally.test(f"{label}: {page}: {text_of(link)}",
                       list(account.method_faults(
                           [text_of(cell) for cell in row])))


def docbook_faults(path):
    """In DocBook totals lead to the document's method, if it has one."""
    text = path.read_text(encoding="utf-8")
    links = set(re.findall(r'<link linkend="([^"]*)" role="account"', text))
    if len(links) > 1:
        yield f"leads to more than one: {sorted(links)}"
    for name in links:
        if f'<table xml:id="{name}"' not in text:
            yield f"no table {name}"
    # The figures of forums and of charts have no number of their own, and
    # other directives have all that they add.
    for name, table in re.findall(r'<table xml:id="([^"]*)"(.*?)</table>',
                                  text, re.S):
        totals = re.findall(r'<row role="total">.*?</row>', table, re.S)
        if links and name not in WHOLE and totals and \
                'role="account"' not in totals[0]:
            yield f"{name}: the total leads nowhere"


def test_docbook(tally, label, site):
    for path in sorted((site.output / "docbook").glob("*.xml")):
        tally.test(f"{label}: {path.name}: totals lead to the method",
                   list(docbook_faults(path)))


# Would it be noticed?

def number_cells(root):
    """Cells of an account's rows with a figure that is added."""
    table = tables(root)[0]
    heads = [text_of(head) for head in table.iterfind("thead/tr/th")]
    return [cell for row in table.iterfind("tbody/tr")
            if not has_class(row, "group") for head, cell in zip(heads, row)
            if cell.get("class") == "number" and len(cell) == 0
            and not accounts.NO_SUM.search(head)
            and re.fullmatch(r"[^()]*\d", cell.text or "")]


def change_digit(root, choose):
    """One figure of one row, other than it was."""
    cell = choose(number_cells(root))
    at = choose(list(re.finditer(r"\d", cell.text))).start()
    digit = str((int(cell.text[at]) + 1) % 10)
    cell.text = cell.text[:at] + digit + cell.text[at + 1:]


def drop_row(root, choose):
    row = choose([cell.getparent() for cell in number_cells(root)
                  if (cell.text or "").strip("0, .") != ""])
    row.getparent().remove(row)


def repeat_row(root, choose):
    row = choose([cell.getparent() for cell in number_cells(root)
                  if (cell.text or "").strip("0, .") != ""])
    row.addnext(copy.deepcopy(row))


def make_unknown(root, choose):
    """A figure becomes unknown: the total would be at least the rest."""
    words = accounts.WORDS[root.get("lang")]
    cell = choose([cell for cell in number_cells(root)
                   if not has_class(root, "distinct")])
    cell.text = words["unknown"]


def change_total(root, choose):
    row = tables(root)[0].find("tfoot/tr")
    cell = choose([cell for cell in row if cell.get("class") == "number"
                   and re.search(r"\d", cell.text or "")])
    at = re.search(r"\d", cell.text).start()
    digit = str((int(cell.text[at]) + 1) % 10)
    cell.text = cell.text[:at] + digit + cell.text[at + 1:]


CHANGES = (change_digit, drop_row, repeat_row, make_unknown, change_total)


def is_sum(root, language):
    """A change of one row need not change which is the least."""
    return accounts.Account(root, language).measure in ("sum", "count")


def test_changes(tally, label, site, used):
    random.seed(SEED)
    pages = [page for page, root in site.pages.items()
             if page.startswith(FOLDER) and is_sum(root, site.language)
             and number_cells(root)]
    for change in CHANGES:
        for page in random.sample(pages, min(8, len(pages))):
            root = copy.deepcopy(site.pages[page])
            try:
                change(root, random.choice)
            except IndexError:
                continue
            tally.test(f"{label}: notices {change.__name__} in {page}",
                       "" if list(account_faults(site, page, root,
                                                 used.get(page, [])))
                       else "it does not")


def test_link_changes(tally, label, site):
    """A total that leads nowhere is noticed."""
    for page, root in site.pages.items():
        if page.startswith(FOLDER):
            continue
        root = copy.deepcopy(root)
        links = [at for at in root.iter("a") if at.get("class") == "value"]
        links += [at for _, row in total_rows(root) for at in row.iter("a")
                  if at.get("class") == "account-link"]
        if not links:
            continue
        links[0].set("href", "../index.html")
        tally.test(f"{label}: notices a total of {page} that leads elsewhere",
                   "" if [*figure_faults(site, page, root, {}),
                          *total_faults(site, page, root, {})]
                   else "it does not")


# So many forums that accounts are told section by section.
MANY = 4
QUESTIONS = """
{value}`antal()` {value}`antal(rader)` {value}`summa(avgift)`
{value}`summa(kostnad) i mnkr` {value}`summa(övrigt)` {value}`medel(avgift)`
{value}`minst(övrigt)` {value}`störst(avgift)` {value}`medel(deltagare.SLK)`
{value}`olika(betalas-till)` {value}`summa(deltagare.SLK + deltagare.KS)`

```{method} Alla
:name: tab-alla
```

```{forums} Alla forum
:name: tab-alla-forum
:total: ja
```
"""


def make_many(folder):
    """The real inventory several times over, with questions about all."""
    subprocess.run([sys.executable, trees.ROOT / "tests/bench/make_inventory.py",
                    trees.ROOT / "content", folder, str(MANY)], check=True)
    path = folder / "inventering/index.md"
    path.write_text(path.read_text(encoding="utf-8") + QUESTIONS,
                    encoding="utf-8")


def test_site(tally, label, site):
    site.language = site.pages["index.html"].get("lang")
    used = test_links(tally, label, site)
    test_accounts(tally, label, site, used)
    test_methods(tally, label, site)
    test_docbook(tally, label, site)
    test_changes(tally, label, site, used)
    test_link_changes(tally, label, site)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("--bilaga", metavar="PATH")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if options.bilaga:
        os.environ["BILAGA"] = options.bilaga
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="bilaga-accounts-") as folder:
        contents = [*trees.contents(),
                    # Claims are held to the publication's year all the same.
                    ("earlier", trees.ROOT / "tests/sites/summor/content",
                     ["--year", "2023"])]
        if not options.quick:
            many = pathlib.Path(folder) / "many"
            make_many(many)
            contents.append(("large", many, []))
        for label, content, arguments in contents:
            # What a theme of its own makes of a page is that theme's affair.
            if "--theme" in arguments:
                continue
            output = pathlib.Path(folder) / label
            if tally.test(f"build: {label}",
                          trees.build(content, output, *arguments)):
                test_site(tally, label, trees.Site(output))
    tally.end()


if __name__ == "__main__":
    main()
