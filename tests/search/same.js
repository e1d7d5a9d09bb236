/*
 * same: is the same found in a divided index as in one that is whole? Reads
 * from standard input the sites (the whole one first) with the scripts of their
 * search pages, the questions, and the address of the page that differs; writes
 * what is wrong, as JSON.
 */
"use strict";

const fs = require("fs");

const { open } = require("./site");

const { sites, questions, apart } = JSON.parse(fs.readFileSync(0, "utf8"));

function load({ folder, scripts }) {
    const { context, run } = open(folder, scripts);
    const index = context.bilagaSearch.load(context.bilagaIndex);

    return { index, run, context };
}

// What is found, and how it is weighed: not by a hair's breadth otherwise.
const found = (index, { text, filter }) => JSON.stringify(
    index.search(text, filter).filter((hit) => hit.page.url !== apart).map(
        (hit) => [hit.page.url, hit.page.number, hit.page.title, hit.score,
            hit.terms]));

const [whole, divided] = sites.map(load);
const wrong = [];
let some = 0;

divided.context.bilagaPart = (kind, n, part) =>
    divided.index.add(kind, n - 1, part);
// Before any part has come the plan is known.
const rare = ["bropelare", "Allra"].map((text) =>
    divided.index.plan(text, {}).length);
divided.index.parts.forEach((part, i) =>
    divided.run(`sok/index.${i + 1}.js`));
questions.forEach((question) => {
    const expected = found(whole.index, question);

    some += expected !== "[]";
    if (found(divided.index, question) !== expected)
        wrong.push(JSON.stringify(question));
});
console.log(JSON.stringify({ wrong, some, rare }));
