/* What this tablet keeps, in IndexedDB, one database for each person. Everything is written here, durably, before it is
   shown as answered and before it is sent.

     visits      {visit, revision, sent, position, photo_for, finished, receipt, problem, attempted}
                 revision: number of the last change · sent: number up to which the server holds everything
     answers     [visit, item] -> {id, visit, item, answer, scope, remark, photos, corrected, history, revision}
     signatures  id -> {id, visit, role, name, strokes | refusal, revision}
     photos      [visit, sha256] -> {visit, sha256, item, bytes (ArrayBuffer), size, type, name, received}
     keep        name -> value: the device's token */
import { session } from "./page.js";

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Open this person's store. Rejects where the browser keeps nothing (private mode, storage switched off). */
export async function openStore() {
  const asked = indexedDB.open(`mingjing-field-${session.user}`, 1);
  asked.onupgradeneeded = () => {
    const db = asked.result;
    db.createObjectStore("visits", { keyPath: "visit" });
    db.createObjectStore("answers", { keyPath: ["visit", "item"] });
    db.createObjectStore("signatures", { keyPath: "id" }).createIndex("visit", "visit");
    db.createObjectStore("photos", { keyPath: ["visit", "sha256"] });
    db.createObjectStore("keep");
  };
  return new Store(await settled(asked));
}

const ofVisit = (visit) => IDBKeyRange.bound([visit], [visit, []]);

class Store {
  constructor(db) {
    this.db = db;
    db.onversionchange = () => db.close(); // another tab brings a newer page
  }

  /** Run `work` on the named stores as one transaction that is on the disk when the promise resolves. */
  async write(names, work) {
    const transaction = this.db.transaction(names, "readwrite", { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error || new Error("aborted"));
    });
    try {
      const result = await work(...names.map((name) => transaction.objectStore(name)));
      await done;
      return result;
    } catch (error) {
      done.catch(() => {}); // it is told once, by the error itself
      if (error.message === "finished") transaction.abort();
      throw error;
    }
  }

  read(name) {
    return this.db.transaction(name).objectStore(name);
  }

  /** Return what is known of a visit; a fresh record where nothing is. */
  async visit(visit) {
    return (await settled(this.read("visits").get(visit))) || { visit, revision: 0, sent: 0 };
  }

  visits() {
    return settled(this.read("visits").getAll());
  }

  answers(visit) {
    return settled(this.read("answers").getAll(ofVisit(visit)));
  }

  signatures(visit) {
    return settled(this.read("signatures").index("visit").getAll(visit));
  }

  photos(visit) {
    return settled(this.read("photos").getAll(ofVisit(visit)));
  }

  /** Change the record of a visit without counting it as work to be sent. */
  async note(visit, changes) {
    return this.write(["visits"], async (visits) => {
      const record = (await settled(visits.get(visit))) || { visit, revision: 0, sent: 0 };
      visits.put({ ...record, ...changes });
    });
  }

  /** Keep one answer or signature (`name` is its store); it counts as not sent until the server has it. */
  async keep(name, value, extra = null) {
    const names = extra ? ["visits", name, "photos"] : ["visits", name];
    return this.write(names, async (visits, target, photos) => {
      const record = (await settled(visits.get(value.visit))) || { visit: value.visit, revision: 0, sent: 0 };
      if (record.finished) throw new Error("finished");
      const revision = record.revision + 1;
      visits.put({ ...record, revision, problem: null });
      target.put({ ...value, revision });
      if (extra) photos.put(extra);
      return revision;
    });
  }

  async removeSignature(visit, id) {
    return this.write(["visits", "signatures"], async (visits, signatures) => {
      const record = await settled(visits.get(visit));
      visits.put({ ...record, revision: record.revision + 1 });
      signatures.delete(id);
    });
  }

  async photoReceived(visit, sha256) {
    return this.write(["photos"], async (photos) => {
      const photo = await settled(photos.get([visit, sha256]));
      if (photo) photos.put({ ...photo, received: true });
    });
  }

  kept(name) {
    return settled(this.read("keep").get(name));
  }

  async remember(name, value) {
    return this.write(["keep"], async (keep) => keep.put(value, name));
  }
}

/** Say how safe the storage is: {writable, persistent, free (bytes or null)}. */
export async function storageHealth(store) {
  const health = { writable: true, persistent: null, free: null };
  try {
    await store.remember("probe", Date.now());
  } catch {
    health.writable = false;
  }
  if (navigator.storage && navigator.storage.persist) health.persistent = await navigator.storage.persist();
  if (navigator.storage && navigator.storage.estimate) {
    const { quota, usage } = await navigator.storage.estimate();
    health.free = quota - usage;
  }
  return health;
}

