/* Lists in another order, where the whole list is on the page. A heading becomes a button; aria-sort says which order it
   is. What is missing stands last either way. A list of several pages has links in its headings instead. */
(function () {
  "use strict";
  var language = document.documentElement.lang, words = new Intl.Collator(language, { numeric: true });
  var ENGLISH_DAY = /^\d+ [A-Z][a-z]+ \d{4}$/;

  function compare(a, b) { return typeof a === "number" && typeof b === "number" ? a - b : words.compare(a, b); }
  function arrange(box, elements, keyOf, down) {
    var rows = elements.map(function (element) { return { element: element, key: keyOf(element) }; });
    rows.sort(function (a, b) {
      if (a.key === null || b.key === null) { return (a.key === null) - (b.key === null); }
      return down ? compare(b.key, a.key) : compare(a.key, b.key);
    });
    rows.forEach(function (row) { box.appendChild(row.element); });
  }
  function inColumn(texts, order) {
    var days = texts.some(function (text) { return ENGLISH_DAY.test(text) || /^\d+年\d+月\d+日$/.test(text); });
    return function (text) {
      if (!text || text === "–" || days && !/^\d/.test(text)) { return null; }
      if (order.length) { return order.indexOf(text) < 0 ? order.length : order.indexOf(text); }
      if (ENGLISH_DAY.test(text)) { return Date.parse(text); }
      return /^-?[\d.]+$/.test(text) ? Number(text) : text;
    };
  }

  document.querySelectorAll("th[data-sort]").forEach(function (head) {
    var table = head.closest("table"), body = table.tBodies[0], place = head.cellIndex, button = document.createElement("button");
    function text(row) { return row.cells[place].textContent.trim(); }
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var rows = Array.from(body.rows), down = head.getAttribute("aria-sort") === "ascending";
      var key = inColumn(rows.map(text), head.dataset.sort ? head.dataset.sort.split("|") : []);
      arrange(body, rows, function (row) { return key(text(row)); }, down);
      table.querySelectorAll("th[aria-sort]").forEach(function (each) { each.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    });
  });

  document.querySelectorAll(".sort-by").forEach(function (bar) {
    var box = document.getElementById(bar.dataset.sorts), buttons = Array.from(bar.querySelectorAll("button"));
    bar.hidden = false;
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", function () {
        var down = button.dataset.order === "up", key = button.dataset.key;
        arrange(box, Array.from(box.children), function (card) { return card.dataset[key] || card.querySelector("h2").textContent; }, down);
        buttons.forEach(function (each) { each.removeAttribute("data-order"); each.setAttribute("aria-pressed", "false"); });
        button.dataset.order = down ? "down" : "up";
        button.setAttribute("aria-pressed", "true");
      });
    });
  });
})();
