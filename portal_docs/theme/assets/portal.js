/* Comfort only: the site reads the same without it. Type size, contrast and night are kept on this device alone, in the
   same words as the office does. Ages of facts are counted again from their dates, so that an old copy of a page does
   not look young. Nothing leaves the device; reading aloud uses voices that are on it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var settings = [["type", "data-type", "large"], ["contrast", "data-contrast", "high"], ["theme", "data-theme", "dark"]];
  var OLD_DAYS = 45;
  function kept(name) { try { return localStorage.getItem("display." + name); } catch (error) { return null; } }
  function keep(name, value) { try { localStorage.setItem("display." + name, value); } catch (error) { return; } }
  settings.forEach(function (setting) {
    var value = kept(setting[0]);
    if (value) { root.setAttribute(setting[1], value); }
  });

  function buttons() {
    var place = document.getElementById("display");
    if (!place) { return; }
    settings.forEach(function (setting) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = place.dataset[setting[0]];
      button.setAttribute("aria-pressed", String(root.getAttribute(setting[1]) === setting[2]));
      button.addEventListener("click", function () {
        var on = root.getAttribute(setting[1]) !== setting[2];
        if (on) { root.setAttribute(setting[1], setting[2]); } else { root.removeAttribute(setting[1]); }
        button.setAttribute("aria-pressed", String(on));
        keep(setting[0], on ? setting[2] : "");
      });
      place.appendChild(button);
    });
    place.hidden = false;
  }

  function daysSince(iso) { return Math.floor((Date.now() - new Date(iso + "T00:00:00+08:00")) / 864e5); }

  function ages() {
    var chinese = root.lang.slice(0, 2) === "zh";
    var words = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
    var today = new Date();
    document.querySelectorAll(".age[data-on]").forEach(function (place) {
      var on = new Date(place.dataset.on + "T00:00:00+08:00");
      var days = daysSince(place.dataset.on);
      if (days < 0) { return; }
      var months = (today.getFullYear() - on.getFullYear()) * 12 + today.getMonth() - on.getMonth() - (today.getDate() < on.getDate() ? 1 : 0);
      var said = days < 60 ? words.format(-days, "day") : months < 24 ? words.format(-months, "month") : words.format(-Math.floor(months / 12), "year");
      place.textContent = chinese ? said.replace(/^(\d+)/, "$1 ") : said;
    });
    document.querySelectorAll(".until[data-until]").forEach(function (place) {
      if (daysSince(place.dataset.until) < 0 || place.querySelector(".over")) { return; }
      var over = document.createElement("strong");
      over.className = "over";
      over.textContent = place.dataset.over;
      place.appendChild(document.createTextNode(" "));
      place.appendChild(over);
    });
    var copy = document.querySelector(".old-copy");
    if (copy) { copy.hidden = daysSince(copy.dataset.asOf) <= OLD_DAYS; }
  }

  function put(text) {
    if (navigator.clipboard && window.isSecureContext) { return navigator.clipboard.writeText(text); }
    var field = document.createElement("textarea");
    field.value = text;
    document.body.appendChild(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    return Promise.resolve();
  }
  function copies() {
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      button.hidden = false;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", function () {
        put(button.dataset.copy).then(function () { button.textContent = button.dataset.done; });
      });
    });
    if (/iPhone|iPad|Macintosh/.test(navigator.userAgent)) {
      document.querySelectorAll("a[href^='geo:']").forEach(function (link) {
        link.href = "https://maps.apple.com/?q=" + encodeURIComponent(document.querySelector("h1").textContent);
      });
    }
  }

  /* Reads what stands in the page, block by block, so that a listener can stop and the eye can follow. */
  function aloud() {
    var button = document.getElementById("aloud"), speech = window.speechSynthesis, start = button && button.textContent;
    if (!button || !speech || !window.SpeechSynthesisUtterance) { return; }
    function voice() {
      var language = root.lang.slice(0, 2);
      return speech.getVoices().find(function (each) { return each.localService && each.lang.slice(0, 2) === language; });
    }
    function offer() { button.hidden = !voice(); }
    function end() {
      speech.cancel();
      button.textContent = start;
      button.setAttribute("aria-pressed", "false");
      document.querySelectorAll(".spoken").forEach(function (each) { each.classList.remove("spoken"); });
    }
    function read() {
      var blocks = Array.from(document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, th, td, figcaption, summary, .stat)")).filter(function (each) {
        return each.getClientRects().length && each.textContent.trim() && !each.closest("nav") && !each.parentElement.closest("p, li, dd, td, th, .stat");
      });
      button.textContent = button.dataset.stop;
      button.setAttribute("aria-pressed", "true");
      blocks.forEach(function (block, number) {
        var words = new SpeechSynthesisUtterance(block.innerText.replace(/\s+/g, " "));
        words.voice = voice();
        words.lang = words.voice.lang;
        words.rate = 0.9;
        words.onstart = function () {
          document.querySelectorAll(".spoken").forEach(function (each) { each.classList.remove("spoken"); });
          block.classList.add("spoken");
        };
        if (number === blocks.length - 1) { words.onend = end; }
        speech.speak(words);
      });
    }
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", function () { if (button.getAttribute("aria-pressed") === "true") { end(); } else { read(); } });
    window.addEventListener("pagehide", function () { speech.cancel(); });
    if (speech.addEventListener) { speech.addEventListener("voiceschanged", offer); }
    offer();
  }

  buttons();
  ages();
  copies();
  aloud();
})();
