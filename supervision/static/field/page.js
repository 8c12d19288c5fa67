/* What the server wrote into the page: words, shapes, and the data of this page; and how elements are made.
   Nothing is ever put in as markup: texts are text nodes. */
const read = (id) => JSON.parse(document.getElementById(id).textContent);

const words = read("field-words");
export const shapes = read("field-shapes");
export const session = read("field-session"); // {user, name, lang, csrf}

/** Return a text by its key, with {places} filled in. */
export function say(key, values = {}) {
  const text = words[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Return the data that the page carries under `id`. */
export const dataOf = read;

/** Return the wanted language of {zh, en}. */
export const inLanguage = (text) => (typeof text === "string" ? text : (session.lang === "en" && text.en) || text.zh || "");

/** Make an element: h("p", {class: "soft", onclick: f}, "text", child). Attributes that are false or null are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string" && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Make one of the shapes that go with words. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", shapes[name]);
  svg.append(path);
  return svg;
}

/** Return a new random id (UUID version 4); also where the page is not in a secure context. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** What the tablet's clocks say now: the wall clock, and one that nobody can turn back. */
export const moment = () => ({ device_time: new Date().toISOString(), monotonic_ms: Math.round(performance.timeOrigin + performance.now()) });
