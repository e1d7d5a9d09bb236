/*
 * The little of lunr that the stemmers of lunr-languages ask for: theirs are
 * used, the search itself is MiniSearch's.
 */
var lunr = {
    Pipeline: { registerFunction: function () {} },
    generateStopWordFilter: function (words) {
        var set = Object.create(null);
        words.forEach(function (word) { set[word] = true; });
        return function (word) { return set[word] ? undefined : word; };
    }
};
