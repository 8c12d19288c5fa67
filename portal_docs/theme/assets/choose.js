/* Choosing a home by what it is, costs and offers; near me; a schematic map; up to four side by side.
   The facilities of one district at a time are loaded as a classic script, so that it works from a disk. The conditions
   stand in the address and can be sent to somebody; the position never leaves the device. */
(function () {
  "use strict";
  var place = document.querySelector(".choose");
  if (!place || !window.mingjing) { return; }
  var form = place.querySelector("form"), list = place.querySelector(".choose-list"), count = place.querySelector(".choose-count");
  var map = place.querySelector(".choose-map"), compare = place.querySelector(".compare"), near = place.querySelector(".choose-near"), further = place.querySelector(".choose-further");
  var STEP = 20, COMPARED = 4, FIELDS = ["district", "area", "kind", "grade", "service", "price", "order", "vacant", "insured"];
  var said = window.mingjing.said, directory = null, areas = {}, here = null, compared = [], shown = STEP;
  /* what a row of assets/areas/<district>.js holds */
  var CODE = 0, KIND = 3, AREA = 4, GRADE = 5, RANK = 6, CREDIT = 7, PRICE = 8, BEDS = 9, VACANT = 10, OPEN = 11, VISIT = 12, INSURED = 13, SERVICES = 14, PLACE = 15;

  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (whole, name) { return values[name]; }); }
  function make(tag, text, className) {
    var made = document.createElement(tag);
    if (text !== undefined) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }
  function option(select, value, text) {
    var made = make("option", text);
    made.value = value;
    select.appendChild(made);
  }
  function name(row) { return said([row[1], row[2]]); }
  function areaName(number) { return directory.areas[number] ? said(directory.areas[number].slice(1)) : ""; }

  function kept() {
    var values = {};
    location.hash.slice(1).split("&").forEach(function (pair) {
      var parts = pair.split("=");
      if (parts.length === 2) { values[decodeURIComponent(parts[0])] = decodeURIComponent(parts[1]); }
    });
    return values;
  }
  function value(field) {
    var control = form.elements[field];
    return control.type === "checkbox" ? (control.checked ? "1" : "") : control.value;
  }
  function keep() {
    var pairs = FIELDS.filter(value).map(function (field) { return field + "=" + encodeURIComponent(value(field)); });
    if (compared.length) { pairs.push("compare=" + compared.join(",")); }
    history.replaceState(null, "", pairs.length ? "#" + pairs.join("&") : location.pathname.split("/").pop() || ".");
  }

  function begin() {
    directory = window.mingjing.directory();
    var areaOf = {}, before = kept();
    directory.areas.forEach(function (area) { areaOf[area[0]] = area; });
    directory.districts.forEach(function (district) {
      var area = areaOf[district[0]];
      option(form.elements.district, district[0], (area ? said(area.slice(1)) : district[0]) + " (" + district[1] + ")");
    });
    directory.kinds.forEach(function (kind, number) { option(form.elements.kind, number, said(kind)); });
    directory.services.forEach(function (service, number) { option(form.elements.service, number, said(service)); });
    form.elements.district.closest("p").hidden = directory.districts.length < 2;
    if (before.district) { form.elements.district.value = before.district; }
    compared = (before.compare || "").split(",").filter(Boolean).slice(0, COMPARED);
    place.hidden = !directory.districts.length;
    near.querySelector("button").hidden = !navigator.geolocation || !directory.districts.some(function (each) { return each[2]; });
    open(before);
  }
  function open(before) {
    var district = value("district");
    if (!district) { return; }
    if (!areas[district]) { if (areas[district] === undefined) { areas[district] = null; window.mingjing.load("areas/" + district); } return; }
    var select = form.elements.area, grades = {};
    while (select.options.length > 1) { select.remove(1); }
    directory.areas.forEach(function (area) { if (area[3] === district) { option(select, area[0], said(area.slice(1))); } });
    select.closest("p").hidden = select.options.length < 2;
    areas[district].forEach(function (row) { if (row[RANK]) { grades[row[RANK]] = said(directory.outcomes[row[GRADE]]); } });
    while (form.elements.grade.options.length > 1) { form.elements.grade.remove(1); }
    Object.keys(grades).sort().reverse().forEach(function (rank) { option(form.elements.grade, rank, grades[rank] + (rank === Object.keys(grades).sort().pop() ? "" : " +")); });
    Object.keys(before || {}).forEach(function (field) {
      var control = form.elements[field];
      if (!control || field === "district") { return; }
      if (control.type === "checkbox") { control.checked = Boolean(before[field]); } else { control.value = before[field]; }
    });
    show();
  }
  window.mingjingArea = function (district, rows) { areas[district] = rows; open(kept()); };

  function fits(row) {
    var price = Number(value("price")), area = value("area");
    return (!area || directory.areas[row[AREA]] && directory.areas[row[AREA]][0].indexOf(area) === 0) &&
      (!value("kind") || row[KIND] === Number(value("kind"))) && row[RANK] >= Number(value("grade") || 0) &&
      (!value("service") || row[SERVICES].indexOf(Number(value("service"))) >= 0) &&
      (!price || row[PRICE] !== null && row[PRICE] <= price) && (!value("vacant") || row[VACANT] > 0) && (!value("insured") || row[INSURED]);
  }
  function far(row) {
    var at = row[PLACE], degree = Math.PI / 180;
    if (!here || !at || ["wgs84", "gcj02", "bd09"].indexOf(at[2]) < 0) { return Infinity; }
    var x = (at[0] - here[0]) * Math.cos((at[1] + here[1]) / 2 * degree), y = at[1] - here[1];
    return Math.sqrt(x * x + y * y) * 111.2;
  }
  var ORDERS = {
    "": function (row) { return -row[RANK]; },
    price: function (row) { return row[PRICE] === null ? Infinity : row[PRICE]; },
    open: function (row) { return row[OPEN]; },
    visit: function (row) { return row[VISIT] ? -Date.parse(row[VISIT]) : Infinity; },
    near: far
  };

  function facts(row) {
    var words = list.dataset, outcome = row[GRADE] >= 0 ? said(directory.outcomes[row[GRADE]]) : words.ungraded;
    return [
      outcome, row[CREDIT] >= 0 && said(directory.outcomes[row[CREDIT]]), here && isFinite(far(row)) && fill(near.querySelector("button").dataset.far, { km: far(row).toFixed(1) }),
      row[PRICE] !== null && fill(words.price, { price: row[PRICE].toLocaleString() }), row[BEDS] !== null && fill(words.beds, { beds: row[BEDS] }),
      row[VACANT] !== null && fill(words.vacant, { beds: row[VACANT] }), row[OPEN] > 0 && words.open + " " + row[OPEN], row[VISIT] ? words.visit + " " + row[VISIT] : words.never
    ].filter(Boolean);
  }
  function show() {
    var rows = (areas[value("district")] || []).filter(fits), order = ORDERS[value("order")] || ORDERS[""];
    rows.sort(function (a, b) { return order(a) - order(b) || (order(a) === order(b) || isNaN(order(a) - order(b))) && (a[CODE] < b[CODE] ? -1 : 1); });
    list.textContent = "";
    rows.slice(0, shown).forEach(function (row) {
      var item = make("li"), link = make("a", name(row)), label = make("label", undefined, "choice"), box = make("input");
      link.href = place.dataset.root + "f/" + row[CODE] + ".html";
      box.type = "checkbox";
      box.checked = compared.indexOf(row[CODE]) >= 0;
      box.disabled = !box.checked && compared.length >= COMPARED;
      box.addEventListener("change", function () {
        compared = box.checked ? compared.concat(row[CODE]) : compared.filter(function (each) { return each !== row[CODE]; });
        list.querySelectorAll("input").forEach(function (each) { each.disabled = !each.checked && compared.length >= COMPARED; });
        side();
        keep();
      });
      label.appendChild(box);
      label.appendChild(document.createTextNode(" " + list.dataset.compare));
      label.appendChild(make("span", " " + name(row), "only-read"));
      item.appendChild(link);
      item.appendChild(make("span", directory.kinds[row[KIND]] ? " " + said(directory.kinds[row[KIND]]) + " · " + areaName(row[AREA]) : "", "soft"));
      var about = make("p", undefined, "choose-facts");
      facts(row).forEach(function (fact) { about.appendChild(make("span", fact)); about.appendChild(document.createTextNode(" ")); });
      item.appendChild(about);
      item.appendChild(label);
      list.appendChild(item);
    });
    count.textContent = fill(count.dataset.said, { count: rows.length });
    further.hidden = rows.length <= shown;
    draw(rows);
    side();
  }

  function draw(rows) {
    var svg = map.querySelector("svg"), placed = rows.filter(function (row) { return row[PLACE]; }), space = "http://www.w3.org/2000/svg";
    svg.textContent = "";
    map.hidden = placed.length < 2;
    if (map.hidden) { return; }
    var xs = placed.map(function (row) { return row[PLACE][0]; }), ys = placed.map(function (row) { return row[PLACE][1]; });
    var left = Math.min.apply(null, xs), low = Math.min.apply(null, ys);
    var wide = Math.max.apply(null, xs) - left || 1, high = Math.max.apply(null, ys) - low || 1;
    placed.forEach(function (row) {
      var link = document.createElementNS(space, "a"), dot = document.createElementNS(space, "circle"), title = document.createElementNS(space, "title");
      link.setAttribute("href", place.dataset.root + "f/" + row[CODE] + ".html");
      dot.setAttribute("cx", (14 + (row[PLACE][0] - left) / wide * 372).toFixed(1));
      dot.setAttribute("cy", (286 - (row[PLACE][1] - low) / high * 272).toFixed(1));
      dot.setAttribute("r", 7);
      dot.setAttribute("class", "tone-" + row[RANK]);
      title.textContent = name(row) + " · " + facts(row).join(" · ");
      link.appendChild(title);
      link.appendChild(dot);
      svg.appendChild(link);
    });
  }

  function side() {
    var body = compare.querySelector("tbody"), heads = body.dataset.heads.split("|"), all = areas[value("district")] || [];
    var rows = compared.map(function (code) { return all.find(function (row) { return row[CODE] === code; }); }).filter(Boolean);
    var top = compare.querySelector("thead tr");
    compare.hidden = !rows.length;
    body.textContent = "";
    while (top.cells.length > 1) { top.deleteCell(1); }
    rows.forEach(function (row) {
      var head = make("th"), link = make("a", name(row)), remove = make("button", body.dataset.remove, "button");
      head.scope = "col";
      link.href = place.dataset.root + "f/" + row[CODE] + ".html";
      remove.type = "button";
      remove.setAttribute("aria-label", body.dataset.remove + " " + name(row));
      remove.addEventListener("click", function () {
        compared = compared.filter(function (each) { return each !== row[CODE]; });
        keep();
        show();
      });
      head.appendChild(link);
      head.appendChild(document.createElement("br"));
      head.appendChild(remove);
      top.appendChild(head);
    });
    function or(given) { return given === null || given === undefined ? "–" : given.toLocaleString(); }
    heads.forEach(function (head, number) {
      var line = make("tr"), first = make("th", head);
      first.scope = "row";
      line.appendChild(first);
      rows.forEach(function (row) {
        line.appendChild(make("td", [
          said(directory.kinds[row[KIND]]), areaName(row[AREA]), row[GRADE] >= 0 ? said(directory.outcomes[row[GRADE]]) : list.dataset.ungraded,
          row[CREDIT] >= 0 ? said(directory.outcomes[row[CREDIT]]) : "–", or(row[PRICE]), or(row[BEDS]), or(row[VACANT]), or(row[OPEN]), row[VISIT] || "–",
          row[INSURED] ? body.dataset.yes : body.dataset.no, row[SERVICES].map(function (each) { return said(directory.services[each]); }).join(" · ") || "–"
        ][number]));
      });
      body.appendChild(line);
    });
  }

  function nearest(position) {
    here = [position.coords.longitude, position.coords.latitude];
    var best = directory.districts.filter(function (each) { return each[2]; }).sort(function (a, b) {
      function gap(district) { return Math.pow(district[2][0] - here[0], 2) + Math.pow(district[2][1] - here[1], 2); }
      return gap(a) - gap(b);
    })[0];
    form.elements.district.value = best[0];
    form.elements.order.querySelector("[value=near]").hidden = false;
    form.elements.order.value = "near";
    near.querySelector("[role=status]").textContent = "";
    keep();
    open(kept());
  }
  near.querySelector("button").addEventListener("click", function () {
    navigator.geolocation.getCurrentPosition(nearest, function () {
      near.querySelector("[role=status]").textContent = near.querySelector("button").dataset.refused;
    });
  });
  further.addEventListener("click", function () {
    var next = shown;
    shown += STEP;
    show();
    list.children[next].querySelector("a").focus();
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", function (event) {
    if (event.target.name === "district") { form.elements.area.value = ""; form.elements.grade.value = ""; compared = []; }
    shown = STEP;
    keep();
    open(kept());
  });
  document.addEventListener("mingjing-names", begin);
  window.mingjing.start();
})();
