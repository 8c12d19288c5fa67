/* The checklist as a whole: categories with their progress, items with their answers, and what is still unanswered. */
import { h, icon, inLanguage, say } from "./page.js";
import { isWhole } from "./sync.js";

const SHAPES = { met: ["good", "good"], not_met: ["bad", "danger"], not_applicable: ["closed", "closed"], not_observed: ["open", "info"] };
const FILTERS = {
  all: () => true,
  unanswered: (answer) => !answer || !isWhole(answer),
  not_met: (answer) => answer?.answer === "not_met",
};

/** The word that stands for an answer, or for none. */
export function answerWord(answer) {
  if (!answer?.answer) return h("span", { class: "state" }, icon("open"), say("unanswered"));
  if (!isWhole(answer)) return h("span", { class: "state state-due" }, icon("due"), say("scope_missing"));
  const [shape, tone] = SHAPES[answer.answer];
  return h("span", { class: `state state-${tone}` }, icon(shape), say(answer.answer));
}

/** Return how many of `items` are answered. */
export const answered = (items, answers) => items.filter((item) => answers.has(item.id) && isWhole(answers.get(item.id))).length;

export function progressRow(label, done, total) {
  return h("div", { class: "progress" },
    h("div", { class: "row" }, h("span", {}, label), h("strong", { class: "number" }, `${done} / ${total}`)),
    h("progress", { value: done, max: total || 1, "aria-label": label }));
}

export function overview(visit, answers, filter, above = null) {
  const chips = Object.keys(FILTERS).map((name) => {
    const count = visit.items.filter((item) => FILTERS[name](answers.get(item.id))).length;
    return h("li", {}, h("a", { class: "chip", href: `#list/${name}`, "aria-current": name === filter ? "true" : null }, say(`filter_${name}`), h("span", { class: "count" }, String(count))));
  });
  const parts = visit.checklist.categories.map((category) => {
    const shown = category.items.filter((item) => FILTERS[filter](answers.get(item.id)));
    if (!shown.length) return null;
    const done = answered(category.items, answers);
    return h("details", { class: "category", open: filter !== "all" || done < category.items.length },
      h("summary", {}, icon("next"), h("strong", {}, `${category.code} ${inLanguage(category.name)}`), h("span", { class: "number soft" }, `${done} / ${category.items.length}`)),
      h("ol", { class: "plain-list" }, shown.map((item) => h("li", {}, h("a", { class: "item-line", href: `#item/${item.id}` },
        h("code", {}, item.id), h("span", {}, inLanguage(item.question)), answerWord(answers.get(item.id)))))));
  });
  const found = parts.filter(Boolean);
  return h("div", { class: "stack" },
    h("h1", { class: "only-read", tabindex: "-1" }, visit.facility),
    above,
    h("ul", { class: "chips", "aria-label": say("show") }, chips),
    found.length ? found : h("div", { class: "empty" }, icon("empty"), h("p", {}, say(`none_${filter}`))));
}
