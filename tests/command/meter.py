#!/usr/bin/python3
"""meter: does who waits at a terminal see how far a run has come?

    BILAGA=build/bilaga tests/command/meter.py

The line is for runs of over a second, so each is made to last: it is stopped in
the midst of rendering, and goes on when a second is over.
"""
import fcntl
import os
import pathlib
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

BILAGA = os.environ.get("BILAGA") or str(ROOT / "build/bilaga")
SITE = ROOT / "tests/sites/english/content"
ENGLISH = (r"(?:writing files|publishing|checking|reading pages)"
           r"(?:: \d+(?: / \d+)?)?")
SWEDISH = (r"(?:skriver filer|publicerar|kontrollerar|läser sidor)"
           r"(?:: \d+(?: / \d+)?)?")
# So many forums that rendering can be met.
FORUMS = 600
# After the second that a run may take in silence.
OVER = 1.3

TALLY = Tally()
test = TALLY.holds


def make_content(folder, language):
    """A site of the suite `sites`, with one forum many times."""
    if language == "sv":
        shutil.copytree(ROOT / "content", folder)
        return folder
    shutil.copytree(SITE, folder)
    memo = folder / "memo/index.md"
    memo.write_text(memo.read_text("utf-8").replace(
        "{claim}`5 = count()`", "{value}`count()`"), "utf-8")
    forum = folder / "inventory/10-account/10-piers.md"
    text = forum.read_text("utf-8")
    for i in range(FORUMS):
        (forum.parent / f"{100 + i}-pier-{i}.md").write_text(text, "utf-8")
    return folder


def read_all(terminal):
    """What was written to it; Linux says EIO when the other end is closed."""
    said = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            return said.decode("utf-8")
        if not piece:
            return said.decode("utf-8")
        said += piece


def stop_within(process, output):
    """Stop it for a while, when it is rendering."""
    lock = output / ".html.lock"
    while process.poll() is None and not lock.exists():
        pass
    process.send_signal(signal.SIGSTOP)
    time.sleep(OVER)
    process.send_signal(signal.SIGCONT)


def build(content, output, *, terminal=True, stopped=True, columns=80,
          **environment):
    """What a build has said to standard error, and its status."""
    shutil.rmtree(output, ignore_errors=True)
    ours, its = pty.openpty() if terminal else os.pipe()
    if terminal:
        fcntl.ioctl(its, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in {
        **os.environ, "TERM": "xterm", **environment}.items()
        if value is not None}
    process = subprocess.Popen(
        [BILAGA, "build", str(content), "-o", str(output)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=its,
        env=environment)
    os.close(its)
    if stopped:
        stop_within(process, output)
    said = read_all(ours)
    os.close(ours)
    printed = process.stdout.read()
    process.stdout.close()
    test("a build goes well", process.wait() == 0, said)
    test("a build prints nothing", printed == b"", printed)
    return said


def drawn(said):
    """The lines of the meter, and what was said besides."""
    lines = re.findall(r"\r([^\r\n]*)\x1b\[K", said)
    return lines, re.sub(r"\r[^\r\n]*\x1b\[K", "", said)


def test_shown(content, output, words, silent):
    """As in a pipe, but for a line that says a stage and is gone again."""
    lines, rest = drawn(build(content, output))
    test(f"{content.name}: it is shown", len(lines) >= 2, lines)
    test(f"{content.name}: it tells the stage", lines and all(
        re.fullmatch(words, line) for line in lines[:-1]), lines)
    test(f"{content.name}: it is removed", lines and lines[-1] == "", lines)
    test(f"{content.name}: nothing else is said",
         rest.replace("\r\n", "\n") == silent, rest)


def test_not_shown(content, output, silent):
    for name, kind in (("TERM=dumb", "dumb"), ("no TERM", None)):
        said = build(content, output, TERM=kind)
        test(f"{name}: nothing is shown",
             said.replace("\r\n", "\n") == silent, repr(said))
    begun = time.monotonic()
    said = build(SITE, output, stopped=False)
    # On a machine that does much else no run may be short.
    if time.monotonic() - begun < 0.9:
        test("a short run: nothing is shown", "\x1b" not in said, repr(said))


def test_narrow(content, output):
    said = build(content, output, columns=12, NO_COLOR="1")
    lines, _ = drawn(said)
    test("a narrow terminal: it is shown", len(lines) >= 2, lines)
    test("a narrow terminal: it never fills the line",
         all(len(line) <= 11 for line in lines), lines)
    test("NO_COLOR: no colour", not re.search(r"\x1b\[[0-9;]*m", said),
         repr(said))


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def main():
    with tempfile.TemporaryDirectory(prefix="bilaga-meter-") as folder:
        folder = pathlib.Path(folder)
        output = folder / "output"
        for language, words in (("en", ENGLISH), ("sv", SWEDISH)):
            content = make_content(folder / language, language)
            silent = build(content, output, terminal=False)
            test(f"{language}: a pipe gets no line", "\r" not in silent and
                 "\x1b" not in silent, repr(silent))
            expected = files(output)
            test_shown(content, output, words, silent)
            test(f"{language}: no file differs", files(output) == expected)
        test_not_shown(content, output, silent)
        test_narrow(content, output)
    TALLY.end()


main()
