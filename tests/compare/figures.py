"""figures: what do figures add up to, by the rules in quantity.h?

Worked out here anew from forums.csv, in whole hundredths, so that neither the
program nor the script of the page is asked.
"""
import csv
import dataclasses
import decimal

import trees

NBSP = "\u00a0"
STATES = ("value", "unknown", "not-applicable", "missing", "per-part",
          "elsewhere")
FIRST = ("year", "document", "number", "id", "title", "section", "form",
         "membership", "level", "elsewhere")
LACKING = ("unknown", "missing", "per-part")


@dataclasses.dataclass
class Figure:
    state: str
    low: int = 0
    high: int | None = 0	# None: open
    no_low: bool = False
    about: bool = False
    lacks: str = ""	# what one put together of others lacks besides


def read_labels(language):
    """The words of a language by group and name."""
    path = trees.ROOT / f"generator/labels/{language}.yaml"
    groups, group = {}, ""
    for line in path.read_text("utf-8").splitlines():
        name, _, word = line.partition(":")
        if name.startswith("  "):
            groups[group][name.strip()] = word.strip().strip('"')
        elif name and name[0] not in "#- ":
            group = name
            groups[group] = {}
    return groups


class Words:
    """The words of a language, and how it writes figures."""

    def __init__(self, language):
        groups = read_labels(language)
        self.data, self.page = groups["data"], groups["page"]
        self.quantity = groups["quantity"]
        self.yes = groups["word"]["yes"]
        self.no = groups["word"]["no"]
        self.key = groups["key"]

    def number(self, hundredths, thousands):
        number = decimal.Decimal(hundredths) / (100000 if thousands else 100)
        text = f"{number.normalize():,f}"
        return text.replace(",", NBSP).replace(".", self.quantity["decimal"])

    def figure(self, figure, thousands):
        if figure.state != "value":
            return self.quantity[figure.state]
        low = self.number(figure.low, thousands)
        if figure.high is None:
            text = self.quantity["at-least"] + NBSP
        elif figure.no_low:
            text = self.quantity["at-most"] + NBSP
            low = self.number(figure.high, thousands)
        else:
            text = ""
            if figure.high != figure.low:
                low += "–" + self.number(figure.high, thousands)
        return text + (self.quantity["about"] + NBSP if figure.about
                       else "") + low

    def lacks(self, counts, sentence):
        names = {"unknown": "not-calculated", "missing": "is-missing",
                 "per-part": "per-part"}
        if counts["value"] == 0:
            names["elsewhere"] = "are-elsewhere"
        ones = {"unknown": "one-not-calculated", "per-part": "one-per-part",
                "elsewhere": "one-elsewhere"}
        parts = []
        for name, word in names.items():
            count = counts[name]
            if count:
                forum = self.page["one-forum-word" if count == 1
                                  else "forum-word"] + " " if sentence else ""
                parts.append(f"{count} {forum}" + self.page[
                    ones.get(name, word) if count == 1 else word])
        return f" ({', '.join(parts)})" if parts else ""

    def total(self, figures, thousands, sentence=False):
        """What a row of totals says of `figures`."""
        result, counts = total(figures)
        return self.figure(result, thousands) + self.lacks(counts, sentence)


def total(figures):
    """The sum, and how many of each state there are."""
    counts = dict.fromkeys(STATES, 0)
    for at in figures:
        counts[at.state] += 1
        if at.lacks:
            counts[at.lacks] += 1
    values = [at for at in figures if at.state == "value"]
    lacking = any(counts[name] for name in LACKING)
    if not values:
        if counts["unknown"] or counts["per-part"]:
            return Figure("unknown"), counts
        if counts["missing"]:
            return Figure("missing"), counts
        if counts["elsewhere"]:
            return Figure("value"), counts
        return Figure("not-applicable" if counts["not-applicable"]
                      else "missing"), counts
    is_open = lacking or any(at.high is None for at in values)
    low = sum(at.low for at in values)
    return Figure(
        "value", low, None if is_open else sum(at.high for at in values),
        not is_open and low == 0 and any(at.no_low for at in values),
        any(at.about for at in values)), counts


def together(figures):
    """What one forum's figures are together; it lacks at most once."""
    if any(at.state == "elsewhere" for at in figures):
        return Figure("elsewhere")
    result, counts = total(figures)
    if result.state == "value" and counts["value"]:
        result.lacks = next((name for name in LACKING if counts[name]), "")
    return result


def hundredths(text):
    return int(decimal.Decimal(text) * 100)


class Row:
    """One forum in one year."""

    def __init__(self, line, words, groups):
        self.line = {name: line[words.data[name]] for name in FIRST}
        self.figures = {}
        for group in groups:
            self.figures["participants." + group] = read(
                line, words.key["participants"] + "." + group, words)
        self.figures["participants"] = together(list(self.figures.values()))
        self.figures["fee"] = read(line, words.key["fee"], words)
        self.figures["other"] = read(line, words.key["other"], words)
        self.figures["total"] = together([self.figures["fee"],
                                          self.figures["other"]])

    def amount(self, name):
        """What can be chosen of its fee or other cost."""
        at = self.figures[name]
        if at.state in ("value", "per-part"):
            return "yes" if at.high is None or at.high > 0 else "no"
        return "no" if at.state == "not-applicable" else at.state


def read(line, name, words):
    """A figure as forums.csv has it; an open end is empty."""
    part = {key: line[f"{name}.{words.data[key]}"]
            for key in ("state", "low", "high", "estimate")}
    state = next(at for at in STATES
                 if words.data["is-" + at] == part["state"])
    if state not in ("value", "per-part"):
        return Figure(state)
    low = hundredths(part["low"] or 0)
    return Figure(state, low, hundredths(part["high"]) if part["high"]
                  else None, not part["low"], part["estimate"] == words.yes)


def read_rows(site, words):
    """The rows of forums.csv, and the groups of participants."""
    with open(site / "data/forums.csv", newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        start = words.key["participants"] + "."
        end = "." + words.data["state"]
        groups = [name[len(start):-len(end)] for name in reader.fieldnames
                  if name.startswith(start) and name.endswith(end)]
        return [Row(line, words, groups) for line in reader
                if line[words.data["coming"]] == words.no], groups
