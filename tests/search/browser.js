/*
 * browser: how does the search work for a reader? The argument is the folder
 * of the site. Writes one line of JSON for each test: its name and what is
 * wrong.
 */
"use strict";

const path = require("path");
const { pathToFileURL } = require("url");

const { axeFaults, check, launch, serve, sideways } =
    require("../browsing");
const { focused, status, tell, titles, type, watched } = require("./reader");

const site = path.resolve(process.argv[2]);
const home = pathToFileURL(site).href + "/";

const TESTS = {
    "/ and Enter lead from a page to the first hit": async (page, base) => {
        await page.goto(base + "inventering/string.html");
        await page.keyboard.press("/");
        await page.keyboard.type("eurocities");
        await page.keyboard.press("Enter");
        await page.waitForSelector(".search-title");
        const wrong = [...check(page.url(), /sok\.html\?q=eurocities$/,
            "address"), ...check(await focused(page), "search.field", "focus")];
        await page.keyboard.press("Enter");
        wrong.push(...check(await focused(page), /Eurocities/, "Enter"));
        await page.keyboard.press("Enter");
        await page.waitForURL(/eurocities\.html$/);
        return wrong;
    },
    "/ leads from a narrow page": async (page, base) => {
        await page.setViewportSize({ width: 320, height: 640 });
        await page.goto(base + "inventering/string.html");
        await page.keyboard.press("/");
        await page.waitForURL(/sok\.html$/);
        return check(await focused(page), "search.field", "focus");
    },
    "/ is a sign like others in a field": async (page, base) => {
        await page.goto(base + "sok.html");
        await page.keyboard.type("a/b");
        return check(await page.inputValue("#search\\.field"), "a/b", "field");
    },
    "arrows go between hits, Esc goes back": async (page, base) => {
        await page.goto(base + "sok.html");
        await type(page, "kollektivtrafik");
        const all = await titles(page);
        const wrong = [];
        for (const [key, where] of [["ArrowDown", all[0]],
            ["ArrowDown", all[1]], ["ArrowUp", all[0]],
            ["ArrowUp", "search.field"], ["ArrowDown", all[0]],
            ["Escape", "search.field"]]) {
            await page.keyboard.press(key);
            wrong.push(...check(await focused(page), where, key));
        }
        wrong.push(...check(await page.inputValue("#search\\.field"),
            "kollektivtrafik", "after Esc"));
        await page.keyboard.press("Escape");
        return [...wrong, ...check(await page.inputValue("#search\\.field"),
            "", "after a second Esc"),
        ...check((await titles(page)).length, 0, "hits")];
    },
    "the count is told": async (page, base) => {
        await page.goto(base + "sok.html");
        await type(page, "eurocities");
        const count = (await titles(page)).length;
        const wrong = check(await status(page), `${count} träffar`, "status");
        await type(page, "qqqqqqqq");
        return [...wrong, ...check(await status(page), "Inga träffar",
            "status"), ...check(await page.isVisible("#search\\.contents"),
            true, "contents instead")];
    },
    "hits stand in their context, marked": async (page, base) => {
        await page.goto(base + "sok.html");
        await type(page, "kemikalieolyckor");
        return [...check(await page.locator(".search-context mark")
            .first().textContent(), /kemikalieolyckor/i, "mark"),
        ...check(await page.locator(".search-trail").first().textContent(),
            /Inventeringen › 2 /, "trail"),
        ...check((await titles(page))[0], /^2\.\d+.* Seveso/, "title")];
    },
    "filters narrow, and the address keeps them": async (page, base) => {
        await page.goto(base + "sok.html");
        await type(page, "nätverk");
        const before = await status(page);
        await page.selectOption("#search\\.level", "europeisk");
        await page.check("#search\\.fee");
        const narrowed = await titles(page);
        const wrong = [...check(await page.url(),
            /q=n%C3%A4tverk.*fee=1.*level=europeisk|level=europeisk/,
            "address"), ...check(await status(page) === before, false,
            "the count is as before")];
        await page.goto(page.url());
        await page.waitForSelector(".search-title");
        return [...wrong, ...check(await titles(page), narrowed, "again"),
            ...check(narrowed.length > 0, true, "any")];
    },
    "a filter alone gives its forums": async (page, base) => {
        await page.goto(base + "sok.html");
        await page.selectOption("#search\\.form", "förening");
        const forums = await page.evaluate(() => bilagaIndex.pages.filter(
            (at) => at.form === "förening").length);
        return check((await titles(page)).length, forums, "forums");
    },
    "filters are removed at once": async (page, base) => {
        await page.goto(base + "sok.html?q=nätverk");
        await page.waitForSelector(".search-title");
        const all = await titles(page);
        const wrong = check(await page.isVisible("#search\\.clear"), false,
            "button without filters");
        await page.selectOption("#search\\.level", "europeisk");
        await page.check("#search\\.fee");
        await page.click("#search\\.clear");
        return [...wrong, ...check(await titles(page), all, "hits"),
            ...check(await focused(page), "search.field", "focus"),
            ...check(await page.isVisible("#search\\.clear"), false,
                "button afterwards"),
            ...check(page.url(), /\?q=n%C3%A4tverk$/, "address")];
    },
    "there are more hits to show": async (page, base) => {
        await page.goto(base + "sok.html?q=göteborg");
        await page.waitForSelector(".search-title");
        const first = await titles(page);
        const told = await status(page);
        await page.click("#search\\.more");
        const more = await titles(page);
        return [...check(first.length, 50, "at first"),
            ...check(told, /^\d+ träffar\. Här visas de första 50\.$/, "told"),
            ...check(more.slice(0, 50), first, "the first of them"),
            ...check(more.length > 50, true, "more"),
            ...check(await focused(page), more[50], "focus")];
    },
    "a hit in the title alone is shown with its text": async (page, base) => {
        await page.goto(base + "sok.html");
        await type(page, "förtroendevaldas trygghet");
        const first = page.locator("#search\\.list li").first();
        return [...check(await first.locator(".search-title").textContent(),
            /förtroendevaldas trygghet/, "title"),
        ...check(/ · /.test(await first.locator(".search-context")
            .textContent()), false, "its names again")];
    },
    "what is typed is text": async (page, base) => {
        await page.goto(base + "sok.html");
        const wrong = [];
        for (const text of ["<img src=x onerror=alert(1)>", "__proto__",
            "constructor", "\\", "%", "()[]{}*+?.^$|", "a".repeat(5000),
            "ord ".repeat(300), "\u202e\u0000😀", "toString"])
            await type(page, text);
        wrong.push(...check(await page.locator("main img").count(), 0, "img"));
        await page.goto(base + "sok.html?q=%3Cb%3E&level=nonsense&fee=x");
        return [...wrong, ...check(await page.inputValue("#search\\.field"),
            "<b>", "field"), ...check(await page.inputValue(
            "#search\\.level"), "", "level")];
    },
    "axe finds nothing": async (page, base) => {
        const wrong = [];
        for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"],
            [320, "light"]]) {
            await page.setViewportSize({ width, height: 800 });
            await page.emulateMedia({ colorScheme });
            await page.goto(base + "sok.html?q=samverkan");
            await page.waitForSelector(".search-title");
            wrong.push(...await axeFaults(page), ...await sideways(page));
            await page.goto(base + "sok.html?q=qqqqqqq");
            wrong.push(...await axeFaults(page));
        }
        await page.emulateMedia({ colorScheme: "light" });
        return wrong;
    },
};

async function without(browser) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(home + "inventering/string.html");
    await page.click(".masthead-search a");
    const wrong = [...check(page.url(), home + "sok.html", "address"),
        ...check(await page.isVisible("#search\\.box"), false, "field"),
        ...check(await page.locator("#search\\.contents a").count() > 20,
            true, "contents")];
    await context.close();
    return wrong;
}

// Time from a key to what it brings, as the page itself sees it.
async function speed(page) {
    await page.goto(home + "sok.html");
    return page.evaluate(async () => {
        const field = document.getElementById("search.field");
        const times = [];
        for (const text of ["k", "ko", "komm", "kommun", "eurocites"]) {
            field.value = text;
            const start = performance.now();
            field.dispatchEvent(new KeyboardEvent("keydown",
                { key: "Enter", bubbles: true }));
            document.body.getBoundingClientRect();
            times.push(performance.now() - start);
            field.focus();
        }
        return Math.max(...times);
    });
}

async function main() {
    const browser = await launch();
    const server = await serve(site);
    const bases = { "file": home,
        "http": `http://127.0.0.1:${server.address().port}/under/` };
    for (const [kind, base] of Object.entries(bases)) {
        const page = await browser.newPage();
        page.setDefaultTimeout(10000);
        for (const [name, run] of Object.entries(TESTS))
            tell(`${kind}: ${name}`, await watched(page, base, run));
        await page.close();
    }
    tell("without scripts there are the contents", await without(browser));
    const page = await browser.newPage();
    console.log(JSON.stringify({ note: "in Chromium an answer takes at most " +
        `${(await speed(page)).toFixed(0)} ms from key to layout` }));
    server.close();
    await browser.close();
}

main().catch((error) => {
    console.error(String(error));
    process.exit(1);
});
