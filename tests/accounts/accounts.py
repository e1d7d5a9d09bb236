"""accounts: what does an account say, and what do its rows add up to?

Read from the cells as they stand on the page; the words are those of the two
languages, and the rules those of the handbook.
"""
import dataclasses
import decimal
import re
from decimal import Decimal

from trees import has_class, squeezed, text_of

WORDS = {
    "sv": {"about": "ca", "least": "minst", "most": "högst",
           "absent": "inte med",
           "unknown": "okänd", "none": "ej aktuellt", "missing": "saknas",
           "per": "per", "see": "se", "point": ",",
           "units": {"kr": Decimal(1) / 1000, "tkr": Decimal(1),
                     "mnkr": Decimal(1000), "h": Decimal(1)},
           "thousand": "(tkr)", "cost": "Summa", "fee": "Årsavgift",
           "other": "Övrig kostnad",
           "lacks": {"ej beräknat": "unknown", "ej beräknade": "unknown",
                     "saknas": "missing", "angivet per del": "per_part",
                     "angivna per del": "per_part",
                     "redovisas i annat forum": "elsewhere",
                     "redovisas i andra forum": "elsewhere"},
           "total": "Summa", "quotient": "Kvot", "change": "Förändring",
           "question": "Fråga till underlaget", "answer": "Underlaget ger",
           "stated": "Texten anger", "counted": "räknas med",
           "value": "värde", "values": "värden", "forum": "forum", "forums": "Forum",
           "measures": {"antal": "count", "summa": "sum", "medel": "mean",
                        "minst": "least", "störst": "largest",
                        "olika": "distinct"}},
    "en": {"about": "about", "least": "at least", "most": "at most",
           "absent": "not there",
           "unknown": "unknown", "none": "not applicable",
           "missing": "missing", "per": "per", "see": "see", "point": ".",
           "units": {"SEK": Decimal(1) / 1000, "SEK thousand": Decimal(1),
                     "SEK million": Decimal(1000), "h": Decimal(1)},
           "thousand": "(SEK thousand)", "cost": "Total", "fee": "Fee",
           "other": "Other cost",
           "lacks": {"not calculated": "unknown", "missing": "missing",
                     "stated per part": "per_part",
                     "reported under another forum": "elsewhere",
                     "reported under other forums": "elsewhere"},
           "total": "Total", "quotient": "Quotient", "change": "Change",
           "question": "Question to the data", "answer": "The data give",
           "stated": "The text states", "counted": "counted",
           "value": "value", "values": "values", "forum": "forums", "forums": "Forums",
           "measures": {"count": "count", "sum": "sum", "mean": "mean",
                        "least": "least", "largest": "largest",
                        "distinct": "distinct"}},
}

OPEN = Decimal("Infinity")
LACKS = ("unknown", "missing", "per_part")


class Unreadable(Exception):
    """A cell that says nothing that is known."""


@dataclasses.dataclass
class Figure:
    """A cell: a value, or why there is none; a sum tells what it lacks."""
    state: str = "value"
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    no_low: bool = False
    no_high: bool = False
    estimate: bool = False
    decimals: int = 0
    unit: str = ""
    lacks: dict = dataclasses.field(default_factory=dict)

    def same(self, other):
        """Do the two say the same? What is no value has no ends."""
        if self.state != other.state or self.lacks != other.lacks:
            return False
        return self.state != "value" or (
            (self.low, self.no_low, self.no_high, self.estimate) ==
            (other.low, other.no_low, other.no_high, other.estimate)
            and (self.no_high or self.high == other.high))


# Reading.

def number(text, words):
    text = re.sub(r"(?<=\d)[\u00a0 ](?=\d{3})", "", text)
    if not re.fullmatch(rf"\d+({re.escape(words['point'])}\d+)?", text):
        raise Unreadable(text)
    return Decimal(text.replace(words["point"], "."))


def take_word(text, word):
    rest = text[len(word):]
    return (rest.lstrip("\u00a0 "), True) if text.startswith(word) and \
        rest[:1] in ("\u00a0", " ") else (text, False)


def read_amount(text, words):
    """`minst ca 12–15,5 tkr`."""
    figure = Figure()
    text, figure.no_high = take_word(text, words["least"])
    text, figure.no_low = take_word(text, words["most"])
    text, figure.estimate = take_word(text, words["about"])
    for unit in sorted(words["units"], key=len, reverse=True):
        if re.search(rf"\d[\u00a0 ]{unit}$", text.replace("\u00a0", " ")):
            figure.unit = unit
            text = text[:-len(unit)].rstrip("\u00a0 ")
            break
    ends = [number(end, words) for end in text.split("–")]
    if len(ends) > 2:
        raise Unreadable(text)
    figure.low, figure.high = ends[0], ends[-1]
    if figure.no_low:
        figure.low = Decimal(0)
    figure.decimals = max(0, -ends[0].as_tuple().exponent)
    return figure


def read_lacks(text, words):
    """`(2 forum ej beräknade, 1 saknas)`; None when it is something else."""
    lacks = {}
    for part in text.split(", "):
        part = re.sub(r"^(\d+) forums? ", r"\1 ", part)
        found = re.fullmatch(r"(\d+) (.*)", part)
        if not found or found.group(2) not in words["lacks"]:
            return None
        lacks[words["lacks"][found.group(2)]] = int(found.group(1))
    return lacks


def read(text, language):
    """The figure that a cell has."""
    words = WORDS[language]
    text = text.strip(" \n")
    states = {words["unknown"]: "unknown", words["missing"]: "missing",
              words["none"]: "none"}
    found = re.fullmatch(r"(.*?) ?\(([^()]*)\)", text, re.S)
    lacks = {}
    if found and read_lacks(squeezed(found.group(2)), words) is not None:
        text = found.group(1).rstrip("\u00a0 ")
        lacks = read_lacks(squeezed(found.group(2)), words)
    elif found and re.fullmatch(rf"\d+ ({words['values']}|"
                                rf"{words['value']})",
                                squeezed(found.group(2))):
        text = found.group(1)
        lacks = {"values": int(found.group(2).split()[0])}
    elif found:
        # In another currency, and in kronor.
        figure = read_amount(found.group(2), words)
        return figure
    if text in states:
        return Figure(state=states[text], lacks=lacks)
    alone = read_lacks(squeezed(text), words)
    if alone is not None and set(alone) == {"elsewhere"}:
        return Figure(state="elsewhere")
    if text == words["absent"]:
        return Figure(state="absent")
    if text.startswith(words["see"] + " "):
        return Figure(state="elsewhere")
    if f" {words['per']} " in text:
        return Figure(state="per_part")
    if re.search(r"\d[\u00a0 ]([A-Z]{3}|[€$£])$", text) and \
            not re.search(r"[\u00a0 ]SEK$", text):
        return Figure(state="unknown")
    figure = read_amount(text, words)
    figure.lacks = lacks
    return figure


def cell_text(cell):
    """A cell's text, no-break spaces kept."""
    return "".join(cell.itertext()).strip(" \n")


def rows_of(table):
    """Each row: its kind and its cells; the first is that of headings."""
    rows = []
    for row in table.iter("tr"):
        kind = row.get("class") or "row"
        if row.getparent().tag == "thead":
            kind = "head"
        rows.append((kind, [cell_text(cell) for cell in row]))
    return rows


# Adding.

# The head of a column whose total is not the sum of its rows.
NO_SUM = re.compile(r" / |, (förändring|change)")


def add(figures):
    """The sum of figures, and what it lacks."""
    total = Figure()
    states = [figure.state for figure in figures]
    values = [figure for figure in figures if figure.state == "value"]
    for name in LACKS:
        count = states.count(name) + sum(figure.lacks.get(name, 0)
                                         for figure in figures
                                         if figure.state == "value")
        # A part that has no value at all tells how many it lacks.
        count += sum(figure.lacks[name] - (figure.state == name)
                     for figure in figures if figure.state != "value"
                     and name in figure.lacks)
        if count:
            total.lacks[name] = count
    if not values:
        if "elsewhere" in states:
            total.lacks["elsewhere"] = states.count("elsewhere")
        total.state = (
            "unknown" if "unknown" in states or "per_part" in states else
            "missing" if "missing" in states else
            "value" if "elsewhere" in states else
            "none" if "none" in states else "missing")
        return total
    total.low = sum(figure.low for figure in values)
    total.high = sum(figure.high for figure in values)
    total.estimate = any(figure.estimate for figure in values)
    total.no_high = any(figure.no_high for figure in values) or \
        bool(total.lacks)
    total.no_low = any(figure.no_low for figure in values) and \
        total.low == 0 and not total.no_high
    return total


def together(parts):
    """What a forum has in several parts: it lacks at most once."""
    own = add(parts)
    if own.state != "value" or not own.lacks or \
            not any(part.state == "value" for part in parts):
        return Figure(state=own.state) if own.state != "value" else \
            Figure(state="elsewhere") if any(
                part.state == "elsewhere" for part in parts) else own
    own.lacks = {next(name for name in LACKS if name in own.lacks): 1}
    return own


def rounded(value, decimals):
    """To so many decimals, a half away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals),
                          decimal.ROUND_HALF_UP)


def mean(figures, counts, places):
    values = [figure for figure in figures if figure.state == "value"]
    count = sum(counts)
    if not values:
        total = add(figures)
        return dataclasses.replace(total, lacks={})
    low = rounded(sum(figure.low for figure in values) / count, places)
    high = rounded(sum(figure.high for figure in values) / count, places)
    no_high = any(figure.no_high and not figure.lacks for figure in values)
    if no_high:
        low = (sum(figure.low for figure in values) / count).quantize(
            Decimal(1).scaleb(-places), decimal.ROUND_FLOOR)
    return Figure(low=low, high=high, no_high=no_high,
                  no_low=any(figure.no_low for figure in values)
                  and low == 0 and not no_high,
                  estimate=any(figure.estimate for figure in values))


def extreme(figures, choose):
    """The least or the largest, end by end."""
    values = [figure for figure in figures if figure.state == "value"]
    if not values:
        return dataclasses.replace(add(figures), lacks={})
    lows = [figure.low for figure in values]
    # Of the least an open end is no bound; the largest is open itself.
    highs = [OPEN if figure.no_high and choose is min else
             figure.low if figure.no_high else figure.high
             for figure in values]
    low, high = choose(lows), choose(highs)
    no_high = high == OPEN if choose is min else any(
        figure.no_high for figure in values)
    estimate = any(figure.estimate for figure, at, end in
                   zip(values, lows, highs)
                   if at == low or (end == high and end != OPEN))
    return Figure(low=low, high=low if no_high else high, no_high=no_high,
                  estimate=estimate,
                  no_low=any(figure.no_low for figure in values)
                  and low == 0 and not no_high)


def tell(figure):
    if figure.state != "value":
        return f"{figure.state} {figure.lacks or ''}".strip()
    return (f"{'at least ' * figure.no_high}{'at most ' * figure.no_low}"
            f"{'about ' * figure.estimate}{figure.low}–{figure.high} "
            f"{figure.lacks or ''}").strip()


# An account.

def columns_of(heads, words):
    """Which columns hold figures: all between the name and the how."""
    return range(1, len(heads) - 1)


class Account:
    """A page of an account, read."""

    def __init__(self, root, language):
        self.language = language
        self.words = WORDS[language]
        main = root.find(".//main")
        self.facts = {text_of(entry.find("dt")):
                      [cell_text(item) for item in entry.findall("dd")]
                      for facts in main.iter("dl") for entry in facts}
        table = next(table for table in main.iter("table")
                     if has_class(table, "account"))
        self.rows = rows_of(table)
        self.relation = None
        if self.rows[-1][1][0] in (self.words["quotient"],
                                   self.words["change"]):
            self.relation = self.rows[-1][1]
        self.question = (self.facts.get(self.words["question"])
                         or [None])[0]
        self.measure = "sum" if self.question is None or self.relation else \
            self.words["measures"][self.question.partition("(")[0]]

    def heading(self, index):
        return self.rows[0][1][index]

    def is_money(self, index, heads):
        return heads[index].endswith(self.words["thousand"])

    def parts(self, index, heads):
        """The columns that the one at `index` is the sum of; or none."""
        names = [head.replace("\u00a0", " ").partition(" (")[0]
                 for head in heads]
        before = list(range(1, index))
        if self.question is not None:
            return before if index == len(heads) - 2 else []
        if names[index] != self.words["cost"] or \
                not self.is_money(index, heads):
            return []
        found = [at for at in before
                 if names[at] in (self.words["fee"], self.words["other"])]
        return found if len(found) == 2 else []

    def how_lacks(self, cells, index, heads):
        """What the how-column says that a figure without parts lacks."""
        how, _, reasons = cells[-1].partition(": ")
        several = len(heads) > 3
        name = heads[index].partition(" (")[0]
        for reason in reasons.split(", "):
            if several and not reason.startswith(name + " "):
                continue
            reason = reason[len(name) + 1:] if several else reason
            for word, lack in (("unknown", "unknown"),
                               ("missing", "missing")):
                if reason == self.words[word]:
                    return {lack: 1}
            if self.words["lacks"].get(reason):
                return {self.words["lacks"][reason]: 1}
        return {}

    def row_figure(self, cells, index, heads):
        """The figure that a row gives to a column, and what is wrong."""
        figure = read(cells[index], self.language)
        parts = self.parts(index, heads)
        if figure.lacks or not parts:
            if figure.state == "value" and not figure.lacks and \
                    figure.no_high:
                figure.lacks = self.how_lacks(cells, index, heads)
            return figure, ""
        own = together([read(cells[at], self.language) for at in parts])
        shown = dataclasses.replace(own, lacks={})
        if not figure.same(shown):
            return own, (f"{cells[0]}: {cells[index]!r}, but its parts give "
                         f"{tell(own)}")
        return own, ""

    def result(self, figures, rows, index, heads):
        if self.measure == "mean":
            counts = [self.counted(cells[-1]) for _, cells in rows]
            places = 5 if self.is_money(index, heads) else 2
            return mean(figures, [count for count, figure in
                                  zip(counts, figures)
                                  if figure.state == "value"], places)
        if self.measure in ("least", "largest"):
            return extreme(figures, min if self.measure == "least" else max)
        total = add(figures)
        if self.measure in ("count", "distinct") and not figures:
            total = Figure()
        return total

    def counted(self, how):
        """How many forums a row counted: one, or as many as it says."""
        found = re.match(r"(\d+) ", how)
        return int(found.group(1)) if found else 1

    def add_faults(self, rows):
        """What is wrong with rows, the first of headings, the last total."""
        heads = rows[0][1]
        total = rows[-1]
        data = [row for row in rows[1:-1] if len(row[1]) == len(heads)
                and any(row[1][1:])]
        if len(rows) < 2 or total[0] not in ("total", "file"):
            yield "no total"
            return
        for index in columns_of(heads, self.words):
            # Quotients and changes are not sums of the rows.
            if NO_SUM.search(heads[index].replace("\u00a0", " ")):
                continue
            figures = []
            for _, cells in data:
                try:
                    figure, wrong = self.row_figure(cells, index, heads)
                except (Unreadable, ValueError):
                    yield f"{cells[0]}: what is {cells[index]!r}?"
                    return
                figures.append(figure)
                if wrong:
                    yield wrong
            if not total[1][index] and self.question is not None:
                continue
            stated = read(total[1][index], self.language)
            given = self.result(figures, data, index, heads)
            if not given.same(stated):
                yield (f"{heads[index]}: the total is "
                       f"{total[1][index]!r}, the rows give {tell(given)}")

    def total(self):
        """The total of a question, as the table has it."""
        return read(self.rows[-1][1][-2], self.language)

    def relation_figure(self, cells, index, heads):
        """The figure that a row gives to one of the two parts; a cost is what
        stands before it, when that is shown."""
        parts = [at for at in range(1, index)
                 if heads[at].replace("\u00a0", " ").startswith(
                     (self.words["fee"] + " (", self.words["other"] + " ("))]
        if heads[index].startswith(self.words["cost"]) and len(parts) == 2:
            return together([read(cells[at], self.language) for at in parts])
        figure = read(cells[index], self.language)
        if figure.state == "value" and not figure.lacks and figure.no_high:
            figure.lacks = self.how_lacks(cells, index, heads)
        return figure

    def relation_faults(self):
        """Of a quotient or a change: the figures of each part are added, and
        the two results are divided, or one is taken from the other."""
        heads = self.rows[0][1]
        results = [cells for kind, cells in self.rows
                   if kind == "total"][:-1]
        data = [cells for kind, cells in self.rows[1:]
                if kind not in ("total", "group")]
        found = []
        for index in columns_of(heads, self.words):
            stated = [cells for cells in results if cells[index]]
            if not stated:
                continue
            total = read(stated[0][index], self.language)
            found.append(total)
            if stated[0][0] != self.words["total"]:
                continue
            given = add([self.relation_figure(cells, index, heads)
                         for cells in data if read(
                             cells[index], self.language).state != "absent"])
            if not given.same(total):
                yield (f"{heads[index]}: the total is {stated[0][index]!r}, "
                       f"the rows give {tell(given)}")
        if len(found) != 2:
            yield f"{len(found)} totals and not two"
            return
        answer = read(self.relation[-2], self.language)
        one, two = found
        if self.relation[0] == self.words["change"]:
            low = one.low - two.low
        else:
            low = one.low / (two.low if two.low == two.high else two.high)
        factor = self.words["units"].get(answer.unit, Decimal(1))
        if one.no_high or two.no_high or one.low != one.high:
            return
        if abs(rounded(low / factor, answer.decimals)) != answer.low:
            yield f"{self.relation[-2]!r}, but the totals give {low / factor}"

    def faults(self):
        try:
            yield from self.all_faults()
        except Unreadable as what:
            yield f"what is {what}?"

    def all_faults(self):
        if self.relation is not None:
            yield from self.relation_faults()
            return
        yield from self.add_faults(self.rows)
        if self.question is not None:
            yield from self.answer_faults(self.facts[self.words["answer"]][0],
                                          False)

    def file_faults(self, rows):
        """All rows in the file, where the page has sections; after their
        cells it has their group and what they add up."""
        texts = [("file", [self.readable(field) for field in row[:-2]])
                 for row in rows]
        for wrong in self.add_faults(texts):
            yield f"CSV: {wrong}"
        if read(texts[-1][1][-2], self.language).low != self.total().low:
            yield f"CSV: another total, {texts[-1][1][-2]}"

    @staticmethod
    def readable(field):
        return field

    def in_unit(self, figure, decimals):
        """The total in the unit of `figure`, rounded to so many decimals;
        None: as exact as it is."""
        total = self.total()
        by = self.words["units"].get(figure.unit, Decimal(1))

        def end(value, bound, how):
            value = value / by
            return value if decimals is None else value.quantize(
                Decimal(1).scaleb(-decimals), how) if bound else \
                rounded(value, decimals)
        # What is at least so much is not rounded up, nor at most down.
        return dataclasses.replace(
            total, low=end(total.low, total.no_high, decimal.ROUND_FLOOR),
            high=end(total.high, total.no_low, decimal.ROUND_CEILING))

    def usual_decimals(self, figure):
        factor = self.words["units"].get(figure.unit)
        if figure.unit in ("", "h"):
            return 1 if self.measure == "mean" else None
        return 1 if factor == 1000 else 0

    def answer_faults(self, text, stated):
        """Is `text` the total, rounded as answers are; or, if `stated`, to
        as many decimals as it has?"""
        figure = read(text, self.language)
        decimals = figure.decimals if stated else self.usual_decimals(figure)
        expected = self.in_unit(figure, decimals)
        # "At least 0" says nothing, so it is told with more decimals.
        if not stated and expected.no_high and expected.low == 0 and \
                self.total().low > 0:
            expected = self.in_unit(figure, figure.decimals)
        values = figure.lacks.pop("values", None)
        if stated:
            expected.lacks = {}
            expected.estimate = figure.estimate
            expected.no_low = figure.no_low
        if not figure.same(expected):
            yield f"{text!r} is not the total, {tell(expected)}"
        counted = self.facts[self.words["forums"]]
        if values is not None and f"{values} {self.words['counted']}" not in \
                counted and not (values == 0 and self.total().state !=
                                 "value"):
            yield f"{text!r}: another number of values than {counted}"

    def text_faults(self, text, place):
        """A text where the total stands: the answer, or what it claims."""
        answer = (self.facts.get(self.words["answer"]) or [None])[0]
        if answer is None or self.relation is not None or squeezed(text) == squeezed(answer):
            return
        for known in self.facts.get(self.words["stated"], []):
            if squeezed(known).startswith(squeezed(text) + " ("):
                return
        for wrong in self.answer_faults(text, True):
            yield f"{place}: {wrong}"

    def method_faults(self, cells):
        """A row of a method table: name, place, rule, result, counts, and
        the forums."""
        name, result, counted, unknown = cells[0], cells[3], cells[4], cells[5]
        if self.question is not None:
            if name != squeezed(self.question):
                yield f"another question: {self.question}"
            if result != squeezed(self.facts[self.words["answer"]][0]):
                yield f"another result: {result}"
        else:
            sums = [f"{head}: {cell}" for head, cell in
                    list(zip(self.rows[0][1], self.rows[-1][1]))[1:-1]]
            if result != squeezed("; ".join(sums)):
                yield f"another result: {result} and not {sums}"
        facts = [squeezed(fact) for fact in self.facts[self.words["forums"]]]
        numbers = {fact.partition(" ")[2]: fact.partition(" ")[0]
                   for fact in facts}
        if numbers.get(self.words["counted"], "0") != counted:
            yield f"another number counted: {counted} and {facts}"
        found = [count for word, count in numbers.items()
                 if self.words["lacks"].get(word) == "unknown"]
        if (found or ["0"])[0] != unknown:
            yield f"another number unknown: {unknown} and {facts}"


def same_total(rows, account, language):
    """Is the last row of a table that of its account, column by column?"""
    there = {squeezed(head): cell for head, cell in
             zip(account[0][1], account[-1][1])}
    for head, cell in list(zip(rows[0][1], rows[-1][1])):
        if cell and re.search(r"\d", cell) and head and \
                squeezed(head) in there and \
                squeezed(there[squeezed(head)]) != squeezed(cell):
            yield (f"{squeezed(head)}: the table has {cell!r}, its account "
                   f"{there[squeezed(head)]!r}")


def figures_faults(rows, language):
    """A forum's own figures: in each year the last row is the sum of the two
    before it."""
    for index in range(1, len(rows[0][1])):
        if re.match(r"\D.* \d{4}$", squeezed(rows[0][1][index])):
            continue  # how it has changed
        fee, other, cost = (read(cells[index], language)
                            for _, cells in rows[-3:])
        own = dataclasses.replace(together([fee, other]), lacks={})
        if not own.same(cost):
            yield (f"{rows[0][1][index]}: {rows[-1][1][index]!r}, but its "
                   f"parts give {tell(own)}")


