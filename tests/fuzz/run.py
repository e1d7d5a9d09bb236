#!/usr/bin/python3
"""Feed the seeds to the fuzzing functions: each seed is a test.

usage: run.py [--changes=N] PROGRAM...

PROGRAM is a built tests/fuzz/NAME_fuzz.c with main.c, and its seeds are the
files of tests/fuzz/seeds/NAME. With --changes also N changes of seeds are fed,
the same ones each time; one that fails is kept and named. Prints what a program said of a seed that fails,
and at last "N passed, N failed".
"""
import argparse
import pathlib
import random
import subprocess
import sys
import tempfile

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


# Changes that one call is fed with.
BATCH = 200
# What the readers look for, and what is at the edge of a size.
PIECES = [b"", b"\n", b"\n---\n", b"```", b"{value}`", b"|", b"> ", b"- ", b"[^1]",
          b"{{#a}}", b"{{/a}}", b"\xff", b"\x00", b"\xe2\x80\x8f", b": ", b"'",
          b"9" * 30, b"(" * 40, b"*" * 40]


def changed(seeds, chance):
    """A seed with some of its bytes changed, or with a part of another."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(data))
        what = chance.randint(0, 4)
        if what == 0 and at < len(data):
            data[at] ^= 1 << chance.randint(0, 7)
        elif what == 1:
            data[at:at + chance.randint(1, 40)] = b""
        elif what == 2:
            data[at:at] = chance.choice(PIECES)
        elif what == 3:
            other = chance.choice(seeds)
            first = chance.randint(0, len(other))
            data[at:at] = other[first:first + chance.randint(1, 200)]
        else:
            part = data[at:at + chance.randint(1, 60)]
            data[at:at] = part * chance.randint(1, 20)
    return bytes(data)


def feed_changes(program, seeds, count):
    """(name, what happened) of changes that fail; they are kept."""
    chance = random.Random(pathlib.Path(program).name)
    texts = [seed.read_bytes() for seed in seeds]
    wrong = []
    for first in range(0, count, BATCH):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="bilaga-fuzz-"))
        paths = [folder / str(first + i) for i in range(BATCH)]
        for path in paths:
            path.write_bytes(changed(texts, chance))
        said = feed(program, paths)
        for path in paths:
            alone = feed(program, [path]) if said is not None else None
            if alone is None:
                path.unlink()
            else:
                wrong.append((f"{path}", alone))
        if not any(folder.iterdir()):
            folder.rmdir()
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=0)
    parser.add_argument("programs", nargs="+")
    options = parser.parse_args()
    passed = failed = 0
    for program in options.programs:
        name = pathlib.Path(program).name.removesuffix("_fuzz")
        seeds = sorted(path for path in SEEDS.glob(f"{name}/*")
                       if path.is_file())
        wrong = failures(program, seeds) if seeds else [("seeds", "none")]
        passed += max(len(seeds) - len(wrong), 0)
        if options.changes and seeds:
            found = feed_changes(program, seeds, options.changes)
            passed += options.changes - len(found)
            wrong += found
        failed += len(wrong)
        for seed, text in wrong:
            print(f"FAILED {name}: {seed}\n{text}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
