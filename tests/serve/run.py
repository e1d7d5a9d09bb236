#!/usr/bin/python3
"""run: does the preview show what is saved, and nothing else?

    run.py [--bilaga PATH] [--edits N] [--seed N]

Starts `bilaga serve` on copies of the real content, edits them as writers and
their editors do (also so that they are wrong), and compares what is shown with
a build from nothing, byte for byte. Asks for what must not be had, and takes
from the preview its port, its watches, its content folder and its patience.

--edits N   how many random edits (default: 60; 500 before a release)
"""
import argparse
import contextlib
import filecmp
import http.client
import itertools
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

CONTENT = ROOT / "content"
THEME = ROOT / "themes/stad"
SMALL = ROOT / "tests/sites/text/content"

# What memory may grow by from the middle of many saves to their end. The
# allocator is not warm before: what is freed and taken again lies otherwise.
MEMORY_KB = 1024
# Of what the first edition takes, all that later ones may: there are two while
# one is read, and their memory is not one piece.
MEMORY_TIMES = 2.3

# Seconds that anything may take on a busy machine, with sanitizers.
SECONDS = 60

TALLY = Tally()
test = TALLY.test


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Events:
    """The events that a page is sent."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port,
                                                     timeout=SECONDS)
        self.connection.request("GET", "/.bilaga/events")
        self.answer = self.connection.getresponse()

    def next(self):
        """The number of the next edition."""
        while True:
            line = self.answer.fp.readline()
            if not line:
                raise EOFError("the preview has closed the connection")
            if line.startswith(b"data: "):
                return int(line[6:])

    def close(self):
        self.connection.close()


class Preview:
    """A preview of `content`."""

    def __init__(self, bilaga, content, before=(), *arguments):
        self.port = free_port()
        self.content = content
        self.seen = set()  # names of files that were on the site
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [*before, bilaga, "serve", content, "--port", str(self.port),
             *arguments], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self.errors)
        self.said = self.process.stdout.readline().decode()

    def told(self):
        self.errors.seek(0)
        return self.errors.read().decode()

    def page_of(self, name):
        """The address of the page that a file of the content makes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=SECONDS)
        connection.request("GET", "/.bilaga/go/" + urllib.parse.quote(name))
        return connection.getresponse().getheader("Location")

    def get(self, address, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=SECONDS)
        connection.putrequest(method, address, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def plain(self, name):
        """A file of the site as a build has it; None: there is none."""
        status, body = self.get("/.bilaga/plain/" + urllib.parse.quote(name))
        return body if status == 200 else None

    def differs(self, wanted):
        """Files that are not as in `wanted`, name → bytes: up to five."""
        self.seen |= wanted.keys()
        found = (name for name in sorted(self.seen)
                 if self.plain(name) != wanted.get(name))
        return list(itertools.islice(found, 5))

    def memory(self):
        """Kilobytes in memory."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def findings(self):
        return json.loads(self.get("/.bilaga/findings")[1])

    def wait(self, holds):
        """Wait until `holds(findings)`; what is then, or None."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            news = self.findings()
            if holds(news):
                return news
            time.sleep(0.02)
        return None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process.stdout.close()
        return status


@contextlib.contextmanager
def previewing(bilaga, folder, before=(), *arguments):
    content = folder / "content"
    shutil.copytree(CONTENT, content)
    preview = Preview(bilaga, content, before, *arguments)
    try:
        yield preview
    finally:
        status = preview.stop()
        test("it ends when asked to, with exit status 0",
             "" if status == 0 else f"{status}\n{preview.told()[-3000:]}")


# Edits.

def save(path, text, rename):
    """As editors do: into the file, or beside it and renamed."""
    if rename:
        beside = path.with_name("." + path.name + ".swp")
        beside.write_text(text)
        beside.rename(path)
    else:
        path.write_text(text)


def change_words(text, chance):
    words = [m for m in re.finditer(r"\b[a-zåäö]{5,}\b", text)]
    if not words:
        return text + "\nOrd.\n"
    word = chance.choice(words)
    return text[:word.start()] + chance.choice(
        ["hamnen", "staden", "mötet"]) + text[word.end():]


def change_figure(text, chance):
    figures = [m for m in re.finditer(r"\b\d{1,3} tkr", text)]
    if not figures:
        return change_words(text, chance)
    figure = chance.choice(figures)
    return (text[:figure.start()] + f"{chance.randint(1, 900)} tkr" +
            text[figure.end():])


def change_markup(text, chance):
    """A comment more: of a template, or of a style sheet."""
    comment = f"nr {chance.randint(1, 999)}"
    return (f"/* {comment} */\n{text}" if "@media" in text else
            text.replace("<body", f'<body data-test="{comment}"', 1)
            if "<body" in text else f"{text}<!-- {comment} -->\n")


def break_it(text, chance):
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(["\n#", "{ref}`nix`", "\t", "---\n", "'",
                                      "<b>", "okänd"]) + text[at:]


class Writer:
    """Edits the content and the theme at random, and puts right again."""

    def __init__(self, content, theme, seed):
        self.places = ((CONTENT, content), (THEME, theme))
        self.content, self.theme = content, theme
        self.chance = random.Random(seed)
        self.made = 0

    def pages(self):
        return sorted(p for p in self.content.rglob("*.md")
                      if p.name != "README.md")

    def restore(self):
        for source, target in self.places:
            for path in sorted(source.rglob("*")):
                own = target / path.relative_to(source)
                if path.is_file() and not (own.exists() and filecmp.cmp(
                        path, own, shallow=False)):
                    own.parent.mkdir(parents=True, exist_ok=True)
                    save(own, path.read_text(), self.chance.random() < 0.5)
            for own in sorted(target.rglob("*"), reverse=True):
                if not (source / own.relative_to(target)).exists():
                    own.rmdir() if own.is_dir() else own.unlink()

    def edit_other(self, what):
        """Registers, publication.yaml and the theme."""
        choose, rename = self.chance.choice, self.chance.random() < 0.5
        if what == "register":
            path = choose(sorted(self.content.glob("registers/*.yaml")) +
                          [self.content / "publication.yaml"])
        else:
            path = choose(sorted(self.theme.glob("templates/*")) +
                          [self.theme / "files/stad.css"])
        text = path.read_text()
        change = break_it if self.chance.random() < 0.2 else (
            change_words if what == "register" else change_markup)
        new = change(text, self.chance)
        if change is break_it and what == "theme":
            new += "{{#nix}}"
        save(path, new, rename)

    def remove_folder(self):
        folders = sorted(path for path in self.content.glob(
            "inventering/20-redovisning/*") if path.is_dir())
        if len(folders) > 3:
            shutil.rmtree(self.chance.choice(folders))

    def edit(self):
        pages = self.pages()
        page = self.chance.choice(pages)
        what = self.chance.choices(
            ["words", "figure", "break", "restore", "rename", "remove", "new",
             "folder", "move", "register", "theme", "away"],
            [30, 15, 10, 15, 5, 5, 10, 5, 5, 10, 10, 3])[0]
        text = page.read_text()
        rename = self.chance.random() < 0.5
        if what in ("words", "figure", "break"):
            change = {"words": change_words, "figure": change_figure,
                      "break": break_it}[what]
            head, mark, body = text.rpartition("\n---\n")
            new = (head + mark + change(body, self.chance)
                   if what == "words" else change(text, self.chance))
            save(page, new, rename)
        elif what == "restore":
            self.restore()
        elif what in ("register", "theme"):
            self.edit_other(what)
        elif what == "away":
            self.remove_folder()
        elif what == "rename" and page.name != "index.md":
            page.rename(page.with_name(page.stem + "-ny.md"))
        elif what == "remove" and page.name != "index.md":
            page.unlink()
        elif what == "new":
            self.made += 1
            save(page.parent / f"{900 + self.made}-nytt-{self.made}.md", text,
                 rename)
        elif what == "folder":
            self.made += 1
            folder = (self.content / "inventering/20-redovisning" /
                      f"{900 + self.made}-ny-{self.made}")
            folder.mkdir()
            save(folder / "index.md", f"---\ntitel: Ny {self.made}\n---\n"
                 "Text.\n", rename)
        elif what == "move" and page.parent.name[0].isdigit():
            target = page.parent.with_name(page.parent.name + "-flyttad")
            if not target.exists():
                page.parent.rename(target)


# Comparing.

def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(folder.rglob("*"))
            if p.is_file() and p.name != ".bilaga-files"}


def compare(bilaga, preview, folder, *arguments):
    """How the preview differs from a build from nothing; None: no build."""
    clean = folder / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    done = subprocess.run([bilaga, "check", preview.content, "--format",
                           "json"], capture_output=True)
    told = json.loads(done.stdout)
    if done.returncode == 0:
        subprocess.run([bilaga, "build", preview.content, "-o", clean,
                        "--format", "html,data,search", *arguments],
                       capture_output=True)
    if done.returncode == 0 and not (clean / "html").exists():
        # Only a build tells what is wrong with the theme.
        return "" if preview.wait(
            lambda news: not news["shown"] and len(news["findings"]) >
            len(told)) else "it shows what cannot be built"
    news = preview.wait(lambda news: news["findings"] == told)
    if news is None:
        return (f"findings differ: {preview.findings()['findings'][:2]}\n"
                f"instead of {told[:2]}")
    if done.returncode != 0:
        return "" if not news["shown"] else "it shows what has errors"
    wanted = tree(clean / "html")
    end = time.monotonic() + SECONDS
    while (differs := preview.differs(wanted)) and time.monotonic() < end:
        time.sleep(0.05)
    return f"differ: {differs}" if differs else ""


def test_edits(bilaga, folder, edits, seed):
    theme = folder / "theme"
    shutil.copytree(THEME, theme)
    with previewing(bilaga, folder, (), "--theme", theme) as preview:
        test("it says where it is", "" if preview.said ==
             f"http://127.0.0.1:{preview.port}/\n" else preview.said)

        def differs():
            return compare(bilaga, preview, folder, "--theme", theme)

        test("first", differs())
        writer = Writer(preview.content, theme, seed)
        for number in range(1, edits + 1):
            writer.edit()
            if writer.chance.random() < 0.3:
                time.sleep(writer.chance.random() * 0.05)
            if number % 5 == 0:
                test(f"after {number} edits (seed {seed})",
                     differs())
        writer.restore()
        test("all put right again", differs())


def test_findings(bilaga, folder):
    with previewing(bilaga, folder) as preview:
        page = next(preview.content.glob(
            "inventering/20-redovisning/*/*-string.md"))
        name = str(page.relative_to(preview.content))
        before = preview.get("/inventering/string.html")[1]
        text = page.read_text()
        save(page, text.replace("avgift: ", "avgfit: ", 1), False)
        news = preview.wait(lambda news: news["findings"])
        test("a finding is told, with place and line", "" if news and
             news["findings"][0]["file"] == name and not news["shown"] and
             "avgfit" in news["findings"][0]["source"] and
             news["findings"][0]["message"] == "nyckeln känns inte igen här"
             else f"{news}")
        test("the page is shown as it was", "" if before == preview.get(
            "/inventering/string.html")[1] else "it is another")
        test("from the file to its page", "" if preview.get(
            "/.bilaga/go/" + name)[0] == 302 else "no")
        save(page, text.replace("STRING", "STRÄNG"), True)
        news = preview.wait(lambda news: not news["findings"])
        test("the finding goes away when it is mended",
             "" if news and news["shown"] else f"{news}")
        test("the page is new", "" if "STRÄNG".encode() in preview.get(
            "/inventering/string.html")[1] else "it is not")


class Reader:
    """A reader of a page, in a browser. See reader.js."""

    def __init__(self, address):
        self.process = subprocess.Popen(
            ["node", pathlib.Path(__file__).with_name("reader.js"), address],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        status = self.process.wait(SECONDS)
        self.process.stdout.close()
        return status


def moved(before, now):
    """What is not as it was for the reader."""
    wrong = [f"{name}: {before[name]} has become {now[name]}"
             for name in ("focus", "open", "typed", "loads", "address")
             if before[name] != now[name]]
    if now["top"] is None or abs(before["top"] - now["top"]) > 2:
        wrong.append(f"what was read is at {now['top']}, not {before['top']}")
    return "\n".join(wrong + now["complaints"])


def test_reader(bilaga, folder):
    """The page stays where the reader was; findings come and go."""
    with previewing(bilaga, folder, (), "--editor", "vscode") as preview:
        page = next(preview.content.glob(
            "inventering/20-redovisning/*/*-string.md"))
        text = page.read_text()
        head, mark, body = text.rpartition("\n---\n")
        reader = Reader(f"http://127.0.0.1:{preview.port}"
                        "/inventering/string.html")
        before = reader.ask("new 1")
        before = reader.ask("place")
        test("the reader is in the middle of a page", "" if before["scroll"] >
             100 and before["focus"] and before["typed"] == "hamn" and
             True in before["open"] else
             f"{ {k: v for k, v in before.items() if k != 'text'} }")

        def edition(holds):
            return preview.wait(holds)["edition"]

        last = edition(lambda news: True)
        added = "\n".join(f"\nStycke {i} som är nytt.\n" for i in range(9))
        save(page, head + mark + added + body, True)
        last = edition(lambda news: news["edition"] > last)
        now = reader.ask(f"new {last}")
        test("what is new is on the page", "" if "Stycke 8 som är nytt." in
             now["text"] else now["text"][:500])
        test("nothing moves for the reader when text comes before it",
             moved(before, now))
        save(page, head.replace("avgift: ", "avgfit: ", 1) + mark + added +
             body.rstrip() + "\n\nHamnen hör till [samarbetet](#nix-finns-ej) "
             "sedan länge.\n", False)
        last = edition(lambda news: news["findings"])
        now = reader.ask(f"new {last}")
        test("findings are told on the page", "" if now["panel"] and
             "avgfit" in now["panel"] and "nyckeln känns inte igen här" in
             now["panel"] else f"{now['panel']}")
        line = page.read_text().split("\n").index(
            next(at for at in page.read_text().split("\n") if "avgfit" in at))
        test("and lead to the editor", "" if now["fix"] and
             now["fix"].startswith(f"vscode://file{page}:{line + 1}:")
             else f"{now['fix']}")
        test("the page stays as it was meanwhile", moved(before, now))
        save(page, head + mark + added.replace("Stycke 4", "Stycket 4") + body,
             True)
        last = edition(lambda news: not news["findings"])
        now = reader.ask(f"new {last}")
        test("findings go when they are mended", "" if now["panel"] is None and
             now["place"] is None else f"{now['panel']}")
        test("and nothing has moved", moved(before, now))
        # A finding in text that is on the screen already.
        save(page, text.replace(mark + body, mark + body.replace(
            ".", ". {ref}`nix`", 1)), False)
        last = edition(lambda news: news["findings"])
        now = reader.ask(f"new {last}")
        test("a finding stands at its place", "" if now["place"] and
             "nix" in (now["told"] or "") else f"{now['place']} {now['told']}")
        page.rename(page.with_name("99-annan-fil.md"))
        last = edition(lambda news: news["findings"])
        page.with_name("99-annan-fil.md").unlink()
        save(page, text, True)
        last = edition(lambda news: not news["findings"] and
                       news["edition"] > last)
        now = reader.ask(f"new {last}")
        test("a page that was gone comes back", "" if "STRING" in now["text"]
             and not now["panel"] else now["text"][:300])
        test("the browser ends well", "" if reader.stop() == 0 else "no")


def test_latency(bilaga, folder, times=20):
    with previewing(bilaga, folder) as preview:
        page = next(preview.content.glob(
            "inventering/20-redovisning/*/*-string.md"))
        text = page.read_text()
        events = Events(preview.port)
        events.next()
        taken = []
        for number in range(times):
            start = time.monotonic()
            save(page, f"{text}\nÄndring {number}.\n", number % 2 == 1)
            # A new file beside it may give an edition of its own.
            while f"Ändring {number}.".encode() not in preview.get(
                    "/inventering/string.html")[1]:
                events.next()
            taken.append(time.monotonic() - start)
            time.sleep(0.03)
        events.close()
        print(f"note: from save to page: median "
              f"{statistics.median(taken) * 1000:.0f} ms, worst "
              f"{max(taken) * 1000:.0f} ms of {times}")
        test("each save came to the page", "")


def test_requests(bilaga, folder):
    outside = folder / "secret.html"
    outside.write_text("<html><head></head>secret</html>")
    with previewing(bilaga, folder) as preview:
        preview.wait(lambda news: news.get("edition"))
        for address in ("/../secret.html", "/..%2fsecret.html",
                        "/%2e%2e/secret.html", "/inventering/../../secret.html",
                        "/..\\secret.html", "//etc/passwd",
                        "/%2fetc%2fpasswd", "/nix%00index.html",
                        "/inventering%2f..%2f..%2fsecret.html",
                        "/.bilaga/plain/../../secret.html",
                        "/.bilaga/plain//etc/passwd",
                        "/.bilaga/plain/%2e%2e%2fsecret.html",
                        "/publication.yaml", "/%ff%fe", "/%",
                        "/.bilaga-files", "/.bilaga/../../secret.html",
                        "/.bilaga/go/../../secret.html", "/.bilaga/live.c",
                        "/" + "a" * 5000, "/?/../secret.html"):
            status, body = preview.get(address)
            test(f"refused: {address[:40]}",
                 "it is told" if b"secret" in body or b"root:" in body
                 else "" if status in (400, 404, 414) or address[1] == "?"
                 else f"{status}")
        test("a zero byte is no way around", "" if preview.get(
            "/.bilaga/plain/index.html%00/../../secret")[1] ==
             preview.plain("index.html") else "another page is shown")
        test("only reading", "" if preview.get("/", "POST")[0] == 405
             else "POST is taken")
        test("another name for this host is refused", "" if preview.get(
            "/", Host="evil.example")[0] == 421 else "it is not")
        test("also one that begins like ours", "" if preview.get(
            "/", Host="127.0.0.1.evil.example")[0] == 421 else "it is not")
        status, body = preview.get("/inventering/string.html")
        policy = re.search(rb'Content-Security-Policy" content="([^"]*)',
                           body)[1]
        test("the page listens, and no more", "" if
             b"connect-src 'self'" in policy and policy.count(
                 b"script-src") == 1 and b"unsafe" not in policy and
             b'src="/.bilaga/live.js"' in body else policy)
        waiting = [Events(preview.port) for _ in range(40)]
        refused = sum(e.answer.status == 503 for e in waiting)
        test("pages are still served when many wait", "" if refused == 8 and
             preview.get("/")[0] == 200 else f"{refused} refused")
        for events in waiting:
            events.close()


def test_taken_port(bilaga, folder):
    with previewing(bilaga, folder) as preview:
        done = subprocess.run(
            [bilaga, "serve", preview.content, "--port", str(preview.port)],
            capture_output=True, text=True, timeout=SECONDS)
        test("a port in use is told", "" if done.returncode == 3 and
             "serve-port" in done.stderr and not done.stdout
             else f"{done.returncode} {done.stderr}")


def test_torn(bilaga, folder):
    """A file that is being written when it is read is read again."""
    with previewing(bilaga, folder) as preview:
        page = preview.content / "inventering/index.md"
        other = preview.content / "tjansteutlatande/index.md"
        text = page.read_text() + "\nOch så detta.\n"
        last = preview.findings()["edition"]
        with open(page, "w", encoding="utf-8") as file:
            file.write(text[:40])
            file.flush()
            save(other, other.read_text() + "\nEtt tillägg.\n", True)
            news = preview.wait(lambda news: news["edition"] > last)
            test("half a file is told of", "" if news["findings"] and
                 not news["shown"] else f"{news}")
            test("and not shown", "" if "Och så detta.".encode() not in
                 preview.plain("inventering/index.html") else "it is")
            file.write(text[40:])
        test("all of it is shown when it is there", compare(
            bilaga, preview, folder))


def published(bilaga):
    """The program without sanitizers, which keep what was freed."""
    path = pathlib.Path(bilaga)
    return str(path.parent.parent / "bilaga" if path.parent.name in (
        "san", "clang") else path)


def sizes_of(preview, page, times):
    """Kilobytes in memory at first and after each of so many saves."""
    text, events = page.read_text(), Events(preview.port)
    events.next()
    yield preview.memory()
    for number in range(times):
        with open(page, "w", encoding="utf-8") as file:
            file.write(text + ("\n[](#nix)" if number % 5 == 4 else
                               f"\nNummer {number}.\n"))
        events.next()
        preview.get("/" if number % 2 else "/.bilaga/findings")
        yield preview.memory()
    events.close()


def test_memory(bilaga, folder, times):
    """However often something is saved, no more memory is taken."""
    shutil.copytree(SMALL, folder / "content")
    preview = Preview(published(bilaga), folder / "content")
    page = next((folder / "content").glob("*/index.md"))
    sizes = list(sizes_of(preview, page, times))
    third = times // 3
    grown = (statistics.median(sizes[-third:]) -
             statistics.median(sizes[third:2 * third]))
    print(f"note: {times} saves, memory in KB: {sizes[::times // 10]}")
    test(f"memory after {times} saves",
         "" if grown < MEMORY_KB else f"{grown} KB more: {sizes}")
    test("it ends well after that", "" if preview.stop() == 0 else "no")


def test_memory_of_many(bilaga, folder, times=40):
    """What threads have freed is taken again, or given back."""
    content = folder / "content"
    subprocess.run([ROOT / "tests/bench/make_inventory.py", CONTENT, content,
                    "20"], check=True)
    preview = Preview(published(bilaga), content)
    first, *sizes = sizes_of(preview, content / "inventering/index.md", times)
    most = statistics.median(sizes[times // 2:])
    print(f"note: 2 160 forums, memory in KB: {first}, then {sizes[::4]}")
    test(f"memory for 2 160 forums after {times} saves",
         "" if most < MEMORY_TIMES * first else f"{first}, {sizes}")
    test("it ends well after many", "" if preview.stop() == 0 else "no")


def test_many(bilaga, folder):
    """Ten thousand events at once, and the folder away and back."""
    with previewing(bilaga, folder) as preview:
        junk = preview.content / "inventering"
        for number in range(10_000):
            (junk / f"{number}.txt").write_text("x")
        for number in range(10_000):
            (junk / f"{number}.txt").unlink()
        test("after 20 000 events", compare(bilaga, preview, folder))
        away = preview.content.with_name("away")
        preview.content.rename(away)
        gone = preview.wait(lambda news: news["findings"])
        test("the folder is gone", "" if gone and not gone["shown"]
             else f"{gone}")
        test("what was shown is still there", "" if preview.get("/")[0] == 200
             else "it is not")
        away.rename(preview.content)
        test("and shown anew when the folder is back",
             compare(bilaga, preview, folder))


def test_no_watches(bilaga, folder):
    """With a system that has no watches left, folders are looked through."""
    before = ["unshare", "-Ur", "sh", "-c",
              "echo 3 >/proc/sys/user/max_inotify_watches && exec \"$@\"",
              "sh"]
    if subprocess.run([*before, "true"], capture_output=True).returncode != 0:
        print("note: watches cannot be taken away here")
        return
    with previewing(bilaga, folder, before) as preview:
        test("it says so", "" if "serve-watches" in preview.told()
             else preview.told())
        page = preview.content / "inventering/index.md"
        save(page, page.read_text() + "\nEn ändring till.\n", True)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and "En ändring till.".encode(
                ) not in preview.get("/inventering/")[1]:
            time.sleep(0.1)
        test("what is saved is shown all the same",
             compare(bilaga, preview, folder))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bilaga",
                        default=os.environ.get("BILAGA",
                                               str(ROOT / "build/bilaga")))
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--saves", type=int, default=300,
                        help="how often memory is looked at (default: 300)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bilaga = str(pathlib.Path(options.bilaga).resolve())
    suites = [test_findings, test_reader, test_latency, test_requests, test_taken_port,
              test_torn, test_many, test_no_watches,
              test_memory_of_many,
              lambda *about: test_memory(*about, options.saves)]
    for suite in suites:
        with tempfile.TemporaryDirectory() as folder:
            suite(bilaga, pathlib.Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        test_edits(bilaga, pathlib.Path(folder), options.edits, options.seed)
    TALLY.end()


if __name__ == "__main__":
    sys.exit(main())
