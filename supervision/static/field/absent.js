/* What is not there need not be asked: one tap answers every item that hangs on it "does not apply", each with the same
   sentence as its remark, so that the record says why. Items that have an answer already are left alone. */
import { h, icon, inLanguage, say } from "./page.js";

const sentence = (feature) => feature.absent.zh; // the record is Chinese
const saysSo = (feature, answer) => answer?.answer === "not_applicable" && answer.remark === sentence(feature);

/** Return the items to change, and the change, when `feature` is said to be absent, or no longer. */
export function absence(feature, items, answers, absent) {
  const hanging = items.filter((item) => feature.items.includes(item.id));
  return absent
    ? [hanging.filter((item) => !answers.get(item.id)?.answer), { answer: "not_applicable", scope: null, corrected: false, remark: sentence(feature) }]
    : [hanging.filter((item) => saysSo(feature, answers.get(item.id))), { answer: null, scope: null, corrected: false, remark: "" }];
}

/** The list of what may be absent; `sayAbsent(feature, absent)` keeps what was tapped. */
export function absentBox(visit, answers, sayAbsent) {
  const told = (feature) => feature.items.some((id) => saysSo(feature, answers.get(id)));
  return h("details", { class: "why", id: "absent" },
    h("summary", {}, icon("next"), h("span", {}, say("what_is_absent"))),
    h("div", { class: "stack" }, h("p", { class: "soft" }, say("what_is_absent_means")),
      visit.features.map((feature) => h("label", { class: "choice" },
        h("input", { type: "checkbox", "data-key": `absent-${feature.id}`, checked: told(feature), onchange: (event) => sayAbsent(feature, event.target.checked) }),
        h("span", {}, inLanguage(feature.absent), " ", h("small", { class: "soft number" }, say("items_of", { count: feature.items.length })))))));
}
