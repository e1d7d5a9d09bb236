"""trees: how are the trees built that the suites look at, and read again?"""
import os
import pathlib
import re
import subprocess

import html5lib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SECONDS_MAX = 120


def program():
    """The program that is tested: $BILAGA, or what `make bilaga` made."""
    return os.path.abspath(os.environ.get("BILAGA") or ROOT / "build/bilaga")


def contents():
    """Name and folder of the real content and of all small trees, and the
    options that they are built with."""
    yield "content", ROOT / "content", []
    for folder in sorted((ROOT / "tests/sites").glob("*/content")):
        site = folder.parent
        options = []
        if (site / "theme").is_dir():
            options += ["--theme", str(site / "theme")]
        if (site / "args").exists():
            options += (site / "args").read_text().split()
        yield site.name, folder, options


def build(content, output, *options):
    """Publish `content` to `output`; returns what is wrong, or nothing."""
    done = subprocess.run(
        [program(), "build", str(content), "-o", str(output), *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace",
        timeout=SECONDS_MAX)
    if done.returncode == 0:
        return ""
    return f"{done.stdout}exit status {done.returncode}"


def without_asides(root):
    """Without what is only shown when it is asked for."""
    for at in root.xpath(".//*[@popover]"):
        before, tail = at.getprevious(), at.tail or ""
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            at.getparent().text = (at.getparent().text or "") + tail
        at.getparent().remove(at)
    return root


def read_html(source):
    """The root element of an HTML file or text, read as a browser does."""
    if isinstance(source, pathlib.Path):
        source = source.read_text(encoding="utf-8")
    tree = html5lib.parse(source, treebuilder="lxml",
                          namespaceHTMLElements=False)
    return tree.getroot()


class Site:
    """The website in an output folder, each page read once."""

    def __init__(self, output, own_theme=False):
        self.output = pathlib.Path(output)
        self.own_theme = own_theme
        self.folder = self.output / "html"
        # By paths as they stand in links from the front page.
        self.files = {str(path.relative_to(self.folder)): path
                      for path in sorted(self.folder.rglob("*"))
                      if path.is_file() and path.name[0] != "."}
        self.pages = {name: read_html(path)
                      for name, path in self.files.items()
                      if name.endswith(".html")}
        self.ids = {name: {at.get("id") for at in root.iter()
                           if isinstance(at.tag, str) and at.get("id")}
                    for name, root in self.pages.items()}


def squeezed(text):
    """With all white space, also such as does not break, as one space."""
    return re.sub(r"\s+", " ", text).strip()


def text_of(element):
    """What is read in `element`, white space squeezed; without what is shown
    only when it is asked for."""
    def texts(at):
        if at.get("popover") is None:
            yield at.text or ""
            for child in at:
                if isinstance(child.tag, str):
                    yield from texts(child)
                yield child.tail or ""
    return squeezed("".join(texts(element)))


def has_class(element, name):
    return name in (element.get("class") or "").split()


def local(element):
    """Its name without a namespace; SVG has one, HTML has not."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) \
        else ""
