#!/usr/bin/python3
"""run: does the search find what readers ask for?

    run.py [--quick] [--show]

Builds the real content, and asks the questions of questions.txt with the very
scripts of its search page, run by node: at least 54 of 60 have the right forum
among the first three. Each word is stemmed alike by bilaga and by the browser,
and the index holds each word of each page. Then the page is used in a browser:
see browser.js. Of a publication with more than 5 000 forums the index is
divided: see large.py. Without the scripts from npm the site is built with a
note, and nothing leads to a search.

--quick  leave out the browser
--show   print what was found for each question
"""
import argparse
import functools
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "web"))

import large  # noqa: E402
from tally import Tally  # noqa: E402
import trees  # noqa: E402

RIGHT_LEAST = 54
FIRST = 3
SCRIPTS = re.compile(r'<script src="([^"]+)" defer></script>')


def questions(numbers):
    """(how asked, text, filter, wanted ids) of each."""
    for line in (HERE / "questions.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        how, asked, wanted = (part.strip() for part in line.split("|"))
        text, _, rest = asked.partition(";")
        if text.startswith("#"):
            text = numbers[text[1:]]
        chosen = dict(part.split("=") for part in rest.split())
        yield how, text, chosen, wanted.split()


def read_var(path):
    """What a script sets its one name to."""
    text = path.read_text("utf-8")
    return json.loads(text[text.index("=") + 1:].strip().rstrip(";"))


def page_id(url):
    return url.rpartition("/")[2].removesuffix(".html")


def ask(site, asked, words):
    page = (site / "sok.html").read_text("utf-8")
    task = {"folder": str(site), "words": words,
            # stad.js is about pages.
            "scripts": [name for name in SCRIPTS.findall(page)
                        if name != "tema/stad.js"],
            "questions": [{"text": text, "filter": chosen}
                          for _, text, chosen, _ in asked]}
    done = subprocess.run(["node", str(HERE / "search.js")],
                          input=json.dumps(task), text=True,
                          stdout=subprocess.PIPE, timeout=120)
    return json.loads(done.stdout)


def test_questions(tally, asked, answers, show):
    right, counts = 0, {}
    for (how, text, chosen, wanted), answer in zip(asked, answers):
        found = [page_id(hit["url"]) for hit in answer]
        good = bool(set(found[:FIRST]) & set(wanted))
        right += good
        counts.setdefault(how, []).append(good)
        if show or not good:
            place = min((found.index(at) + 1 for at in wanted
                         if at in found), default=None)
            print(f"{'' if good else 'note: not among the first '}"
                  f"{FIRST}: {text!r} {chosen or ''}: {found[:FIRST]}, wanted "
                  f"{wanted} (place {place} of {len(found)})")
    print("note: " + ", ".join(f"{how} {sum(goods)} of {len(goods)}"
                               for how, goods in counts.items()))
    print(f"note: {right} of {len(asked)} questions have the right forum "
          f"among the first {FIRST}")
    tally.equal("there are 60 questions", len(asked), 60)
    tally.test("questions", "" if right >= RIGHT_LEAST else
               f"{right} right, at least {RIGHT_LEAST} wanted")


def test_index(tally, site, index, result):
    tally.equal("all terms are loaded", *result["terms"])
    tally.equal("all pages are loaded", *result["documents"])
    tally.equal("each page has its text", result["texts"],
                len(index["pages"]))
    tally.test("the browser finds each word of each page by its stem", [
        f"{page['url']}: {', '.join(missing[:8])}"
        for page, missing in zip(index["pages"], result["missing"])
        if missing])
    tally.test("each address leads to a page", [
        page["url"] for page in index["pages"]
        if not (site / page["url"]).is_file()])
    forums = json.loads((site / "data/forums.json").read_text("utf-8"))
    tally.equal("each forum is there",
                sorted(page_id(page["url"]) for page in index["pages"]
                       if page["kind"] == "forum"),
                sorted(forum["id"] for forum in forums["forums"]))


# The known stems of words; those of the content's are compared by the index.
STEMS = {"kommunernas": "kommun", "avgifterna": "avgift",
         "nätverken": "nätverk", "2.14.6": "2.14.6", "goda": "god"}


def test_compound(tally, site):
    """A compound that stands nowhere leads to words that begin as its parts;
    with or without its dots."""
    asked = [("part of a compound", word, {}, [])
             for word in ("klimatnätverk", "klimatnatverk")]
    for question, found in zip(asked, ask(site, asked, [])["answers"]):
        tally.equal(f"a compound is found by its parts: {question[1]}",
                    [page_id(hit["url"]) for hit in found[:1]],
                    ["gr-klimatanpassning"])


def test_dots(tally, site):
    """A keyboard without dots and rings finds what one with them does."""
    words = (("nätverk", "natverk"), ("göteborg", "goteborg"),
             ("rådgivande", "radgivande"), ("idé", "ide"))
    asked = [("without dots", word, {}, [])
             for pair in words for word in pair]
    answers = ask(site, asked, [])["answers"]
    for i, (dotted, bare) in enumerate(words):
        with_dots, without = ([page_id(hit["url"]) for hit in answer]
                              for answer in answers[2 * i:2 * i + 2])
        tally.test(f"found without dots: {bare}", "" if with_dots and
                   with_dots == without else f"{without}, and for {dotted} "
                   f"{with_dots}")


def test_earlier(tally, folder):
    """Who knows the name that a forum had finds it by that."""
    output = folder / "earlier"
    if tally.test("build: ar", trees.build(
            trees.ROOT / "tests/sites/ar/content", output)):
        asked = [("by an earlier name", "Hamnklubben", {}, ["hamnforum"])]
        found, = ask(output / "html", asked, [])["answers"]
        tally.equal("found by an earlier name",
                    [page_id(hit["url"]) for hit in found[:1]], ["hamnforum"])


def test_missing(tally, folder):
    """A program without the scripts: a note, and no search."""
    there = folder / "program"
    (there / "build").mkdir(parents=True)
    program = there / "build/bilaga"
    program.write_bytes(pathlib.Path(trees.program()).read_bytes())
    program.chmod(0o755)
    for name in ("generator/labels", "generator/kinds", "themes"):
        (there / name).parent.mkdir(exist_ok=True)
        (there / name).symlink_to(trees.ROOT / name)
    done = subprocess.run(
        [program, "build", trees.ROOT / "tests/sites/ar/content", "-o",
         folder / "without"], capture_output=True, text=True)
    tally.equal("without the scripts: exit status", done.returncode, 0)
    tally.test("without the scripts: a note", ""
               if "[search-missing]" in done.stderr + done.stdout
               else done.stderr + done.stdout)
    html = folder / "without/html"
    tally.test("without the scripts: no search", [
        str(path) for path in html.rglob("*")
        if path.is_file() and path.name != "sok.js" and
        path.parent.name != "tema" and (
            path.name.startswith("sok") or path.suffix == ".html" and
            re.search(r"sok\.html" if path.name.startswith("jamfor") else
                      r"<script|sok\.html|script-src",
                      path.read_text("utf-8")))])


def note_sizes(site):
    def packed(*names):
        return sum(len(gzip.compress((site / name).read_bytes(), 9))
                   for name in names) / 1000

    page = (site / "sok.html").read_text("utf-8")
    data = ["sok/index.js", "sok/text.js"]
    code = [name for name in SCRIPTS.findall(page) if name not in data]
    print(f"note: compressed: scripts {packed(*code):.1f} kB with style "
          f"{packed(*code, 'tema/stad.css'):.1f}, index {packed(data[0]):.1f}"
          f", texts {packed(data[1]):.1f}")


def test_browser(tally, script, *sites):
    done = subprocess.run(["node", str(HERE / script), *map(str, sites)],
                          capture_output=True, text=True, timeout=300)
    for line in done.stdout.splitlines():
        found = json.loads(line)
        if "note" in found:
            print("note: " + found["note"])
        else:
            tally.test("browser: " + found["name"], found["wrong"])
    tally.test(f"browser: {script} ends well", "" if done.returncode == 0 else
               f"exit status {done.returncode}\n{done.stderr}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="bilaga-search-") as name:
        folder = pathlib.Path(name).resolve()
        if tally.test("build", trees.build(trees.ROOT / "content",
                                           folder / "real")):
            site = folder / "real/html"
            index = read_var(site / "sok/index.js")
            numbers = {page_id(page["url"]): page.get("number")
                       for page in index["pages"]}
            asked = list(questions(numbers))
            result = ask(site, asked, list(STEMS))
            test_index(tally, site, index, result)
            tally.equal("stems", result["stems"], list(STEMS.values()))
            test_questions(tally, asked, result["answers"], options.show)
            test_compound(tally, site)
            test_dots(tally, site)
            note_sizes(site)
            times = result["milliseconds"]
            print(f"note: node loads the index in {times['load']:.0f} ms and "
                  f"answers in {times['question']:.1f}")
            if not options.quick:
                test_browser(tally, "browser.js", site)
        large.test_large(tally, folder, None if options.quick else
                         functools.partial(test_browser, tally))
        test_earlier(tally, folder)
        test_missing(tally, folder)
    tally.end()


if __name__ == "__main__":
    main()
