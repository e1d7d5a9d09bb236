/*
 * reader: what does a reader of the search page do and see? Tests are told of
 * by a line of JSON each: the name, and what is wrong.
 */
"use strict";

function tell(name, wrong) {
    console.log(JSON.stringify({ name, wrong }));
}

const focused = (page) => page.evaluate(() =>
    document.activeElement.id || document.activeElement.textContent);
const titles = (page) => page.locator(".search-title a").allTextContents();
const status = async (page) => {
    await page.waitForTimeout(800);
    return page.locator("[role=status]").textContent();
};

async function type(page, text) {
    await page.fill("#search\\.field", text);
    await page.waitForTimeout(250);
}

// What is wrong when `run` does what it does; `expected` is what the console may
// say.
async function watched(page, base, run, expected) {
    const wrong = [];
    const listeners = {
        request: (request) => request.url().startsWith(base) ||
            wrong.push("asks for " + request.url()),
        console: (message) => expected && expected.test(message.text()) ||
            wrong.push("console: " + message.text()),
        pageerror: (error) => wrong.push("script: " + error.message),
    };
    for (const [name, listener] of Object.entries(listeners))
        page.on(name, listener);
    await page.setViewportSize({ width: 1280, height: 800 });
    try {
        wrong.push(...await run(page, base));
    } catch (error) {
        wrong.push(String(error));
    }
    for (const [name, listener] of Object.entries(listeners))
        page.off(name, listener);
    return wrong;
}

module.exports = { focused, status, tell, titles, type, watched };
