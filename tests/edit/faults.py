#!/usr/bin/python3
"""faults: does a change of several files stay whole, whatever call fails?

usage: faults.py BUILD PATCH_DRIVER

Runs the driver once for each system call of each kind, with that call failing
or the process ended there. After a failure all is as it was, hidden files too.
After a process that was ended each text is still there, old or new, and the
next run undoes all or finishes all, also when it is itself ended at any call.
Without a fault all is changed. BUILD is a folder for what is compiled. Ends
with "N passed, N failed".
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

OLD = {"a.md": "one two three\n", "c.md": "c\n", "s/b.md": "one two\n"}
NEW = {"a.md": "one 2 three\n", "moved/t/b.md": "one 2\n",
       "moved/t/c.md": "c\n", "new/deep/n.md": "new\n"}

CALLS = ("open", "write", "close", "rename", "exchange", "mkdir", "fstat",
         "unlink")

# Where the process is ended while it takes care of what another left.
AGAIN = ("rename", "unlink")


# In memory if there is room: a thousand runs wait for the disk.
ROOM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def put(folder):
    for name, text in OLD.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def tree(folder):
    return {str(path.relative_to(folder)): path.read_text()
            for path in folder.rglob("*") if path.is_file()}


def run(driver, folder, library, *arguments, **inject):
    env = dict(os.environ, LD_PRELOAD=str(library),
               INJECT_UNDER=str(folder), **inject)
    env["ASAN_OPTIONS"] = "verify_asan_link_order=0:" + \
        env.get("ASAN_OPTIONS", "")
    return subprocess.run([driver, folder, *arguments], env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace")


def wrong_after_failure(done, found, call):
    if done.returncode == 0 and found == NEW:
        return None  # such as a fault that it can do without
    if done.returncode != 3:
        return f"exit status {done.returncode}"
    if found != OLD:
        return f"half of it is changed: {found}"
    # What could not be read was told before anything was changed.
    if "[patch-write]" not in done.stdout and call != "exchange" and \
            "[file-" not in done.stdout and "[patch-" not in done.stdout:
        return "no finding"
    return None


def wrong_after_kill(found):
    texts = list(found.values())
    for old, new in (("one two three\n", "one 2 three\n"),
                     ("one two\n", "one 2\n"), ("c\n", "c\n")):
        if old not in texts and new not in texts:
            return f"a text is lost: {found}"
    return None


def wrong_after_recovery(done, found):
    if done.returncode != 0:
        return f"exit status {done.returncode}: {done.stdout}"
    if found not in (OLD, NEW):
        return f"half of it is left: {found}"
    return None


def recover(driver, library, folder, more):
    """
    What is wrong when the next run takes care of what was left in `folder`, and
    when one that does is ended in turn, at each call of AGAIN.
    """
    for call in AGAIN:
        at, hit = 1, True
        while hit:
            with tempfile.TemporaryDirectory(dir=ROOM) as top:
                top = pathlib.Path(top).resolve()
                copy = top / "content"
                shutil.copytree(folder, copy)
                run(driver, copy, library, "recover", INJECT_CALL=call,
                    INJECT_HOW="kill", INJECT_AT=str(at),
                    INJECT_HIT=str(top / "hit"), **more)
                hit = (top / "hit").exists()
                wrong = wrong_after_kill(tree(copy))
                done = run(driver, copy, library, "recover", **more)
                wrong = wrong or wrong_after_recovery(done, tree(copy))
            if wrong:
                return f"then {call} {at}: {wrong}"
            at += 1
    return None


def attempt(driver, library, call, how, at, more):
    """What is wrong, or None; and whether the call was reached."""
    with tempfile.TemporaryDirectory(dir=ROOM) as top:
        top = pathlib.Path(top).resolve()
        folder = top / "content"
        folder.mkdir()
        put(folder)
        done = run(driver, folder, library, INJECT_CALL=call, INJECT_HOW=how,
                   INJECT_AT=str(at), INJECT_HIT=str(top / "hit"), **more)
        found = tree(folder)
        hit = (top / "hit").exists()
        if not hit:
            good = done.returncode == 0 and found == NEW
            return (None if good
                    else f"without a fault: {done.stdout}{found}", False)
        if how == "kill":
            return (wrong_after_kill(found) or
                    recover(driver, library, folder, more), True)
        if call == "unlink":
            # What a change that is made cannot remove, the next one does.
            again = run(driver, folder, library, "recover", **more)
            return (wrong_after_recovery(again, tree(folder)) or
                    (None if done.returncode == 0 else "it failed"), True)
    return wrong_after_failure(done, found, call), True


def main():
    build, driver = pathlib.Path(sys.argv[1]), sys.argv[2]
    build.mkdir(parents=True, exist_ok=True)
    library = build / "inject.so"
    subprocess.run([os.environ.get("CC", "gcc"), "-std=c11", "-D_GNU_SOURCE",
                    "-O1", "-fPIC", "-shared", "-o", library,
                    HERE.parent / "faults/inject.c"], check=True)
    passed = failed = 0
    for more in ({}, {"INJECT_NO_EXCHANGE": "1"}):
        for how in ("EIO", "ENOSPC", "kill"):
            for call in CALLS:
                at, hit = 1, True
                while hit:
                    wrong, hit = attempt(driver, library, call, how, at, more)
                    if wrong:
                        print(f"FAILED {call} {at} {how} {more}: {wrong}")
                    failed += bool(wrong)
                    passed += not wrong
                    at += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
