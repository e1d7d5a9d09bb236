"""Lay out heads in the common form otherwise, so that they say the same.

varied(text, name, chance) takes a file as `bilaga fmt` writes it, and
commented(text, name, chance) puts comments into one.
"""
import re

# What has no order of its own for its keys, under any indentation.
UNORDERED = {"extra", "deltagargrupper", "groups", "nyckeltal", "key-figures",
             "genvägar", "shortcuts"}
# Quantities that may be written in several ways.
QUANTITIES = {"avgift", "övrigt", "per-år", "fee", "other", "per-year"}

KEY = re.compile(r"((?:\"(?:[^\"\\]|\\.)*\"|[^\s#\"'\[{][^:#]*?)):(?: (.*))?$")


class Node:
    """A key or item: its comments, value and members."""

    def __init__(self, key):
        self.key = key          # None: an item of a list
        self.comments = []      # (blank before, text) of the lines before it
        self.blank = False      # an empty line before it
        self.value = None       # as it stands on the line; None: members
        self.end = None         # a comment at the end of the line
        self.lines = []         # of a block, without indentation
        self.members = []
        self.after = []         # comments after the last member
        self.is_list = False


def split_end(value):
    """A value, and the comment after it."""
    quote = None
    for i, c in enumerate(value):
        if quote:
            if c == quote:
                quote = None
        elif c in "\"'" and (i == 0 or value[i - 1] in " [{,"):
            quote = c
        elif c == "#" and (i == 0 or value[i - 1] == " "):
            return value[:i].rstrip(), value[i:]
    return value, None


class Reader:
    """Reads what fmt writes, and nothing else."""

    def __init__(self, lines):
        self.lines = lines
        self.at = 0

    def file_comments(self):
        """Those before the first key that an empty line parts from it."""
        end = next((i for i, line in enumerate(self.lines)
                    if line and not line.startswith("#")), 0)
        blanks = [i for i in range(end) if not self.lines[i]]
        if not blanks:
            return []
        self.at = blanks[-1] + 1
        return self.lines[:self.at]

    def block(self, indent):
        lines = []
        while self.at < len(self.lines) and (
                not self.lines[self.at] or
                self.lines[self.at].startswith(" " * indent)):
            lines.append(self.lines[self.at][indent:])
            self.at += 1
        while lines and not lines[-1]:
            lines.pop()
            self.at -= 1
        return lines

    def value(self, node, rest, indent):
        rest, node.end = split_end(rest or "")
        if rest[:1] in ("|", ">") and rest:
            node.value = rest
            node.lines = self.block(indent + 2)
        elif rest:
            node.value = rest
        else:
            node.members, node.after, node.is_list = self.container(indent + 2)
            if not node.members:
                node.value = ""

    def container(self, indent):
        members, waiting, blank, is_list = [], [], False, False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                blank = True
                self.at += 1
                continue
            depth = len(line) - len(line.lstrip(" "))
            if depth < indent:
                break
            text = line[indent:]
            if text.startswith("#"):
                waiting.append((blank, text))
                blank = False
                self.at += 1
                continue
            self.at += 1
            if text.startswith("- ") or text == "-":
                is_list = True
                node = self.item(text[2:], indent)
            else:
                match = KEY.match(text)
                assert match, text
                node = Node(match[1])
                self.value(node, match[2], indent)
            node.comments, waiting = waiting, []
            node.blank, blank = blank, False
            members.append(node)
        if blank:
            self.at -= 1
        return members, waiting, is_list

    def item(self, text, indent):
        node = Node(None)
        match = KEY.match(text)
        if match and text[0] not in "\"'[{":
            self.at -= 1
            self.lines[self.at] = " " * (indent + 2) + text
            node.members, node.after, _ = self.container(indent + 2)
        else:
            self.value(node, text, indent)
        return node


def flow_parts(value):
    """The parts between brackets; None when one is quoted or nested."""
    inside = value[1:-1]
    if not inside or re.search(r"[\"'\[\]{}]", inside):
        return None
    return inside.split(", ")


class Writer:
    def __init__(self, chance, ordered):
        self.chance = chance
        self.ordered = ordered  # may the members of the root change places?
        self.out = []
        self.as_is = False      # control totals are texts

    def maybe(self, share=0.3):
        return self.chance.random() < share

    def quoted(self, text):
        """A plain text, in some quotation marks or none."""
        if not text or text[0] in "\"'[{|>" or not self.maybe(0.2):
            return text
        if self.maybe(0.5):
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def key(self, text):
        return f'"{text}"' if text[0] != '"' and self.maybe(0.05) else text

    def colon(self):
        return ":" + " " * self.chance.choice([1, 1, 1, 2, 5])

    def quantity(self, key, value):
        if key not in QUANTITIES or self.as_is or "(" in value:
            return value
        if self.maybe():
            value = value.replace("–", "-")
        if self.maybe():
            value = re.sub(r"(?<=\d) (?=\d{3})", "", value)
        return value

    def comments(self, comments, indent):
        for blank, text in comments:
            if blank:
                self.out.extend([""] * self.chance.choice([1, 1, 3]))
            self.out.append(" " * indent + text)

    def rest(self, node):
        """What may follow a value on its line."""
        if node.end:
            return " " * self.chance.choice([1, 2, 6]) + node.end
        return "  " if self.maybe(0.05) else ""

    def flow(self, node, indent):
        """A list or mapping between brackets, laid out otherwise."""
        value = node.value
        parts = flow_parts(value)
        if parts is None:
            return [value]
        is_map = value[0] == "{"
        if is_map:
            self.chance.shuffle(parts)
            parts = [f"{k}: {v}" for k, v in
                     (part.split(": ", 1) for part in parts)]
        way = self.chance.choice(["same", "wide", "lines", "block"])
        if way == "same":
            return [value[0] + ", ".join(parts) + value[-1]]
        if way == "wide":
            return [value[0] + " " + " , ".join(parts) + " " + value[-1]]
        blanks = " " * (indent + self.chance.choice([1, 2, 7]))
        if way == "lines":
            return [value[0], *(blanks + part + "," for part in parts[:-1]),
                    blanks + parts[-1] + value[-1]]
        return ["", *(blanks + ("" if is_map else "- ") + part
                      for part in parts)]

    def leaves(self, node):
        """Can the members stand between braces?"""
        return not node.after and not node.is_list and all(
            m.key and m.value and not m.comments and not m.end and not m.blank
            and m.value[0] not in "\"'[{|>" and
            not re.search(r"[,\[\]{}#?]|: ", m.value) for m in node.members)

    def value(self, node, head, indent):
        before = self.as_is
        self.as_is |= node.key in ("kontroll", "control")
        self.whole_value(node, head, indent)
        self.as_is = before

    def whole_value(self, node, head, indent):
        """`head` is the line so far: the key and its colon, or a dash."""
        if node.lines:
            step = self.chance.choice([1, 2, 3, 6])
            if re.search(r"\d", node.value):
                step = 2
            self.out.append(f"{head} {node.value}{self.rest(node)}")
            self.out.extend(" " * (indent + step) + line if line else ""
                            for line in node.lines)
        elif node.value == "":
            self.out.append(head + self.rest(node))
        elif node.value is not None and node.value[0] in "[{":
            lines = self.flow(node, indent)
            if len(lines) > 1 and lines[0] == "":
                # The comment belongs to the key's line.
                lines[0] = self.rest(node)
            else:
                lines[-1] += self.rest(node)
            first = lines[0].lstrip(" ") if lines[0].strip() else ""
            self.out.append(head + (" " + first if first else ""))
            self.out.extend(lines[1:])
        elif node.value is not None:
            value = self.quantity(node.key, node.value)
            self.out.append(f"{head}{' ' * self.chance.choice([1, 1, 3])}"
                            f"{self.quoted(value)}{self.rest(node)}")
        elif node.members and self.leaves(node) and not node.end and \
                self.maybe(0.2):
            inside = ", ".join(
                f"{m.key}: {m.value}" for m in self.order(node))
            self.out.append(f"{head} {{{inside}}}")
        else:
            self.out.append(head + self.rest(node))
            step = self.chance.choice([1, 2, 2, 4])
            if node.is_list and node.key is not None and self.maybe() and \
                    not node.after:
                step = 0
            self.container(node, indent + step)

    def order(self, node):
        members = list(node.members)
        if not node.is_list and node.key not in UNORDERED and \
                not getattr(node, "fixed", False):
            self.chance.shuffle(members)
        # A comment before the first key of an item is the item's.
        if node.key is None:
            first = next(i for i, m in enumerate(members)
                         if not m.comments and not m.blank)
            members.insert(0, members.pop(first))
        return members

    def container(self, node, indent):
        for member in self.order(node):
            self.comments(member.comments, indent)
            if member.blank:
                self.out.append("")
            if member.key is not None:
                self.value(member, " " * indent + self.key(member.key) + ":",
                           indent)
            elif member.value is None and not member.is_list:
                blanks = self.chance.choice([1, 1, 3])
                start = len(self.out)
                self.container(member, indent + 1 + blanks)
                # The first key stands behind the dash, unless a comment does.
                while self.out[start].lstrip().startswith("#"):
                    start += 1
                line = self.out[start]
                self.out[start] = line[:indent] + "-" + line[indent + 1:]
            else:
                self.value(member, " " * indent + "-", indent)
        self.comments(node.after, indent)


def mark_fixed(root, name):
    """Where the order says something: registers, and what they hold."""
    def below(node):
        for member in node.members:
            if node.key in ("kontroll", "control"):
                member.fixed = True
            if node.key in UNORDERED or getattr(node, "unordered", False):
                member.fixed = member.unordered = True
            below(member)
    if "registers/" in name or name == "labels.yaml":
        root.fixed = True
        for member in root.members:
            member.fixed = name == "labels.yaml" or "rates" in name
            # What a journey costs, by place.
            for rate in member.members:
                rate.fixed = any(m.members or (m.value or "")[:1] == "{"
                                 for m in rate.members)
    for member in root.members:
        if member.key == "extra":
            member.unordered = member.fixed = True
    for member in root.members:
        if member.key in ("deltagargrupper", "groups"):
            member.fixed = True
    below(root)
    if "registers/" not in name:
        for member in root.members:
            if member.key in ("deltagargrupper", "groups"):
                for group in member.members:
                    group.fixed = False


def movable(root, head_comments):
    """Can the first member of all be another without a comment moving?"""
    for member in root.members:
        if any(blank for blank, _ in member.comments[1:]) or (
                member.comments and member.blank):
            return False
        if head_comments and (member.blank or any(
                blank for blank, _ in member.comments)):
            return False
        if member.comments and member.comments[0][0]:
            return False
    return True


def varied_head(text, name, chance):
    reader = Reader(text.split("\n")[:-1])
    first = reader.file_comments()
    root = Node("")
    root.members, root.after, root.is_list = reader.container(0)
    assert reader.at == len(reader.lines), (name, reader.at)
    mark_fixed(root, name)
    if not movable(root, first):
        root.fixed = True
    writer = Writer(chance, True)
    writer.out.extend(first)
    writer.container(root, 0)
    return "".join(line + "\n" for line in writer.out)


def varied_body(text, chance):
    """Bars closer together, or further apart."""
    if re.search(r"^ *(```+|~~~+)(?!\{(table|note|important)\}|\s*$)", text,
                 re.M):
        return text
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if not line.startswith("| ") or not line.endswith(" |") or \
                "\\|" in line or chance.random() < 0.3:
            continue
        cells = [cell.strip() for cell in line[1:-1].split("|")]
        if all(re.fullmatch(":?-+:?", cell) for cell in cells):
            cells = [re.sub("-+", "-" * chance.choice([1, 3, 9]), cell)
                     for cell in cells]
        lines[i] = "|" + "|".join(
            " " * chance.choice([0, 1, 3]) + cell +
            " " * chance.choice([0, 1, 2]) for cell in cells) + "|"
    return "\n".join(lines)


def parts(text, name):
    if not name.endswith(".md"):
        return "", text, ""
    match = re.match(r"(---\n)(.*?\n)(---\n.*)", text, re.S)
    return (match[1], match[2], match[3]) if match else ("", "", text)


def varied(text, name, chance):
    before, head, body = parts(text, name)
    return before + (varied_head(head, name, chance) if head else "") + \
        varied_body(body, chance)


def commented(text, name, chance):
    """The file with comments where its form has them."""
    before, head, body = parts(text, name)
    out, block = [], None
    for line in head.split("\n")[:-1]:
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and (not line or indent > block):
            out.append(line)
            continue
        block = None
        if line.strip() and not line.lstrip().startswith("#"):
            if chance.random() < 0.1 and out:
                out.append(" " * indent + "# Före nästa rad: [ingen] lista.")
            if re.search(r": [|>][-+0-9]*$", line):
                block = indent
            if chance.random() < 0.1 and "#" not in line:
                line += " # efter \"raden\""
        out.append(line)
    if name.endswith(".md") and chance.random() < 0.3:
        out.append("# Allra sist.")
    return before + "".join(line + "\n" for line in out) + body
