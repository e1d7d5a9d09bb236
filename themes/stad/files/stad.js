/*
 * stad: on all pages, a field that leads to the search, and the key / for it.
 * Without scripts a link stands there.
 */
(function () {
    "use strict";

    var link = document.querySelector(".masthead-search a");
    var field = document.getElementById("search.field");

    function address(query) {
        return link.href + (query ? "?q=" + encodeURIComponent(query) : "");
    }

    function go(event) {
        event.preventDefault();
        location.href = address(field.value.trim());
    }

    if (!field && link) {
        field = document.createElement("input");
        field.type = "search";
        field.autocomplete = "off";
        field.setAttribute("enterkeyhint", "search");
        field.setAttribute("aria-label", link.dataset.search);
        link.parentNode.insertBefore(field, link);
        field.addEventListener("keydown", function (event) {
            if (event.key === "Enter" && !event.isComposing)
                go(event);
            else if (event.key === "Escape")
                field.value = "";
        });
        link.addEventListener("click", function (event) {
            if (!event.ctrlKey && !event.metaKey && !event.shiftKey)
                go(event);
        });
    }

    document.addEventListener("keydown", function (event) {
        var at = event.target;

        if (event.key !== "/" || event.ctrlKey || event.metaKey ||
                event.altKey || at.isContentEditable ||
                /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))
            return;
        event.preventDefault();
        // On a narrow screen there is only the link.
        if (field && field.offsetWidth > 0) {
            field.focus();
            field.select();
        } else if (link) {
            location.href = address("");
        }
    });
})();
