/* Finding a facility by name, part of a name, pinyin, initials, English or code, also mistyped; an area by its name.
   The index is cut into classic scripts beside this file, so that it works from a disk; how it is cut is told in
   supervision/disclosure/site/finding.py. Nothing that is typed leaves the device. */
(function () {
  "use strict";
  var form = document.querySelector(".find"), list = document.querySelector(".find-results");
  if (!form || !list) { return; }
  var input = form.querySelector("input"), status = document.querySelector(".find-status");
  var language = document.documentElement.lang.slice(0, 2) === "zh" ? 0 : 1;
  var MOST = 12, SHARDS = 3, HAN = /[㐀-鿿]/;
  var directory = null, shards = {}, started = false, soundsOf = {}, syllables = {};
  form.hidden = false;

  function load(name) {
    var script = document.createElement("script");
    script.src = form.dataset.top + "assets/" + name + ".js";
    document.head.appendChild(script);
  }
  function start() {
    if (!started) { started = true; load("names"); }
  }
  window.mingjingNames = function (value) {
    directory = value;
    Object.keys(value.sounds).forEach(function (sound) {
      syllables[sound] = true;
      Array.from(value.sounds[sound]).forEach(function (character) { (soundsOf[character] = soundsOf[character] || []).push(sound); });
    });
    document.dispatchEvent(new Event("mingjing-names"));
    show();
  };
  window.mingjingRows = function (key, rows) { shards[key] = rows; show(); };
  window.mingjing = { directory: function () { return directory; }, load: load, start: start, said: said };
  function said(pair) { return pair ? pair[language] || pair[0] : ""; }

  /* What was typed, in every way in which it may have been meant: as characters, as syllables, as initials, as words. */
  function spell(letters) {
    var found = [];
    while (letters) {
      var long = Math.min(6, letters.length);
      while (long > 0 && !syllables[letters.slice(0, long)]) { long -= 1; }
      if (!long) {
        var open = Object.keys(syllables).some(function (each) { return each.indexOf(letters) === 0; });
        return open ? found.concat(letters) : null;
      }
      found.push(letters.slice(0, long));
      letters = letters.slice(long);
    }
    return found;
  }
  function meant(text) {
    var bare = text.toLowerCase().replace(/[\s·，,。.()（）-]+/g, "");
    if (HAN.test(bare)) {
      var spoken = Array.from(bare).map(function (each) { return (soundsOf[each] || [each])[0]; });
      return { bare: bare, first: [spoken.map(function (each) { return each[0]; }).join("")], starts: [spoken[0]], words: [], sounds: spoken };
    }
    if (/\s/.test(text.trim())) { return { bare: bare, first: [], starts: [], words: text.toLowerCase().trim().split(/\s+/), sounds: spell(bare) }; }
    var sounds = spell(bare), first = [bare];
    if (sounds && sounds.length > 1) { first.unshift(sounds.map(function (each) { return each[0]; }).join("")); }
    return { bare: bare, first: first, starts: sounds ? [sounds[0]] : [bare], words: text.toLowerCase().split(/\s+/), sounds: sounds };
  }
  function coded(query) { return /^(?=.*\d)[a-z\d]{6,}$/.test(query.bare); }
  function settle(chain) {
    var key = null;
    chain.some(function (each) {
      if (!directory.counts[each]) { return true; }
      key = each;
      return directory.counts[each] <= directory.most;
    });
    return key;
  }
  function keys(query) {
    var chains = [["c-" + query.bare.slice(0, 4), "c-" + query.bare.slice(0, 6)]];
    query.first.forEach(function (letters) {
      for (var at = 0; at + 1 < letters.length; at += 1) { chains.push(["i-" + letters.slice(at, at + 2), "i-" + letters.slice(at, at + 3)]); }
    });
    query.starts.forEach(function (sound) { chains.push(["p-" + sound.slice(0, 2), "p-" + sound]); });
    query.words.forEach(function (word) {
      var letters = word.replace(/[^a-z0-9]/g, "");
      if (letters.length > 1) { chains.push(["w-" + letters.slice(0, 2), "w-" + letters.slice(0, 4)]); }
    });
    var found = chains.map(settle).filter(function (key, at, all) { return key && all.indexOf(key) === at; });
    function late(key) { return coded(query) && key[0] !== "c"; }
    return found.sort(function (a, b) { return late(a) - late(b) || directory.counts[a] - directory.counts[b] || (a < b ? -1 : 1); });
  }

  /* How well a row fits: 0 is best; letters that differ, are missing, are too many or have changed places cost a hundred. */
  function slips(sought, name, most) {
    var before = null, row = [], at, of;
    for (at = 0; at <= name.length; at += 1) { row.push(0); }
    for (of = 1; of <= sought.length; of += 1) {
      var next = [of];
      for (at = 1; at <= name.length; at += 1) {
        next[at] = Math.min(row[at] + 1, next[at - 1] + 1, row[at - 1] + (sought[of - 1] === name[at - 1] ? 0 : 1));
        if (before && at > 1 && sought[of - 1] === name[at - 2] && sought[of - 2] === name[at - 1]) { next[at] = Math.min(next[at], before[at - 2] + 1); }
      }
      if (Math.min.apply(null, next) > most) { return -1; }
      before = row;
      row = next;
    }
    var least = Math.min.apply(null, row);
    return least <= most ? least : -1;
  }
  function letters(name) { return Array.from(name.toLowerCase()).filter(function (each) { return HAN.test(each) || /[a-z0-9]/.test(each); }); }
  function rank(row, query) {
    var name = row[1].toLowerCase(), english = row[2].toLowerCase(), at = name.replace(/[^a-z0-9㐀-鿿]/g, "").indexOf(query.bare);
    if (row[0].toLowerCase() === query.bare) { return 0; }
    if (at >= 0) { return at; }
    var spoken = letters(name).map(function (each) { return (soundsOf[each] || [each])[0]; });
    if (query.words.length && english && query.words.every(function (word) { return english.indexOf(word) >= 0; })) { return 10 + english.indexOf(query.words[0]); }
    var first = spoken.map(function (each) { return each[0]; }).join("");
    if (!HAN.test(query.bare) && (at = first.indexOf(query.bare)) >= 0) { return 30 + at; }
    var whole = spoken.join(" ");
    if (query.sounds && (at = (" " + whole).indexOf(" " + query.sounds.join(" "))) >= 0) { return 50 + at; }
    if (coded(query) && query.words.length === 1) { return row[0].toLowerCase().indexOf(query.bare) === 0 ? 5 : -1; }  /* a name has no such letters to be mistyped */
    if (query.bare.length < 3) { return -1; }
    var most = query.bare.length > 5 && !HAN.test(query.bare) ? 2 : 1, least = -1;
    (HAN.test(query.bare) ? [letters(name), spoken] : [spoken.join(""), english.replace(/[^a-z0-9]/g, ""), first]).forEach(function (form, number) {
      var sought = HAN.test(query.bare) && number === 1 ? query.sounds : query.bare, cost = sought.length > 2 ? slips(sought, form, most) : -1;
      if (cost >= 0 && (least < 0 || cost < least)) { least = cost; }
    });
    return least < 0 ? -1 : 100 * (1 + least);
  }

  function link(href, name, about) {
    var item = document.createElement("li"), anchor = document.createElement("a"), small = document.createElement("span");
    anchor.href = form.dataset.root + href;
    anchor.textContent = name + " ";
    small.className = "soft";
    small.textContent = about;
    anchor.appendChild(small);
    item.appendChild(anchor);
    list.appendChild(item);
  }
  function show() {
    var text = input.value.trim();
    if (!text || !directory) { list.textContent = ""; status.textContent = ""; return; }
    var query = meant(text), wanted = keys(query).slice(0, SHARDS), ready = wanted.filter(function (key) { return shards[key]; });
    if (wanted.length && !shards[wanted[0]]) { if (shards[wanted[0]] === undefined) { shards[wanted[0]] = null; load("names/" + wanted[0]); } return; }
    var found = {}, hits = [];
    ready.forEach(function (key) {
      shards[key].forEach(function (row) {
        var place = found[row[0]] ? -1 : rank(row, query);
        if (place >= 0) { found[row[0]] = true; hits.push([place, row]); }
      });
    });
    if (!hits.some(function (hit) { return hit[0] < 100; })) {  /* perhaps mistyped: look under the other keys as well */
      var more = wanted.find(function (key) { return shards[key] === undefined; });
      if (more) { shards[more] = null; load("names/" + more); }
      if (wanted.some(function (key) { return shards[key] === null; })) { return; }
    }
    list.textContent = "";
    directory.areas.forEach(function (area) {
      if (text.length > 1 && list.childElementCount < 3 && (area[1].indexOf(text) >= 0 || area[2].toLowerCase().indexOf(text.toLowerCase()) === 0)) {
        link("areas/" + area[0] + ".html", said(area.slice(1)), form.dataset.area);
      }
    });
    hits.sort(function (a, b) { return a[0] - b[0] || a[1][1].length - b[1][1].length || (a[1][0] < b[1][0] ? -1 : 1); });
    hits.slice(0, MOST).forEach(function (hit) {
      var row = hit[1], area = directory.areas[row[4]];
      link("f/" + row[0] + ".html", said([row[1], row[2]]), [said(directory.kinds[row[3]]), area && said(area.slice(1)), said(directory.outcomes[row[5]])].filter(Boolean).join(" · "));
    });
    var many = hits.length > MOST || ready.some(function (key) { return directory.counts[key] > directory.most; });
    status.textContent = !list.childElementCount ? form.dataset.none : many ? form.dataset.many : "";
  }
  input.addEventListener("focus", start);
  input.addEventListener("input", function () { start(); show(); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) { first.click(); }
  });
})();
