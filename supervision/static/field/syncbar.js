/* The four words, always on the screen, with how many answers, photos and signatures stand behind each;
   one tap shows the last try, the reason and what to do. */
import { h, icon, say } from "./page.js";

const WORDS = [["local", "device"], ["sending", "sending"], ["received", "received"], ["attention", "attention"]];

export function mountSyncBar(place, sync, visit = null) {
  const words = new Map(WORDS.map(([word, shape]) => {
    const count = h("span", { class: "count number" }, "0");
    return [word, { count, box: h("span", { class: `sync-word sync-${word}` }, icon(shape), h("span", {}, say(word)), count) }];
  }));
  const panel = h("div", { class: "sync-panel card stack" });
  const summary = h("summary", { "aria-label": say("sync_words") }, [...words.values()].map((word) => word.box));
  const box = h("details", { class: "sync" }, summary, panel);
  const aloud = h("p", { class: "only-read", role: "status" });
  place.replaceChildren(box, aloud);
  let said = "";
  let asked = 0;

  const show = async () => {
    const mine = (asked += 1);
    const counts = await sync.counts(visit);
    if (mine !== asked) return; // a later question is on its way
    for (const [word, { count, box: part }] of words) {
      count.textContent = String(counts[word]);
      part.classList.toggle("sync-some", counts[word] > 0);
    }
    const most = counts.attention ? "attention" : counts.sending ? "sending" : counts.local ? "local" : "received";
    if (most !== said) aloud.textContent = say(most);
    said = most;
    panel.replaceChildren(...(await details(sync, visit)));
  };
  sync.addEventListener("change", show);
  show();
  return show;
}

async function details(sync, visit) {
  const records = visit ? [await sync.store.visit(visit)] : await sync.store.visits();
  const parts = [h("p", {}, say("sync_meaning"))];
  for (const { problem, attempted } of records) {
    if (problem) {
      const signIn = problem.status === 401;
      parts.push(h("div", { class: "notice notice-danger", role: "alert" }, icon("danger"), h("div", {},
        h("p", {}, h("strong", {}, signIn ? say("sign_in_needed") : problem.message)),
        h("p", {}, signIn ? say("sign_in_remedy") : problem.remedy || say("refused_remedy")),
        signIn && h("p", {}, h("a", { class: "button", href: `/sign-in?next=${encodeURIComponent(location.pathname)}` }, say("sign_in"))))));
    }
    if (attempted) parts.push(h("p", { class: "soft" }, say("last_try", { moment: new Date(attempted).toLocaleString() })));
  }
  if (sync.offline) parts.push(h("p", {}, say("no_line")));
  parts.push(h("div", { class: "row" },
    h("button", { class: "button", type: "button", onclick: () => sync.again() }, icon("sending"), say("send_now")),
    h("button", { class: "button button-quiet", type: "button", onclick: () => rescue(sync, records) }, icon("download"), say("rescue"))));
  return parts;
}

/** Save everything the tablet holds as a file, photos included: for the day when the line does not come back. */
async function rescue(sync, records) {
  const base64 = (bytes) => {
    let text = "";
    for (let i = 0; i < bytes.byteLength; i += 0x8000) text += String.fromCharCode(...new Uint8Array(bytes, i, Math.min(0x8000, bytes.byteLength - i)));
    return btoa(text);
  };
  const all = [];
  for (const record of records) {
    const photos = await sync.store.photos(record.visit);
    all.push({ record, answers: await sync.store.answers(record.visit), signatures: await sync.store.signatures(record.visit),
      photos: photos.map(({ bytes, ...rest }) => ({ ...rest, base64: base64(bytes) })) });
  }
  const address = URL.createObjectURL(new Blob([JSON.stringify({ kind: "mingjing-field-rescue", version: 1, visits: all })], { type: "application/json" }));
  const link = h("a", { href: address, download: `mingjing-${new Date().toISOString().slice(0, 10)}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
