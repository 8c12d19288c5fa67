/* One visit on the tablet. The address after # says what is shown, so that "back" works and a page that was killed by
   the camera opens again where it was: #list/all · #item/CL-C02 · #sign · #summary */
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
  addEventListener("hashchange", () => show({ moved: true }));
  if (!location.hash && record.position) history.replaceState(null, "", record.position);
  show();
  await sync.register(navigator.userAgent.slice(0, 80));
  sync.start();
  return undefined;
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

async function save(answer, photo = null) {
  try {
    await store.keep("answers", answer, photo);
  } catch (error) {
    if (error.name === "QuotaExceededError") throw error;
    return cannotKeep();
  }
  await load();
  sync.soon();
  return show();
}

function show({ moved = false } = {}) {
  const [place, detail] = (location.hash || "#list/all").slice(1).split("/");
  const locked = Boolean(record.finished || visit.read_only);
  const done = answered(visit.items, answers);
  progress.replaceChildren(progressRow(say("answered"), done, visit.items.length));
  reach.replaceChildren();
  document.body.dataset.place = place;
  if (place === "item") showItem(visit.items.find((item) => item.id === detail) || visit.items[0], locked);
  else if (place === "sign") content.replaceChildren(signing(visit, signatures, { keep: keepSignatures, remove: removeSignature, locked }));
  else if (place === "summary") content.replaceChildren(summary(visit, answers, signatures, { finish, reopen, record }));
  else showList(["unanswered", "not_met"].includes(detail) ? detail : "all");
  if (moved) {
    scrollTo(0, 0);
    content.querySelector("h1[tabindex]")?.focus({ preventScroll: true });
  }
  showWords();
}

function showList(filter) {
  const next = visit.items.find((item) => !answers.get(item.id)?.answer);
  content.replaceChildren(overview(visit, answers, filter));
  reach.replaceChildren(h("nav", { class: "steps" },
    next && h("a", { class: "button button-main", href: `#item/${next.id}` }, icon("now"), say(answers.size ? "go_on" : "begin")),
    h("a", { class: `button ${next ? "" : "button-main"}`, href: "#sign" }, icon("pen"), say("sign")),
    h("a", { class: "button", href: "#summary" }, icon("paper"), say("summary"))));
}

function showItem(item, locked) {
  const index = visit.items.indexOf(item);
  const answer = answers.get(item.id) || untouched(visit.uuid, item.id);
  const lostPhoto = record.photo_for === item.id;
  const open = content.querySelector(".item-card details.why")?.open && content.querySelector(".item-card code")?.textContent === item.id;
  content.replaceChildren(itemCard(item, answer, { save, before, locked, photos, lostPhoto }));
  if (open) content.querySelector("details.why").open = true;
  const step = (to, text, shape, css) => (to ? h("a", { class: `button ${css}`, href: `#item/${to.id}` }, shape === "back" && icon("back"), text, shape === "next" && icon("next"))
    : h("a", { class: "button", href: "#list/all" }, say("to_list")));
  reach.replaceChildren(
    answerButtons(answer, locked, (value) => save(changedAnswer(answer, { answer: value, scope: value === "not_met" ? answer.scope : null, corrected: value === "not_met" && answer.corrected }))),
    h("nav", { class: "steps" }, step(visit.items[index - 1], say("previous"), "back", ""),
      h("a", { class: "button button-quiet", href: "#list/all" }, icon("list"), h("span", { class: "number" }, `${index + 1} / ${visit.items.length}`)),
      step(visit.items[index + 1], say("next"), "next", answer.answer ? "button-main" : "")));
  store.note(visit.uuid, { position: location.hash });
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
