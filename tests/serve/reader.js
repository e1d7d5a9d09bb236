/*
 * reader: does the page stay where the reader was, and show what is new?
 *
 * Called by run.py with the address of a page; reads lines from standard
 * input and writes one line of JSON for each:
 *
 *   place     scroll, open a box, put the focus on a link: what there was
 *   state     what there is now
 *   text TEXT wait until the page has it: what there is, and when
 *   shot FILE take a picture
 *   new N     wait until edition N is on the screen: what there is then
 */
"use strict";

const readline = require("readline");

const { launch } = require("../browsing");

const SECONDS_MAX = 60;

// What the reader sees. `loads` tells whether the page was loaded anew.
function look() {
    const panel = document.querySelector(".bilaga-panel");
    const place = document.querySelector(".bilaga-place");
    const kept = window.keptBlock;

    return {
        edition: Number(document.documentElement.dataset.edition || 0),
        address: location.pathname,
        text: document.body.innerText,
        loads: performance.getEntriesByType("navigation").length +
            (window.marked ? 0 : 1),
        top: kept && kept.isConnected
            ? Math.round(kept.getBoundingClientRect().top) : null,
        scroll: Math.round(window.scrollY),
        focus: document.activeElement.getAttribute("href"),
        open: [...document.querySelectorAll("details")].map(
            (element) => element.open),
        typed: (document.querySelector("#search\\.field, .masthead-search " +
            "input") || {}).value,
        panel: panel && panel.innerText,
        fix: panel && panel.querySelector(".bilaga-fix") &&
            panel.querySelector(".bilaga-fix").href,
        place: place && place.textContent,
        told: place && getComputedStyle(place, "::after").content,
    };
}

// Somewhere below the middle, with a block that is looked at again later.
function settle() {
    const blocks = [...document.querySelectorAll("main p, main tr, main dd")];
    const block = blocks[Math.floor(blocks.length / 2)];
    const box = document.querySelector("details:not([open])");
    const field = document.querySelector(".masthead-search input");
    const links = document.querySelectorAll("main a[href]");

    if (box)
        box.open = true;
    if (field)
        field.value = "hamn";
    links[links.length - 1].focus({ preventScroll: true });
    block.scrollIntoView({ block: "start" });
    window.scrollBy(0, -40);
    window.keptBlock = block;
    window.marked = true;
}

async function main() {
    const browser = await launch();
    const page = await browser.newPage({
        viewport: { width: 1000, height: 600 },
    });
    const complaints = [];

    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(process.argv[2]);
    for await (const line of readline.createInterface({
        input: process.stdin })) {
        const [what, value] = line.split(" ");

        if (what === "place")
            await page.evaluate(settle);
        else if (what === "new")
            await page.waitForFunction((edition) => Number(
                document.documentElement.dataset.edition) >= edition,
            Number(value), { timeout: SECONDS_MAX * 1000 });
        else if (what === "text")
            await page.waitForFunction(
                (words) => document.body.textContent.includes(words),
                line.slice("text ".length),
                { timeout: SECONDS_MAX * 1000 });
        else if (what === "shot")
            await page.screenshot({ path: value });
        const now = Date.now();

        console.log(JSON.stringify({ now, ...await page.evaluate(look),
            complaints }));
    }
    await browser.close();
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
