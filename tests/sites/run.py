#!/usr/bin/python3
"""Publish the sites: small whole publications, and what becomes of them.

    run.py [--bilaga PATH] [--accept] [--only GLOB]

Each folder NAME/ is a site:

content/    what is published
theme/      its theme, if it has one of its own
args        more arguments of `bilaga build`, on one line
runs        further runs, a line each: a name and the arguments of its own. What
            becomes of it is called NAME/… in expected/ and in README.md
expected/   what is compared, byte for byte; `LIST` in it names the files:
            as they lie in the output, but NAME.main.html is what stands in the
            element main of NAME.html, `findings` what is told, `files` the
            names of all files, and `numbers` and `numbers.json` what
            `bilaga check --numbers` lists
README.md   may hold tables worked out by hand, each after a line that ends
            with the name of a CSV file of the output: they hold the same

A site publishes with exit status 0, and its DocBook is valid and its links
lead somewhere. The folders of themes-with-faults/ are themes: with each of them
the content of the site `theme` is refused, as NAME.findings says, and nothing
is written.

--accept writes all that is expected anew: read the diff as a reader would.
"""

import argparse
import csv
import difflib
import fnmatch
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FAULTS = HERE / "themes-with-faults"

SCHEMA = pathlib.Path("/usr/share/xml/docbook/schema/rng/5.0/docbook.rng")

# Seconds that one call may take under the sanitizers.
SECONDS = 60


class Failure(Exception):
    pass


def call(command, folder):
    """Exit status, and standard output and error as one text."""
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, timeout=SECONDS,
                              stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        raise Failure(f"over {SECONDS} s") from None
    return done.returncode, done.stdout.decode("utf-8", "replace")


def files_of(folder):
    return sorted(str(path.relative_to(folder)) for path in
                  folder.rglob("*") if path.is_file() and not any(
                      part.startswith(".") for part in
                      path.relative_to(folder).parts))


def runs_of(site):
    """The further runs: names and arguments."""
    path = site / "runs"
    lines = path.read_text().splitlines() if path.exists() else []
    return [(line.split()[0], line.split()[1:]) for line in lines if line]


def publish(bilaga, site, output, arguments=()):
    """Run `bilaga build`; what it told. Failure unless all went well."""
    command = [bilaga, "build", "content", "-o", str(output)]
    if (site / "theme").is_dir():
        command += ["--theme", "theme"]
    if (site / "args").exists():
        command += (site / "args").read_text().split()
    command += arguments
    status, text = call(command, site)
    if status != 0:
        raise Failure(f"exit status {status}\n{text}")
    return text


# What is compared.

MAIN = re.compile(r"<main\b.*?</main>\n", re.S)


def output_of(name, outputs):
    """The output of the run that `name` is of, and its name there."""
    run, _, rest = name.partition("/")
    return (outputs[run], rest) if run in outputs else (outputs[""], name)


def numbers(bilaga, site, name):
    """What is listed of the numbers in prose, whatever else is told."""
    status, text = call([bilaga, "check", "content", "--numbers", "--format",
                         "json" if name.endswith(".json") else "text"], site)
    if status != 0:
        raise Failure(f"--numbers: exit status {status}\n{text}")
    return text.encode()


def got(name, outputs, findings, bilaga, site):
    """The bytes that are compared with expected/`name`."""
    output, name = output_of(name, outputs)
    if name == "findings":
        return findings.encode()
    if name.startswith("numbers"):
        return numbers(bilaga, site, name)
    if name == "files":
        return "".join(f"{path}\n" for path in files_of(output)).encode()
    path = output / name.replace(".main.html", ".html")
    if not path.is_file():
        raise Failure(f"{name}: there is no {path.relative_to(output)}")
    data = path.read_bytes()
    if name.endswith(".main.html"):
        found = MAIN.search(data.decode())
        if found is None:
            raise Failure(f"{name}: no element main")
        data = found[0].encode()
    return data


def difference(name, wanted, data):
    return "".join(difflib.unified_diff(
        wanted.decode("utf-8", "replace").splitlines(True),
        data.decode("utf-8", "replace").splitlines(True),
        f"{name} wanted", f"{name} got"))


def listed(site):
    path = site / "expected" / "LIST"
    return path.read_text().split() if path.exists() else []


def compare(bilaga, site, outputs, findings, accept):
    """What differs from expected/, as texts; or write it there."""
    expected = site / "expected"
    names = listed(site)
    for name in set(files_of(expected)) - {*names, "LIST"}:
        if accept:
            (expected / name).unlink()
        else:
            yield f"expected/{name} is not in expected/LIST"
    for name in names:
        data = got(name, outputs, findings, bilaga, site)
        path = expected / name
        if accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        elif not path.exists():
            yield f"there is no expected/{name}; make accept writes it"
        elif path.read_bytes() != data:
            yield difference(name, path.read_bytes(), data)


# What was worked out by hand.

HAND = re.compile(r"^[^\n|]*?([\w/-]+\.csv):?\n\n((?:\|[^\n]*\n)+)", re.M)


def hand_rows(text):
    """The rows of a pipe table, without the one of hyphens."""
    for line in text.splitlines():
        cells = [cell.strip().replace("`", "") for cell in
                 line.strip("|").split("|")]
        if not all(re.fullmatch(":?-+:?", cell) for cell in cells):
            yield cells


def check_hand(site, outputs):
    """Where the tables of README.md and those of the outputs differ."""
    path = site / "README.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for name, table in HAND.findall(text):
        output, path = output_of(name, outputs)
        with open(output / path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        wanted = list(hand_rows(table))
        # After its cells a row has its group and what it adds up; who adds up
        # by hand need not say them.
        if len(wanted[0]) == len(rows[0]) - 2:
            rows = [row[:-2] for row in rows]
        for hand, row in zip(wanted, rows):
            if hand != row:
                yield f"{name}\nby hand {hand}\ngot     {row}"
        if len(wanted) != len(rows):
            yield f"{name}: {len(wanted)} rows by hand, {len(rows)} got"


# What must be so of every site.

def check_docbook(path):
    if SCHEMA.exists():
        status, text = call(["xmllint", "--nonet", "--noout", "--relaxng",
                             str(SCHEMA), str(path)], path.parent)
        if status != 0:
            yield text
    text = path.read_text(encoding="utf-8")
    ids = re.findall(r'\bxml:id="([^"]*)"', text)
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"{path.name}: the id {name} stands twice"
    for name in sorted(set(re.findall(r'\blinkend="([^"]*)"', text))):
        if name not in ids:
            yield f"{path.name}: nothing has the id {name}"
    for name in re.findall(r'\bxlink:href="([\w-]+\.xml)#', text):
        if not (path.parent / name).exists():
            yield f"{path.name}: there is no {name}"
    for name in re.findall(r'\bfileref="([^"]*)"', text):
        if not (path.parent / name).exists():
            yield f"{path.name}: there is no {name}"


def check_html(path, pages, address):
    """`pages` has the ids of each page, by its path; the site lies at
    `address`, from where 404.html, and it alone, has its links."""
    text = path.read_text(encoding="utf-8")
    ids = re.findall(r'\sid="([^"]*)"', text)
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"{path.name}: the id {name} stands twice"
    for url in sorted(set(re.findall(r'\s(?:href|src)="([^"]*)"', text))):
        file, _, name = url.partition("#")
        if re.match(r"[a-z]+:", url):
            continue
        if path.name == "404.html" and file.startswith(address):
            file = file[len(address):]
        target = (path.parent / file).resolve() if file else path
        if not target.is_file():
            yield f"{path.name}: {url} leads nowhere"
        elif name and name not in pages.get(target, ()):
            yield f"{path.name}: {url}: nothing has that id"


def address_of(site):
    """The path of the address that the site says it will lie at."""
    text = next(site.glob("content/publication.yaml")).read_text("utf-8")
    found = re.search(r"^(?:adress|address): \w+://[^/\s]+(\S*)", text, re.M)
    return (found.group(1).rstrip("/") if found else "") + "/"


def check_output(output, address):
    for path in sorted(output.glob("docbook/*.xml")):
        yield from check_docbook(path)
    pages = {path: re.findall(r'\sid="([^"]*)"', path.read_text("utf-8"))
             for path in sorted(output.resolve().rglob("*.html"))}
    for path in pages:
        yield from check_html(path, pages, address)


def run_site(bilaga, site, accept):
    """All that is wrong, as texts."""
    with tempfile.TemporaryDirectory(prefix="bilaga-site-") as folder:
        outputs = {"": pathlib.Path(folder) / "output"}
        try:
            findings = publish(bilaga, site, outputs[""])
            for name, arguments in runs_of(site):
                outputs[name] = pathlib.Path(folder) / name
                publish(bilaga, site, outputs[name], arguments)
            return [*compare(bilaga, site, outputs, findings, accept),
                    *check_hand(site, outputs),
                    *(wrong for output in outputs.values()
                      for wrong in check_output(output,
                                                address_of(site)))]
        except Failure as failure:
            return [str(failure)]


# Themes that are refused.

def run_fault(bilaga, theme, accept):
    """The same of a theme with a fault."""
    expected = theme.with_suffix(".findings")
    with tempfile.TemporaryDirectory(prefix="bilaga-site-") as folder:
        output = pathlib.Path(folder) / "output"
        try:
            status, text = call(
                [bilaga, "build", "../theme/content", "-o", str(output),
                 "--theme", theme.name], FAULTS)
        except Failure as failure:
            return [str(failure)]
        if status != 1:
            return [f"exit status {status} instead of 1\n{text}"]
        if output.exists():
            return [f"there is {files_of(output)} in the output"]
    if accept:
        expected.write_text(text, encoding="utf-8")
    elif not expected.exists():
        return [f"there is no {expected.name}; it would be\n{text}"]
    elif expected.read_text(encoding="utf-8") != text:
        return [difference(expected.name, expected.read_bytes(),
                           text.encode())]
    return []


def tests():
    for path in sorted(HERE.iterdir()):
        if (path / "content").is_dir():
            yield path.name, run_site, path
    for path in sorted(FAULTS.iterdir()):
        if path.is_dir():
            yield f"{FAULTS.name}/{path.name}", run_fault, path


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--bilaga", default=os.environ.get(
        "BILAGA", str(ROOT / "build/bilaga")))
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--only", default="*", metavar="GLOB")
    options = parser.parse_args()
    bilaga = str(pathlib.Path(options.bilaga).resolve())
    passed = failed = 0
    if not SCHEMA.exists():
        print(f"note: DocBook is not validated: there is no {SCHEMA}")
    for name, run, path in tests():
        if not fnmatch.fnmatch(name, options.only):
            continue
        wrong = run(bilaga, path, options.accept)
        passed += not wrong
        failed += bool(wrong)
        for text in wrong:
            print(f"FAILED {name}\n{text.rstrip()}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
