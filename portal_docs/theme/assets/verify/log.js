/* The disclosure log as a stranger reads it: signed notes (C2SP signed-note), checkpoints, and the tree of RFC 6962
   over tiles of 256 hashes (C2SP tlog-tiles). Written from those specifications; needs check/sha256.js. */
(self.drawChecker = self.drawChecker || []).push(function log(check) {
  "use strict";
  const WIDTH = 256, HASH = 32, ED25519 = 1, COSIGNATURE = 4;
  const encode = (text) => new TextEncoder().encode(text);
  const decode = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const digest = (bytes) => check.bytesOfHex(check.sha256(bytes));

  /** Something about the log is wrong; `code` says what, `values` say where. */
  class Fault extends Error {
    constructor(code, values) { super(code); this.code = code; this.values = values || {}; }
  }

  function bytesOfBase64(text) {
    try { return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)); } catch (error) { throw new Fault("malformed"); }
  }

  function base64(bytes) { return btoa(String.fromCharCode(...bytes)); }

  function join(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => { whole.set(part, at); return at + part.length; }, 0);
    return whole;
  }

  const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

  /** Read `name+hash+key`; the hash must fit the name and the key. */
  function readKey(spelled) {
    const [, name, identity, rest] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(spelled.trim()) || [];
    const bytes = rest ? bytesOfBase64(rest) : new Uint8Array(0);
    const id = name ? check.sha256(join(encode(`${name}\n`), bytes)).slice(0, 8) : "";
    if (bytes.length !== 33 || id !== identity || ![ED25519, COSIGNATURE].includes(bytes[0])) { throw new Fault("key"); }
    return { name, id, algorithm: bytes[0], bytes: bytes.subarray(1), spelled: spelled.trim() };
  }

  /** Read a signed note: its text, and who claims to have signed it. */
  function readNote(bytes) {
    let whole;
    try { whole = decode(bytes); } catch (error) { throw new Fault("malformed"); }
    const cut = whole.lastIndexOf("\n\n");
    if (cut < 0 || !whole.endsWith("\n")) { throw new Fault("malformed"); }
    const signatures = whole.slice(cut + 2, -1).split("\n").map((line) => {
      const found = /^— ([^\s+]+) (\S+)$/.exec(line);
      if (!found) { throw new Fault("malformed"); }
      const value = bytesOfBase64(found[2]);
      return { name: found[1], id: check.hexOfBytes(value.subarray(0, 4)), value: value.subarray(4) };
    });
    return { text: whole.slice(0, cut + 1), signatures };
  }

  /** The first three lines of a checkpoint: whose log, how many entries, under which root. */
  function readCheckpoint(text) {
    const [origin, size, root] = text.split("\n");
    if (!origin || !/^(0|[1-9][0-9]{0,15})$/.test(size) || !root) { throw new Fault("malformed"); }
    const hash = bytesOfBase64(root);
    if (hash.length !== HASH) { throw new Fault("malformed"); }
    return { origin, size: Number(size), root: hash };
  }

  /** Return the moment of a cosignature in seconds, 0 for the log's own signature, null where `key` did not sign. */
  function signedBy(key, note) {
    for (const each of note.signatures) {
      if (each.name !== key.name || each.id !== key.id) { continue; }
      let message = encode(note.text), value = each.value, moment = 0;
      if (key.algorithm === COSIGNATURE) {
        moment = Number(new DataView(value.slice(0, 8).buffer).getBigUint64(0));
        message = encode(`cosignature/v1\ntime ${moment}\n${note.text}`);
        value = value.subarray(8);
      }
      if (value.length !== 64 || !self.nacl.sign.detached.verify(message, value, key.bytes)) {
        throw new Fault("signature", { name: key.name });
      }
      return moment;
    }
    return null;
  }

  const leafHash = (entry) => digest(join(Uint8Array.of(0), entry));
  const nodeHash = (left, right) => digest(join(Uint8Array.of(1), left, right));

  /** The root over the first `size` of some leaf hashes. */
  function rootOf(leaves, size) {
    if (!size) { return digest(new Uint8Array(0)); }
    let row = leaves.slice(0, size);
    while (row.length > 1) {
      const above = [];
      for (let i = 0; i + 1 < row.length; i += 2) { above.push(nodeHash(row[i], row[i + 1])); }
      if (row.length % 2) { above.push(row[row.length - 1]); }
      row = above;
    }
    return row[0];
  }

  /** The path of a tile's index: x001/x234/067. */
  function spell(index) {
    const groups = [String(index % 1000).padStart(3, "0")];
    for (let rest = Math.floor(index / 1000); rest; rest = Math.floor(rest / 1000)) {
      groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
    }
    return groups.join("/");
  }

  async function fetchTile(source, folder, index, size) {
    const width = Math.min(WIDTH, size - index * WIDTH);
    const path = `log/tile/${folder}/${spell(index)}`;
    const found = (width < WIDTH && await source.read(`${path}.p/${width}`)) || await source.read(path);
    if (!found) { throw new Fault("missing", { path }); }
    return { bytes: found, width, path };
  }

  /** Read every leaf hash of a log of `size` entries. */
  async function readLeaves(source, size, news) {
    const leaves = [];
    for (let index = 0; index * WIDTH < size; index += 1) {
      const { bytes, width, path } = await fetchTile(source, 0, index, size);
      if (bytes.length < width * HASH) { throw new Fault("damaged", { path }); }
      for (let i = 0; i < width; i += 1) { leaves.push(bytes.slice(i * HASH, (i + 1) * HASH)); }
      news((index + 1) * WIDTH / size);
    }
    return leaves;
  }

  /** Read the entries from `start` to the end, each compared with its leaf hash. */
  async function readEntries(source, size, start, leaves) {
    const entries = [];
    for (let index = Math.floor(start / WIDTH); index * WIDTH < size; index += 1) {
      const { bytes, width, path } = await fetchTile(source, "entries", index, size);
      let at = 0;
      for (let i = 0; i < width; i += 1) {
        const length = bytes[at] * 256 + bytes[at + 1], entry = bytes.slice(at + 2, at + 2 + length);
        const place = index * WIDTH + i;
        at += 2 + length;
        if (entry.length !== length || !same(leafHash(entry), leaves[place])) { throw new Fault("entry", { path, index: place }); }
        if (place >= start) { entries.push(decode(entry)); }
      }
    }
    return entries;
  }

  check.log = { Fault, base64, encode, decode, join, same, readKey, readNote, readCheckpoint, signedBy, leafHash, rootOf, spell,
    readLeaves, readEntries };
});
