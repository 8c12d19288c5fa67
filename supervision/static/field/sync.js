/* Sending. A visit travels as in README.md: manifest -> the parts that are missing -> complete -> receipt. Each step can
   be repeated: ids come from this tablet and files are named by their content, so that a cut line or a second try
   changes nothing. Nothing here is ever deleted because the server refused it.

   What the person sees is one of four words for every answer, photo and signature:
     local      only on this tablet          sending    on its way
     received   the server has confirmed it  attention  refused, or sign-in is needed; the reason is one tap away */
import { session } from "./page.js";

const API = "/api/field";
const CHUNK = 1024 * 1024; // bytes
const WAITS = [5, 15, 30, 60]; // seconds until the next try after the 1st, 2nd … failure
const AFTER_SAVE = 2; // seconds of quiet before a draft is sent

/** The server said no, and will say so again until a person does something. */
export class Refused extends Error {
  constructor(status, body) {
    super(body.message || body.error || String(status));
    this.status = status;
    this.remedy = body.remedy || "";
  }
}

/** A finished answer; "not met" is finished when it says how widely. */
export const isWhole = (answer) => Boolean(answer.answer) && (answer.answer !== "not_met" || Boolean(answer.scope));

/** Return the manifest of a visit from what the store holds. */
export function makeManifest(record, checklist, answers, signatures, photos) {
  const whole = answers.filter(isWhole);
  const used = new Set(whole.flatMap((answer) => answer.photos));
  return {
    visit: record.visit,
    checklist,
    device_time: new Date().toISOString(),
    answers: whole.map(({ id, item, answer, scope, remark, photos: taken, corrected, history }) => ({
      id, item, answer, scope: answer === "not_met" ? scope : null, remark, photos: taken, corrected, history,
    })),
    signatures: signatures.map(({ id, role, name, strokes, refusal }) =>
      strokes ? { id, role, name, strokes } : { id, role, name, refusal },
    ),
    parts: photos.filter((photo) => used.has(photo.sha256)).map(({ sha256, size, type, name }) => ({ sha256, size, type, name })),
  };
}

export class Sync extends EventTarget {
  constructor(store) {
    super();
    this.store = store;
    this.busy = null; // the visit on its way
    this.failures = 0;
    this.timer = null;
    this.offline = false;
    this.offsets = new Map(); // how much of a file the server has confirmed
  }

  /** Send whenever there may be a chance: now (a page opened anew may have a new session, so refusals are tried again),
      when it is looked at again, when the line is back. */
  start() {
    addEventListener("online", () => this.soon(0));
    addEventListener("focus", () => this.soon(0));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon(0));
    this.again();
  }

  /** Try in `seconds`; a later call replaces an earlier one. */
  soon(seconds = AFTER_SAVE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sendAll(), seconds * 1000);
  }

  async sendAll() {
    if (this.busy) return this.soon();
    const waiting = (await this.store.visits()).filter((record) => !record.problem && (record.revision > record.sent || (record.finished && !record.receipt)));
    for (const record of waiting) {
      this.busy = record.visit;
      this.changed();
      try {
        await this.once(() => this.send(record.visit));
        this.failures = 0;
        this.offline = false;
      } catch (error) {
        await this.failed(record.visit, error);
        if (!(error instanceof Refused)) break;
      } finally {
        this.busy = null;
      }
    }
    this.changed();
    const more = (await this.store.visits()).some((record) => !record.problem && record.revision > record.sent);
    if (this.failures) this.soon(WAITS[Math.min(this.failures, WAITS.length) - 1]);
    else if (more) this.soon();
  }

  /** One tab at a time, where the browser can say so. */
  once(work) {
    return navigator.locks ? navigator.locks.request(`mingjing-sync-${session.user}`, work) : work();
  }

  async failed(visit, error) {
    const attempted = new Date().toISOString();
    if (error instanceof Refused) {
      await this.store.note(visit, { attempted, problem: { status: error.status, message: error.message, remedy: error.remedy } });
    } else {
      this.failures += 1;
      this.offline = true;
      await this.store.note(visit, { attempted });
    }
  }

  /** Try a refused visit again, because the person signed in or mended what was wrong. */
  async again() {
    for (const record of await this.store.visits()) if (record.problem) await this.store.note(record.visit, { problem: null });
    this.failures = 0;
    this.soon(0);
  }

  async send(visit) {
    const record = await this.store.visit(visit);
    const [answers, signatures, photos] = await Promise.all([this.store.answers(visit), this.store.signatures(visit), this.store.photos(visit)]);
    const manifest = makeManifest(record, record.checklist, answers, signatures, photos);
    const { missing } = await (await this.call(`/visits/${visit}/manifest`, { method: "POST", json: manifest })).json();
    const wanted = new Set(missing);
    for (const photo of photos) {
      if (wanted.has(photo.sha256)) await this.sendPart(photo);
      if (!photo.received && manifest.parts.some((part) => part.sha256 === photo.sha256)) {
        await this.store.photoReceived(visit, photo.sha256);
        this.changed();
      }
    }
    const changes = { sent: record.revision, attempted: new Date().toISOString(), problem: null };
    if (record.finished) changes.receipt = await (await this.call(`/visits/${visit}/complete`, { method: "POST", json: {} })).json();
    await this.store.note(visit, changes);
  }

  /** Send a file in pieces, from where the server has it. */
  async sendPart(photo) {
    const address = `/parts/${photo.sha256}`;
    let offset = this.offsets.get(photo.sha256) || 0;
    for (let tries = 0; offset < photo.size; ) {
      const piece = photo.bytes.slice(offset, offset + CHUNK);
      const answer = await this.call(address, {
        method: "PATCH",
        body: piece,
        headers: { "Tus-Resumable": "1.0.0", "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
        allow: [409],
      });
      if (answer.status === 409) {
        if ((tries += 1) > 3) throw new Error("offset");
        const head = await this.call(address, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } });
        offset = Number(head.headers.get("Upload-Offset") || 0);
      } else {
        offset = Number(answer.headers.get("Upload-Offset") || offset + piece.byteLength);
      }
      this.offsets.set(photo.sha256, offset);
    }
  }

  /** One request. A refusal (4xx) becomes Refused; a lost line, 429 and 5xx are thrown as they are and tried again. */
  async call(path, { method, json, body, headers = {}, allow = [] }) {
    const token = await this.store.kept("token");
    const all = { Accept: "application/json", "Accept-Language": session.lang, ...headers };
    if (token) all.Authorization = `Bearer ${token}`;
    else all["X-CSRFToken"] = session.csrf;
    if (json !== undefined) all["Content-Type"] = "application/json";
    const answer = await fetch(API + path, {
      method, headers: all, body: json === undefined ? body : JSON.stringify(json), redirect: "error",
      credentials: token ? "omit" : "same-origin", cache: "no-store",
    });
    if (answer.status === 401 && token) await this.store.remember("token", null); // revoked: by the session, until there is a new one
    if (answer.ok || allow.includes(answer.status)) return answer;
    if (answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status)) {
      throw new Refused(answer.status, await answer.json().catch(() => ({})));
    }
    throw new Error(String(answer.status));
  }

  /** Get this tablet a token of its own, so that a session that ends during a long visit loses nothing. */
  async register(label) {
    if (await this.store.kept("token")) return;
    try {
      const { token } = await (await this.call("/devices", { method: "POST", json: { label } })).json();
      if (token) await this.store.remember("token", token);
    } catch {
      /* by the session, then: the page was opened with one */
    }
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** Count answers, photos and signatures of one visit (or of all) by their word. */
  async counts(visit = null) {
    const counts = { local: 0, sending: 0, received: 0, attention: 0 };
    for (const record of visit ? [await this.store.visit(visit)] : await this.store.visits()) {
      const waiting = record.problem ? "attention" : this.busy === record.visit ? "sending" : "local";
      const [answers, signatures, photos] = await Promise.all([this.store.answers(record.visit), this.store.signatures(record.visit), this.store.photos(record.visit)]);
      for (const value of [...answers.filter((answer) => answer.answer), ...signatures]) counts[value.revision <= record.sent && isSent(value) ? "received" : waiting] += 1;
      for (const photo of photos) counts[photo.received ? "received" : waiting] += 1;
      if (record.problem && counts.attention === 0) counts.attention = 1;
    }
    return counts;
  }
}

const isSent = (value) => !("answer" in value) || isWhole(value);
