#!/usr/bin/python3
"""command: is each command called as --help, the manual and the shell say?

    BILAGA=build/bilaga tests/command/run.py

What there is, is read from --help, so that a row that is added to commands.def
is tested as soon as it stands there.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

BILAGA = os.environ.get("BILAGA") or str(ROOT / "build/bilaga")

TALLY = Tally()
test = TALLY.holds


def call(*arguments):
    return subprocess.run([BILAGA, *arguments], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60)


def commands():
    text = call("--help").stdout
    return re.findall(r"^  ([a-z]+) ", text, re.M)


def options(command):
    """(name, letter, value) of each option that --help tells."""
    text = call(command, "--help").stdout
    return [(name, letter, value) for letter, name, value in re.findall(
        r"^  (?:-(\w), )?(--[a-z-]+)(?: ([A-Z]+))?(?= |$)", text, re.M)]


def wrong(what, status, said, *arguments):
    done = call(*arguments)
    test(f"{what}: status {status}", done.returncode == status, done.stderr)
    test(f"{what}: says so", said in done.stderr, done.stderr)
    test(f"{what}: prints nothing else", done.stdout == "", done.stdout)


def test_calls():
    wrong("no command", 2, "Usage: bilaga COMMAND")
    wrong("an unknown command", 2, "no such command: bygg", "bygg")
    wrong("an option before the command", 2, "no such command: --strict",
          "--strict", "build")
    for command in commands():
        wrong(f"{command}: an unknown option", 2,
              "no such option here: --nej", command, "--nej")
        wrong(f"{command}: an unknown letter", 2,
              "no such option here: -Q", command, "-Q")
        wrong(f"{command}: too many arguments", 2, "too many: ", command,
              *"abcdefghij")
        for name, letter, value in options(command):
            if not value:
                wrong(f"{command} {name} with a value", 2, "has no value",
                      command, name + "=1")
                continue
            wrong(f"{command} {name} without a value", 2, "needs a value",
                  command, name)
            wrong(f"{command} {name} with nothing", 2, ": ", command,
                  name + "=")
            if letter:
                wrong(f"{command} -{letter} without a value", 2,
                      "needs a value", command, "-" + letter)
    for year in ("0", "999", "10000", "20x4", "-2023", "2023 "):
        wrong(f"the year {year!r}", 2, "this value is wrong", "check",
              "--year=" + year)
    for port in ("0", "65536", "80a", "999999999999"):
        wrong(f"the port {port}", 2, "this value is wrong", "serve", "--port",
              port)
    for text in ("pdf", "html,", ",html", "html,,data", "HTML", "html data"):
        wrong(f"the format {text!r}", 2, "is one of html,", "build",
              "--format", text)
    wrong("a format of build", 2, "is one of text,", "check", "--format",
          "html")
    wrong("an option of another command", 2, "no such option", "build",
          "--port", "8000")
    done = call("check", "--", "--port")
    test("after -- all are arguments", done.returncode == 1 and
         "publication-missing" in done.stdout, done.stderr)


def test_strict():
    """What --strict refuses is a warning: nothing is written then."""
    cases = ROOT / "tests/cases"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        output = folder / "out"
        shutil.copytree(cases / "base", folder / "content")
        page = folder / "content/inventering/30-prov/index.md"
        for warns in (False, True):
            if warns:
                page.parent.mkdir()
                shutil.copyfile(cases / "section/chart-empty.md", page)
            for command, *more in (("check",), ("build", "-o", output)):
                done = call(command, folder / "content", *more)
                said = done.stdout + done.stderr
                test(f"{command}: it warns: {warns}",
                     ("[chart-empty]" in said) == warns, said)
                test(f"{command}: a warning is let through",
                     done.returncode == 0, said)
                shutil.rmtree(output, ignore_errors=True)
                done = call(command, folder / "content", *more, "--strict")
                test(f"{command} --strict: it warns: {warns}",
                     done.returncode == int(warns), done.stderr)
            test(f"build --strict: writes: {not warns}",
                 output.exists() != warns)


def test_help():
    usage = call("--help")
    test("--help", usage.returncode == 0 and usage.stderr == "")
    test("-h is --help", call("-h").stdout == usage.stdout)
    test("there are commands", {"build", "check", "serve"} <= set(commands()))
    for command in commands():
        done = call(command, "--help")
        test(f"{command} --help", done.returncode == 0 and
             done.stdout.startswith(f"Usage: bilaga {command}"), done.stderr)
        test(f"{command} -h", call(command, "-h").stdout == done.stdout)
        long = [line for line in done.stdout.splitlines() if len(line) > 79]
        test(f"{command} --help: lines of 79", not long, "\n".join(long))
    test("--version", re.fullmatch(r"bilaga \d+\.\d+\S*\n",
                                   call("--version").stdout))


def test_manual():
    page = call("manual").stdout
    done = subprocess.run(["groff", "-man", "-ww", "-z", "-Kutf8"],
                          input=page, capture_output=True, text=True)
    test("groff has nothing to say", done.stderr == "", done.stderr)
    done = subprocess.run(["groff", "-man", "-Tutf8", "-Kutf8", "-P-cbou"],
                          input=page, capture_output=True, text=True)
    plain = " ".join(done.stdout.split()).replace("‐", "-").replace("−", "-")
    for command in commands():
        test(f"manual: {command}", f"bilaga {command}" in plain)
        for name, _, value in options(command):
            test(f"manual: {command} {name}",
                 f"{name} {value}".strip() in plain)


def complete(*words):
    """What bash offers after these words, of which the last is unfinished."""
    script = call("completion").stdout + (
        "\nCOMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _bilaga\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\"\n")
    done = subprocess.run(["bash", "--norc", "-c", script, "x", "bilaga",
                           *words], cwd=ROOT, capture_output=True, text=True)
    if done.stderr:
        return [done.stderr]
    return sorted(filter(None, done.stdout.splitlines()))


def test_completion():
    test("completion: commands",
         complete("") == sorted([*commands(), "--help", "--version"]),
         complete(""))
    test("completion: the rest of a command", complete("bui") == ["build"])
    for command in commands():
        offered = complete(command, "--")
        test(f"completion: {command}", offered == sorted(
            {"--help", *(name for name, *_ in options(command))}), offered)
    test("completion: words", complete("check", "--format", "s") == ["sarif"],
         complete("check", "--format", "s"))
    test("completion: folders", complete("build", "-o", "gener") ==
         ["generator"], complete("build", "-o", "gener"))
    test("completion: folders only", complete("build", "--theme", "Makef") ==
         [])
    test("completion: a number is not guessed",
         complete("serve", "--port", "") == [])
    test("completion: arguments are files", complete("check", "Makef") ==
         ["Makefile"])
    test("completion: nothing is run", complete("check", "$(touch x)") ==
         [])


def test_forms():
    """Forms are another program's: its libraries are not loaded for all."""
    for name, loads in (("bilaga", False), ("bilaga-forms", True)):
        program = pathlib.Path(BILAGA).with_name(name)
        libraries = subprocess.run(["ldd", program], capture_output=True,
                                   text=True).stdout
        for library in ("libzip", "libxlsxwriter", "libcrypto"):
            test(f"{name}: {library}", (library in libraries) == loads,
                 libraries)
    with tempfile.TemporaryDirectory() as folder:
        there = pathlib.Path(folder)
        (there / "build").mkdir()
        (there / "generator").symlink_to(ROOT / "generator")
        alone = shutil.copy(BILAGA, there / "build/bilaga")
        for command in ("export", "import"):
            done = subprocess.run([alone, command, "forms"], cwd=there,
                                  capture_output=True, text=True, timeout=60)
            test(f"{command} without the program for it",
                 done.returncode == 3 and done.stdout == "" and done.stderr ==
                 "bilaga: the program bilaga-forms is missing\n", done.stderr)


test_help()
test_calls()
test_forms()
test_strict()
test_manual()
test_completion()
TALLY.end()
