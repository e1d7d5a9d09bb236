#!/usr/bin/python3
"""same: does the same input give the same bytes, wherever and whoever?

    same.py

Builds the real content and all small trees once as things are and again with
one thing after another changed: the locale, the time zone, the user, umask,
the folder where the program is called, the path and the age of the content and
the order in which it was written, HOME, the number of processors, what fresh
memory holds; and over what was built before. All files and their modes must be
the same. The real content is too small for threads, so it is also built six
times over, on one processor and on all.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tally import Tally
import trees

NOBODY = 65534
SECONDS_MAX = 120

# Of the inventory: some 700 pages, which two threads share.
COPIES = 6

# What a build leaves beside the site for itself.
OWN = (".lock",)


def locales():
    """A locale with other letters and numbers than ours, if there is one."""
    known = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE,
                           text=True).stdout.split()
    return next((name for name in known if name.startswith(
        ("tr_TR", "sv_SE", "de_DE", "C"))), "C")


def files(output):
    """Of each file and folder: its mode, and of files their bytes."""
    found = {}
    for kind in ("html", "docbook"):
        for path in sorted((output / kind).rglob("*")):
            if not path.name.endswith(OWN):
                found[str(path.relative_to(output))] = (
                    oct(path.stat().st_mode),
                    path.read_bytes() if path.is_file() else b"")
    return found


def differences(found, expected):
    for name in sorted(set(found) ^ set(expected)):
        yield f"only in one: {name}"
    for name in sorted(set(found) & set(expected)):
        (mode, data), (other_mode, other) = found[name], expected[name]
        if mode != other_mode:
            yield f"{name}: mode {mode} and {other_mode}"
        if data != other:
            at = next((i for i, (a, b) in enumerate(zip(data, other))
                       if a != b), min(len(data), len(other)))
            yield (f"{name}: byte {at}: {data[at - 40:at + 40]!r} and "
                   f"{other[at - 40:at + 40]!r}")


class Surroundings:
    """Builds one content in changed surroundings."""

    def __init__(self, label, content, options, folder):
        self.label = label
        self.content = content
        self.options = options
        self.folder = pathlib.Path(folder)
        self.count = 0
        self.expected = None

    def fresh(self):
        """A new folder to write in, for everybody."""
        self.count += 1
        path = self.folder / f"{self.label}-{self.count}"
        path.mkdir()
        path.chmod(0o777)
        return path

    def build(self, content=None, output=None, environment=None, umask=0o022,
              user=None, folder=None, processor=None):
        """Build; returns the output folder and what went wrong."""
        output = output or self.fresh()
        command = ["taskset", "-c", str(processor)] * (processor is not None)
        command += [trees.program(), "build", str(content or self.content),
                    "-o", str(output), *self.options]
        done = subprocess.run(
            command, env={**os.environ, **(environment or {})}, cwd=folder,
            user=user, group=user, extra_groups=[] if user else None,
            umask=umask, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=SECONDS_MAX)
        return output, [] if done.returncode == 0 else [
            f"{done.stdout.decode('utf-8', 'replace')}"
            f"exit status {done.returncode}"]

    def copy(self):
        """The content elsewhere, older, and written from the last file."""
        copy = self.fresh() / "en mapp – på annan plats"
        for path in sorted(self.content.rglob("*"), reverse=True):
            target = copy / path.relative_to(self.content)
            if path.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                os.utime(target, (10 ** 9, 10 ** 9))
        return copy

    def rebuilt(self):
        """Over what was built from other content before."""
        output = self.fresh()
        other = self.copy()
        for path in sorted(other.rglob("*.md"))[-1:]:
            path.write_text(path.read_text(encoding="utf-8") + "\nMer.\n",
                            encoding="utf-8")
        _, wrong = self.build(content=other, output=output)
        return (output, wrong) if wrong else self.build(output=output)

    def variants(self):
        """What is changed, and how the build is done then."""
        yield "once more", self.build
        yield f"LC_ALL={locales()}", lambda: self.build(
            environment={"LC_ALL": locales(), "LANGUAGE": "de"})
        yield "TZ", lambda: self.build(
            environment={"TZ": "Pacific/Kiritimati"})
        yield "HOME", lambda: self.build(
            environment={"HOME": "/nonexistent", "USER": "nobody",
                         "XDG_DATA_HOME": "/nonexistent",
                         "XDG_CONFIG_DIRS": "/nonexistent"})
        yield "what memory holds", lambda: self.build(
            environment={"MALLOC_PERTURB_": "165", "MALLOC_ARENA_MAX": "1"})
        yield "umask", lambda: self.build(umask=0o077)
        yield "the folder of the call", lambda: self.build(folder="/")
        yield "a relative path", lambda: self.build(
            content=os.path.relpath(self.content, self.folder),
            folder=self.folder)
        yield "the content's path, age and order", lambda: self.build(
            content=self.copy())
        yield "one processor", lambda: self.build(
            processor=min(os.sched_getaffinity(0)))
        yield "over another build", self.rebuilt
        if os.getuid() == 0:
            # Whoever it is must be able to reach program and content.
            yield "the user", lambda: self.build(content=self.copy(),
                                                 user=NOBODY)

    def test(self, tally):
        output, wrong = self.build()
        self.expected = files(output)
        if not tally.test(f"same: {self.label}: build", wrong):
            return
        for name, way in self.variants():
            output, wrong = way()
            tally.test(f"same: {self.label}: {name}", wrong or list(
                differences(files(output), self.expected)))


def test_threads(tally, folder):
    """Formats are rendered beside each other, and each by several threads."""
    content = folder / "large"
    subprocess.run([sys.executable, trees.ROOT /
                    "tests/bench/make_inventory.py", trees.ROOT / "content",
                    content, str(COPIES)], check=True)
    large = Surroundings("six times over", content, [], folder)
    one, wrong = large.build(processor=min(os.sched_getaffinity(0)))
    all_of_them, also_wrong = large.build()
    tally.test("same: threads", [*wrong, *also_wrong, *differences(
        files(all_of_them), files(one))])


def test(tally):
    """All tests of all trees."""
    with tempfile.TemporaryDirectory(prefix="bilaga-same-") as folder:
        os.chmod(folder, 0o755)
        for label, content, options in trees.contents():
            Surroundings(label, content, options, folder).test(tally)
        test_threads(tally, pathlib.Path(folder))


def main():
    tally = Tally()
    test(tally)
    tally.end()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
