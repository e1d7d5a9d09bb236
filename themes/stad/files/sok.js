/*
 * sok: which pages answer what is asked for, and how are they shown?
 *
 * bilaga has written bilagaIndex (sok/index.js: the pages, and the index that
 * MiniSearch loads) and bilagaTexts (sok/text.js). Of a large publication the
 * first has only what all parts share; each part is read when it is needed
 * (sok/index.1.js and sok/text.1.js, which call bilagaPart). What comes first
 * here needs no browser: tests/search runs it as it stands.
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

    var OPTIONS = {
        fields: Object.keys(BOOST),
        tokenize: function (text) { return [text]; },
        processTerm: function (term) { return term; }
    };

    // An index that is not divided is one part, which is there.
    function whole(data) {
        var terms = new Set(data.search.index.map(function (entry) {
            return entry[0];
        }));

        return {
            mini: MiniSearch.loadJS(data.search, OPTIONS),
            terms: terms,
            pages: data.pages,
            parts: [{ first: 0, count: data.pages.length, ready: true }],
            within: function (some, ask) { return ask(); },
            where: function () { return [0]; },
            texts: function (id) {
                return typeof bilagaTexts === "undefined" ? ["", ""] :
                    bilagaTexts[id];
            }
        };
    }

    // "0.5*2.3" from page 10 on: on page 10 once, on 15 twice, on 18 once.
    function postings(text, first) {
        var pages = new Map();
        var page = first;

        text.split(".").forEach(function (entry) {
            var pair = entry.split("*");

            page += Number(pair[0]);
            pages.set(page, Number(pair[1] || 1));
        });
        return pages;
    }

    // "1-3+7" are the parts 0, 1, 2 and 6.
    function runs(text) {
        var parts = [];

        text.split("+").forEach(function (run) {
            var ends = run.split("-");

            for (var i = Number(ends[0]); i <= Number(ends[1] || ends[0]); i++)
                parts.push(i - 1);
        });
        return parts;
    }

    /*
     * An index in parts. MiniSearch knows all terms from the first, and how many
     * pages have each, so that all parts are weighed alike. On which pages a term
     * stands it asks for when it searches, as of a Map, and is told those of the
     * parts that are searched; or nothing, when it is the parts that are wanted.
     */
    function divided(data) {
        var mini = MiniSearch.loadJS(data.search, OPTIONS);
        var terms = new Set();
        var pages = [];
        var frame = new Map();
        var current = [];
        var met = null;
        var parts = data.parts.map(function (part) {
            return { first: part[0], count: part[1], ready: false,
                     terms: null, texts: null };
        });

        function Term(entry) {
            this.entry = entry;
            this.text = entry.slice(0, entry.indexOf(","));
        }

        Term.prototype.known = function () {
            if (typeof this.entry === "string") {
                this.entry = this.entry.split(",");
                this.entry[6] = runs(this.entry[6]);
            }
            return this.entry;
        };

        // Where it stands in a field; `size` is of all parts, as said above.
        Term.prototype.get = function (field) {
            var known = this.known();
            var found = [];
            var now = null;

            if (met)
                known[6].forEach(function (part) { met.add(part); });
            else
                found = pagesOf(this.text, field);
            return found.length === 0 ? undefined : {
                size: Number(known[1 + field]),
                keys: function* () {
                    for (now of found)
                        yield* now.keys();
                },
                // It is asked for when the key has just been given.
                get: function (id) { return now.get(id); }
            };
        };

        function pagesOf(text, field) {
            return current.map(function (part) {
                var fields = part.terms.get(text);

                if (fields && typeof fields[field] === "string")
                    fields[field] = postings(fields[field], part.first);
                return fields && fields[field];
            }).filter(Boolean);
        }

        function addPages(part, list) {
            list.forEach(function (page, i) {
                page.up = typeof page.up === "string" ? frame.get(page.up) :
                    page.up < 0 ? -1 : part.first + page.up;
                pages[part.first + i] = page;
            });
        }

        function add(kind, n, found) {
            var part = parts[n];

            if (kind === "text") {
                part.texts = found;
                return;
            }
            addPages(part, found.pages);
            found.lengths.forEach(function (lengths, i) {
                mini._documentIds.set(part.first + i, part.first + i);
                mini._fieldLength.set(part.first + i, lengths);
            });
            part.terms = new Map();
            found.terms.split(" ").forEach(function (entry) {
                var fields = entry.split(";");
                var term = part.terms.set(fields[0], []).get(fields[0]);

                fields.slice(1).forEach(function (field) {
                    term[field[0]] = field.slice(2);
                });
            });
            part.ready = true;
        }

        function partOf(id) {
            return parts.find(function (part) {
                return id < part.first + part.count;
            });
        }

        data.pages.forEach(function (page) {
            pages[page.id] = page;
            frame.set(page.url, page.id);
        });
        data.terms.split(" ").forEach(function (entry) {
            var term = new Term(entry);

            terms.add(term.text);
            mini._index.set(term.text, term);
        });
        return {
            mini: mini,
            terms: terms,
            pages: pages,
            parts: parts,
            add: add,
            within: function (some, ask) {
                current = some;
                return ask();
            },
            // The parts where the terms stand that are asked for.
            where: function (ask) {
                var found = met = new Set();

                ask();
                met = null;
                return Array.from(found);
            },
            texts: function (id) {
                var part = partOf(id);

                return part.texts && (part.texts[id - part.first] || ["", ""]);
            },
            partOf: function (id) { return parts.indexOf(partOf(id)); }
        };
    }

    // The better of two hits comes first.
    function order(a, b) {
        return b.score - a.score || a.id - b.id;
    }

    function load(data) {
        var language = stemmer(data.stemmer);
        var index = data.parts ? divided(data) : whole(data);
        var mini = index.mini;

        // Terms by what is left of them without dots, rings and accents; made
        // when a word is asked for that stands nowhere.
        var bare = null;

        function readBare() {
            bare = new Map();
            index.terms.forEach(function (term) {
                var left = term.normalize("NFD").replace(/\p{M}/gu, "");

                if (left !== term && !bare.has(left))
                    bare.set(left, term);
            });
        }

        // The stem of a word as the index has it, of "natverk" as of "nätverk";
        // nothing when it has none.
        function known(word) {
            var term = language.stem(word);

            if (index.terms.has(term))
                return term;
            if (!bare)
                readBare();
            return bare.get(term);
        }

        // A compound that stands nowhere is asked for by its parts.
        function parts(word) {
            for (var i = PART_LEAST; i <= word.length - PART_LEAST; i++) {
                var second = known(word.slice(i));
                var first = second && (known(word.slice(0, i)) ||
                    word[i - 1] === "s" && i > PART_LEAST &&
                    known(word.slice(0, i - 1)));

                if (first)
                    return [first, second];
            }
            return null;
        }

        // What is asked for one word: slips only where the word as written
        // stands nowhere.
        function query(word) {
            var found = known(word);
            var term = found || language.stem(word);
            var slip = !found && !/[0-9]/.test(term);
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
                { combineWith: "AND", queries: split, prefix: true,
                  fuzzy: false }] };
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
            for (; page; page = index.pages[page.up])
                if (page.url === url)
                    return true;
            return false;
        }

        // All hits of one word, by page: its score and the terms found.
        function hitsOf(word) {
            return mini.search(query(word), { boost: BOOST });
        }

        // The words that count, each once.
        function askedIn(text) {
            var asked = Array.from(new Set(words(text)));
            var telling = asked.filter(function (word) {
                return !language.stop(word);
            });

            return telling.length > 0 ? telling : asked;
        }

        // Does what is chosen lie in the part? Its pages follow each other.
        function isChosen(part, url) {
            var at = index.pages.findIndex(function (page) {
                return page && page.url === url;
            });
            var end = index.pages.findIndex(function (page, i) {
                return i > at && page && !isBelow(page, url);
            });

            return at < 0 || at < part.first + part.count &&
                (end < 0 || end > part.first);
        }

        /*
         * The numbers of the parts that can answer, those first where most of
         * the words stand. `filter` has document and section (addresses), form,
         * level, fee.
         */
        function plan(text, filter) {
            var asked = askedIn(text);
            var counts = index.parts.map(function () { return 0; });

            asked.forEach(function (word) {
                index.where(function () { hitsOf(word); })
                    .forEach(function (n) { counts[n]++; });
            });
            return Array.from(counts.keys()).filter(function (n) {
                return counts[n] >= asked.length * COVERED &&
                    [filter.document, filter.section].every(function (url) {
                        return !url || isChosen(index.parts[n], url);
                    });
            }).sort(function (a, b) { return counts[b] - counts[a] || a - b; });
        }

        // The pages of these parts that answer: { page, id, score, terms }.
        function searchParts(text, filter, numbers) {
            var parts = numbers.map(function (n) { return index.parts[n]; });

            return words(text).length === 0 ?
                parts.flatMap(function (part) { return all(part, filter); }) :
                index.within(parts, function () {
                    return answer(askedIn(text), filter);
                });
        }

        // Those of all parts that are there, the best first.
        function search(text, filter) {
            var chosen = filter || {};

            return searchParts(text, chosen, plan(text, chosen).filter(
                function (n) { return index.parts[n].ready; })).sort(order);
        }

        // A filter alone gives the forums that it lets through.
        function all(part, filter) {
            return index.pages.slice(part.first, part.first + part.count)
                .map(function (page, i) {
                    return { page: page, id: part.first + i, terms: [],
                             score: 0 };
                }).filter(function (hit) {
                    return hit.page.kind === "forum" && isIn(hit.page, filter);
                });
        }

        function answer(asked, filter) {
            var found = new Map();

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
                    isIn(index.pages[entry.id], filter);
            }).map(function (entry) {
                var share = entry.words / asked.length;
                var page = index.pages[entry.id];

                return { page: page, id: entry.id, terms: entry.terms,
                         score: entry.score * share * share *
                             KINDS[page.kind] };
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

        return { search: search, plan: plan, searchParts: searchParts,
                 places: places, pages: index.pages, parts: index.parts,
                 add: index.add, texts: index.texts, partOf: index.partOf,
                 stem: language.stem, words: words };
    }

    return { load: load, order: order, words: words, stemmer: stemmer };
})();

(function () {
    "use strict";

    if (typeof document === "undefined" || typeof bilagaIndex === "undefined")
        return;

    // How many hits are shown at a time, and how much of a text around one.
    var SHOWN = 50;
    var AROUND = 70;
    var LENGTH = 220;
    // Milliseconds after the last key.
    var WAIT = 120;
    // A screen reader is told the count when the reader has paused, and again
    // and again while parts of the index are read.
    var TELL_WAIT = 600;
    var TELL_AGAIN = 3000;
    // So many parts are searched at a time, and so many files read.
    var AT_ONCE = 4;
    // Milliseconds before what has come since is shown.
    var SHOW_WAIT = 250;

    var FILTERS = ["document", "section", "form", "level"];

    var index = bilagaSearch.load(bilagaIndex);
    var box = get("box");
    var field = get("field");
    var list = get("list");
    var waiting = 0;
    var telling = 0;
    // What is asked for: { now, all (how many parts), left (those not searched
    // yet), hits, lacks (those that could not be read), done, shown (when),
    // most (hits that are shown), items (by id) }.
    var question = null;
    // The files that are read, "index.3" or "text.3", each true until it has
    // come, then false.
    var files = new Map();
    // Enter leads to the first hit, once it is known which that is.
    var eager = false;

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

    function termsIn(text, terms) {
        return index.places(text, terms).map(function (place) {
            return place[2];
        });
    }

    function addContext(part, hit, texts) {
        var text = texts[0];
        var places = index.places(text, hit.terms);
        var from, to;

        // Names that say more than the title does.
        if (places.length === 0) {
            var told = termsIn(hit.page.title, hit.terms);
            var names = index.places(texts[1], hit.terms);

            if (text === "" || names.some(function (place) {
                return !told.includes(place[2]);
            })) {
                text = texts[1];
                places = names;
            }
        }
        from = places.length === 0 ? 0 : bestPlace(places) - AROUND;
        from = from <= 0 ? 0 : text.indexOf(" ", from) + 1;
        to = from + LENGTH >= text.length ? text.length :
            text.lastIndexOf(" ", from + LENGTH);
        if (to <= from)
            to = Math.min(text.length, from + LENGTH);
        if (from > 0)
            part.append("… ");
        addMarked(part, text, places, from, to);
        if (to < text.length)
            part.append(" …");
    }

    // Room is kept for a text that has not come.
    function fillContext(item) {
        var texts = index.texts(item.hit.id);

        if (!texts || item.filled)
            return;
        item.filled = true;
        if (texts.join("") === "")
            item.context.remove();
        else
            addContext(item.context, item.hit, texts);
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
        var context = element("p", "search-context");

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
        item.append(context);
        return { hit: hit, element: item, context: context };
    }

    // Hits that come later stand between those before, which stay in order.
    function showHits() {
        var at = list.firstChild;
        var inside = list.contains(document.activeElement);

        question.shown = performance.now();
        question.hits.slice(0, question.most).forEach(function (hit) {
            var item = question.items.get(hit.id);

            if (!item) {
                item = show(hit);
                question.items.set(hit.id, item);
            }
            fillContext(item);
            if (item.element === at)
                at = at.nextSibling;
            else
                list.insertBefore(item.element, at);
        });
        while (at) {
            var next = at.nextSibling;

            at.remove();
            at = next;
        }
        if (inside && !list.contains(document.activeElement))
            field.focus();
        get("results").hidden = question.hits.length === 0;
        get("contents").hidden = question.hits.length > 0;
        get("more").hidden = question.hits.length <= question.most;
    }

    function showMore() {
        var before = question.most;

        question.most += SHOWN;
        showHits();
        links()[before].focus();
        tell();
        readTexts();
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

    // --- What is told ----------------------------------------------------------

    function counted(count) {
        var words = get("status").dataset;

        return count === 0 ? words.none : count + " " +
            (count === 1 ? words.hit : words.hits);
    }

    // The sections of a part, from the first to the last.
    function partName(n) {
        var part = index.parts[n];
        var names = [part.first, part.first + part.count - 1].map(
            function (id) {
                return named(bilagaIndex.pages.filter(function (page) {
                    return page.id <= id;
                }).pop())[1];
            });

        return names[0] === names[1] ? names[0] : names.join(" – ");
    }

    function message() {
        var words = get("status").dataset;
        var count = question.hits.length;
        var done = question.all - question.left.length;

        if (!question.done)
            return count + " " + (count === 1 ? words.hit : words.hits) + " " +
                words.soFar + ". " + words.searched + " " + done + " " +
                words.of + " " + question.all + ".";
        return counted(count) +
            (count > question.most ? ". " + words.shown + " " +
                question.most + "." : "");
    }

    function tellNow() {
        telling = 0;
        get("status").textContent = question ? message() : "";
        if (question && question.done && question.lacks.length > 0)
            get("status").append(" ", element("strong", "search-lacks",
                get("status").dataset.lacks + " " +
                    question.lacks.map(partName).join("; ") + "."));
        if (question && !question.done)
            telling = setTimeout(tellNow, TELL_AGAIN);
    }

    function tell() {
        clearTimeout(telling);
        telling = setTimeout(tellNow, TELL_WAIT);
    }

    // How far it has come, for the eye.
    function showProgress() {
        var some = question !== null && !question.done;
        var bar = get("bar");

        get("progress").hidden = !some;
        if (some) {
            bar.max = question.all;
            bar.value = question.all - question.left.length;
        }
    }

    // --- Parts -----------------------------------------------------------------

    function read(kind, n) {
        var name = kind + "." + (n + 1);
        var script = element("script");

        function end() {
            files.set(name, false);
            script.remove();
            if (kind === "text")
                textsCame(n);
            else
                goOn();
        }

        files.set(name, true);
        script.src = "sok/" + name + ".js";
        script.addEventListener("load", end);
        script.addEventListener("error", end);
        document.head.append(script);
    }

    function isRead(kind, n) {
        return files.get(kind + "." + (n + 1));
    }

    // Reads what is missing, as far as there is room for more.
    function readMore(kind, numbers) {
        var room = AT_ONCE - Array.from(files.values()).filter(Boolean).length;

        numbers.filter(function (n) {
            return isRead(kind, n) === undefined;
        }).slice(0, Math.max(room, 0)).forEach(function (n) {
            read(kind, n);
        });
    }

    function textsCame(n) {
        if (!index.parts[n].texts)
            index.add("text", n, []);
        if (!question)
            return;
        question.items.forEach(function (item) { fillContext(item); });
        readTexts();
    }

    // The texts that the hits stand in, those first that come first.
    function readTexts() {
        if (!question || !question.done || !index.partOf)
            return;
        readMore("text", Array.from(new Set(question.hits.slice(0, question.most)
            .map(function (hit) { return index.partOf(hit.id); })))
            .filter(function (n) { return !index.parts[n].texts; }));
    }

    // --- The question ----------------------------------------------------------

    function searchSome() {
        var ready = question.left.filter(function (n) {
            return index.parts[n].ready;
        }).slice(0, AT_ONCE);

        // A file has come without what it should have, or not at all.
        question.lacks = question.lacks.concat(question.left.filter(
            function (n) {
                return !index.parts[n].ready && isRead("index", n) === false;
            }));
        question.left = question.left.filter(function (n) {
            return !ready.includes(n) && !question.lacks.includes(n);
        });
        if (ready.length > 0)
            question.hits = question.hits.concat(index.searchParts(
                question.now.q, question.now, ready)).sort(
                bilagaSearch.order);
    }

    function finish() {
        get("again").hidden = question.hits.length > 0;
        tell();
        if (eager && document.activeElement === field)
            move(1);
        eager = false;
        readTexts();
    }

    // Searches what is there, and reads what is not; until all has been
    // searched or something else is asked for.
    function goOn() {
        if (!question || question.done)
            return;
        searchSome();
        question.done = question.left.length === 0;
        if (question.done || question.hits.length > 0 &&
                performance.now() - question.shown > SHOW_WAIT)
            showHits();
        showProgress();
        if (question.done)
            finish();
        else if (question.left.some(function (n) {
            return index.parts[n].ready;
        }))
            setTimeout(goOn, 0);
        else
            readMore("index", question.left);
    }

    function ask(now) {
        var left = index.plan(now.q, now);

        question = { now: now, left: left, all: left.length, hits: [],
                     lacks: [], done: false, shown: -SHOW_WAIT,
                     most: SHOWN, items: new Map() };
        // What could not be read may be there by now.
        left.forEach(function (n) {
            if (!index.parts[n].ready && isRead("index", n) === false)
                files.delete("index." + (n + 1));
        });
    }

    function clear() {
        question = null;
        list.replaceChildren();
        get("results").hidden = true;
        get("contents").hidden = false;
        get("again").hidden = true;
        showProgress();
        tell();
    }

    function isFiltered(now) {
        return now.fee || FILTERS.some(function (name) { return now[name]; });
    }

    // The button goes, so the focus goes where the next question is written.
    function removeFilters() {
        FILTERS.forEach(function (name) { get(name).value = ""; });
        get("fee").checked = false;
        run();
        field.focus();
    }

    function run() {
        var now = state();

        clearTimeout(waiting);
        waiting = 0;
        eager = false;
        if (question && JSON.stringify(question.now) === JSON.stringify(now))
            return;
        get("clear").hidden = !isFiltered(now);
        keep(now);
        if (!now.q && !isFiltered(now)) {
            clear();
            return;
        }
        ask(now);
        tell();
        goOn();
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
            if (question && !question.done)
                eager = true;
            else
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

    function fillWords(name, words) {
        var all = new Set(words);

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

    // What can be chosen: of an index in parts, as much as all have in common.
    function choices() {
        var sections = new Set();

        if (bilagaIndex.parts)
            return { pages: bilagaIndex.pages, forms: bilagaIndex.forms,
                     levels: bilagaIndex.levels, fee: bilagaIndex.fee,
                     sections: bilagaIndex.pages.filter(function (page) {
                         return page.forums > 0;
                     }) };
        index.pages.forEach(function (page) {
            if (page.kind === "forum")
                sections.add(index.pages[page.up]);
        });
        return { pages: index.pages, sections: Array.from(sections),
                 forms: index.pages.map(function (page) { return page.form; }),
                 levels: index.pages.map(function (page) {
                     return page.level;
                 }),
                 fee: index.pages.some(function (page) { return page.fee; }) };
    }

    function fillAll() {
        var all = choices();

        fill("document", all.pages.filter(function (page) {
            return page.kind === "document";
        }).map(named));
        fill("section", all.sections.filter(function (page) {
            return page.kind === "section";
        }).map(named));
        fillWords("form", all.forms);
        fillWords("level", all.levels);
        get("fee").parentNode.hidden = !all.fee;
    }

    function start() {
        var query = new URLSearchParams(location.search);

        fillAll();
        field.value = query.get("q") || "";
        if (index.add)
            window.bilagaPart = function (kind, n, found) {
                index.add(kind, n - 1, found);
            };
        FILTERS.forEach(function (name) {
            get(name).value = query.get(name) || "";
            if (get(name).selectedIndex < 0)
                get(name).value = "";
            get(name).addEventListener("change", run);
        });
        get("fee").checked = query.get("fee") === "1";
        get("fee").addEventListener("change", run);
        get("clear").addEventListener("click", removeFilters);
        get("more").addEventListener("click", showMore);
        field.addEventListener("input", runSoon);
        document.addEventListener("keydown", onKey);
        box.hidden = false;
        run();
        if (!location.hash)
            field.focus();
    }

    start();
})();
