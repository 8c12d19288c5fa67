/* The form of a method page: asks for the facts that its scheme reads, works the sheet out at every change, and says it.
   What is left empty is "not recorded", which is neither nought nor no. Everything it says stands in data-… of the page. */
(function () {
  "use strict";
  const place = document.querySelector(".calculator"), program = self.calculatorProgram, examples = self.calculatorExamples;
  if (!place || !program) { return; }
  const calc = {};
  self.calculatorParts.forEach((part) => part(calc));
  const said = place.dataset, language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const facts = place.querySelector(".calculator-facts"), select = place.querySelector("#calculator-example");
  const rehearse = place.querySelector("#calculator-rehearse");
  const outcome = place.querySelector(".calculator-outcome"), seen = place.querySelector(".calculator-seen");
  const lines = place.querySelector(".calculator-lines tbody");
  const WAIT = 250; // milliseconds after the last key, so that nobody hears a result for every letter
  let ids = 0;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
  const words = (name) => name[language] || name.zh;

  function make(tag, look, text) {
    const made = document.createElement(tag);
    if (look) { made.className = look; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function option(value, text) {
    const made = make("option", "", text);
    made.value = value;
    return made;
  }

  // one value

  /** A control for a member: {label, read() → constant, or undefined where not recorded, or null where wrong; write(constant)}. */
  function control(member) {
    const id = `calculator-${ids += 1}`, label = make("label", "", words(member.name));
    label.htmlFor = id;
    const box = make("p", "calculator-field"), field = fieldOf(member);
    field.id = id;
    const wrong = make("span", "problem");
    wrong.id = `${id}-wrong`;
    wrong.hidden = true;
    box.append(label, field, wrong);
    const read = () => {
      const constant = readField(member, field);
      wrong.hidden = constant !== null;
      wrong.textContent = constant === null ? said.wrong : "";
      for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", wrong.id]]) {
        if (constant === null) { field.setAttribute(name, value); } else { field.removeAttribute(name); }
      }
      return constant;
    };
    return { box, label, field, read, write: (constant) => writeField(member, field, constant) };
  }

  function fieldOf({ type, choices }) {
    if (type === "flag" || (type === "text" && choices.length)) {
      const field = make("select"), listed = type === "flag" ? [["true", said.yes], ["false", said.no]]
        : [...choices.map((one) => [one.value, words(one.name)]), ["\u0000", said.other]];
      field.append(option("", said.none), ...listed.map(([value, text]) => option(value, text)));
      return field;
    }
    const field = make("input", "input");
    field.type = type === "date" ? "date" : "text";
    field.autocomplete = "off";
    if (type === "number") { field.inputMode = "decimal"; }
    if (type !== "date") { field.placeholder = said.none; }
    return field;
  }

  function readField({ type }, field) {
    const value = field.value.trim();
    if (value === "") { return field.validity && field.validity.badInput ? null : undefined; }
    if (type === "flag") { return ["flag", value === "true"]; }
    if (type === "number") { return calc.read(value) ? ["number", value] : null; }
    if (type === "set") { return ["set", value.split(/[,，、\s]+/).filter(Boolean)]; }
    return [type, value];
  }

  function writeField({ type, choices }, field, constant) {
    const value = constant === undefined ? "" : type === "set" ? constant[1].join(", ") : String(constant[1]);
    if (field.tagName === "SELECT" && type === "text" && value && !choices.some((one) => one.value === value)) { field.value = "\u0000"; return; }
    field.value = value;
  }

  // facts: one of a kind, several, or one for each item

  const dayField = () => control({ name: { zh: said.on, en: said.on }, type: "date", choices: [] });
  const recently = calc.writeDay(calc.addDays(calc.readDay(said.day), -30));

  function fieldset(title) {
    const made = make("fieldset", "calculator-kind");
    made.append(make("legend", "", title));
    return made;
  }

  /** Controls of one fact; `read` gives the fact, `undefined` where nothing of it is recorded. */
  function fact(kind, members, fixed) {
    const controls = members.map((member) => [member.id, control(member)]), day = dayField();
    return {
      boxes: [...controls.map(([, one]) => one.box), day.box], controls, day,
      read: (always) => {
        const data = { ...fixed };
        let recorded = always;
        for (const [id, one] of controls) {
          const constant = one.read();
          if (constant) { data[id] = constant; recorded = true; }
        }
        return recorded ? { kind: kind.kind, on: day.read()?.[1] ?? said.day, data } : undefined;
      },
      write: (given) => {
        controls.forEach(([id, one]) => one.write(given?.data[id]));
        day.write(["date", given?.on ?? recently]);
      },
    };
  }

  function once(kind) {
    const set = fieldset(words(kind.name)), one = fact(kind, kind.members, {});
    set.append(...one.boxes);
    return { set, read: () => [one.read(false)].filter(Boolean), write: (given) => one.write(given[given.length - 1]) };
  }

  function often(kind) {
    const set = fieldset(words(kind.name)), list = make("div", "calculator-list"), add = make("button", "button", words(kind.name));
    add.type = "button";
    set.append(list);
    more.append(add);
    let made = [];
    const number = () => {
      set.hidden = !made.length;
      made.forEach(({ box }, at) => box.setAttribute("aria-label", `${words(kind.name)} ${fill(said.number, { n: at + 1 })}`));
    };
    const another = (given) => {
      const one = fact(kind, kind.members, {}), box = make("div", "calculator-one"), remove = make("button", "button button-quiet", said.remove);
      box.setAttribute("role", "group");
      remove.type = "button";
      remove.addEventListener("click", () => {
        made = made.filter((each) => each.one !== one);
        box.remove();
        number();
        (made.length ? made[made.length - 1].box.querySelector("input, select") : add).focus();
        update();
      });
      box.append(...one.boxes, remove);
      list.append(box);
      made.push({ one, box });
      one.write(given);
      number();
    };
    add.addEventListener("click", () => {
      another();
      made[made.length - 1].box.querySelector("input, select").focus();
      update();
    });
    return {
      set, read: () => made.map(({ one }) => one.read(true)),
      write: (given) => { made = []; list.textContent = ""; number(); given.forEach(another); },
    };
  }

  const scored = new Map();
  (function walk(nodes) { nodes.forEach((node) => { scored.set(node.id, node); walk(node.items ?? []); }); }(program.score?.parts ?? []));

  function most(node) {
    const limit = node.max?.[0] === "number" ? node.max[1] : node.assumed_max;
    return limit ? ` (${fill(said.most, { most: limit })})` : "";
  }

  function perItem(kind) {
    const { member, items } = kind.form, rest = kind.members.filter((one) => one.id !== member);
    const set = fieldset(words(kind.name)), day = dayField(), rows = [];
    set.append(day.box);
    for (const item of items) {
      const node = scored.get(item), row = make("div", "calculator-item");
      const controls = rest.map((one, at) => {
        const made = control(one), name = `${words(node.name)}${one.type === "number" ? most(node) : ""}`;
        made.label.textContent = at ? `${words(one.name)}` : name;
        if (at) { made.field.setAttribute("aria-label", `${words(node.name)} ${words(one.name)}`); }
        row.append(made.box);
        return [one.id, made];
      });
      rows.push({ item, controls });
      set.append(row);
    }
    const read = () => rows.map(({ item, controls }) => {
      const data = {};
      controls.forEach(([id, one]) => { const constant = one.read(); if (constant) { data[id] = constant; } });
      return Object.keys(data).length && { kind: kind.kind, on: day.read()?.[1] ?? said.day, data: { ...data, [member]: ["text", item] } };
    }).filter(Boolean);
    const write = (given) => {
      const newest = new Map(given.map((one) => [one.data[member]?.[1], one]));
      rows.forEach(({ item, controls }) => controls.forEach(([id, one]) => one.write(newest.get(item)?.data[id])));
      day.write(["date", given[0]?.on ?? recently]);
    };
    return { set, read, write };
  }

  function peers() {
    const set = fieldset(said.peers), made = program.compared.map(({ id, name }) => [id, control({ name, type: "number", choices: [] })]);
    set.append(make("p", "soft", said.peersHint), ...made.map(([, one]) => one.box));
    const read = () => Object.fromEntries(made.map(([id, one]) => [id, one.read()]).filter(([, constant]) => constant));
    return { set, read, write: (standing) => made.forEach(([id, one]) => one.write(standing[id])) };
  }

  const more = make("div", "calculator-more"), moreWords = make("p", "", said.add);
  more.setAttribute("role", "group");
  moreWords.id = "calculator-more";
  more.setAttribute("aria-labelledby", moreWords.id);
  more.append(moreWords);
  const kinds = program.facts.map((kind) => [kind.kind, { once, often, items: perItem }[kind.form.asks](kind)]);
  const compared = program.compared.length ? peers() : null;
  facts.append(...kinds.map(([, one]) => one.set), ...(more.children.length > 1 ? [more] : []), ...(compared ? [compared.set] : []));

  // an example to begin with, and the sheet

  /** The facts of an example, moved so that they lie as far before today as they lay before its day. */
  function start(example) {
    const away = example ? calc.readDay(said.day).number - calc.readDay(example.on).number : 0;
    const moved = (text) => calc.writeDay(calc.addDays(calc.readDay(text), away));
    const given = (example?.given ?? []).map((one) => ({
      ...one, on: moved(one.on),
      data: Object.fromEntries(Object.entries(one.data).map(([id, constant]) => [id, constant[0] === "date" ? ["date", moved(constant[1])] : constant])),
    }));
    kinds.forEach(([kind, one]) => one.write(given.filter((each) => each.kind === kind)));
    compared?.write(example?.standing ?? {});
    if (rehearse && example) { rehearse.checked = example.rehearse; }
    update();
  }

  function update() {
    const given = kinds.flatMap(([, one]) => one.read());
    const sheet = calc.evaluate(program, given, { rehearse: Boolean(rehearse?.checked), standing: compared?.read() });
    const main = program.outcomes.find((one) => one.id === "main"), value = sheet.value === null ? "" : calc.write(sheet.value);
    const word = sheet.outcome === null ? said.open : words(main.names.find((one) => one.id === sheet.outcome).name);
    outcome.textContent = "";
    outcome.append(make("strong", "word", word), " ", make("span", "", value && fill(said.points, { points: value })));
    for (const [id, found] of Object.entries(sheet.also)) {
      const block = program.outcomes.find((one) => one.id === id);
      const text = found === null ? said.open : words(block.names.find((one) => one.id === found).name);
      outcome.append(make("span", "calculator-also", `${words(block.name)}: ${text}`));
    }
    seen.textContent = sheet.applicable ? fill(said.seen, { applicable: sheet.applicable, observed: sheet.observed }) : "";
    lines.textContent = "";
    for (const line of sheet.lines) {
      const row = make("tr"), points = line.points === null ? "" : calc.write(line.points);
      const sign = points === "" || points === "0" ? "none" : points.startsWith("-") ? "lost" : "won";
      row.append(make("td", "", words(line.words)), make("td", `number points-${sign}`, points.replace("-", "−")));
      lines.append(row);
    }
  }

  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(update, WAIT); };
  select.append(...examples.map((one, number) => option(number, words(one.name))), option("", said.empty));
  select.addEventListener("change", () => start(examples[select.value]));
  rehearse?.addEventListener("change", update);
  facts.addEventListener("input", soon);
  facts.addEventListener("submit", (event) => event.preventDefault());
  const first = Math.max(0, examples.findIndex((one) => one.value));
  select.value = String(first);
  start(examples[first]);
  place.hidden = false;
  document.querySelector(".calculator-without").hidden = true;
}());
