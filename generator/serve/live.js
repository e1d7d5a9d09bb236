/*
 * live: what does a page of the preview do when something was saved?
 *
 * It waits for news from the preview, takes the new page in place of the old
 * without moving what the reader looks at, and shows what was found wrong: the
 * findings in a panel, and a mark at each place that can be found on the page.
 */
"use strict";

(function () {
	const own = "/.bilaga/";
	const file = document.querySelector("meta[name=bilaga-file]").content;
	let shown = 0; /* the edition on the screen */
	let panel = null;
	let closed = ""; /* the findings that the reader has put away */

	/* An element with a class and a text, both of which may be empty. */
	function make(name, className, text) {
		const element = document.createElement(name);
		if (className)
			element.className = className;
		element.textContent = text || "";
		return element;
	}

	/* --- The page ------------------------------------------------------- */

	/* Where the reader is: the first element in sight, and how far down. */
	function anchor() {
		for (const element of document.querySelectorAll("main *")) {
			const box = element.getBoundingClientRect();
			if (box.bottom > 0 && box.height > 0)
				return { text: element.textContent.slice(0, 80),
					 name: element.tagName, top: box.top };
		}
		return null;
	}

	function keepPlace(before) {
		if (!before)
			return;
		for (const element of document.getElementsByTagName(before.name)) {
			if (element.textContent.slice(0, 80) !== before.text)
				continue;
			window.scrollBy(0, element.getBoundingClientRect().top -
					   before.top);
			return;
		}
	}

	/* Take the new page's text and head. Nothing moves when they are alike. */
	function takePage(text) {
		const next = new DOMParser().parseFromString(text, "text/html");
		const before = anchor();
		const left = window.scrollX;
		const top = window.scrollY;

		if (next.title !== document.title)
			document.title = next.title;
		if (panel)
			panel.remove();
		unmark();
		if (next.body.innerHTML !== document.body.innerHTML) {
			document.body.replaceWith(document.adoptNode(next.body));
			window.scrollTo(left, top);
			keepPlace(before);
		}
		for (const link of document.querySelectorAll("link[rel=stylesheet]"))
			renewStyle(link);
		if (panel)
			document.body.append(panel);
	}

	/* A style sheet is asked for again only when its text has changed. */
	const styles = new Map();

	async function renewStyle(link) {
		const address = link.href.split("?")[0];
		const text = await (await fetch(address)).text();
		const old = styles.get(address);

		styles.set(address, text);
		if (old !== undefined && old !== text)
			link.href = address + "?" + shown;
	}

	/* --- Findings --------------------------------------------------------- */

	/* Words that can be looked for on the page: no marks, no keys. */
	function words(line) {
		return line.replace(/\{[a-z]+\}`[^`]*`?/g, " ")
			.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
			.replace(/[*_`#|>\[\]]/g, " ")
			.replace(/\s+/g, " ").trim();
	}

	function unmark() {
		for (const element of document.querySelectorAll(".bilaga-place"))
			element.classList.remove("bilaga-place");
	}

	/* The smallest block that has most of the line's words, or null. */
	function findPlace(line) {
		const wanted = words(line).split(" ").filter((w) => w.length > 3);
		let best = null;
		let score = 0;

		if (wanted.length < 2)
			return null;
		for (const block of document.querySelectorAll(
			"main p, main li, main td, main th, main dd, main h2, main h3")) {
			const text = block.textContent;
			const found = wanted.filter((w) => text.includes(w)).length;

			if (found > score ||
			    (found === score && best && best.contains(block))) {
				best = block;
				score = found;
			}
		}
		return score * 3 >= wanted.length * 2 ? best : null;
	}

	function place(finding) {
		return finding.file +
		       (finding.line ? ":" + finding.line + ":" + finding.column
				     : "");
	}

	function findingItem(finding, news) {
		const item = make("li", "bilaga-" + finding.level);
		const where = make("p", "bilaga-where");

		item.append(make("p", "bilaga-what",
				 (finding.level === "error" ? news.error
							     : news.warning) +
				 ": " + finding.message +
				 (finding.detail ? ": " + finding.detail : "")));
		if (finding.source)
			item.append(make("pre", "", finding.source));
		for (const help of [finding.suggestion, finding.instead,
				    finding.advice])
			if (help) {
				item.append(make("p", "bilaga-help", help));
				break;
			}
		if (!finding.file)
			return item;
		if (finding.file === file) {
			where.append(place(finding));
		} else {
			const link = make("a", "", place(finding));
			link.href = own + "go/" + encodeURI(finding.file);
			where.append(link);
		}
		if (news.edit) {
			const link = make("a", "bilaga-fix", news.fix);
			link.href = news.edit + encodeURI(finding.file);
			where.append(" ", link);
		}
		item.append(where);
		return item;
	}

	function showPanel(news) {
		const key = JSON.stringify(news.findings);
		const mine = news.findings.filter((f) => f.file === file);
		const others = news.findings.filter((f) => f.file !== file);
		const list = make("ol");
		const close = make("button", "bilaga-close", news.close);

		if (panel)
			panel.remove();
		panel = null;
		unmark();
		if (news.findings.length === 0 || key === closed)
			return;
		panel = make("aside", "bilaga-panel");
		panel.setAttribute("role", "status");
		panel.setAttribute("aria-label", news.title);
		panel.append(make("h2", "", news.title + " (" +
				  news.findings.length + ")"));
		close.type = "button";
		close.addEventListener("click", function () {
			closed = key;
			panel.remove();
			panel = null;
		});
		panel.append(close);
		if (!news.shown)
			panel.append(make("p", "bilaga-old", news.old));
		for (const finding of mine.concat(others).slice(0, 50))
			list.append(findingItem(finding, news));
		panel.append(list);
		document.body.append(panel);
		for (const finding of mine) {
			const block = finding.source && findPlace(finding.source);
			if (block)
				block.classList.add("bilaga-place");
		}
	}

	/* --- News ------------------------------------------------------------- */

	let busy = false;
	let again = false;

	async function renew() {
		if (busy) {
			again = true;
			return;
		}
		busy = true;
		do {
			again = false;
			try {
				const news = await (await fetch(own + "findings")).json();
				if (news.shown || shown === 0)
					takePage(await (await fetch(location.pathname)).text());
				shown = news.edition;
				showPanel(news);
				document.documentElement.dataset.edition = shown;
			} catch (error) {
				/* The preview has ended, or is starting again. */
			}
		} while (again);
		busy = false;
	}

	function listen() {
		const events = new EventSource(own + "events");

		events.onmessage = function (event) {
			if (Number(event.data) !== shown)
				renew();
		};
		/* Refused: there are too many pages; ask now and then instead. */
		events.onerror = function () {
			if (events.readyState === EventSource.CLOSED)
				setTimeout(function () { renew(); listen(); }, 2000);
		};
	}

	listen();
})();
