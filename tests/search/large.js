/*
 * large: how does the search with a divided index work for a reader? The
 * arguments are the folder of the site, and of the one with the same words in
 * one index. Writes one line of JSON for each test: its name and what is wrong.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const { axeFaults, check, launch, serve, sideways } =
    require("../browsing");
const { focused, tell, titles, type, watched } = require("./reader");

const [site, whole] = process.argv.slice(2).map((name) => path.resolve(name));
const home = pathToFileURL(site).href + "/";

// The console tells of a file that is not there.
const MISSING = /ERR_FILE_NOT_FOUND|404/;

// Names of the parts' files that were asked for, in their order.
function files(page) {
    const asked = [];
    page.on("request", (request) => {
        const name = request.url().match(/sok\/((index|text)\.\d+)\.js/);
        if (name)
            asked.push(name[1]);
    });
    return asked;
}

// All has been searched, and what was found stands in its context.
async function complete(page) {
    await page.waitForFunction(() =>
        document.getElementById("search.progress").hidden &&
        !document.querySelector(".search-context:empty"));
    await page.waitForTimeout(800);
}

const status = (page) => page.locator("[role=status]").textContent();

async function ask(page, base, query) {
    await page.goto(base + "sok.html?" + query);
    await complete(page);
}

const contexts = (page) => page.locator(".search-context").allTextContents();

const shown = async (page) => ({ titles: await titles(page),
    status: await status(page), contexts: await contexts(page) });

// The same question to the index that is not divided.
async function expected(page, query) {
    const other = await page.context().newPage();
    await ask(other, pathToFileURL(whole).href + "/", query);
    const found = await shown(other);
    await other.close();
    return found;
}

// Without a file of the site for a while.
async function lacking(name, run) {
    const file = path.join(site, "sok", name);
    fs.renameSync(file, file + ".away");
    try {
        return await run();
    } finally {
        fs.renameSync(file + ".away", file);
    }
}

const TESTS = {
    "no part is read before something is asked for": async (page, base) => {
        const asked = files(page);
        await page.goto(base + "register/f7.html");
        await page.goto(base + "sok.html");
        await page.waitForTimeout(300);
        return [...check(asked, [], "files"),
            ...check(await page.locator("#search\\.section option").count(),
                13, "sections to choose"),
            ...check(await page.locator("#search\\.form option").count(),
                3, "forms to choose")];
    },
    "a word of one forum reads one part": async (page, base) => {
        const asked = files(page);
        await ask(page, base, "q=bropelare");
        return [...check(asked, ["index.7", "text.7"], "files"),
            ...check(await titles(page), ["12.1 Allra sist"], "hits")];
    },
    "a chosen section reads its part": async (page, base) => {
        const asked = files(page);
        await page.goto(base + "sok.html");
        await page.selectOption("#search\\.section",
            "register/kapitel-5.html");
        await type(page, "vatten");
        await complete(page);
        return [...check(asked, ["index.3", "text.3"], "files"),
            ...check((await titles(page)).every((at) => /^5\./.test(at)),
                true, "all lie there")];
    },
    "all parts give one list, as one index does": async (page, base) => {
        const wrong = [];
        for (const query of ["q=vattenskola", "q=r%C3%A5d+f%C3%B6r+hamn",
            "q=kulter", "q=skolor&form=f%C3%B6rening",
            "fee=1&level=regional"]) {
            await ask(page, base, query);
            const found = await shown(page);
            wrong.push(...check(found, await expected(page, query), query));
            wrong.push(...check(found.titles.length > 1, true, "hits"));
        }
        return wrong;
    },
    "Enter leads to the first hit of all": async (page, base) => {
        await page.goto(base + "sok.html");
        await page.fill("#search\\.field", "energiråd");
        await page.keyboard.press("Enter");
        await complete(page);
        return check(await focused(page),
            (await expected(page, "q=energir%C3%A5d")).titles[0], "focus");
    },
    "a part that is missing is told of": async (page, base) => {
        let wrong = [];
        await lacking("index.2.js", async () => {
            await ask(page, base, "q=skola");
            const found = await titles(page);
            wrong = [...check(await status(page), new RegExp("^\\d+ träffar.*" +
                "kan saknas i 3 Kapitel hamn – 4 Kapitel trafik\\.$"), "told"),
            ...check(found.length, 50, "hits of the rest"),
            ...check(found.some((at) => /^[34]\./.test(at)), false,
                "hits of the part"), ...await axeFaults(page)];
        });
        // It is tried anew with the next question.
        await type(page, "trafik");
        await complete(page);
        return [...wrong, ...check((await titles(page)).some(
            (at) => /^[34]\./.test(at)), true, "hits of the part, later"),
        ...check(await status(page), /^\d+ träffar\. Här visas de första 50\.$/,
            "told later")];
    },
    "a text that is missing leaves its hits": (page, base) =>
        lacking("text.7.js", async () => {
            await ask(page, base, "q=bropelare");
            return [...check(await titles(page), ["12.1 Allra sist"], "hits"),
                ...check(await contexts(page), [], "contexts")];
        }),
};

// Two parts come only when they are let go.
const HELD = /sok\/index\.[56]\.js/;

async function hold(page) {
    let letGo;
    const gone = new Promise((resolve) => { letGo = resolve; });
    await page.route(HELD, (route) => gone.then(() =>
        route.continue().catch(() => {})));
    return letGo;
}

const HELD_TESTS = {
    "hits are shown and told while parts are read": async (page, base) => {
        const letGo = await hold(page);
        await page.goto(base + "sok.html?q=vatten",
            { waitUntil: "commit" });
        await page.waitForSelector(".search-title");
        await page.waitForFunction(() => / hittills\. Genomsökta/.test(
            document.getElementById("search.status").textContent));
        const told = await status(page);
        await page.keyboard.press("ArrowDown");
        const at = await focused(page);
        const wrong = [...check(await page.isVisible("#search\\.bar"), true,
            "progress"), ...await axeFaults(page)];
        letGo();
        await complete(page);
        return [...wrong,
            ...check(told, /^\d+ träffar hittills\. .* \d av 7\.$/, "told"),
            ...check(await focused(page), at, "focus stays"),
            ...check(await titles(page), (await expected(page, "q=vatten"))
                .titles, "hits in the end")];
    },
    "another question does not wait for the first": async (page, base) => {
        await hold(page);
        await page.goto(base + "sok.html?q=vatten",
            { waitUntil: "commit" });
        await page.waitForSelector(".search-title");
        await type(page, "bropelare");
        await complete(page);
        return check(await titles(page), ["12.1 Allra sist"], "hits");
    },
    "Escape empties the field while parts are read": async (page, base) => {
        const letGo = await hold(page);
        await page.goto(base + "sok.html?q=vatten",
            { waitUntil: "commit" });
        await page.waitForSelector(".search-title");
        await page.keyboard.press("Escape");
        letGo();
        await page.waitForTimeout(1000);
        return [...check((await titles(page)).length, 0, "hits"),
            ...check(await page.isVisible("#search\\.contents"), true,
                "contents"), ...check(await status(page), "", "status")];
    },
};

async function without(browser) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(home + "sok.html");
    const wrong = [...check(await page.isVisible("#search\\.box"), false,
        "field"), ...check(await page.isVisible("#search\\.progress"), false,
        "progress"), ...check(await page.locator("#search\\.contents a")
        .count() > 10, true, "contents")];
    await context.close();
    return wrong;
}

async function narrow(page) {
    await page.setViewportSize({ width: 320, height: 640 });
    await ask(page, home, "q=vatten");
    return [...await sideways(page), ...await axeFaults(page)];
}

async function main() {
    const browser = await launch();
    const server = await serve(site);
    const bases = { "file": home,
        "http": `http://127.0.0.1:${server.address().port}/under/` };
    const run = async (name, test, base) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        page.setDefaultTimeout(20000);
        tell(`large: ${name}`, await watched(page, base, test, MISSING));
        await context.close();
    };
    for (const [kind, base] of Object.entries(bases))
        for (const [name, test] of Object.entries(TESTS))
            await run(`${kind}: ${name}`, test, base);
    for (const [name, test] of Object.entries(HELD_TESTS))
        await run(`http: ${name}`, test, bases.http);
    await run("file: at 320 pixels", narrow, home);
    tell("large: without scripts there are the contents",
        await without(browser));
    server.close();
    await browser.close();
}

main().catch((error) => {
    console.error(String(error));
    process.exit(1);
});
