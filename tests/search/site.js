/*
 * site: the scripts of a site's search page, as they stand but without a page.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

// What the scripts set, after those `names` of the folder `site` have run;
// `run` runs another.
function open(site, names) {
    const context = vm.createContext({});
    const run = (name) => vm.runInContext(fs.readFileSync(
        path.join(site, name), "utf8"), context, { filename: name });

    names.forEach(run);
    return { context, run };
}

module.exports = { open };
