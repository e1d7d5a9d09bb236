"""sheet: is what is printed on one sheet of paper printed on one?

Pages of documents whose kind has `one-page: yes` have the class `sheet`. Each
is printed by the browser, and the PDF has one page, which is an A4; without the
class the same page has more, so the test sees what it looks for.
"""
import pathlib
import re
import shutil
import subprocess
import tempfile

CHROMIUM = ["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-pdf-header-footer"]
SECONDS_MAX = 120

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)\s*\]")
A4 = (595, 842)


def printed(page, folder):
    """How many pages, and the sizes of paper they have, in points."""
    pdf = pathlib.Path(folder) / "page.pdf"
    pdf.unlink(missing_ok=True)
    subprocess.run([*CHROMIUM, f"--user-data-dir={folder}/profile",
                    f"--print-to-pdf={pdf}", page.resolve().as_uri()],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   timeout=SECONDS_MAX, check=False)
    if not pdf.exists():
        return 0, set()
    data = pdf.read_bytes()
    return len(PAGE.findall(data)), {
        tuple(round(float(side)) for side in sides)
        for sides in BOX.findall(data)}


def sheets(site):
    return sorted(name for name, root in site.pages.items()
                  if root.xpath("//*[local-name()='body' and @class='sheet']"))


def test_page(tally, label, page):
    with tempfile.TemporaryDirectory(prefix="bilaga-sheet-") as folder:
        pages, sizes = printed(page, folder)
    tally.test(f"sheet: {label}", "" if (pages, sizes) == (1, {A4})
               else f"{pages} pages of {sorted(sizes)}")


def test_notices(tally, name, site):
    """Without its class the same page does not fit."""
    with tempfile.TemporaryDirectory(prefix="bilaga-sheet-") as folder:
        copy = pathlib.Path(folder) / "html"
        shutil.copytree(site, copy)
        page = copy / name
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace('<body class="sheet">', "<body>"),
                        encoding="utf-8")
        pages, _ = printed(page, folder)
    tally.test(f"sheet notices: {name}", "" if pages > 1
               else f"{pages} pages without the class")


def test(tally, sites):
    """The sheets of all sites; the real one must be there."""
    found = [(label, name) for label, site in sites.items()
             for name in sheets(site)]
    tally.test("sheet: the real content has one",
               "" if any(label == "content" for label, _ in found) else "none")
    for label, name in found:
        test_page(tally, f"{label}: {name}", sites[label].folder / name)
        if label == "content":
            test_notices(tally, name, sites[label].folder)
