#!/usr/bin/env python3
"""Run the cases of the Mustache specification through template_driver.

usage: mustache_spec.py DRIVER FOLDER

DRIVER is the built tests/unit/template_driver.c. FOLDER holds the specification's cases as
JSON, one file for each area; files whose names begin with "~" are its optional parts, which
bilaga leaves out. Prints each case that fails, and at last "N passed, N failed". The exit
status is 0 only if cases were run and all passed.
"""
import json
import pathlib
import subprocess
import sys

SECONDS_MAX = 20


def text(value):
    data = value.encode("utf-8")
    return b"%d:%s" % (len(data), data)


def encode(value):
    """Numbers have been read as the text that they are written with."""
    if value is None:
        return b"n"
    if value is True:
        return b"t"
    if value is False:
        return b"f"
    if isinstance(value, str):
        return b"s" + text(value)
    if isinstance(value, list):
        return b"l%d:" % len(value) + b"".join(map(encode, value))
    return b"o%d:" % len(value) + b"".join(
        text(name) + encode(member) for name, member in value.items())


def run_case(driver, case):
    """None when the case passes, else what happened."""
    partials = case.get("partials", {})
    given = (text(case["template"]) + b"%d:" % len(partials)
             + b"".join(text(name) + text(partial) for name, partial in partials.items())
             + encode(case["data"]))
    try:
        done = subprocess.run([driver], input=given, capture_output=True,
                              timeout=SECONDS_MAX, check=False)
    except subprocess.TimeoutExpired:
        return f"no end within {SECONDS_MAX} seconds"
    result = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0 or done.stderr:
        return (f"exit status {done.returncode}\n"
                + done.stderr.decode("utf-8", "replace").rstrip())
    if result != case["expected"]:
        return f"expected {case['expected']!r}\n     got {result!r}"
    return None


def main():
    if len(sys.argv) != 3:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    driver, folder = sys.argv[1:]
    passed = failed = 0
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        if file.name.startswith("~"):
            continue
        area = json.loads(file.read_text(encoding="utf-8"), parse_int=str, parse_float=str)
        for case in area["tests"]:
            wrong = run_case(driver, case)
            passed += wrong is None
            failed += wrong is not None
            if wrong is not None:
                print(f"{file.stem}: {case['name']}\n{wrong}\n")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed > 0 and failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
