#!/usr/bin/env python3
"""messages: what does the program say when the machine fails?

    tests/faults/messages.py

Runs $BILAGA (default build/bilaga) on tests/cases/base with an output that
cannot be written, is busy or is somebody else's, with labels that lack a word,
and so on: each with its finding, its exit status, and what is left behind.
Ends with `N passed, N failed`.
"""
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BILAGA = os.path.abspath(os.environ.get("BILAGA", ROOT / "build/bilaga"))
CONTENT = ROOT / "tests/cases/base"

INJECT = r"""
#define _GNU_SOURCE
#include <errno.h>
int renameat2(int a, const char *b, int c, const char *d, unsigned e)
{
	(void)a; (void)b; (void)c; (void)d; (void)e;
	errno = EINVAL;
	return -1;
}
"""


def build(output, *options, program=BILAGA, env=None):
    return subprocess.run(
        [program, "build", str(CONTENT), "-o", str(output), *options],
        capture_output=True, text=True, timeout=60,
        env={**os.environ, **(env or {})})


def output_write(folder):
    (folder / "file").write_text("in the way")
    done = build(folder / "file")
    return done, 3, "[output-write]", \
        (folder / "file").read_text() == "in the way"


def output_foreign(folder):
    (folder / "html").mkdir()
    (folder / "html/mine.txt").write_text("keep")
    done = build(folder)
    return done, 3, "[output-foreign]", \
        (folder / "html/mine.txt").read_text() == "keep" and \
        not (folder / "html/index.html").exists()


def output_busy(folder):
    first = build(folder)
    lock = next(folder.glob(".html.lock"))
    with open(lock) as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = build(folder)
    return done, 3, "[output-busy]", first.returncode == 0


def output_exchange(folder):
    source = folder / "inject.c"
    source.write_text(INJECT)
    library = folder / "inject.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source],
                   check=True)
    out = folder / "out"
    # A sanitizer wants to be loaded first; it allows this when told.
    env = {"LD_PRELOAD": str(library),
           "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") +
           ":verify_asan_link_order=0"}
    first = build(out, env=env)
    index = out / "html/index.html"
    old = index.read_bytes()
    content = folder / "content"
    shutil.copytree(CONTENT, content)
    head = content / "publication.yaml"
    head.write_text(head.read_text().replace("titel: ", "titel: Ny ", 1))
    done = subprocess.run(
        [BILAGA, "build", str(content), "-o", str(out)], text=True,
        capture_output=True, env={**os.environ, **env}, timeout=60)
    return done, 0, "[output-exchange]", \
        first.returncode == 0 and index.read_bytes() != old


def data_root(folder):
    """A copy of the program with its labels, kinds and themes."""
    root = folder / "root"
    (root / "build").mkdir(parents=True)
    shutil.copy(BILAGA, root / "build/bilaga")
    for part in ("generator/labels", "generator/kinds", "themes"):
        shutil.copytree(ROOT / part, root / part)
    return root


def label_missing(folder):
    root = data_root(folder)
    labels = root / "generator/labels/sv.yaml"
    lines = labels.read_text().splitlines(keepends=True)
    labels.write_text("".join(
        line for line in lines if not line.startswith("  skip:")))
    done = build(folder / "out", program=root / "build/bilaga")
    return done, 1, "page.skip [label-missing]", \
        not (folder / "out").exists()


def template_nesting(folder):
    theme = folder / "theme"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yaml").write_text("parent: stad\n")
    (theme / "templates/footer.mustache").write_text(
        "{{#label}}" * 40 + "{{/label}}" * 40)
    done = build(folder / "out", "--theme", str(theme))
    return done, 1, "[template-nesting]", not (folder / "out").exists()


def no_labels(folder):
    (folder / "alone/bin").mkdir(parents=True)
    shutil.copy(BILAGA, folder / "alone/bin/bilaga")
    done = build(folder / "out", program=folder / "alone/bin/bilaga")
    # A build of its own mode knows where its source folder is.
    status = 0 if done.returncode == 0 else 3
    return done, status, "", True


def full_disk(folder):
    if not os.path.exists("/dev/full"):
        return None
    with open("/dev/full", "w") as full:
        done = subprocess.run([BILAGA, "--help"], stdout=full,
                              stderr=subprocess.PIPE, text=True)
    return done, 3, "", True


def another_year(folder):
    """Claims are about the publication's own year, whatever is shown."""
    done = subprocess.run(
        [BILAGA, "build", str(ROOT / "tests/sites/summor/content"),
         "-o", str(folder / "out"), "--year", "2022"],
        capture_output=True, text=True, timeout=60)
    return done, 0, "", "[claim-false]" not in done.stderr


TESTS = [another_year, output_write, output_foreign, output_busy, output_exchange,
         label_missing, template_nesting, no_labels, full_disk]


def main():
    passed = failed = 0
    for test in TESTS:
        with tempfile.TemporaryDirectory() as folder:
            result = test(pathlib.Path(folder))
        if result is None:
            continue
        done, status, text, right = result
        said = (done.stdout or "") + (done.stderr or "")
        if done.returncode == status and text in said and right:
            passed += 1
            continue
        failed += 1
        print(f"{test.__name__}: exit status {done.returncode}, wanted "
              f"{status}; wanted to see {text!r} in:\n{said}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
