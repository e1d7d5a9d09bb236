"""pages: is each page good HTML, by itself and among the others?

Of each page: its structure, that it needs no scripts and nothing from
elsewhere, that its links lead somewhere, its tables, its images. Of all pages:
titles, ways to them, and that what leads to a page names it rightly.
"""
import gzip
import json
import posixpath
import re
import subprocess
import urllib.parse

import model_html
import trees
from trees import has_class, text_of

NU = trees.ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"

# The checker takes all files for strangers to each other. browser.py proves
# that the policy lets them through.
NU_IGNORED = re.compile(r"Resource violates Content Security Policy \(meta "
                        r"tag\): (external (?:stylesheet|script)|image) ")

# Its texts have such signs; parity holds them to what DocBook has.
LITERAL = {"ytterligheter"}

# What servers show for an address that nothing has; nothing leads to it.
MISSING = "404.html"

# Bytes that the HTML of a page may have, and its style sheet and scripts
# together, compressed. What shows everything at once has no bound, and the
# index of the search is data.
HTML_MOST = 100_000
FILES_MOST = 30_000
UNBOUNDED = re.compile(r"allt|jamfor|register\b")
INDEX = re.compile(r"sok/(?:index|text)\.js")

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ADDRESSES = ("href", "src", "srcset", "poster", "data", "action", "cite",
             "formaction", "background")
FORBIDDEN = ("style", "iframe", "object", "embed", "form", "base", "applet",
             "frame", "noscript")


def elements(root, *tags):
    """The elements of a page, without comments."""
    return (at for at in root.iter(*tags) if isinstance(at.tag, str))


def where(element):
    """An element as it is told to the reader of a failure."""
    text = text_of(element)
    return f"<{element.tag}> {text[:60]}" if text else \
        f"<{element.tag} {dict(element.attrib)}>"


# One page by itself.

def structure_faults(root, source):
    if not source.startswith("<!DOCTYPE html>"):
        yield "no doctype"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", root.get("lang") or ""):
        yield f"language: {root.get('lang')}"
    titles = root.findall("head/title")
    if len(titles) != 1 or not text_of(titles[0]):
        yield "no title"
    if len(list(root.iter("h1"))) != 1:
        yield f"{len(list(root.iter('h1')))} h1"
    level = 0
    for heading in elements(root, *HEADINGS):
        if int(heading.tag[1]) > level + 1:
            yield f"jumps from h{level} to {where(heading)}"
        if not text_of(heading):
            yield f"an empty {heading.tag}"
        level = int(heading.tag[1])
    ids = [at.get("id") for at in elements(root) if "id" in at.attrib]
    for identifier in sorted({at for at in ids if ids.count(at) > 1}):
        yield f"the id {identifier} {ids.count(identifier)} times"
    if "" in ids:
        yield "an empty id"
    if len(list(root.iter("main"))) != 1:
        yield "not one main"
    yield from name_faults(root)


def contents_faults(root):
    """Numbers that the contents pass over: what has them could not be found."""
    number = "a/span[@class='section-number']"
    for entries in root.xpath(".//nav//ul | .//ol[@class='outline'] | "
                              ".//ol[@class='outline']//ol"):
        numbers = [at.text for at in entries.xpath("li/" + number)]
        above = entries.xpath(f"ancestor::li[1]/{number}")
        if above and numbers and numbers[0] != above[0].text + ".1":
            yield f"{numbers[0]} comes first below {above[0].text}"
        for before, after in zip(numbers, numbers[1:]):
            stem, _, last = before.rpartition(".")
            # Beside an account stands only the way down to its place.
            if not after.startswith(before + ".") and after != \
                    f"{stem}.{int(last) + 1}".lstrip("."):
                yield f"{after} follows {before}"


def name_faults(root):
    """Parts of a page that are alike have different names."""
    names = [name_of(root, nav) for nav in root.iter("nav")]
    if "" in names:
        yield "a nav without a name"
    if len(set(names)) < len(names):
        yield f"two navs have one name: {names}"
    for at in elements(root):
        for key in ("aria-labelledby", "aria-describedby", "aria-controls",
                    "for", "headers"):
            for target in (at.get(key) or "").split():
                if root.find(f".//*[@id='{target}']") is None:
                    yield f"{key}={target} names nothing"


def name_of(root, element):
    """The accessible name that an element was given."""
    if element.get("aria-label"):
        return element.get("aria-label")
    return " ".join(text_of(at) for target in
                    (element.get("aria-labelledby") or "").split()
                    for at in root.iterfind(f".//*[@id='{target}']"))


def safety_faults(root):
    """A strict policy, and nothing that it would not let through."""
    policies = root.findall(
        "head/meta[@http-equiv='Content-Security-Policy']")
    if len(policies) != 1:
        yield "no Content-Security-Policy"
        return
    rules = policies[0].get("content")
    if "default-src 'none'" not in rules or "unsafe" in rules or \
            re.search(r"https?:|\*", rules):
        yield f"a policy that is not strict: {rules}"
    for at in root.find("head"):
        if at is policies[0]:
            break
        if at.tag in ("link", "script", "style"):
            yield f"before the policy: {where(at)}"
    for at in elements(root):
        if at.tag in FORBIDDEN:
            yield f"not wanted: {where(at)}"
        if at.tag == "script" and (text_of(at) or not at.get("src")):
            yield "a script in the page"
        for key in at.attrib:
            if key == "style" or key.startswith("on"):
                yield f"{key} at {where(at)}"


def text_faults(root):
    """What a program or a template left behind."""
    text = " ".join(" ".join(root.itertext()).split())
    for sign in re.findall(r"\{\{.{20}|&(?:amp|lt|gt|quot|#39);.{20}|"
                           r"\(null\)|bilaga:pages", text):
        yield f"in the text: {sign}"
    # Only what the program writes; a writer may write as he likes, and what
    # is in another currency is shown as it was written.
    for cell in root.xpath(".//table[@class!='text']//td[starts-with(@class, "
                           "'number')] | .//*[@class='value']"):
        if re.search(r"\d \d{3}(?!\d| [A-Z]{3})",
                     "".join(cell.itertext())):
            yield f"a space that breaks between thousands: {where(cell)}"


def table_faults(root):
    for table in root.iter("table"):
        rows = list(table.iter("tr"))
        caption = table.find("caption")
        numbered = table.getparent().getparent().get("id")
        if numbered and (caption is None or not text_of(caption)):
            yield f"no caption: {where(table)}"
        if table.get("class") in ("figures", "forums") and caption is None:
            yield f"no caption: {where(table)}"
        widths = {sum(int(cell.get("colspan", 1)) for cell in row)
                  for row in rows}
        if len(widths) != 1:
            yield f"rows of {sorted(widths)} cells: {where(table)}"
        named = {tuple(i for i, cell in enumerate(row)
                       if cell.get("scope") == "row") for row in rows
                 if row.getparent().tag != "thead"
                 and row[0].get("scope") != "rowgroup"}
        if len(named) > 1:
            yield f"some rows have a header, others not: {where(table)}"
    for cell in root.iter("th"):
        if cell.get("scope") not in ("col", "row", "rowgroup", "colgroup"):
            yield f"no scope: {where(cell)}"
    for box in elements(root):
        if box.get("role") == "region" and not name_of(root, box):
            yield f"a region without a name: {where(box)}"


def image_faults(root, site, page):
    for image in root.iter("img"):
        if image.get("alt") is None:
            yield f"no text instead of {image.get('src')}"
    for icon in root.iterfind("head/link[@rel='icon']"):
        if resolve(page, icon.get("href"))[0] not in site.files:
            yield "no such icon"


def head_faults(site, page):
    """What a page says of itself to those who list it, and where it leads."""
    root = site.pages[page]
    texts = [at.get("content") for at in
             root.iterfind("head/meta[@name='description']")]
    if len(texts) != 1 or not texts[0].strip() or len(texts[0]) > 250:
        yield f"described as {texts}"
    robots = [at.get("content") for at in
              root.iterfind("head/meta[@name='robots']")]
    hidden = page == MISSING or is_moved(root) or "noindex" in [
        at.get("content") for at in
        site.pages["index.html"].iterfind("head/meta[@name='robots']")]
    if robots != ["noindex"] * hidden:
        yield f"robots are told {robots}"
    if "tillganglighet.html" in site.files and not is_moved(root) and \
            "tillganglighet.html" not in {
                resolve(page, at.get("href") or "")[0].rpartition("/")[2]
                for at in root.iterfind(".//footer//a")}:
        yield "no way to the accessibility statement"


def size_faults(site, page):
    """A page is small, whatever the publication."""
    size = site.files[page].stat().st_size
    if size > HTML_MOST and not UNBOUNDED.search(page):
        yield f"{size} bytes of HTML"
    root = site.pages[page]
    names = {resolve(page, url)[0] for url in
             root.xpath("head/script/@src | head/link[@rel='stylesheet']/@href")}
    packed = sum(len(gzip.compress(site.files[name].read_bytes()))
                 for name in names
                 if name in site.files and not INDEX.fullmatch(name))
    if packed > FILES_MOST:
        yield f"{packed} bytes of styles and scripts, compressed"


# Links.

def resolve(page, url):
    """The file and the id that an address on a page leads to."""
    # It is shown under any address, so it may begin with the site's own.
    if page == MISSING and url.startswith("/"):
        url = url.split("/", 2)[2]
    path, _, fragment = url.partition("#")
    path = urllib.parse.unquote(path)
    if not path:
        return page, urllib.parse.unquote(fragment)
    return (posixpath.normpath(posixpath.join(posixpath.dirname(page), path)),
            urllib.parse.unquote(fragment))


def address_faults(site, page, at, key):
    url = at.get(key)
    if key == "srcset":
        yield "srcset is not looked at"
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", url):
        if at.tag != "a" or not re.match(r"https?://|mailto:", url):
            yield f"from elsewhere: {where(at)}: {url}"
        return
    if url.startswith("/") and page != MISSING:
        yield f"only right at the root of a server: {url}"
        return
    name, fragment = resolve(page, url)
    if name not in site.files:
        yield f"no file {url}: {where(at)}"
    elif fragment and fragment not in site.ids.get(name, ()):
        yield f"no id {url}: {where(at)}"


def link_faults(site, page):
    for at in elements(site.pages[page]):
        for key in ADDRESSES:
            if key in at.attrib:
                yield from address_faults(site, page, at, key)
        if at.tag == "a" and not (text_of(at) or at.xpath(".//img[@alt!='']")
                                  or name_of(site.pages[page], at)):
            yield f"a link without text to {at.get('href')}"


def style_faults(site, name):
    """What a style sheet fetches must be there, and be ours."""
    text = re.sub(r"/\*.*?\*/", "",
                  site.files[name].read_text(encoding="utf-8"), flags=re.S)
    for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", text):
        if not url.startswith(("data:", "#")) and \
                resolve(name, url)[0] not in site.files:
            yield f"no file {url}"
    for url in re.findall(r"@import[^;]*|https?://[^\s)'\"]*", text):
        # The name of SVG's namespace is no address.
        if not url.startswith("http://www.w3.org/"):
            yield f"from elsewhere: {url}"


# All pages.

def is_moved(root):
    return root.find(".//meta[@http-equiv='refresh']") is not None


def reached(site):
    """The pages that a reader can click through to from the front page."""
    seen, waiting = set(), ["index.html"]
    while waiting:
        page = waiting.pop()
        if page in seen or page not in site.pages:
            continue
        seen.add(page)
        waiting += [resolve(page, at.get("href"))[0]
                    for at in site.pages[page].iter("a") if at.get("href")]
    return seen


def test_all(tally, label, site):
    titles = {}
    for page, root in site.pages.items():
        if not is_moved(root):
            titles.setdefault(text_of(root.find("head/title")), []).append(
                page)
    tally.test(f"{label}: titles differ", [
        f"{title}: {', '.join(pages)}" for title, pages in titles.items()
        if len(pages) > 1])
    left = {page for page, root in site.pages.items()
            if not is_moved(root)} - reached(site) - {MISSING}
    tally.test(f"{label}: a way to each page", sorted(left))
    used = {resolve(page, at.get(key))[0]
            for page, root in site.pages.items() for at in elements(root)
            for key in ("href", "src") if at.get(key)}
    for name in site.files:
        if name.endswith(".css"):
            tally.test(f"{label}: {name}", list(style_faults(site, name)))
    tally.test(f"{label}: each data file can be had", [
        name for name in site.files if name.startswith("data/")
        and name not in used])


# What leads to a page says its number and title.

class Names:
    """The numbers and titles of pages, and ways between them."""

    def __init__(self, site, documents):
        self.site = site
        self.headings = {}
        for page, root in site.pages.items():
            heading = root.find(".//h1")
            number = heading.find("span[@class='section-number']")
            self.headings[page] = ("" if number is None else text_of(number),
                                   text_of(heading))
        self.order = {}	# of a page: the one before and the one after
        for document in documents:
            ids = {document.page_id(name): f"{document.id}/{name}"
                   for name in document.pages}
            order = [ids[piece.get("id")] for piece in
                     model_html.pieces(document.whole)]
            for i, page in enumerate(order):
                self.order[page] = (order[i - 1] if i else None,
                                    order[i + 1] if i + 1 < len(order)
                                    else None)

    def number_faults(self, page):
        """Where a link begins with a number, it is that of its page."""
        for at in self.site.pages[page].iter("a"):
            number = at.find("span[@class='section-number']")
            target, fragment = resolve(page, at.get("href") or "")
            if number is not None and not fragment and \
                    text_of(number) != self.headings.get(target, "?")[0]:
                yield f"another number than {target}: {text_of(at)}"

    def neighbour_faults(self, page):
        """The pages before and after are those of the whole document."""
        found = tuple(
            next((resolve(page, at.get("href"))[0] for at in
                  self.site.pages[page].iter("a") if at.get("rel") == rel),
                 None) for rel in ("prev", "next"))
        if page in self.order and found != self.order[page]:
            yield f"leads to {found} and not to {self.order[page]}"
        for at in self.site.pages[page].iter("a"):
            if at.get("rel") in ("prev", "next"):
                title = self.headings[resolve(page, at.get("href"))[0]][1]
                if not text_of(at).endswith(title):
                    yield f"names another page: {text_of(at)}"

    def mentioned(self):
        """Of each page, those whose text refers to it or to what is on it."""
        found = {page: set() for page in self.site.pages}
        for page, root in self.site.pages.items():
            if page.endswith("/allt.html"):
                continue
            for part in elements(root.find(".//main"), "div", "section"):
                if part.get("class") not in ("prose", "notes"):
                    continue
                for at in part.iter("a"):
                    target = resolve(page, at.get("href") or "")[0]
                    made = at.xpath("ancestor::table[@class!='text']")
                    if target in found and target != page and not made:
                        found[target].add(page)
        return found

    def mention_faults(self, page, expected):
        lists = [at for at in self.site.pages[page].iter("section")
                 if has_class(at, "mentions")]
        found = {resolve(page, at.get("href"))[0]
                 for part in lists for at in part.iter("a")}
        if found != expected:
            yield f"mentions {sorted(found)} and not {sorted(expected)}"


def test_names(tally, label, site, documents):
    names = Names(site, documents)
    mentioned = names.mentioned()
    for page in names.order:
        tally.test(f"{label}: {page}: others are named rightly", [
            *names.number_faults(page), *names.neighbour_faults(page),
            *names.mention_faults(page, mentioned[page])])
    for document in documents:
        test_table_list(tally, label, site, document)


def test_table_list(tally, label, site, document):
    """The list of tables has all that have a number, in their order, and
    then all charts."""
    name = f"{document.id}/tabeller.html"
    expected = [(text_of(caption), caption.getparent().getparent()
                 .getparent().get("id"))
                for caption in document.whole.iter("caption")
                if caption.get("id")]
    expected += [(text_of(caption), caption.getparent().get("id"))
                 for caption in document.whole.iter("figcaption")]
    found = [(text_of(at), resolve(name, at.get("href"))[1])
             for at in site.pages[name].findall(".//main//li/a")
             if "#" in at.get("href")] if name in site.pages else []
    tally.equal(f"{label}: {document.id}: list of tables", found, expected)


# All of it.

def test(tally, label, site, documents):
    """All tests but the Nu HTML checker's."""
    for page, root in site.pages.items():
        source = site.files[page].read_text(encoding="utf-8")
        for what, faults in (
                ("structure", structure_faults(root, source)),
                ("needs nothing unsafe", safety_faults(root)),
                ("text", [] if label in LITERAL else text_faults(root)),
                ("links", link_faults(site, page)),
                ("contents", contents_faults(root)),
                ("tables", table_faults(root)),
                ("head", head_faults(site, page)),
                ("size", size_faults(site, page)),
                ("images", image_faults(root, site, page))):
            tally.test(f"{label}: {page}: {what}", list(faults))
    test_all(tally, label, site)
    test_names(tally, label, site, documents)


def test_nu(tally, sites):
    """The Nu HTML checker looks at all pages of all sites in one run."""
    done = subprocess.run(
        ["java", "-jar", str(NU), "--format", "json", "--stdout",
         "--exit-zero-always", "--skip-non-html",
         *(str(site.folder) for site in sites.values())],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        messages = json.loads(done.stdout)["messages"]
    except ValueError:
        messages = None
    if not tally.test("Nu HTML checker: runs",
                      "" if messages is not None else
                      done.stderr.decode("utf-8", "replace")):
        return
    for label, site in sites.items():
        for page in site.pages:
            url = site.files[page].resolve().as_uri().replace("file://",
                                                              "file:")
            tally.test(f"Nu HTML checker: {label}: {page}", [
                f"line {message.get('lastLine')}: {message['message']}"
                for message in messages if message.get("url") == url
                and not NU_IGNORED.match(message["message"])])
