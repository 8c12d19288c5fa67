/* One item: its question, what to look at, the law one tap away, the answer, and what belongs to the answer. */
import { h, icon, inLanguage, moment, newId, say, session } from "./page.js";
import { photosPossible, preparePhoto } from "./photos.js";

export const ANSWERS = [
  ["met", "good"],
  ["not_met", "bad"],
  ["not_applicable", "closed"],
  ["not_observed", "open"],
];
const MOST_PHOTOS = 40; // an item; the server takes no more
const PAUSE = 600; // milliseconds without a letter, then the remark is kept
const SCOPES = ["isolated", "several", "widespread"];

/** A breach that has to be shown is shown by a photo, or a remark says why there is none. */
export const lacksPhoto = (item, answer) => answer.answer === "not_met" && item.evidence.includes("photo") && !answer.photos.length && !answer.remark.trim();

/** Return an answer nobody has given yet. */
export const untouched = (visit, item) => ({
  id: newId(), visit, item, answer: null, scope: null, remark: "", photos: [], corrected: false, history: [],
});

/** Return `answer` changed, with the change in its history (a remark alone leaves none); `told`: more members of that entry. */
export function changedAnswer(answer, changes, told = {}) {
  const next = { ...answer, ...changes };
  if (Object.keys(changes).join() === "remark") return next;
  const entry = { answer: next.answer, scope: next.scope, ...moment(), by: session.user, ...told };
  return { ...next, history: [...answer.history, entry].slice(-200) };
}

function severity(item) {
  const tone = item.severity >= 4 ? "danger" : item.severity === 3 ? "due" : "info";
  const shape = { danger: "danger", due: "due", info: "info" }[tone];
  return h("span", { class: `state state-${tone}` }, icon(shape), say(`severity_${item.severity}`));
}

/** The card of `item`. What it may call:
      change(changes, {photo, told, quiet})  keep a change; `changes` may be a function of the answer as it stands then,
                                             because a photo takes a second and a person goes on meanwhile
      before(item or null)                   told before the camera opens, and afterwards
      fail(words)                            show what went wrong, in the card */
export function itemCard(item, answer, { change, before, fail, locked, photos, lostPhoto, trouble }) {
  return h("article", { class: "item-card card" },
    h("div", { class: "row item-marks" }, h("code", {}, item.id), severity(item),
      item.veto && h("span", { class: "state state-danger" }, icon("scale"), say("veto")),
      item.evidence.includes("photo") && h("span", { class: "state" }, icon("camera"), say("photo_wanted"))),
    h("h1", { class: "item-question", tabindex: "-1" }, inLanguage(item.question)),
    lawBox(item),
    answer.answer === "not_met" && notMet(item, answer, change, locked),
    answer.answer && h("div", { class: "item-more" },
      remarkBox(answer, change, locked),
      photoBox(item, answer, { change, before, fail, locked, photos, lostPhoto, trouble })),
  );
}

function lawBox(item) {
  return h("details", { class: "why" },
    h("summary", {}, icon("next"), h("span", {}, say("law_and_look"))),
    h("div", { class: "stack" },
      item.look_at && h("p", {}, inLanguage(item.look_at)),
      h("ul", { class: "plain-list" }, item.laws.map((law) => h("li", { class: "law" }, inLanguage(law.text), " ",
        !law.verified && h("span", { class: "unverified" }, say("unverified"))))),
      item.remedy && h("p", { class: "soft" }, say("if_not_met"), " ", inLanguage(item.remedy))));
}

function notMet(item, answer, change, locked) {
  const scopes = SCOPES.map((scope) => h("button", {
    class: "answer answer-scope", type: "button", "data-key": scope, disabled: locked, "aria-pressed": String(answer.scope === scope), onclick: () => change({ scope }),
  }, h("strong", { class: "first-capital" }, say(scope)), h("small", {}, say(`${scope}_means`))));
  return h("section", { class: "stack", "aria-label": say("how_widely") },
    h("h2", { class: "item-part" }, say("how_widely"), !answer.scope && h("span", { class: "state state-due" }, icon("due"), say("please_choose"))),
    h("div", { class: "scopes" }, scopes),
    h("label", { class: "choice" },
      h("input", { type: "checkbox", "data-key": "corrected", checked: answer.corrected, disabled: locked, onchange: (event) => change({ corrected: event.target.checked }) }),
      h("span", {}, say("corrected_on_the_spot"))));
}

function remarkBox(answer, change, locked) {
  let timer = null;
  const keep = (event) => {
    clearTimeout(timer);
    change({ remark: event.target.value }, { quiet: true }); // without drawing anew: the next tap must find its button
  };
  const soon = (event) => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE, event);
  };
  return h("div", { class: "form-row" },
    h("label", { for: "remark" }, say("remark")),
    h("p", { class: "hint" }, say(answer.answer === "not_observed" ? "remark_why_not" : "remark_hint")),
    h("div", { class: "control" }, h("textarea", { id: "remark", rows: "3", maxlength: "2000", disabled: locked, "data-key": "remark", oninput: soon, onchange: keep }, answer.remark)));
}

function photoBox(item, answer, { change, before, fail, locked, photos, lostPhoto, trouble }) {
  const taken = answer.photos.map((sha256) => photos.find((photo) => photo.sha256 === sha256) || { sha256 });
  const take = async (event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (!file) return before(null);
    try {
      const { original_sha256, ...kept } = await preparePhoto(file);
      await change((now) => ({ photos: [...new Set([...now.photos, kept.sha256])] }), {
        photo: { ...kept, visit: answer.visit, item: item.id, received: false }, told: { photo: kept.sha256, original_sha256 },
      });
    } catch (error) {
      fail(say(error.name === "QuotaExceededError" ? "photo_no_room" : "photo_unreadable"));
    }
    return before(null);
  };
  const picker = (id, text, camera) => [
    h("input", { class: "only-read", id, type: "file", accept: "image/*", capture: camera && "environment", disabled: locked, onclick: () => before(item.id), oncancel: () => before(null), onchange: take }),
    h("label", { class: "button", for: id }, icon(camera ? "camera" : "paper"), text),
  ];
  return h("section", { class: "stack", "aria-label": say("photos") },
    h("h2", { class: "item-part" }, say("photos"), " ", h("span", { class: "soft number" }, String(answer.photos.length))),
    lostPhoto && h("div", { class: "notice notice-due" }, icon("due"), h("p", {}, say("photo_lost"))),
    lacksPhoto(item, answer) && h("p", { class: "soft" }, icon("due"), " ", say("photo_or_reason")),
    taken.length > 0 && h("ul", { class: "photos plain-list" }, taken.map((photo) => h("li", {}, thumbnail(photo), photoState(photo),
      !locked && h("button", { class: "button button-quiet button-danger", type: "button", onclick: () => change((now) => ({ photos: now.photos.filter((one) => one !== photo.sha256) })) }, say("take_off"))))),
    !locked && answer.photos.length < MOST_PHOTOS && (photosPossible() ? h("div", { class: "row" }, picker("take-photo", say("take_photo"), true), picker("choose-photo", say("choose_photo"), false))
      : h("p", { class: "soft" }, say("photos_need_https"))),
    trouble && h("p", { class: "problem", role: "alert" }, icon("danger"), h("span", {}, trouble)));
}

function thumbnail(photo) {
  if (!photo.bytes) return h("span", { class: "soft" }, icon("camera"), photo.sha256.slice(0, 8));
  const address = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
  return h("img", { src: address, alt: say("photo_of", { name: photo.name }), onload: () => URL.revokeObjectURL(address) });
}

const photoState = (photo) => (photo.received || !photo.bytes
  ? h("span", { class: "state state-good" }, icon("received"), say("received"))
  : h("span", { class: "state" }, icon("device"), say("local")));

/** The four answers, large, none chosen beforehand. */
export function answerButtons(answer, locked, choose) {
  return h("div", { class: "answers", role: "group", "aria-label": say("your_answer") }, ANSWERS.map(([value, shape]) => h("button", {
    class: `answer answer-${value}`, type: "button", "data-key": value, disabled: locked, "aria-pressed": String(answer.answer === value), onclick: () => choose(value),
  }, icon(shape), h("strong", {}, say(value)))));
}
