/* The draw page: asks the checker and says in words what came of it. Everything it says stands in drawCheckerWords. */
(function () {
  "use strict";
  const place = document.getElementById("checker"), words = self.drawCheckerWords;
  const find = (selector) => place.querySelector(selector);
  const field = (name) => document.getElementById(`checker-${name}`);
  const HASH = /^[0-9a-f]{64}$/;
  /** The page's steps, each with the comparisons that belong to it and the share of the time it takes. */
  const STEPS = [
    ["commitment", ["commitment"]], ["beacon", ["beacon"]], ["seed", ["seed"]],
    ["tickets", ["selection", "order", "reserve"]], ["teams", ["team", "short"]], ["days", ["day"]],
    ["events", ["events"]], ["current", ["current"]],
  ];
  const TIMES = { reading: [0, 0.2], commitment: [0.2, 0.35], tickets: [0.35, 0.7], teams: [0.7, 0.85],
    days: [0.85, 0.97], events: [0.97, 1] };

  function element(name, look, text) {
    const made = document.createElement(name);
    if (look) { made.className = look; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function fill(text, values) {
    return text.replace(/\{([a-z_]+)\}/g, (whole, name) => (name in values ? said(values[name]) : whole));
  }

  /** A value in words: long hashes shortened, a team as its target and people. */
  function said(value) {
    if (value === null || value === undefined) { return words.page.none; }
    if (Array.isArray(value)) { return value.map(said).join(words.page.and) || words.page.none; }
    if (typeof value === "object") {
      const day = "day" in value ? ` (${said(value.day)})` : "";
      return `${said(value.target)} → ${said(value.inspectors)}${day}`;
    }
    if (HASH.test(value)) { return `${value.slice(0, 12)}…`; }
    return /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/.test(value) ? moment(value) : String(value);
  }

  /** A day, or a moment in China's time, for people; as it was written where it is none. */
  function moment(text) {
    const at = new Date(text), hasTime = text.length > 10;
    if (isNaN(at)) { return text; }
    const form = hasTime ? { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Shanghai" } : { dateStyle: "long", timeZone: "UTC" };
    return new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : "zh-CN", form).format(at);
  }

  function show(node, look, title, ...more) {
    node.textContent = "";
    const box = element("div", `checker-answer checker-${look}`);
    box.append(element("p", "checker-title", `${{ good: "✓ ", wrong: "✗ " }[look] || ""}${title}`), ...more);
    node.append(box);
  }

  function news({ step, share }) {
    const [from, to] = TIMES[step];
    find("progress").value = from + (to - from) * share;
    field("doing").textContent = fill(words.page.working, { step: words.steps[step] });
  }

  function working(isWorking) {
    find(".checker-progress").hidden = !isWorking;
    place.querySelectorAll(".checker button").forEach((button) => { button.disabled = isWorking; });
    if (isWorking) { news({ step: "reading", share: 0 }); }
  }

  // what is checked, and against what

  let record = null;

  /** The record beside this page; a script, since a page from a disk may load nothing else. */
  function published() {
    return new Promise((resolve, reject) => {
      if (record !== null) { resolve(record); return; }
      const script = element("script");
      self.drawRecord = (text) => { record = text; };
      script.onload = () => { if (record === null) { reject(new Error("no-file")); } else { resolve(record); } };
      script.onerror = () => reject(new Error("no-file"));
      script.src = place.dataset.script;
      document.head.append(script);
    });
  }

  function chosen() {
    const file = field("file").files[0];
    return file ? file.arrayBuffer().then((buffer) => new Uint8Array(buffer)) : published();
  }

  function question(input) {
    const commitment = field("commitment").value.trim(), events = field("events").value.trim();
    const isHash = HASH.test(commitment);
    if (commitment && !isHash && commitment[0] !== "{") { throw new Error("bad-commitment"); }
    return {
      what: "verify", input, hash: isHash ? commitment : null, commitment: isHash ? null : commitment || null,
      events: events || null,
    };
  }

  // what came of it

  function stepItem(name, isGood, sentences) {
    const item = element("li", isGood ? "good" : "wrong"), head = element("p", "checker-step");
    const mark = element("span", "checker-mark", isGood ? "✓" : "✗");
    mark.setAttribute("aria-hidden", "true");
    head.append(mark, element("strong", "", words.steps[name]), element("span", "soft", isGood ? words.page.agrees : words.page.wrong));
    item.append(head, ...sentences.map((sentence) => element("p", "checker-said", sentence)));
    return item;
  }

  function difference(name, found) {
    return fill(words.differs["given" in found ? "commitment-given" : name], found);
  }

  function agreement(name, facts) {
    return fill(words.holds[name === "events" && !facts.events ? "no-events" : name], facts);
  }

  function showChecked({ verdict, steps, facts }) {
    const isGood = verdict.outcome === "holds";
    const stepOf = STEPS.find(([, parts]) => parts.includes(verdict.step));
    const notes = element("p", "soft", [
      words.page[verdict.commitment_compared ? "compared" : "not-compared"],
      words.page[verdict.events_compared ? "log-compared" : "log-not-compared"],
    ].join(" "));
    const title = isGood ? words.page.holds : fill(words.page.differs, { step: words.steps[stepOf[0]] });
    show(find(".checker-verdict"), isGood ? "good" : "wrong", title, notes);
    STEPS.forEach(([name, parts]) => {
      const wrong = parts.filter((part) => steps[part]);
      const sentences = wrong.map((part) => difference(part, steps[part]));
      find(".checker-steps").append(stepItem(name, !wrong.length, wrong.length ? sentences : [agreement(name, facts)]));
    });
    find(".checker-verdict-json").textContent = JSON.stringify(verdict, Object.keys(verdict).sort());
    find(".checker-json").hidden = false;
  }

  function showRefused(node, { path, problem, values }) {
    const part = words.parts[/^[a-z]*/.exec(path)[0]] || words.parts.request;
    const why = fill(words.problems[problem], "part" in values ? { ...values, part: words.parts[values.part] } : values);
    show(node, "wrong", fill(words.page.refused, { part }),
      element("p", "", fill(words.page["refused-more"], { path, problem: why })));
  }

  function showFailed(node, error) {
    show(node, "wrong", words.page[error.message] || words.page.broken);
  }

  /** Check what is chosen; resolves to whether there is an answer to build on. */
  async function verify(node) {
    find(".checker-steps").textContent = "";
    find(".checker-json").hidden = true;
    node.textContent = "";
    working(true);
    try {
      const { answer, refused } = await self.askDrawChecker(question(await chosen()), news);
      if (refused) { showRefused(node, refused); return false; }
      showChecked(answer);
      return true;
    } catch (error) {
      showFailed(node, error);
      return false;
    } finally {
      working(false);
      find(".checker-start").textContent = words.page.again;
    }
  }

  // one facility

  function shape(name, look, values) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries({ class: look, ...values }).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  /** All tickets of the stratum as a bar from the smallest to the largest, with the drawn part and this facility. */
  function picture({ place: mine, quota, size }) {
    const svg = shape("svg", "checker-bar", { viewBox: "0 0 300 34", role: "img" }), at = 300 * (mine - 0.5) / size;
    const title = shape("title", "", {});
    title.textContent = words.standing.picture;
    svg.append(title, shape("rect", "all", { x: 0, y: 12, width: 300, height: 14, rx: 3 }),
      shape("rect", "drawn", { x: 0, y: 12, width: Math.max(2, 300 * quota / size), height: 14, rx: 3 }),
      shape("path", "mine", { d: `M${at - 6} 0 h12 l-6 9 z M${at} 9 v20` }));
    return svg;
  }

  function showStanding(node, found) {
    if (found.found !== "target") { show(node, "wrong", fill(words.standing[found.found], found)); return; }
    const say = words.standing, [n, d] = found.ratio;
    const title = found.isSelected ? say.selected : found.isReserve ? say.reserve : say["not-selected"];
    const sentences = [fill(say.place, { ...found, n, d })];
    if (found.isSelected && !found.isGoing) { sentences.push(say.left); }
    if (!found.isSelected && found.isGoing) { sentences.push(say.came); }
    if (found.isGoing && found.day) { sentences.push(fill(say.day, found)); }
    const facts = element("dl", "facts");
    for (const [name, value] of [["pseudonym", found.pseudonym], ["ticket", found.ticket]]) {
      facts.append(element("dt", "", say[name]), element("dd", "hash", value));
    }
    show(node, "info", title, element("p", "", sentences.join(" ")), picture(found), facts);
  }

  let isChecked = false;

  async function lookUp(event) {
    event.preventDefault();
    const node = find(".checker-standing"), code = field("code").value.trim(), nonce = field("nonce").value.trim();
    node.textContent = "";
    if (!code || !HASH.test(nonce)) { show(node, "wrong", words.page["need-code"]); return; }
    isChecked = isChecked || await verify(find(".checker-verdict"));
    if (!isChecked) { find(".checker-verdict").focus(); return; }
    try {
      const { answer } = await self.askDrawChecker({ what: "standing", code, nonce }, () => null);
      showStanding(node, answer);
    } catch (error) { showFailed(node, error); }
  }

  async function save() {
    const { answer } = await self.askDrawChecker({ what: "result" }, () => null);
    const link = element("a"), address = URL.createObjectURL(new Blob([answer.text], { type: "application/json" }));
    link.href = address;
    link.download = "result.json";
    link.click();
    URL.revokeObjectURL(address);
  }

  field("commitment").value = place.dataset.commitment;
  find(".checker-start").addEventListener("click", async () => { isChecked = await verify(find(".checker-verdict")); });
  find(".checker-form").addEventListener("submit", lookUp);
  find(".checker-save").addEventListener("click", save);
  [field("commitment"), field("events"), field("file")].forEach((input) => {
    input.addEventListener("change", () => { isChecked = false; });
  });
  field("code").addEventListener("input", () => {
    const known = Array.from(field("codes").options).find((option) => option.value === field("code").value.trim());
    if (known) { field("nonce").value = known.dataset.nonce; }
  });
  place.querySelectorAll(".checker").forEach((card) => { card.hidden = false; });
  const asked = new URLSearchParams(location.hash.slice(1)); // from the facility's own page; it never leaves this device
  if (asked.has("code") && asked.has("nonce")) {
    field("code").value = asked.get("code");
    field("nonce").value = asked.get("nonce");
    find(".checker-form").scrollIntoView();
  }
}());
