/* Comfort only: the site reads the same without it. Type size, contrast and night are kept on this device alone;
   ages of facts are counted again from their dates, so that an old copy of a page does not look young. */
(function () {
  "use strict";
  var root = document.documentElement;
  var settings = [["size", "data-type", "large"], ["contrast", "data-contrast", "high"], ["theme", "data-theme", "dark"]];
  function kept(name) { try { return localStorage.getItem("mingjing-" + name); } catch (error) { return null; } }
  function keep(name, value) { try { localStorage.setItem("mingjing-" + name, value); } catch (error) { return; } }
  settings.forEach(function (setting) {
    if (kept(setting[0]) === "on") { root.setAttribute(setting[1], setting[2]); }
  });

  function buttons() {
    var place = document.getElementById("display");
    if (!place) { return; }
    settings.forEach(function (setting) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = place.dataset[setting[0]];
      button.setAttribute("aria-pressed", String(root.hasAttribute(setting[1])));
      button.addEventListener("click", function () {
        var on = !root.hasAttribute(setting[1]);
        if (on) { root.setAttribute(setting[1], setting[2]); } else { root.removeAttribute(setting[1]); }
        button.setAttribute("aria-pressed", String(on));
        keep(setting[0], on ? "on" : "off");
      });
      place.appendChild(button);
    });
    place.hidden = false;
  }

  function ages() {
    var chinese = root.lang.slice(0, 2) === "zh";
    var words = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
    var today = new Date();
    document.querySelectorAll(".age[data-on]").forEach(function (place) {
      var on = new Date(place.dataset.on + "T00:00:00+08:00");
      var days = Math.floor((today - on) / 864e5);
      if (days < 0) { return; }
      var months = (today.getFullYear() - on.getFullYear()) * 12 + today.getMonth() - on.getMonth() - (today.getDate() < on.getDate() ? 1 : 0);
      var said = days < 60 ? words.format(-days, "day") : months < 24 ? words.format(-months, "month") : words.format(-Math.floor(months / 12), "year");
      place.textContent = chinese ? said.replace(/^(\d+)/, "$1 ") : said;
    });
  }

  buttons();
  ages();
})();
