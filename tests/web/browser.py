"""browser: how do the pages work in a browser?

Each page is opened from a file, without scripts and 320 wide: its style sheet
is applied under its policy, nothing is asked for from elsewhere, nothing is
complained of, and only tables scroll sideways. axe looks at each page, and at
pages of each kind also in dark colours and narrow. browser.js does the work.
"""
import json
import subprocess

from pages import is_moved
import trees

SCRIPT = trees.ROOT / "tests/web/browser.js"
SECONDS_MAX = 600

# What a page may have; pages that together have all are looked at closely.
FEATURES = ("table[@class='figures']", "table[@class='forums']",
            "table[@class='text']", "tr[@class='group']", "dl[@class='facts']",
            "*[@role='doc-noteref']", "nav[@class='children']",
            "section[@class='mentions']", "aside", "pre", "blockquote", "img",
            "h3", "a[@rel='prev']", "*[@class='lead']")


def features(root):
    """Which of FEATURES a page has."""
    return {path for path in FEATURES if root.xpath(".//main//" + path)}


def kinds(site):
    """Few pages that together have all that pages of a site have."""
    alone = {"index.html"}	# pages that are like no other
    for name in site.pages:
        if name.endswith(("/allt.html", "/tabeller.html", "/jamfor.html")):
            alone.add(name)
    left = {name: features(root) for name, root in sorted(site.pages.items())
            if name not in alone and not is_moved(root)}
    wanted, chosen = set().union(*left.values()), set()
    while wanted:
        name = max(left, key=lambda at: len(left[at] & wanted))
        chosen.add(name)
        wanted -= left.pop(name)
    return sorted((alone & set(site.pages)) | chosen)


def test(tally, sites):
    """All tests of all sites, which have names, in one browser."""
    task = [{"label": label, "folder": str(site.folder.resolve()),
             "pages": list(site.pages), "kinds": kinds(site),
             "moved": [name for name, root in site.pages.items()
                       if is_moved(root)]}
            for label, site in sites.items()]
    done = subprocess.run(["node", str(SCRIPT)], input=json.dumps(task),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=SECONDS_MAX)
    for line in done.stdout.splitlines():
        found = json.loads(line)
        tally.test("browser: " + found["name"], found["wrong"])
    tally.test("browser: ends well", "" if done.returncode == 0
               else f"exit status {done.returncode}\n{done.stderr}")
