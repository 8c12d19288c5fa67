/* Finding a facility by name, part of a name, pinyin, initials, English or code, also mistyped; an area by its name.
   The index is cut into classic scripts beside this file, so that it works from a disk; how it is cut is told in
   supervision/disclosure/site/finding.py. Nothing that is typed leaves the device. */
(function () {
  "use strict";
  var form = document.querySelector(".find"), list = document.querySelector(".find-results");
  if (!form || !list) { return; }
  var input = form.querySelector("input"), status = document.querySelector(".find-status");
  var language = document.documentElement.lang.slice(0, 2) === "zh" ? 0 : 1;
  var MOST = 12, AREAS = 3, SHARDS = 3, SHARDS_FULL = 2, HAN = /[㐀-鿿]/;
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

  /* What was typed, in every way in which it may have been meant: as characters, as syllables, as initials, as words.
     ``spell`` cuts letters into syllables (a figure is one of its own, the last may be unfinished); letters that belong
     to none stop it, or are left out where something may be ``mistyped``. */
  function spell(letters, mistyped) {
    var found = [];
    while (letters) {
      var long = Math.min(6, letters.length);
      while (long > 0 && !syllables[letters.slice(0, long)]) { long -= 1; }
      if (!long && /\d/.test(letters[0])) { long = 1; }
      if (long) {
        found.push(letters.slice(0, long));
      } else if (Object.keys(syllables).some(function (each) { return each.indexOf(letters) === 0; })) {
        return found.concat(letters);
      } else if (!mistyped) {
        return null;
      }
      letters = letters.slice(long || 1);
    }
    return found;
  }
  function starting(sounds) { return sounds.map(function (each) { return each[0]; }).join(""); }
  function meant(text) {
    var bare = text.toLowerCase().replace(/[\s·，,。.()（）-]+/g, "");
    if (HAN.test(bare)) {
      var spoken = Array.from(bare).map(function (each) { return (soundsOf[each] || [each])[0]; });
      return { bare: bare, first: [starting(spoken)], starts: [spoken[0]], words: [], sounds: spoken };
    }
    if (/\s/.test(text.trim())) { return { bare: bare, first: [], starts: [], words: text.toLowerCase().trim().split(/\s+/), sounds: spell(bare) }; }
    var sounds = spell(bare), heard = sounds || spell(bare, true);
    if (!sounds && heard.join("").length > 0.7 * bare.length) {  /* syllables with a slip among them */
      return { bare: bare, first: [starting(heard)], starts: heard.slice(0, 1), words: [bare], sounds: null };
    }
    var first = /[iuv]/.test(bare) || sounds && sounds.length > 1 && bare.length >= 3 * sounds.length ? [] : [bare];  /* no syllable begins with i, u or v */
    if (sounds && sounds.length > 1) { first.unshift(starting(sounds)); }
    return { bare: bare, first: first, starts: sounds ? [sounds[0]] : [bare], words: text.toLowerCase().split(/\s+/), sounds: sounds };
  }
  function coded(query) { return /^(?=.*\d)[a-z\d]{6,}$/.test(query.bare) && directory.counts["c-" + query.bare.slice(0, 4)]; }
  function settle(chain) {
    var key = null;
    chain.some(function (each) {
      if (!directory.counts[each]) { return true; }
      key = each;
      return directory.counts[each] <= directory.most;
    });
    return key;
  }
  /* Under which keys to look: the rarest first, then such as rest on other letters, for one of them may be mistyped. */
  function keys(query) {
    var found = [];
    function add(chain, at) {
      var key = settle(chain);
      if (key && !found.some(function (each) { return each.key === key; })) {
        found.push({ key: key, from: at, to: at + key.length - 2, count: directory.counts[key], late: coded(query) && key[0] !== "c" ? 1 : 0 });
      }
    }
    add(["c-" + query.bare.slice(0, 4), "c-" + query.bare.slice(0, 6)], NaN);
    query.first.forEach(function (letters) {
      for (var at = 0; at + 1 < letters.length; at += 1) { add([2, 3, 4, 5].map(function (long) { return "i-" + letters.slice(at, at + long); }), at); }
    });
    query.starts.forEach(function (sound) { add(["p-" + sound.slice(0, 2), "p-" + sound], NaN); });
    query.words.forEach(function (word) {
      var letters = word.replace(/[^a-z0-9]/g, "");
      if (letters.length > 1) { add(["w-" + letters.slice(0, 2), "w-" + letters.slice(0, 4)], NaN); }
    });
    found.sort(function (a, b) { return a.late - b.late || a.count - b.count || (a.key < b.key ? -1 : 1); });
    var apart = [];
    found.forEach(function (each) {
      if (!apart.some(function (other) { return each.from < other.to && other.from < each.to; })) { apart.push(each); }
    });
    var rows = 0;  /* no more than a telephone loads in a moment */
    return apart.concat(found).map(function (each) { return each.key; }).filter(function (key, at, all) { return all.indexOf(key) === at; }).slice(0, SHARDS).filter(function (key) {
      rows += Math.min(directory.counts[key], directory.most);
      return rows <= SHARDS_FULL * directory.most;
    });
  }

  /* How well a row fits: 0 is best; letters that differ, are missing, are too many or have changed places cost a hundred. */
  function slips(sought, name, most) {
    var before = null, row = [], next = [], least = 0, at, of, cost;
    for (at = 0; at <= name.length; at += 1) { row[at] = 0; }
    for (of = 1; of <= sought.length; of += 1) {
      next[0] = least = of;
      for (at = 1; at <= name.length; at += 1) {
        cost = sought[of - 1] === name[at - 1] ? row[at - 1] : row[at - 1] + 1;
        if (row[at] + 1 < cost) { cost = row[at] + 1; }
        if (next[at - 1] + 1 < cost) { cost = next[at - 1] + 1; }
        if (before && at > 1 && sought[of - 1] === name[at - 2] && sought[of - 2] === name[at - 1] && before[at - 2] + 1 < cost) { cost = before[at - 2] + 1; }
        next[at] = cost;
        if (cost < least) { least = cost; }
      }
      if (least > most) { return -1; }
      at = before || [];
      before = row;
      row = next;
      next = at;
    }
    return least;
  }
  function letters(name) { return Array.from(name.toLowerCase()).filter(function (each) { return HAN.test(each) || /[a-z0-9]/.test(each); }); }
  /* Where in a name, of which each character may be ``read`` in several ways, sounds begin that start like those ``sought``. */
  function within(read, sought) {
    for (var at = 0; at + sought.length <= read.length; at += 1) {
      var of = 0;
      while (of < sought.length && read[at + of].some(function (each) { return each.indexOf(sought[of]) === 0; })) { of += 1; }
      if (of === sought.length) { return at; }
    }
    return -1;
  }
  function rank(row, query, mistyped) {
    var name = row[1].toLowerCase(), english = row[2].toLowerCase(), at = name.replace(/[^a-z0-9㐀-鿿]/g, "").indexOf(query.bare);
    if (row[0].toLowerCase() === query.bare) { return 0; }
    if (at >= 0) { return at; }
    var read = letters(name).map(function (each) { return soundsOf[each] || [each]; });
    if (query.words.length && english && query.words.every(function (word) { return english.indexOf(word) >= 0; })) { return 10 + english.indexOf(query.words[0]); }
    if (!HAN.test(query.bare) && (at = within(read, query.bare)) >= 0) { return 30 + at; }
    if (query.sounds && (at = within(read, query.sounds)) >= 0) { return 50 + at; }
    if (coded(query) && query.words.length === 1) { return row[0].toLowerCase().indexOf(query.bare) === 0 ? 5 : -1; }  /* a name has no such letters to be mistyped */
    if (!mistyped || query.bare.length < 3) { return -1; }
    var spoken = read.map(function (each) { return each[0]; }), first = starting(spoken);
    var most = query.bare.length > 5 && !HAN.test(query.bare) ? 2 : 1, least = -1;
    (HAN.test(query.bare) ? [letters(name), spoken] : [spoken.join(""), english.replace(/[^a-z0-9]/g, ""), first]).forEach(function (form, number) {
      var sought = HAN.test(query.bare) && number === 1 ? query.sounds : query.bare, cost = sought.length > 2 ? slips(sought, form, most) : -1;
      if (cost >= 0 && (least < 0 || cost < least)) { least = cost; }
    });
    return least < 0 ? -1 : 100 * (1 + least);
  }

  function isArea(area, text, query) {
    if (area[1].indexOf(text) >= 0 || area[2].toLowerCase().indexOf(text.toLowerCase()) === 0) { return true; }
    if (HAN.test(text) || query.bare.length < 2) { return false; }
    var read = letters(area[1]).map(function (each) { return soundsOf[each] || [each]; });
    return within(read, query.bare) === 0 || (query.sounds && query.sounds.length > 1 && within(read, query.sounds) === 0);
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
  function fetched(key) {
    if (shards[key] === undefined) { shards[key] = null; load("names/" + key); }
    return shards[key];
  }
  function show() {
    var text = input.value.trim();
    if (!text || !directory) { list.textContent = ""; status.textContent = ""; return; }
    var query = meant(text), wanted = keys(query), hits = [];
    var areas = text.length < 2 ? [] : directory.areas.filter(function (area) { return isArea(area, text, query); }).slice(0, AREAS);
    if (wanted.length && !fetched(wanted[0]) && !areas.length) { return; }
    var ready = wanted.filter(function (key) { return shards[key]; });
    function look(mistyped) {
      var found = {};
      ready.forEach(function (key) {
        shards[key].forEach(function (row) {
          var place = found[row[0]] ? -1 : rank(row, query, mistyped);
          if (place >= 0) { found[row[0]] = true; hits.push([place, row]); }
        });
      });
    }
    look(false);
    if (!hits.length && !areas.length) {  /* perhaps mistyped: look under the other keys as well */
      if (wanted.filter(function (key) { return !fetched(key); }).length) { return; }
      look(true);
    }
    list.textContent = "";
    areas.forEach(function (area) { link("areas/" + area[0] + ".html", said(area.slice(1)), form.dataset.area); });
    hits.sort(function (a, b) { return a[0] - b[0] || a[1][1].length - b[1][1].length || (a[1][0] < b[1][0] ? -1 : 1); });
    hits.slice(0, MOST).forEach(function (hit) {
      var row = hit[1], area = directory.areas[row[4]];
      link("f/" + row[0] + ".html", said([row[1], row[2]]), [said(directory.kinds[row[3]]), area && said(area.slice(1)), said(directory.outcomes[row[5]])].filter(Boolean).join(" · "));
    });
    var many = hits.length > MOST || ready.some(function (key) { return directory.counts[key] > directory.most; });
    status.textContent = many ? form.dataset.many : !list.childElementCount ? form.dataset.none : "";
  }
  input.addEventListener("focus", start);
  input.addEventListener("input", function () { start(); show(); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) { first.click(); }
  });
})();
