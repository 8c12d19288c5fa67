/* One visit on the tablet. The address after # says what is shown, so that "back" works and a page that was killed by
   the camera opens again where it was: #list/all · #item/CL-C02 · #sign · #summary */
import { absence, absentBox } from "./absent.js";
import { dataOf, h, icon, say } from "./page.js";
import { answerButtons, changedAnswer, itemCard, untouched } from "./card.js";
import { signing, summary } from "./closing.js";
import { answered, overview, progressRow } from "./overview.js";
import { openStore, storageHealth } from "./store.js";
import { Sync } from "./sync.js";
import { mountSyncBar } from "./syncbar.js";

const ENOUGH_ROOM = 200 * 1024 * 1024; // bytes
const ROLES = ["inspector", "facility", "witness"];
const visit = dataOf("field-visit");
visit.items = visit.checklist.categories.flatMap((category) => category.items);

const content = document.getElementById("field-content");
const reach = document.getElementById("field-reach");
const progress = document.getElementById("field-progress");
let store, sync, showWords, record, photos;
let answers = new Map();
let signatures = [];
let trouble = null; // {item, words}: what went wrong with a photo
let last = Promise.resolve(); // the last change being kept

async function begin() {
  try {
    store = await openStore();
  } catch {
    return cannotKeep();
  }
  const health = await storageHealth(store);
  if (!health.writable) return cannotKeep();
  await takeOver();
  sync = new Sync(store);
  showWords = mountSyncBar(document.getElementById("field-sync"), sync, visit.uuid);
  sync.addEventListener("change", async () => {
    const before = record;
    await load();
    if (Boolean(before.receipt) !== Boolean(record.receipt) || Boolean(before.problem) !== Boolean(record.problem)) show();
  });
  warnings(health);
  await load();
  addEventListener("hashchange", () => {
    document.activeElement?.blur(); // what was being typed is kept first
    last.then(() => show({ moved: true }));
  });
  if (!location.hash && record.position) history.replaceState(null, "", record.position);
  show();
  await sync.register(tabletName());
  sync.start();
  return undefined;
}

/** A name by which a person knows this tablet again: system, browser, size of the screen. */
function tabletName() {
  const first = (words) => words.find((word) => navigator.userAgent.includes(word)) || "";
  const system = first(["iPad", "iPhone", "HarmonyOS", "Android", "Windows", "Macintosh", "Linux"]);
  return [system, first(["Edg", "Firefox", "Chrome", "Safari"]), `${screen.width}×${screen.height}`].filter(Boolean).join(" · ");
}

/** What the server already holds is shown on a tablet that knows nothing of this visit (new, or wiped). */
async function takeOver() {
  const known = await store.visit(visit.uuid);
  await store.note(visit.uuid, { checklist: visit.checklist.version, ...(visit.receipt && !known.receipt ? { receipt: visit.receipt, finished: true } : {}) });
  if (known.revision > 0 || !visit.answers?.length) return;
  await store.write(["visits", "answers"], async (visits, kept) => {
    for (const answer of visit.answers) kept.put({ ...answer, visit: visit.uuid, revision: 1 });
    visits.put({ ...known, visit: visit.uuid, checklist: visit.checklist.version, revision: 1, sent: 1, receipt: visit.receipt || null, finished: Boolean(visit.receipt) });
  });
}

async function load() {
  const [one, list, signed, taken] = await Promise.all([store.visit(visit.uuid), store.answers(visit.uuid), store.signatures(visit.uuid), store.photos(visit.uuid)]);
  record = one;
  answers = new Map(list.map((answer) => [answer.item, answer]));
  signatures = signed.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  photos = taken;
}

function cannotKeep() {
  content.replaceChildren(h("div", { class: "notice notice-danger", role: "alert" }, icon("danger"), h("div", {}, h("p", {}, h("strong", {}, say("cannot_keep"))), h("p", {}, say("cannot_keep_remedy")))));
}

function warnings(health) {
  const place = document.getElementById("field-warnings");
  const warn = (title, text) => place.append(h("div", { class: "notice notice-due" }, icon("due"), h("div", {}, h("p", {}, h("strong", {}, title)), h("p", {}, text))));
  if (!isSecureContext) warn(say("not_secure"), say("not_secure_remedy", { host: location.host }));
  else if (health.persistent === false) warn(say("not_persistent"), say("not_persistent_remedy"));
  if (health.free !== null && health.free < ENOUGH_ROOM) warn(say("little_room", { megabytes: Math.floor(health.free / 1048576) }), say("little_room_remedy"));
}

/** Keep a change of the answer to `item`, one after the other, each on top of the answer as it stands then. */
function change(item, changes, { photo = null, told = {}, quiet = false } = {}) {
  const kept = last.then(async () => {
    const now = answers.get(item.id) || untouched(visit.uuid, item.id);
    const next = changedAnswer(now, typeof changes === "function" ? changes(now) : changes, told);
    await store.keep("answers", next, photo);
    await load();
    trouble = null;
  });
  last = kept.catch(() => {});
  return kept.then(() => {
    sync.soon();
    if (quiet) drawProgress();
    else show();
  }, (error) => {
    if (error.name === "QuotaExceededError") throw error;
    cannotKeep();
  });
}

/** Answer all items that hang on something absent, or take those answers back; the page is drawn once. */
async function sayAbsent(feature, absent) {
  const [items, changes] = absence(feature, visit.items, answers, absent);
  for (const item of items) await change(item, changes, { quiet: true });
  show();
}

function drawProgress() {
  progress.replaceChildren(progressRow(say("answered"), answered(visit.items, answers), visit.items.length));
  showWords();
}

function show({ moved = false } = {}) {
  const focused = document.activeElement?.dataset?.key;
  const [place, detail] = (location.hash || "#list/all").slice(1).split("/");
  const locked = Boolean(record.finished || visit.read_only);
  drawProgress();
  reach.replaceChildren();
  document.body.dataset.place = place;
  if (place === "item") showItem(visit.items.find((item) => item.id === detail) || visit.items[0], locked);
  else if (place === "sign") content.replaceChildren(signing(visit, signatures, { keep: keepSignatures, remove: removeSignature, locked }));
  else if (place === "summary") content.replaceChildren(summary(visit, answers, signatures, { finish, reopen, record }));
  else showList(["unanswered", "not_met"].includes(detail) ? detail : "all");
  if (moved) {
    scrollTo(0, 0);
    content.querySelector("h1[tabindex]")?.focus({ preventScroll: true });
  } else if (focused) {
    document.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  }
}

function showList(filter) {
  const next = visit.items.find((item) => !answers.get(item.id)?.answer);
  const locked = record.finished || visit.read_only;
  const open = document.getElementById("absent")?.open;
  content.replaceChildren(overview(visit, answers, filter, locked || !visit.features.length ? null : absentBox(visit, answers, sayAbsent)));
  if (open) document.getElementById("absent").open = true;
  if (visit.too_early) return;
  reach.replaceChildren(h("nav", { class: "steps" },
    next && !visit.read_only && h("a", { class: "button button-main", href: `#item/${next.id}` }, icon("now"), say(answers.size ? "go_on" : "begin")),
    !record.receipt && h("a", { class: `button ${next ? "" : "button-main"}`, href: "#sign" }, icon("pen"), say("sign")),
    h("a", { class: `button ${record.receipt ? "button-main" : ""}`, href: "#summary" }, icon("paper"), say("summary"))));
}

function showItem(item, locked) {
  const index = visit.items.indexOf(item);
  const answer = answers.get(item.id) || untouched(visit.uuid, item.id);
  const lostPhoto = record.photo_for === item.id;
  const same = content.querySelector(".item-card code")?.textContent === item.id;
  const open = same && content.querySelector("details.why").open;
  const typed = same && content.querySelector("#remark");
  content.replaceChildren(itemCard(item, answer, {
    change: (...how) => change(item, ...how), before, locked, photos, lostPhoto,
    trouble: trouble?.item === item.id ? trouble.words : null,
    fail: (words) => {
      trouble = { item: item.id, words };
      show();
    },
  }));
  if (open) content.querySelector("details.why").open = true;
  if (typed && content.querySelector("#remark")) goOnTyping(content.querySelector("#remark"), typed);
  const step = (to, text, shape, css) => (to ? h("a", { class: `button ${css}`, href: `#item/${to.id}` }, shape === "back" && icon("back"), text, shape === "next" && icon("next"))
    : h("a", { class: "button", href: "#list/all" }, say("to_list")));
  reach.replaceChildren(
    answerButtons(answer, locked, (value) => change(item, (now) => ({ answer: value, scope: value === "not_met" ? now.scope : null, corrected: value === "not_met" && now.corrected }))),
    h("nav", { class: "steps" }, step(visit.items[index - 1], say("previous"), "back", ""),
      h("a", { class: "button button-quiet", href: "#list/all" }, icon("list"), h("span", { class: "number" }, `${index + 1} / ${visit.items.length}`)),
      step(visit.items[index + 1], say("next"), "next", answer.answer ? "button-main" : "")));
  store.note(visit.uuid, { position: location.hash });
}

/** What was being typed when the card was drawn anew is still there, and so is the place in it. */
function goOnTyping(field, earlier) {
  field.value = earlier.value;
  if (earlier.selectionStart !== null) field.setSelectionRange(earlier.selectionStart, earlier.selectionEnd);
}

/** Before the camera opens, remember for which item; afterwards forget it. A page killed in between finds it again. */
async function before(item) {
  await store.note(visit.uuid, { photo_for: item });
  record.photo_for = item;
}

async function keepSignatures(list) {
  for (const signature of list) await store.keep("signatures", signature);
  await load();
  sync.soon();
  show();
}

async function removeSignature(signature) {
  await store.removeSignature(visit.uuid, signature.id);
  await load();
  show();
}

async function finish() {
  await store.note(visit.uuid, { finished: true, problem: null });
  await load();
  show();
  sync.soon(0);
}

async function reopen() {
  await store.note(visit.uuid, { finished: false, problem: null });
  await load();
  show();
}

begin();
