#!/usr/bin/python3
"""fmt: does `bilaga fmt` give one form, and never change what is said?

    run.py [--bilaga PATH] [--layouts N] [--seed N] [--quick]

The pages of a formatted publication are those of the same before it; a second
time nothing changes; and heads that are laid out otherwise at random (order of
keys, indentation, quotation marks, brackets, blanks, empty lines, comments)
all come back to the same bytes. With an error nothing is changed, whatever it
is.
"""
import argparse
import difflib
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/cases"))
sys.dont_write_bytecode = True

import legitimate  # noqa: E402
import run as cases  # noqa: E402

sys.path.append(str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402
import layout  # noqa: E402

BASE = ROOT / "tests/cases/base"
# Of so many heads that writers may lay out so --quick tries one.
SAMPLE = 6
SITES = sorted((ROOT / "tests/sites").glob("*/content"))
FORUM = "inventering/20-redovisning/10-kust-och-hav/10-havsstader.md"


def call(*command, folder=None):
    done = subprocess.run([str(c) for c in command], cwd=folder,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True)
    return done.returncode, done.stdout, done.stderr


def bytes_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def built(bilaga, folder):
    """All published files; None when the content cannot be published."""
    output = folder / "out"
    shutil.rmtree(output, ignore_errors=True)
    status, _, _ = call(bilaga, "build", "content", "-o", "out",
                        folder=folder)
    return bytes_of(output) if status == 0 else None


def try_publication(count, bilaga, name, folder):
    """Format folder/content: same pages, and nothing more to do."""
    before = built(bilaga, folder)
    if before is None:
        return
    status, out, err = call(bilaga, "fmt", "content", folder=folder)
    count.holds(f"{name}: fmt", status == 0, out + err)
    after = built(bilaga, folder)
    count.holds(f"{name}: the same pages", after == before,
               [n for n in before if not after or after.get(n) != before[n]])
    once = bytes_of(folder / "content")
    status, out, err = call(bilaga, "fmt", "--check", "content", folder=folder)
    count.holds(f"{name}: --check afterwards", status == 0 and not err,
               out + err)
    status, out, err = call(bilaga, "fmt", "content", folder=folder)
    count.holds(f"{name}: a second time", status == 0 and
               bytes_of(folder / "content") == once, out + err)


def try_publications(count, bilaga, folder):
    contents = [("content", ROOT / "content")]
    contents += [(str(p.parent.name), p) for p in SITES]
    for name, content in contents:
        place = folder / "publication"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(content, place / "content")
        try_publication(count, bilaga, name, place)


def try_legitimate(count, bilaga, folder, rows):
    """Heads as writers may lay them out, from the cases."""
    for row in rows:
        place = folder / "legitimate"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(BASE, place / "content", symlinks=True)
        row.edit(place / "content")
        try_publication(count, bilaga, f"legitimate/{row.name}", place)


def differences(wanted, got):
    return "".join(difflib.unified_diff(
        wanted.decode(errors="replace").splitlines(True), got.decode(errors="replace").splitlines(True),
        "wanted", "got"))


def files_with_heads(content):
    for path in sorted(content.rglob("*")):
        inside = path.relative_to(content)
        if path.name != "README.md" and path.suffix in (".md", ".yaml"):
            yield inside


def try_layouts(count, bilaga, folder, content, layouts, seed):
    """Lay out all files otherwise, all at once, and format them."""
    canonical = folder / "canonical"
    shutil.rmtree(canonical, ignore_errors=True)
    shutil.copytree(content, canonical)
    status, out, err = call(bilaga, "fmt", canonical)
    count.holds(f"{content}: fmt", status == 0, out + err)
    chance = random.Random(seed)
    for inside in files_with_heads(canonical):
        text = (canonical / inside).read_text(encoding="utf-8")
        (canonical / inside).write_text(
            layout.commented(text, str(inside), chance), encoding="utf-8")
    wanted = bytes_of(canonical)
    status, out, err = call(bilaga, "fmt", canonical)
    got = bytes_of(canonical)
    for name in wanted:
        count.holds(f"{content}: comments in {name}",
                   status == 0 and got[name] == wanted[name],
                   err + differences(wanted[name], got[name]))
    for number in range(layouts):
        place = folder / "layout"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(canonical, place)
        for inside in files_with_heads(place):
            text = (canonical / inside).read_text(encoding="utf-8")
            (place / inside).write_text(
                layout.varied(text, str(inside), chance), encoding="utf-8")
        laid = bytes_of(place)
        status, out, err = call(bilaga, "fmt", place)
        got = bytes_of(place)
        for name in wanted:
            count.holds(f"layout {number} (seed {seed}): {name}",
                       status == 0 and got[name] == wanted[name],
                       err + "\nlaid out as\n" + laid[name].decode(errors="replace") +
                       differences(wanted[name], got[name]))
            if got[name] != wanted[name] and count.failed > 3:
                return


def try_examples(count, bilaga, folder):
    """examples.txt: what is written, and what becomes of it."""
    text = (HERE / "examples.txt").read_text(encoding="utf-8")
    for part in re.split(r"^=== ", text, flags=re.M)[1:]:
        name, rest = part.split("\n", 1)
        place, name = name.split(": ", 1) if ": " in name else (FORUM, name)
        before, after = rest.split("--->\n")
        content = folder / "example"
        shutil.rmtree(content, ignore_errors=True)
        shutil.copytree(BASE, content)
        (content / place).write_text(before, encoding="utf-8")
        status, out, err = call(bilaga, "fmt", content)
        got = (content / place).read_text(encoding="utf-8")
        count.holds(f"example {name}", status == 0 and got == after,
                   f"{out}{err}{got}")


def try_cases(count, bilaga, folder):
    """Whatever is wrong: with an error nothing changes, else no page does."""
    for case in cases.all_cases():
        if not isinstance(case, cases.FileCase):
            continue
        place = folder / "case"
        shutil.rmtree(place, ignore_errors=True)
        case.make(place / "content")
        before = bytes_of(place / "content")
        status, out, err = call(bilaga, "fmt", "content", folder=place)
        after = bytes_of(place / "content")
        count.holds(f"{case.name}: exit status", status in (0, 1) and
                   "Sanitizer" not in err, f"{status} {out}{err}")
        if status != 0:
            count.holds(f"{case.name}: nothing changes", after == before)
            continue
        if after == before:
            continue
        status, out, err = call(bilaga, "fmt", "--check", "content",
                                folder=place)
        count.holds(f"{case.name}: once is enough", status == 0, out + err)
        told = [call(bilaga, "check", "content", folder=place)[1]]
        for name, data in before.items():
            (place / "content" / name).write_bytes(data)
        told.append(call(bilaga, "check", "content", folder=place)[1])
        names = [sorted(name for _, _, name in cases.findings(text))
                 for text in told]
        count.holds(f"{case.name}: the same findings", names[0] == names[1],
                   names)


def try_commands(count, bilaga, folder):
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(BASE, content)
    call(bilaga, "fmt", content)
    tidy = bytes_of(content)
    status, out, err = call(bilaga, "fmt", content, "--check")
    count.holds("--check, nothing to do", (status, err) == (0, "") and
               out == "Alla filer har den gemensamma formen.\n", out + err)
    head = (content / FORUM).read_text(encoding="utf-8")
    untidy = head.replace("\nform: ", "\nform:   ", 1)
    (content / FORUM).write_text(untidy, encoding="utf-8")
    status, out, err = call(bilaga, "fmt", content, "--check")
    count.holds("--check, a file to do", status == 1 and
               out.splitlines()[0] == FORUM and len(out.splitlines()) == 2,
               out + err)
    count.holds("--check changes nothing",
               (content / FORUM).read_text(encoding="utf-8") == untidy)
    status, out, err = call(bilaga, "fmt", content, "--dry-run")
    count.holds("--dry-run shows a diff", status == 0 and
               re.findall(r"^[-+]form:", out, re.M) == ["-form:", "+form:"],
               out + err)
    count.holds("--dry-run changes nothing",
               (content / FORUM).read_text(encoding="utf-8") == untidy)
    status, out, err = call(bilaga, "fmt", content)
    count.holds("fmt", status == 0 and bytes_of(content) == tidy, out + err)
    # As Windows writes files: its line ends and mark are kept.
    windows = b"\xef\xbb\xbf" + untidy.replace("\n", "\r\n").encode()
    (content / FORUM).write_bytes(windows)
    status, out, err = call(bilaga, "fmt", content)
    count.holds("line ends of Windows and a byte-order mark", status == 0 and
               (content / FORUM).read_bytes() ==
               b"\xef\xbb\xbf" + head.replace("\n", "\r\n").encode(),
               (content / FORUM).read_bytes())
    # With an error nothing is changed, not even in other files.
    (content / FORUM).write_text(untidy, encoding="utf-8")
    other = content / "publication.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace(
        "\ntitel:", "\ntitle:"), encoding="utf-8")
    before = bytes_of(content)
    status, out, err = call(bilaga, "fmt", content)
    count.holds("an error", status == 1 and "[key-unknown]" in err and
               bytes_of(content) == before, out + err)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("--bilaga", default=os.environ.get(
        "BILAGA", str(ROOT / "build/bilaga")))
    parser.add_argument("--layouts", type=int, default=5)
    parser.add_argument("--quick", action="store_true",
                        help="without the cases, and some of the heads")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bilaga = pathlib.Path(options.bilaga).resolve()
    count = Tally()
    with tempfile.TemporaryDirectory(prefix="bilaga-fmt-") as name:
        folder = pathlib.Path(name)
        try_commands(count, bilaga, folder)
        try_examples(count, bilaga, folder)
        try_publications(count, bilaga, folder)
        heads = [row for row in legitimate.TABLE if not row.real]
        try_legitimate(count, bilaga, folder,
                       heads[::SAMPLE] if options.quick else heads)
        if not options.quick:
            try_cases(count, bilaga, folder)
        for content in (ROOT / "content", *SITES):
            try_layouts(count, bilaga, folder, content,
                        options.layouts, options.seed)
    count.end()


if __name__ == "__main__":
    sys.exit(main())
