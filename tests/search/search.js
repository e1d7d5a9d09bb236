/*
 * search: what does the search find? Runs the scripts of a site's search page
 * as they stand, but without a page. Reads from standard input the folder of
 * the site, questions and words; writes what was found, as JSON.
 */
"use strict";

const fs = require("fs");

const { open } = require("./site");

const { folder, scripts, questions, words } =
    JSON.parse(fs.readFileSync(0, "utf8"));

const { bilagaSearch, bilagaIndex, bilagaTexts, MiniSearch } =
    open(folder, scripts).context;

const start = process.hrtime.bigint();
const index = bilagaSearch.load(bilagaIndex);
const loaded = process.hrtime.bigint();
const answers = questions.map(({ text, filter }) =>
    index.search(text, filter).map((hit) =>
        ({ url: hit.page.url, score: hit.score })));
const answered = process.hrtime.bigint();

// The same words taken apart here, for what bilaga wrote of each page.
const apart = bilagaIndex.pages.map((page, i) => {
    const stems = new Set();
    for (const text of [page.title, ...bilagaTexts[i]])
        for (const word of bilagaSearch.words(text))
            stems.add(index.stem(word));
    return [...stems];
});

// What stands in the index of each page, numbers and parts of compounds apart.
const indexed = bilagaIndex.pages.map(() => new Set());
for (const [term, fields] of bilagaIndex.search.index)
    for (const [field, pages] of Object.entries(fields))
        if (["1", "2", "3"].includes(field))
            for (const page of Object.keys(pages))
                indexed[page].add(term);

// MiniSearch writes what it has loaded as it was.
const mini = MiniSearch.loadJS(bilagaIndex.search,
    { fields: Object.keys(bilagaIndex.search.fieldIds) });
const saved = JSON.parse(JSON.stringify(mini));

console.log(JSON.stringify({
    answers,
    stems: words.map((word) => index.stem(word)),
    missing: apart.map((stems, i) =>
        stems.filter((stem) => !indexed[i].has(stem))),
    terms: [saved.index.length, bilagaIndex.search.index.length],
    documents: [saved.documentCount, bilagaIndex.pages.length],
    texts: bilagaTexts.length,
    milliseconds: { load: Number(loaded - start) / 1e6,
        question: Number(answered - loaded) / 1e6 / questions.length },
}));
