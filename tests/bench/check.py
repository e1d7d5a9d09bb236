#!/usr/bin/python3
"""check: do the benches run, and say what they are to say?

    BILAGA=build/bilaga tests/bench/check.py

Each is run once over, in its shortest form. No figure that a clock gives is
judged here, or by the benches: that a budget is broken is no failure.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

BILAGA = os.environ.get("BILAGA") or str(ROOT / "build/bilaga")
SIZES = ["real", "×1"]

TALLY = Tally()
test = TALLY.holds


def bench(name, *arguments, **environment):
    return subprocess.run(
        [sys.executable, str(HERE / name), *arguments],
        env={**os.environ, "BILAGA": BILAGA, **environment},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)


def tables(text):
    """Title to rows, each a list of its cells; the first row has the heads."""
    found = {}
    for block in text.split("\n\n")[1:]:
        title, *lines = block.splitlines()
        found[title] = [re.split(r"  +", line.strip()) for line in lines
                        if line.startswith("  ")]
    return found


def table(found, start):
    """The rows by their first cell of the table whose title begins so."""
    for title, rows in found.items():
        if title.startswith(start):
            return {row[0]: row[1:] for row in rows[1:]}
    return {}


def number(cell):
    return float(re.sub(r" .*", "", cell))


def count_forums():
    heads = [path.read_text("utf-8")
             for path in (ROOT / "content").rglob("*.md")]
    return sum(re.search(r"\A---\n(?:.*\n)*?form: ", text) is not None
               for text in heads)


def test_tables(said):
    found = tables(said)
    for start in ("First build", "Rebuild", "First build on one processor"):
        rows = table(found, start) if start != "First build" else \
            table({title: rows for title, rows in found.items()
                   if title == start}, start)
        test(f"{start}: a row for each size", list(rows) == SIZES, said)
        for name, row in rows.items():
            # What the search takes more is below zero when others disturb.
            test(f"{start}: {name} has figures",
                 row and all(re.fullmatch(r"-?[\d.]+|–", cell)
                             for cell in row),
                 row)
    first = table({"": found.get("First build", [])}, "")
    for name, row in first.items():
        test(f"{name}: all forums of the content are built",
             int(row[0]) == count_forums(), row)
        test(f"{name}: more pages than forums, more files than pages",
             int(row[0]) < int(row[1]) < int(row[2]), row)
        test(f"{name}: time and memory were measured",
             all(number(cell) > 0 for cell in row[3:7] + row[-2:]), row)
    budgets = table(found, "Budgets")
    for what in ("CPU, real", "peak memory, real", "peak memory, ×1",
                 "nothing changed: files touched, real",
                 "nothing changed: files touched, ×1",
                 "a fee changed: files written, ×1"):
        test(f"budget: {what}", len(budgets.get(what, [])) == 3, budgets)
    # No matter of time: nothing is written that need not be.
    for what, row in budgets.items():
        if "files" in what:
            test(f"{what}: as is to be", row[-1] == "ok", row)


def test_run(folder):
    done = bench("run", "--sizes", "1", "--runs", "1")
    if test("run: status 0", done.returncode == 0, done.stderr):
        test_tables(done.stdout)
    # So slow that the budget of the real content is broken.
    slow = folder / "slow"
    slow.write_text("#!/bin/sh\ni=0\n"
                    "while [ $i -lt 100000 ]; do i=$((i + 1)); done\n"
                    f"exec {shlex.quote(BILAGA)} \"$@\"\n")
    slow.chmod(0o755)
    done = bench("run", "--sizes", "1", "--runs", "1", BILAGA=str(slow))
    budgets = table(tables(done.stdout), "Budgets")
    test("run: a broken budget is told",
         budgets.get("CPU, real", [""])[-1] == "over", budgets)
    test("run: a broken budget is no failure", done.returncode == 0,
         done.stderr)


def test_cannot_run(folder):
    broken = folder / "broken"
    broken.write_text("#!/bin/sh\necho it is broken\nexit 1\n")
    broken.chmod(0o755)
    done = bench("run", "--sizes", "1", "--runs", "1", BILAGA=str(broken))
    test("run: a program that fails is a failure", done.returncode == 1)
    test("run: what it said is told", "it is broken" in done.stderr and
         "Traceback" not in done.stderr, done.stderr)
    for name in ("run", "serve"):
        done = bench(name, "--sizes", "1", BILAGA=str(folder / "none"))
        test(f"{name}: no program is a failure", done.returncode == 1)
        test(f"{name}: and said so", "is no program" in done.stderr and
             "Traceback" not in done.stderr, done.stderr)


def test_serve():
    done = bench("serve", "--sizes", "1", "--saves", "2", PATH="/none")
    test("serve: status 0", done.returncode == 0, done.stderr)
    test("serve: what is missing is told",
         "note: node is missing" in done.stdout, done.stdout)
    test("serve: until the page is served", re.search(
        r"from save to page: median \d+ ms, worst \d+ ms of 2", done.stdout),
        done.stdout)
    test("serve: memory and work", "memory: " in done.stdout and
         "for each of" in done.stdout, done.stdout)


def main():
    with tempfile.TemporaryDirectory(prefix="bilaga-bench-check-") as folder:
        test_run(pathlib.Path(folder))
        test_cannot_run(pathlib.Path(folder))
    test_serve()
    TALLY.end()


main()
