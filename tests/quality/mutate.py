#!/usr/bin/python3
"""mutate: does some check notice when one figure of the real content is changed?

    mutate.py [--bilaga PATH] [--count N] [--seed N] [--year YEAR] [--list]

Changes one figure in a copy of content/, runs `bilaga check`, and looks for a
finding that was not there before. Figures are those of the heads of forums:
participants, fees, other costs, hours, meetings, how many forums an entry
stands for, and the year under which the figures stand. The slips are those that
hands make:

digit     one digit is exchanged for another
swap      two digits change places, or a digit is typed twice when it is alone
times-10  ten times as large
times-1000  the unit is one thousand times as large, or the number is
groups    the figures of two groups of participants change places
sign      a minus sign stands before it
year      the year is another one

A change that says the same as before (the digits are alike, the groups have the
same figures) is not counted; another is drawn in its place.

--list    print the changes that no check notices, and which findings notice
--without-controls  first take the control totals away: what else notices?
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "web"))
sys.dont_write_bytecode = True

from tally import Tally  # noqa: E402

# Of 100 changes at least so many must be noticed: what was reached. With few
# changes it is held to what chance would give once in a thousand runs.
RATE_LEAST = 99
RATE_LEAST_WITHOUT = 58
SEED = 4
COUNT = 200
COUNT_QUICK = 40

SLIPS = ("digit", "swap", "times-10", "times-1000", "groups", "sign", "year")

GROUPS = "deltagare"
# Keys whose values are figures, where they stand under another key or not.
FIGURES = {"avgift", "övrigt", "per-år", "räknas-som"}
UNDER = {GROUPS, "arbetstid"}
# Keys under which the same keys have texts.
TEXTS = {"bekräftat"}
LINE = re.compile(r"^(?P<indent> *)(?:- )?(?P<key>[^\s:#-][^:#]*):"
                  r"(?: +(?P<value>\S.*?))? *$")
NUMBER = re.compile(r"\d+(?: \d{3})*(?:[,.]\d+)?")


class Figure:
    """A number in a head: where it stands, and the key that it is under."""

    def __init__(self, path, line, start, end, key, group=None):
        self.path, self.line = path, line
        self.start, self.end = start, end
        self.key, self.group = key, group


def lines_of(path):
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def figures_of(path):
    """All figures in the head of the forum in `path`."""
    lines = lines_of(path)
    above = []  # (indent, key) of the mappings around the line
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip("\n") == "---":
            return
        match = LINE.match(line.rstrip("\n"))
        if match is None:
            continue
        indent, key = len(match["indent"]), match["key"]
        while above and above[-1][0] >= indent:
            above.pop()
        parent = above[-1][1] if above else None
        if match["value"] is None:
            above.append((indent, key))
            if parent == "år" and key.isdigit():
                start = line.index(key)
                yield Figure(path, number, start, start + len(key), "år")
            continue
        if parent in TEXTS or key not in FIGURES and parent not in UNDER:
            continue
        group = key if parent == GROUPS else None
        for found in NUMBER.finditer(match["value"]):
            offset = match.start("value")
            yield Figure(path, number, offset + found.start(),
                         offset + found.end(), key, group)


def is_forum(path):
    text = path.read_text(encoding="utf-8")
    return text.startswith("---\n") and re.search(r"^form:", text, re.M)


# What becomes of the number.

def slip_digit(text, chance):
    at = chance.choice([i for i, c in enumerate(text) if c.isdigit()])
    digit = chance.choice([c for c in "0123456789" if c != text[at]])
    return text[:at] + digit + text[at + 1:]


def slip_swap(text, chance):
    places = [i for i in range(len(text) - 1)
              if text[i].isdigit() and text[i + 1].isdigit() and
              text[i] != text[i + 1]]
    if not places:
        return text + text[-1]
    at = chance.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2:]


def slip_year(text, chance):
    return str(int(text) + chance.choice((-10, -1, 1, 10, 100)))


def group_lines(lines, line):
    """The lines of all groups that stand with the one in `line`."""
    def indent(text):
        return len(text) - len(text.lstrip(" "))

    first = last = line
    while indent(lines[first - 1]) == indent(lines[line]):
        first -= 1
    while indent(lines[last + 1]) == indent(lines[line]):
        last += 1
    return list(range(first, last + 1))


def slip_groups(lines, figure, chance):
    """The lines with the figures of two groups exchanged."""
    others = [i for i in group_lines(lines, figure.line) if i != figure.line]
    if not others:
        return None
    other = chance.choice(others)
    key_a, value_a = lines[figure.line].split(":", 1)
    key_b, value_b = lines[other].split(":", 1)
    changed = list(lines)
    changed[figure.line] = f"{key_a}:{value_b}"
    changed[other] = f"{key_b}:{value_a}"
    return changed


def change(figure, slip, chance):
    """The lines of the file with the slip; None when it can have none."""
    lines = lines_of(figure.path)
    line = lines[figure.line]
    text = line[figure.start:figure.end]
    if (slip == "year") != (figure.key == "år") and slip != "digit":
        return None
    if slip == "groups":
        changed = (slip_groups(lines, figure, chance)
                   if figure.group is not None else None)
        return changed if changed != lines else None
    if slip == "year":
        new = slip_year(text, chance)
    elif slip == "sign":
        new = "-" + text
    elif slip.startswith("times-"):
        zeros = slip.removeprefix("times-1")
        if text == "0":
            return None
        if slip == "times-1000" and line[figure.end:].startswith(" tkr"):
            # The unit is mistaken.
            lines[figure.line] = (line[:figure.end] + " mnkr" +
                                  line[figure.end + len(" tkr"):])
            return lines
        new = text + zeros
    else:
        new = (slip_digit if slip == "digit" else slip_swap)(text, chance)
    plain = [re.sub(r"^0+(?=\d)", "", each) for each in (new, text)]
    if plain[0] == plain[1]:
        return None
    lines[figure.line] = line[:figure.start] + new + line[figure.end:]
    return lines


# What the program says.

def findings(bilaga, content, year):
    command = [str(bilaga), "check", str(content), "--format", "json"]
    if year is not None:
        command += ["--year", str(year)]
    done = subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    if done.returncode not in (0, 1):
        sys.exit(f"mutate: exit status {done.returncode}\n"
                 f"{done.stderr.decode(errors='replace')}")
    text = done.stdout or done.stderr
    return collections.Counter(
        (each["name"], each.get("file"), each.get("line"), each.get("detail"))
        for each in json.loads(text))


class Slip:
    """One change that was tried, and by which findings it was noticed."""

    def __init__(self, kind, figure, before, after, noticed):
        self.kind, self.figure = kind, figure
        self.before, self.after = before, after
        self.noticed = noticed

    def text(self, content):
        path = self.figure.path.relative_to(content)
        return (f"{self.kind}: {path}:{self.figure.line + 1}: "
                f"{self.before} -> {self.after}")


def try_all(bilaga, content, count, seed, year):
    chance = random.Random(seed)
    figures = [figure for path in sorted(content.rglob("*.md"))
               if is_forum(path) for figure in figures_of(path)]
    usual = findings(bilaga, content, year)
    slips = []
    while len(slips) < count:
        kind = SLIPS[len(slips) % len(SLIPS)]
        figure = chance.choice(figures)
        lines = change(figure, kind, chance)
        if lines is None:
            continue
        before = figure.path.read_text(encoding="utf-8")
        old = lines_of(figure.path)[figure.line].strip()
        figure.path.write_text("".join(lines), encoding="utf-8")
        now = findings(bilaga, content, year)
        figure.path.write_text(before, encoding="utf-8")
        slips.append(Slip(kind, figure, old, lines[figure.line].strip(),
                          sorted({each[0] for each in now - usual})))
    return slips


def take_controls(content):
    """Delete the control totals of all sections."""
    for path in content.rglob("index.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^kontroll:\n(?: +.*\n)+", "", text, count=1,
                               flags=re.M), encoding="utf-8")


def least_of(count, without_controls):
    """How many of `count` must be noticed, so that chance seldom fails it."""
    rate = (RATE_LEAST_WITHOUT if without_controls else RATE_LEAST) / 100
    return count * rate - 3.1 * (count * rate * (1 - rate)) ** 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bilaga", type=pathlib.Path,
                        default=os.environ.get("BILAGA",
                                               ROOT / "build" / "bilaga"))
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--quick", action="store_const", const=COUNT_QUICK,
                        dest="count")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--year", type=int)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--without-controls", action="store_true")
    options = parser.parse_args()
    bilaga = pathlib.Path(options.bilaga).resolve()

    with tempfile.TemporaryDirectory() as folder:
        content = pathlib.Path(folder) / "content"
        shutil.copytree(ROOT / "content", content)
        if options.without_controls:
            take_controls(content)
        slips = try_all(bilaga, content, options.count, options.seed,
                        options.year)
        unseen = [slip for slip in slips if not slip.noticed]
        if options.list:
            for slip in unseen:
                print(slip.text(content))
    tally = Tally()
    for kind in SLIPS:
        of_kind = [slip for slip in slips if slip.kind == kind]
        seen = [slip for slip in of_kind if slip.noticed]
        if of_kind:
            print(f"{kind}: {len(seen)} of {len(of_kind)} noticed")
    if options.list:
        names = collections.Counter(name for slip in slips
                                    for name in slip.noticed)
        for name, times in names.most_common():
            print(f"{name}: {times}")
    noticed = len(slips) - len(unseen)
    print(f"note: of {len(slips)} changes of one figure {noticed} are noticed")
    least = least_of(len(slips), options.without_controls)
    tally.test("enough changes are noticed",
               f"{noticed} of {len(slips)}, fewer than {least:.1f}"
               if noticed < least else "")
    tally.end()


if __name__ == "__main__":
    main()
