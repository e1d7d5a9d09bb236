"""browser: how do the pages work in a browser?

Each page is opened from a file, without scripts and 320 wide: its style sheet
is applied under its policy, nothing is asked for from elsewhere, nothing is
complained of, and only tables scroll sideways. axe looks at each page, and at
pages of each kind also in dark and forced colours, narrow, and by what WCAG 2.2
adds; there text is made twice as large, words are asked what they mean,
chapters are unfolded, and the page is printed. With `every` all of this is done
with all pages. browser.js does the work.
"""
import json
import subprocess

from pages import is_moved
import trees

SCRIPT = trees.ROOT / "tests/web/browser.js"
SECONDS_MAX = 840
SECONDS_MAX_EVERY = 7200

# What a page may have; pages that together have all are looked at closely.
FEATURES = ("table[@class='figures']", "table[@class='forums']",
            "table[@class='text']", "tr[@class='group']", "dl[@class='facts']",
            "*[@role='doc-noteref']", "nav[@class='children']",
            "section[@class='mentions']", "aside", "pre", "blockquote", "img",
            "h3", "a[@rel='prev']", "*[@class='lead']",
            "button[@class='abbreviation']", "button[@class='term']",
            "nav[@class='on-this-page']", "figure")


def features(root):
    """Which of FEATURES a page has."""
    return {path for path in FEATURES if root.xpath(".//main//" + path)}


def alone(name):
    """What kind of its own a page is: one at the top, or one that documents
    have beside their text. None: it is a page like others."""
    base = name.rpartition("/")[2]
    return base if "/" not in name or base in (
        "allt.html", "jamfor.html", "tabeller.html") else None


def kinds(site, seen):
    """Few pages of a site, and one at least, that together have all that its
    pages have and is not among `seen`, which grows."""
    left = {name: features(root) | {alone(name)} - {None}
            for name, root in sorted(site.pages.items())
            if not is_moved(root)}
    wanted = set().union(*left.values()) - seen
    seen |= wanted
    chosen = {max(left, key=lambda at: len(left[at]))}
    wanted -= set().union(*(left[name] for name in chosen))
    while wanted:
        # Of documents the one that has most, whatever is wanted of it.
        name = max(left, key=lambda at: (len(left[at] & wanted),
                                         len(left[at])))
        chosen.add(name)
        wanted -= left.pop(name)
    return sorted(chosen)


def test(tally, sites, every=False):
    """All tests of all sites, which have names, in one browser."""
    # A page that knows the site's own address finds no style sheet in a file.
    seen = {label: [name for name, root in site.pages.items()
                    if not root.xpath("head/link[starts-with(@href, '/')]")]
            for label, site in sites.items()}
    # The real content has all of its own; extremes are looked at again.
    met = set()
    chosen = {label: kinds(site, set() if label in ("content", "ytterligheter")
                           else met)
              for label, site in sites.items()}
    task = [{"label": label, "folder": str(site.folder.resolve()),
             "pages": seen[label],
             "kinds": [name for name in chosen[label] if name in seen[label]],
             "moved": [name for name, root in site.pages.items()
                       if is_moved(root)]}
            for label, site in sites.items()]
    done = subprocess.run(["node", str(SCRIPT)],
                          input=json.dumps({"sites": task, "every": every}),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=SECONDS_MAX_EVERY if every
                          else SECONDS_MAX)
    for line in done.stdout.splitlines():
        found = json.loads(line)
        tally.test("browser: " + found["name"], found["wrong"])
    tally.test("browser: ends well", "" if done.returncode == 0
               else f"exit status {done.returncode}\n{done.stderr}")
