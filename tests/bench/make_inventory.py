#!/usr/bin/env python3
"""make_inventory: what would the inventory look like if it were larger?

    make_inventory.py CONTENT TARGET COPIES
    make_inventory.py --hugo CONTENT TARGET COPIES

Makes the folder TARGET, which must not exist: the publication in CONTENT with
the chapter `redovisning` of the document `inventering` COPIES times. In copy
n every id of the chapter, and every reference to one, ends in `-n`. What
stands before the chapter is there once, and refers to copy 1; what comes
after it (whose tables grow with the whole) and other documents are left out,
and references to them lead to the chapter instead. Figures that the text
claims about the whole no longer hold: {claim} becomes {value}. Control sums in
heads are left out, so that a measurement may change a fee.

With --hugo, TARGET is a site for Hugo with the same pages at the same
addresses instead, for comparison: the facts of a forum are plain values in
its front matter, and links are ready, so that Hugo is asked for as little as
possible.

The same input gives the same bytes.
"""

import json
import os
import re
import shutil
import sys

DOCUMENT = "inventering"
CHAPTER = "redovisning"

# Pages of the chapter are made once and written COPIES times. Until then
# these stand for `-n` and for the number of the chapter's folder.
SUFFIX = "\0"
NUMBER = "\1"

ID = r"[a-z][a-z0-9-]*"
# Keys of the head whose values are ids of pages.
PAGE_KEYS = "id|alias|ingår-i|redovisas-i"
# Fields of a condition whose values are ids of pages. `eurocities` is both a
# forum and an organisation, so the word alone does not tell.
PAGE_FIELDS = "id|ingår-i|redovisas-i|avsnitt"

HEAD = re.compile(r"\A---\n(.*?\n)---[ \t]*(?:\n|\Z)", re.S)
HEAD_IDS = re.compile(
    rf"^((?:{PAGE_KEYS}):)([^\n#]*(?:\n[ \t]*-[ \t][^\n#]*)*)", re.M)
LABEL = re.compile(rf"^(\()({ID})(?=\)=)", re.M)
NAME = re.compile(rf"^(:name:\s*)({ID})", re.M)
FRAGMENT = re.compile(rf"(\]\(<?#|^\[[^\]^]+\]:\s*<?#)({ID})", re.M)
REF = re.compile(rf"(\{{ref\}}`(?:[^`<]*<)?)({ID})(?=>?`)")
FILE_LINK = re.compile(rf"(\]\(<?)([^()<>\s#:]+\.md)(#{ID})?(?=[)>\s])")
CONDITION = re.compile(r"^:where:[^\n]*|\{(?:value|claim)\}`[^`]*`", re.M)
PAGE_FIELD = re.compile(
    rf"((?:^|(?<=[\s(]))(?:{PAGE_FIELDS})\s*(?:!?=|≠|(?:inte )?bland)\s*)"
    rf"(\([^)]*\)|\[[^\]]*\]|{ID}(?:\s*,\s*{ID})*)", re.M)
# The sums of the source that a head states: a block of lines further in.
CONTROL = re.compile(r"^kontroll:[ \t]*\n(?:[ \t]+[^\n]*\n)+", re.M)
CLAIM = re.compile(r"\{claim\}`[^`=]*=\s*([^`;]*?)\s*(?:;[^`]*)?`")


# Reading.

def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def number_and_id(name):
    """`20-redovisning` and `20-redovisning.md` are 20 and `redovisning`."""
    number, _, rest = name.partition("-")
    return int(number), re.sub(r"\.(md|yaml)$", "", rest)


def is_page(path):
    return path.endswith((".md", ".yaml"))


def files_below(folder):
    """The paths of the files in `folder`, relative to it, sorted."""
    found = []
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name != "README.md" and not name.startswith("."):
                found.append(os.path.relpath(os.path.join(at, name), folder))
    return found


def split(path, text):
    """The head and the body of a page, each as it is written."""
    match = HEAD.match(text)
    if path.endswith(".yaml"):
        return text, ""
    return (match.group(0), text[match.end():]) if match else ("", text)


def page_id(path, text):
    match = re.search(rf"^id:\s*[\"']?({ID})", split(path, text)[0], re.M)
    if match:
        return match.group(1)
    folder, name = os.path.split(path)
    if name != "index.md":
        return number_and_id(name)[1]
    name = os.path.basename(folder)
    return number_and_id(name)[1] if name[0].isdigit() else name


def other_ids(path, text):
    """The ids that a page has besides its own: labels, names, aliases."""
    head, body = split(path, text)
    ids = [match.group(2) for match in LABEL.finditer(body)]
    ids += [match.group(2) for match in NAME.finditer(body)]
    for match in HEAD_IDS.finditer(head):
        if match.group(1) == "alias:":
            ids += re.findall(ID, match.group(2))
    return ids


class Inventory:
    """The document in parts: `front` (once), `chapter` (copied), the rest."""

    def __init__(self, content):
        self.content = content
        self.front, self.chapter, dropped = {}, {}, {}
        self.find_chapter()
        for path in files_below(content):
            if os.sep not in path or path.startswith("registers" + os.sep):
                continue
            part = {"front": self.front, "chapter": self.chapter,
                    "dropped": dropped}[self.part(path)]
            # Other files, such as images, have no text to rewrite.
            part[path] = read(os.path.join(content, path)) \
                if is_page(path) else None
        self.front_ids = all_ids(self.front)
        self.chapter_ids = all_ids(self.chapter)
        self.dropped_ids = all_ids(dropped)

    def find_chapter(self):
        root = os.path.join(self.content, DOCUMENT)
        for name in os.listdir(root):
            if os.path.isdir(os.path.join(root, name)):
                number, chapter = number_and_id(name)
                if chapter == CHAPTER:
                    self.number = number
                    self.folder = os.path.join(DOCUMENT, name)
                    return
        sys.exit(f"make_inventory: no chapter {CHAPTER} in {root}")

    def part(self, path):
        parts = path.split(os.sep)
        if parts[0] != DOCUMENT:
            return "dropped"
        if len(parts) == 2:
            return "front"
        number = number_and_id(parts[1])[0]
        return "front" if number < self.number else \
            "chapter" if number == self.number else "dropped"


def all_ids(pages):
    """Ids to the path of the page that has them."""
    ids = {}
    for path, text in pages.items():
        if text is None:
            continue
        for name in [page_id(path, text)] + other_ids(path, text):
            ids[name] = path
    return ids


# Rewriting.

class Rewriter:
    """Gives the ids of the chapter `suffix`, wherever they are written."""

    def __init__(self, inventory, suffix, number):
        self.inventory = inventory
        self.suffix = suffix
        self.folder = os.path.join(DOCUMENT, f"{number}-{CHAPTER}{suffix}")
        # Longest first: headings have ids that begin with their page's.
        self.prefixes = sorted(inventory.chapter_ids, key=len, reverse=True)

    def id(self, name):
        inventory = self.inventory
        if name in inventory.chapter_ids:
            return name + self.suffix
        if name in inventory.front_ids:
            return name
        if name in inventory.dropped_ids:
            return CHAPTER + self.suffix
        for prefix in self.prefixes:
            if name.startswith(prefix + "-"):
                return prefix + self.suffix + name[len(prefix):]
        return name

    def ids_in(self, text):
        return re.sub(ID, lambda match: self.id(match.group(0)), text)

    def match(self, match):
        return match.group(1) + self.ids_in(match.group(2))

    def condition(self, match):
        return PAGE_FIELD.sub(self.match, match.group(0))

    def path(self, path):
        """Where the file at `path` is in the new tree."""
        chapter = self.inventory.folder
        if not path.startswith(chapter + os.sep):
            return path
        parts = path[len(chapter) + 1:].split(os.sep)
        for i, part in enumerate(parts):
            stem, ending = os.path.splitext(part)
            if i < len(parts) - 1:
                parts[i] = part + self.suffix
            elif ending in (".md", ".yaml") and part != "index.md":
                parts[i] = stem + self.suffix + ending
        return os.path.join(self.folder, *parts)

    def file_link(self, match, path):
        here = os.path.dirname(path)
        target = os.path.normpath(os.path.join(here, match.group(2)))
        if target in self.inventory.front or target in self.inventory.chapter:
            new = self.path(target)
        else:
            new = self.path(os.path.join(self.inventory.folder, "index.md"))
        new = os.path.relpath(new, os.path.dirname(self.path(path)))
        fragment = self.ids_in(match.group(3) or "")
        return match.group(1) + new + fragment

    def body(self, path, text):
        for pattern in (LABEL, NAME, FRAGMENT, REF):
            text = pattern.sub(self.match, text)
        text = CONDITION.sub(self.condition, text)
        text = CLAIM.sub(r"{value}`\1`", text)
        return FILE_LINK.sub(lambda match: self.file_link(match, path), text)

    def page(self, path, text):
        head, body = split(path, text)
        head = HEAD_IDS.sub(self.match, CONTROL.sub("", head))
        if path.endswith(".yaml"):
            return self.body(path, head)
        return head + self.body(path, body)


def new_pages(inventory):
    """The front, and the chapter with SUFFIX in it: paths to text."""
    front = Rewriter(inventory, "-1", inventory.number)
    chapter = Rewriter(inventory, SUFFIX, NUMBER)
    return ({front.path(path): front.page(path, text)
             for path, text in inventory.front.items() if text is not None},
            {chapter.path(path): chapter.page(path, text)
             for path, text in inventory.chapter.items() if text is not None})


def check_ids(inventory, copies):
    """Copies of different ids cannot meet, but they might meet the front's."""
    for n in range(1, copies + 1):
        for name in inventory.chapter_ids:
            if f"{name}-{n}" in inventory.front_ids:
                sys.exit(f"make_inventory: the id {name}-{n} is taken")


# Writing.

def write(target, path, text):
    path = os.path.join(target, path)
    try:
        file = open(path, "w", encoding="utf-8", newline="\n")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = open(path, "w", encoding="utf-8", newline="\n")
    with file:
        file.write(text)


def copy(source, path, target, new_path):
    new_path = os.path.join(target, new_path)
    os.makedirs(os.path.dirname(new_path), exist_ok=True)
    shutil.copyfile(os.path.join(source, path), new_path)


def instance(text, inventory, n):
    """What `text` is in copy n. Chapters are numbered in steps of 10."""
    return text.replace(SUFFIX, f"-{n}").replace(
        NUMBER, str(inventory.number + 10 * (n - 1)))


def write_chapters(target, inventory, chapter, copies):
    for n in range(1, copies + 1):
        for path, text in chapter.items():
            write(target, instance(path, inventory, n),
                  instance(text, inventory, n))


def copy_assets(target, inventory, copies):
    """Files beside the pages, such as images, keep their names."""
    chapter = Rewriter(inventory, SUFFIX, NUMBER)
    for path, text in inventory.front.items():
        if text is None:
            copy(inventory.content, path, target, path)
    for path, text in inventory.chapter.items():
        for n in range(1, copies + 1) if text is None else ():
            copy(inventory.content, path, target,
                 instance(chapter.path(path), inventory, n))


def make_content(inventory, target, copies):
    content = inventory.content
    for name in sorted(os.listdir(content)):
        if os.path.isfile(os.path.join(content, name)) and name != "README.md":
            copy(content, name, target, name)
    for name in files_below(os.path.join(content, "registers")):
        path = os.path.join("registers", name)
        copy(content, path, target, path)
    publication = read(os.path.join(content, "publication.yaml"))
    # Pages of chapters have other ids, so shortcuts would lead nowhere.
    publication = re.sub(r"^genvägar:\n(?:  .*\n)+", "", publication, flags=re.M)
    write(target, "publication.yaml", re.sub(
        r"^dokument:.*(?:\n[ \t]*-.*)*", f"dokument: [{DOCUMENT}]",
        publication, flags=re.M))
    front, chapter = new_pages(inventory)
    for path, text in front.items():
        write(target, path, text)
    write_chapters(target, inventory, chapter, copies)
    copy_assets(target, inventory, copies)


# The site for Hugo.

HUGO_CONFIG = """\
baseURL = "/"
languageCode = "sv"
title = {title}
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404", "robotsTXT"]
enableGitInfo = false
theme = "minimal"
"""

# As fast as Hugo can: what pages share is made once (partialCached). The list
# beside a page shows the same links as an open branch would, level by level;
# nesting them took Hugo twice the time.
HUGO_LAYOUTS = {
    "_default/baseof.html": """\
<!DOCTYPE html>
<html lang="{{ .Site.LanguageCode }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ .Site.Title }}</title>
<link rel="stylesheet" href="{{ "site.css" | relURL }}">
</head>
<body>
<a class="skip" href="#main">Till innehållet</a>
<header><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a></header>
<nav aria-label="Innehåll">
{{ partialCached "open.html" .CurrentSection .CurrentSection.RelPermalink -}}
</nav>
<main id="main">
{{ partial "crumbs.html" . -}}
{{ block "main" . }}{{ end -}}
</main>
</body>
</html>
""",
    "_default/single.html": """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ with .Params.name }}<p class="name">{{ . }}</p>{{ end }}
<table>
<caption>Uppgifter om forumet</caption>
{{ range $fact := .Params.facts -}}
<tr><th scope="row">{{ $fact.name }}</th><td>{{ $fact.value }}</td></tr>
{{ end -}}
</table>
{{ .Content }}
{{ end }}
""",
    "_default/list.html": """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ .Content }}
{{ with .Sections }}
<ul>
{{ range . -}}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end -}}
</ul>
{{ end }}
{{ with .RegularPages }}
<table>
<caption>Forum i avsnittet</caption>
<thead><tr><th scope="col">Forum</th><th scope="col">SLK</th>\
<th scope="col">KS</th><th scope="col">Avgift</th>\
<th scope="col">Övrigt</th></tr></thead>
<tbody>
{{ range . -}}
<tr><th scope="row"><a href="{{ .RelPermalink }}">{{ .Title }}</a></th>\
<td>{{ .Params.slk }}</td><td>{{ .Params.ks }}</td>\
<td>{{ .Params.fee }}</td><td>{{ .Params.other }}</td></tr>
{{ end -}}
</tbody>
</table>
{{ end }}
{{ end }}
""",
    "partials/open.html": """\
{{ range .Ancestors.Reverse -}}
{{ partialCached "level.html" . .RelPermalink -}}
{{ end -}}
{{ partialCached "level.html" . .RelPermalink -}}
""",
    "partials/level.html": """\
<ul>
{{ range .Pages -}}
<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end -}}
</ul>
""",
    "partials/crumbs.html": """\
<ol class="crumbs">
{{ range .Ancestors.Reverse -}}
<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end -}}
</ol>
""",
}

HUGO_CSS = """\
body { font-family: sans-serif; max-width: 70em; margin: auto; }
nav { float: left; width: 18em; }
main { margin-left: 20em; }
th { text-align: left; }
"""

# Facts of a forum, in order: the key in the head, and what pages call it.
FACTS = {
    "namn": "Fullständigt namn", "form": "Form", "medlemskap": "Medlemskap",
    "nivå": "Nivå", "drivs-av": "Drivs av", "deltar": "Parter",
    "per-år": "Möten per år", "hålls": "Hålls", "läge": "Läge",
    "SLK": "Stadsledningskontoret", "KS": "Kommunstyrelsen",
    "avgift": "Avgift", "betalas-till": "Betalas till",
    "övrigt": "Övrig kostnad", "övrigt-avser": "Övrig kostnad avser",
    "anmärkning": "Anmärkning",
}
PARTY_FACTS = ("drivs-av", "deltar", "betalas-till")


def value_of(head, key):
    """The first value of `key` at any depth, as plain text."""
    match = re.search(rf"^[ \t]*(?:- )?{key}:[ \t]+(.+?)(?:[ \t]+#.*)?$",
                      head, re.M)
    return match.group(1).strip("\"'[]") if match else None


def organisations(content):
    text = read(os.path.join(content, "registers", "organisations.yaml"))
    return {match.group(1): match.group(2).strip("\"'")
            for match in re.finditer(
                rf"^({ID}):\s*\{{namn: (\"[^\"]*\"|[^,}}]*)", text, re.M)}


class HugoSite:
    """Pages of Hugo's for ours; both with SUFFIX and NUMBER in them."""

    def __init__(self, inventory, pages):
        self.inventory = inventory
        self.parties = organisations(inventory.content)
        self.titles, self.addresses, self.page_ids = {}, {}, {}
        for path, text in pages.items():
            self.add(path, text)

    def add(self, path, text):
        # page_id() and other_ids() know real ids only.
        copied = NUMBER in path
        ids = [page_id(sample(path), sample(text))]
        ids += other_ids(sample(path), sample(text))
        if copied:
            ids = [name.removesuffix("-0") + SUFFIX for name in ids]
        self.page_ids[path] = ids[0]
        for name in ids:
            self.titles[name] = value_of(split(path, text)[0], "titel")
            self.addresses[name] = f"{ids[0]}.html"
        for name in ids[1:]:
            self.addresses[name] += "#" + name

    def link(self, name, words=None):
        # The front refers to copy 1 by its real id.
        known = name if name in self.titles else \
            name.removesuffix("-1") + SUFFIX
        if known not in self.titles:
            # A heading without a label: Hugo would not know it either.
            return f"[{words or name}](#{name})"
        address = self.addresses[known].replace(SUFFIX, name[len(known) - 1:])
        return f"[{words or self.titles[known]}]({address})"

    def file_link(self, match, path):
        target = os.path.normpath(os.path.join(os.path.dirname(path),
                                               match.group(2)))
        # Likewise: the front refers to copy 1 by its real path.
        for known, name in self.page_ids.items():
            for page, here in ((name, known),
                               (name.replace(SUFFIX, "-1"),
                                instance(known, self.inventory, 1))):
                if here == target:
                    return f"{match.group(1)}{page}.html" + (
                        match.group(3) or "")
        sys.exit(f"make_inventory: {path}: no page {match.group(2)}")

    def body(self, path, text):
        any_id = rf"({ID}{SUFFIX}?[a-z0-9-]*)"
        text = re.sub(rf"^\({any_id}\)=\n(#+ [^\n]*)", r"\2 {#\1}", text,
                      flags=re.M)
        text = re.sub(rf"\{{ref\}}`{any_id}`",
                      lambda match: self.link(match.group(1)), text)
        text = re.sub(rf"\[([^\]]*)\]\(#{any_id}\)", lambda match: self.link(
            match.group(2), match.group(1)), text)
        text = FILE_LINK.sub(lambda match: self.file_link(match, path), text)
        return re.sub(r"\{(?:value|claim)\}(`[^`]*`)", r"\1", text)

    def party_names(self, value):
        return ", ".join(self.parties.get(name, name)
                         for name in re.findall(ID, value))

    def facts(self, head):
        facts = []
        for key, name in FACTS.items():
            value = value_of(head, key)
            if value and key in PARTY_FACTS:
                value = self.party_names(value)
            if value:
                facts.append({"name": name, "value": value})
        return facts

    def fields(self, path, head):
        page = self.page_ids[path]
        fields = {"title": self.titles[page],
                  "linkTitle": value_of(head, "kortnamn") or
                  self.titles[page],
                  "url": f"/{DOCUMENT}/{page}.html"}
        if not path.endswith("index.md"):
            for field, key in (("name", "namn"), ("slk", "SLK"), ("ks", "KS"),
                               ("fee", "avgift"), ("other", "övrigt")):
                fields[field] = value_of(head, key) or ""
            fields["facts"] = self.facts(head)
        return fields

    def page(self, path, text):
        head, body = split(path, text)
        parts = path.split(os.sep)
        name = parts[-2] if parts[-1] == "index.md" else parts[-1]
        number = name.partition("-")[0] if "-" in name else "0"
        # JSON is YAML; but SUFFIX must be found again.
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}"
                 for key, value in self.fields(path, head).items()]
        return "\n".join(["---", f"weight: {number}", *lines, "---", ""]
                         ).replace("\\u0000", SUFFIX) + self.body(path, body)


def sample(text):
    return text.replace(SUFFIX, "-0").replace(NUMBER, "0")


def hugo_path(path):
    """A page that has others below it is called _index.md by Hugo."""
    return os.path.join("content", re.sub(r"\bindex\.md$", "_index.md", path))


def make_hugo(inventory, target, copies):
    front, chapter = new_pages(inventory)
    site = HugoSite(inventory, {**front, **chapter})
    for path, text in front.items():
        write(target, hugo_path(path), site.page(path, text))
    chapter = {hugo_path(path): site.page(path, text)
               for path, text in chapter.items()}
    write_chapters(target, inventory, chapter, copies)
    publication = read(os.path.join(inventory.content, "publication.yaml"))
    write(target, "config.toml", HUGO_CONFIG.format(
        title=json.dumps(value_of(publication, "titel"), ensure_ascii=False)))
    write(target, "themes/minimal/static/site.css", HUGO_CSS)
    for path, text in HUGO_LAYOUTS.items():
        write(target, os.path.join("themes/minimal/layouts", path), text)


def main(arguments):
    hugo = arguments[:1] == ["--hugo"]
    arguments = arguments[1:] if hugo else arguments
    if len(arguments) != 3 or not re.fullmatch("[1-9][0-9]*", arguments[2]):
        print("usage: make_inventory.py [--hugo] CONTENT TARGET COPIES",
              file=sys.stderr)
        return 2
    content, target, copies = arguments[0], arguments[1], int(arguments[2])
    if os.path.lexists(target):
        print(f"make_inventory: {target} is there already", file=sys.stderr)
        return 2
    inventory = Inventory(content)
    check_ids(inventory, copies)
    (make_hugo if hugo else make_content)(inventory, target, copies)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
