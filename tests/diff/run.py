#!/usr/bin/python3
"""run: does `bilaga diff` tell all that has changed, and nothing else?

    run.py [--bilaga PATH] [--accept] [--edits N] [--seed N]

Each folder NAME/ has two versions, before/ and after/, and what is told of
them: expected.md, and expected.html (what stands in the element main) and
expected.xml where they exist. For each pair: a version against itself has not
changed; backwards the same figures change the other way; the DocBook is valid
and the page has a strict policy that its own style fulfils.

Further: random edits of the real content, each of which must be told where it
was made; versions out of git repositories, with what can be wrong with those;
and texts so long or so different that comparing them must be bounded.

--edits N   how many random edits of the real content (default: 40)
"""
import argparse
import base64
import hashlib
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CONTENT = ROOT / "content"
sys.path.insert(0, str(HERE.parent / "web"))
import docbook  # noqa: E402
from tally import Tally  # noqa: E402
from lxml import etree, html  # noqa: E402

# Seconds that one call may take on a busy machine, with sanitizers.
SECONDS = 60

NOTHING = ("Inget har ändrats för läsaren.",
           "Nothing has changed for a reader.")
# A difference, and what it is called seen from the other side.
TURNED = [("mer", "mindre"), ("fler", "färre"),
          ("har blivit känt", "är inte längre känt"),
          ("är nytt", "är inte längre med")]
# That something is known in part is told as that it is, or is not, known.
PARTLY = [("är nu delvis känt", "har blivit känt"),
          ("är nu bara delvis känt", "är inte längre känt")]

TALLY = Tally()
test = TALLY.test


class Call:
    """One run of `bilaga diff`; what it leaves behind is a fault."""

    def __init__(self, bilaga, *arguments, folder=ROOT, environment=None):
        with tempfile.TemporaryDirectory(prefix="bilaga-diff-") as room:
            done = subprocess.run(
                [bilaga, "diff", *map(str, arguments)], cwd=folder,
                stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
                env={**os.environ, **(environment or {}), "TMPDIR": room})
            self.left = os.listdir(room)
        self.status = done.returncode
        self.out = done.stdout.decode()
        self.told = done.stderr.decode()

    def faults(self, status=0, finding=None):
        if self.status != status:
            yield f"status {self.status}, not {status}: {self.told[-500:]}"
        if finding and f"[{finding}]" not in self.told:
            yield f"no [{finding}] in: {self.told[-500:]}"
        if self.left:
            yield f"left behind: {self.left}"
        if status and self.out:
            yield f"wrote all the same: {self.out[:200]}"


# --- Pairs by hand -----------------------------------------------------------

def compare(name, path, text, accept):
    if accept:
        path.write_text(text, encoding="utf-8")
    expected = path.read_text(encoding="utf-8")
    if expected == text:
        test(name, "")
        return
    new = path.with_suffix(path.suffix + ".new")
    new.write_text(text, encoding="utf-8")
    test(name, f"differs from {path.name}; it is in {new}")


def main_of(page):
    return re.search(r"<main.*?</main>", page, re.S)[0] + "\n"


def page_faults(page):
    """Its style is allowed by its hash, and nothing else is there to allow."""
    policy = re.search(r'http-equiv="Content-Security-Policy" content="(.*?)"',
                       page)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    wanted = (f"default-src 'none'; style-src 'sha256-{digest}'; "
              "base-uri 'none'; form-action 'none'")
    if policy.replace("&#39;", "'") != wanted:
        yield f"the policy is {policy}"
    root = html.document_fromstring(page)
    for at in root.iter(etree.Element):
        for name in ("src", "style", "onclick"):
            if at.get(name) is not None:
                yield f"<{at.tag} {name}>"
        if at.tag in ("script", "link", "img", "iframe"):
            yield f"<{at.tag}>"
    ids = [at.get("id") for at in root.iter(etree.Element) if at.get("id")]
    yield from (f"the id {one} twice" for one in set(ids)
                if ids.count(one) > 1)
    for mark in root.iter("ins", "del"):
        if not mark.text_content().strip():
            yield f"an empty <{mark.tag}>"


def figures(text):
    """The rows of figures: where they stand, and their four cells."""
    where, rows = "", []
    for line in text.splitlines():
        if line.startswith("#"):
            where = re.sub(r"^[#\d. ]+", "", line)
        elif line.startswith("| ") and line.count("|") == 5 and \
                "---" not in line and not line.startswith("| Uppgift |"):
            for partly, wholly in PARTLY:
                line = line.replace(partly, wholly)
            rows.append((where, *(cell.strip() for cell in
                                  line.strip("|").split("|"))))
    return rows


def turned(words):
    for one, other in TURNED:
        words = re.sub(rf"\b({one}|{other})\b",
                       lambda at: other if at[0] == one else one, words)
    return words


def test_turned(name, forward, backward):
    def known(rows, back):
        return sorted((re.sub(r"(\d{4}) till (\d{4})", lambda years: " ".join(
                           sorted(years.groups())), figure),
                       after if back else before,
                       before if back else after,
                       turned(difference) if back else difference)
                      for _, figure, before, after, difference in rows)
    there, back = known(figures(forward), False), known(figures(backward), True)
    test(f"{name}: backwards", "" if there == back else
         f"{sorted(set(there) ^ set(back))[:6]}")


def test_pair(bilaga, folder, rules, accept):
    before, after = folder / "before", folder / "after"
    name = folder.name

    def run(*arguments):
        call = Call(bilaga, *arguments, folder=folder)
        test(f"{name}: {' '.join(arguments)}", list(call.faults()))
        return call.out

    text = run("before", "after")
    if not text:
        return
    compare(f"{name}: text", folder / "expected.md", text, accept)
    page = run("before", "after", "--format", "html")
    if (folder / "expected.html").exists():
        compare(f"{name}: html", folder / "expected.html", main_of(page),
                accept)
    test(f"{name}: page", list(page_faults(page)))
    book = run("before", "after", "--format", "docbook")
    if (folder / "expected.xml").exists():
        compare(f"{name}: docbook", folder / "expected.xml", book, accept)
    test(f"{name}: docbook is valid",
         list(docbook.schema_faults(rules, etree.fromstring(book.encode()))))
    for version in (before, after):
        same = run(version.name, version.name)
        test(f"{name}: {version.name} and itself",
             "" if any(words in same for words in NOTHING) and len(same.splitlines()) == 5 else same)
    if NOTHING[0] in same:
        test_turned(name, text, run("after", "before"))


def test_handbook():
    """The handbook's example is a part of what is told of the first pair."""
    part = re.search(r"^## Jämföra två versioner\n(.*?)^## ",
                     (CONTENT / "README.md").read_text(encoding="utf-8"),
                     re.S | re.M)[1]
    example = re.search(r"```text\n(.*?)```", part, re.S)[1]
    told = set((HERE / "sundsby/expected.md").read_text(
        encoding="utf-8").replace("\u00a0", " ").splitlines())
    test("handbook", [line for line in example.splitlines()
                      if line not in told])


def test_faults(bilaga):
    """A figure of the text that no longer holds keeps nothing from being told;
    a relation that leads nowhere does."""
    with tempfile.TemporaryDirectory() as folder:
        after = pathlib.Path(folder) / "after"
        shutil.copytree(HERE / "sundsby/before", after)
        page = after / "oversikt/index.md"
        page.write_text(page.read_text() + "\nSumman är {claim}`1 tkr = "
                        "summa(avgift)`.\n")
        call = Call(bilaga, HERE / "sundsby/before", after)
        test("a claim that does not hold", [
            *call.faults(finding="diff-faults"),
            *([] if "Summan är 1 tkr" in call.out.replace("\u00a0", " ")
              else [call.out])])
        forum = next(after.rglob("10-kustradet.md"))
        forum.write_text(forum.read_text().replace(
            "drivs-av: kustrad", "drivs-av: ingenalls"))
        call = Call(bilaga, HERE / "sundsby/before", after)
        test("a party that is not there", list(call.faults(1, "diff-wrong")))


def test_calls(bilaga):
    """What may be wrong with the call, and with where it writes."""
    folder = HERE / "sundsby"
    for name, arguments, status, finding in (
            ("no such folder", ["nowhere", "after"], 1, "diff-repository"),
            ("no content folder", ["before"], 3, "folder-open"),
            ("no version", [], 2, None),
            ("three versions", ["before", "after", "after"], 2, None),
            ("no such format", ["before", "after", "--format", "pdf"], 2,
             None),
            ("nowhere to write", ["before", "after", "-o", "no/where.md"], 3,
             "output-write"),
            ("a theme that is none", ["before", "after", "--format", "html",
                                      "--theme", "before"], 1,
             "theme-missing")):
        call = Call(bilaga, *arguments, folder=folder)
        test(f"call: {name}", list(call.faults(status, finding)))
    with tempfile.TemporaryDirectory() as room:
        path = pathlib.Path(room) / "ändringar.md"
        call = Call(bilaga, "before", "after", "-o", path, folder=folder)
        test("call: a file", [
            *call.faults(),
            *([] if str(path) in call.out else ["the file is not named"]),
            *([] if path.read_text(encoding="utf-8") == (
                folder / "expected.md").read_text(encoding="utf-8")
              else ["the file has something else"])])
        pipe = pathlib.Path(room) / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDWR)
        call = Call(bilaga, "before", "after", "-o", pipe, folder=folder)
        test("call: a pipe stays one", [
            *call.faults(), *([] if pipe.is_fifo() else ["it is a file"]),
            *([] if os.read(reader, 1 << 20).startswith(b"#")
              else ["nothing came through it"])])
        os.close(reader)


def test_others(bilaga):
    """Pictures, words of pages, and a page whose title is not its own."""
    with tempfile.TemporaryDirectory() as folder:
        before = pathlib.Path(folder) / "before"
        shutil.copytree(HERE / "sundsby/before", before)
        page = before / "oversikt/index.md"
        page.write_text(page.read_text() + "\n![Kusten](kusten.png)\n"
                        "\n![Hamnen](hamnen.png)\n")
        for name in ("kusten", "hamnen"):
            (page.parent / f"{name}.png").write_bytes(b"\x89PNG one")
        after = pathlib.Path(folder) / "after"
        shutil.copytree(before, after)
        (after / "oversikt/kusten.png").write_bytes(b"\x89PNG two")
        (after / "labels.yaml").write_text("page:\n  level: Vilken nivå\n")
        call = Call(bilaga, before, after)
        words = ["kusten.png är en annan",
                 "ändrat från ”Nivå” till ”Vilken nivå”",
                 "- **Publikationen:** 2"]
        test("pictures and words", [
            *call.faults(), *(f"no {word} in {call.out}" for word in words
                              if word not in call.out),
            *(["the picture that is the same"] if "hamnen" in call.out else []),
            *(["facts are told again"] if "Kustrådet" in call.out else [])])


# --- Random edits of the real content -------------------------------------------

class Edits:
    """Edits that leave the content right; each gives what must be told."""

    def __init__(self, content, chance):
        self.content, self.chance = content, chance
        self.count = 0
        self.forums = [path for path in sorted(content.rglob("*.md"))
                       if "\nform: " in path.read_text(encoding="utf-8")
                       and path.name != "README.md"]

    def pick(self):
        """A forum; each is edited but once, so that all of it is told."""
        self.picked = self.chance.choice(self.forums)
        return self.picked

    def word(self):
        self.count += 1
        return f"nyord{self.count}"

    def change(self, path, pattern, to):
        """None when there is nothing there to change."""
        text = path.read_text(encoding="utf-8")
        new, times = re.subn(pattern, to, text, count=1, flags=re.M)
        if not times or new == text:
            return None
        path.write_text(new, encoding="utf-8")
        return True

    def title(self, path):
        title = re.search(r"^titel: (.*)", path.read_text(encoding="utf-8"),
                          re.M)[1]
        return title.strip().strip("\"'")

    def add_sentence(self):
        path, word = self.pick(), self.word()
        path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n"
                        f"En mening med {word} till sist.\n",
                        encoding="utf-8")
        return self.title(path), f"tillagt: ”En mening med {word} till sist.”"

    def change_word(self):
        path, word = self.pick(), self.word()
        title = self.title(path)
        if not self.change(path, r"^(---\n(?:.*\n)+?---\n(?:[\wåäöÅÄÖ]+ )"
                           r"{3})([a-zåäö]+) ", rf"\1{word} "):
            return None
        return title, f"**{word}**"

    def change_fee(self):
        path = self.pick()
        amount = self.chance.randrange(1000, 9999)
        title = self.title(path)
        if not self.change(path, r"^    övrigt: \d+ tkr$",
                           f"    övrigt: {amount} tkr"):
            return None
        shown = f"{amount // 1000}\u00a0{amount % 1000:03}\u00a0tkr"
        return title, f"| {shown} |"

    def change_level(self):
        path = self.pick()
        title = self.title(path)
        if not self.change(path, r"^nivå: (?!nordisk).*$", "nivå: nordisk"):
            return None
        return title, "till ”nordisk”"

    def change_title(self):
        path, word = self.pick(), self.word()
        title = f"Forum {word}"
        if not self.change(path, r"^titel: .*$", f"titel: {title}"):
            return None
        return title, f"till ”{title}”"

    def rename(self):
        path, word = self.pick(), self.word()
        text = path.read_text(encoding="utf-8")
        number, old = path.stem.split("-", 1)
        if re.search(r"^(?:id|alias):", text, re.M):
            return None
        new = path.with_name(f"{number}-{word}.md")
        path.rename(new)
        self.change(new, r"^form:", f"alias: [{old}]\nform:")
        return self.title(new), f"ändrat från ”{old}” till ”{word}”"

    def make(self):
        kinds = [self.add_sentence, self.change_word, self.change_fee,
                 self.change_level, self.change_title, self.rename]
        for _ in range(50):
            told = self.chance.choice(kinds)()
            if told:
                self.forums.remove(self.picked)
                return told
        raise SystemExit("no edit can be made")


def part_of(text, title):
    """What is told under the heading of the page called `title`."""
    found = re.search(rf"^### (?:[\d.]+ )?{re.escape(title)}\n(.*?)(?=^##|\Z)",
                      plain(text), re.S | re.M)
    return found[1] if found else ""


def plain(text):
    """Without the backslashes that Markdown needs."""
    return re.sub(r"\\([^\w\s])", r"\1", text)


def test_edits(bilaga, edits_most, seed):
    chance = random.Random(seed)
    for round_ in range(max(1, edits_most // 10)):
        with tempfile.TemporaryDirectory() as folder:
            after = pathlib.Path(folder) / "content"
            shutil.copytree(CONTENT, after)
            edits = Edits(after, chance)
            told = {}
            while len(told) < 10:
                title, words = edits.make()
                told[title] = words
            call = Call(bilaga, CONTENT, after)
            name = f"edits {round_}, seed {seed}"
            test(name, list(call.faults()))
            test(f"{name}: all are told", [
                f"{title}: {words} is not in\n{part_of(call.out, title)[:800]}"
                for title, words in told.items()
                if words not in part_of(call.out, title)])
            back = Call(bilaga, after, CONTENT)
            test_turned(name, call.out, back.out)


# --- git ------------------------------------------------------------------------

class Repository:
    """A repository whose content folder is called `content`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Test")
        self.git("config", "user.email", "test@example.org")

    def git(self, *arguments):
        subprocess.run(["git", *arguments], cwd=self.folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)


def test_git(bilaga):
    pair = HERE / "sundsby"

    def run(name, *arguments, status=0, finding=None, folder=None,
            environment=None, words=""):
        call = Call(bilaga, *arguments, folder=folder or repository.folder,
                    environment=environment)
        wrong = list(call.faults(status, finding))
        for word in [words] if isinstance(words, str) else words:
            if word not in call.out + call.told:
                wrong.append(f"no “{word}” in {(call.out + call.told)[:600]}")
        test(f"git: {name}", wrong)
        return call

    def told(call):
        """What is told, but for which versions it is told of."""
        return call.out.split("\n", 3)[3:]

    with tempfile.TemporaryDirectory() as folder:
        run("no repository", "v1", "--content", pair / "before", status=1,
            finding="diff-repository", folder=folder,
            environment={"GIT_CEILING_DIRECTORIES": str(HERE)})
        repository = Repository(folder)
        content = repository.folder / "content"
        shutil.copytree(pair / "before", content)
        run("no history", "HEAD", status=1, finding="diff-history")
        repository.commit("Den första")
        repository.git("tag", "v1")
        run("unchanged", "v1", words=NOTHING[0])
        shutil.rmtree(content)
        shutil.copytree(pair / "after", content)
        folders = Call(bilaga, pair / "before", pair / "after")
        changed = run("against the files", "v1", words="filerna som de är nu")
        test("git: as folders", "" if told(changed) == told(folders) else
             "other than two folders")
        repository.commit("Den andra")
        run("two commits", "v1", "main", words=["v1 (", "main ("])
        number = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True,
            text=True, check=True).stdout.strip()
        run("by its number", "v1", number, words=f" till {number[:7]} (2")
        run("with a hook's variables", "v1", "HEAD",
            environment={"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index"})
        run("from elsewhere", "v1", "HEAD", "--content", content,
            folder=HERE)
        run("an unknown commit", "v9", status=1, finding="diff-commit")
        run("what looks like an option", "--help-me", status=2)
        run("a range", "v1..HEAD", status=1, finding="diff-commit")
        repository.git("mv", "content", "innehåll")
        repository.commit("Flyttad")
        run("a moved folder", "v1", "HEAD", "--content", "innehåll",
            finding="diff-moved", words="content/")
        run("its folder named", "v1:content", "HEAD:innehåll", "--content",
            "innehåll")
        run("a folder that was not there", "v1:innehåll", "--content",
            "innehåll", status=1, finding="diff-content")
        shutil.copytree(pair / "before", repository.folder / "annat")
        shutil.copytree(pair / "before", repository.folder / "tredje")
        repository.git("rm", "-rq", "--cached", "innehåll")
        repository.git("add", "annat", "tredje")
        repository.git("commit", "-q", "-m", "Två andra")
        run("several folders", "HEAD", "--content", "innehåll", status=1,
            finding="diff-content", words=["annat/", "tredje/"])
        # A version that is wrong is refused by name, and its faults told.
        repository.git("reset", "-q", "--hard")
        forum = next((repository.folder / "annat").rglob("10-kustradet.md"))
        forum.write_text(forum.read_text().replace("regional", "regionall"))
        repository.git("commit", "-qam", "Fel")
        out = repository.folder / "ut.md"
        out.write_text("kvar")
        run("a version with a fault", "v1", "HEAD:annat", "-o", out,
            "--content", "annat", status=1, finding="diff-wrong",
            words=["HEAD:annat", "regionall", "10-kustradet.md:"])
        test("git: nothing written then", "" if out.read_text() == "kvar"
             else "the file was written")
        run("git is missing", "v1", "--content", "annat", status=3,
            finding="diff-git", environment={"PATH": "/nowhere"})


# --- Bounds ------------------------------------------------------------------------

def lorem(chance, words):
    text = []
    while words > 0:
        length = min(words, chance.randrange(4, 20))
        words -= length
        sentence = " ".join(
            "".join(chance.choice("abdefgiklmnoprstuvåäö")
                    for _ in range(chance.randrange(2, 9)))
            for _ in range(length))
        text.append(sentence[0].upper() + sentence[1:] + ".")
    return text


def test_bounds(bilaga):
    chance = random.Random(5)
    texts = {
        "rewritten": (lorem(chance, 8000), lorem(chance, 8000)),
        "one long sentence": ([" ".join(lorem(chance, 8000)).replace(".", "")],
                              [" ".join(lorem(chance, 8000)).replace(".", "")]),
        "the same words": (["Ja."] * 15000, ["Nej."] * 12000),
        "turned around": (ordered := lorem(chance, 8000), ordered[::-1]),
        "every other": ([f"Mening {i} {'gällde' if i % 2 else 'gäller'}."
                         for i in range(3000)],
                        [f"Mening {i} gäller." for i in range(3000)]),
    }
    for name, (before, after) in texts.items():
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for version, text in (("before", before), ("after", after)):
                shutil.copytree(HERE / "sundsby/before", folder / version)
                page = folder / version / "oversikt/20-samarbeten/index.md"
                page.write_text("---\ntitel: Samarbeten\n---\n"
                                + "\n".join(text)[:64000] + "\n",
                                encoding="utf-8")
            start = time.monotonic()
            call = Call(bilaga, folder / "before", folder / "after")
            took = time.monotonic() - start
            test(f"bounds: {name}", [*call.faults(), *(
                [f"took {took:.1f} s"] if took > 20 else [])])
            if name == "every other":
                test("bounds: what differs in every other sentence is told",
                     [*(["it is not compared"] if "omskriven" in call.out
                        else []),
                      *([] if call.out.count("ändrat från") == 1500
                        else [f"{call.out.count('ändrat från')} changes"])])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bilaga", default=os.environ.get(
        "BILAGA", ROOT / "build/bilaga"))
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2023)
    options = parser.parse_args()
    bilaga = str(pathlib.Path(options.bilaga).resolve())
    rules = docbook.Rules()
    for folder in sorted(HERE.iterdir()):
        if (folder / "before").is_dir():
            test_pair(bilaga, folder, rules, options.accept)
    test_handbook()
    test_faults(bilaga)
    test_calls(bilaga)
    test_others(bilaga)
    test_git(bilaga)
    test_edits(bilaga, options.edits, options.seed)
    test_bounds(bilaga)
    TALLY.end()


if __name__ == "__main__":
    main()
