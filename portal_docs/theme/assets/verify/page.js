/* The page "verify": runs the checks one after the other and says in words what came of each. The texts stand in the
   page. Over http the files are fetched; opened from a disk, where no page may fetch, the reader chooses the folder. */
(function () {
  "use strict";
  const check = {};
  self.drawChecker.forEach((part) => part(check));
  const place = document.getElementById("verify"), find = (selector) => place.querySelector(selector);
  const words = (name, values) => {
    const text = find(`[data-say="${name}"]`);
    return (text ? text.textContent : name).replace(/\{([a-z]+)\}/g, (whole, key) => (values && key in values ? values[key] : whole));
  };
  const chinese = document.documentElement.lang.slice(0, 2) === "zh";
  const root = new URL(place.dataset.root, location.href);
  const REMEMBERED = "verify.remembered";
  let source = null, log = null, manifest = null;

  /** Files of a web server. */
  class Fetched {
    async read(path) {
      const answer = await fetch(new URL(path, root), { cache: "no-store" }).catch(() => null);
      if (!answer) { throw new check.log.Fault("network", { path }); }
      if (answer.status === 404) { return null; }
      if (!answer.ok) { throw new check.log.Fault("network", { path }); }
      return new Uint8Array(await answer.arrayBuffer());
    }
  }

  /** Files of a folder that the reader chose; it is found by its checkpoint, whatever lies around it. */
  class Chosen {
    constructor(files) {
      this.files = new Map(Array.from(files, (file) => [file.webkitRelativePath || file.name, file]));
      const anchor = [...this.files.keys()].find((path) => path.endsWith("log/checkpoint"));
      this.before = anchor ? anchor.slice(0, -"log/checkpoint".length) : "";
    }

    async read(path) {
      const file = this.files.get(this.before + path);
      return file ? new Uint8Array(await file.arrayBuffer()) : null;
    }
  }

  function moment(value) {
    const form = { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Shanghai" };
    return new Intl.DateTimeFormat(chinese ? "zh-CN" : "en-GB", form).format(value);
  }

  function step(look, title, text) {
    const item = document.createElement("li"), head = document.createElement("p");
    item.className = `verify-${look}`;
    head.className = "verify-head";
    head.textContent = `${{ good: "✓ ", wrong: "✗ ", open: "○ " }[look]}${title}`;
    item.append(head);
    if (text) { const more = document.createElement("p"); more.textContent = text; item.append(more); }
    find(".verify-steps").append(item);
    return item;
  }

  const progress = (share) => { find("progress").value = Math.min(1, share); };
  const pause = () => new Promise((go) => { setTimeout(go); });
  const shown = (value) => ({ ...value, path: value.path || "" });

  function kept() {
    try { return JSON.parse(localStorage.getItem(REMEMBERED)); } catch (error) { return null; }
  }

  function keep() {
    try { localStorage.setItem(REMEMBERED, JSON.stringify(check.site.remembered(log))); } catch (error) { return false; }
    return true;
  }

  /** Run some checks; whatever fails is said as a step of its own. */
  async function attempt(work) {
    const buttons = place.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    find(".verify-progress").hidden = false;
    await pause();
    try { await work(); } catch (error) {
      if (!(error instanceof check.log.Fault)) { throw error; }
      step("wrong", words(error.code, shown(error.values)), words(`${error.code}-do`));
      find(".verify-verdict").textContent = words("fails");
    } finally {
      find(".verify-progress").hidden = true;
      buttons.forEach((button) => { button.disabled = false; });
    }
  }

  async function whole() {
    find(".verify-steps").textContent = "";
    find(".verify-verdict").textContent = "";
    log = manifest = null;
    await attempt(async () => {
      log = await check.site.openLog(source, kept(), progress);
      const { origin, size } = log.checkpoint;
      step("good", words("signed", { name: origin }));
      step("good", words("tree", { size }));
      if (log.past === "continued") { step("good", words("continued")); } else { step("open", words(log.past === "none" ? "first" : "other")); }
      log.cosigned.forEach(({ name, size, at }) => step("good", words("cosigned", { name, size, at: moment(at * 1000) })));
      if (!log.cosigned.length) { step("open", words("alone")); }
      manifest = await check.site.openManifest(source, log);
      step("good", words("manifest", { files: Object.keys(manifest.files).length, day: manifest.day, index: manifest.index }));
      find(".verify-verdict").textContent = words("holds");
      find(".verify-more").hidden = false;
      const code = decodeURIComponent(location.hash.slice(1));
      if (code.startsWith("f/")) { find("#verify-code").value = code.slice(2); await facility(code.slice(2)); }
    });
  }

  async function facility(code) {
    const { name, records } = await check.site.checkFacility(source, log, manifest, code);
    const spoken = (chinese ? name.zh : name.en || name.zh);
    const first = records.map((each) => each.at).sort()[0];
    const text = records.length ? words("records", { count: records.length, at: moment(new Date(first)) }) : words("no-records");
    step("good", words("facility", { name: spoken, code }), text).scrollIntoView({ block: "nearest" });
  }

  find(".verify-facility").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = find("#verify-code").value.trim();
    if (code) { attempt(() => facility(code.toUpperCase())); }
  });
  find(".verify-files").addEventListener("click", () => attempt(async () => {
    const count = await check.site.checkFiles(source, manifest, progress);
    step("good", words("files", { count }));
  }));
  find(".verify-keep").addEventListener("click", () => {
    const item = step(keep() ? "good" : "wrong", words(kept() ? "remembered" : "not-remembered", { size: log.checkpoint.size }));
    item.scrollIntoView({ block: "nearest" });
  });
  find(".verify-start").addEventListener("click", () => { source = new Fetched(); whole(); });
  find("#verify-folder").addEventListener("change", (event) => { source = new Chosen(event.target.files); whole(); });

  const local = location.protocol === "file:";
  find(".verify-here").hidden = local;
  find(".verify-disk").hidden = !local;
  place.hidden = false;
  if (!local && location.hash.startsWith("#f/")) { source = new Fetched(); whole(); }
}());
