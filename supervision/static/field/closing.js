/* The end of a visit: what was found, who signs, and handing it in. */
import { h, icon, inLanguage, newId, say, session } from "./page.js";
import { answered, answerWord } from "./overview.js";
import { ANSWERS, lacksPhoto } from "./card.js";
import { drawStrokes, isSignature, signaturePad } from "./signature.js";

/** Return what still keeps the visit from being handed in, each as {text, href}. */
export function obstacles(visit, answers, signatures) {
  const found = [];
  if (!answered(visit.items, answers)) found.push({ text: say("nothing_answered"), href: "#list/unanswered" });
  const halves = [...answers.values()].filter((answer) => answer.answer === "not_met" && !answer.scope);
  for (const answer of halves) found.push({ text: say("scope_missing_at", { item: answer.item }), href: `#item/${answer.item}` });
  for (const item of visit.items) {
    if (answers.has(item.id) && lacksPhoto(item, answers.get(item.id))) found.push({ text: say("photo_missing_at", { item: item.id }), href: `#item/${item.id}` });
  }
  for (const role of ["inspector", "facility"]) {
    if (!signatures.some((one) => one.role === role)) found.push({ text: say(`no_signature_${role}`), href: "#sign" });
  }
  return found;
}

export function summary(visit, answers, signatures, { finish, reopen, record }) {
  const values = [...answers.values()];
  const open = visit.items.length - answered(visit.items, answers);
  const bad = visit.items.filter((item) => answers.get(item.id)?.answer === "not_met");
  const missing = obstacles(visit, answers, signatures);
  return h("div", { class: "stack" },
    h("h1", { tabindex: "-1" }, say("summary")),
    h("div", { class: "stats" },
      ANSWERS.map(([value]) => stat(say(value), values.filter((answer) => answer.answer === value).length)),
      stat(say("unanswered"), open, open ? "stat-due" : "")),
    open > 0 && h("div", { class: "notice notice-due" }, icon("due"), h("p", {}, say("unanswered_is_no_pass", { count: open }), " ", h("a", { href: "#list/unanswered" }, say("show_them")))),
    h("section", { class: "card stack" }, h("h2", {}, say("found_not_met")),
      bad.length ? h("ol", { class: "plain-list" }, bad.map((item) => h("li", {}, h("a", { class: "item-line", href: `#item/${item.id}` }, h("code", {}, item.id), h("span", {}, inLanguage(item.question)), answerWord(answers.get(item.id))))))
        : h("p", { class: "soft" }, say("none_not_met"))),
    h("section", { class: "card stack" }, h("h2", {}, say("signatures")),
      signatures.length ? h("ul", { class: "plain-list stack" }, signatures.map(signatureLine)) : h("p", { class: "soft" }, say("no_signatures")),
      !record.finished && h("p", {}, h("a", { class: "button", href: "#sign" }, icon("pen"), say("sign")))),
    handIn(missing, { finish, reopen, record }));
}

const stat = (name, value, tone = "") => h("div", { class: `stat ${tone}` }, h("span", { class: "value number" }, String(value)), h("span", { class: "name" }, name));

function handIn(missing, { finish, reopen, record }) {
  if (record.receipt) {
    return h("section", { class: "notice notice-good" }, icon("received"), h("div", {},
      h("h2", {}, say("received_with_receipt")), h("p", {}, say("receipt_number"), " ", h("strong", {}, record.receipt.number || "")),
      h("p", { class: "soft" }, h("code", {}, (record.receipt.manifest_sha256 || "").slice(0, 16)))));
  }
  if (record.finished) {
    return h("section", { class: "notice" }, icon("sending"), h("div", {}, h("h2", {}, say("handed_in")), h("p", {}, say("handed_in_means")),
      record.problem && h("p", {}, h("button", { class: "button", type: "button", onclick: reopen }, say("open_again")))));
  }
  return h("section", { class: "card stack" }, h("h2", {}, say("hand_in")),
    missing.length > 0 && h("ul", { class: "plain-list" }, missing.map((one) => h("li", {}, h("a", { class: "item-line", href: one.href }, icon("due"), h("span", {}, one.text))))),
    h("p", { class: "soft" }, say("hand_in_means")),
    h("button", { class: "button button-main button-wide button-large", type: "button", disabled: missing.length > 0, onclick: finish }, say("hand_in")));
}

function signatureLine(signature) {
  const what = signature.strokes ? h("canvas", { class: "pad pad-small", role: "img", "aria-label": say("signature_of", { name: signature.name }) }) : h("span", { class: "soft" }, signature.refusal);
  if (signature.strokes) new ResizeObserver(() => drawStrokes(what, signature.strokes)).observe(what);
  return h("li", { class: "signature-line" }, h("span", {}, h("strong", {}, signature.name), h("br"), h("small", { class: "soft" }, say(`role_${signature.role}`))), what);
}

/** The page on which people sign; `keep(signature)`, `remove(id)`. */
export function signing(visit, signatures, { keep, remove, locked }) {
  const forms = visit.members.map((member) => ["inspector", member.name]).concat([["facility", ""]]);
  const done = (role, name) => signatures.find((one) => one.role === role && (role !== "inspector" || one.name === name));
  return h("div", { class: "stack" },
    h("h1", { tabindex: "-1" }, say("signatures")), h("p", { class: "soft" }, say("signing_means")),
    forms.map(([role, name]) => {
      const existing = done(role, name);
      return h("section", { class: "card stack" }, h("h2", {}, role === "inspector" ? say("role_inspector_named", { name }) : say("role_facility")),
        existing ? [h("ul", { class: "plain-list" }, signatureLine(existing)), !locked && h("button", { class: "button button-quiet", type: "button", onclick: () => remove(existing) }, say("sign_again"))]
          : locked ? h("p", { class: "soft" }, say("no_signatures")) : signForm(visit, role, name, keep));
    }),
    h("div", { class: "buttons" }, h("a", { class: "button button-main", href: "#summary" }, say("to_summary"))));
}

const drafts = new Map(); // what is being filled in, so that drawing the page anew loses nothing

function signForm(visit, role, name, keep) {
  const key = `${role} ${name}`;
  const draft = drafts.get(key) || { name, reason: "", witness: "", strokes: [], way: "strokes" };
  drafts.set(key, draft);
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const field = (id, label, hint) => {
    const input = h("input", { id: `${role}-${id}-${name}`, type: "text", maxlength: "60", autocomplete: "off", "data-key": `${key} ${id}`, oninput: () => { draft[id] = input.value; } });
    input.value = draft[id];
    return [input, h("div", { class: "form-row" }, h("label", { for: input.id }, label), hint && h("p", { class: "hint" }, hint), h("div", { class: "control" }, input))];
  };
  const [signer, signerRow] = field("name", say("signer_name"), role === "facility" ? say("signer_name_hint") : "");
  const [reason, reasonRow] = field("reason", say("reason"), say("reason_hint"));
  const [witness, witnessRow] = field("witness", say("witness_name"), say("witness_hint"));
  const pad = signaturePad(say("signature_of", { name: name || say("role_facility") }), draft.strokes, (next) => { draft.strokes = next; });
  pad.hidden = draft.way !== "strokes";
  const instead = h("div", { class: "stack", hidden: draft.way === "strokes" }, reasonRow, witnessRow);
  const ways = ["strokes", "refused", "unable"].map((value) => h("label", { class: "choice" },
    h("input", { type: "radio", name: `way-${role}-${name}`, value, checked: draft.way === value, onchange: () => {
      draft.way = value;
      pad.hidden = value !== "strokes";
      instead.hidden = value === "strokes";
    } }), h("span", {}, say(`way_${value}`))));
  const wrong = (key) => {
    problem.hidden = false;
    problem.replaceChildren(icon("danger"), h("span", {}, say(key)));
  };
  const done = async () => {
    const { strokes, way } = draft;
    const by = signer.value.trim();
    if (!by) return wrong("name_missing");
    if (way === "strokes") {
      if (!isSignature(strokes)) return wrong("signature_too_short");
      drafts.delete(key);
      return keep([{ id: newId(), visit: visit.uuid, role, name: by, strokes }]);
    }
    if (!reason.value.trim() || !witness.value.trim()) return wrong("reason_and_witness_missing");
    const refusal = say(`${way}_because`, { reason: reason.value.trim(), witness: witness.value.trim() }).slice(0, 200);
    drafts.delete(key);
    return keep([
      { id: newId(), visit: visit.uuid, role, name: by, refusal },
      { id: newId(), visit: visit.uuid, role: "witness", name: witness.value.trim(), refusal: say("witnessed_by_typing", { name: by, user: session.name }).slice(0, 200) },
    ]);
  };
  return h("div", { class: "stack" }, signerRow, h("fieldset", {}, h("legend", { class: "only-read" }, say("way_of_signing")), ways), pad, instead, problem,
    h("button", { class: "button button-main", type: "button", onclick: done }, say("keep_signature")));
}
