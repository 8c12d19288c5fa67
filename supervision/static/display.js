/* Light or dark, contrast and type size, as this browser was told; set before the page is painted.
   The controls are buttons with data-display-key and data-display-value; without this script they stay hidden. */
(function () {
  "use strict";
  const KEYS = ["theme", "contrast", "type"];
  const root = document.documentElement;

  function read(key) {
    try { return localStorage.getItem("display." + key) || ""; } catch { return ""; }
  }
  function apply(key, value) {
    if (value) root.dataset[key] = value; else delete root.dataset[key];
  }
  function keep(key, value) {
    try {
      if (value) localStorage.setItem("display." + key, value); else localStorage.removeItem("display." + key);
    } catch { /* a browser that keeps nothing still shows this page as asked */ }
  }
  function press() {
    for (const button of document.querySelectorAll("[data-display-key]")) {
      const chosen = root.dataset[button.dataset.displayKey] || "";
      button.setAttribute("aria-pressed", String(chosen === button.dataset.displayValue));
    }
  }

  for (const key of KEYS) apply(key, read(key));

  document.addEventListener("DOMContentLoaded", function () {
    for (const box of document.querySelectorAll("[data-display]")) box.hidden = false;
    press();
    const refused = document.querySelector("[data-take-focus]");
    if (refused) refused.focus();
  });
  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("[data-display-key]");
    if (!button) return;
    keep(button.dataset.displayKey, button.dataset.displayValue);
    apply(button.dataset.displayKey, button.dataset.displayValue);
    press();
  });
})();
