"""growth: does a page stay small when the publication becomes large?

The real inventory is made several times over, as tests/bench does it, and
pages of the same kinds are compared: what stands beside the text, and a forum
as a whole, do not grow with the number of forums. What lists all forums of a
section or of the publication does, and is left out.
"""
import pathlib
import statistics
import subprocess
import sys

import trees

MAKE = trees.ROOT / "tests/bench/make_inventory.py"
DOCUMENT = "inventering"
# Bytes that contents beside a page may have, wherever in the publication.
SIDEBAR_MOST = 8_000
# What numbers with more digits, ids with a number, and the chapters around may
# add.
SLACK = 1.2


def sizes(folder):
    """Of each page of a forum: its bytes, and those of its contents."""
    whole, beside = [], []
    for path in sorted((folder / "html" / DOCUMENT).glob("*.html")):
        text = path.read_text(encoding="utf-8")
        start = text.find('<nav class="sidebar"')
        if start < 0 or 'class="figures-box"' not in text:
            continue
        whole.append(len(text.encode("utf-8")))
        beside.append(len(text[start:text.index("</nav>", start)]
                          .encode("utf-8")))
    return whole, beside


def build(tally, folder, copies):
    content = folder / f"content-{copies}"
    done = subprocess.run([sys.executable, str(MAKE),
                           str(trees.ROOT / "content"), str(content),
                           str(copies)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    if not tally.test(f"growth: {copies} times: made", "" if
                      done.returncode == 0 else done.stdout):
        return None
    output = folder / f"output-{copies}"
    tally.test(f"growth: {copies} times: built", trees.build(
        content, output, "--format", "html"))
    return sizes(output)


def test(tally, folder, large):
    """Compare the inventory once with `large` times the same."""
    folder = pathlib.Path(folder)
    once, more = build(tally, folder, 1), build(tally, folder, large)
    if not once or not more or not once[0] or not more[0]:
        tally.test("growth: there are pages of forums", "none")
        return
    for what, of in (("in the mean", statistics.mean), ("at most", max)):
        before, after = of(once[0]), of(more[0])
        tally.test(f"growth: {large} times, {what}",
                   "" if after <= before * SLACK else
                   f"{before:.0f} bytes, then {after:.0f}")
    tally.test("growth: the contents are small", "" if
               max(more[1]) <= SIDEBAR_MOST else f"{max(more[1])} bytes")
