/* Finding a facility by name, part of a name or pinyin initials. The names are classic scripts beside this file, so that
   it works from a disk; they are loaded at the first key. Nothing that is typed leaves the device. */
(function () {
  "use strict";
  var form = document.querySelector(".find");
  var list = document.querySelector(".find-results");
  if (!form || !list) { return; }
  var input = form.querySelector("input");
  var language = document.documentElement.lang.slice(0, 2) === "zh" ? 0 : 1;
  var directory = null, rows = [], waiting = 0, started = false, most = 12;
  form.hidden = false;

  function load(name) {
    var script = document.createElement("script");
    script.src = form.dataset.top + "assets/" + name + ".js";
    document.head.appendChild(script);
  }
  function start() {
    if (started) { return; }
    started = true;
    load("names");
  }
  window.mingjingNames = function (value) {
    directory = value;
    waiting = value.shards;
    for (var number = 0; number < value.shards; number += 1) { load("names-" + number); }
  };
  window.mingjingRows = function (more) {
    rows = rows.concat(more);
    waiting -= 1;
    show();
  };

  function said(pair) { return pair ? pair[language] || pair[0] : ""; }
  function rank(row, sought) {
    var place = row[1].toLowerCase().indexOf(sought);
    if (place < 0) { place = row[2].toLowerCase().indexOf(sought); }
    if (place < 0 && /^[a-z0-9]+$/.test(sought)) {
      place = row[3].indexOf(sought);
      if (place >= 0) { place += 50; }
    }
    if (place < 0 && row[0].toLowerCase() === sought) { place = 0; }
    return place;
  }
  function show() {
    var sought = input.value.trim().toLowerCase();
    list.textContent = "";
    if (!sought || !directory) { return; }
    var found = [];
    rows.forEach(function (row) {
      var place = rank(row, sought);
      if (place >= 0) { found.push([place, row]); }
    });
    found.sort(function (a, b) { return a[0] - b[0] || a[1][1].length - b[1][1].length || (a[1][0] < b[1][0] ? -1 : 1); });
    found.slice(0, most).forEach(function (hit) {
      var row = hit[1], item = document.createElement("li"), link = document.createElement("a"), about = document.createElement("span");
      link.href = form.dataset.root + "f/" + row[0] + ".html";
      link.textContent = said([row[1], row[2]]);
      about.className = "soft";
      about.textContent = [said(directory.kinds[row[4]]), said(directory.areas[row[5]]), said(row[6])].filter(Boolean).join(" · ");
      link.appendChild(document.createTextNode(" "));
      link.appendChild(about);
      item.appendChild(link);
      list.appendChild(item);
    });
    if (!found.length && waiting === 0) {
      var none = document.createElement("li");
      none.textContent = form.dataset.none;
      list.appendChild(none);
    }
  }
  input.addEventListener("focus", start);
  input.addEventListener("input", function () { start(); show(); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) { first.click(); }
  });
})();
