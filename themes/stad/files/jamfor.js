/*
 * jamfor: sorts and filters the table that compares forums, where it stands.
 *
 * The table is whole without this. Beside the text of its cells bilaga has
 * written what they add to a sum (data-low and data-high in hundredths: of
 * kronor, öre; data-state; data-about; data-lacks) and what they are chosen by
 * (data-key). Sums follow the rules of generator/base/quantity.h: amounts are
 * whole numbers, and a total never hides what it lacks. What is chosen stands
 * in the address, so that it can be sent to others.
 */
(function () {
    "use strict";

    var table = document.querySelector("table.compared");
    var box = document.getElementById("compare.box");

    if (!table || !box)
        return;

    // What does not fit in 64 bits is unknown, as it is to bilaga.
    var MOST = (BigInt(1) << BigInt(63)) - BigInt(1);
    var ZERO = BigInt(0);

    // Hundredths, and thousands of kronor.
    var PLACES = 2;
    var PLACES_MONEY = 5;

    var LACKS = ["unknown", "missing", "per-part"];

    // Numbers that are known come first, whichever way they are sorted.
    var RANKS = { "per-part": 1, "not-applicable": 2, unknown: 3, missing: 4,
                  elsewhere: 4 };

    var WAIT = 150;
    var TELL_WAIT = 400;

    var words = table.dataset;
    var collator = new Intl.Collator(document.documentElement.lang,
        { numeric: true });
    var body = table.tBodies[0];
    var rows = body ? Array.from(body.rows) : [];
    var totals = table.tFoot ? Array.from(table.tFoot.rows) : [];
    var columns = Array.from(table.tHead.rows[0].cells, function (cell, i) {
        return { i: i, cell: cell, name: cell.dataset.column,
                 heading: cell.textContent,
                 number: cell.classList.contains("number"),
                 money: "money" in cell.dataset };
    });
    var year = find("year");
    var filters = Array.from(box.querySelectorAll("[data-filter]"));
    var texts = new Map();
    var figures = new Map();
    var sorted = { column: null, falling: false };
    var waiting = 0;
    var telling = 0;

    function get(name) {
        return document.getElementById("compare." + name);
    }

    function find(name) {
        return columns.find(function (column) {
            return column.name === name;
        });
    }

    /* --- Sums ------------------------------------------------------------ */

    function emptySum() {
        return { low: ZERO, high: ZERO, about: false, noLow: false,
                 noHigh: false, value: 0, unknown: 0, missing: 0,
                 "per-part": 0, elsewhere: 0, "not-applicable": 0 };
    }

    // What a cell adds; it is read once. Of an open end the other is told.
    function figure(row, column) {
        var cell = row.cells[column.i];
        var data = cell.dataset;

        if (!figures.has(cell))
            figures.set(cell, data.state ? { state: data.state } : {
                low: BigInt(data.low || 0), noLow: !("low" in data),
                high: BigInt(data.high || data.low), noHigh: !("high" in data),
                about: "about" in data, lacks: data.lacks });
        return figures.get(cell);
    }

    function add(sum, one) {
        if (one.state) {
            sum[one.state]++;
            return;
        }
        sum.value++;
        if (one.lacks)
            sum[one.lacks]++;
        sum.low += one.low;
        sum.high += one.high;
        sum.noLow = sum.noLow || one.noLow;
        sum.noHigh = sum.noHigh || one.noHigh;
        sum.about = sum.about || one.about;
    }

    function withoutValues(sum) {
        if (sum.unknown > 0 || sum["per-part"] > 0)
            return { word: words.unknown };
        return { word: sum.missing === 0 && sum["not-applicable"] > 0 ?
            words.notApplicable : words.missing };
    }

    function result(sum) {
        var lacking = LACKS.some(function (name) { return sum[name] > 0; });
        var open = sum.noHigh || lacking;

        if (sum.low > MOST || sum.high > MOST)
            return { word: words.unknown };
        if (sum.value === 0 && (lacking || sum.elsewhere === 0))
            return withoutValues(sum);
        return { low: sum.low, high: open ? sum.low : sum.high, open: open,
                 noLow: sum.noLow && sum.low === ZERO && !open,
                 about: sum.about };
    }

    // Exactly, with as few decimals as it takes.
    function number(hundredths, places) {
        var digits = hundredths.toString().padStart(places + 1, "0");
        var whole = digits.slice(0, -places);
        var fraction = digits.slice(-places).replace(/0+$/, "");

        return whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0") +
            (fraction ? words.decimal + fraction : "");
    }

    function amount(q, column) {
        var places = column.money ? PLACES_MONEY : PLACES;

        if (q.word)
            return q.word;
        return (q.open ? words.atLeast + "\u00a0" :
                q.noLow ? words.atMost + "\u00a0" : "") +
            (q.about ? words.about + "\u00a0" : "") +
            (q.open || q.noLow || q.low === q.high ?
                number(q.noLow ? q.high : q.low, places) :
                number(q.low, places) + "–" + number(q.high, places));
    }

    // "(6 ej beräknade)"; in a sentence "(6 forum ej beräknade)".
    function lacks(sum, sentence) {
        var names = sum.value === 0 ? LACKS.concat("elsewhere") : LACKS;
        var parts = names.filter(function (name) {
            return sum[name] > 0;
        }).map(function (name) {
            var count = sum[name];

            return count + " " + (sentence ?
                (count === 1 ? words.forum : words.forums) + " " : "") +
                table.getAttribute("data-lack-" +
                    (count === 1 ? "one-" : "") + name);
        });

        return parts.length > 0 ? "(" + parts.join(", ") + ")" : "";
    }

    function sumOf(shown, column) {
        var sum = emptySum();

        shown.forEach(function (row) {
            add(sum, figure(row, column));
        });
        return sum;
    }

    function fillSum(cell, sum, column) {
        var text = amount(result(sum), column);
        var after = lacks(sum, false);
        var span;

        cell.className = /\d/.test(text + after) ? "number" : "number word";
        cell.textContent = text;
        if (!after)
            return;
        span = document.createElement("span");
        span.className = "lacks";
        span.textContent = after;
        cell.append(" ", span);
    }

    // Years are never added up: each has its own row.
    function fillTotals(shown) {
        totals.forEach(function (row) {
            var own = !year ? shown : shown.filter(function (at) {
                return at.cells[year.i].textContent ===
                    row.cells[year.i].textContent;
            });

            row.hidden = own.length === 0;
            columns.forEach(function (column) {
                if (column.number)
                    fillSum(row.cells[column.i], sumOf(own, column), column);
            });
        });
    }

    /* --- Choosing -------------------------------------------------------- */

    function searchable(row) {
        if (!texts.has(row))
            texts.set(row, row.textContent.normalize("NFKC").toLowerCase());
        return texts.get(row);
    }

    function hasKey(cell, value) {
        var key = "key" in cell.dataset ? cell.dataset.key : cell.textContent;

        return ("|" + key + "|").includes("|" + value + "|");
    }

    function chosenRows() {
        var asked = get("q").value.normalize("NFKC").toLowerCase().split(/\s+/)
            .filter(Boolean);
        var chosen = filters.filter(function (select) {
            return select.value !== "";
        }).map(function (select) {
            return [find(select.dataset.filter).i, select.value];
        });

        return rows.filter(function (row) {
            return chosen.every(function (one) {
                return hasKey(row.cells[one[0]], one[1]);
            }) && asked.every(function (word) {
                return searchable(row).includes(word);
            });
        });
    }

    /* --- Sorting --------------------------------------------------------- */

    function order(a, b) {
        return a === b ? 0 : (a < b) === sorted.falling ? 1 : -1;
    }

    function compareNumbers(a, b) {
        var rank = (RANKS[a.state] || 0) - (RANKS[b.state] || 0);

        if (rank !== 0 || a.state)
            return rank;
        return order(a.low, b.low) ||
            order(a.noHigh ? MOST : a.high, b.noHigh ? MOST : b.high);
    }

    // What has no text comes last, whichever way.
    function compareTexts(a, b) {
        if (!a || !b)
            return !a - !b;
        return collator.compare(a, b) * (sorted.falling ? -1 : 1);
    }

    // A forum is sorted by its title, not by its number.
    function textOf(row, column) {
        var cell = row.cells[column.i];

        return column.name === "forum" ? cell.dataset.key : cell.textContent;
    }

    function compare(a, b) {
        var column = sorted.column;

        return column.number ?
            compareNumbers(figure(a, column), figure(b, column)) :
            compareTexts(textOf(a, column), textOf(b, column));
    }

    function sort() {
        if (body)
            body.append.apply(body, sorted.column ?
                rows.slice().sort(compare) : rows);
        columns.forEach(function (column) {
            if (column === sorted.column)
                column.cell.setAttribute("aria-sort",
                    sorted.falling ? "descending" : "ascending");
            else
                column.cell.removeAttribute("aria-sort");
        });
    }

    // Numbers begin with the largest; a third time gives the first order.
    function turn(column) {
        var first = column.number;

        if (sorted.column !== column)
            sorted = { column: column, falling: first };
        else if (sorted.falling === first)
            sorted = { column: column, falling: !first };
        else
            sorted = { column: null, falling: false };
        sort();
        run();
    }

    function addButton(column) {
        var button = document.createElement("button");

        if (!column.name)
            return;
        button.type = "button";
        button.textContent = column.heading;
        button.addEventListener("click", function () { turn(column); });
        column.cell.replaceChildren(button);
    }

    /* --- The address ------------------------------------------------------ */

    // The year of the publication is chosen at first, and needs no word.
    function usual(select) {
        return select.dataset.filter === "year" &&
            Array.from(select.options).some(function (option) {
                return option.value === words.year;
            }) ? words.year : "";
    }

    function query() {
        var kept = new URLSearchParams();

        if (get("q").value.trim())
            kept.set("q", get("q").value.trim());
        filters.forEach(function (select) {
            if (select.value !== usual(select))
                kept.set(select.dataset.filter, select.value || "all");
        });
        if (sorted.column)
            kept.set("sort", (sorted.falling ? "-" : "") + sorted.column.name);
        return kept.toString() ? "?" + kept : "";
    }

    function keep() {
        var address = location.pathname + query();

        get("link").href = location.href.replace(/[?#].*$/, "") + query();
        try {
            history.replaceState(null, "", address);
        } catch (error) {
            // Some browsers do not let a file do this.
        }
    }

    function read() {
        var kept = new URLSearchParams(location.search);
        var sort = kept.get("sort") || "";

        get("q").value = kept.get("q") || "";
        filters.forEach(function (select) {
            var value = kept.get(select.dataset.filter);

            select.value = value === null ? usual(select) :
                value === "all" ? "" : value;
            if (select.selectedIndex < 0)
                select.value = usual(select);
        });
        sorted.falling = sort[0] === "-";
        sorted.column = sort && find(sort.replace(/^-/, "")) || null;
    }

    /* --- What is shown ---------------------------------------------------- */

    function tell(shown) {
        var status = get("status");
        var data = status.dataset;
        var one = !year || new Set(shown.map(function (row) {
            return row.cells[year.i].textContent;
        })).size === 1;
        var parts = [shown.length + " " + data.of + " " + rows.length + " " +
            data.rows];

        if (one)
            columns.forEach(function (column) {
                var sum = column.money && sumOf(shown, column);
                var q = sum && result(sum);

                if (sum)
                    parts.push(column.heading.replace(/ \([^)]*\)$/, "") +
                        ": " + [amount(q, column) + (q.word ? "" : "\u00a0" +
                        words.thousand), lacks(sum, true)].join(" ").trim());
            });
        clearTimeout(telling);
        telling = setTimeout(function () {
            status.textContent = shown.length === 0 ? data.none + "." :
                parts.join(". ") + ".";
        }, TELL_WAIT);
    }

    // On paper the filters are not seen, so their words are.
    function tellChosen() {
        var line = get("chosen");
        var parts = filters.filter(function (select) {
            return select.value !== "";
        }).map(function (select) {
            return select.labels[0].textContent + ": " +
                select.selectedOptions[0].textContent;
        });

        if (get("q").value.trim())
            parts.unshift("”" + get("q").value.trim() + "”");
        if (sorted.column)
            parts.push(line.dataset.sorted + ": " + sorted.column.heading +
                (sorted.falling ? ", " + line.dataset.falling : ""));
        line.hidden = parts.length === 0;
        line.textContent = line.dataset.chosen + ": " + parts.join(". ") + ".";
    }

    function run() {
        var shown = chosenRows();
        var kept = new Set(shown);

        clearTimeout(waiting);
        rows.forEach(function (row) { row.hidden = !kept.has(row); });
        fillTotals(shown);
        tell(shown);
        tellChosen();
        keep();
    }

    function clear() {
        get("q").value = "";
        filters.forEach(function (select) { select.value = usual(select); });
        sorted = { column: null, falling: false };
        sort();
        run();
    }

    /* --- The file --------------------------------------------------------- */

    // As bilaga's own: no blanks between thousands, CRLF, quoted when needed.
    function field(cell) {
        var text = cell.textContent.replace(/(\d)\u00a0(?=\d)/g, "$1")
            .replace(/\u00a0/g, " ").replace(/\u2212(?=\d)/g, "-");

        return /[",\r\n]/.test(text) ? "\"" + text.replace(/"/g, "\"\"") + "\"" :
            text;
    }

    function csv() {
        var shown = body ? Array.from(body.rows) : [];

        return [table.tHead.rows[0]].concat(shown, totals)
            .filter(function (row) {
                return !row.hidden;
            }).map(function (row) {
                return Array.from(row.cells, field).join(",") + "\r\n";
            }).join("");
    }

    function save() {
        var link = document.createElement("a");

        link.href = URL.createObjectURL(new Blob([csv()],
            { type: "text/csv;charset=utf-8" }));
        link.download = "jamfor.csv";
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    }

    columns.forEach(addButton);
    read();
    sort();
    filters.forEach(function (select) {
        select.addEventListener("change", run);
    });
    get("q").addEventListener("input", function () {
        clearTimeout(waiting);
        waiting = setTimeout(run, WAIT);
    });
    get("clear").addEventListener("click", clear);
    get("save").addEventListener("click", save);
    box.hidden = false;
    run();
})();
