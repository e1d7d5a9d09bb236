/*
 * browser: how do the pages work in a browser? Reads from standard input what
 * to look at, writes what was wrong: one line of JSON for each test, with its
 * name and a list of faults. See browser.py, which calls it.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const { axe, launch } = require("../browsing");

// WCAG 2.1, levels A and AA, which the law asks for; what 2.2 adds.
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const TAGS_22 = ["wcag22a", "wcag22aa"];

// Pages that are looked at side by side.
const WORKERS = 2;

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };

const SECONDS_MAX = 120;

function tell(name, wrong) {
    console.log(JSON.stringify({ name, wrong }));
}

// What a page asks for and complains of while `act` is done with it.
async function watched(page, folder, act) {
    const wrong = [];
    const inside = pathToFileURL(folder).href + "/";
    const onRequest = (request) => {
        if (!request.url().startsWith(inside) &&
                !request.url().startsWith("data:"))
            wrong.push("asks for " + request.url());
    };
    const onFailed = (request) => {
        // What is not needed any more, as we go on, is given up.
        if (request.failure().errorText !== "net::ERR_ABORTED")
            wrong.push("does not get " + request.url());
    };
    const onConsole = (message) => wrong.push("console: " + message.text());
    page.on("request", onRequest);
    page.on("requestfailed", onFailed);
    page.on("console", onConsole);
    wrong.push(...await act() || []);
    page.off("request", onRequest);
    page.off("requestfailed", onFailed);
    page.off("console", onConsole);
    return wrong;
}

// The document itself never scrolls sideways; wide tables do so by themselves.
function widthFaults(page) {
    return page.evaluate(() => {
        const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth)
            return [];
        const wide = [...document.querySelectorAll("body *")].filter((at) =>
            at.getBoundingClientRect().right > root.clientWidth + 1);
        const last = wide[wide.length - 1];
        return [`${root.scrollWidth} wide in ${root.clientWidth}: ` +
            (last ? last.outerHTML.slice(0, 150) : "?")];
    });
}

// What scrolls by itself can be reached with the keyboard, and has a name.
function scrollFaults(page) {
    return page.evaluate(() => [...document.querySelectorAll("body *")]
        .filter((at) => at.scrollWidth > at.clientWidth &&
            /auto|scroll/.test(getComputedStyle(at).overflowX) &&
            !(at.tabIndex >= 0 && (at.matches("pre") ||
                at.ariaLabel || at.getAttribute("aria-labelledby"))))
        .map((at) => "scrolls without keyboard or name: " +
            at.textContent.trim().slice(0, 60)));
}

// What stays while the rest scrolls sideways leaves room for the rest.
function roomFaults(page) {
    return page.evaluate(() => [...document.querySelectorAll(
        ".table-scroll")].flatMap((scroll) => {
        const wide = [...scroll.querySelectorAll("th")].find((at) =>
            getComputedStyle(at).position === "sticky" &&
            at.offsetWidth > scroll.clientWidth * 0.8 &&
            at.offsetWidth < at.parentElement.offsetWidth);
        return wide ? [`${wide.offsetWidth} of ${scroll.clientWidth} stay: ` +
            wide.textContent.slice(0, 60)] : [];
    }));
}

// A style sheet that the policy keeps out changes nothing.
function styleFaults(page) {
    return page.evaluate(() => {
        const look = () => {
            const style = getComputedStyle(document.body);
            return style.fontFamily + style.lineHeight + style.color +
                style.margin;
        };
        const styled = look();
        for (const sheet of document.styleSheets)
            sheet.disabled = true;
        const plain = look();
        for (const sheet of document.styleSheets)
            sheet.disabled = false;
        return styled === plain ? ["the style sheet is not applied"] : [];
    });
}

async function loadFaults(page, site, name) {
    await page.setViewportSize(NARROW);
    return watched(page, site.folder, async () => {
        await page.goto(pathToFileURL(path.join(site.folder, name)).href);
        return [...await styleFaults(page), ...await widthFaults(page),
            ...await scrollFaults(page), ...await roomFaults(page)];
    });
}

// The spaces that WCAG 1.4.12 lets a reader choose.
async function spacingFaults(page) {
    await page.evaluate(() => {
        for (const at of document.querySelectorAll("body, body *")) {
            at.style.setProperty("line-height", "1.5", "important");
            at.style.setProperty("letter-spacing", "0.12em", "important");
            at.style.setProperty("word-spacing", "0.16em", "important");
            if (at.matches("p"))
                at.style.setProperty("margin-bottom", "2em", "important");
        }
    });
    return widthFaults(page);
}

// The first key that is pressed leads to a link past what all pages have.
async function skipFaults(page, site, name) {
    await page.goto(pathToFileURL(path.join(site.folder, name)).href);
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
        const at = document.activeElement;
        const box = at.getBoundingClientRect();
        return { href: at.getAttribute("href") || "",
            shown: box.width > 1 && box.height > 1 && box.bottom > 0 &&
                box.right > 0 && box.top < innerHeight };
    });
    if (!seen.href.startsWith("#") || !seen.shown)
        return [`Tab leads to ${JSON.stringify(seen)}`];
    await page.keyboard.press("Enter");
    const where = await page.evaluate(() => {
        const at = document.activeElement;
        return { id: at.id, text: at.textContent.trim() };
    });
    return "#" + where.id === seen.href && where.text !== "" ? [] :
        [`${seen.href} leads to ${JSON.stringify(where)}`];
}

// In dark colours the page is dark.
function darkFaults(page) {
    return page.evaluate(() => {
        const color = getComputedStyle(document.body).backgroundColor;
        const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
        return red + green + blue < 200 ? [] : [`background ${color}`];
    });
}

async function axeFaults(page, tags = TAGS) {
    await page.evaluate(axe);
    return page.evaluate(async (tags) => {
        const found = await axe.run(document, {
            runOnly: { type: "tag", values: tags },
            // What WCAG 2.2 adds is not looked at unless it is asked for.
            rules: { "target-size": { enabled: tags.includes("wcag22aa") } },
            resultTypes: ["violations"],
        });
        return found.violations.map((rule) => `${rule.id}: ${rule.help}\n` +
            rule.nodes.slice(0, 5).map((node) =>
                `${node.target} ${node.failureSummary}`).join("\n"));
    }, tags);
}

// Text at twice its size, which WCAG 1.4.4 asks for; 640 is then as 320 is (1.4.10).
async function largeFaults(page) {
    const wrong = [];
    for (const size of [WIDE, { width: 640, height: 800 }]) {
        await page.setViewportSize(size);
        await page.evaluate(() => {
            document.documentElement.style.fontSize = "200%";
        });
        wrong.push(...await widthFaults(page));
    }
    return wrong;
}

// What a word means is shown where it can be read, by a click and by Enter, and
// goes away with Esc; at the focus an abbreviation says it in the text. All
// without scripts of ours.
async function meaningFaults(page) {
    const wrong = [];
    const buttons = page.locator("[popovertarget]:visible");
    const count = Math.min(await buttons.count(), 6);
    for (let i = 0; i < count; i++) {
        const button = buttons.nth(i);
        const id = await button.getAttribute("popovertarget");
        const meaning = page.locator(`[id="${id}"]`);
        const shown = () => meaning.evaluate((at) => {
            const box = at.getBoundingClientRect();
            return at.matches(":popover-open") && box.width > 0 &&
                box.left >= 0 && box.top >= 0 &&
                box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
        });
        // What is shown at the focus goes away first, and moves the text.
        await page.evaluate(() => document.activeElement.blur());
        // In a wide table the first column lies over what is rolled below it.
        await button.evaluate((at) => at.scrollIntoView(
            { block: "nearest", inline: "end" }));
        await button.click();
        if (!await shown())
            wrong.push(`${id} is not shown by a click`);
        await page.keyboard.press("Escape");
        if (await meaning.evaluate((at) => at.matches(":popover-open")))
            wrong.push(`${id} stays`);
        // Nor is it out of sight at the lower edge, where the word has less
        // room at either side than the longest of its meaning.
        const text = await meaning.evaluate((at) => {
            const text = at.textContent;
            at.textContent = "Stadsledningskontoretsdel";
            return text;
        });
        await button.evaluate((at) => at.scrollIntoView({ block: "end" }));
        await button.click();
        if (!await shown())
            wrong.push(`${id} is not shown at the lower edge`);
        await page.keyboard.press("Escape");
        await meaning.evaluate((at, text) => { at.textContent = text; }, text);
        await button.focus();
        await page.keyboard.press("Enter");
        if (!await shown())
            wrong.push(`${id} is not shown by Enter`);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Shift+Tab");
        if (await button.evaluate((at) => at.matches(".abbreviation")) &&
                !await meaning.isVisible())
            wrong.push(`${id} is not shown at the focus`);
    }
    return wrong;
}

// A chapter that is folded opens with the keyboard, and its links can be seen.
async function foldFaults(page) {
    await page.setViewportSize(WIDE);
    const folded = page.locator(".sidebar details:not([open]) > summary");
    if (await folded.count() === 0)
        return [];
    const summary = await folded.first().elementHandle();
    const link = await summary.evaluateHandle((at) =>
        at.parentElement.querySelector("a"));
    if (await link.isVisible())
        return ["links of a folded chapter are seen"];
    await summary.focus();
    await page.keyboard.press("Enter");
    return await link.isVisible() ? [] : ["a chapter does not unfold"];
}

// On paper there is nothing to find one's way with, and links tell where they
// lead.
async function paperFaults(page) {
    await page.emulateMedia({ media: "print" });
    const wrong = await page.evaluate(() => {
        const seen = [...document.querySelectorAll(".skip, .breadcrumb, " +
            ".neighbours, .masthead-search, .masthead-contents, " +
            "body:not(.whole) .sidebar, .on-this-page, .download, .edit")]
            .filter((at) => at.checkVisibility());
        const links = [...document.querySelectorAll(
            ".prose a[href^=http], .piece a[href^=http]")]
            .filter((at) => !getComputedStyle(at, "::after").content
                .includes(at.getAttribute("href")));
        const meanings = [...document.querySelectorAll(
            ".abbreviation-meaning")].filter((at) => !at.checkVisibility());
        return [...seen.map((at) => "is printed: " + at.className),
            ...links.map((at) => "leads where? " + at.outerHTML),
            ...meanings.map((at) => "is not printed: " + at.textContent)];
    });
    await page.emulateMedia({ media: "screen" });
    return wrong;
}

async function printFaults(page) {
    const pdf = await page.pdf({ format: "A4" });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) || [];
    return pdf.subarray(0, 5).toString() === "%PDF-" && pages.length > 0 ?
        [] : ["no PDF"];
}

// What is done with a page: name of the test, how, and with all pages or only
// with one of each kind; those that lead on by themselves do not stay.
const TESTS = [
    { name: "loads without scripts, 320 wide", scripts: false, all: true,
        stays: true, run: loadFaults },
    { name: "spaced text fits, 320 wide", scripts: false,
        run: async (page, site, name) => {
            await loadFaults(page, site, name);
            return spacingFaults(page);
        } },
    { name: "skip link", scripts: false, run: skipFaults },
    { name: "prints", scripts: false,
        run: async (page, site, name) => {
            await loadFaults(page, site, name);
            return [...await paperFaults(page), ...await printFaults(page)];
        } },
    { name: "text of twice the size fits", scripts: false,
        run: async (page, site, name) => {
            await loadFaults(page, site, name);
            return largeFaults(page);
        } },
    { name: "words tell what they mean, 320 wide", scripts: false,
        run: async (page, site, name) => {
            await loadFaults(page, site, name);
            return meaningFaults(page);
        } },
    { name: "chapters unfold", scripts: false,
        run: async (page, site, name) => {
            await loadFaults(page, site, name);
            return foldFaults(page);
        } },
    { name: "axe, light, 1280 wide", scripts: true, all: true, stays: true,
        run: (page, site, name) => axeAt(page, site, name, WIDE, "light") },
    // What WCAG 2.2 adds is about small things close to each other.
    { name: "axe, WCAG 2.2, light, 320 wide", scripts: true,
        run: (page, site, name) => axeAt(page, site, name, NARROW, "light",
            "none", [...TAGS, ...TAGS_22]) },
    { name: "axe, dark, 1280 wide", scripts: true,
        run: async (page, site, name) => [
            ...await axeAt(page, site, name, WIDE, "dark"),
            ...await darkFaults(page)] },
    { name: "axe, forced colours, 1280 wide", scripts: true,
        run: (page, site, name) => axeAt(page, site, name, WIDE, "light",
            "active") },
];

async function axeAt(page, site, name, size, colors, forced = "none",
    tags = TAGS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: colors, forcedColors: forced });
    await page.goto(pathToFileURL(path.join(site.folder, name)).href);
    return axeFaults(page, tags);
}

async function work(browser, waiting) {
    const pages = {};
    for (const scripts of [false, true]) {
        const context = await browser.newContext(
            { javaScriptEnabled: scripts });
        pages[scripts] = await context.newPage();
        pages[scripts].setDefaultTimeout(SECONDS_MAX * 1000);
    }
    for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { test, site, name } = next;
        let wrong;
        try {
            wrong = await test.run(pages[test.scripts], site, name);
        } catch (error) {
            wrong = [String(error)];
        }
        tell(`${site.label}: ${name}: ${test.name}`, wrong);
    }
}

async function main() {
    const { sites, every } = JSON.parse(fs.readFileSync(0, "utf8"));
    const waiting = [];
    for (const test of TESTS)
        for (const site of sites)
            for (const name of test.all || every ? site.pages : site.kinds)
                if (!(test.stays || every) || !site.moved.includes(name))
                    waiting.push({ test, site, name });
    const browser = await launch();
    await Promise.all(Array.from({ length: WORKERS }, () =>
        work(browser, waiting)));
    await browser.close();
}

main().catch((error) => {
    console.error(String(error));
    process.exit(1);
});
