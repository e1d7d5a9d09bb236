#!/usr/bin/python3
"""Feed the seeds to the fuzzing functions: each seed is a test.

usage: run.py PROGRAM...

PROGRAM is a built tests/fuzz/NAME_fuzz.c with main.c, and its seeds are the
files of tests/fuzz/seeds/NAME. Prints what a program said of a seed that fails,
and at last "N passed, N failed".
"""
import pathlib
import subprocess
import sys

SEEDS = pathlib.Path(__file__).resolve().parent / "seeds"
SECONDS_MAX = 60


def feed(program, seeds):
    """None if all went well, else what the program said."""
    try:
        done = subprocess.run([program, *map(str, seeds)],
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=SECONDS_MAX)
    except subprocess.TimeoutExpired:
        return f"no end within {SECONDS_MAX} seconds"
    except OSError as error:
        return error.strerror
    if done.returncode == 0:
        return None
    text = done.stdout.decode("utf-8", "replace").rstrip()
    return f"{text}\nexit status {done.returncode}"


def failures(program, seeds):
    """(seed, what happened) of those that fail; the rest is fed all the same."""
    if feed(program, seeds) is None:
        return []
    alone = [(seed.name, feed(program, [seed])) for seed in seeds]
    return [(name, text) for name, text in alone if text is not None] or \
        [("all seeds one after the other", feed(program, seeds))]


def main():
    passed = failed = 0
    for program in sys.argv[1:]:
        name = pathlib.Path(program).name.removesuffix("_fuzz")
        seeds = sorted(path for path in SEEDS.glob(f"{name}/*")
                       if path.is_file())
        wrong = failures(program, seeds) if seeds else [("seeds", "none")]
        failed += len(wrong)
        passed += max(len(seeds) - len(wrong), 0)
        for seed, text in wrong:
            print(f"FAILED {name}: {seed}\n{text}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
