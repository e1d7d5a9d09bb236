#!/usr/bin/python3
"""Run the unit tests and count them.

usage: run.py PROGRAM...

PROGRAM is a built tests/unit/NAME_test.c. A program that ends before it has
said how its last test went fails that test. Prints what a program with a
failure said, and at last "N passed, N failed".
"""
import os
import re
import subprocess
import sys

SECONDS_MAX = 120

STARTED = re.compile(r"^\[ RUN      \] ", re.M)
PASSED = re.compile(r"^\[       OK \] ", re.M)
SKIPPED = re.compile(r"^\[  SKIPPED \] \w+$", re.M)


def run(program):
    """How many passed and failed, and what the program said."""
    try:
        done = subprocess.run([program], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=SECONDS_MAX)
    except subprocess.TimeoutExpired as error:
        text = (error.stdout or b"").decode("utf-8", "replace")
        return 0, 1, f"{text}\nno end within {SECONDS_MAX} seconds\n"
    except OSError as error:
        return 0, 1, f"{error.strerror}\n"
    text = done.stdout.decode("utf-8", "replace")
    passed = len(PASSED.findall(text))
    failed = len(STARTED.findall(text)) - passed
    # Such as a leak, which is only told at the end; or no test at all.
    if failed == 0 and (done.returncode != 0 or passed == 0):
        failed = 1
    if SKIPPED.search(text):
        text += "a test that is skipped counts as failed\n"
    return passed, failed, f"{text}exit status {done.returncode}\n"


def main():
    passed = failed = 0
    for program in sys.argv[1:]:
        good, bad, text = run(program)
        passed += good
        failed += bad
        if bad:
            print(f"FAILED {os.path.basename(program)}\n{text}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
