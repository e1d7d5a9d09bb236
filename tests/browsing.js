/*
 * browsing: what the suites that open pages in a browser have in common.
 */
"use strict";

const fs = require("fs");
const http = require("http");
const path = require("path");

const modules = path.join(__dirname, "node_modules");
const { chromium } = require(path.join(modules, "playwright-core"));

// What a page evaluates to get axe.
const axe = fs.readFileSync(path.join(modules, "axe-core/axe.min.js"), "utf8");

const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// Debian's browser, which asks nothing of the network by itself.
const launch = () => chromium.launch(
    { executablePath: "/usr/bin/chromium", args: ARGUMENTS });

function check(found, expected, what) {
    const good = expected instanceof RegExp ? expected.test(found) :
        JSON.stringify(found) === JSON.stringify(expected);
    return good ? [] : [`${what}: ${JSON.stringify(found)}, expected ` +
        (expected instanceof RegExp ? expected : JSON.stringify(expected))];
}

async function axeFaults(page) {
    await page.evaluate(axe);
    return page.evaluate(async (tags) => (await axe.run(document, {
        runOnly: { type: "tag", values: tags },
        resultTypes: ["violations"],
        // It would fetch style sheets, which no page may.
        preload: false,
    })).violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map(
        (node) => node.target + " " + node.failureSummary).join("; ")}`), WCAG);
}

const sideways = (page) => page.evaluate(() => {
    const root = document.documentElement;
    return root.scrollWidth <= root.clientWidth ? [] :
        [`${root.scrollWidth} wide in ${root.clientWidth}`];
});

// A server of the site's files under /under/, at a port of its own.
function serve(site) {
    const types = { ".html": "text/html; charset=utf-8", ".css": "text/css",
        ".js": "text/javascript", ".svg": "image/svg+xml" };
    const server = http.createServer((request, answer) => {
        const name = decodeURIComponent(
            new URL(request.url, "http://x").pathname).replace("/under/", "");
        fs.readFile(path.join(site, path.normalize(name)), (error, bytes) => {
            answer.writeHead(error ? 404 : 200,
                { "Content-Type": types[path.extname(name)] || "text/plain" });
            answer.end(error ? "" : bytes);
        });
    });
    return new Promise((resolve) => server.listen(0, "127.0.0.1",
        () => resolve(server)));
}

module.exports = { axe, axeFaults, check, launch, serve, sideways };
