#!/usr/bin/python3
"""handbook: does what the writers' handbook shows work as it stands?

    BILAGA=build/bilaga tests/handbook/run.py

Each block in content/README.md is laid into base/ and checked: no error may
come of it. What a block is, is seen from its language and its first line:

  yaml          a head between ---; keys of a forum; indented: keys of a year;
                keys of publication.yaml; years with assumptions; the
                accessibility statement; names in other languages
  markdown, or none with text, a table, a role or a directive: a section's text
  sh            commands, each with its options as --help has them
  text, ebnf    nothing that is run

So are the words that the tables of keys give, what the table of quantities
and the table of the text show, and the measures of the questions. And what
writers use shall be in an example: all keys, directives and their options.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

BILAGA = os.environ.get("BILAGA") or str(ROOT / "build/bilaga")
HANDBOOK = ROOT / "content/README.md"
FORUM = "inventering/20-redovisning/20-infrastruktur/990-exempel.md"
SECTION = "inventering/30-exempel/index.md"

# A forum that lacks nothing, to which an example adds its keys.
WHOLE = {
    "titel": " Exempel",
    "form": " nätverk",
    "medlemskap": " utan avgift",
    "nivå": " lokal",
    "drivs-av": " string",
    "möten": "\n  per-år: 2",
    "år": "\n  2023:\n    läge: pågår\n    deltagare: {SLK: 1, KS: 1}\n"
          "    avgift: ej aktuellt\n    övrigt: ej aktuellt",
}

TALLY = Tally()
test = TALLY.holds


def check_files(files):
    """Lay `files` over the base; exit status, and what is said."""
    with tempfile.TemporaryDirectory() as folder:
        content = pathlib.Path(folder) / "content"
        shutil.copytree(HERE / "base", content)
        for name, text in files.items():
            path = content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run([BILAGA, "check", str(content)],
                              capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def check(what, files):
    """No error may come of `files`."""
    status, said = check_files(files)
    test(what, status == 0, said)


def check_wrong(what, finding, files):
    """Of `files` this error must come, and no other."""
    status, said = check_files(files)
    found = set(re.findall(r" fel: .*\[([a-z-]+)\]$", said, re.M))
    test(f"noticed: {what}", status == 1 and found == {finding}, said)


def top_keys(text):
    """The keys of a mapping and the text of each, as it is written."""
    parts = re.split(r"^([^\s#:][^:\n]*):", text, flags=re.M)
    return dict(zip(parts[1::2], (part.rstrip() for part in parts[2::2])))


def forum(keys):
    keys = {**WHOLE, **keys}
    head = "".join(f"{key}:{text}\n" for key, text in keys.items())
    return {FORUM: f"---\n{head}---\nText.\n"}


def section(text):
    return {SECTION: f"---\ntitel: Exempel\n---\n{text}\n"}


def blocks(handbook):
    """(line, language, text) of each fenced block, in a list or not."""
    lines = handbook.split("\n")
    at = 0
    while at < len(lines):
        fence = re.match(r"( *)(`{3,})(\w*)$", lines[at])
        if fence is None:
            at += 1
            continue
        indent, marks, language = fence.groups()
        end = lines.index(indent + marks, at + 1)
        yield at + 1, language, "\n".join(line[len(indent):] for line
                                          in lines[at + 1:end])
        at = end + 1


def test_yaml(what, text):
    if text.startswith("---\n"):
        head, body = text[4:].split("\n---", 1)
        keys = top_keys(head)
        if "form" in keys:
            check(what, {FORUM: text + "\n"})
        elif "kontroll" in keys:
            # The sums are made up; that they are read is what is shown.
            check_controls(what, text)
        else:
            check(what, {SECTION: text + "\n"})
    elif re.match(r"\d{4}:", text):
        check(what, {"registers/rates.yaml": text + "\n"})
    elif "följsamhet" in top_keys(text):
        check(what, {"registers/accessibility.yaml": text + "\n"})
    elif "en" in top_keys(text):
        check(what, {"registers/languages.yaml": text + "\n"})
    elif text.startswith(" "):
        check(what, {**forum({"år": "\n  2023:\n" + text}),
                     "registers/rates.yaml": RATES})
    elif set(top_keys(text)) & {"rimlighet", "mandatperiod", "deltagargrupper",
                                "redigera-url"}:
        base = top_keys((HERE / "base/publication.yaml").read_text())
        keys = {**base, **top_keys(text)}
        check(what, {"publication.yaml": "".join(
            f"{key}:{value}\n" for key, value in keys.items())})
    else:
        check(what, {**forum(top_keys(text)), "registers/rates.yaml": RATES})


def check_controls(what, text):
    """Only that the sums differ may be said of it."""
    _, said = check_files({SECTION: text + "\n"})
    found = re.findall(r" fel: .*\[([a-z-]+)\]$", said, re.M)
    test(what, set(found) == {"control-false"}, said)


RATES = """\
2023:
  invånare: {värde: 600 000, källa: Påhittad statistik, datum: 2023-12-31}
  snittlön: {värde: 400 kr per timme, källa: Påhittad lista, datum: 2023}
  omkostnadspålägg: {värde: 45 %, källa: Påhittad lista, datum: 2023}
  tågbiljett: {värde: 900 kr, källa: Påhittad lista, datum: 2023}
  hotellnatt: {värde: 1 100 kr, källa: Påhittad lista, datum: 2023}
  traktamente: {värde: 260 kr, källa: Påhittad lista, datum: 2023}
2024:
  snittlön: {värde: okänd, källa: Ingen uppgift finns., datum: 2024}
  omkostnadspålägg: {värde: 45 %, källa: Påhittad lista, datum: 2024}
  tågbiljett: {värde: 900 kr, källa: Påhittad lista, datum: 2024}
  hotellnatt: {värde: 1 100 kr, källa: Påhittad lista, datum: 2024}
  traktamente: {värde: 260 kr, källa: Påhittad lista, datum: 2024}
"""


def test_commands(what, text):
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        if not words or not words[0].endswith("bilaga"):
            continue
        done = subprocess.run([BILAGA, *words[1:], "--help"], cwd=ROOT,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=60)
        test(f"{what}: {line}", done.returncode == 0, done.stderr)


def test_blocks(handbook):
    for line, language, text in blocks(handbook):
        what = f"content/README.md:{line}"
        if language == "yaml":
            test_yaml(what, text)
        elif language == "sh":
            test_commands(what, text)
        elif language in ("", "markdown"):
            check(what, section(text))
        else:
            test(f"{what}: a language that is not run",
                 language in ("text", "ebnf"), language)


def rows(handbook, first):
    """The rows of the table whose head begins with the cell `first`."""
    found = re.search(r"^\| " + re.escape(first) + r" \|.*\n\|[ |-]+\n"
                      r"((?:\|.*\n)+)", handbook, re.M)
    test(f"there is a table with {first}", found)
    for line in found.group(1).splitlines() if found else []:
        yield [cell.strip().replace("\\|", "|") for cell in
               re.split(r"(?<!\\)\|", line)[1:-1]]


def codes(cell):
    """What stands between grave accents."""
    return [text[1:-1] if text[0] == text[-1] == " " and "`" in text else text
            for _, text in re.findall(r"(`+)(.+?)\1(?!`)", cell)]


def test_tables(handbook):
    for cells in rows(handbook, "Du skriver"):
        for text in codes(cells[0]):
            if re.search(r"kr|EUR", text) or text in ("okänd", "ej aktuellt"):
                year = (f"\n  2023:\n    läge: pågår\n"
                        f"    deltagare: {{SLK: 1, KS: 1}}\n"
                        f"    avgift: {text}\n    betalas-till: string\n"
                        f"    övrigt: 0")
                keys = {"år": year, "medlemskap": " mot avgift"}
            elif text.endswith(" h"):
                keys = {"år": WHOLE["år"] + f"\n    arbetstid: {{SLK: {text}}}"}
            else:
                keys = {"möten": "\n  per-år: " + text}
            check(f"the quantity {text}", forum(keys))
    for cells in rows(handbook, "Du vill ha"):
        for text in codes(cells[1]):
            if text.startswith("![") or text.startswith("```"):
                continue  # a picture that is not there; a block of its own
            if text.startswith("[^not]") or text.startswith("(mitt-id)="):
                text = {"[": "Ord[^not].\n\n[^not]: Fotnotens text.",
                        "(": "(mitt-id)=\n## Rubrik\n\n{ref}`mitt-id`"}[text[0]]
            if "../20-infrastruktur" in text:
                text = text.replace("../", "../20-redovisning/")
            check(f"the text {text}", section(text))
    for cells in rows(handbook, "Mått"):
        for text in codes(cells[0]):
            text = text.replace("…", "avgift")
            check(f"the measure {text}", section("{value}`" + text + "`"))


def with_word(group, key, word):
    """The keys of a forum that say `word` for a key of the group."""
    year = "\n  2022:\n" + WHOLE["år"].split("2023:\n")[1] + WHOLE["år"]
    return {
        "forum": {key: f" {word}"},
        "meeting": {"möten": f"\n  per-år: 2\n  {key}: {word}"},
        "year": {"år": re.sub(rf"(  2023:\n)(    läge: pågår\n)?",
                              lambda at: at[1] + ("" if key == "läge" else
                                                  at[2]) +
                              f"    {key}: {word}\n",
                              year if key == "överfört" else WHOLE["år"])},
        "review": {"avtal": "\n  sort: avtal\n  gäller-från: 2023\n"
                            f"  uppföljning:\n    - {key}: {word}"},
    }[group]


def test_words(handbook):
    """The words that a table of keys gives for a key are words for it."""
    tried = set()
    for group, table in re.findall(r"<!-- keys: (\w+) -->\n(.*?)<!-- /keys",
                                   handbook, re.S):
        for key, text in re.findall(r"^\| `([^`]+)` \|.*?Skriv (`.*?)[;.|]",
                                    table, re.M):
            for word in codes(text) if key != "text" else []:
                tried.add(key)
                check(f"{key}: {word}", forum(with_word(group, key, word)))
    test("keys that have words are found", tried == {
        "medlemskap", "nivå", "kan-avslutas", "hålls", "överfört", "status",
        "läge", "hur-ofta"}, tried)


def test_covered(handbook):
    """All that writers use is in an example."""
    shown = "\n".join(text for _, language, text in blocks(handbook)
                      if language in ("", "yaml", "markdown"))
    shown += "\n" + "\n".join(codes(handbook.replace("\n", " ")))
    labels = (ROOT / "generator/labels/sv.yaml").read_text(encoding="utf-8")
    keys = re.search(r"^key:\n((?:  .*\n)+)", labels, re.M).group(1)
    for word in {line.split(": ", 1)[1].strip().strip('"')
                 for line in keys.splitlines()}:
        test(f"an example has the key {word}:", re.search(
            r"(?:^|[\s{(])" + re.escape(word) + r": *\S?", shown, re.M))
    code = (ROOT / "generator/read/directive.c").read_text(encoding="utf-8")
    names = set(re.findall(r'\{ "([a-z-]+)", read_', code))
    test("directives are found in the program", len(names) > 15, names)
    for name in names:
        test(f"an example has {{{name}}}", f"{{{name}}}" in shown)
    # Those that need nothing but a caption.
    for name in re.findall(r'\{ "([a-z-]+)", read_forums, table_options', code):
        check(f"{{{name}}} by itself",
              section(f"```{{{name}}} Rubrik\n:name: tab-x\n```"))
    listed = re.findall(r"const \w+_options\[\] = \{(.*?)NULL", code, re.S)
    for option in {word for text in listed
                   for word in re.findall(r'"([a-z-]+)"', text)}:
        test(f"an example has :{option}:", re.search(
            rf"^:{option}:", shown, re.M) or f":{option}: " in shown)


def test_noticed():
    """All that is tried here is looked at: what no example says is wrong."""
    for what, finding, files in (
            ("a key", "key-unknown", forum({"nykel": " 1"})),
            ("a key of a year", "key-unknown", forum(
                {"år": WHOLE["år"] + "\n    nykel: 1"})),
            ("a quantity", "quantity-form", forum(
                {"år": WHOLE["år"].replace("avgift: ej aktuellt",
                                           "avgift: ingen aning")})),
            ("a word", "value-word", forum({"nivå": " kosmisk"})),
            ("an id", "organisation-unknown", forum({"drivs-av": " ingenting"})),
            ("a role", "role-unknown", section("{rolle}`string`")),
            ("a link", "link-target", section("[](#ingenting)")),
            ("a directive", "directive-unknown",
             section("```{formus} Rubrik\n```")),
            ("an option", "option-unknown",
             section("```{forums} Rubrik\n:nykel: 1\n```")),
            ("a measure", "query-measure", section("{value}`antl()`")),
            ("a rate", "key-missing",
             {"registers/rates.yaml": RATES.replace(
                 ", källa: Påhittad lista", "", 1)}),
            ("a key of the publication", "key-unknown",
             {"publication.yaml": (HERE / "base/publication.yaml").read_text(
                 encoding="utf-8") + "nykel: 1\n"})):
        check_wrong(what, finding, files)
    done = subprocess.run([BILAGA, "check", "--nykel", "--help"],
                          capture_output=True, text=True, timeout=60)
    test("noticed: an option of a command", done.returncode == 2, done.stderr)


def main():
    handbook = HANDBOOK.read_text(encoding="utf-8")
    check("the base", {})
    test_noticed()
    test_blocks(handbook)
    test_tables(handbook)
    test_words(handbook)
    test_covered(handbook)
    TALLY.end()


if __name__ == "__main__":
    sys.exit(main())
