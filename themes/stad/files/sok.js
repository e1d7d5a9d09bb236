/*
 * sok: which pages answer what is asked for, and how are they shown?
 *
 * bilaga has written bilagaIndex (sok/index.js: the pages, and the index that
 * MiniSearch loads) and bilagaTexts (sok/text.js). The first part needs no
 * browser: tests/search runs it as it stands.
 */
var bilagaSearch = (function () {
    "use strict";

    // A word; 2.14.6 is one. As bilaga takes texts apart.
    var WORD = /(?:[0-9]\.(?=[0-9])|[\p{L}\p{N}\p{M}])+/gu;

    var BOOST = { number: 8, title: 5, names: 3, text: 1, parts: 0.7 };

    // The reader looks for a forum more often than for the section around it.
    var KINDS = { forum: 1.3, section: 1, document: 0.8 };

    // Of a question of many words, this share must stand on a page.
    var COVERED = 0.5;

    var COMPOUND_LEAST = 8;
    var PART_LEAST = 4;

    function words(text) {
        return text.normalize("NFKC").toLowerCase().match(WORD) || [];
    }

    function stemmer(language) {
        if (!language)
            return { stem: function (word) { return word; },
                     stop: function () { return false; } };
        var own = lunr[language];
        return {
            stem: function (word) {
                return /[0-9]/.test(word) ? word : own.stemmer(word);
            },
            stop: function (word) {
                return own.stopWordFilter(word) === undefined;
            }
        };
    }

    function load(data) {
        var language = stemmer(data.stemmer);
        var terms = new Set(data.search.index.map(function (entry) {
            return entry[0];
        }));
        var mini = MiniSearch.loadJS(data.search, {
            fields: Object.keys(BOOST),
            tokenize: function (text) { return [text]; },
            processTerm: function (term) { return term; }
        });

        // A compound that stands nowhere is asked for by its parts.
        function parts(word) {
            for (var i = PART_LEAST; i <= word.length - PART_LEAST; i++) {
                var second = language.stem(word.slice(i));
                var first = word.slice(0, i);
                var bound = first.slice(0, -1);

                if (!terms.has(second))
                    continue;
                if (terms.has(language.stem(first)))
                    return [language.stem(first), second];
                if (first.slice(-1) === "s" && bound.length >= PART_LEAST &&
                        terms.has(language.stem(bound)))
                    return [language.stem(bound), second];
            }
            return null;
        }

        function isSlip(term) {
            return !terms.has(term) && !/[0-9]/.test(term);
        }

        // What is asked for one word: slips only where the word as written
        // stands nowhere.
        function query(word) {
            var term = language.stem(word);
            var slip = isSlip(term);
            var split = slip && word.length >= COMPOUND_LEAST && parts(word);
            var one = {
                queries: [term],
                prefix: term.length >= 2,
                fuzzy: !slip || term.length < 4 ? false :
                    term.length < 8 ? 1 : 2
            };

            if (!split)
                return one;
            return { combineWith: "OR", queries: [one,
                { combineWith: "AND", queries: split, fuzzy: false }] };
        }

        function isIn(page, filter) {
            return (!filter.form || page.form === filter.form) &&
                (!filter.level || page.level === filter.level) &&
                (!filter.fee || page.fee === true) &&
                (!filter.document || isBelow(page, filter.document)) &&
                (!filter.section ||
                    isBelow(page, filter.section));
        }

        function isBelow(page, url) {
            for (; page; page = data.pages[page.up])
                if (page.url === url)
                    return true;
            return false;
        }

        // All hits of one word, by page: its score and the terms found.
        function hitsOf(word) {
            return mini.search(query(word), { boost: BOOST });
        }

        /*
         * The pages that answer `text`, the best first: { page, score, terms }.
         * `filter` has document and section (addresses), form, level, fee.
         */
        function search(text, filter) {
            return words(text).length === 0 ? all(filter) :
                answer(text, filter);
        }

        // A filter alone gives the forums that it lets through.
        function all(filter) {
            return data.pages.map(function (page, i) {
                return { page: page, id: i, terms: [], score: 0 };
            }).filter(function (hit) {
                return hit.page.kind === "forum" && isIn(hit.page, filter || {});
            });
        }

        function answer(text, filter) {
            var asked = Array.from(new Set(words(text)));
            var telling = asked.filter(function (word) {
                return !language.stop(word);
            });
            var found = new Map();

            asked = telling.length > 0 ? telling : asked;
            asked.forEach(function (word) {
                hitsOf(word).forEach(function (hit) {
                    var entry = found.get(hit.id);

                    if (!entry) {
                        entry = { id: hit.id, score: 0, words: 0, terms: [] };
                        found.set(hit.id, entry);
                    }
                    entry.score += hit.score;
                    entry.words++;
                    entry.terms = entry.terms.concat(hit.terms);
                });
            });
            return Array.from(found.values()).filter(function (entry) {
                return entry.words >= asked.length * COVERED &&
                    isIn(data.pages[entry.id], filter || {});
            }).map(function (entry) {
                var share = entry.words / asked.length;
                var page = data.pages[entry.id];

                return { page: page, id: entry.id, terms: entry.terms,
                         score: entry.score * share * share *
                             KINDS[page.kind] };
            }).sort(function (a, b) {
                return b.score - a.score || a.id - b.id;
            });
        }

        // The places in `text` where one of `terms` stands: [from, to, term].
        function places(text, terms) {
            var found = [];
            var long = terms.filter(function (term) {
                return term.length >= PART_LEAST;
            });

            for (var match of text.matchAll(WORD)) {
                var word = match[0].normalize("NFKC").toLowerCase();
                var stem = language.stem(word);
                var term = terms.indexOf(stem) >= 0 ? stem :
                    long.find(function (at) { return word.includes(at); });

                if (term !== undefined)
                    found.push([match.index, match.index + match[0].length,
                                term]);
            }
            return found;
        }

        return { search: search, places: places, pages: data.pages,
                 stem: language.stem, words: words };
    }

    return { load: load, words: words, stemmer: stemmer };
})();

(function () {
    "use strict";

    if (typeof document === "undefined" || typeof bilagaIndex === "undefined")
        return;

    // How many hits are shown, and how much of a text around one.
    var SHOWN = 50;
    var AROUND = 70;
    var LENGTH = 220;
    // Milliseconds after the last key.
    var WAIT = 120;
    // A screen reader is told the count when the reader has paused.
    var TELL_WAIT = 600;

    var FILTERS = ["document", "section", "form", "level"];

    var index = bilagaSearch.load(bilagaIndex);
    var box = get("box");
    var field = get("field");
    var list = get("list");
    var waiting = 0;
    var telling = 0;

    function get(name) {
        return document.getElementById("search." + name);
    }

    function element(name, className, text) {
        var made = document.createElement(name);

        if (className)
            made.className = className;
        if (text)
            made.textContent = text;
        return made;
    }

    // `text` from `from` to `to`, its words that were asked for marked.
    function addMarked(parent, text, places, from, to) {
        var at = from;

        places.forEach(function (place) {
            if (place[0] < from || place[1] > to)
                return;
            parent.append(text.slice(at, place[0]));
            parent.append(element("mark", "", text.slice(place[0], place[1])));
            at = place[1];
        });
        parent.append(text.slice(at, to));
    }

    // Where most of the words asked for stand close to each other.
    function bestPlace(places) {
        var best = 0;
        var most = 0;

        places.forEach(function (place, i) {
            var terms = new Set();

            for (var j = i; j < places.length &&
                    places[j][1] < place[0] + LENGTH - AROUND; j++)
                terms.add(places[j][2]);
            if (terms.size > most) {
                most = terms.size;
                best = place[0];
            }
        });
        return best;
    }

    function addContext(item, hit) {
        var texts = typeof bilagaTexts === "undefined" ? ["", ""] :
            bilagaTexts[hit.id];
        var text = texts[0];
        var places = index.places(text, hit.terms);
        var from, to, part;

        if (places.length === 0) {
            var names = index.places(texts[1], hit.terms);

            if (names.length > 0 || text === "") {
                text = texts[1];
                places = names;
            }
        }
        if (text === "")
            return;
        from = places.length === 0 ? 0 : bestPlace(places) - AROUND;
        from = from <= 0 ? 0 : text.indexOf(" ", from) + 1;
        to = from + LENGTH >= text.length ? text.length :
            text.lastIndexOf(" ", from + LENGTH);
        if (to <= from)
            to = Math.min(text.length, from + LENGTH);
        part = element("p", "search-context");
        if (from > 0)
            part.append("… ");
        addMarked(part, text, places, from, to);
        if (to < text.length)
            part.append(" …");
        item.append(part);
    }

    function addTrail(item, page) {
        var names = [];

        for (var at = index.pages[page.up]; at; at = index.pages[at.up])
            names.unshift((at.number ? at.number + " " : "") +
                (at.short || at.title));
        if (names.length > 0)
            item.append(element("p", "search-trail", names.join(" › ")));
    }

    function show(hit) {
        var item = element("li");
        var link = element("a");
        var heading = element("p", "search-title");

        link.href = hit.page.url;
        if (hit.page.number) {
            link.append(element("span", "section-number", hit.page.number));
            link.append(" ");
        }
        addMarked(link, hit.page.title,
            index.places(hit.page.title, hit.terms), 0,
            hit.page.title.length);
        heading.append(link);
        item.append(heading);
        addTrail(item, hit.page);
        addContext(item, hit);
        return item;
    }

    function state() {
        var now = { q: field.value.trim(), fee: get("fee").checked };

        FILTERS.forEach(function (name) { now[name] = get(name).value; });
        return now;
    }

    // The address keeps the question, so that it can be sent to others.
    function keep(now) {
        var query = new URLSearchParams();

        Object.keys(now).forEach(function (name) {
            if (now[name])
                query.set(name, now[name] === true ? "1" : now[name]);
        });
        try {
            history.replaceState(null, "", location.pathname +
                (query.toString() ? "?" + query : ""));
        } catch (error) {
            // Some browsers do not let a file do this.
        }
    }

    function tell(count) {
        var status = get("status");

        clearTimeout(telling);
        telling = setTimeout(function () {
            status.textContent = count < 0 ? "" :
                count === 0 ? status.dataset.none :
                count + " " + (count === 1 ? status.dataset.hit :
                    status.dataset.hits) + (count > SHOWN ? ". " +
                    status.dataset.shown + " " + SHOWN + "." : "");
        }, TELL_WAIT);
    }

    function run() {
        var now = state();
        var asked = Object.keys(now).some(function (name) {
            return now[name];
        });
        var hits = asked ? index.search(now.q, now) : [];

        clearTimeout(waiting);
        waiting = 0;
        list.replaceChildren.apply(list, hits.slice(0, SHOWN).map(show));
        get("results").hidden = hits.length === 0;
        get("contents").hidden = hits.length > 0;
        get("again").hidden = !asked || hits.length > 0;
        tell(asked ? hits.length : -1);
        keep(now);
    }

    function runSoon() {
        clearTimeout(waiting);
        waiting = setTimeout(run, WAIT);
    }

    function links() {
        return Array.from(list.querySelectorAll("a"));
    }

    // The field is the one before the first link.
    function move(step) {
        var all = [field].concat(links());
        var at = all.indexOf(document.activeElement);

        if (at < 0 || !all[at + step])
            return false;
        all[at + step].focus();
        return true;
    }

    function onKey(event) {
        var inField = event.target === field;

        if (event.isComposing || event.ctrlKey || event.metaKey ||
                event.altKey || !(inField || list.contains(event.target)))
            return;
        if (event.key === "Escape") {
            if (inField)
                field.value = "";
            run();
            field.focus();
            event.preventDefault();
        } else if (event.key === "Enter" && inField) {
            run();
            move(1);
            event.preventDefault();
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            if (waiting)
                run();
            if (move(event.key === "ArrowDown" ? 1 : -1))
                event.preventDefault();
        }
    }

    function addOption(name, value, text) {
        var option = element("option", "", text || value);

        option.value = value;
        get(name).append(option);
    }

    // Only what there is more than one of can be chosen from.
    function fill(name, values) {
        values.forEach(function (value) {
            addOption(name, value[0], value[1]);
        });
        get(name).parentNode.hidden = values.length < 2;
    }

    function fillWords(name) {
        var all = new Set(index.pages.map(function (page) {
            return page[name];
        }));

        all.delete(undefined);
        fill(name, Array.from(all).sort(new Intl.Collator(
            document.documentElement.lang).compare).map(function (word) {
            return [word, word];
        }));
    }

    function named(page) {
        return [page.url, (page.number ? page.number + " " : "") +
            (page.short || page.title)];
    }

    function fillAll() {
        var sections = new Set();

        index.pages.forEach(function (page) {
            if (page.kind === "forum")
                sections.add(index.pages[page.up]);
        });
        fill("document", index.pages.filter(function (page) {
            return page.kind === "document";
        }).map(named));
        fill("section", Array.from(sections).filter(function (page) {
            return page.kind === "section";
        }).map(named));
        fillWords("form");
        fillWords("level");
        get("fee").parentNode.hidden = !index.pages.some(function (page) {
            return page.fee;
        });
    }

    function start() {
        var query = new URLSearchParams(location.search);

        fillAll();
        field.value = query.get("q") || "";
        FILTERS.forEach(function (name) {
            get(name).value = query.get(name) || "";
            if (get(name).selectedIndex < 0)
                get(name).value = "";
            get(name).addEventListener("change", run);
        });
        get("fee").checked = query.get("fee") === "1";
        get("fee").addEventListener("change", run);
        field.addEventListener("input", runSoon);
        document.addEventListener("keydown", onKey);
        box.hidden = false;
        run();
        if (!location.hash)
            field.focus();
    }

    start();
})();
