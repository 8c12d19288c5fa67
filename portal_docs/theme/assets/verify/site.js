/* What anybody can check of this site: the signature of the log, that it continues the one seen before, that the manifest
   of the release stands in it, that a facility's records do, and that files are the ones the manifest names.
   Needs check/sha256.js, check/json.js and verify/log.js. A source has `read(path)` → bytes or null. */
(self.drawChecker = self.drawChecker || []).push(function site(check) {
  "use strict";
  const { Fault, base64, decode, encode, join, same, leafHash, rootOf } = check.log;
  const MANIFEST = "records/release.json";
  const GROUPS = { results: "result", scores: "score", penalties: "penalty", listings: "listing", objections: "objection" };

  async function needed(source, path) {
    const bytes = await source.read(path);
    if (!bytes) { throw new Fault("missing", { path }); }
    return bytes;
  }

  /** Open the log: key, checkpoint, who cosigned it, all leaf hashes. `known` is what was remembered, or null. */
  async function openLog(source, known, news) {
    const note = check.log.readNote(await needed(source, "log/checkpoint"));
    const key = check.log.readKey(decode(await needed(source, "log/key.txt")));
    const checkpoint = check.log.readCheckpoint(note.text);
    if (check.log.signedBy(key, note) === null || checkpoint.origin !== key.name) { throw new Fault("unsigned", { name: key.name }); }
    const leaves = await check.log.readLeaves(source, checkpoint.size, news);
    if (!same(rootOf(leaves, checkpoint.size), checkpoint.root)) { throw new Fault("root"); }
    return { key, checkpoint, leaves, note, cosigned: await cosigned(source, leaves), past: compare(known, key, note, checkpoint, leaves) };
  }

  /** Return who else signed a checkpoint that this log continues, over how many entries, and when. */
  async function cosigned(source, leaves) {
    const listed = decode(await source.read("log/cosigners.txt") || new Uint8Array(0)).split("\n").filter((line) => line.trim());
    if (!listed.length) { return []; }
    const note = check.log.readNote(await needed(source, "log/cosigned")), { size, root } = check.log.readCheckpoint(note.text);
    if (size > leaves.length || !same(rootOf(leaves, size), root)) { throw new Fault("cosigned-other", { size }); }
    return listed.map(check.log.readKey).map((key) => ({ name: key.name, size, at: check.log.signedBy(key, note) }))
      .filter((each) => each.at !== null);
  }

  function compare(known, key, note, checkpoint, leaves) {
    if (!known) { return "none"; }
    if (known.origin !== checkpoint.origin) { return "other"; }
    if (known.key !== key.spelled && check.log.signedBy(check.log.readKey(known.key), note) === null) { throw new Fault("key-changed"); }
    if (known.size > checkpoint.size) { throw new Fault("roll-back", { size: known.size }); }
    if (base64(rootOf(leaves, known.size)) !== known.root) { throw new Fault("split-view", { size: known.size }); }
    return "continued";
  }

  /** What a device keeps of a log: enough to notice another history at the next visit. */
  const remembered = ({ key, checkpoint }) => (
    { origin: checkpoint.origin, size: checkpoint.size, root: base64(checkpoint.root), key: key.spelled });

  /** The entry that an envelope stands for: the salted hash of its record, when and as what it was published. */
  function entryOf(envelope) {
    const commitment = check.sha256(join(check.bytesOfHex(envelope.salt), check.canonical(envelope.record)));
    return check.canonical({ v: 1, at: envelope.at, kind: envelope.kind, commitment });
  }

  function inLog(log, bytes, path) {
    let envelope;
    try { envelope = JSON.parse(decode(bytes)); } catch (error) { throw new Fault("envelope", { path }); }
    if (!same(join(check.canonical(envelope), encode("\n")), bytes)) { throw new Fault("envelope", { path }); }
    const { salt, index } = envelope;
    if (typeof salt !== "string" || !/^[0-9a-f]{64}$/.test(salt) || !Number.isInteger(index) || !log.leaves[index]
        || !same(leafHash(entryOf(envelope)), log.leaves[index])) { throw new Fault("not-logged", { path }); }
    return envelope;
  }

  /** Read the manifest of the release, seen to be the newest that the log knows. */
  async function openManifest(source, log) {
    const envelope = inLog(log, await needed(source, MANIFEST), MANIFEST);
    const later = await check.log.readEntries(source, log.checkpoint.size, envelope.index + 1, log.leaves);
    if (envelope.kind !== "release" || later.some((entry) => JSON.parse(entry).kind === "release")) { throw new Fault("old-release"); }
    return { files: envelope.record.files, day: envelope.record.as_of, index: envelope.index };
  }

  function mustFit(manifest, path, bytes) {
    if (!(path in manifest.files)) { throw new Fault("unlisted", { path }); }
    if (check.sha256(bytes) !== manifest.files[path]) { throw new Fault("changed", { path }); }
  }

  /** Check one facility: its pages and data against the manifest, each of its records against the log. */
  async function checkFacility(source, log, manifest, code) {
    const data = `f/${code}.json`;
    if (!(data in manifest.files)) { throw new Fault("no-facility", { code }); }
    let content;
    for (const path of [data, `f/${code}.html`, `en/f/${code}.html`]) {
      const bytes = await needed(source, path);
      mustFit(manifest, path, bytes);
      content = content || bytes;
    }
    const about = JSON.parse(decode(content)), records = [];
    for (const [group, kind] of Object.entries(GROUPS)) {
      for (const { id } of about[group] || []) {
        const path = `records/${kind}/${id}.json`;
        if (!(path in manifest.files)) { continue; }
        const bytes = await needed(source, path);
        mustFit(manifest, path, bytes);
        const envelope = inLog(log, bytes, path);
        if (envelope.record.id !== id || envelope.record.facility !== code) { throw new Fault("other-record", { path }); }
        records.push({ path, kind: envelope.kind, at: envelope.at, index: envelope.index });
      }
    }
    return { name: about.facility.name, records };
  }

  /** Compare every file with the manifest; call `news` with the share done, return the number that fit. */
  async function checkFiles(source, manifest, news) {
    const paths = Object.keys(manifest.files).sort();
    for (let i = 0; i < paths.length; i += 1) {
      mustFit(manifest, paths[i], await needed(source, paths[i]));
      if (i % 20 === 0) { news(i / paths.length); }
    }
    return paths.length;
  }

  check.site = { openLog, openManifest, checkFacility, checkFiles, remembered, encode };
});
