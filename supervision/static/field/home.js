/* The list of my visits: how far each is on this tablet, and sending what waits. */
import { h, icon, say } from "./page.js";
import { openStore } from "./store.js";
import { isWhole, Sync } from "./sync.js";
import { mountSyncBar } from "./syncbar.js";

async function begin() {
  const warnings = document.getElementById("field-warnings");
  if (!isSecureContext) {
    warnings.append(h("div", { class: "notice notice-due" }, icon("due"), h("div", {}, h("p", {}, h("strong", {}, say("not_secure"))), h("p", {}, say("not_secure_remedy", { host: location.host })))));
  }
  let store;
  try {
    store = await openStore();
  } catch {
    warnings.append(h("div", { class: "notice notice-danger", role: "alert" }, icon("danger"), h("div", {}, h("p", {}, h("strong", {}, say("cannot_keep"))), h("p", {}, say("cannot_keep_remedy")))));
    return;
  }
  const sync = new Sync(store);
  mountSyncBar(document.getElementById("field-sync"), sync);
  const show = () => showProgress(store);
  sync.addEventListener("change", show);
  await show();
  await guardSignOut(store);
  sync.start();
}

async function showProgress(store) {
  for (const place of document.querySelectorAll("[data-visit]")) {
    const record = await store.visit(place.dataset.visit);
    const answers = await store.answers(place.dataset.visit);
    if (!answers.length || record.receipt) continue;
    const done = answers.filter(isWhole).length;
    place.querySelector("progress").value = done;
    place.querySelector(".number").textContent = `${done} / ${place.dataset.total}`;
  }
}

/** Leaving with work that only this tablet holds is refused: it would wait for nobody. */
async function guardSignOut(store) {
  const form = document.querySelector("form[data-sign-out]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const waiting = (await store.visits()).some((record) => record.revision > record.sent);
    if (!waiting) return form.submit();
    document.getElementById("field-warnings").replaceChildren(h("div", { class: "notice notice-danger", role: "alert" }, icon("danger"), h("p", {}, say("sign_out_waits"))));
    return scrollTo(0, 0);
  });
}

begin();
