"""common: what do all lints need? Files, C without comments, and the count."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GENERATOR = ROOT / "generator"
TESTS = ROOT / "tests"

# A comment, a string, or a character; a string may hold what looks like another.
TOKENS = re.compile(r"(?P<comment>/\*.*?\*/|//[^\n]*)"
                    r"|(?P<string>\"(?:\\.|[^\"\\\n])*\")"
                    r"|(?P<character>'(?:\\.|[^'\\\n])*')", re.S)


class Count:
    """Counts the tests of one lint and prints those that fail."""

    def __init__(self):
        self.passed = self.failed = 0

    def test(self, wrong):
        """One test: `wrong` is what is wrong, a text or several, or nothing."""
        wrong = [wrong] if isinstance(wrong, str) else wrong or ()
        wrong = [text for text in wrong if text]
        for text in wrong:
            print(text)
        self.passed += not wrong
        self.failed += bool(wrong)

    def end(self):
        """Print the count and end the program."""
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)


def name_of(path):
    """The path as it stands in messages: from the project's folder."""
    return str(path.relative_to(ROOT))


def read(path):
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def c_files(*suffixes):
    """The generator's files with these suffixes, sorted."""
    return sorted(path for path in GENERATOR.rglob("*")
                  if path.suffix in suffixes)


def blank(text, *kinds):
    """C with its comments, strings or characters blanked; lines are kept."""
    def replace(match):
        if match.lastgroup not in kinds:
            return match[0]
        return re.sub(r"[^\n]", " ", match[0])
    return TOKENS.sub(replace, text)


def strings(text):
    """(line, string without quotes) of C, but not of what is included."""
    for match in TOKENS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        start = text.rfind("\n", 0, match.start()) + 1
        if match.lastgroup == "string" and \
                not text.startswith("#include", start):
            yield line, match[0][1:-1]


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1
