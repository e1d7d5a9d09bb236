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
	const file = meta("file");
	let shown = 0; /* the edition on the screen */
	let served = null; /* the page as it was sent, before scripts changed it */
	let panel = null;
	let panelKey = ""; /* the findings in it */
	let closed = ""; /* the findings that the reader has put away */

	function meta(name) {
		return document.querySelector("meta[name=bilaga-" + name + "]")
			.content;
	}

	/* An element with a class and a text, both of which may be empty. */
	function make(name, className, text) {
		const element = document.createElement(name);
		if (className)
			element.className = className;
		element.textContent = text || "";
		return element;
	}

	/* --- Where the reader is ------------------------------------------- */

	/* By what an element is known again on the next page. */
	function signOf(element) {
		return [element.tagName, element.id, element.getAttribute("href"),
			element.getAttribute("name"),
			(element.querySelector("summary") || element)
				.textContent.slice(0, 80)].join("|");
	}

	/* All that have the sign. */
	function withSign(sign) {
		return [...document.getElementsByTagName(
			sign.slice(0, sign.indexOf("|")))].filter(
				(element) => signOf(element) === sign);
	}

	/* The sign, and the how-manieth it is of those that have it. */
	function nameOf(element) {
		const sign = signOf(element);

		return [sign, withSign(sign).indexOf(element)];
	}

	/* The element with that name; if it is gone, the first with its sign. */
	function findName([sign, index]) {
		const found = withSign(sign);

		return found[index] || found[0] || null;
	}

	/* The first block that begins in sight; in a long one, that block. */
	function blockInSight() {
		let last = null;

		for (const element of document.querySelectorAll(
			"main :is(p, li, tr, dt, dd, h1, h2, h3, h4, h5, h6, pre)")) {
			const box = element.getBoundingClientRect();

			if (box.height === 0)
				continue;
			if (box.top >= 0)
				return box.top < window.innerHeight || !last
					? element : last;
			last = element;
		}
		return last;
	}

	function takePlace() {
		const block = blockInSight();
		const focus = document.activeElement;

		return {
			block: block,
			name: block && nameOf(block),
			top: block && block.getBoundingClientRect().top,
			focus: focus && focus !== document.body && nameOf(focus),
			details: [...document.querySelectorAll("details")].map(
				(element) => [nameOf(element), element.open]),
			left: window.scrollX,
			scroll: window.scrollY,
		};
	}

	function keepPlace(place) {
		const focus = place.focus && findName(place.focus);
		let block = place.block;

		for (const [name, open] of place.details) {
			const element = findName(name);

			if (element && element.open !== open)
				element.open = open;
		}
		if (focus && focus !== document.activeElement)
			focus.focus({ preventScroll: true });
		window.scrollTo(place.left, place.scroll);
		if (place.name && (!block || !block.isConnected))
			block = findName(place.name);
		if (block)
			window.scrollBy(0, block.getBoundingClientRect().top -
					   place.top);
	}

	/* Ask for the page anew, scripts and all, and come back to the place. */
	function reload() {
		const place = takePlace();

		place.block = null;
		sessionStorage.setItem(own, JSON.stringify(place));
		location.reload();
	}

	function comeBack() {
		const place = sessionStorage.getItem(own);

		sessionStorage.removeItem(own);
		if (place)
			keepPlace(JSON.parse(place));
	}

	/* --- The page -------------------------------------------------------
	 *
	 * Three pages are compared: what was served last, what is served now, and
	 * what is on the screen, which is the former as scripts and the reader
	 * have changed it. Only what differs between the two that were served is
	 * changed on the screen: all else stays as it is, open, sorted, chosen.
	 * Where scripts have changed that very place, the page is loaded anew.
	 */

	/* What is not the page's own. */
	function bare(node) {
		const copy = node.cloneNode(true);
		const all = copy.querySelectorAll ? copy.querySelectorAll("*") : [];

		for (const element of [copy, ...all]) {
			if (!element.classList)
				continue;
			element.classList.remove("bilaga-place");
			if (element.classList.length === 0)
				element.removeAttribute("class");
			element.removeAttribute("data-bilaga");
			if (element.tagName === "DETAILS")
				element.removeAttribute("open");
		}
		return copy;
	}

	/* False when it cannot be done in place; likewise below. */
	function replace(live, from, to) {
		if (!bare(live).isEqualNode(bare(from)))
			return false;
		live.replaceWith(document.importNode(to, true));
		return true;
	}

	function patchAttributes(live, from, to) {
		for (const attribute of to.attributes)
			if (from.getAttribute(attribute.name) !== attribute.value)
				live.setAttribute(attribute.name, attribute.value);
		for (const attribute of from.attributes)
			if (!to.hasAttribute(attribute.name))
				live.removeAttribute(attribute.name);
	}

	/* Children that are alike at both ends stay; those between change. */
	function patchChildren(live, from, to) {
		const old = [...from.childNodes];
		const next = [...to.childNodes];
		const here = [...live.childNodes];
		let start = 0;
		let end = 0;

		while (start < old.length && start < next.length &&
		       old[start].isEqualNode(next[start]))
			start++;
		while (end < old.length - start && end < next.length - start &&
		       old[old.length - 1 - end].isEqualNode(
			       next[next.length - 1 - end]))
			end++;
		const gone = old.length - end;
		const come = next.length - end;
		if (start === gone && start === come)
			return true;
		if (here.length !== old.length)
			return false;
		if (gone === come) {
			for (let i = start; i < gone; i++)
				if (!patch(here[i], old[i], next[i]))
					return false;
			return true;
		}
		for (let i = start; i < gone; i++)
			if (!bare(here[i]).isEqualNode(bare(old[i])))
				return false;
		for (let i = start; i < gone; i++)
			here[i].remove();
		for (let i = start; i < come; i++)
			live.insertBefore(document.importNode(next[i], true),
					  here[gone] || null);
		return true;
	}

	/* Make `live`, which shows `from`, show `to`. */
	function patch(live, from, to) {
		if (from.isEqualNode(to))
			return true;
		if (from.nodeName !== to.nodeName ||
		    live.nodeName !== from.nodeName || !from.attributes)
			return replace(live, from, to);
		patchAttributes(live, from, to);
		return patchChildren(live, from, to);
	}

	/* What no change of the text reaches: style sheets, scripts, language. */
	function frame(page) {
		return page.documentElement.lang + [...page.head.querySelectorAll(
			"link, script, meta[http-equiv]")].map(
				(element) => element.outerHTML).join("");
	}

	function parse(text) {
		return new DOMParser().parseFromString(text, "text/html");
	}

	/* The first page is the one on the screen, unless it is newer. */
	function takeFirst(next) {
		if (next.querySelector("meta[name=bilaga-edition]").content !==
		    meta("edition"))
			location.reload();
		served = next;
		comeBack();
	}

	async function takePage(text) {
		const next = parse(text);
		const place = takePlace();

		if (!served)
			return takeFirst(next);
		if (next.title !== document.title)
			document.title = next.title;
		if (panel)
			panel.remove();
		if (frame(served) !== frame(next) ||
		    !patch(document.body, served.body, next.body))
			return reload();
		served = next;
		if (panel)
			document.body.append(panel);
		keepPlace(place);
		for (const element of document.querySelectorAll(
			"link[rel=stylesheet], script[src]"))
			await renewFile(element);
	}

	/* A file of the theme is asked for again only when its text has changed. */
	const files = new Map();

	async function renewFile(element) {
		const address = (element.href || element.src).split("?")[0];
		const text = await (await fetch(address)).text();
		const old = files.get(address);

		files.set(address, text);
		if (old === undefined || old === text)
			return;
		if (element.src)
			reload();
		else
			element.href = address + "?" + shown;
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
		for (const element of document.querySelectorAll(".bilaga-place")) {
			element.classList.remove("bilaga-place");
			if (element.classList.length === 0)
				element.removeAttribute("class");
			element.removeAttribute("data-bilaga");
		}
	}

	/* What was found stands below the place that it is about. */
	function mark(block, text) {
		const before = block.getAttribute("data-bilaga");

		block.classList.add("bilaga-place");
		block.setAttribute("data-bilaga",
				   before ? before + "\n" + text : text);
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

	function told(finding, news) {
		return (finding.level === "error" ? news.error : news.warning) +
		       ": " + finding.message +
		       (finding.detail ? ": " + finding.detail : "");
	}

	/* An address with the finding's place in it. */
	function address(pattern, finding) {
		return pattern.replace("{line}", finding.line || 1)
			.replace("{column}", finding.column || 1)
			.replace("{path}", () => encodeURI(finding.file));
	}

	function findingItem(finding, news) {
		const item = make("li", "bilaga-" + finding.level);
		const where = make("p", "bilaga-where");

		item.append(make("p", "bilaga-what", told(finding, news)));
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
		for (const pattern of [news.editor, news.edit])
			if (pattern) {
				const link = make("a", "bilaga-fix", news.fix);
				link.href = address(pattern, finding);
				where.append(" ", link);
				break;
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

		unmark();
		if (key !== closed)
			for (const finding of mine) {
				const block = finding.source &&
					      findPlace(finding.source);
				if (block)
					mark(block, told(finding, news));
			}
		if (panel && key === panelKey)
			return;
		if (panel)
			panel.remove();
		panel = null;
		panelKey = key;
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
			unmark();
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
					await takePage(await (await fetch(
						location.pathname)).text());
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
