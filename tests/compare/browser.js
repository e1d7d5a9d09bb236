/*
 * browser: how does the page that compares forums work for a reader? Reads
 * from standard input { tasks, many }: pages with the filters to choose there,
 * and the site of many forums. Writes a line of JSON for each test, its name
 * and what is wrong, and one for each task: what each filter gave, which run.py
 * compares.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const { axeFaults, check, launch, serve, sideways } =
    require("../browsing");

const PAGE = "inventering/jamfor.html";

// Longer than the page waits before it announces.
const TELL_WAIT = 500;

function say(line) {
    console.log(JSON.stringify(line));
}

// What stands in the table: rows that are shown, each a list of texts.
const shown = (page) => page.evaluate(() => {
    const table = document.querySelector("table.compared");
    const texts = (rows) => [...rows].filter((row) => !row.hidden).map((row) =>
        [...row.cells].map((cell) => cell.textContent));
    const body = table.tBodies[0] ? [...table.tBodies[0].rows] : [];
    return { head: texts(table.tHead.rows)[0], rows: texts(body),
        ids: body.filter((row) => !row.hidden).map((row) => row.querySelector(
            "th a").getAttribute("href").replace(/\.html$/, "")),
        totals: texts(table.tFoot ? table.tFoot.rows : []) };
});

const status = async (page) => {
    await page.waitForTimeout(TELL_WAIT);
    return page.locator("#compare\\.status").textContent();
};

const column = async (page, i) => (await shown(page)).rows.map((row) => row[i]);
const headings = (page) => page.locator("thead th").evaluateAll((cells) =>
    cells.map((cell) => [cell.dataset.column, cell.ariaSort]));
const sorting = async (page) => (await headings(page)).filter(
    (heading) => heading[1]);
const button = (page, name) => page.locator(
    `th[data-column="${name}"] button`);

async function download(page) {
    const [file] = await Promise.all([page.waitForEvent("download"),
        page.click("#compare\\.save")]);
    return { name: file.suggestedFilename(),
        text: fs.readFileSync(await file.path(), "utf8") };
}

const TESTS = {
    "the whole table comes first, with bilaga's own totals": async (page,
        base, plain) => {
        await page.goto(base + PAGE);
        const now = await shown(page);
        return [...check(now.totals, plain.totals, "totals"),
            ...check(now.rows, plain.rows, "rows"),
            ...check(await page.isVisible("#compare\\.box"), true, "box"),
            ...check(new URL(page.url()).search, "", "address")];
    },
    "headings sort, and once more, and back": async (page, base) => {
        await page.goto(base + PAGE);
        const before = await column(page, 0);
        const fees = async () => (await page.locator(
            "tbody tr:not([hidden]) td[data-high][data-key=yes]:nth-last-child(3)")
            .evaluateAll((cells) => cells.map((cell) => +cell.dataset.low)));
        const wrong = [];
        await button(page, "fee").click();
        wrong.push(...check(await sorting(page), [["fee", "descending"]],
            "aria-sort"));
        let found = await fees();
        wrong.push(...check(found, found.slice().sort((a, b) => b - a), "fees"),
            ...check(found.length > 5, true, "any fees"));
        await button(page, "fee").click();
        found = await fees();
        wrong.push(...check(await sorting(page), [["fee", "ascending"]],
            "aria-sort"), ...check(found, found.slice().sort((a, b) => a - b),
            "fees the other way"));
        // What is not known stands last, both ways.
        const last = (await page.locator("tbody tr td:nth-last-child(3)")
            .evaluateAll((cells) => cells.map((cell) => cell.dataset.state)));
        wrong.push(...check(last.findIndex(Boolean) + last.filter(Boolean)
            .length, last.length, "those without a fee come last"));
        await button(page, "fee").click();
        return [...wrong, ...check(await sorting(page), [], "aria-sort"),
            ...check(await column(page, 0), before, "the first order")];
    },
    "words are sorted as in Swedish": async (page, base) => {
        await page.goto(base + PAGE);
        await button(page, "form").click();
        const forms = [...new Set(await column(page, 2))];
        const wrong = [];
        for (const [first, second] of [["avtal", "forum"],
            ["forum", "förening"], ["samverkan", "överenskommelse"]])
            if (forms.includes(first) && forms.includes(second) &&
                    forms.indexOf(first) > forms.indexOf(second))
                wrong.push(`${second} before ${first}: ${forms}`);
        await button(page, "forum").click();
        const titles = (await column(page, 0)).map((text) =>
            text.replace(/^[\d.]+ /, ""));
        return [...wrong, ...check(titles, titles.slice().sort(
            new Intl.Collator("sv", { numeric: true }).compare), "titles")];
    },
    "what is chosen stands in the address, which gives it again": async (page,
        base) => {
        await page.goto(base + PAGE);
        await page.selectOption("#compare\\.level", "europeisk");
        await page.selectOption("#compare\\.fee", "yes");
        await button(page, "fee").click();
        const before = await shown(page);
        const wrong = [...check(new URL(page.url()).search,
            "?level=europeisk&fee=yes&sort=-fee", "address"),
        ...check(await page.locator("#compare\\.link").evaluate(
            (link) => link.href), page.url(), "the link"),
        ...check(before.rows.length > 1, true, "rows")];
        const other = await page.context().browser().newPage();
        await other.goto(page.url());
        wrong.push(...check(await shown(other), before, "again"),
            ...check(await sorting(other), [["fee", "descending"]], "sorted"));
        await other.close();
        await page.click("#compare\\.clear");
        return [...wrong, ...check(new URL(page.url()).search, "",
            "address when all are shown"),
        ...check((await shown(page)).rows.length > 100, true, "all rows"),
        ...check(await sorting(page), [], "sorted")];
    },
    "an address with nonsense gives all": async (page, base, plain) => {
        const wrong = [];
        for (const query of ["?form=%3Cb%3E&level=__proto__&sort=-nonsense",
            "?sort=toString&fee=1&year=all", "?%00=%FF&q=&section=",
            "?sort=-", "?sort=fee%00", "?level=all&level=lokal"]) {
            await page.goto(base + PAGE + query);
            wrong.push(...check((await shown(page)).rows.length,
                plain.rows.length, query),
            ...check(await sorting(page), [], query));
        }
        return wrong;
    },
    "what is typed is text": async (page, base, plain) => {
        await page.goto(base + PAGE);
        for (const text of ["<img src=x onerror=alert(1)>", "()[]{}*+?.^$|\\",
            "a".repeat(5000), "\u202e\u0000😀", "%", "constructor"]) {
            await page.fill("#compare\\.q", text);
            await page.waitForTimeout(200);
        }
        const wrong = [...check(await page.locator("main img").count(), 0,
            "img")];
        await page.fill("#compare\\.q", "  EUROCITIES   forum ");
        await page.waitForTimeout(200);
        const rows = (await shown(page)).rows;
        wrong.push(...check(rows.length > 1, true, "any"),
            ...rows.filter((row) => !/eurocities/i.test(row.join(" ")))
                .map(String));
        await page.fill("#compare\\.q", "");
        await page.waitForTimeout(200);
        return [...wrong, ...check((await shown(page)).rows.length,
            plain.rows.length, "all again")];
    },
    "nothing left: it is told, and there is no total": async (page, base) => {
        await page.goto(base + PAGE + "?q=qqqqqqqqqq");
        const wrong = check((await shown(page)).totals, [], "totals");
        const file = await download(page);
        return [...wrong, ...check(file.text.split("\r\n").length, 2,
            "only headings in the file"),
        ...check(await status(page), /^Inga rader/, "status")];
    },
    "all of it by keyboard": async (page, base) => {
        await page.goto(base + PAGE);
        await page.focus("#compare\\.q");
        await page.keyboard.type("eurocities");
        await page.waitForTimeout(250);
        const few = (await shown(page)).rows.length;
        const ids = [];
        for (let i = 0; i < 40; i++) {
            await page.keyboard.press("Tab");
            const at = await page.evaluate(() => document.activeElement.id ||
                document.activeElement.closest("th")?.dataset.column ||
                document.activeElement.className);
            ids.push(at);
            if (at === "total")
                break;
        }
        const wrong = check(ids, ["compare.section", "compare.form",
            "compare.membership", "compare.level", "compare.organiser",
            "compare.fee", "compare.other", "compare.clear", "compare.save",
            "compare.link", "table-scroll", "forum", "section", "form",
            "membership", "level", "organiser", "participants.SLK",
            "participants.KS", "fee", "other", "total"], "order of Tab");
        await page.keyboard.press("Enter");
        wrong.push(...check(await sorting(page), [["total", "descending"]],
            "Enter"));
        await page.keyboard.press("Space");
        wrong.push(...check(await sorting(page), [["total", "ascending"]],
            "Space"), ...check(await page.evaluate(() =>
            document.activeElement.closest("th").dataset.column), "total",
            "focus stays"));
        return [...wrong, ...check(few > 0 && few < 100, true, "typed")];
    },
    "a focused link is not hidden under headings or totals": async (page,
        base) => {
        await page.goto(base + PAGE);
        const wrong = [];
        await page.focus("th[data-column=total] button");
        for (let i = 0; i < 60; i++) {
            await page.keyboard.press("Tab");
            const covered = await page.evaluate(() => {
                const at = document.activeElement;
                const box = at.getBoundingClientRect();
                const top = document.elementFromPoint(
                    box.left + box.width / 2, box.top + box.height / 2);
                return at.contains(top) || top && top.contains(at) ? "" :
                    `${at.textContent} under ${top && top.outerHTML
                        .slice(0, 80)}`;
            });
            if (covered)
                wrong.push(covered);
        }
        return wrong;
    },
    "headings and totals stay while rows scroll": async (page, base) => {
        await page.goto(base + PAGE);
        return page.evaluate(() => {
            const box = document.querySelector(".table-scroll");
            box.scrollTop = 2000;
            const around = box.getBoundingClientRect();
            const head = document.querySelector("thead")
                .getBoundingClientRect();
            const foot = document.querySelector("tfoot")
                .getBoundingClientRect();
            return [Math.abs(head.top - around.top) < 2 ? "" :
                `head at ${head.top} in ${around.top}`,
            foot.bottom <= around.bottom + 1 && foot.top > around.top ? "" :
                `foot at ${foot.bottom} in ${around.bottom}`].filter(Boolean);
        });
    },
    "on paper: only what is chosen, and what that is": async (page, base) => {
        await page.goto(base + PAGE + "?level=europeisk&sort=-fee");
        await page.emulateMedia({ media: "print" });
        const wrong = [...check(await page.isVisible("#compare\\.box"), false,
            "box"), ...check(await page.locator("#compare\\.chosen")
            .innerText(), /Nivå: europeisk\. .*Årsavgift.*, fallande/, "told"),
        ...check(await page.locator("tbody tr:visible").count(),
            (await shown(page)).rows.length, "rows"),
        ...check(await page.isVisible("tfoot tr"), true, "total")];
        const pdf = await page.pdf({ preferCSSPageSize: true });
        const sizes = pdf.toString("latin1").match(
            /MediaBox \[0 0 ([\d.]+) ([\d.]+)/);
        wrong.push(...check(+sizes[1] > +sizes[2], true, "landscape"));
        await page.setViewportSize({ width: 1010, height: 700 });
        wrong.push(...await sideways(page));
        await page.emulateMedia({ media: "screen" });
        return [...wrong, ...check(await page.isVisible("#compare\\.chosen"),
            false, "told on the screen, too")];
    },
    "axe finds nothing; nothing but the table scrolls sideways": async (page,
        base) => {
        const wrong = [];
        for (const [width, media, query] of [[1280, {}, ""],
            [1280, { colorScheme: "dark" }, "?fee=yes&sort=-fee"],
            [1280, { forcedColors: "active" }, "?sort=forum"],
            [320, {}, "?level=europeisk"], [320, {}, "?q=qqqqqqq"]]) {
            await page.setViewportSize({ width, height: 800 });
            await page.emulateMedia({ colorScheme: "light",
                forcedColors: "none", ...media });
            await page.goto(base + PAGE + query);
            await page.waitForTimeout(TELL_WAIT);
            wrong.push(...(await axeFaults(page)).map((fault) =>
                `${width} ${JSON.stringify(media)} ${query}: ${fault}`),
            ...await sideways(page));
        }
        await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
        return wrong;
    },
    "text twice as large": async (page, base) => {
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto(base + PAGE);
        await page.evaluate(() => {
            document.documentElement.style.fontSize = "200%";
        });
        return sideways(page);
    },
};

async function watched(page, base, run) {
    const wrong = [];
    const listeners = {
        request: (request) => request.url().startsWith(base) ||
            request.url().startsWith("blob:") ||
            wrong.push("asks for " + request.url()),
        console: (message) => wrong.push("console: " + message.text()),
        pageerror: (error) => wrong.push("script: " + error.message),
    };
    for (const [name, listener] of Object.entries(listeners))
        page.on(name, listener);
    await page.setViewportSize({ width: 1280, height: 800 });
    try {
        wrong.push(...await run());
    } catch (error) {
        wrong.push(String(error));
    }
    for (const [name, listener] of Object.entries(listeners))
        page.off(name, listener);
    return wrong;
}

async function without(browser, home) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    await page.goto(home + "inventering/index.html");
    await page.click(".sidebar >> text=Jämför forum");
    const wrong = [...check(page.url(), home + PAGE, "address"),
        ...check(await page.isVisible("#compare\\.box"), false, "box"),
        ...check(await page.locator("thead button").count(), 0, "buttons"),
        ...check(await page.isVisible("tfoot tr"), true, "total")];
    const plain = await shown(page);
    await context.close();
    return [wrong, plain];
}

// What each filter gives: what is shown, told and saved.
async function choose(page, task) {
    const answers = [];
    // Here it announces at once.
    await page.addInitScript((wait) => {
        const later = setTimeout;
        window.setTimeout = (act, time) => later(act, time === wait ? 0 : time);
    }, TELL_WAIT - 100);
    for (const filter of task.filters) {
        await page.goto(pathToFileURL(task.page).href + "?" +
            new URLSearchParams(filter));
        const found = await shown(page);
        const file = await download(page);
        answers.push({ ...found, csv: file.text, status: await page.locator(
            "#compare\\.status").textContent() });
    }
    return answers;
}

// At the narrowest and on a desk: nothing but the table scrolls sideways.
async function look(page, task) {
    const wrong = [];
    for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(pathToFileURL(task.page).href);
        wrong.push(...await axeFaults(page), ...await sideways(page));
    }
    return wrong;
}

// Time from a choice to what it brings, as the page itself sees it.
async function speed(page, file) {
    await page.goto(pathToFileURL(file).href);
    return page.evaluate(() => {
        const select = document.getElementById("compare.fee") ||
            document.getElementById("compare.other") ||
            document.querySelector("select");
        const times = [];
        const time = (act) => {
            const start = performance.now();
            act();
            document.body.getBoundingClientRect();
            times.push(performance.now() - start);
        };
        for (const option of select ? select.options : [])
            time(() => {
                select.value = option.value;
                select.dispatchEvent(new Event("change"));
            });
        for (const sort of document.querySelectorAll("thead button"))
            time(() => sort.click());
        return [document.querySelectorAll("tbody tr").length,
            Math.max(...times)];
    });
}

async function many(browser, site) {
    const page = await browser.newPage();
    page.setDefaultTimeout(10000);
    await page.goto(pathToFileURL(path.join(site, "oversikt/jamfor.html")).href);
    const links = await page.locator("main table a").evaluateAll((all) =>
        all.map((at) => at.href));
    const wrong = [...await axeFaults(page), ...await sideways(page)];
    await page.click("main table a >> nth=0");
    await page.selectOption("#compare\\.year", "2022");
    wrong.push(...check(page.url(), /\?year=2022$/, "address"),
        ...check((await shown(page)).totals.length, 1, "totals of one year"));
    await page.selectOption("#compare\\.year", "");
    wrong.push(...check((await shown(page)).totals.length > 1, true,
        "a total for each year"),
    ...check((await shown(page)).rows.length > 500, true, "rows"));
    await page.click(".breadcrumb >> text=Jämför forum");
    wrong.push(...check(page.url(), /\/jamfor\.html$/, "the way back"));
    const [rows, most] = await speed(page, new URL(links[0]).pathname);
    say({ note: `${rows} rows: a choice takes at most ${most.toFixed(0)} ms` });
    await page.close();
    return wrong;
}

async function testReal(browser, site) {
    const home = pathToFileURL(site).href + "/";
    const server = await serve(site);
    const bases = { "file": home,
        "http": `http://127.0.0.1:${server.address().port}/under/` };
    const [wrong, plain] = await without(browser, home);
    say({ name: "without scripts the whole table stands there", wrong });
    for (const [kind, base] of Object.entries(bases)) {
        const page = await browser.newPage();
        page.setDefaultTimeout(10000);
        for (const [name, run] of Object.entries(TESTS))
            say({ name: `${kind}: ${name}`, wrong: await watched(page, base,
                () => run(page, base, plain)) });
        await page.close();
    }
    const page = await browser.newPage();
    const [rows, most] = await speed(page, path.join(site, PAGE));
    say({ note: `${rows} rows: a choice takes at most ${most.toFixed(0)} ms` });
    await page.close();
    server.close();
}

async function main() {
    const { tasks, many: site } = JSON.parse(fs.readFileSync(0, "utf8"));
    const browser = await launch();
    for (const task of tasks) {
        const page = await browser.newPage();
        page.setDefaultTimeout(10000);
        let answers = [];
        say({ name: `filters: ${task.name}`, wrong: await watched(page,
            pathToFileURL(path.dirname(path.dirname(task.page))).href + "/",
            async () => {
                answers = await choose(page, task);
                return task.look ? look(page, task) : [];
            }) });
        say({ name: task.name, answers });
        await page.close();
    }
    const real = tasks.find((task) => task.page.endsWith(PAGE) &&
        task.name.startsWith("content/"));
    if (real)
        await testReal(browser, path.dirname(path.dirname(real.page)));
    if (site)
        say({ name: "many forums", wrong: await many(browser, site) });
    await browser.close();
}

main().catch((error) => {
    console.error(String(error));
    process.exit(1);
});
