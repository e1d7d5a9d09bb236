#!/usr/bin/env python3
"""Run the cases: bad content gives exactly its findings, good content none.

    run.py [--bilaga PATH] [--accept] [--only GLOB] [--quick]

Three kinds of case:

AREA/NAME.md, .yaml or NAME.tree/   one file, put where AREA says (see AREAS), or
                                    a tree laid over the base
    NAME.diag                       what `bilaga check` prints, byte for byte
    NAME.status                     its exit status, when it is not 1 with an
                                    error and 0 without
    NAME.place                      another place for the file in the tree
generated.py                        what git and editors would spoil
legitimate.py                       edits that must give no finding at all

--only takes a pattern for AREA/NAME, generated/NAME or legitimate/NAME.
--accept writes NAME.diag and NAME.status anew: read the diff as a writer would.
--quick checks each case, and runs it in all other ways for one of SAMPLE.
"""

import argparse
import concurrent.futures
import difflib
import fnmatch
import json
import os
import pathlib
import re
import resource
import select
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import generated  # noqa: E402
import legitimate  # noqa: E402

# Of so many cases --quick runs one in all ways.
SAMPLE = 6

# Seconds of work that one call may need under the sanitizers, and those after
# which it hangs, however busy the machine is.
SECONDS = 5
SECONDS_HANGING = 60
# Kilobytes that it may hold, of which the sanitizers take the most.
KILOBYTES = 400_000
WORKERS = 2

# Area: base, and where the file goes, without its ending.
AREAS = {
    "forum": ("base", "inventering/20-redovisning/10-kust-och-hav/50-prov"),
    "section": ("base", "inventering/30-prov/index"),
    "document": ("base", "inventering/index"),
    "publication": ("base", "publication"),
    # registers/goals-NAME.yaml goes to registers/goals.yaml.
    "registers": ("base", None),
    "labels": ("base", "labels"),
    "trees": ("base", None),
    "en-forum": ("base-en", "inventory/20-account/10-coast/20-test"),
    "en-section": ("base-en", "inventory/30-test/index"),
    "en-publication": ("base-en", "publication"),
    "en-trees": ("base-en", None),
}

# Findings that no content can bring about here, and who tests them.
ELSEWHERE = {
    "output-write": "tests/faults, tests/unit/output_test.c",
    "output-exchange": "tests/unit/output_test.c",
    "output-busy": "tests/unit/output_test.c",
    "output-foreign": "tests/unit/output_test.c",
    "search-missing": "tests/search",
    "serve-port": "tests/serve",
    "serve-watches": "tests/serve",
    "fmt-same": "only a mistake of the program's own",
    "collate-open": "only a broken installation of ICU",
    "label-missing": "only a broken language file of the program",
}
# Those of other commands and of themes; a suite has their names.
ELSEWHERE_PREFIXES = ("template-", "theme-", "patch-", "edit-", "diff-",
                      "fmt-", "sheet-", "new-", "rename-", "move-",
                      "serve-", "year-")

FINDING = re.compile(r"^(?:(\S[^:]*)(?::(\d+):(\d+))?: )?"
                     r"(fel|varning|anmärkning|error|warning|note): "
                     r".*\[([a-z0-9-]+)\]$", re.M)


class Failure(Exception):
    pass


# As another user than root, who reads what the mode forbids.
UNPRIVILEGED = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def wait(process):
    """Wait for the end of `process`; how many seconds it has worked."""
    # Popen.wait() with a timeout looks again and again, and sleeps between:
    # for as long as most of these take.
    end = os.pidfd_open(process.pid)
    ended, _, _ = select.select([end], [], [], SECONDS_HANGING)
    os.close(end)
    if not ended:
        process.kill()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if not ended:
        raise Failure(f"{process.args} hangs")
    return usage.ru_utime + usage.ru_stime


def call(bilaga, folder, *arguments):
    """Run bilaga in `folder`; exit status, standard output and error."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                   "ASAN_OPTIONS": "detect_leaks=1",
                   "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([*bilaga, *arguments], cwd=folder,
                                   stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=err, env=environment)
        seconds = wait(process)
        if seconds > SECONDS:
            raise Failure(f"{arguments[0]}: worked for {seconds:.1f} s")
        out.seek(0)
        err.seek(0)
        return process.returncode, out.read(), err.read()


def text_of(data, what):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failure(f"{what} is not UTF-8: {error}") from None


def findings(text):
    """(file, line, name) of each finding that is told in `text`."""
    return [(m[1] or "", int(m[2] or 0), m[5]) for m in FINDING.finditer(text)]


def told_as(bilaga, folder, form, status):
    """What check prints in a form for programs."""
    code, out, err = call(bilaga, folder, "check", "content", "--format", form)
    if (code, err) != (status, b""):
        raise Failure(f"--format {form}: exit status {code}\n"
                      f"{err.decode(errors='replace')}")
    return text_of(out, form)


def told_json(text):
    return [(f.get("line", 0), f["name"]) for f in json.loads(text)]


def told_sarif(text):
    """What SARIF 2.1.0 requires of a log is there, and the findings."""
    log = json.loads(text)
    if log["version"] != "2.1.0" or len(log["runs"]) != 1:
        raise ValueError("no log of SARIF 2.1.0")
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    told = []
    for result in run["results"]:
        if rules[result["ruleIndex"]] != result["ruleId"]:
            raise ValueError("ruleIndex leads to another rule")
        line = 0
        for location in result.get("locations", []):
            place = location["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            if not uri.startswith("content") or not uri.isascii():
                raise ValueError(f"no path in the repository: {uri}")
            region = place.get("region")
            if region:
                line = region["startLine"]
                if region["endColumn"] <= region["startColumn"]:
                    raise ValueError("an empty region")
        told.append((line, result["ruleId"]))
    return told


GITHUB = re.compile(r"::(?:error|warning|notice) (?:file=content[^,:]*,)?"
                    r"(?:line=(\d+),col=\d+,endColumn=\d+,)?"
                    r"title=bilaga ([a-z-]+)::.+\n")


def told_github(text):
    lines = [GITHUB.fullmatch(line) for line in text.splitlines(True)]
    if None in lines:
        raise ValueError(f"no command in line {lines.index(None) + 1}")
    return [(int(m[1] or 0), m[2]) for m in lines]


def told_gitlab(text):
    issues = json.loads(text)
    if len({i["fingerprint"] for i in issues}) != len(issues):
        raise ValueError("a fingerprint comes twice")
    # A line is required: what concerns the whole file is told at the first.
    return [(0 if i["location"]["lines"]["begin"] == 1 else
             i["location"]["lines"]["begin"], i["check_name"])
            for i in issues]


FORMS = {"json": told_json, "sarif": told_sarif, "github": told_github,
         "gitlab": told_gitlab}


def check_forms(bilaga, folder, status, text):
    """The same findings in the forms for programs."""
    # Names of files may be shown otherwise than they are.
    shown = [(line, name) for _, line, name in findings(text)]
    for form, read in FORMS.items():
        # What this program holds of so many counts as held by those it calls.
        if len(shown) >= 100 and form != "json":
            continue
        try:
            told = read(told_as(bilaga, folder, form, status))
        except (ValueError, KeyError, IndexError) as error:
            raise Failure(f"--format {form}: {error}") from None
        same = ([(0 if line == 1 else line, name) for line, name in shown]
                if form == "gitlab" else shown)
        if same != told[:len(same)] or (len(same) < 100 and same != told):
            raise Failure(f"--format {form} tells something else: {told}")


def check_build(bilaga, folder, status, text):
    """With an error nothing is written, and nothing outside the output."""
    code, out, err = call(bilaga, folder, "build", "content", "-o", "out")
    if code != status:
        raise Failure(f"build: exit status {code} instead of {status}\n"
                      f"{err.decode(errors='replace')}")
    if text_of(err, "build") != text or out:
        raise Failure("build tells something else than check:\n"
                      f"{err.decode(errors='replace')}")
    there = sorted(path.name for path in pathlib.Path(folder).iterdir())
    if ("out" in there) == bool(status) or set(there) - {"content", "out"}:
        raise Failure(f"build left {there}")


def run_bilaga(bilaga, folder, ways):
    """Run one tree in `ways` beside check; exit status and text of
    check."""
    status, out, err = call(bilaga, folder, "check", "content")
    text = text_of(out, "check")
    if err:
        raise Failure(f"standard error:\n{err.decode(errors='replace')}")
    if "forms" in ways:
        check_forms(bilaga, folder, status, text)
    if "build" in ways:
        check_build(bilaga, folder, status, text)
    return status, text


def lay(source, target):
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


class FileCase:
    """AREA/NAME with its companions."""

    def __init__(self, path):
        self.path = path
        self.area = path.parent.name
        self.forms = self.area not in ("forum", "section")
        self.name = f"{self.area}/{path.stem}"
        self.diag = path.with_suffix(".diag")
        self.status = path.with_suffix(".status")

    def place(self):
        place = self.path.with_suffix(".place")
        if place.exists():
            return place.read_text().strip()
        target = AREAS[self.area][1]
        if self.area == "registers":
            target = "registers/" + self.path.stem.split("-")[0]
        return target + self.path.suffix

    def make(self, content):
        lay(HERE / AREAS[self.area][0], content)
        if self.path.suffix == ".tree":
            lay(self.path, content)
            return
        target = content / self.place()
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.path, target)

    def accept(self, status, text):
        usual = int(any(word in text for word in (": fel: ", ": error: ")))
        self.diag.write_text(text)
        if status != usual:
            self.status.write_text(f"{status}\n")
        else:
            self.status.unlink(missing_ok=True)

    def judge(self, status, text):
        if not self.diag.exists():
            raise Failure(f"there is no {self.diag.name}; it would be\n{text}")
        wanted = self.diag.read_text()
        if text != wanted:
            raise Failure("".join(difflib.unified_diff(
                wanted.splitlines(True), text.splitlines(True),
                "wanted", "got")))
        usual = int(any(word in text for word in (": fel: ", ": error: ")))
        code = int(self.status.read_text()) if self.status.exists() else usual
        if status != code:
            raise Failure(f"exit status {status} instead of {code}")

    def tested(self):
        text = self.diag.read_text() if self.diag.exists() else ""
        return {name for _, _, name in findings(text)}


class GeneratedCase:
    def __init__(self, row):
        self.row = row
        self.name = f"generated/{row.name}"
        self.forms = True
        self.unprivileged = row.unprivileged

    def make(self, content):
        lay(HERE / "base", content)
        self.row.change(content)

    def accept(self, status, text):
        self.judge(status, text)

    def judge(self, status, text):
        got = [f"{file}:{line}: {name}" if line else f"{file}: {name}"
               for file, line, name in findings(text)]
        if got != self.row.findings or status != self.row.status:
            raise Failure(f"wanted {self.row.status} {self.row.findings}\n"
                          f"got    {status} {got}\n{text[:3000]}")

    def tested(self):
        return {finding.split(": ")[-1] for finding in self.row.findings}


class LegitimateCase:
    def __init__(self, row):
        self.row = row
        self.forms = False
        self.name = f"legitimate/{row.name}"

    def make(self, content):
        lay(ROOT / "content" if self.row.real else HERE / "base", content)
        self.row.edit(content)

    def accept(self, status, text):
        self.judge(status, text)

    def judge(self, status, text):
        if status != 0 or text:
            raise Failure(f"{self.row.words}: exit status {status}\n{text}")

    def tested(self):
        return set()


def all_cases():
    for area in sorted(AREAS):
        for path in sorted((HERE / area).glob("*")):
            if path.suffix in (".md", ".yaml", ".tree"):
                yield FileCase(path)
    for row in generated.TABLE:
        yield GeneratedCase(row)
    for row in legitimate.TABLE:
        yield LegitimateCase(row)


def caller_of(case, bilaga):
    """The command that runs `case`; None when it cannot be run here."""
    if not getattr(case, "unprivileged", False) or os.geteuid() != 0:
        return [bilaga]
    try:
        subprocess.run([*UNPRIVILEGED, bilaga, "--version"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [*UNPRIVILEGED, bilaga]


def run_case(case, bilaga, accept, only_check):
    """None, or what went wrong."""
    command = caller_of(case, bilaga)
    if command is None:
        return "cannot be run: root reads every file, and setpriv is missing"
    with tempfile.TemporaryDirectory(
            prefix="bilaga-case-", ignore_cleanup_errors=True) as folder:
        content = pathlib.Path(folder) / "content"
        os.chmod(folder, 0o755)
        try:
            case.make(content)
            ways = [] if only_check else ["build"] + ["forms"] * case.forms
            status, text = run_bilaga(command, folder, ways)
            (case.accept if accept else case.judge)(status, text)
        except Failure as failure:
            return str(failure)
    return None


def strays():
    """Companions without a case."""
    for area in sorted(AREAS):
        for path in sorted((HERE / area).glob("*")):
            if path.suffix in (".diag", ".status", ".place") and not any(
                    path.with_suffix(suffix).exists()
                    for suffix in (".md", ".yaml", ".tree")):
                yield f"{area}/{path.name}: belongs to no case"


def untested(cases):
    """Rows of diag.def that no case meets."""
    text = (ROOT / "generator/base/diag.def").read_text()
    names = re.findall(r'^DIAG\(\w+, \w+, "([a-z0-9-]+)"', text, re.M)
    met = set().union(*(case.tested() for case in cases))
    suites = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for pattern in ("*/*.py", "unit/*.c", "sites/*/*.findings")
        for path in HERE.parent.glob(pattern))
    for name in names:
        elsewhere = name in ELSEWHERE or (
            name.startswith(ELSEWHERE_PREFIXES) and
            (name in suites or
             f"DIAG_{name.upper().replace('-', '_')}" in suites))
        if name not in met and not elsewhere:
            yield f"diag.def: no case has the finding {name}"
        if name in met and name in ELSEWHERE:
            yield f"run.py: {name} has a case, so it is not elsewhere"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--bilaga", default=os.environ.get(
        "BILAGA", str(ROOT / "build/bilaga")))
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--only", default="*", metavar="GLOB")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    bilaga = str(pathlib.Path(options.bilaga).resolve())
    cases = [case for case in all_cases()
             if fnmatch.fnmatch(case.name, options.only)]
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(
            lambda number, case: run_case(
                case, bilaga, options.accept,
                options.quick and number % SAMPLE != 0),
            range(len(cases)), cases))
    failed = 0
    for case, failure in zip(cases, results):
        if failure is not None:
            failed += 1
            print(f"FAILED {case.name}\n{failure}")
    passed = len(cases) - failed
    if options.only == "*":
        for problem in [*strays(), *untested(cases)]:
            failed += 1
            print(f"FAILED {problem}")
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if kilobytes > KILOBYTES:
        failed += 1
        print(f"FAILED a run held {kilobytes} kB")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
