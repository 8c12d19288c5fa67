/* Comfort only: the site reads the same without it. Type size, contrast and night are kept on this device alone;
   in the same words as the office does;
   ages of facts are counted again from their dates, so that an old copy of a page does not look young. */
(function () {
  "use strict";
  var root = document.documentElement;
  var settings = [["type", "data-type", "large"], ["contrast", "data-contrast", "high"], ["theme", "data-theme", "dark"]];
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
